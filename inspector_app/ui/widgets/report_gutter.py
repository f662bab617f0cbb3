"""The margin beside a text, with a sign at each paragraph that holds something to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from inspector_app.ui.tips import tip

WIDTH = 34


class Gutter(QWidget):
    """Signs beside paragraphs.

    Signals:
        pressed: the number of the paragraph (block) whose sign was pressed.
    """

    pressed = Signal(int)

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._signs: Mapping[int, tuple[str, str]] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        editor.verticalScrollBar().valueChanged.connect(lambda _: self.update())
        editor.document().documentLayout().documentSizeChanged.connect(lambda _: self.update())

    def show_signs(self, signs: Mapping[int, tuple[str, str]]) -> None:
        """Shows signs with what they say, by the number of the paragraph."""
        if signs != self._signs:
            self._signs = signs
            self.update()

    def sizeHint(self) -> QSize:
        """Narrow, as tall as there is room."""
        return QSize(WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the signs that are in sight."""
        painter = QPainter(self)
        palette = QGuiApplication.palette()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        for _, sign, rect in self._places():
            if rect.intersects(event.rect()):
                painter.fillRect(QRect(rect.right() - 3, rect.top(), 3, rect.height()), palette.accent())
                painter.setPen(palette.color(QPalette.ColorRole.Text))
                place = QRect(0, rect.top(), rect.width() - 7, self.fontMetrics().height() + 6)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, sign)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to what the sign is about."""
        number = self._at(event.position().toPoint())
        if number >= 0:
            self.pressed.emit(number)

    def event(self, event: QEvent) -> bool:
        """Says in words what a sign means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(event.pos())
            QToolTip.showText(event.globalPos(), tip(self._signs[number][1]) if number >= 0 else "", self)
            return True
        return super().event(event)

    def _places(self) -> Iterable[tuple[int, str, QRect]]:
        document, offset = self._editor.document(), self._editor.verticalScrollBar().value()
        for number, (sign, _) in self._signs.items():
            block = document.findBlockByNumber(number)
            if block.isValid():
                found = document.documentLayout().blockBoundingRect(block).toRect()
                top = found.top() - offset + self._editor.viewport().y() - self.y()
                yield number, sign, QRect(0, top, self.width(), found.height())

    def _at(self, point: QPoint) -> int:
        return next((number for number, _, rect in self._places() if rect.top() <= point.y() <= rect.bottom()), -1)
