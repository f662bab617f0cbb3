"""What lies behind the figure of one question: how its answers spread, and the case of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector_app.domain.answers import Revision
from inspector_app.domain.case import Case
from inspector_app.domain.instrument import Line, Question
from inspector_app.domain.scoring import Standing, Tally

NARROWED: tuple[Standing, ...] = ("above", "below", "na", "answered", "blank", "closed")
"""Where an answer can stand, in the order in which the cases behind a figure are told."""


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One case behind a figure.

    Attributes:
        standing: where its answer stands; what is closed keeps its answer and does not count.
        answer: the revision that counts; None where nothing was ever said.
    """

    case: Case
    standing: Standing
    answer: Revision | None

    @property
    def value(self) -> str:
        """The answer as it is stored; empty for none."""
        return self.answer.value if self.answer is not None else ""

    @property
    def note(self) -> str:
        """The note that goes with it."""
        return self.answer.note if self.answer is not None else ""


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How often one answer was given where the question is open; `line` is where it counts."""

    code: str
    label: str
    line: Line
    count: int


def answers_behind(question: Question, assessed: Iterable[tuple[Case, Tally]]) -> tuple[CaseAnswer, ...]:
    """Each case with its answer to a question, in the order given."""
    return tuple(
        CaseAnswer(case, tally.get(question.id, "blank"), case.answers.get(question.id)) for case, tally in assessed
    )


def spread(question: Question, behind: Sequence[CaseAnswer]) -> tuple[ChoiceCount, ...]:
    """How the answers divide over the choices, those never given included."""
    counts = Counter(a.value for a in behind if a.standing not in ("blank", "closed"))
    return tuple(ChoiceCount(c.code, c.label, c.line, counts[c.code]) for c in question.choices)


def standings(behind: Iterable[CaseAnswer]) -> Counter[Standing]:
    """How many cases stand where."""
    return Counter(answer.standing for answer in behind)
