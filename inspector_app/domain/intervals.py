"""How far chance alone could move a proportion, or the difference of two."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
"""The share of intervals, made in this way, that hold what they estimate."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where, as ratios."""

    low: float
    high: float


def wilson(count: int, base: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a proportion, without continuity correction.

    Source: Wilson, *Probable inference, the law of succession, and statistical inference*, J. Am. Stat. Assoc. 22
    (1927) 209-212; method 3 in Newcombe, *Two-sided confidence intervals for the single proportion*, Stat. Med. 17
    (1998) 857-872.

    Raises:
        ValueError: there is no base, or more than the base.
    """
    if not 0 <= count <= base or base == 0:
        raise ValueError(f"{count} of {base} is no proportion")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / base
    middle = (2 * count + z * z) / (2 * (base + z * z))
    reach = z * sqrt(z * z + 4 * base * share * (1 - share)) / (2 * (base + z * z))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def newcombe(one: tuple[int, int], other: tuple[int, int], level: float = LEVEL) -> Interval:
    """The interval for the first proportion less the second, from the Wilson intervals of both.

    Source: method 10 in Newcombe, *Interval estimation for the difference between independent proportions*, Stat. Med.
    17 (1998) 873-890.

    Args:
        one, other: (count, base) of each.

    Raises:
        ValueError: either has no base, or more than its base.
    """
    a, b = wilson(*one, level), wilson(*other, level)
    p, q = one[0] / one[1], other[0] / other[1]
    low = p - q - sqrt((p - a.low) ** 2 + (b.high - q) ** 2)
    high = p - q + sqrt((a.high - p) ** 2 + (q - b.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))
