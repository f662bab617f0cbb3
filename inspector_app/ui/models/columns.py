"""What every table of ours has in common: named columns, their headers, and figures set to the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from inspector_app.ui.models.roles import Index

ROOT = QModelIndex()


class ColumnModel(QAbstractTableModel):
    """A table whose columns have a name for the program and a header for the person.

    Attributes:
        headed: the columns in order, as (name, header).
        figures: the names of the columns that are set to the right.
    """

    def __init__(self, figures: frozenset[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headed: tuple[tuple[str, str], ...] = ()
        self.figures = figures

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.headed)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self.headed)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation is Qt.Orientation.Horizontal and role in shown:
            return self.headed[section][1]
        return self.side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def side(self, column: int) -> Qt.AlignmentFlag:
        """On which side a column is set."""
        side = Qt.AlignmentFlag.AlignRight if self.columns[column] in self.figures else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
