"""Asks who works here, before the first answer stands under a name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.ui.parts import button, label, row
from inspector_app.ui.phrases import role_words
from inspector_app.ui.widgets.field_inputs import PatientComboBox


class WhoBar(QFrame):
    """A line with the codes of the team.

    Signals:
        said: the code of the person who works here.
    """

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "notice")
        self.setProperty("tone", "attention")
        self.code = PatientComboBox()
        self.code.setEditable(True)
        # Return in the field says who it is; it adds nothing to the list.
        self.code.setInsertPolicy(PatientComboBox.InsertPolicy.NoInsert)
        self.code.setMinimumWidth(220)
        self.code.setAccessibleName(self.tr("Your assessor code"))
        use = button(self.tr("Work as this assessor"), "primary")
        use.clicked.connect(self._use)
        field = self.code.lineEdit()
        if field is not None:
            field.returnPressed.connect(self._use)
            field.setAccessibleName(self.tr("Your assessor code"))
        line = row(
            label(self.tr("Who are you?"), "strong"),
            label(self.tr("Your answers stand under your code."), "quiet", wrap=True),
            self.code,
            use,
            spacing=12,
        )
        line.setContentsMargins(16, 8, 16, 8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def ask(self, team: Iterable[tuple[str, str]], me: str) -> None:
        """Offers the members of a team (code and role), with who worked here last on top."""
        self.code.clear()
        for code, role in team:
            self.code.addItem(f"{code} – {role_words(role)}", code)
        place = self.code.findData(me)
        if place >= 0:
            self.code.setCurrentIndex(place)
        else:
            # Nobody is chosen yet, so that Down begins with the first.
            self.code.setCurrentIndex(-1)
            self.code.setEditText(me)
        self.show()

    def take_keyboard(self) -> None:
        """Puts the keyboard into the field."""
        self.code.setFocus()

    def _use(self) -> None:
        typed = self.code.currentText().strip()
        known = {text.casefold(): code for text, code in self._offered() for text in (text, code)}
        code = known.get(typed.casefold(), typed)
        if code:
            self.hide()
            self.said.emit(code)

    def _offered(self) -> list[tuple[str, str]]:
        return [(self.code.itemText(place), str(self.code.itemData(place))) for place in range(self.code.count())]
