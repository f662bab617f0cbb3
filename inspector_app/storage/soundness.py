"""What of a file is not covered by the digests of its rows: its header, its schema, and links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from inspector_app.storage.file_key import FileKey
from inspector_app.storage.raw_pages import RawPages
from inspector_app.storage.tables import TRIGGERS, Base

_SINCE = {
    "question_set": 1, "anchor": 1, "local": 1, "signature": 3, "tip": 3, "draft_unsealed": 3, "local_unsealed": 3,
}  # fmt: skip
"""The minor formats from which on there are tables and triggers that the first one did not have."""
_HEADER: Mapping[tuple[int, int], tuple[int, str]] = {
    (16, 18): (4096, "the size of its pages"),
    (18, 19): (1, "how it is written"),
    (19, 20): (1, "how it is read"),
    (21, 22): (64, "the longest part of a row"),
    (22, 23): (32, "the shortest part of a row"),
    (23, 24): (32, "the shortest part of a leaf"),
    (44, 48): (4, "the format of its schema"),
    (52, 56): (0, "how it is kept small"),
    (56, 60): (1, "how its letters are written"),
    (64, 68): (0, "how it is kept small"),
    (72, 92): (0, "what is reserved"),
}
"""Bytes of SQLite's header that are the same in every file of ours, and what they say."""
_OBJECTS = "SELECT type, name FROM sqlite_schema"


def header_faults(path: Path, key: FileKey | None) -> Iterator[str]:
    """What the header of a file says that none of ours does."""
    pages = RawPages(path, key)
    try:
        first, count = pages.page(1), pages.count
        reserved = 4096 - pages.usable
    finally:
        pages.close()
    if first is None:
        return
    header = first.content[:100]
    wanted = {**_HEADER, (20, 21): (reserved, "what its pages keep free")}
    told = dict.fromkeys(
        what for (begin, end), (value, what) in wanted.items() if int.from_bytes(header[begin:end], "big") != value
    )
    for what in told:
        yield f"The header of the file is damaged: {what}."
    if header[24:28] == header[92:96] and int.from_bytes(header[28:32], "big") != count:
        yield "The header of the file is damaged: the number of its pages."


def missing_objects(connection: Connection, minor: int) -> Iterator[str]:
    """Tables, indexes and triggers that a file of this format has and this one lacks.

    What is altered or not ours is told at opening (`strangers`).
    """
    there = {tuple(row) for row in connection.exec_driver_sql(_OBJECTS)}
    for (kind, name), since in _ours().items():
        if since <= minor and (kind, name) not in there:
            yield f"The {kind} {name} is missing."


def lacks_tables(connection: Connection, minor: int) -> bool:
    """Whether a table that a file of this format has is missing; quick enough for each opening."""
    there = {row[1] for row in connection.exec_driver_sql(_OBJECTS) if row[0] == "table"}
    return any(_SINCE.get(name, 0) <= minor and name not in there for name in Base.metadata.tables)


def link_faults(connection: Connection) -> Iterator[str]:
    """Rows that belong to a change that is not there."""
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        yield f"Rows that belong to changes which are not there: {len(lost)}."


@cache
def _ours() -> Mapping[tuple[str, str], int]:
    """What a file of the present format has, and since which minor format."""
    found: dict[tuple[str, str], int] = {}
    for table in Base.metadata.tables.values():
        found["table", table.name] = _SINCE.get(table.name, 0)
        found |= {("index", str(index.name)): _SINCE.get(table.name, 0) for index in table.indexes}
    for trigger in TRIGGERS:
        name = trigger.split()[5]
        found["trigger", name] = _SINCE.get(name, _SINCE.get(name.rsplit("_", 1)[0], 0))
    return found
