"""A new passphrase: typed twice or seen, suggested where somebody wants that, or gone without by choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from inspector_app.services.passphrases import judge, suggestion
from inspector_app.ui.parts import button, column, label
from inspector_app.ui.widgets.passphrase_field import PassphraseField


class NewPassphrase(QWidget):
    """Asks for a new passphrase.

    Attributes:
        without: the choice to go without one; None where that cannot be chosen here.

    Signals:
        entered: Return was pressed in a field.
    """

    entered = Signal()

    def __init__(self, name: str = "", can_go_without: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        told = self.tr(
            "The file is encrypted with it, and it is asked for at each opening. Four or more words that do not "
            "belong together are easy to keep and hard to guess."
        )
        self.first = PassphraseField(name or self.tr("Passphrase"), told)
        self.again = PassphraseField(self.tr("The same passphrase again"))
        self.suggest = button(self.tr("Suggest one"))
        self.suggest.clicked.connect(self._suggest)
        self.first.field.addWidget(self.suggest)
        self.without: QCheckBox | None = None
        layout = column(self.first, self.again, spacing=12)
        if can_go_without:
            self.without = QCheckBox(self.tr("Go without a passphrase"))
            cost = self.tr(
                "The file is then not encrypted: whoever gets hold of it, of a copy, or of a lost laptop or stick can "
                "read every case. Roles are not secured, and nothing is locked."
            )
            self.without.setAccessibleName(self.without.text())
            self.without.setAccessibleDescription(cost)
            self.without.toggled.connect(self._on_without)
            layout.addLayout(column(self.without, label(cost, "quiet", wrap=True), spacing=0))
        self.setLayout(layout)
        for part in (self.first, self.again):
            part.entered.connect(self.entered)
        self.first.shown.connect(self._on_shown)
        self.first.edited.connect(self._on_edited)
        self.first.line.editingFinished.connect(self._on_left)

    @property
    def passphrase(self) -> str:
        """The passphrase; empty where it was chosen to go without."""
        return "" if self.goes_without else self.first.text

    @property
    def goes_without(self) -> bool:
        """Whether it was chosen to go without."""
        return self.without is not None and self.without.isChecked()

    def take_keyboard(self) -> None:
        """Puts the keyboard into the first field that is open."""
        self.first.line.setFocus()

    def clear(self) -> None:
        """Forgets what was typed."""
        if self.without is not None:
            self.without.setChecked(False)
        self.first.clear()
        self.again.clear()

    def check(self) -> bool:
        """Whether it can be taken; otherwise what is wrong stands at its field, which has the keyboard."""
        self.first.error = self.again.error = ""
        if self.goes_without:
            return True
        if not self.first.text:
            self.first.error = self.tr("A passphrase is needed.")
        elif said := judge(self.first.text):
            self.first.error = said
        elif not self.again.isHidden() and self.again.text != self.first.text:
            typed = bool(self.again.text)
            self.again.error = (
                self.tr("This is not the passphrase above.") if typed else self.tr("Type the passphrase again.")
            )
        for part in (self.first, self.again):
            if part.error:
                part.line.setFocus()
                return False
        return True

    def _suggest(self) -> None:
        self.first.text = suggestion()
        self.first.error = ""
        self.again.clear()
        self.first.reveal(True)
        self.first.line.setFocus()
        self.first.line.selectAll()

    def _on_without(self, goes: bool) -> None:
        for part in (self.first, self.again):
            part.clear()
            part.setEnabled(not goes)

    def _on_shown(self, seen: bool) -> None:
        # What can be read need not be typed twice.
        self.again.setVisible(not seen)

    def _on_edited(self) -> None:
        self.again.error = ""

    def _on_left(self) -> None:
        if self.first.text and not self.goes_without:
            self.first.error = judge(self.first.text)
