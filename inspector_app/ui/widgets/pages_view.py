"""Pages of a document as pictures, one under the other, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_GAP = 12
_PAPER = QColor("#ffffff")
_CUT = 0.07
"""So much of a page's width is left out on either side: nothing is printed there, and the text is larger for it."""


class PagesView(QAbstractScrollArea):
    """Shows pages and goes to one of them.

    Signals:
        widened: there is more or less room than before; pictures of another size would be sharper.
    """

    widened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: tuple[QImage, ...] = ()
        self._first = 1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(48)

    @property
    def room(self) -> int:
        """How wide the picture of a page may be, in pixels of the screen, its empty sides included."""
        return round((self.viewport().width() - 2) * self.devicePixelRatioF() / (1 - 2 * _CUT))

    def show_pages(self, pages: Sequence[QImage], first: int = 1) -> None:
        """Shows pages, the first of which has a number; how far one has read in them stays."""
        self.pages, self._first = tuple(pages), first
        self._measure()
        self.viewport().update()

    def go_to(self, place: int, part: float = 0.0) -> None:
        """Scrolls to a page, and so far down in it (0 to 1)."""
        rects = self._rects()
        if 0 <= place < len(rects):
            top = rects[place].top() + round(part * rects[place].height())
            self.verticalScrollBar().setValue(max(0, top - _GAP))

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(360, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pages that are in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = QGuiApplication.palette()
        offset = self.verticalScrollBar().value()
        for image, rect in zip(self.pages, self._rects(), strict=True):
            placed = rect.translated(0, -offset)
            if placed.intersects(event.rect()):
                painter.fillRect(placed, _PAPER)
                wide = image.width()
                painter.drawImage(
                    placed, image, QRect(round(_CUT * wide), 0, round((1 - 2 * _CUT) * wide), image.height())
                )
                painter.setPen(palette.color(QPalette.ColorRole.Mid))
                painter.drawRect(placed.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the page in sight that was so, and asks for pictures of the new size."""
        bar = self.verticalScrollBar()
        part = bar.value() / bar.maximum() if bar.maximum() else 0.0
        super().resizeEvent(event)
        self._measure()
        bar.setValue(round(part * bar.maximum()))
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes by pages, to the first and to the last."""
        bar = self.verticalScrollBar()
        ways = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if Qt.Key(event.key()) in ways:
            bar.setValue(ways[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def _measure(self) -> None:
        rects = self._rects()
        high = rects[-1].bottom() + _GAP if rects else 0
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, high - self.viewport().height()))

    def _rects(self) -> list[QRect]:
        wide, top, rects = self.viewport().width() - 2, 1, []
        for page in self.pages:
            high = round(wide / (1 - 2 * _CUT) * page.height() / max(1, page.width()))
            rects.append(QRect(1, top, wide, high))
            top += high + _GAP
        return rects
