"""A table or chart as it can be taken away: what it shows, and what was counted for it. Nothing here is written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.scoring import percent

ColumnKind = Literal["text", "number", "base", "share", "points"]
Cell = str | int | float | Decimal | Fraction | None
"""Text, a number, or nothing. A `Fraction` is a share of one, or in a column of points the difference of two."""

NONE, MARK = "–", "†"
"""What stands where there is no figure, and the mark of a small base."""


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column.

    Attributes:
        kind: *text*; *number*; *base*, a number of cases that is marked where it is small; *share*, shown as whole
            percent; *points*, the difference of two shares in percentage points, with its sign.
        short: what stands over it on screen, where the column beside it says of what; empty where that is the title.
    """

    title: str
    kind: ColumnKind = "text"
    short: str = ""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table. `counted` says what was counted, and how: which cases, by which method, what to be careful with."""

    title: str
    counted: str
    columns: tuple[PlainColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_text(self) -> tuple[tuple[str, ...], ...]:
        """The rows as they are read."""
        return tuple(
            tuple(text_of(cell, c.kind) for cell, c in zip(row, self.columns, strict=True)) for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class PlainBar:
    """One bar: a share (None where there is no base), the figures printed beside it, and the group it stands in."""

    label: str
    share: Fraction | None
    figures: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class PlainChart:
    """Bars on an axis from 0 to 100 per cent. `counted` as in `PlainTable`."""

    title: str
    counted: str
    bars: tuple[PlainBar, ...]


def text_of(cell: Cell, kind: ColumnKind = "text") -> str:
    """A cell as it is read: *76%*, *+5*, *† 7*, *0.82*; a dash where there is nothing in a column of figures."""
    if cell is None:
        return "" if kind == "text" else NONE
    if kind == "points":
        whole = points(Fraction(cell))
        return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{abs(whole)}"
    if kind == "share" or isinstance(cell, Fraction):
        return f"{percent(Fraction(cell))}%"
    if kind == "base" and is_small(cell):
        return f"{MARK} {cell}"
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def points(difference: Fraction) -> int:
    """A difference of shares in whole percentage points, half away from nothing."""
    whole = floor(abs(difference) * 100 + Fraction(1, 2))
    return whole if difference >= 0 else -whole


def is_small(cell: Cell) -> bool:
    """Whether a base is so small that its percentages carry a caution (scoring rule 9)."""
    return isinstance(cell, int) and 0 < cell < CAUTION_BELOW


def order_of(cell: Cell) -> tuple[int, float, str]:
    """A key by which the cells of a column sort: nothing first, then figures, then text."""
    if cell is None:
        return (0, 0.0, "")
    return (2, 0.0, cell.casefold()) if isinstance(cell, str) else (1, float(cell), "")


def has_small_base(columns: Iterable[PlainColumn], rows: Iterable[Iterable[Cell]]) -> bool:
    """Whether any base in a table is small."""
    places = [place for place, column in enumerate(columns) if column.kind == "base"]
    return any(is_small(cells[place]) for row in rows for cells in (tuple(row),) for place in places)
