"""Typing notes: fast, without a pause, with slips that are taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt

from torture.acts.act import Job, Usual
from torture.acts.answering import ON
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict

_WORDS = "the plan was late and said little of what had gone wrong before it names no victim seen in contact log"


@dataclass(slots=True)
class Typing(Usual):
    """N, a text, and on."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Writes a note on one question after the other."""
        stage.open(job.path, job.key)
        stage.work.open_case("C-1")
        stage.tell("begun")
        yield from write_notes(stage, random.Random(job.seed))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """What stood on screen for half a second is there at the next start."""
        return judge_file(stock, job, heard)


def write_notes(stage: Stage, chance: random.Random) -> Iterator[Step]:
    """Writes a note on each question of the case that is open."""
    middle = stage.work.assessment.middle
    while middle.current is not None and not middle.on_remains:
        if middle.current.choices and middle.current.cell is None:
            yield "n"
            yield from _type(stage, middle.current.id, chance)
        yield ON


def _type(stage: Stage, question: str, chance: random.Random) -> Iterator[Step]:
    text, words = "", _WORDS.split()
    for _ in range(chance.randrange(4, 60)):
        for sign in chance.choice(words) + " ":
            text += sign
            _tell(stage, question, text)
            yield sign
        if chance.random() < 0.1:
            text = text[:-1]
            _tell(stage, question, text)
            yield Qt.Key.Key_Backspace


def _tell(stage: Stage, question: str, text: str) -> None:
    stage.tell("typed", place=("case", "C-1", question, "note"), text=text)
