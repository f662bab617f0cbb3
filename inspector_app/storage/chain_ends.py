"""Keeps what a file says of the end of its history, in the transaction of whatever is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.chain_ends import Ends, ends_of, rolled
from inspector_app.storage.rows import as_written

_INSERT = "INSERT OR IGNORE INTO tip (device, sequence, digest) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM tip WHERE device = ? AND sequence = ? AND digest = ?"
_WHOLE = ""
"""In place of a device: the row about all changes."""


def write_anchors(connection: Connection, anchors: Iterable[Anchor]) -> None:
    """Adds changes that are kept elsewhere; what is named already stays as it is."""
    rows = [(a.device, a.sequence, a.digest) for a in anchors]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO anchor (device, sequence, digest) VALUES (?, ?, ?)", rows)


def read_ends(connection: Connection) -> Ends:
    """What the file says.

    Raises:
        ValueError: a cell holds what was never written there.
    """
    found = connection.exec_driver_sql("SELECT device, sequence, digest FROM tip")
    rows = [as_written(row, (str, int, str)) for row in found]
    written, order = next(((row[1], row[2]) for row in rows if row[0] == _WHOLE), (0, ""))
    return Ends(tuple(Anchor(*row) for row in rows if row[0] != _WHOLE), written, order)


def move_ends(connection: Connection, added: Sequence[Revision]) -> None:
    """Says it anew once changes were added."""
    made, passed = ends_of(added)
    if passed:
        connection.exec_driver_sql(_DELETE, [(a.device, a.sequence, a.digest) for a in passed])
    if made:
        connection.exec_driver_sql(_INSERT, [(a.device, a.sequence, a.digest) for a in made])
    _count(connection)


def begin_ends(connection: Connection) -> None:
    """Says it of a file that holds changes already."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO tip SELECT device, sequence, digest FROM revision AS r WHERE NOT EXISTS (SELECT 1 FROM "
        "revision AS n WHERE n.device = r.device AND n.sequence = r.sequence + 1 AND n.previous = r.digest)"
    )
    _count(connection)


def _count(connection: Connection) -> None:
    """Goes on from the last count; what an earlier version of the program added without counting comes first."""
    found = connection.exec_driver_sql("SELECT sequence, digest FROM tip WHERE device = ?", (_WHOLE,)).first()
    written, order = (int(found[0]), str(found[1])) if found else (0, "")
    later = connection.exec_driver_sql("SELECT digest FROM revision WHERE rowid > ? ORDER BY rowid", (written,)).all()
    if not later:
        return
    if found:
        connection.exec_driver_sql(_DELETE, (_WHOLE, written, order))
    order = rolled(order, (row[0] for row in later))
    connection.exec_driver_sql(_INSERT, (_WHOLE, written + len(later), order))
