"""The question sets that an inspection file carries, so that it opens anywhere with the very set it was made with."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from inspector_app.domain.instrument import QuestionSet
from inspector_app.storage.tables import QuestionSetRow


def read_sets(connection: Connection) -> tuple[QuestionSet, ...]:
    """Every set in the file, in the order in which they came in.

    Raises:
        ValueError: a row holds what was never written there.
    """
    row = QuestionSetRow
    statement = select(row.instrument, row.version, row.content_hash, row.packed).order_by(row.place)
    found = connection.execute(statement).all()
    for names, packed in ((line[:3], line[3]) for line in found):
        if not isinstance(packed, bytes) or not all(isinstance(name, str) for name in names):
            raise ValueError("a cell holds what was never written there")
    return tuple(QuestionSet(*line) for line in found)


def write_sets(connection: Connection, sets: Iterable[QuestionSet]) -> None:
    """Adds sets within the transaction that is open; what is there already stays as it is."""
    for one in sets:
        values = {
            "instrument": one.instrument,
            "version": one.version,
            "content_hash": one.content_hash,
            "packed": one.packed,
        }
        connection.execute(upsert(QuestionSetRow).values(values).on_conflict_do_nothing())
