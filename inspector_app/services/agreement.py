"""What `domain.agreement` needs handed in: Krippendorff's alpha and random numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence

from inspector_app.domain.gwet import Counts

RESAMPLES = 1000
"""The number that is usual for a 95 % interval (Efron and Tibshirani 1993, section 12.5)."""


def alpha(rows: Sequence[Counts], scale: bool) -> float | None:
    """Krippendorff's alpha by the library of that name; None where all readings say the same or none meet."""
    used = [any(row[k] for row in rows) for k in range(len(rows[0]))] if rows else []
    if sum(used) < 2:
        return None
    import krippendorff  # brings NumPy, which nobody else needs

    return float(krippendorff.alpha(value_counts=rows, level_of_measurement="ordinal" if scale else "nominal"))


def resamples(cases: int, seed: str, times: int = RESAMPLES) -> list[list[int]]:
    """So many resamples with replacement of so many cases; the same seed gives the same ones."""
    source = random.Random(seed)
    return [source.choices(range(cases), k=cases) for _ in range(times)]
