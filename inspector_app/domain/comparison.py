"""Two sets of cases side by side, as far as the same was asked.

What is compared is like with like: questions with the same id, the same choices and the same line on both sides. Scores
of criteria and outcomes are drawn on both sides from these questions alone, along the criteria of the set in use here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.scoring import GroupScore, Method, QuestionScore, Tally, score

Reason = Literal["not_there", "not_here", "not_scored", "choices", "line"]


@dataclass(frozen=True, slots=True)
class Side:
    """Cases of one inspection: where each of their questions stands, by the set under which they were assessed."""

    name: str
    instrument: Instrument
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One score on both sides.

    Attributes:
        id: of the question, criterion or outcome.
        here, there: the scores; None where there is no base.
        here_base, there_base: the cases behind them: those to which a question applies, or all that are counted.
        alike, asked: how many questions are compared, and how many the set in use here has.
        same_rule: whether the question is asked of the same cases on every side.
    """

    id: str
    here: Fraction | None
    here_base: int
    there: Fraction | None
    there_base: int
    alike: int = 1
    asked: int = 1
    same_rule: bool = True

    @property
    def difference(self) -> Fraction | None:
        """Here less there, before any rounding."""
        return None if self.here is None or self.there is None else self.here - self.there


@dataclass(frozen=True, slots=True)
class Unlike:
    """A scored question that is not compared, why not, and the names of the sides where it differs."""

    question: Question
    reason: Reason
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs. `counted_here` and `counted_there` are numbers of cases; several other sides are added up."""

    counted_here: int
    counted_there: int
    outcomes: tuple[Pair, ...]
    criteria: tuple[Pair, ...]
    questions: tuple[Pair, ...]
    unlike: tuple[Unlike, ...]


def compare(here: Side, others: Sequence[Side], method: Method = "question-mean") -> Comparison:
    """Sets the cases of one inspection beside those of others, which are added up case by case.

    A question is compared if it is the same in every other set.
    """
    unlike = _unlike(here.instrument, others)
    apart = {u.question.id for u in unlike}
    shared = tuple(q for q in here.instrument.questions if q.id not in apart)
    frame = replace(here.instrument, questions=shared)
    there_tallies = tuple(tally for side in others for tally in side.tallies)
    mine, theirs = score(frame, here.tallies, method), score(frame, there_tallies, method)
    counts = mine.counted, theirs.counted
    return Comparison(
        mine.counted,
        theirs.counted,
        _groups(mine.outcomes, theirs.outcomes, counts, _asked(here.instrument, frame, by_outcome=True)),
        _groups(mine.criteria, theirs.criteria, counts, _asked(here.instrument, frame, by_outcome=False)),
        tuple(
            _pair(one, other, here.instrument, others)
            for one, other in zip(mine.questions, theirs.questions, strict=True)
        ),
        unlike,
    )


def _pair(mine: QuestionScore, theirs: QuestionScore, instrument: Instrument, others: Sequence[Side]) -> Pair:
    rule = instrument.questions_by_id[mine.id].open_when
    same = all(side.instrument.questions_by_id[mine.id].open_when == rule for side in others)
    return Pair(mine.id, mine.score, mine.base, theirs.score, theirs.base, same_rule=same)


def _groups(
    mine: Sequence[GroupScore],
    theirs: Sequence[GroupScore],
    counts: tuple[int, int],
    asked: dict[str, tuple[int, int]],
) -> tuple[Pair, ...]:
    return tuple(
        Pair(one.id, one.score, counts[0], other.score, counts[1], *asked[one.id])
        for one, other in zip(mine, theirs, strict=True)
    )


def _asked(whole: Instrument, frame: Instrument, by_outcome: bool) -> dict[str, tuple[int, int]]:
    """Outcome or criterion -> the scored questions that are compared, and all of them."""
    found: dict[str, tuple[int, int]] = {}
    ids = [o.id for o in whole.outcomes] if by_outcome else [c.id for c in whole.criteria]
    for id_ in ids:
        within = {c.id for c in whole.criteria if (c.outcome if by_outcome else c.id) == id_}
        alike, asked = (
            sum(1 for q in one.scored_questions if within.intersection(q.criteria)) for one in (frame, whole)
        )
        found[id_] = (alike, asked)
    return found


def _unlike(here: Instrument, others: Sequence[Side]) -> tuple[Unlike, ...]:
    found = []
    for question in here.scored_questions:
        differs = {s.name: r for s in others if (r := _differs(question, s.instrument)) is not None}
        # Several sides may differ in several ways: the first reason is told, with the sides it holds for.
        reason = next(iter(differs.values()), None)
        if reason is not None:
            found.append(Unlike(question, reason, tuple(n for n, r in differs.items() if r == reason)))
    told = set()
    for side in others:
        for question in side.instrument.scored_questions:
            mine = here.questions_by_id.get(question.id)
            if (mine is None or not mine.scored) and question.id not in told:
                told.add(question.id)
                sides = tuple(s.name for s in others if question.id in s.instrument.questions_by_id)
                found.append(Unlike(question, "not_here", sides))
    return tuple(found)


def _differs(question: Question, other: Instrument) -> Reason | None:
    theirs = other.questions_by_id.get(question.id)
    if theirs is None:
        return "not_there"
    if not theirs.scored or theirs.per != question.per:
        return "not_scored"
    mine_lines, their_lines = ({c.code: c.line for c in q.choices} for q in (question, theirs))
    if mine_lines.keys() != their_lines.keys():
        return "choices"
    return "line" if mine_lines != their_lines else None
