"""Why a score is what it is: its questions with what each gives to it, what is missing, and what may still change.

What is shown adds up to the score exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.scoring import METHODS, Method, QuestionScore, Scores, Tally, score
from inspector_app.domain.targets import Share, Target, mean, shares


@dataclass(frozen=True, slots=True)
class Term:
    """One question in a score.

    Attributes:
        question: its counts and its own score.
        unscored: how many of its answers are neither above nor below the line though it applies.
        weight: the share of the whole score that it has; nothing where no case answered.
    """

    question: QuestionScore
    unscored: int
    weight: Fraction

    @property
    def gives(self) -> Fraction:
        """What it adds to the score."""
        return self.weight * (self.question.score or Fraction(0))


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the score, such as a criterion under *criterion mean*: the plain mean of its terms."""

    id: str
    score: Fraction | None
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The score over some cases."""

    score: Fraction | None
    cases: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart.

    Attributes:
        score: what is explained, by `method`.
        by_method: the score by each method; they differ for an outcome only.
        counted: how many cases it is over.
        parts: the shares it is the mean of.
        signed_off, everything: the score without and with unfinished cases.
    """

    target: Target
    method: Method
    score: Fraction | None
    by_method: tuple[tuple[Method, Fraction | None], ...]
    counted: int
    parts: tuple[Part, ...]
    signed_off: Standpoint
    everything: Standpoint

    @property
    def terms(self) -> tuple[Term, ...]:
        """The questions, in order; one that counts in two criteria stands twice under *criterion mean*."""
        return tuple(term for part in self.parts for term in part.terms)

    @property
    def questions(self) -> tuple[Term, ...]:
        """The questions, each once."""
        return tuple({term.question.id: term for term in self.terms}.values())

    @property
    def unanswered(self) -> tuple[Term, ...]:
        """The questions without a score, which drop out of the mean (scoring rule 5)."""
        return tuple(term for term in self.questions if term.question.score is None)

    @property
    def unfinished(self) -> int:
        """How many cases are not signed off."""
        return self.everything.cases - self.signed_off.cases


def explain(
    instrument: Instrument,
    target: Target,
    method: Method,
    signed_off: Sequence[Tally],
    unfinished: Sequence[Tally],
    include_unfinished: bool = False,
) -> Explanation:
    """Takes a score apart.

    Args:
        signed_off, unfinished: where the questions of each case stand.
        include_unfinished: whether the score that is explained is over both.
    """
    both = [*signed_off, *unfinished]
    without, everything = score(instrument, signed_off, method), score(instrument, both, method)
    scores, counted = (everything, both) if include_unfinished else (without, signed_off)
    parts = _parts(shares(instrument, target, method), scores, counted)
    return Explanation(
        target=target,
        method=method,
        score=mean(p.score for p in parts),
        by_method=tuple((m, score_of(instrument, scores, target, m)) for m in METHODS),
        counted=len(counted),
        parts=parts,
        signed_off=Standpoint(score_of(instrument, without, target, method), len(signed_off)),
        everything=Standpoint(score_of(instrument, everything, target, method), len(both)),
    )


def score_of(instrument: Instrument, scores: Scores, target: Target, method: Method) -> Fraction | None:
    """The score of a target, from the scores of its questions."""
    known = {q.id: q.score for q in scores.questions}
    return mean(mean(known[q] for q in share.questions) for share in shares(instrument, target, method))


def _parts(parts: Sequence[Share], scores: Scores, counted: Sequence[Tally]) -> tuple[Part, ...]:
    known = {q.id: q for q in scores.questions}
    wanted = {q for share in parts for q in share.questions}
    unscored = Counter(q for tally in counted for q in wanted if tally.get(q) == "answered")
    in_use = [share for share in parts if any(known[q].score is not None for q in share.questions)]
    found = []
    for share in parts:
        answered = sum(1 for q in share.questions if known[q].score is not None)
        weight = Fraction(1, answered * len(in_use)) if answered else Fraction(0)
        terms = tuple(
            Term(known[q], unscored[q], weight if known[q].score is not None else Fraction(0))
            for q in share.questions
        )  # fmt: skip
        found.append(Part(share.id, mean(t.question.score for t in terms), terms))
    return tuple(found)
