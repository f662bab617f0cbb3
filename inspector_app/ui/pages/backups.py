"""The backups of an inspection that is not open: it is damaged, or gone from its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.services.backup_folder import Kept
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.widgets.backup_list import BackupList


class BackupsPage(QWidget):
    """Lists what can be put in the place of a file, and says what becomes of what is there.

    Signals:
        restore_asked: the path of the file, and a backup (`Kept`).
        left: back, with nothing changed.
    """

    restore_asked = Signal(object, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Backups")
        self.setProperty("surface", "paper")
        self._path = Path()
        self.heading, self.told = label("", "title", wrap=True), label("", "quiet", wrap=True)
        self.list = BackupList()
        self.restore = button(self.tr("Put this backup in its place"), "primary")
        self.back = button(self.tr("Back"))
        self.restore.clicked.connect(self._restore)
        self.list.opened.connect(lambda _: self._restore())
        self.back.clicked.connect(self.left)
        layout = column(self.heading, self.told, self.list, row(self.restore, self.back, -1, spacing=12), spacing=12)
        layout.setStretch(2, 1000)
        layout.addStretch(1)  # what takes the room where there is no list
        inside = QWidget()
        inside.setLayout(layout)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 32, 48, 32)
        whole.addWidget(inside)

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard into the list."""
        (self.list if self.list.key() else self.back).setFocus()

    def show_backups(self, path: Path, kept: Sequence[Kept], is_there: bool) -> None:
        """Shows the backups of a file, the newest first; `is_there` says whether something lies at its place now."""
        self._path = path
        self.heading.setText(self.tr("Backups of %1").replace("%1", path.name))
        if not kept:
            text = self.tr("There is no backup of this file on this computer, nor in the second place. Backups are "
                           "made on the machine on which an inspection is worked on.")  # fmt: skip
        elif is_there:
            text = self.tr("The file that is there now is set aside under a name that says so, and never deleted. What "
                           "was answered after a backup was made is in that file only.")  # fmt: skip
        else:
            text = self.tr("Nothing lies at its place now. The backup that you choose is put there and opened.")
        if kept:
            text += " " + self.tr("An encrypted backup opens with the passphrase that the inspection had when it was "
                                  "made.")  # fmt: skip
        self.told.setText(text)
        self.list.show_backups(kept)
        self.list.setVisible(bool(kept))
        self.restore.setVisible(bool(kept))

    def _restore(self) -> None:
        if (kept := self.list.current) is not None:
            self.restore_asked.emit(self._path, kept)
