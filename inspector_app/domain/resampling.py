"""Bootstrap intervals: how far a figure would move if other cases of the same kind had been read.

Cases are resampled, not answers, because the answers about one case hang together (B. Efron and R. Tibshirani, *An
Introduction to the Bootstrap*, 1993: percentile interval). The random numbers are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

Statistic = Callable[[Sequence[int]], float | None]
"""A figure of the cases at these places; a place may come several times. None where it cannot be worked out."""

LEVEL = 0.95
DEFINED = 0.9
"""The share of resamples in which a figure must exist; with fewer an interval would tell of the lucky ones only."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a figure over the resamples."""

    low: float
    high: float


def interval(statistic: Statistic, resamples: Sequence[Sequence[int]]) -> Interval | None:
    """The percentile interval of a figure; None where it exists in too few of the resamples."""
    values = sorted(value for value in map(statistic, resamples) if value is not None)
    if not values or len(values) < DEFINED * len(resamples):
        return None
    tail = (1 - LEVEL) / 2
    return Interval(values[floor(tail * len(values))], values[ceil((1 - tail) * len(values)) - 1])
