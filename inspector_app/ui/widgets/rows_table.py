"""A table of rows that are worked out elsewhere, with its model and its order, as one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from inspector_app.domain.plain_table import ColumnKind
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.models.rows_model import Row, RowsFilter, RowsModel
from inspector_app.ui.widgets.table import BAR, Table

_LEAST, _LONGEST, _AROUND = 56, 300, 34


class RowsTable(Table):
    """A sortable table whose one column takes the room that the others leave.

    Args:
        wide: the name of that column.
        gives_way: the names of columns that are left out, one after the other, where there is no room for all.
        as_given: the rows stand in the order in which they come until another is asked for.
        kinds: the kind of a column that is taken away as figures (see `domain.plain_table`).

    Signals:
        moved: another row is the current one.
    """

    moved = Signal()

    def __init__(
        self,
        name: str,
        headed: Sequence[tuple[str, str]],
        wide: str,
        figures: frozenset[str] = frozenset(),
        gives_way: Sequence[str] = (),
        as_given: bool = False,
        kinds: Mapping[str, ColumnKind] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.rows = RowsModel(headed, figures, kinds or {}, self)
        self.shown = RowsFilter(self.rows, self)
        self.setModel(self.shown)
        self._wide, self._gives_way = wide, tuple(gives_way)
        self._left_out: frozenset[str] = frozenset()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(self.rows.columns.index(wide), QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_LEAST)
        header.setSortIndicatorClearable(as_given)
        self.sortByColumn(-1 if as_given else 0, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Takes rows; the current one and those selected stay what they are, where they are still there."""
        key, chosen = self.key(), self.chosen()
        if not self.rows.show_rows(rows):
            if not (key and self.go_to(key)) and self.shown.rowCount():
                self.go_to(str(self.shown.index(0, 0).data(KEY)))
            if len(chosen) > 1:
                self.choose(chosen)
        self._fit()

    def leave_out(self, *names: str) -> None:
        """Leaves columns out that say nothing now, and brings the others back."""
        self._left_out = frozenset(names)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Looks at the room anew."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measures anew, now that the table has the font in which it is drawn."""
        super().showEvent(event)
        self._fit()

    def chosen(self) -> tuple[str, ...]:
        """The keys of the selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(str(self.shown.index(place, 0).data(KEY)) for place in places)

    def choose(self, keys: Sequence[str]) -> None:
        """Selects the rows with these keys, and no others."""
        selection = self.selectionModel()
        selection.clearSelection()
        for place in range(self.shown.rowCount()):
            index = self.shown.index(place, 0)
            if index.data(KEY) in keys:
                selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tells that another row is the current one."""
        super().currentChanged(current, previous)
        self.moved.emit()

    def _fit(self) -> None:
        """Gives each column what its texts need, and hides those that give way where that is too much."""
        shown = [(place, name) for place, name in enumerate(self.rows.columns) if name not in self._left_out]
        needed = {name: self._needs(place) for place, name in shown}
        room = self.viewport().width()
        for name in self._gives_way:
            if sum(needed.values()) <= room:
                break
            needed.pop(name, None)
        for place, name in enumerate(self.rows.columns):
            if self.isColumnHidden(place) != (name not in needed):
                self.setColumnHidden(place, name not in needed)
            if name in needed and name != self._wide:
                self.setColumnWidth(place, needed[name])

    def _needs(self, column: int) -> int:
        header, measure = self.horizontalHeader().fontMetrics(), self.fontMetrics()
        texts = {row.cells[column].text for row in self.rows.rows}
        longest = max((measure.horizontalAdvance(text) for text in texts), default=0)
        if any(row.cells[column].share is not None for row in self.rows.rows):
            longest += BAR
        longest = max(longest, header.horizontalAdvance(self.rows.headed[column][1]))
        return max(_LEAST, min(longest + _AROUND, round(_LONGEST * self.text_scale())))
