"""How wide the columns of a table of any shape are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from inspector_app.ui.models.columns import ColumnModel
from inspector_app.ui.models.roles import SHARE
from inspector_app.ui.widgets.table import BAR, Table

_SAMPLE = 200
"""Of how many rows the texts are measured."""
_WIDEST = 260
_LEAST = 180
_SMALLER = 12 / 14 * 1.04
"""How wide the words of a header are against those of a cell: smaller, and bolder."""


def fit_columns(table: Table, model: ColumnModel, stretch: int = -1) -> None:
    """Columns as wide as what is in them, long texts within bounds.

    One takes what is left, if that is enough to read: `stretch`, or else the one with the longest text.
    """
    header, metrics = table.horizontalHeader(), table.fontMetrics()
    rows = range(min(model.rowCount(), _SAMPLE))
    texts: dict[int, int] = {}
    for column in range(model.columnCount()):
        head = str(model.headerData(column, Qt.Orientation.Horizontal))
        title = round(metrics.horizontalAdvance(head) * _SMALLER)
        longest = max((metrics.horizontalAdvance(str(model.index(r, column).data())) for r in rows), default=0)
        barred = bool(rows) and any(model.index(r, column).data(SHARE) is not None for r in rows)
        room = BAR + 34 if barred else 30
        texts[column] = max(title + 40, longest + room)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(column, min(texts[column], _WIDEST))
    if texts:
        widest = stretch if stretch >= 0 else max(texts, key=lambda column: texts[column])
        others = sum(table.columnWidth(column) for column in texts if column != widest)
        if table.viewport().width() - others >= min(texts[widest], _LEAST):
            header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
