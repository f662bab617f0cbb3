"""A disk on which each sync takes two seconds: nobody waits for it at the keyboard, and what is shown as saved is."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.noting import write_notes
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict

MILLISECONDS = 2000
_NO_PROMISE = 1e9
"""How old typed text gets before it is kept depends on the disk here, so that only what was told as kept must be."""


@dataclass(slots=True)
class SlowDisk(Usual):
    """Answers, or notes, as fast as on any disk."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """The disk gets slow when the case is open."""
        stage.open(job.path, job.key)
        stage.work.open_case("C-1")
        os.environ["SLOW_SYNC_UNDER"] = os.path.realpath(job.folder)
        os.environ["SLOW_SYNC_MS"] = str(MILLISECONDS)
        stage.tell("begun")
        chance = random.Random(job.seed)
        return write_notes(stage, chance) if job.choice == "notes" else answer_on(stage, chance, ("C-1", "C-2"))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """What was shown as saved or kept is there."""
        return judge_file(stock, replace(job, typed_age=_NO_PROMISE), heard)
