"""How often each piece of work was done well enough (appendix 5 of the inspectorate's reports; scoring rules 1-8).

All arithmetic is exact; a percentage is rounded once, at the end, half up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm
from typing import Literal

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.domain.values import fitting

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
    """Where one answer stands. *Not applicable* is an answer; *not done* has its line from the question set.

    An answer that the question does not take (any more) is a blank.
    """
    if not is_open:
        return "closed"
    if not value:
        return "blank"
    if question.kind != "single":
        return "answered" if fitting(question, value) else "blank"
    if value == question.not_applicable:
        return "na"
    if not question.offers(value):
        return "blank"
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
    in_criterion, in_outcome = _grouped(instrument, questions)
    criteria = tuple(_mean(c.id, in_criterion[c.id]) for c in instrument.criteria if c.scored)
    question_means = tuple(_mean(o.id, in_outcome[o.id]) for o in instrument.outcomes)
    by_method = {
        "question-mean": question_means,
        "criterion-mean": tuple(_criterion_mean(instrument, mean, criteria) for mean in question_means),
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


def _grouped(
    instrument: Instrument, questions: Iterable[QuestionScore]
) -> tuple[Mapping[str, list[Fraction | None]], Mapping[str, list[Fraction | None]]]:
    """The scores of the questions of each criterion and of each outcome; a question counts once in each."""
    in_criterion: dict[str, list[Fraction | None]] = defaultdict(list)
    in_outcome: dict[str, list[Fraction | None]] = defaultdict(list)
    for question in questions:
        found = question.score
        known = [instrument.criteria_by_id[c] for c in question.criteria if c in instrument.criteria_by_id]
        for criterion in {c.id for c in known}:
            in_criterion[criterion].append(found)
        for outcome in {c.outcome for c in known}:
            in_outcome[outcome].append(found)
    return in_criterion, in_outcome


def _mean(group: str, scores: Iterable[Fraction | None]) -> GroupScore:
    known = [s for s in scores if s is not None]
    if not known:
        return GroupScore(group, None, 0)
    # Over one denominator: summing fractions one by one would reduce each sum on the way.
    common = lcm(*(s.denominator for s in known))
    total = sum(s.numerator * (common // s.denominator) for s in known)
    return GroupScore(group, Fraction(total, common * len(known)), len(known))


def _criterion_mean(instrument: Instrument, by_question: GroupScore, criteria: Iterable[GroupScore]) -> GroupScore:
    outcome = by_question.id
    mean = _mean(outcome, [c.score for c in criteria if instrument.criteria_by_id[c.id].outcome == outcome])
    return GroupScore(outcome, mean.score, by_question.questions)
