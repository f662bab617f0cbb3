"""The readings of an inspection, kept until a case changes, and as rows of the tables of progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.instrument import CaseField, Instrument
from inspector_app.domain.progress_board import (
    Deadline,
    Line,
    Reading,
    Span,
    active,
    elapsed,
    late,
    read_deadline,
    readings_of,
)
from inspector_app.domain.values import STATUSES
from inspector_app.services.session import Changes, Session
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.phrases import clock, day, how_long, status_words

APART = "\n"
"""Stands in a key between the case and its second reader."""


def unit_field(instrument: Instrument) -> CaseField | None:
    """The fact by which cases are grouped, the local delivery unit; None where the question set has none."""
    return next((f for f in instrument.fields if f.bar and f.name != "officer"), None)


class Readings:
    """All readings; each case is looked at again only when it changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_case: dict[str, tuple[Reading, ...]] = {}

    @property
    def all(self) -> tuple[Reading, ...]:
        """Every reading, case by case."""
        unit = unit_field(self._session.instrument)
        for ref in self._session.refs():
            if ref not in self._by_case:
                case = self._session.assessed(ref)[0]
                self._by_case[ref] = readings_of(self._session.ledger, case, unit.name if unit else "")
        return tuple(r for readings in self._by_case.values() for r in readings)

    @property
    def deadline(self) -> Deadline:
        """When a reading is late here."""
        return read_deadline(self._session.details().details)

    def forget(self, changes: Changes) -> None:
        """Has the cases that an act touched looked at again."""
        for slot in changes.slots:
            if slot.about == "case":
                self._by_case.pop(slot.ref, None)


def board_rows(lines: Sequence[Line], deadline: Deadline, now: datetime, nobody: str) -> list[Row]:
    """One row for each assessor or unit: the first readings by state, how many are late, and the second reads apart."""
    return [_board_row(line, deadline, now, nobody) for line in lines]


def _board_row(line: Line, deadline: Deadline, now: datetime, nobody: str) -> Row:
    locked, seconds = line.seconds.get("submitted", 0), sum(line.seconds.values())
    of = QCoreApplication.translate("progress", "%1 of %2 locked")
    second = of.replace("%1", str(locked)).replace("%2", str(seconds)) if seconds else "–"
    late_ones = sum(1 for r in line.readings if late(r, deadline, now))
    cells = (
        Cell(line.name or nobody, tip=line.name or nobody),
        *(number(line.states.get(state, 0)) for state in STATUSES),
        number(sum(line.states.values())),
        number(late_ones),
        Cell(second, sort=float(seconds)),
    )
    return Row(line.name, cells)


def time_rows(lines: Sequence[Line], nobody: str) -> list[Row]:
    """One row for each assessor with finished readings: how many, and the median and range of both durations."""
    rows = []
    for line in lines:
        taken, worked = elapsed(line.readings), active(line.readings)
        if taken is not None and worked is not None:
            cells = (Cell(line.name or nobody), number(taken.n), *_span(worked), *_span(taken))
            rows.append(Row(line.name, cells))
    return rows


def reading_rows(
    readings: Sequence[Reading], deadline: Deadline, now: datetime, why: Mapping[str, str], second: str, nobody: str
) -> list[Row]:
    """One row for each reading. Its key is the case; of a second read the case and its reader."""
    return [
        Row(
            f"{r.ref}{APART}{r.reader}" if r.second else r.ref,
            (
                Cell(r.ref),
                Cell(r.unit or "–"),
                Cell(second.replace("%1", r.reader) if r.second else r.reader or nobody),
                Cell(status_words(r.state), sort=float(STATUSES.index(r.state))),
                Cell(_moment(r.last), sort=r.last.timestamp() if r.last else 0.0),
                _duration(r),
                Cell(", ".join(why[reason] for reason in late(r, deadline, now)) or "–"),
            ),
        )
        for r in readings
    ]


def number(count: int) -> Cell:
    """A count; none is a dash, so that what is there stands out."""
    return Cell(str(count) if count else "–", sort=float(count), value=count)


def _span(span: Span) -> tuple[Cell, Cell]:
    least, most = how_long(span.shortest), how_long(span.longest)
    return (
        Cell(how_long(span.median), sort=span.median.total_seconds()),
        Cell(f"{least} – {most}" if least != most else least, sort=span.longest.total_seconds()),
    )


def _duration(reading: Reading) -> Cell:
    if reading.begun is None:
        return Cell("–", sort=0.0)
    return Cell(how_long(reading.active), sort=reading.active.total_seconds())


def _moment(at: datetime | None) -> str:
    return f"{day(at.astimezone())} {clock(at)}" if at else "–"
