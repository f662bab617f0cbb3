"""Rows out of raw pages: SQLite's cells, records and overflow chains, as its file format describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from inspector_app.storage.raw_pages import Page, RawPages

Value = str | int | float | bytes | None
TABLE_LEAF, INDEX_LEAF, TABLE_INNER, INDEX_INNER = 0x0D, 0x0A, 0x05, 0x02
_KINDS = (TABLE_LEAF, INDEX_LEAF, TABLE_INNER, INDEX_INNER)
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_LONGEST = 64 * 1024 * 1024
"""No text of ours comes near; a longer one is damage."""


class Row(NamedTuple):
    """One record. `rowid` is 0 for an entry of an index, whose last value is the number of the row it points to."""

    rowid: int
    values: tuple[Value, ...]


class RawRows:
    """Reads the rows of a file page by page.

    Attributes:
        damaged: numbers of the pages of which something could not be read.
        overflow: numbers of the pages that hold the rest of long rows which were read.
    """

    def __init__(self, pages: RawPages) -> None:
        self._pages = pages
        self.damaged: set[int] = set()
        self.overflow: set[int] = set()

    def tree_page(self, page: Page) -> tuple[list[Row], list[Row]] | None:
        """The rows of a table's page and the entries of an index's; None where it is no page of a tree."""
        kind = page.content[page.at]
        if kind not in _KINDS:
            return None
        if not page.intact:
            self.damaged.add(page.number)
        if kind == TABLE_INNER:
            return [], []
        found: list[Row] = []
        for place in self._places(page, kind):
            try:
                found.append(self._cell(page.content, place, kind))
            except (ValueError, IndexError):
                self.damaged.add(page.number)
        return (found, []) if kind == TABLE_LEAF else ([], found)

    def carved(self, page: Page, fits: Callable[[Row], bool]) -> Iterator[Row]:
        """Rows of a table found at any place of a page whose own list of them is lost. `fits` says which to take."""
        place = page.at
        while place < len(page.content) - 4:
            try:
                row = self._cell(page.content, place, TABLE_LEAF)
            except (ValueError, IndexError):
                place += 1
                continue
            if fits(row):
                yield row
            place += 1

    def _places(self, page: Page, kind: int) -> list[int]:
        content, at = page.content, page.at
        count = int.from_bytes(content[at + 3 : at + 5], "big")
        begin = at + (12 if kind == INDEX_INNER else 8)
        end = begin + 2 * count
        if end > self._pages.usable:
            self.damaged.add(page.number)
            count, end = 0, begin
        places = [int.from_bytes(content[p : p + 2], "big") for p in range(begin, end, 2)]
        good = [p for p in places if end <= p < self._pages.usable]
        if len(good) < len(places):
            self.damaged.add(page.number)
        return good

    def _cell(self, content: bytes, place: int, kind: int) -> Row:
        if kind == INDEX_INNER:
            place += 4
        size, place = varint(content, place)
        rowid = 0
        if kind == TABLE_LEAF:
            rowid, place = varint(content, place)
        if not 2 <= size <= _LONGEST:
            raise ValueError("no such length")
        here = self._local(size, kind == TABLE_LEAF)
        if place + here > self._pages.usable:
            raise ValueError("it does not fit in the page")
        payload = content[place : place + here]
        if here < size:
            # Refuses nonsense before the rest is fetched from other pages.
            _header(payload, size)
            payload += self._rest(int.from_bytes(content[place + here : place + here + 4], "big"), size - here)
        return Row(rowid, record(payload))

    def _local(self, size: int, table: bool) -> int:
        """How much of a record is in its page."""
        usable = self._pages.usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return size
        least = (usable - 12) * 32 // 255 - 23
        wanted = least + (size - least) % (usable - 4)
        return wanted if wanted <= most else least

    def _rest(self, number: int, left: int) -> bytes:
        parts, seen = [], set[int]()
        while left > 0:
            page = None if number in seen else self._pages.page(number)
            if page is None:
                raise ValueError("the rest of the row is lost")
            seen.add(number)
            number = int.from_bytes(page.content[:4], "big")
            parts.append(page.content[4 : min(self._pages.usable, 4 + left)])
            left -= len(parts[-1])
        self.overflow |= seen
        return b"".join(parts)


def varint(content: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = 0
    for read in range(9):
        byte = content[place + read]
        if read == 8:
            value = value << 8 | byte
            return (value - (1 << 64) if value >= 1 << 63 else value), place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, place + read + 1


def record(payload: bytes) -> tuple[Value, ...]:
    """The values of a record.

    Raises:
        ValueError, IndexError: it is none.
    """
    kinds, place = _header(payload, len(payload))
    values: list[Value] = []
    for kind in kinds:
        width = _width(kind)
        part = payload[place : place + width]
        place += width
        values.append(_value(kind, part))
    return tuple(values)


def _header(payload: bytes, size: int) -> tuple[list[int], int]:
    """The kinds of a record's values, whose lengths must add up to its own."""
    length, place = varint(payload, 0)
    if not place <= length <= min(len(payload), 200):
        raise ValueError("no such header")
    kinds = []
    while place < length:
        kind, place = varint(payload, place)
        kinds.append(kind)
    if place != length or length + sum(map(_width, kinds)) != size:
        raise ValueError("the lengths do not add up")
    return kinds, length


def _width(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if not 0 <= kind < len(_WIDTHS):
        raise ValueError("no such kind of value")
    return _WIDTHS[kind]


def _value(kind: int, part: bytes) -> Value:
    if kind >= 12:
        # A byte that is no text any more may be mended (`domain.mending`).
        return part.decode(errors="surrogateescape") if kind % 2 else part
    if kind in (8, 9):
        return kind - 8
    if kind == 0:
        return None
    if kind == 7:
        raise ValueError("none of our values is a fraction")
    return int.from_bytes(part, "big", signed=True)
