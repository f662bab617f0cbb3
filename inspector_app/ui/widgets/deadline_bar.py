"""A line in which the lead says when a case is late."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.domain.instrument import CaseField
from inspector_app.domain.values import BadValue, clean_field
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.widgets.field_inputs import FieldInput


class DeadlineBar(QFrame):
    """A day, and a number of days without a change; either may stay empty. Escape closes it.

    Signals:
        filled: both as they are stored.
        left: it was closed without a change.
    """

    filled = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.due = FieldInput(CaseField("due", self.tr("To be submitted by"), "date"))
        self.days = FieldInput(CaseField("quiet_days", self.tr("Days in progress without a change"), "number"))
        self.save = button(self.tr("Save"), "primary", self.tr("Save when a case is late"))
        self.cancel = button(self.tr("Cancel"))
        self._said = label(self.tr("The lead inspector or the deputy sets this."), "quiet")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._leave)
        self.setLayout(
            row(self.due, self.days, column(-1, row(self.save, self.cancel, self._said)), -1, margins=12, spacing=16)
        )
        self.hide()

    def ask(self, due: str, days: str, may: bool) -> None:
        """Shows what stands; to read only for whoever does not lead."""
        for field, value in ((self.due, due), (self.days, days)):
            field.value, field.error = value, ""
            field.control.setEnabled(may)
        self.save.setVisible(may)
        self._said.setVisible(not may)
        self.show()
        (self.due.control if may else self.cancel).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Saves on Return, closes on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save.isVisible():
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        for field in (self.due, self.days):
            field.error = ""
            try:
                clean_field(field.field, field.value)
            except BadValue as error:
                field.complain(error)
        if self.days.value and not self.days.error and not (self.days.value.isdecimal() and self.days.value.isascii()):
            self.days.error = self.tr("Write a whole number of days, such as 3.")
        if not self.due.error and not self.days.error:
            self.hide()
            self.filled.emit(self.due.value, self.days.value)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
