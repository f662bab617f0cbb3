"""Rows of a damaged file by SQL, in spans of row numbers that close in on what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedFile
from inspector_app.storage.connecting import quoted
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.salvage_rows import TABLES, FoundRows, shape
from inspector_app.storage.strangers import refuse_endless_schema, refuse_strange_schema

_LAST = 1 << 40
_LEAST_SPAN = 16
_FAILURES = 60
"""How often a table may refuse before the rest of it is left to the pages."""
_COLUMNS = {
    "revision": "id, about, ref, facet, name, assessor, value, note, evidence, kind, batch, undoes, author, at, "
    "device, sequence, instrument, previous, digest",
    "supersedes": "revision, superseded",
    "question_set": "NULL, instrument, version, content_hash, packed",
    "draft": "about, ref, question, part, author, text, at, digest",
    "local": "name, value, digest",
    "anchor": "device, sequence, digest",
    "signature": "revision, key, signature",
    "tip": "device, sequence, digest",
}
_EARLIER = {name: _COLUMNS[name].removesuffix(", digest") for name in ("draft", "local")}
_SHAPES = {"supersedes": {"supersedes or local"}, "tip": {"anchor"}, "local": {"local", "supersedes or local"}}


def read_by_sql(path: Path, key: FileKey | None, found: FoundRows) -> frozenset[str]:
    """Adds every row that SQLite gives to what was found; names the tables that it gave without a fault."""
    tables = _tables(path, key)
    found.tables |= tables
    return frozenset(name for name in sorted(tables) if _Table(path, key, name, found).read())


class _Table:
    def __init__(self, path: Path, key: FileKey | None, name: str, found: FoundRows) -> None:
        self._path, self._key, self._name, self._found = path, key, name, found
        self._failures = 0

    def read(self) -> bool:
        """Every row in one go, or else span by span. Whether all were read."""
        if self._name == "tip":
            return self._span("SELECT 0, {} FROM tip", ()) is not None
        if self._every(0, _LAST):
            return True
        first, last = self._edge("ASC"), self._edge("DESC")
        if first and last and last > first:
            self._halve(first, last)
        return False

    def _halve(self, low: int, high: int) -> None:
        if self._failures > _FAILURES or high - low < _LEAST_SPAN:
            return
        middle = (low + high) // 2
        for begin, end in ((low, middle), (middle + 1, high)):
            if not self._every(begin, end):
                self._halve(begin, end)

    def _every(self, low: int, high: int) -> bool:
        """All rows of a span; those before the first that cannot be read are kept, too."""
        query = f"SELECT rowid, {{}} FROM {self._name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        return self._span(query, (low, high)) is not None

    def _edge(self, order: str) -> int:
        """The last number that can be read from one end."""
        query = f"SELECT rowid, {{}} FROM {self._name} ORDER BY rowid {order}"
        return self._span(query, (), keep_going=True) or 0

    def _span(self, query: str, numbers: tuple[int, ...], keep_going: bool = False) -> int | None:
        """Adds rows; the number of the last one (0: none). None where a fault ended it, unless `keep_going`."""
        last = 0
        for columns in (_COLUMNS[self._name], _EARLIER.get(self._name)):
            if columns is None:
                break
            connection = None
            try:
                connection = _open(self._path, self._key)
                for rowid, *values in connection.execute(query.format(columns), numbers):
                    last = rowid
                    if shape(tuple(values)) in _SHAPES.get(self._name, {self._name}):
                        self._found.add(self._name, rowid, tuple(values))
                return last
            except (dbapi2.Error, UnicodeDecodeError) as error:
                if "no such column" in str(error):
                    continue
                self._failures += 1
                break
            finally:
                if connection is not None:
                    connection.close()
        return last if keep_going else None


def _tables(path: Path, key: FileKey | None) -> set[str]:
    connection = None
    try:
        connection = _open(path, key)
        # What is no plain table of ours is not asked: a view may run for ever. The pages give what is to be had.
        refuse_endless_schema(path, connection)
        refuse_strange_schema(path, connection, later=True)
        named = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except (dbapi2.Error, UnicodeDecodeError, DamagedFile):
        return set()
    finally:
        if connection is not None:
            connection.close()
    return named & TABLES


def _open(path: Path, key: FileKey | None) -> Any:
    """A connection that changes nothing, takes no lock and looks at no journal."""
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    if key is not None:
        connection.execute(f"PRAGMA key = {quoted(key)}")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
