"""A line in the page that asks before something is done that one may not have meant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, caption, label, row


class AskBar(QFrame):
    """Says what speaks against it, with a button to do it all the same. Escape leaves it.

    Signals:
        left: it was answered, either way.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "notice")
        self.setProperty("tone", "attention")
        self._then: Callable[[], None] | None = None
        self.text = label("", wrap=True)
        self.agree = button("", "primary")
        self.leave = button(self.tr("Cancel"))
        self.agree.clicked.connect(self._agree)
        self.leave.clicked.connect(self.close_bar)
        line = row(label(self.tr("Note"), "attention"), self.text, self.agree, self.leave, spacing=12)
        line.setContentsMargins(16, 8, 12, 8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def ask(self, text: str, agree: str, then: Callable[[], None]) -> None:
        """Asks; `then` is done where the person agrees."""
        self._then = then
        self.text.setText(text)
        self.agree.setText(caption(agree))
        self.agree.setAccessibleName(agree)
        self.show()
        self.leave.setFocus()
        announce(self, text)

    def close_bar(self) -> None:
        """Leaves it at that."""
        self._then = None
        self.hide()
        self.left.emit()

    def drop(self) -> None:
        """Takes back a question that stands: what was asked about one state of things is not agreed to in another."""
        if not self.isHidden():
            self.close_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        super().keyPressEvent(event)

    def _agree(self) -> None:
        then = self._then
        self.close_bar()
        if then is not None:
            then()
