"""The name of an outcome and its scores in the grid: pressed, they choose the outcome."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.ui.theme import tabular

_PAD = 8


class OutcomeCell(QAbstractButton):
    """Text that can be pressed and wraps; `size` is of the type scale, at the usual size of text."""

    def __init__(self, size: int, bold: bool, right: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._bold, self._quiet = size, bold, False
        self._side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def dress(self, size: int, bold: bool, quiet: bool) -> None:
        """Changes how it looks."""
        if (size, bold, quiet) != (self._size, self._bold, self._quiet):
            self._size, self._bold, self._quiet = size, bold, quiet
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        return self._bounds(width).height() + _PAD

    def sizeHint(self) -> QSize:
        """Qt's question."""
        found = self._bounds(10000)
        return QSize(found.width() + 2 * _PAD, found.height() + _PAD)

    def minimumSizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(64, QFontMetrics(self._font()).height() + _PAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it; the arrow keys are left to the grid."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(palette.color(role.Highlight) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(role.Accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked() and not self.hasFocus():
            painter.setPen(QPen(palette.color(role.Accent), 1))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(self._font())
        painter.setPen(palette.color(role.Dark if self._quiet else role.Text))
        flags = self._side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(_PAD, 0, -_PAD, 0), int(flags), self.text())
        painter.end()

    def _font(self) -> QFont:
        font = tabular(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * self._size / 14))
        font.setWeight(QFont.Weight.DemiBold if self._bold else QFont.Weight.Normal)
        return font

    def _bounds(self, width: int) -> QRect:
        flags = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(self._font()).boundingRect(QRect(0, 0, width - 2 * _PAD, 10000), flags, self.text())
