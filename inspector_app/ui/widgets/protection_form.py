"""What is asked before the protection of an inspection changes: the passphrase in use, a new one, or both."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.widgets.new_passphrase import NewPassphrase
from inspector_app.ui.widgets.passphrase_field import PassphraseField

Asked = Literal["set", "change", "show", "drop"]
"""Give a plain inspection a passphrase, change it, show the recovery key, go without from now on."""


class ProtectionForm(QFrame):
    """Hidden until something is asked for.

    Attributes:
        asked: what is asked for.

    Signals:
        agreed: what is asked for, the passphrase in use and the new one; each empty where it is not needed.
        left: nothing is to change.
    """

    agreed = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.asked: Asked = "change"
        self._heading = label("", "heading")
        self._told = label("", "quiet", wrap=True)
        self.old = PassphraseField(self.tr("Passphrase in use"), self.tr("Or the recovery key, where it is forgotten."))
        self.new = NewPassphrase(self.tr("New passphrase"))
        self.problem = label("", "stop", wrap=True)
        self.act = button("", "primary")
        self.leave = button(self.tr("Cancel"))
        self.act.clicked.connect(self._agree)
        self.leave.clicked.connect(self.left)
        self.old.entered.connect(self._on_entered)
        self.new.entered.connect(self._agree)
        self.setLayout(column(
            self._heading, self._told, self.old, self.new, self.problem, row(self.act, self.leave, -1, spacing=12),
            margins=20, spacing=12,
        ))  # fmt: skip
        self.hide()

    def ask(self, what: Asked) -> None:
        """Shows what is needed for it."""
        self.asked = what
        headings = {
            "set": self.tr("Set a passphrase"), "change": self.tr("Change the passphrase"),
            "show": self.tr("Show the recovery key"), "drop": self.tr("Go without a passphrase"),
        }  # fmt: skip
        told = {
            "set": self.tr(
                "The file is written anew, encrypted, and so are its backups. Copies that somebody made elsewhere stay "
                "readable: delete them, or guard them as before."
            ),
            "change": self.tr(
                "The file is written anew under the new passphrase, with a new recovery key. Copies and backups made "
                "before still open with the passphrase and the recovery key of their time."
            ),
            "show": self.tr("Whoever has the recovery key can open the file without the passphrase."),
            "drop": self.tr(
                "The file is written anew, not encrypted: whoever gets hold of it, of a copy, or of a lost laptop or "
                "stick can then read every case. Roles are not secured, and nothing is locked."
            ),
        }
        verbs = {
            "set": self.tr("Encrypt the file"), "change": self.tr("Change the passphrase"),
            "show": self.tr("Show the key"), "drop": self.tr("Take the passphrase off"),
        }  # fmt: skip
        self._heading.setText(headings[what])
        self._told.setText(told[what])
        self.act.setText(verbs[what])
        self.act.setAccessibleName(verbs[what])
        self.setAccessibleName(headings[what])
        self.old.setVisible(what != "set")
        self.new.setVisible(what in ("set", "change"))
        self.forget()
        self.show()
        self.take_keyboard()

    def forget(self) -> None:
        """Forgets what was typed."""
        self.old.clear()
        self.new.clear()
        self.wait(False)
        self.complain("")

    def wait(self, waiting: bool) -> None:
        """Takes nothing while it is looked whether what was typed is right."""
        for part in (self.old, self.new, self.act):
            part.setEnabled(not waiting)

    def refuse(self, text: str) -> None:
        """Says that the passphrase in use is not what was typed."""
        self.wait(False)
        self.old.error = text
        self.old.line.setFocus()
        self.old.line.selectAll()

    def complain(self, text: str) -> None:
        """Says why it cannot be done now."""
        self.wait(False)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def take_keyboard(self) -> None:
        """Puts the keyboard into the first field."""
        if self.old.isHidden():
            self.new.take_keyboard()
        else:
            self.old.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_entered(self) -> None:
        if self.new.isHidden():
            self._agree()
        else:
            self.new.take_keyboard()

    def _agree(self) -> None:
        if not self.act.isEnabled():
            return
        if not self.old.isHidden() and not self.old.text:
            self.refuse(self.tr("Type the passphrase in use."))
            return
        if not self.new.isHidden() and not self.new.check():
            return
        self.wait(True)
        old = "" if self.old.isHidden() else self.old.text
        self.agreed.emit(self.asked, old, "" if self.new.isHidden() else self.new.passphrase)
