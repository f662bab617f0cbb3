"""The figures of a report as plain values, each with its base. How they are counted is in `findings`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspector_app.domain.scoring import GroupScore, Scores, percent

CAUTION_BELOW = 10
"""Bases smaller than this carry a caution, unless set otherwise (scoring rule 9)."""

HIDDEN = -1
"""Stands for a count that must not be printed, because it could point to a person (`suppressing`)."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of a base. Either may be `HIDDEN`."""

    label: str
    count: int
    base: int

    @property
    def hidden(self) -> bool:
        """Whether its count must not be printed."""
        return self.count == HIDDEN

    @property
    def percent(self) -> int | None:
        """Whole percent, half up; None of nothing, and of what is hidden."""
        return percent(Fraction(self.count, self.base)) if self.base > 0 and not self.hidden else None


@dataclass(frozen=True, slots=True)
class QuestionFinding:
    """A scored question over the counted cases. `also` are the other criteria in which it counts.

    Where it applies to too few its counts are all `HIDDEN`.
    """

    id: str
    number: str
    short: str
    key: bool
    above: int
    below: int
    not_applicable: int
    also: tuple[str, ...]

    @property
    def part(self) -> Part:
        """The cases above the line, of those to which it applies."""
        hidden = self.above == HIDDEN
        return Part(self.short, self.above, HIDDEN if hidden else self.above + self.below)


@dataclass(frozen=True, slots=True)
class BaseRule:
    """The number of the question that sets a base, and the answers to it: those asked for, or (`but`) all others."""

    number: str
    answers: tuple[str, ...]
    but: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How the answers to one question divide.

    Attributes:
        several: several choices may be ticked, so that the parts may add up to more than the base.
        base: the answers that the parts are of; *not applicable* is apart (scoring rules 1 and 6).
        of: where a rule about one question sets the base, that rule.
        narrowed: whether some of those counted are left out because the question does not apply to them.
    """

    id: str
    number: str
    short: str
    several: bool
    base: int
    not_applicable: int
    parts: tuple[Part, ...]
    of: BaseRule | None = None
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A number over the cases that have one: how many, the lowest, the middle and the highest."""

    id: str
    number: str
    short: str
    base: int
    low: Decimal
    middle: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion: its score, its questions, the reasons given beneath them, and the facts that go with them."""

    id: str
    title: str
    score: GroupScore
    questions: tuple[QuestionFinding, ...]
    reasons: tuple[Spread, ...]
    facts: tuple[Spread, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class InterviewFinding:
    """A leadership and management criterion as the officers see it; never scored."""

    id: str
    title: str
    views: tuple[Spread, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One factor: in how many cases it is present, and for those whether work and progress were enough."""

    label: str
    present: Part
    interventions: Part
    progress: Part


@dataclass(frozen=True, slots=True)
class OutcomeFinding:
    """One outcome: `score` by the method in use, `alternative` by the other; factors stand with one of its criteria."""

    id: str
    title: str
    short: str
    expectation: str
    score: GroupScore
    alternative: GroupScore
    criteria: tuple[CriterionFinding, ...]
    interviews: tuple[InterviewFinding, ...]
    factors: tuple[FactorRow, ...] = ()
    factor_criterion: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The counted cases by one case field; `blank` have no value."""

    name: str
    label: str
    listed: bool
    parts: tuple[Part, ...]
    blank: int


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report prints as a figure.

    Attributes:
        officers: how many were interviewed; None where no interviews are held.
        facts: facts that belong to no outcome.
        sample, sample_measures: the case fields with a list, and those that are numbers.
    """

    scores: Scores
    outcomes: tuple[OutcomeFinding, ...]
    officers: int | None
    facts: tuple[Spread, ...]
    measures: tuple[Measure, ...]
    sample: tuple[Breakdown, ...]
    sample_measures: tuple[Measure, ...]
