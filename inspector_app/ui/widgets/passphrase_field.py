"""One field for a passphrase: hidden until it is to be seen, with a word where the Caps Lock key is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, label, restyle, row

_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhSensitiveData
)


class _Line(QLineEdit):
    """Tells from the letters that arrive whether Caps Lock is on; Qt itself does not say.

    Signals:
        caps: whether it seems to be on.
    """

    caps = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Looks at a letter: a capital without Shift, or a small one with it, comes from Caps Lock."""
        text, modifiers = event.text(), event.modifiers()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps.emit(False)
        elif len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(text.isupper() != shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was seen of the key is past."""
        self.caps.emit(False)
        super().focusOutEvent(event)


class PassphraseField(QWidget):
    """A passphrase with its label, *Show* beside it, and what is wrong with it.

    Attributes:
        field: the row of the field, to which a button may be added.

    Signals:
        edited: the person changed it.
        entered: Return was pressed in it.
        shown: whether it can be read now.
    """

    edited = Signal()
    entered = Signal()
    shown = Signal(bool)

    def __init__(self, name: str, told: str = "", hidden: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = label(name, "strong")
        self.help = label(told, "quiet", wrap=True)
        self._error = label("", "stop", wrap=True)
        self.caps = label(self.tr("Caps Lock seems to be on."), "attention", wrap=True)
        self.line = _Line()
        self.line.setInputMethodHints(_HINTS)
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(told)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.entered)
        self.line.caps.connect(self.caps.setVisible)
        self.caption.setBuddy(self.line)
        self.show_button = button(self.tr("Show"), "plain")
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self.reveal)
        self.field = row(self.line, self.show_button)
        self.field.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.caption, self.help, self._error):
            layout.addWidget(widget)
        layout.addLayout(self.field)
        layout.addWidget(self.caps)
        self.help.setVisible(bool(told))
        self._error.hide()
        self.caps.hide()
        self._name = name
        self.reveal(False)
        self.show_button.setVisible(hidden)
        if not hidden:
            self.reveal(True)

    @property
    def text(self) -> str:
        """What was typed, as it is: blanks count."""
        return self.line.text()

    @text.setter
    def text(self, text: str) -> None:
        self.line.setText(text)

    @property
    def error(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return self._error.text()

    @error.setter
    def error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        restyle(self.line, "wrong", "true" if text else "false")
        self.line.setAccessibleDescription(" ".join(part for part in (text, self.help.text()) if part))
        if text:
            announce(self.line, text)

    def clear(self) -> None:
        """Forgets what was typed, and hides what comes next."""
        # Unlike `clear`, this cannot be undone.
        self.line.setText("")
        self.error = ""
        self.caps.hide()
        if not self.show_button.isHidden():
            self.reveal(False)

    def reveal(self, seen: bool) -> None:
        """Shows what is typed, or hides it."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)
        self.show_button.setText(self.tr("Hide") if seen else self.tr("Show"))
        said = self.tr("Hide: %1") if seen else self.tr("Show: %1")
        self.show_button.setAccessibleName(said.replace("%1", self._name))
        if self.show_button.isChecked() != seen:
            self.show_button.setChecked(seen)
        self.shown.emit(seen)

    def _on_edited(self) -> None:
        self.error = ""
        self.edited.emit()
