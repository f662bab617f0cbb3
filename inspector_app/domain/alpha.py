"""Krippendorff's alpha: how far readings agree beyond chance, for any number of readers and with readings missing.

Source: K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), sections C and E. Units with one reading
pair with nothing and drop out. With o_ck the coincidences of categories c and k,

    o_ck = sum over units of  r_c (r_k - [c = k]) / (r - 1),   n_c = sum_k o_ck,   n = sum_c n_c
    alpha = 1 - (n - 1) * sum_ck o_ck d_ck / sum_ck n_c n_k d_ck

where d is 1 for two different categories, and on a scale (n_c / 2 + all n between + n_k / 2) squared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import fsum

from inspector_app.domain.gwet import Counts

Kinds = tuple[tuple[Counts, int], ...]
"""Each kind of unit, and how many units are of it."""


def alpha(rows: Sequence[Counts], scale: bool) -> float | None:
    """Alpha of units (readings by category; `scale` where these are in order).

    None where all readings say the same, or none meet.
    """
    return _alpha(tuple(sorted(Counter(rows).items())), scale)


@lru_cache(maxsize=20_000)
def _alpha(kinds: Kinds, scale: bool) -> float | None:
    """By how often each kind of unit occurs: resamples of few cases repeat each other."""
    categories = range(len(kinds[0][0]) if kinds else 0)
    coincide = [[_coincidences(kinds, c, k) for k in categories] for c in categories]
    sums = [fsum(row) for row in coincide]
    pairs = [(c, k) for c in categories for k in categories if c != k]
    apart = {pair: _distance(sums, *pair) if scale else 1.0 for pair in pairs}
    expected = fsum(sums[c] * sums[k] * apart[c, k] for c, k in pairs)
    if not expected:
        return None
    return 1 - (fsum(sums) - 1) * fsum(coincide[c][k] * apart[c, k] for c, k in pairs) / expected


def _coincidences(kinds: Kinds, c: int, k: int) -> float:
    return fsum(times * row[c] * (row[k] - (c == k)) / (sum(row) - 1) for row, times in kinds if sum(row) > 1)


def _distance(sums: Sequence[float], c: int, k: int) -> float:
    between = sums[min(c, k) : max(c, k) + 1]
    return float((fsum(between) - (sums[c] + sums[k]) / 2) ** 2)
