"""A table as all pages use it: whole rows, quiet lines, copied as text that a spreadsheet takes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from inspector_app.ui.models.roles import KEY, SHARE
from inspector_app.ui.theme import tabular

BAR = 52


class Table(QTableView):
    """A sortable table of whole rows.

    Signals:
        opened: Return, Enter or a double click on a row; carries its key.
    """

    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setItemDelegate(BarDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(36, self.fontMetrics().height() + 18))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.activated.connect(lambda index: self.opened.emit(index.data(KEY)))
        self._pressed_here = False

    def open_on_click(self) -> None:
        """One click opens a row, unless it chooses several."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._click)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        self._pressed_here = True
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes a double click that began here; the second half of one that brought this table up opens nothing."""
        if self._pressed_here:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        if self._pressed_here:
            super().mouseReleaseEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forgets that the mouse was pressed here."""
        self._pressed_here = False
        super().hideEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if not QGuiApplication.keyboardModifiers() and len(self.selectionModel().selectedRows()) == 1:
            self.opened.emit(index.data(KEY))

    def key(self) -> str:
        """The key of the current row; empty where there is none."""
        index = self.currentIndex()
        return str(index.data(KEY)) if index.isValid() else ""

    def go_to(self, key: str) -> bool:
        """Makes the row with this key the current one; False where it is not shown."""
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data(KEY) == key:
                # Said outright: `setCurrentIndex` would toggle the row while the Ctrl of a shortcut is still down.
                choose = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(index, choose)
                self.scrollTo(index)
                return True
        return False

    def text_scale(self) -> float:
        """How much wider text is here than at the usual size; never below 1."""
        return max(1.0, self.fontMetrics().horizontalAdvance("0" * 10) / 81)

    def needed(self, column: int) -> int:
        """The width that a column needs to cut none of its texts, a bar before them included."""
        model, measure = self.model(), self.fontMetrics()
        texts = [str(model.headerData(column, Qt.Orientation.Horizontal))]
        texts += [str(model.index(r, column).data() or "") for r in range(model.rowCount())]
        bar = BAR + 10 if any(model.index(r, column).data(SHARE) is not None for r in range(model.rowCount())) else 0
        return max(measure.horizontalAdvance(text) for text in texts) + bar + 30

    def as_text(self) -> str:
        """The selected rows (all, where none is), with their header, separated by tabs."""
        model = self.model()
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows()) or range(model.rowCount())
        columns = range(model.columnCount())
        head = [model.headerData(c, Qt.Orientation.Horizontal) for c in columns]
        lines = [head] + [[model.index(r, c).data() for c in columns] for r in chosen]
        return "\n".join("\t".join(" ".join(str(cell).split()) for cell in line) for line in lines) + "\n"

    def copy(self) -> None:
        """Puts `as_text` on the clipboard."""
        QGuiApplication.clipboard().setText(self.as_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies, and goes to the first or last row; the rest is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if Qt.Key(event.key()) in ends and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setCurrentIndex(self.model().index(ends[Qt.Key(event.key())], 0))
            return
        super().keyPressEvent(event)


class BarDelegate(QStyledItemDelegate):
    """Draws a proportion as a bar in front of its figures; other cells as Qt does."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's hook."""
        self.initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row, not the cell, is what is chosen
        share = index.data(SHARE)
        if share is None:
            super().paint(painter, option, index)
            return
        view = option.widget
        style = view.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        rect = option.rect.adjusted(10, 0, -10, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(painter, QRectF(rect.left(), rect.center().y() - 3, BAR, 6), share, option.palette)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(
            rect.adjusted(BAR + 10, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            str(index.data()),
        )
        painter.restore()


def draw_bar(painter: QPainter, rect: QRectF, share: float, palette: QPalette) -> None:
    """A bar on the scale from nothing to all."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.color(QPalette.ColorRole.Midlight)))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    if share > 0:
        painter.setBrush(QColor(palette.color(QPalette.ColorRole.Accent)))
        width = max(rect.height(), rect.width() * min(share, 1.0))
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.top(), width, rect.height()), rect.height() / 2, rect.height() / 2
        )
