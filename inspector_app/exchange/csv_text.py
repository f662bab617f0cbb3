"""CSV as RFC 4180 has it, written so that no spreadsheet runs a cell, and read back as it was."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.errors import KnownError

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 3_000_000, 100_000, 8 << 20
"""Rows of one table, columns of one row, signs of one cell; a national archive has a third of these rows."""

csv.field_size_limit(LONGEST_CELL)

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

NAMED, LONG = 10, 60
"""How many columns a complaint names, and how long a name may be there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file on which it begins (the header is line 1), and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell; empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read.

    Attributes:
        name: what messages call it.
        bad: rows with more or fewer cells than the header, as the line and what is wrong; they are not among `rows`.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[tuple[int, str], ...] = ()

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self.columns


def read_table(name: str, text: str, needed: Sequence[str], known: Iterable[str]) -> Table:
    """The rows of a CSV text, columns found by name in any order.

    Args:
        needed: columns that must be there.
        known: all columns that may be there.

    Raises:
        KnownError: no header, a column missing, unknown or named twice, or quotation marks that do not close.
    """
    records = _records(name, text.removeprefix("\ufeff"))
    columns = tuple(cell.strip() for cell in next(records, (1, []))[1])
    _refuse_columns(name, columns, needed, frozenset(known))
    rows, bad = [], []
    for line, cells in records:
        if len(cells) == len(columns):
            rows.append(Row(line, dict(zip(columns, map(unguarded, cells), strict=True))))
        else:
            bad.append((line, f"it has {_cells(len(cells))} where the header has {len(columns)}."))
    return Table(name, columns, tuple(rows), tuple(bad))


def count_rows(name: str, text: str) -> int:
    """How many rows a CSV text has, its header left out, whatever they hold.

    Raises:
        KnownError: quotation marks that do not close.
    """
    return max(0, sum(1 for _ in _records(name, text)) - 1)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV text with a header, lines ending in CR LF, each cell guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(guarded(c) for c in columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run: ``=``, ``+``, ``-``, ``@``, tab or return.

    A cell that starts with apostrophes before one of these gets one more, so that `unguarded` gives back what it was.
    """
    return "'" + cell if _RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    before = rows = 0
    while True:
        lines.commas = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _mismatch(name, before + 1, str(error)) from None
        except _TooWide:
            what = f"the row has more than {MOST_COLUMNS} columns, or its quotation marks do not match"
            raise KnownError(f"{name}, line {before + 1}: {what}; nothing was taken from it.") from None
        if cells is None:
            return
        if cells:
            rows += 1
            if rows > MOST_ROWS:
                raise KnownError(f"{name} has more than {MOST_ROWS} rows; nothing was taken from it. Split it.")
            yield before + 1, cells
        before = reader.line_num


class _TooWide(Exception):
    """More commas in one row than a table has columns."""


class _Lines:
    """The lines of a text; `commas` counts them within one row, before its cells are made."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.commas = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.commas += line.count(",")
        if self.commas > MOST_COLUMNS:
            raise _TooWide
        return line


def _mismatch(name: str, line: int, complaint: str) -> KnownError:
    why = f"a cell has more than {LONGEST_CELL >> 20} million signs" if "limit" in complaint else complaint
    return KnownError(f"{name}, line {line}: the quotation marks do not match ({why}); nothing was taken from it.")


def _refuse_columns(name: str, columns: tuple[str, ...], needed: Sequence[str], known: frozenset[str]) -> None:
    twice = sorted(c for c, count in Counter(columns).items() if count > 1)
    unknown = [c for c in columns if c not in known]
    missing = [c for c in needed if c not in columns]
    for wrong, what in ((twice, "repeats"), (unknown, "has the unknown column"), (missing, "lacks the column")):
        if wrong:
            raise KnownError(f"{name}, line 1: its header {what} {_listed(wrong)}; nothing was taken from it.")


def _listed(columns: Sequence[str]) -> str:
    names = ", ".join(f"“{c if len(c) <= LONG else c[:LONG] + '…'}”" for c in columns[:NAMED])
    more = len(columns) - NAMED
    return f"{names} and {more} more" if more > 0 else names


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
