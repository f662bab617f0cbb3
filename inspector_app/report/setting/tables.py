"""Tables and terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from inspector_app.domain import document as model
from inspector_app.report import styles
from inspector_app.report.setting.grid import Grid, GridCell, GridRow, PercentBar, Shape, fixed
from inspector_app.report.setting.prose import simple
from inspector_app.report.setting.setter import Setter
from inspector_app.report.setting.tags import Tag

_HEAVY = (0.9, styles.INK)
_LIGHT = (styles.HAIRLINE, styles.LINE)
_DENSE = 1.3
"""Padding above and below the cells of a dense table."""


def titled(title: str, note: str, whole: Tag) -> list[Flowable]:
    """The title of a table or chart and the line below it: the caption of what is tagged."""
    if not (title or note):
        return []
    caption = Tag("Caption", whole)
    made: list[Flowable] = [simple(title, styles.TABLE_TITLE, Tag("P", caption))] if title else []
    return [*made, simple(note, styles.TEXT["note"], Tag("P", caption))] if note else made


def table(setter: Setter, block: model.Table) -> list[Flowable]:
    """A table with its title. Its heads are repeated on every page."""
    made = _Table(block, setter.tag("Table"))
    return [*titled(block.title, block.note, made.tag), made.grid()]


def terms(setter: Setter, block: model.Terms) -> list[Flowable]:
    """Terms and what they mean, as a list."""
    whole = setter.tag("L")
    rows = []
    for place, (term, meaning) in enumerate(block.items):
        entry = Tag("LI", whole)
        cells = (
            GridCell((simple(term, styles.TERM),), Tag("Lbl", entry)),
            GridCell((simple(meaning, styles.MEANING),), Tag("LBody", entry)),
        )
        rows.append(GridRow(cells, entry, above=_LIGHT if place else None))
    return [Grid(Shape((46 * mm, styles.WIDTH - 46 * mm), upright=4.5), [], rows)] if rows else []


@dataclass(slots=True)
class _Table:
    block: model.Table
    tag: Tag

    def grid(self) -> Grid:
        columns = self.block.columns
        widths = tuple(fixed([c.width * mm for c in columns], styles.WIDTH))
        shape = Shape(widths, upright=_DENSE) if self.block.dense else Shape(widths)
        body = Tag("TBody", self.tag)
        # A head without a body is no valid table.
        head = Tag("THead", self.tag) if self.block.rows else self.tag
        row = Tag("TR", head)
        heads = [GridRow(tuple(_head(c, row) for c in columns), row, _HEAVY)]
        last = len(self.block.rows) - 1
        groups = frozenset(self.block.groups)
        rows = [
            self._row(cells, body, shape, place == last, place in groups) for place, cells in enumerate(self.block.rows)
        ]
        return Grid(shape, heads, rows, after=4 * mm)

    def _row(self, cells: Sequence[model.Cell], body: Tag, shape: Shape, last: bool, groups: bool) -> GridRow:
        row, total = Tag("TR", body), self.block.total and last
        strong = total or groups
        named = next((n for n, c in enumerate(self.block.columns) if c.kind == "text"), -1)
        made = [
            _cell(column, value, row, shape.inner(n)[1], strong, n == named)
            for n, (column, value) in enumerate(zip(self.block.columns, cells, strict=True))
        ]
        return GridRow(tuple(made), row, _LIGHT, _HEAVY if total else None)


def _head(column: model.Column, row: Tag) -> GridCell:
    if column.kind == "bar":
        # Its figures stand in another column, so it is no part of the reading order.
        return GridCell((simple(column.label, styles.COLUMN_HEAD),) if column.label else ())
    look = styles.COLUMN_HEAD_RIGHT if column.kind == "number" else styles.COLUMN_HEAD
    return GridCell((simple(column.label, look),) if column.label else (), Tag("TH", row, scope="Column"))


def _cell(column: model.Column, value: model.Cell, row: Tag, width: float, strong: bool, names: bool) -> GridCell:
    if column.kind == "bar":
        return GridCell((PercentBar(value, width),) if isinstance(value, int) else ())
    tag = Tag("TH", row, scope="Row") if names else Tag("TD", row)
    text = "" if value is None else str(value)
    return GridCell((simple(text, _look(column, strong)),) if text else (), tag)


def _look(column: model.Column, strong: bool) -> styles.Look:
    if column.kind == "number":
        return styles.CELL_STRONG_RIGHT if strong else styles.CELL_RIGHT
    if strong:
        return styles.CELL_STRONG
    return styles.CELL_QUIET if column.kind == "quiet" else styles.CELL
