"""Gwet's AC1 and AC2: how far readers agree beyond chance, for any number of readers and with readings missing.

Sources: K. L. Gwet, *Computing inter-rater reliability and its variance in the presence of high agreement*, British
Journal of Mathematical and Statistical Psychology 61 (2008), 29-48 (AC1), and *Handbook of Inter-Rater Reliability*,
4th edition (2014), chapters 2, 3 and 5 (several readers, missing readings, weights). Unlike kappa it does not collapse
where nearly everything is above the line.

    pa = 1/n' * sum over units read at least twice of  sum_k r_k (r*_k - 1) / (r (r - 1)),   r*_k = sum_l w_kl r_l
    pi_k = 1/n * sum over all units of  r_k / r
    pe = T_w / (q (q - 1)) * sum_k pi_k (1 - pi_k),   T_w = sum of all weights
    coefficient = (pa - pe) / (1 - pe)

where r_k of the r readings of a unit chose category k of q. With the weights of `identity` it is AC1,
with those of `ordinal` AC2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb, fsum

Counts = tuple[int, ...]
"""One unit: how many readings chose each category, in the order of the categories."""

Weights = tuple[tuple[float, ...], ...]
"""Credit between 0 and 1 for each pair of categories; 1 for the same one."""


def identity(categories: int) -> Weights:
    """Credit for the same category only."""
    return tuple(tuple(float(k == other) for other in range(categories)) for k in range(categories))


def ordinal(categories: int) -> Weights:
    """Credit that falls as two categories lie apart: w = 1 - C(|k-l|+1, 2) / C(q, 2) (Gwet 2014, chapter 3)."""
    whole = comb(categories, 2)
    return tuple(
        tuple(1 - comb(abs(k - other) + 1, 2) / whole if whole else 1.0 for other in range(categories))
        for k in range(categories)
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """What the coefficient needs of some units; those of several cases are added up, which makes resampling cheap.

    Attributes:
        units: units with a reading.
        double: units with two readings or more.
        agreement: the sum of their shares of agreeing pairs, weighted.
        chosen: for each category the sum of its share of each unit's readings.
    """

    units: int
    double: int
    agreement: float
    chosen: tuple[float, ...]


def sums_of(rows: Iterable[Counts], weights: Weights) -> Sums:
    """The sums over some units; a unit without readings adds nothing."""
    units = double = 0
    agreement: list[float] = []
    chosen: list[list[float]] = [[] for _ in weights]
    for row in rows:
        readings = sum(row)
        if not readings:
            continue
        units += 1
        for category, count in enumerate(row):
            chosen[category].append(count / readings)
        if readings > 1:
            double += 1
            agreement.append(_agreement(row, readings, weights))
    return Sums(units, double, fsum(agreement), tuple(map(fsum, chosen)))


def together(parts: Sequence[Sums]) -> Sums:
    """Several sums as one."""
    columns = zip(*(part.chosen for part in parts), strict=True)
    return Sums(
        sum(part.units for part in parts),
        sum(part.double for part in parts),
        fsum(part.agreement for part in parts),
        tuple(fsum(column) for column in columns),
    )


def coefficient(sums: Sums, weights: Weights) -> float | None:
    """AC1 or AC2, by the weights; None where nothing was read twice or there are fewer than two categories."""
    categories = len(weights)
    if not sums.double or categories < 2:
        return None
    shares = [part / sums.units for part in sums.chosen]
    total = fsum(fsum(row) for row in weights)
    by_chance = total / (categories * (categories - 1)) * fsum(share * (1 - share) for share in shares)
    return (sums.agreement / sums.double - by_chance) / (1 - by_chance)


def _agreement(row: Counts, readings: int, weights: Weights) -> float:
    credit = fsum(
        count * (fsum(w * other for w, other in zip(weights[k], row, strict=True)) - 1) for k, count in enumerate(row)
    )
    return credit / (readings * (readings - 1))
