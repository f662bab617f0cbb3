"""A plain table on screen: sorted by what its cells are, kept to the rows that are looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.plain_table import Cell, PlainColumn, PlainTable, order_of, text_of
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SHARE, SORT, VALUE, Index

_SORTED_BY = 60
"""By how many characters texts are sorted; the rest of a long note would only cost time."""


class PlainModel(ColumnModel):
    """The rows of one table. It filters and sorts by itself: through a proxy tens of thousands of rows would stall."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(frozenset(), parent)
        self._columns: tuple[PlainColumn, ...] = ()
        self._rows: list[tuple[Cell, ...]] = []
        self._keys: Sequence[str] = ()
        self._haystacks: list[str] = []
        self._order: list[int] = []
        self._kept: list[int] = []
        self._words: tuple[str, ...] = ()
        self._accept: Callable[[int], bool] | None = None
        self._bars = True

    # What Qt asks

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._kept)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            column = self._columns[section]
            if role == VALUE:
                return column.kind
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return column.title
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        row, column = self._kept[index.row()], self._columns[index.column()]
        cell = self._rows[row][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(row, index.column())
        if role == SORT:
            return self.sort_key(row, index.column())
        if role == KEY:
            return self._keys[row]
        if role == VALUE:
            return cell
        if role == SHARE and column.kind == "share" and self._bars:
            return None if cell is None else float(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {self.text(row, index.column())}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's request; -1 is the order of the table itself."""
        self._order = list(range(len(self._rows)))
        if 0 <= column < len(self._columns):
            # Equal rows stay in the order of the table, in both directions.
            down = order is Qt.SortOrder.DescendingOrder
            self._order.sort(key=lambda row: self.sort_key(row, column), reverse=down)
        self._sift()

    # What the page asks

    @property
    def total(self) -> int:
        """How many rows there are, kept or not."""
        return len(self._rows)

    def show_table(self, table: PlainTable, keys: Sequence[str] | None = None, bars: bool = True) -> None:
        """Takes another table. `keys` identify its rows, which are numbered otherwise; `bars` draws shares, too.

        What `keep` was told to accept is forgotten, the words are not.
        """
        self.beginResetModel()
        self._bars = bars
        self._accept = None  # it spoke of the rows of the table before
        self._columns, self._rows = table.columns, list(table.rows)
        self.headed = tuple((str(place), c.short or c.title) for place, c in enumerate(table.columns))
        self.figures = frozenset(str(place) for place, c in enumerate(table.columns) if c.kind not in ("text", "share"))
        self._keys = keys if keys is not None else [str(place) for place in range(len(table.rows))]
        self._haystacks = [self.haystack(place) for place in range(len(table.rows))]
        self._order = list(range(len(table.rows)))
        self._kept = self._sifted()
        self.endResetModel()

    def keep(self, words: str, accept: Callable[[int], bool] | None = None) -> None:
        """Keeps the rows in which every word occurs and that `accept`, asked with their place in the table, takes."""
        self._words, self._accept = tuple(words.casefold().split()), accept
        self._sift()

    def replace_row(self, row: int, cells: tuple[Cell, ...]) -> None:
        """Puts other cells into a row, which stays where it is until rows are sorted or kept anew."""
        self._rows[row] = cells
        self._haystacks[row] = self.haystack(row)
        if row in self._kept:
            shown = self._kept.index(row)
            self.dataChanged.emit(self.index(shown, 0), self.index(shown, len(self.headed) - 1))

    def row_of(self, row: int) -> int:
        """Where a row of the table is shown; -1 where it is not."""
        return self._kept.index(row) if row in self._kept else -1

    def place_at(self, row: int) -> int:
        """Which row of the table is shown there."""
        return self._kept[row]

    def taken(self, title: str, counted: str) -> PlainTable:
        """The rows that are shown, as they are sorted now."""
        return PlainTable(title, counted, self._columns, tuple(self._rows[row] for row in self._kept))

    def text(self, row: int, column: int) -> str:
        """A cell as it is shown."""
        return text_of(self._rows[row][column], self._columns[column].kind)

    def sort_key(self, row: int, column: int) -> Any:
        """By what a cell is sorted."""
        cell = self._rows[row][column]
        first, figure, text = order_of(cell[:_SORTED_BY] if isinstance(cell, str) else cell)
        return first, figure, natural(text)

    def haystack(self, row: int) -> str:
        """The text in which words are looked for, in small letters."""
        return "\n".join(cell for cell in self._rows[row] if isinstance(cell, str)).casefold()

    def _sifted(self) -> list[int]:
        words, accept, haystacks = self._words, self._accept, self._haystacks
        kept = [row for row in self._order if all(word in haystacks[row] for word in words)] if words else self._order
        return [row for row in kept if accept is None or accept(row)]

    def _sift(self) -> None:
        self.beginResetModel()
        self._kept = self._sifted()
        self.endResetModel()
