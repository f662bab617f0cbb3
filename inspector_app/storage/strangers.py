"""What a file from a stranger may hold as a database: just what is written here. Looked at before anything is used.

A database file is a program in part: views, triggers, checks and generated columns are run by whoever reads it or
writes to it, and a journal beside it is played back into it. See SQLite's *Defense against the dark arts*.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedFile
from inspector_app.storage.tables import SEALED, TRIGGERS, Base

MOST_OBJECTS = 200
"""Tables, indexes and triggers of one file; there are some thirty, and a later minor format may have more."""

ANOTHER_JOURNAL = "a journal of another kind (WAL)"

_MOST_STEPS = 100
"""Thousands of the machine's steps that reading the definitions may take; ours take one."""
_PLAIN = b"SQLite format 3\0"
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_NO_CHECKS = re.compile(r"(?i)\b(?:check|generated|as)\b\s*\(|\bvirtual\b")
_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
_DIGEST = "digest VARCHAR(64) DEFAULT '' NOT NULL"
"""How the column that came with format 1.3 is written; an earlier SQLite puts one that is added at the very end."""
_STRANGE = (
    "{name} holds {what}, which Inspector never writes; nothing was changed. "
    "Ask whoever sent it for a copy as Inspector made it."
)


def refuse_strange_beginning(path: Path) -> None:
    """Looks at the first bytes of a plain file, and at the journal beside it, before the database is opened.

    Raises:
        KnownError: opening it would change it, or something else.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if head.startswith(_PLAIN) and len(head) == 100:
        if 2 in head[18:20]:
            raise strange(path, ANOTHER_JOURNAL)
        if int.from_bytes(head[56:60], "big") in (2, 3):
            raise strange(path, "text in another encoding")
    _refuse_strange_journal(path)


def _refuse_strange_journal(path: Path) -> None:
    """A journal that is a link would be emptied through it, and one that names a journal above it has that deleted."""
    journal = path.with_name(path.name + "-journal")
    if journal.is_symlink() or (journal.exists() and not journal.is_file()):
        raise strange(path, "a journal that is no file")
    if not journal.exists() or journal.stat().st_size < 16:
        return
    with journal.open("rb") as file:
        file.seek(-16, 2)
        end = file.read(16)
    if end[8:] == _JOURNAL and 0 < int.from_bytes(end[:4], "big") <= journal.stat().st_size - 16:
        raise strange(path, "a journal that leads to another file")


def refuse_endless_schema(path: Path, connection: Any) -> None:
    """Has the driver read what a file defines, and stops it where that goes on: SQLite takes the square of its time.

    Raises:
        KnownError: it defines thousands of things.
        sqlcipher3.dbapi2.Error: it cannot be read.
    """
    steps = itertools.count(1)
    connection.set_progress_handler(lambda: next(steps) > _MOST_STEPS, 1000)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    except dbapi2.OperationalError as error:
        if next(steps) > _MOST_STEPS:
            raise strange(path, f"more than {MOST_OBJECTS} tables") from error
        raise
    finally:
        connection.set_progress_handler(None, 1000)


def refuse_strange_schema(path: Path, connection: Any, later: bool) -> None:
    """Looks at all that a file defines.

    Args:
        connection: the driver's own, which has read nothing else yet.
        later: whether the file is of a later minor format, which may have tables that are not known here.

    Raises:
        KnownError: it holds what is never written here.
    """
    rows = connection.execute(f"{_SCHEMA} LIMIT {MOST_OBJECTS + 1}").fetchall()
    if len(rows) > MOST_OBJECTS:
        raise strange(path, f"more than {MOST_OBJECTS} tables")
    for kind, name, table, sql in rows:
        if not all(isinstance(part, str) for part in (kind, name, table, sql)):
            raise strange(path, "a table without a name")
        if not _is_ours(kind, name, table, sql, later):
            raise strange(path, f"the {kind[:20]} “{_short(name)}”")


def _is_ours(kind: str, name: str, table: str, sql: str, later: bool) -> bool:
    if kind == "index" and name.startswith("sqlite_autoindex_") and not sql:
        return True
    known = _written().get((kind, name))
    if known is not None:
        return _plain_sql(sql) in known
    stays = {named for _, named in _written()} | {"sqlite_schema"}
    harmless = kind in ("table", "index") and not _NO_CHECKS.search(sql) and (kind == "index" or name == table)
    return later and harmless and name not in stays and (kind == "table" or table not in stays)


@cache
def _written() -> dict[tuple[str, str], tuple[str, ...]]:
    """What a file of this format defines: kind and name -> how it is written, and how it was in earlier formats."""
    written: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, name, sql in _definitions():
        written[kind, name] = (_plain_sql(sql),)
    for name in SEALED:
        (known,) = written["table", name]
        earlier = known.replace(f" {_DIGEST},", "")
        written["table", name] = (known, earlier, f"{earlier.removesuffix(')')}, {_DIGEST})")
    return written


def _definitions() -> Iterator[tuple[str, str, str]]:
    dialect = sqlite.dialect()
    for table in Base.metadata.tables.values():
        yield "table", table.name, str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            yield "index", str(index.name), str(CreateIndex(index).compile(dialect=dialect))
    for trigger in TRIGGERS:
        yield "trigger", trigger.split()[5], trigger


def _plain_sql(sql: str) -> str:
    """A definition without what SQLite leaves out when it keeps it, and with single spaces."""
    said = " ".join(sql.replace("IF NOT EXISTS ", "").split()).replace('"', "")
    return said.replace("( ", "(").replace(" )", ")").replace(" ,", ",")


def _short(name: str) -> str:
    return "".join(itertools.islice((c if c.isprintable() else "\ufffd" for c in name), 40))


def strange(path: Path, what: str) -> DamagedFile:
    """The complaint about a file that holds `what`."""
    return DamagedFile(_STRANGE.format(name=path.name, what=what))
