"""The signatures under the revisions of an inspection file."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from inspector_app.domain.signing import Signature


def read_signatures(connection: Connection) -> list[Signature]:
    """Every signature in the file, in the order of revisions.

    Raises:
        ValueError: a row holds what was never written there.
    """
    rows = connection.exec_driver_sql("SELECT revision, key, signature FROM signature ORDER BY revision, key").all()
    for row in rows:
        if tuple(map(type, row)) != (str, str, bytes):
            raise ValueError("a cell holds what was never written there")
    return [Signature(*row) for row in rows]


def write_signatures(connection: Connection, signatures: Iterable[Signature]) -> None:
    """Adds signatures within the transaction that is open; what the same key has signed already stays as it is."""
    rows = [tuple(one) for one in signatures]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO signature (revision, key, signature) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
        )
