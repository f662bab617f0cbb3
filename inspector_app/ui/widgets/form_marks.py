"""Signs that are drawn, because no type family can be relied on to have them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget


def colour(role: QPalette.ColorRole) -> QColor:
    """A colour of the scheme in use; a style sheet bends the palettes of single widgets."""
    return QApplication.palette().color(QPalette.ColorGroup.Active, role)


def draw_tick(painter: QPainter, left: float, middle: float, ink: QColor) -> None:
    """A tick of 10 by 8 px, its left end at `left`, around the height `middle`."""
    painter.save()
    pen = QPen(ink, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [QPointF(left, middle + 0.5), QPointF(left + 3.5, middle + 4), QPointF(left + 10, middle - 4)]
    painter.drawPolyline(points)
    painter.restore()


def draw_flag(painter: QPainter, left: float, middle: float, ink: QColor, filled: bool) -> None:
    """A flag of 12 by 14 px."""
    painter.save()
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ink if filled else Qt.GlobalColor.transparent)
    cloth = [QPointF(left, middle - 7), QPointF(left + 11, middle - 4), QPointF(left, middle)]
    painter.drawPolygon(QPolygonF(cloth))
    painter.drawLine(QPointF(left, middle - 7), QPointF(left, middle + 7))
    painter.restore()


class FlagButton(QAbstractButton):
    """*Come back to this*: a flag and its words, filled and heavier while it is set."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(self.tr("Come back"))
        self.setAccessibleName(self.tr("Come back to this"))
        self.setToolTip(self.tr("Come back to this (F)"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """What stands decides, not the press."""

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 48, max(36, self.fontMetrics().height() + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Flag and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setBrush(colour(role.Highlight if self.isChecked() else role.Base))
            painter.setPen(QPen(colour(role.Accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(body, 6, 6)
        sign = colour(role.Accent if self.isChecked() else role.PlaceholderText)
        draw_flag(painter, 12, self.rect().center().y() + 1, sign, self.isChecked())
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(colour(role.Text if self.isChecked() else role.PlaceholderText))
        painter.drawText(self.rect().adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
