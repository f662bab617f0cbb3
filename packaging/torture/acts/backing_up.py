"""Backups while somebody answers: what has the name of a backup is a whole one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.keeping import read_name
from inspector_app.services.backup_folder import BACKUPS
from inspector_app.services.backups import State
from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.sound import look_into
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict


@dataclass(slots=True)
class BackingUp(Usual):
    """A backup is asked for after every few answers."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Answers, and tells of each backup that is whole."""
        stage.open(job.path, job.key)
        tell_of_backups(stage)
        keeper = stage.work.session.keeper
        assert keeper is not None
        stage.work.open_case("C-1")
        stage.tell("begun")
        for number, step in enumerate(answer_on(stage, random.Random(job.seed), ("C-1",))):
            if number % 8 == 0:
                keeper.make("asked")
            yield step

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """The inspection, and each of its backups."""
        verdict = judge_file(stock, job, heard)
        judge_backups(verdict, job, heard)
        return verdict


def tell_of_backups(stage: Stage) -> None:
    """Has the last backup told each time there is another one."""
    keeper = stage.work.session.keeper
    assert keeper is not None
    before = keeper.on_state

    def tell(state: State) -> None:
        before(state)
        if state.last is not None:
            stage.tell("done", result={"backup": state.last.number})

    keeper.on_state = tell


def backups_of(job: Job) -> list[Path]:
    """What has the name of a backup."""
    folder = job.folder / "home" / BACKUPS
    return sorted(path for path in folder.glob("*/*") if read_name(path.name) is not None)


def judge_backups(verdict: Verdict, job: Job, heard: Heard) -> None:
    """Each is whole, and the last that was told is there."""
    found = backups_of(job)
    for path in found:
        verdict.damaged += [f"backup {path.name}: {wrong}" for wrong in look_into(path, job.raw_key).wrong]
    told = [one["backup"] for one in heard.done if isinstance(one, dict) and "backup" in one]
    there = {backup.number for path in found if (backup := read_name(path.name)) is not None}
    if told:
        verdict.promises += 1
        if max(told) not in there:
            verdict.lost.append(f"backup {max(told)}, which was told as made; there are {sorted(there)}")
