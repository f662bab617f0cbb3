"""One control for each kind of fact, its label and help above it, its error beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.instrument import CaseField
from inspector_app.domain.values import BadValue
from inspector_app.ui.parts import label, restyle, row
from inspector_app.ui.phrases import day_of, typed_day


class FieldInput(QWidget):
    """A fact with its label. `value` reads and writes it as it is stored, unchecked.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(
        self, field: CaseField, used: Iterable[str] = (), note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._caption = label(field.label, "strong")
        self._note = label(note, "small")
        self._help = label(field.help, "quiet", wrap=True)
        self._error = label("", "stop", wrap=True)
        self.control: QLineEdit | QComboBox = self._choices() if field.kind == "single" else self._line(used)
        self.control.setAccessibleName(field.label)
        self.control.setAccessibleDescription(" ".join(part for part in (field.help, note) if part))
        self._caption.setBuddy(self.control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row(self._caption, self._note, -1, spacing=10))
        for widget in (self._help, self._error, self.control):
            layout.addWidget(widget)
        self._note.setVisible(bool(note))
        self._help.setVisible(bool(field.help))
        self._error.hide()

    @property
    def value(self) -> str:
        """What stands in the control, as it is stored; empty is blank."""
        if isinstance(self.control, QComboBox):
            return str(self.control.currentData() or "")
        text = self.control.text().strip()
        return typed_day(text) if self.field.kind == "date" else text

    @value.setter
    def value(self, value: str) -> None:
        if isinstance(self.control, QComboBox):
            self.control.setCurrentIndex(max(0, self.control.findData(value)))
        else:
            self.control.setText(day_of(value) if self.field.kind == "date" else value)

    @property
    def error(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return self._error.text()

    @error.setter
    def error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        restyle(self.control, "wrong", "true" if text else "")
        told = (text, self.field.help)
        self.control.setAccessibleDescription(" ".join(part for part in told if part))

    def complain(self, error: BadValue) -> None:
        """Says what is wrong in the words of the page, not of a table."""
        date = self.tr("“%1” is no date; write it as 2 September 2013 or 2/9/2013.").replace("%1", self.value)
        named = str(error).replace(f"The field {self.field.name}", f"“{self.field.label}”")
        self.error = date if self.field.kind == "date" else named

    def _choices(self) -> QComboBox:
        box = PatientComboBox()
        # The longest choice must not make a narrow panel wider than it is.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.addItem(self.tr("Choose…"), "")
        for choice in self.field.choices:
            box.addItem(choice.label, choice.code)
        box.activated.connect(self.edited)
        return box

    def _line(self, used: Iterable[str]) -> QLineEdit:
        line = QLineEdit()
        known = sorted(set(used))
        if known:
            completer = QCompleter(known, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        if self.field.kind == "date":
            line.setPlaceholderText(self.tr("for example 2 September 2013 or 2/9/2013"))
        line.textEdited.connect(self.edited)
        return line


class PatientComboBox(QComboBox):
    """A list of choices that the wheel does not change while the page scrolls under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: object) -> None:
        """Leaves the wheel to the page unless the list has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)  # type: ignore[arg-type]
        else:
            event.ignore()  # type: ignore[attr-defined]
