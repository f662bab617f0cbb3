"""A table of rows that are worked out elsewhere: what each cell says, sorts by and draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.domain.plain_table import Cell as Value
from inspector_app.domain.plain_table import ColumnKind
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SHARE, SORT, VALUE, Index


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        sort: what it sorts by, comparable with the other cells of its column; its text where None.
        share: a proportion to draw as a bar.
        tip: what is said when the mouse rests on it; its text where empty.
        value: what is taken away of it; its text where None.
    """

    text: str
    sort: float | None = None
    share: float | None = None
    tip: str = ""
    value: Value = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row, with what identifies it."""

    key: str
    cells: tuple[Cell, ...]


class RowsModel(ColumnModel):
    """Rows under named columns."""

    def __init__(
        self,
        headed: Sequence[tuple[str, str]],
        figures: frozenset[str] = frozenset(),
        kinds: Mapping[str, ColumnKind] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(figures, parent)
        self.headed = tuple(headed)
        self._kinds = kinds or {}
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, in the order in which they came."""
        return self._rows

    def head(self, headed: Sequence[tuple[str, str]]) -> None:
        """Takes other words for the same columns."""
        self.headed = tuple(headed)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.headed) - 1)

    def show_rows(self, rows: Sequence[Row]) -> bool:
        """Takes rows; where they are the same ones, only those that changed are told of. False where they are not."""
        before, self._rows = self._rows, tuple(rows)
        if [r.key for r in before] == [r.key for r in self._rows]:
            for place, (old, new) in enumerate(zip(before, self._rows, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.headed) - 1))
            return True
        self._rows = before
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        if role == VALUE:
            return self._kinds.get(self.columns[section])
        return super().headerData(section, orientation, role)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == SORT:
            return (cell.sort is not None, natural(cell.text) if cell.sort is None else cell.sort)
        if role == KEY:
            return row.key
        if role == SHARE:
            return cell.share
        if role == VALUE:
            return cell.value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {cell.text}"
        return None


class RowsFilter(QSortFilterProxyModel):
    """The rows that match every word typed."""

    def __init__(self, model: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def search(self, text: str) -> None:
        """Keeps the rows in which each word occurs."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's question."""
        if not self._words:
            return True
        text = " ".join(f"{cell.text} {cell.tip}" for cell in self._model.rows[row].cells).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        one, other = left.data(SORT), right.data(SORT)
        return bool(one < other or (one == other and left.row() < right.row()))
