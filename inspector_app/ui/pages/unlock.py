"""Asks for the passphrase, or the recovery key, of an encrypted inspection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, frame, label, row, scrolled
from inspector_app.ui.widgets.passphrase_field import PassphraseField


class UnlockPage(QWidget):
    """Stands before a file that is to be opened, or over one that is locked. It never says what is in it.

    Signals:
        tried: what was typed, and whether it is the recovery key.
        left: back, without opening.
    """

    tried = Signal(str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Unlock")
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = label("", "title", wrap=True)
        self.told = label("", "quiet", wrap=True)
        self.passphrase = PassphraseField(self.tr("Passphrase"))
        self.recovery = PassphraseField(
            self.tr("Recovery key"),
            self.tr("The letters and figures that were shown when the passphrase was set. Dashes may be left out."),
            hidden=False,
        )
        self.other_way = button("", "link")
        self.unlock = button(self.tr("Unlock"), "primary")
        self.back = button(self.tr("Back"))
        self.notice = NoticeBar()
        self.other_way.clicked.connect(self._change_way)
        self.unlock.clicked.connect(self._try)
        self.back.clicked.connect(self.left)
        for part in (self.passphrase, self.recovery):
            part.entered.connect(self._try)
        inside = QWidget()
        inside.setMaximumWidth(520)
        card = frame("card", column(
            self.heading, self.told, 4, self.passphrase, self.recovery, row(self.other_way, -1), 4,
            row(self.unlock, self.back, -1, spacing=12), margins=28, spacing=12,
        ))  # fmt: skip
        inside.setLayout(column(-1, card, -1, -1))
        body = QWidget()
        body.setProperty("surface", "paper")
        middle = row(-1, inside, -1, margins=24)
        middle.setStretch(1, 100)
        body.setLayout(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addWidget(scrolled(body, narrow=True), 1)
        self.ask("")

    @property
    def by_recovery(self) -> bool:
        """Whether the recovery key is asked for."""
        return not self.recovery.isHidden()

    @property
    def field(self) -> PassphraseField:
        """The field that is asked for."""
        return self.recovery if self.by_recovery else self.passphrase

    def ask(self, name: str) -> None:
        """Asks for the passphrase of a file with this name; without a name, of the one that is open and locked."""
        self.heading.setText(name or self.tr("Locked"))
        self.told.setText(
            self.tr("This inspection is encrypted. Its passphrase opens it.")
            if name
            else self.tr("All that was typed is kept. The passphrase leads back to where you were.")
        )
        self.back.setVisible(bool(name))
        self.notice.clear()
        self.forget()

    def forget(self) -> None:
        """Forgets what was typed, and asks for the passphrase."""
        self.passphrase.clear()
        self.recovery.clear()
        self._ask_for(False)
        self.wait(False)

    def wait(self, waiting: bool) -> None:
        """Takes nothing while it is looked whether what was typed fits."""
        self.unlock.setText(self.tr("Unlocking…") if waiting else self.tr("Unlock"))
        for part in (self.unlock, self.passphrase.line, self.recovery.line, self.other_way):
            part.setEnabled(not waiting)

    def refuse(self, text: str) -> None:
        """Says beside the field why it does not open; what was typed stays, to be mended."""
        self.wait(False)
        self.field.error = text
        self.take_keyboard()

    def say(self, text: str, offers: list[tuple[str, Callable[[], None]]]) -> None:
        """Says above the field what cannot wait."""
        self.notice.say(text, "stop", offers)

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard into the field."""
        self.field.line.setFocus()
        self.field.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back, where there is a way back."""
        if event.key() == Qt.Key.Key_Escape and not self.back.isHidden():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _change_way(self) -> None:
        self._ask_for(not self.by_recovery)
        self.take_keyboard()

    def _ask_for(self, recovery: bool) -> None:
        self.recovery.setVisible(recovery)
        self.passphrase.setVisible(not recovery)
        self.other_way.setText(
            self.tr("Use the passphrase instead") if recovery else self.tr("Use the recovery key instead")
        )
        self.other_way.setAccessibleName(self.other_way.text())

    def _try(self) -> None:
        if not self.unlock.isEnabled():
            return
        if not self.field.text:
            self.refuse(self.tr("Type the recovery key.") if self.by_recovery else self.tr("Type the passphrase."))
            return
        self.field.error = ""
        self.wait(True)
        self.tried.emit(self.field.text, self.by_recovery)
