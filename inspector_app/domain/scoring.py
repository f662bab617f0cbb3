"""How often each piece of work was done well enough (appendix 5 of the inspectorate's reports; scoring rules 1-8).

All arithmetic is exact; a percentage is rounded once, at the end, half up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions

Method = Literal["question-mean", "criterion-mean"]
METHODS: tuple[Method, ...] = ("question-mean", "criterion-mean")
Standing = Literal["above", "below", "na", "answered", "blank", "closed"]
Tally = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One scored question over the counted cases; `score` is above / (above + below), None when no case answered."""

    id: str
    criteria: tuple[str, ...]
    above: int
    below: int
    not_applicable: int
    blank: int
    closed: int

    @property
    def base(self) -> int:
        """The cases it applies to: those above and those below the line."""
        return self.above + self.below

    @property
    def score(self) -> Fraction | None:
        """The proportion above the line."""
        return Fraction(self.above, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A criterion, outcome or process: its score and the number of questions with a score behind it."""

    id: str
    score: Fraction | None
    questions: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one inspection. `outcomes` follow `method`; `alternatives` are the outcomes by the other one."""

    method: Method
    counted: int
    left_out: int
    outcomes: tuple[GroupScore, ...]
    alternatives: tuple[GroupScore, ...]
    criteria: tuple[GroupScore, ...]
    processes: tuple[GroupScore, ...]
    questions: tuple[QuestionScore, ...]


def percent(score: Fraction | None) -> int | None:
    """Whole percent, half up: 0.805 is 81 (scoring rule 7)."""
    return None if score is None else floor(score * 100 + Fraction(1, 2))


def standing(question: Question, value: str, is_open: bool) -> Standing:
    """Where one answer stands. *Not applicable* is an answer; *not done* has its line from the question set."""
    if not is_open:
        return "closed"
    if not value:
        return "blank"
    if question.kind != "single":
        return "answered"
    if value == question.not_applicable:
        return "na"
    line = question.line_of(value)
    return "answered" if line == "none" else line


def tally(questions: Iterable[Question], sheet: Sheet) -> dict[str, Standing]:
    """Where every question of a sheet stands, by question id."""
    asked = tuple(questions)
    open_ids = open_questions(asked, sheet)
    return {q.id: standing(q, sheet.answers.get(q.id, ""), q.id in open_ids) for q in asked}


def score(
    instrument: Instrument, tallies: Iterable[Tally], method: Method = "question-mean", left_out: int = 0
) -> Scores:
    """The scores over the given cases.

    Args:
        tallies: one per counted case.
        method: how an outcome is drawn from its questions. *question-mean* is the plain mean over all questions of the
            outcome; *criterion-mean* the mean of its criterion scores. Appendix 5 gives both.
        left_out: cases that were not counted, carried through for the output.
    """
    counted = tuple(tallies)
    questions = tuple(_question_score(q, counted) for q in instrument.scored_questions)
    criteria = tuple(
        _mean(c.id, [q.score for q in questions if c.id in q.criteria]) for c in instrument.criteria if c.scored
    )
    by_method = {
        "question-mean": tuple(_question_mean(instrument, o.id, questions) for o in instrument.outcomes),
        "criterion-mean": tuple(_criterion_mean(instrument, o.id, questions, criteria) for o in instrument.outcomes),
    }
    other: Method = "criterion-mean" if method == "question-mean" else "question-mean"
    processes = tuple(
        _mean(p.id, [c.score for c in criteria if instrument.criteria_by_id[c.id].process == p.id])
        for p in instrument.processes
    )
    return Scores(method, len(counted), left_out, by_method[method], by_method[other], criteria, processes, questions)


def _question_score(question: Question, tallies: tuple[Tally, ...]) -> QuestionScore:
    count = Counter(t.get(question.id, "blank") for t in tallies)
    return QuestionScore(
        question.id,
        question.criteria,
        count["above"],
        count["below"],
        # An answer without a line (neither above nor below) is in neither part, as not applicable is.
        count["na"] + count["answered"],
        count["blank"],
        count["closed"],
    )


def _mean(group: str, scores: Iterable[Fraction | None]) -> GroupScore:
    known = [s for s in scores if s is not None]
    return GroupScore(group, sum(known, Fraction(0)) / len(known) if known else None, len(known))


def _in_outcome(instrument: Instrument, question: QuestionScore, outcome: str) -> bool:
    return any(
        c in instrument.criteria_by_id and instrument.criteria_by_id[c].outcome == outcome for c in question.criteria
    )


def _question_mean(instrument: Instrument, outcome: str, questions: tuple[QuestionScore, ...]) -> GroupScore:
    return _mean(outcome, [q.score for q in questions if _in_outcome(instrument, q, outcome)])


def _criterion_mean(
    instrument: Instrument, outcome: str, questions: tuple[QuestionScore, ...], criteria: tuple[GroupScore, ...]
) -> GroupScore:
    mean = _mean(outcome, [c.score for c in criteria if instrument.criteria_by_id[c.id].outcome == outcome])
    return GroupScore(outcome, mean.score, _question_mean(instrument, outcome, questions).questions)
