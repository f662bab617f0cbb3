"""A line of text that ends in an ellipsis where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QWidget


class CutLabel(QLabel):
    """Shows as much as fits. Its text stays whole, in the tool tip and for a screen reader too."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    @property
    def shown(self) -> str:
        """What can be read of it now."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        """It never holds the window open."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what fits, as a label draws all."""
        place = int(QStyle.visualAlignment(self.layoutDirection(), self.alignment()))
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            place,
            self.palette(),
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )
