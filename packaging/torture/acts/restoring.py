"""Restoring a backup: the file is the one of before or the restored one, and what it took the place of is set aside."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.backing_up import judge_backups
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.sound import look_into
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict

_ANSWERS = 25
"""So many key presses are done after the backup, which restoring it takes back."""


@dataclass(slots=True)
class Restoring(Usual):
    """A backup, a few answers, and back to the backup."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """What the section *Backups* of the page Safekeeping asks for; then answers in the restored file."""
        stage.open(job.path, job.key)
        keeper = stage.work.session.keeper
        assert keeper is not None
        keeper.make("asked")
        yield lambda: keeper.state.last is not None
        for _, step in zip(range(_ANSWERS), answer_on(stage, random.Random(job.seed), ("C-1",)), strict=False):
            yield step
        yield lambda: not stage.work.bridge.saving
        kept, before = keeper.backups()[-1], stage.window.work
        stage.tell("begun")
        stage.window.restoring.restore_over_open(kept)
        yield lambda: stage.window.work not in (None, before) and not stage.work.bridge.saving
        stage.tell("done", result="restored")
        yield from answer_on(stage, random.Random(job.seed), ("C-1",))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """One of the two is in its place, and nothing that was acknowledged is in neither."""
        asides = {path: look_into(path, job.raw_key) for path in job.path.parent.glob("*set aside*.inspection")}
        held = {id_ for found in asides.values() for id_ in found.digests}
        here = heard.acknowledged - held
        verdict = judge_file(stock, job, replace(heard, acknowledged=here))
        verdict.promises += len(heard.acknowledged) - len(here)
        judge_backups(verdict, job, heard)
        for path, found in asides.items():
            verdict.damaged += [f"{path.name}: {wrong}" for wrong in found.wrong]
        if "restored" in heard.done and not asides:
            verdict.lost.append("the file of before, which was shown as set aside")
        return verdict
