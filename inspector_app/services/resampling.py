"""Bootstrap intervals for differences of mean scores: whole cases are drawn again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspector_app.domain.intervals import LEVEL, Interval
from inspector_app.domain.scoring import Tally
from inspector_app.domain.targets import Share, questions_of
from inspector_app.services.work import Cancelled, Progress, never, unheard

DRAWS = 2000
SEED = 20130902
"""Fixed, so that the same answers always have the same intervals."""
FEWEST = 5
"""A side with fewer scored cases than this has no interval: what is drawn from it would hardly vary."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """What intervals are worked out from, frozen, so that it can be handed to another thread.

    Attributes:
        parts: the shares that make up the score.
        groups: for each case the values by which it is grouped.
        tallies: for each case where its questions stand.
    """

    parts: tuple[Share, ...]
    groups: tuple[tuple[str, ...], ...]
    tallies: tuple[Tally, ...]


def bootstrap(
    sample: Sample,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> Mapping[tuple[str, ...], Interval] | None:
    """The interval of each group's score less that of all other cases; groups or rests under `FEWEST` have none.

    As many whole cases as there are in a group, and as many as there are in the rest, are drawn with replacement; the
    scores of both are worked out as ever, and the interval is the middle 95 % of their differences (percentile method;
    Efron and Tibshirani, *An introduction to the bootstrap*, 1993, chapters 8 and 13). A draw in which a side has no
    score at all is left out.

    Returns:
        values of the group -> interval, as ratios; None where it was stopped.
    """
    asked = questions_of(sample.parts)
    above, below = (_marks(sample.tallies, asked, line) for line in ("above", "below"))
    scored = (above + below).sum(axis=1) > 0
    columns = [[asked.index(q) for q in share.questions] for share in sample.parts]
    dice = np.random.default_rng(seed)
    found = {}
    groups = sorted(set(sample.groups))
    for place, values in enumerate(groups):
        if cancelled():
            return None
        progress(place / len(groups), "")
        inside = np.array([g == values for g in sample.groups])
        if min((scored & inside).sum(), (scored & ~inside).sum()) < FEWEST:
            continue
        one, other = (
            _scores(above[side], below[side], _drawn(int(side.sum()), draws, dice), columns)
            for side in (inside, ~inside)
        )
        apart = (one - other)[~np.isnan(one - other)]
        if apart.size:
            low, high = np.quantile(apart, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            found[values] = Interval(float(low), float(high))
    return found


def _marks(tallies: Sequence[Tally], asked: Sequence[str], line: str) -> Floats:
    """One row for each case, one column for each question: 1 where the answer is on that side of the line."""
    return np.array([[tally.get(q) == line for q in asked] for tally in tallies], dtype=np.float64)


def _drawn(cases: int, draws: int, dice: np.random.Generator) -> Floats:
    """One row for each draw: how often each case is in it."""
    return dice.multinomial(cases, np.full(cases, 1 / cases), size=draws).astype(np.float64)


def _scores(above: Floats, below: Floats, drawn: Floats, columns: Sequence[Sequence[int]]) -> Floats:
    """The score in each draw: the mean of the shares' means of proportions; what has no base drops out."""
    counted_above, counted_below = drawn @ above, drawn @ below
    base = counted_above + counted_below
    proportions = np.divide(counted_above, base, out=np.full(base.shape, np.nan), where=base > 0)
    return _mean(np.column_stack([_mean(proportions[:, list(share)]) for share in columns]))


def _mean(values: Floats) -> Floats:
    """The mean of each row over what is known; not a number where nothing is."""
    known = ~np.isnan(values)
    many = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    means: Floats = np.divide(total, many, out=np.full(total.shape, np.nan), where=many > 0)
    return means
