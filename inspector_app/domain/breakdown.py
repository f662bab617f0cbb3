"""A score by group: each group of cases against all the others that count.

Cases are grouped by what stands under one or two keys (see `selecting`); those without a value are a group too. The
rest of a group are all other cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from inspector_app.domain.case import ASSESSOR, Case
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.intervals import Interval, newcombe
from inspector_app.domain.scoring import Method, Tally
from inspector_app.domain.selecting import QUESTION, SPAN, held
from inspector_app.domain.targets import Share, Target, mean, questions_of, shares

OFFICER = "officer"
BANDS_AT_MOST = 6
"""A number is divided into no more bands than this."""

TraitKind = Literal["field", "number", "assessor", "question"]
Caution = Literal["", "group", "rest"]
Assessed = tuple[Case, Tally]


@dataclass(frozen=True, slots=True)
class Trait:
    """Something by which cases divide. `key` is as in `selecting`; `label` as the question set has it."""

    key: str
    label: str
    kind: TraitKind
    number: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of some cases.

    Attributes:
        cases: how many there are.
        base: how many of them have at least one answer above or below the line.
        above, below: question id -> how many answers.
    """

    cases: int
    base: int
    above: Mapping[str, int]
    below: Mapping[str, int]

    def share(self, question: str) -> Fraction | None:
        """The proportion of one question that is above the line."""
        base = self.above.get(question, 0) + self.below.get(question, 0)
        return Fraction(self.above.get(question, 0), base) if base else None

    def score(self, parts: Sequence[Share]) -> Fraction | None:
        """The score that some shares make up."""
        return mean(mean(self.share(q) for q in part.questions) for part in parts)


@dataclass(frozen=True, slots=True)
class Group:
    """One group against the rest.

    Attributes:
        values: what stands under each key; empty for nothing.
        score, rest_score: of the group, and of all other cases.
        interval: of the difference; None where it has not been worked out, or cannot be.
    """

    values: tuple[str, ...]
    counts: Counts
    rest: Counts
    score: Fraction | None
    rest_score: Fraction | None
    interval: Interval | None = None

    @property
    def difference(self) -> Fraction | None:
        """The score of the group less that of the rest; 0.05 is five points."""
        return None if self.score is None or self.rest_score is None else self.score - self.rest_score

    @property
    def caution(self) -> Caution:
        """Which side rests on too few cases to be relied on (scoring rule 9)."""
        if self.counts.base < CAUTION_BELOW:
            return "group"
        return "rest" if self.rest.base < CAUTION_BELOW else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All groups by one or two keys, what differs most first; a proportion has its intervals already."""

    target: Target
    keys: tuple[str, ...]
    parts: tuple[Share, ...]
    whole: Counts
    score: Fraction | None
    groups: tuple[Group, ...]

    @property
    def proportion(self) -> bool:
        """Whether the score is of one question, so that its intervals follow from the counts."""
        return self.target.kind == "question"


def traits(instrument: Instrument) -> tuple[Trait, ...]:
    """By what cases can be divided.

    Facts with a list, short texts that head the form (such as the unit) or name the officer, numbers in bands; who
    assesses; and the answer to each question with one choice. Other texts would name single people.
    """
    found = []
    for field in instrument.fields:
        if field.kind == "single" or (field.kind == "text" and (field.bar or field.name == OFFICER)):
            found.append(Trait(field.name, field.label, "field"))
        elif field.kind == "number":
            found.append(Trait(field.name, field.label, "number"))
    found.append(Trait(ASSESSOR, "", "assessor"))
    for question in instrument.case_questions:
        if question.kind == "single":
            found.append(Trait(QUESTION + question.id, question.short, "question", question.number))
    return tuple(found)


def bands(values: Iterable[str]) -> tuple[str, ...]:
    """Spans of equal width that hold all numbers, such as ``20..29``: of 1, 2, 5, 10, 20 … and at most six of them."""
    numbers = [floor(Decimal(v)) for v in values if v]
    if not numbers:
        return ()
    low, high = min(numbers), max(numbers)
    steps = (unit * 10**power for power in range(13) for unit in (1, 2, 5))
    step = next(s for s in steps if high // s - low // s < BANDS_AT_MOST)
    return tuple(f"{at * step}{SPAN}{at * step + step - 1}" for at in range(low // step, high // step + 1))


def compare(
    instrument: Instrument,
    keys: Sequence[str],
    target: Target,
    method: Method,
    assessed: Sequence[Assessed],
) -> Comparison:
    """Divides cases and compares each group with the rest."""
    parts = shares(instrument, target, method)
    wanted = questions_of(parts)
    divided: dict[tuple[str, ...], list[Tally]] = defaultdict(list)
    for place, values in enumerate(divide(instrument, keys, assessed)):
        divided[values].append(assessed[place][1])
    whole = _count([tally for _, tally in assessed], wanted)
    groups = []
    for values, tallies in divided.items():
        own = _count(tallies, wanted)
        rest = _less(whole, own)
        group = Group(values, own, rest, own.score(parts), rest.score(parts))
        groups.append(_with_newcombe(group, target.id) if target.kind == "question" else group)
    return Comparison(target, tuple(keys), parts, whole, whole.score(parts), tuple(sorted(groups, key=_most_first)))


def divide(instrument: Instrument, keys: Sequence[str], assessed: Sequence[Assessed]) -> list[tuple[str, ...]]:
    """For each case what stands under the keys; a number is the band it is in."""
    columns = []
    for key in keys:
        found = [held(key, case, tally) for case, tally in assessed]
        field = instrument.fields_by_name.get(key)
        columns.append(_banded(found) if field is not None and field.kind == "number" else found)
    return list(zip(*columns, strict=True)) if columns else [() for _ in assessed]


def with_intervals(comparison: Comparison, found: Mapping[tuple[str, ...], Interval]) -> Comparison:
    """The comparison with intervals that were worked out apart, by the values of their group."""
    groups = tuple(replace(g, interval=found.get(g.values, g.interval)) for g in comparison.groups)
    return replace(comparison, groups=groups)


def _count(tallies: Sequence[Tally], wanted: Sequence[str]) -> Counts:
    above, below = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    base = 0
    for tally in tallies:
        any_scored = False
        for question in wanted:
            stands = tally.get(question)
            if stands == "above":
                above[question] += 1
                any_scored = True
            elif stands == "below":
                below[question] += 1
                any_scored = True
        base += any_scored
    return Counts(len(tallies), base, above, below)


def _less(whole: Counts, part: Counts) -> Counts:
    return Counts(
        whole.cases - part.cases,
        whole.base - part.base,
        {q: n - part.above[q] for q, n in whole.above.items()},
        {q: n - part.below[q] for q, n in whole.below.items()},
    )


def _with_newcombe(group: Group, question: str) -> Group:
    if group.score is None or group.rest_score is None:
        return group
    one, other = ((c.above[question], c.above[question] + c.below[question]) for c in (group.counts, group.rest))
    return replace(group, interval=newcombe(one, other))


def _most_first(group: Group) -> tuple[bool, Fraction, int, tuple[str, ...]]:
    apart = group.difference
    return apart is None, -abs(apart or Fraction(0)), -group.counts.base, group.values


def _banded(values: Sequence[str]) -> list[str]:
    spans = [(int(span.partition(SPAN)[0]), span) for span in bands(values)]
    return [next((s for low, s in reversed(spans) if floor(Decimal(v)) >= low), "") if v else "" for v in values]
