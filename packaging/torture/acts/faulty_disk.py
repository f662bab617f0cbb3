"""A disk that refuses: from one of the calls on, one after the other in each trial, until the fault is mended."""

from __future__ import annotations

import errno
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import Qt

from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import judge_file
from torture.disk import Disk
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import OVER, Heard
from torture.verdict import Verdict

ERRORS = {"full": errno.ENOSPC, "silent": errno.EIO, "read-only": errno.EROFS}
_CALLS = 60
"""The disk refuses from one of the first so many calls on."""
_FOR_GOOD = 1 << 30
_PRESSES, _WAIT = 30, 1.0
_SAVE = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


@dataclass(slots=True)
class FaultyDisk(Usual):
    """Answers and a note while the disk refuses; then it takes again, and *Try again* is asked for by key."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Works on as if nothing were; nothing of it may be gone in the end."""
        stage.open(job.path, job.key)
        disk, chance = Disk(), random.Random(job.seed)
        stage.work.open_case("C-1")
        stage.tell("begun")
        disk.watch(job.folder)
        # In every fourth trial only one call fails; a person tries again all the same.
        disk.fail(1 + job.seed % _CALLS, 1 if job.seed % 4 == 0 else _FOR_GOOD, ERRORS[job.choice])
        answers = answer_on(stage, chance, ("C-1",))
        yield from islice(answers, _PRESSES)
        yield from ("n", "w", "h", "a", "t", " ", "I", " ", "s", "a", "w", Qt.Key.Key_Escape)
        disk.rest()
        for _ in range(20):
            yield _SAVE
            before = time.monotonic()
            yield lambda before=before: not stage.work.bridge.saving or time.monotonic() - before > _WAIT
            if not stage.work.bridge.saving and not stage.work.stuck:
                break
        stage.tell("done", result=OVER)

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """Everything that ever stood on screen is there, once the fault is mended."""
        verdict = judge_file(stock, job, heard)
        unsaved = set(heard.staged) - heard.acknowledged
        if OVER not in heard.done:
            verdict.broken.append("the act did not come to its end")
        elif unsaved:
            verdict.lost.append(f"{len(unsaved)} changes, which were not saved after the fault was mended")
        return verdict
