"""Taking back what assessors bring, by the page that shows it first."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import copy_of, judge_file
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict


@dataclass(slots=True)
class TakingBack(Usual):
    """Preview, take in, go on answering."""

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """Also copies of what came back."""
        job = Usual.lay_out(self, stock, folder, seed)
        for path in stock.kept(seed % 2 == 1).back:
            copy_of(path, folder / "back")
        return job

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Looks at what came back and takes it in by a key."""
        stage.open(job.path, job.key)
        early = job.seed % 4 == 0
        if early:
            stage.tell("begun")
        stage.work.take_back([job.folder / "back"])
        page = stage.work.team.take_back
        yield lambda: page.union is not None and page.take_in.hasFocus()
        if not early:
            stage.tell("begun")
        yield "\r"
        yield lambda: not stage.work.bridge.saving
        stage.tell("done", result="taken in")
        yield from answer_on(stage, random.Random(job.seed), ("C-1",))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """All of it or nothing, and the files that came back are as they were."""
        verdict = judge_file(stock, job, heard)
        for path in stock.kept(job.seed % 2 == 1).back:
            if _digest(path) != _digest(job.folder / "back" / path.name):
                verdict.damaged.append(f"{path.name}, which was only to be read, is another file")
        return verdict


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
