"""The agreement between assessors, worked out: random numbers are handed to the rules here."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from inspector_app.domain.agreement import Row, measure, with_intervals
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.ratings import Group, groups, ratings_of
from inspector_app.domain.routing import Sheet
from inspector_app.services.work import Cancelled, Progress

RESAMPLES = 1000
"""The number that is usual for a 95 % interval (Efron and Tibshirani 1993, section 12.5)."""


@dataclass(frozen=True)
class Measured:
    """Ratings that belong together, and their figures."""

    group: Group
    row: Row


def resamples(cases: int, seed: str, times: int = RESAMPLES) -> list[list[int]]:
    """So many resamples with replacement of so many cases; the same seed gives the same ones."""
    source = random.Random(seed)
    return [source.choices(range(cases), k=cases) for _ in range(times)]


def figures(instrument: Instrument, readings: Mapping[str, Mapping[str, Sheet]]) -> tuple[Measured, ...]:
    """All groups that can be measured in some readings, with their figures but without intervals."""
    found = groups(instrument, ratings_of(instrument.case_questions, readings))
    return tuple(Measured(group, measure(group)) for group in found)


def add_intervals(measured: Sequence[Measured], progress: Progress, cancelled: Cancelled) -> tuple[Measured, ...]:
    """The same with bootstrap intervals; what is left when it is stopped stays without."""
    done: list[Measured] = []
    for place, one in enumerate(measured):
        if cancelled():
            break
        progress(place / len(measured), one.row.id)
        drawn = partial(resamples, seed=f"{one.row.scope}/{one.row.id}")
        done.append(Measured(one.group, with_intervals(one.row, one.group, drawn)))
    return (*done, *measured[len(done) :])
