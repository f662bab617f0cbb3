"""How alike assessors read: agreement, leniency and coefficients, each with its base.

It is about the reading of cases, never a mark for a person. *Not applicable* is a category of its own for agreement and
left out of leniency and of scales.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inspector_app.domain.alpha import alpha
from inspector_app.domain.gwet import Counts, Weights, coefficient, identity, ordinal, sums_of, together
from inspector_app.domain.ratings import Group, Pair, Scope
from inspector_app.domain.resampling import Interval, Statistic, interval

MINIMUM = 10
"""No coefficient or leniency on fewer questions of cases in common, and no interval on fewer cases: below ten, one
reading more or less moves a figure by a tenth and more. The report's caution has the same (`figures.CAUTION_BELOW`)."""

Why = Literal["", "few", "flat", "no_scale"]
Resamples = Callable[[int], Sequence[Sequence[int]]]
"""Many resamples of so many cases, each a list of places."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its base.

    Attributes:
        value: between -1 and 1; None where `why` says why not: ``few`` in common, ``flat`` (every reading says the
            same, so that there is nothing to tell chance by), ``no_scale`` (the answers have no order).
        n: the questions of cases that two readers or more answered.
        cases: the cases behind it.
        interval: the middle 95 % over resampled cases, once worked out and where there are cases enough.
    """

    value: float | None
    n: int
    cases: int
    why: Why = ""
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much more often an assessor is above the line than the others on the same questions of the same cases.

    `own` and `others` count answers above the line over `pairs` of readings; the figure is their difference as a share.
    """

    assessor: str
    pairs: int
    own: int
    others: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Row:
    """The agreement on one question, in one criterion, of one assessor with the others, or over all.

    Attributes:
        pairs: pairs of readings; one case read by eleven makes 55 to a question.
        same: pairs with the same answer.
        same_side: pairs with answers on the same side of the line, or both on none; None where no answer has a side.
        agreement: the share of `same`, whatever its n.
        ac1, ac2, alpha: Gwet's AC1, AC2 with ordinal weights, Krippendorff's alpha.
        scale: whether AC2 exists and alpha takes the answers as a scale.
        leniency: of each assessor who is on a side of the line, the most lenient first.
    """

    scope: Scope
    id: str
    pairs: int
    same: int
    same_side: int | None
    agreement: Figure
    ac1: Figure
    ac2: Figure
    alpha: Figure
    scale: bool
    leniency: tuple[Leniency, ...]


def measure(group: Group) -> Row:
    """The figures of a group, without intervals."""
    pairs = group.all_pairs
    same = sum(p.same for p in pairs)
    scaled = _on_scale(group)
    return Row(
        group.scope,
        group.id,
        len(pairs),
        same,
        _same_side(pairs),
        Figure(same / len(pairs), group.units, group.met),
        _figure(group, _ac1(group), group.rows),
        _figure(group, _ac2(group), scaled) if group.scale else Figure(None, group.units, group.met, "no_scale"),
        _figure(group, _alpha(group), scaled),
        group.scale,
        _leniencies(group, pairs),
    )


def with_intervals(row: Row, group: Group, resamples: Resamples) -> Row:
    """The same row with bootstrap intervals, where there are cases enough."""
    if group.met < MINIMUM:
        return row
    drawn = resamples(len(group.cases))

    def of(figure: Figure, statistic: Statistic) -> Figure:
        return figure if figure.value is None else replace(figure, interval=interval(statistic, drawn))

    return replace(
        row,
        agreement=of(row.agreement, _same(group)),
        ac1=of(row.ac1, _ac1(group)),
        ac2=of(row.ac2, _ac2(group)) if group.scale else row.ac2,
        alpha=of(row.alpha, _alpha(group)),
        leniency=tuple(replace(part, figure=of(part.figure, _lean(group, part.assessor))) for part in row.leniency),
    )


def _same_side(pairs: Sequence[Pair]) -> int | None:
    if all(side == "neither" for pair in pairs for side in pair.sides):
        return None
    return sum(pair.sides[0] == pair.sides[1] for pair in pairs)


def _on_scale(group: Group) -> Mapping[str, tuple[Counts, ...]]:
    """The units, where there is a scale without *not applicable*, which has no place on it."""
    if not (group.scale and group.apart):
        return group.rows
    return {case: tuple(row[:-1] for row in rows) for case, rows in group.rows.items()}


def _figure(group: Group, statistic: Statistic, rows: Mapping[str, tuple[Counts, ...]]) -> Figure:
    read_twice = sum(sum(row) > 1 for units in rows.values() for row in units)
    # Where an assessor meets several readers on one question, that is still one question in common.
    n = min(read_twice, group.units)
    if n < MINIMUM:
        return Figure(None, n, group.met, "few")
    value = statistic(range(len(group.cases)))
    return Figure(value, n, group.met, "flat" if value is None else "")


def _ac1(group: Group) -> Statistic:
    return _gwet(group, group.rows, identity(group.categories + group.apart))


def _ac2(group: Group) -> Statistic:
    return _gwet(group, _on_scale(group), ordinal(group.categories))


def _gwet(group: Group, rows: Mapping[str, tuple[Counts, ...]], weights: Weights) -> Statistic:
    sums = [sums_of(rows[case], weights) for case in group.cases]
    return lambda places: coefficient(together([sums[place] for place in places]), weights)


def _alpha(group: Group) -> Statistic:
    rows = _on_scale(group)
    counts = [tuple(row for row in rows[case] if sum(row) > 1) for case in group.cases]
    return lambda places: alpha([row for place in places for row in counts[place]], group.scale)


def _same(group: Group) -> Statistic:
    parts = (group.pairs[case] for case in group.cases)
    return _share([(sum(p.same for p in pairs), len(pairs)) for pairs in parts])


def _lean(group: Group, assessor: str) -> Statistic:
    parts = ([both for pair in group.pairs[case] if (both := pair.above(assessor))] for case in group.cases)
    return _share([(sum(own - other for own, other in seen), len(seen)) for seen in parts])


def _share(parts: Sequence[tuple[int, int]]) -> Statistic:
    def share(places: Sequence[int]) -> float | None:
        base = sum(parts[place][1] for place in places)
        return sum(parts[place][0] for place in places) / base if base else None

    return share


def _leniencies(group: Group, pairs: Sequence[Pair]) -> tuple[Leniency, ...]:
    named = {group.id} if group.scope == "assessor" else {r.assessor for p in pairs for r in (p.first, p.second)}
    found = [_leniency(pairs, assessor) for assessor in sorted(named)]
    return tuple(sorted((part for part in found if part.pairs), key=lambda p: (p.others - p.own) / p.pairs))


def _leniency(pairs: Sequence[Pair], assessor: str) -> Leniency:
    seen = [(pair, both) for pair in pairs if (both := pair.above(assessor))]
    own, others = sum(both[0] for _, both in seen), sum(both[1] for _, both in seen)
    n = len({(pair.first.case, pair.first.question) for pair, _ in seen})
    cases = len({pair.first.case for pair, _ in seen})
    value = (own - others) / len(seen) if n >= MINIMUM else None
    return Leniency(assessor, len(seen), own, others, Figure(value, n, cases, "few" if n < MINIMUM else ""))
