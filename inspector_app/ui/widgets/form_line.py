"""A button of one quiet line that is cut to the room there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget


class QuietLine(QPushButton):
    """One line; its whole text is in the tool tip and in what a screen reader says."""

    def __init__(self, parent: QWidget, text: str = "", lead: str = "") -> None:
        super().__init__(parent)
        self._whole = ""
        self.setProperty("kind", "neighbour")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if text:
            self.show_text(text, lead)

    def show_text(self, text: str, lead: str = "") -> None:
        """Shows a text; `lead` is said before it to a screen reader."""
        if text == self._whole:
            return
        self._whole = text
        self.setAccessibleName(f"{lead} {text}".strip())
        self.setToolTip(text)
        self._elide()

    def sizeHint(self) -> QSize:
        """As high as any target; as wide as there is room."""
        return QSize(200, max(36, super().sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts the line anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(40, self.width() - 44)
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        if cut != self.text():
            self.setText(cut)
