"""A file that is damaged: what happened, what is safe, what can be done; then what is missing in what was saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.ui.errors import announce
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, label, row, scrolled


class DamagedPage(QWidget):
    """Two leaves: the ways out, and the list of what is missing in the file that was saved.

    Signals:
        save_asked: what can be read is to be saved.
        backups_asked: to the backups of the file.
        left: nothing is to be done now.
        open_asked: to the new file.
        list_asked: the list is to be written to a file.
    """

    save_asked = Signal()
    backups_asked = Signal()
    left = Signal()
    open_asked = Signal()
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Damaged file")
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(self._ways(), narrow=True))
        self.stack.addWidget(self._result())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard on what is usually wanted."""
        (self.save if self.stack.currentIndex() == 0 else self.open_new).setFocus()

    def show_damage(self, name: str, sentence: str) -> None:
        """Says what happened to a file and what can be done."""
        self.heading.setText(self.tr("%1 does not open").replace("%1", name))
        self.told.setText(sentence)
        self.stack.setCurrentIndex(0)

    def show_saved(self, name: str, lines: Sequence[str], whole: bool) -> None:
        """Shows what was saved into the file of this name, and what is missing in it."""
        self.saved.setText(self.tr("What could be read is in %1").replace("%1", name))
        self.list.setPlainText("\n".join(lines))
        self.next.setText(
            self.tr("Open it and go on. The damaged file was left as it is; keep it until you are sure.")
            if whole
            else self.tr(
                "Open it, then take in a backup or a copy of this inspection: whatever it has of this list comes back. "
                "The damaged file was left as it is; keep it until you are sure."
            )
        )
        self.stack.setCurrentIndex(1)
        announce(self, self.saved.text())
        self.take_keyboard()

    def _ways(self) -> QWidget:
        self.heading, self.told = label("", "title", wrap=True), label("", wrap=True)
        safe = label(
            self.tr(
                "Most often a place of the disk or stick went bad, or another program wrote into the file. Inspector "
                "changed nothing in it. Every change carries a digest: what can be read is exactly what was written, "
                "or it is not taken."
            ),
            "quiet", wrap=True,
        )  # fmt: skip
        self.save = button(self.tr("Save what can be read…"), "primary")
        self.backups = button(self.tr("Go back to a backup…"))
        self.keep = button(self.tr("Keep as it is"))
        self.save.clicked.connect(self.save_asked)
        self.backups.clicked.connect(self.backups_asked)
        self.keep.clicked.connect(self.left)
        ways = (
            (self.save, self.tr("Reads the file page by page and writes what is proven whole into a new file. The "
                                "damaged one is not touched. You then see what is missing.")),
            (self.backups,
             self.tr("Shows the backups of this file. What was done after a backup was made is not in it, "
                     "and what can be saved here may be taken in afterwards.")),
            (self.keep, self.tr("Leaves everything as it is, to ask for help first. Do not work on in it, and do not "
                                "delete it.")),
        )  # fmt: skip
        inside = QWidget()
        inside.setMaximumWidth(680)
        parts = [part for way, text in ways for part in (row(way, -1), label(text, "quiet", wrap=True), 12)]
        inside.setLayout(column(self.heading, self.told, safe, 16, *parts, -1, spacing=8))
        body = QWidget()
        body.setProperty("surface", "paper")
        beside = row(inside, -1, margins=48)
        beside.setStretch(0, 100)
        body.setLayout(beside)
        return body

    def _result(self) -> QWidget:
        self.saved, self.next = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(self.tr("What was saved and what is missing"))
        self.open_new = button(self.tr("Open the new file"), "primary")
        self.keep_list = button(self.tr("Save this list…"))
        self.done = button(self.tr("Back"))
        self.open_new.clicked.connect(self.open_asked)
        self.keep_list.clicked.connect(self.list_asked)
        self.done.clicked.connect(self.left)
        made = QWidget()
        foot = row(self.open_new, self.keep_list, self.done, -1, spacing=12)
        layout = column(self.saved, self.next, 4, self.list, 4, foot, spacing=8)
        layout.setContentsMargins(48, 32, 48, 32)
        layout.setStretch(3, 1)
        made.setLayout(layout)
        return made
