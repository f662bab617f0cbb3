"""A panel at the side of a page: a heading with a way out, what scrolls, and a foot that stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from inspector_app.ui.parts import button, frame, label, row, scrolled


class SidePanel(QFrame):
    """The frame that panels share. Escape closes it.

    Signals:
        closed: the person is done with it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.heading = label("", "heading", wrap=True)
        self.setMinimumWidth(300)

    def lay_out(self, content: QLayout, foot: QLayout) -> None:
        """Puts what scrolls and the foot into the panel."""
        self._close = button(self.tr("Close"), "link", self.tr("Close the panel"))
        self._close.clicked.connect(self.closed)
        head = row(self.heading, self._close)
        head.setContentsMargins(20, 12, 12, 4)
        head.setStretch(0, 1)
        body = QWidget()
        body.setProperty("surface", "plain")
        content.setContentsMargins(20, 4, 20, 16)
        body.setLayout(content)
        area = scrolled(body)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        foot.setContentsMargins(20, 10, 20, 10)
        layout.addWidget(frame("foot", foot))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
