"""Rows and columns: for tables, terms and whatever stands side by side. Rows go over pages, heads are repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color
from reportlab.platypus import CondPageBreak, Flowable

from inspector_app.report import styles
from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.prose import Prose
from inspector_app.report.setting.tags import Tag

_TALL = 0.3 * styles.HEIGHT
"""A row up to this height is never broken."""


class PercentBar(Flowable):
    """A bar on a scale from 0 to 100, whose end the hairline shows. It repeats a figure printed beside it."""

    def __init__(self, value: int, width: float) -> None:
        super().__init__()
        self.value, self.width, self.height = value, width, 11.6

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its size is fixed."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws the scale, then the bar, level with the small letters of the row."""
        thick, middle = 6.0, 5.4
        self.canv.setStrokeColor(styles.LINE)
        self.canv.setLineWidth(styles.HAIRLINE)
        self.canv.line(0, middle, self.width, middle)
        self.canv.line(self.width, middle - thick / 2, self.width, middle + thick / 2)
        self.canv.setFillColor(styles.ACCENT)
        self.canv.rect(0, middle - thick / 2, self.width * self.value / 100, thick, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: paragraphs or a bar, nothing for an empty one. `tag` is None where it is no part of the reading order."""

    content: tuple[Prose | PercentBar, ...]
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row, its place in the tree, and the line below it."""

    cells: tuple[GridCell, ...]
    tag: Tag | None = None
    below: tuple[float, Color] | None = None
    above: tuple[float, Color] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What all rows share, in points.

    Attributes:
        widths: of the columns; their padding is part of them, save at the outer edges.
        side, upright: padding beside, above and below the content of a cell.
        level: how cells stand in a row: at its *top*, its *middle*, its *foot*.
    """

    widths: tuple[float, ...]
    side: float = 4.0
    upright: float = 3.2
    level: str = "top"

    def inner(self, column: int) -> tuple[float, float]:
        """Where the content of a column begins, and how wide it is."""
        left = sum(self.widths[:column]) + (self.side if column else 0.0)
        last = column == len(self.widths) - 1
        right = sum(self.widths[: column + 1]) - (0.0 if last else self.side)
        return left, max(right - left, 1.0)


@dataclass(slots=True)
class _Laid:
    """A row with its height."""

    row: GridRow
    height: float
    heading: bool = False
    again: bool = False


class Grid(Flowable):
    """Rows under heads. No single row is left at the foot of a page or carried over, where there are enough."""

    def __init__(self, shape: Shape, heads: Sequence[GridRow], rows: Sequence[GridRow], after: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.heads = [_Laid(row, self._high(row), heading=True) for row in heads]
        self.rows = [_Laid(row, self._high(row)) for row in rows]
        self.spaceAfter = after
        self.width = sum(shape.widths)

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its height follows from its rows."""
        self.height = sum(laid.height for laid in (*self.heads, *self.rows))
        return self.width, self.height

    def first_rows(self) -> float:
        """The height of its heads and first rows, which should stand together."""
        return sum(laid.height for laid in (*self.heads, *self.rows[:2]))

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The rows that fit, and the rest under the same heads."""
        room = height - sum(laid.height for laid in self.heads)
        fit = 0
        while fit < len(self.rows) and self.rows[fit].height <= room + 1e-6:
            room -= self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            return []
        torn = self._tear(self.rows[fit], room) if self.rows[fit].height > _TALL else None
        if torn is not None:
            return [self._part([*self.rows[:fit], torn[0]]), self._part([torn[1], *self.rows[fit + 1 :]], again=True)]
        if len(self.rows) > 3:
            # No single row at either end.
            fit = min(fit, len(self.rows) - 2) if fit > 2 else fit
            fit = 0 if fit == 1 and self.heads and height < 0.7 * styles.HEIGHT else fit
        if not fit:
            return []
        # Where a row was kept back there is room left, in which the rest must not begin under heads of its own.
        return [self._part(self.rows[:fit]), CondPageBreak(height), self._part(self.rows[fit:], again=True)]

    def draw(self) -> None:
        """Draws row by row."""
        canvas: TaggedCanvas = self.canv
        top = self.height
        for laid in (*self.heads, *self.rows):
            top -= laid.height
            if laid.again:
                with canvas.silent():
                    self._draw_row(canvas, laid, top)
            else:
                self._draw_row(canvas, laid, top)

    def _part(self, rows: list[_Laid], again: bool = False) -> Grid:
        part = type(self)(self.shape, [], [], self.spaceAfter if again else 0.0)
        part.heads = [replace(laid, again=True) for laid in self.heads] if again else self.heads
        part.rows = rows
        return part

    def _high(self, row: GridRow) -> float:
        return max((self._cell_height(cell, nth) for nth, cell in enumerate(row.cells)), default=0.0)

    def _cell_height(self, cell: GridCell, column: int) -> float:
        width = self.shape.inner(column)[1]
        return sum(float(part.wrap(width, 0)[1]) for part in cell.content) + 2 * self.shape.upright

    def _tear(self, laid: _Laid, room: float) -> tuple[_Laid, _Laid] | None:
        """A very tall row broken at the foot of the page; None where nothing of it fits."""
        upper, lower = [], []
        for cell in laid.row.cells:
            parts = _torn(cell, room - 2 * self.shape.upright)
            if parts is None:
                return None
            upper.append(parts[0])
            lower.append(parts[1])
        rows = replace(laid.row, cells=tuple(upper), below=None), replace(laid.row, cells=tuple(lower), above=None)
        return _Laid(rows[0], self._high(rows[0])), _Laid(rows[1], self._high(rows[1]))

    def _draw_row(self, canvas: TaggedCanvas, laid: _Laid, foot: float) -> None:
        with canvas.tagged(laid.row.tag):
            for nth, cell in enumerate(laid.row.cells):
                with canvas.tagged(cell.tag):
                    self._draw_cell(canvas, cell, nth, foot, laid)
        for y, rule in ((foot, laid.row.below), (foot + laid.height, laid.row.above)):
            if rule is not None:
                canvas.setLineWidth(rule[0])
                canvas.setStrokeColor(rule[1])
                canvas.line(0, y, self.width, y)

    def _draw_cell(self, canvas: TaggedCanvas, cell: GridCell, column: int, foot: float, laid: _Laid) -> None:
        left, _ = self.shape.inner(column)
        spare = laid.height - self._cell_height(cell, column)
        level = "foot" if laid.heading else self.shape.level
        top = foot + laid.height - self.shape.upright - {"top": 0.0, "middle": spare / 2, "foot": spare}[level]
        for part in cell.content:
            top -= part.height
            part.drawOn(canvas, left, top)


def _torn(cell: GridCell, room: float) -> tuple[GridCell, GridCell] | None:
    """A cell's content above and below a height."""
    above: list[Prose | PercentBar] = []
    rest = list(cell.content)
    while rest and rest[0].height <= room:
        room -= rest[0].height
        above.append(rest.pop(0))
    if rest and isinstance(rest[0], Prose):
        parts = [p for p in rest[0].split(rest[0].width, room) if isinstance(p, Prose)]
        if not parts and not above:
            return None
        if parts:
            above.append(parts[0])
            rest[0] = parts[1]
    for part in (*above, *rest):
        part.wrap(part.width, 0)
    return GridCell(tuple(above), cell.tag), GridCell(tuple(rest), cell.tag)


def fixed(widths: Sequence[float], whole: float) -> Iterator[float]:
    """Widths of columns in points, where those of 0 share what the others leave."""
    free = [w for w in widths if not w]
    left = max(whole - sum(widths), 20.0 * len(free))
    for width in widths:
        yield width or left / len(free)
