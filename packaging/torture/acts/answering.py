"""Answering a case from question to question, with an undo, a mark and an evidence status now and then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt

from inspector_app.domain.instrument import Question
from torture.acts.act import Job, Usual
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict

_CTRL = Qt.KeyboardModifier.ControlModifier
ON = (Qt.Key.Key_Return, _CTRL)
"""On to the next question, also from a field."""


@dataclass(slots=True)
class Answering(Usual):
    """Keys 1 to 9 and Enter."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Goes through one case after the other."""
        stage.open(job.path, job.key)
        stage.work.open_case("C-1")
        stage.tell("begun")
        yield from answer_on(stage, random.Random(job.seed), ("C-1", "C-2"))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """Every answer that was shown as saved is there."""
        return judge_file(stock, job, heard)


def answer_on(stage: Stage, chance: random.Random, refs: tuple[str, ...]) -> Iterator[Step]:
    """Answers for ever."""
    while True:
        for ref in refs:
            stage.work.open_case(ref)
            middle = stage.work.assessment.middle
            while middle.current is not None and not middle.on_remains:
                yield from _answer(middle.current, chance)


def _answer(question: Question, chance: random.Random) -> Iterator[Step]:
    drawn = chance.random()
    if question.choices:
        yield str(1 + chance.randrange(min(len(question.choices), 9)))
        if drawn < 0.1:
            yield (Qt.Key.Key_Z, _CTRL)
        elif drawn < 0.2:
            yield "f"
    elif question.kind == "date":
        yield from "2013-06-01"
    elif question.kind == "number":
        yield str(chance.randrange(1, 9))
    yield ON
