"""How far the cases are, what is late, and how long they take, drawn from the history case by case.

All of it is about cases. How fast somebody is says nothing of how well they read: nothing here is a mark for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.case import ASSESSOR, Case
from inspector_app.domain.order import in_order
from inspector_app.domain.values import CONSENSUS

PAUSE = timedelta(minutes=10)
"""A gap between two changes that is as long as this is no work on the case."""

UNFINISHED = frozenset({"allocated", "in_progress", "returned"})
"""States in which a case is not yet with the lead."""

LOCKED: Mapping[str, str] = {"locked": "submitted"}
"""The state of a second read, in the words of a first."""

DUE, QUIET_DAYS = "due", "quiet_days"
"""Details of the inspection: the day by which cases are to be submitted, and after how many still days one is late."""

By = Literal["reader", "unit"]
Late = Literal["due", "quiet"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a case: the first, which counts, or a second read of it.

    Attributes:
        reader: to whom it is allocated; empty where nobody is.
        unit: the local delivery unit, or what the question set has in its place.
        state: one of `values.STATUSES`; a locked second read is *submitted*.
        begun: when its first answer was given.
        last: when its reader changed something last.
        finished: when it was submitted, the last time before it was returned or signed off; when it was signed off
            where it never was submitted. A status out of a table has no time of its own: then the reader's last change.
        active: the gaps between its reader's changes until then, those of ten minutes and more left out.
    """

    ref: str
    reader: str
    unit: str
    state: str
    second: bool
    begun: datetime | None
    last: datetime | None
    finished: datetime | None
    active: timedelta

    @property
    def elapsed(self) -> timedelta | None:
        """From the first answer until it was finished; None where one of the two is missing."""
        return self.finished - self.begun if self.finished and self.begun else None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a reading is late: not finished after a day, or in progress without a change for so many days."""

    due: date | None = None
    quiet_days: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The readings of one assessor, or of the cases of one unit: how many first readings stand in which state.

    `seconds` counts the second reads in the same way, apart from the first.
    """

    name: str
    states: Mapping[str, int]
    seconds: Mapping[str, int]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """How long some readings took: the middle one, the shortest, the longest, and of how many."""

    median: timedelta
    shortest: timedelta
    longest: timedelta
    n: int


def readings_of(ledger: Ledger, case: Case, unit_field: str) -> tuple[Reading, ...]:
    """The first reading of a case, which is given as it counts, and its second reads."""
    histories = ledger.changes("case", case.ref)
    unit = case.fields.get(unit_field, "")
    first = _reading(case, unit, case.reader, case.status, histories, second=False)
    again = (
        _reading(case, unit, code, LOCKED.get(state, state), histories, second=True)
        for code, state in case.seconds.items()
    )
    return (first, *again)


def board(readings: Iterable[Reading], by: By) -> tuple[Line, ...]:
    """A line for each assessor or unit, by name; what has none comes last."""
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(reading.reader if by == "reader" else reading.unit, []).append(reading)
    return tuple(line_of(name, groups[name]) for name in sorted(groups, key=lambda n: (not n, n.casefold())))


def line_of(name: str, readings: Iterable[Reading]) -> Line:
    """One line of the board."""
    held = tuple(readings)
    return Line(
        name,
        Counter(r.state for r in held if not r.second),
        Counter(r.state for r in held if r.second),
        held,
    )


def late(reading: Reading, deadline: Deadline, now: datetime) -> tuple[Late, ...]:
    """Why a reading is late; nothing where it is not.

    Args:
        now: in the time zone of whoever asks, whose day it is that counts.
    """
    why: list[Late] = []
    if deadline.due is not None and now.date() > deadline.due and reading.state in UNFINISHED:
        why.append("due")
    still = now - reading.last if reading.last else timedelta(0)
    if deadline.quiet_days and reading.state == "in_progress" and still >= timedelta(days=deadline.quiet_days):
        why.append("quiet")
    return tuple(why)


def read_deadline(details: Mapping[str, str]) -> Deadline:
    """When readings are late, as the details of the inspection say; what cannot be read says nothing."""
    try:
        due = date.fromisoformat(details.get(DUE, ""))
    except ValueError:
        due = None
    days = details.get(QUIET_DAYS, "")
    return Deadline(due, int(days) if days.isdecimal() and days.isascii() else 0)


def span(durations: Iterable[timedelta]) -> Span | None:
    """The median and range of some durations; None of nothing."""
    taken = sorted(durations)
    middle = (taken[(len(taken) - 1) // 2] + taken[len(taken) // 2]) / 2 if taken else timedelta(0)
    return Span(middle, taken[0], taken[-1], len(taken)) if taken else None


def elapsed(readings: Iterable[Reading]) -> Span | None:
    """How long first readings that were finished took, from the first answer."""
    return span(r.elapsed for r in readings if not r.second and r.elapsed is not None)


def active(readings: Iterable[Reading]) -> Span | None:
    """How long their readers worked on them."""
    return span(r.active for r in readings if not r.second and r.elapsed is not None)


def _reading(case: Case, unit: str, reader: str, state: str, histories: Iterable[Revision], *, second: bool) -> Reading:
    held = tuple(histories)
    work = [r for r in held if _is_work(r, reader, second)]
    work.sort(key=attrgetter("at"))
    answers = [r for r in work if r.slot.facet == "answer" and r.value]
    states = [r for r in held if r.slot.facet == ("second" if second else "status")]
    mine = in_order(r for r in states if not second or r.slot.assessor == reader)
    begun = answers[0].at if answers else None
    finished = _finished(mine, work)
    until = finished.timestamp() if finished else None
    moved = work[-1].at if work else mine[-1].at if mine and state != "allocated" else None
    return Reading(case.ref, reader, unit, state, second, begun, moved, finished, _active(work, until))


def _is_work(revision: Revision, reader: str, second: bool) -> bool:
    """Whether a change is work of this reader on this reading; allocating a case is none."""
    slot = revision.slot
    if not reader or slot.facet not in ("answer", "field", "flag", "reason", "tag") or slot.name == ASSESSOR:
        return False
    if slot.assessor == reader:
        return True
    return not second and revision.author == reader and slot.assessor != CONSENSUS and not slot.assessor


def _finished(states: Iterable[Revision], work: list[Revision]) -> datetime | None:
    done: Revision | None = None
    for change in states:
        if change.value in ("submitted", "locked"):
            done = change
        elif change.value == "signed_off":
            done = done or change
            break
        elif change.value == "returned":
            break
        else:
            done = None
    if done is not None and done.kind == "import":
        return work[-1].at if work else None
    return done.at if done is not None else None


def _active(work: Iterable[Revision], until: float | None) -> timedelta:
    """The gaps between changes, pauses left out. Seconds since 1970, because a board asks this of every change."""
    moments = [at for r in work if (at := r.at.timestamp()) and (until is None or at <= until)]
    pause = PAUSE.total_seconds()
    gaps = (round(later - one, 6) for one, later in pairwise(moments))
    return timedelta(seconds=sum(gap for gap in gaps if gap < pause))
