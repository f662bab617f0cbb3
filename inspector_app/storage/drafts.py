"""Text being typed, and what is said of one copy: rows that come, change and go, each with a digest of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from inspector_app.domain.answers import About
from inspector_app.domain.errors import whole
from inspector_app.storage.rows import as_written, moment
from inspector_app.storage.seals import seal_of
from inspector_app.storage.tables import DraftRow, LocalRow

Place = tuple[About, str, str, str]
"""Where a draft stands: what it is about, reference, question, and part."""

_KEYS = ("about", "ref", "question", "part")
_CELLS = (*_KEYS, "author", "text", "at")


@dataclass(frozen=True, slots=True)
class Draft:
    """Text on its way to becoming a revision. `part` is ``value`` or ``note``.

    `intact` is False where it is not as it was written: a place of the disk went bad.
    """

    about: About
    ref: str
    question: str
    part: str
    author: str
    text: str
    at: datetime
    intact: bool = True

    def __post_init__(self) -> None:
        # As in a revision: half a character is kept as the sign for what is missing.
        for name in ("ref", "question", "author", "text"):
            object.__setattr__(self, name, whole(getattr(self, name)))

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.about, self.ref, self.question, self.part)


def write_draft(connection: Connection, draft: Draft) -> None:
    """Adds a draft, or puts it in the place of the one before; in a file of any format."""
    row = {name: getattr(draft, name) for name in _CELLS if name != "at"} | {"at": draft.at.isoformat()}
    if _sealed(connection, "draft"):
        row["digest"] = seal_of([row[name] for name in _CELLS])
    changed = {name: row[name] for name in row if name not in _KEYS}
    connection.execute(upsert(DraftRow).values(row).on_conflict_do_update(index_elements=_KEYS, set_=changed))


def drop_draft(connection: Connection, place: Place) -> None:
    """Takes a draft away."""
    connection.execute(
        delete(DraftRow).where(*(getattr(DraftRow, name) == value for name, value in zip(_KEYS, place, strict=True)))
    )


def read_drafts(connection: Connection) -> list[Draft]:
    """Every draft, oldest first.

    Raises:
        ValueError: a cell holds what was never written there.
    """
    columns = [getattr(DraftRow, name) for name in _CELLS]
    if _sealed(connection, "draft"):
        columns.append(DraftRow.digest)
    found = []
    for row in connection.execute(select(*columns).order_by(DraftRow.at)):
        cells = as_written(row, (str,) * len(columns))
        *said, at = cells[: len(_CELLS)]
        about, ref, question, part, author, typed = said
        intact = _holds(cells, len(_CELLS))
        found.append(Draft(about, ref, question, part, author, typed, moment(at), intact))
    return found


def write_local(connection: Connection, said: Mapping[str, str]) -> None:
    """Says something of this one copy, or says it anew."""
    rows = [{"name": name, "value": value, "digest": seal_of((name, value))} for name, value in said.items()]
    statement = upsert(LocalRow)
    changed = {"value": statement.excluded.value, "digest": statement.excluded.digest}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed), rows)


def read_local(connection: Connection) -> dict[str, str]:
    """All that is said of this one copy.

    Raises:
        ValueError: one of it is not as it was written.
    """
    columns = [LocalRow.name, LocalRow.value, *([LocalRow.digest] if _sealed(connection, "local") else ())]
    rows = [as_written(row, (str,) * len(columns)) for row in connection.execute(select(*columns))]
    if not all(_holds(row, 2) for row in rows):
        raise ValueError("what is said of this copy is not as it was written")
    return {row[0]: row[1] for row in rows}


def _sealed(connection: Connection, table: str) -> bool:
    return "digest" in {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}


def _holds(row: tuple[str, ...], cells: int) -> bool:
    """Whether a row is as it was written; one that an earlier version wrote has no digest."""
    return not any(row[cells:]) or row[cells] == seal_of(row[:cells])
