"""Columns as wide as their texts need, up to a bound; one takes what is left over, and keeps a least width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject

from inspector_app.ui.widgets.table import Table


class FittedColumns(QObject):
    """Where there is no room for all, the table scrolls sideways rather than cut its main column to nothing."""

    def __init__(self, table: Table, widest: int, least: int) -> None:
        super().__init__(table)
        self._table, self._widest, self._least = table, widest, least
        self._main = -1
        table.viewport().installEventFilter(self)

    def size(self, names: Sequence[str], main: str) -> None:
        """Gives the columns their widths, anew where texts have changed; `main` takes what is left over."""
        self._main = list(names).index(main) if main in names else -1
        widest = round(self._widest * self._table.text_scale())
        for place in range(len(names)):
            if place != self._main:
                self._table.setColumnWidth(place, min(widest, self._table.needed(place)))
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks at the room anew when it changes."""
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        if self._main < 0:
            return
        columns = range(self._table.model().columnCount())
        others = sum(self._table.columnWidth(place) for place in columns if place != self._main)
        least = round(self._least * self._table.text_scale())
        self._table.setColumnWidth(self._main, max(least, self._table.viewport().width() - others))
