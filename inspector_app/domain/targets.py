"""What a score can be of, and the questions of which it is the mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.scoring import Method

TargetKind = Literal["outcome", "criterion", "question"]


@dataclass(frozen=True, slots=True)
class Target:
    """An outcome, a criterion or a scored question, by its id."""

    kind: TargetKind
    id: str


@dataclass(frozen=True, slots=True)
class Share:
    """One of the equal shares of which a score is the mean: the mean itself of some questions. `id` names it."""

    id: str
    questions: tuple[str, ...]


def shares(instrument: Instrument, target: Target, method: Method) -> tuple[Share, ...]:
    """The shares of a score (scoring rules 2 and 3).

    A question and a criterion have one. An outcome has one by *question mean*, and one for each of its criteria by
    *criterion mean*. What has no score drops out of every mean (rule 5).
    """
    scored = instrument.scored_questions
    if target.kind == "question":
        return (Share(target.id, (target.id,)),)
    if target.kind == "criterion":
        return (_criterion(scored, target.id),)
    own = [c for c in instrument.criteria if c.outcome == target.id]
    if method == "criterion-mean":
        return tuple(_criterion(scored, c.id) for c in own if c.scored)
    within = {c.id for c in own}
    return (Share(target.id, tuple(q.id for q in scored if within.intersection(q.criteria))),)


def mean(scores: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean of the scores that are known; None where none is."""
    known = [s for s in scores if s is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def questions_of(parts: Sequence[Share]) -> tuple[str, ...]:
    """The ids of all questions behind some shares, each once, in order."""
    return tuple(dict.fromkeys(q for share in parts for q in share.questions))


def _criterion(scored: Iterable[Question], criterion: str) -> Share:
    return Share(criterion, tuple(q.id for q in scored if criterion in q.criteria))
