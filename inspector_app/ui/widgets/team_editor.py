"""The team of an inspection: a code and a role for each member."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.ui.parts import button, row
from inspector_app.ui.phrases import role_words
from inspector_app.ui.widgets.field_inputs import PatientComboBox

ROLES = ("lead", "deputy", "inspector", "local_assessor")


class TeamEditor(QWidget):
    """Lines of code and role."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[tuple[QWidget, QLineEdit, PatientComboBox]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add_button: QPushButton = button(self.tr("Add a member"))
        self.add_button.clicked.connect(lambda: self.add().setFocus())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._list)
        whole.addLayout(row(self.add_button, -1))

    def show_team(self, team: Mapping[str, str]) -> None:
        """Shows a team in the order given."""
        for line, _, _ in tuple(self.lines):
            self._remove(line)
        for code, role in team.items():
            self.add(code, role)

    def add(self, code: str = "", role: str = "inspector") -> QLineEdit:
        """One more member; returns the field of the code."""
        field, box, line = QLineEdit(code), PatientComboBox(), QWidget()
        number = str(len(self.lines) + 1)
        field.setPlaceholderText(self.tr("Code"))
        field.setAccessibleName(self.tr("Code of member %1").replace("%1", number))
        for known in dict.fromkeys((*ROLES, role)):
            box.addItem(role_words(known), known)
        box.setCurrentIndex(box.findData(role))
        box.setAccessibleName(self.tr("Role of member %1").replace("%1", number))
        remove = button(self.tr("Remove"), "link", self.tr("Remove member %1").replace("%1", number))
        remove.clicked.connect(partial(self._remove, line))
        line.setLayout(row(field, box, remove))
        self.lines.append((line, field, box))
        self._list.addWidget(line)
        # What is made later comes last on the way of the Tab key, behind the buttons of the page.
        for one, other in pairwise((self.add_button, field, box, remove, self.add_button)):
            QWidget.setTabOrder(one, other)
        return field

    def team(self) -> dict[str, str]:
        """Code -> role, empty lines left out.

        Raises:
            KnownError: a code stands twice.
        """
        members: dict[str, str] = {}
        for _, field, box in self.lines:
            code = field.text().strip()
            if code in members:
                raise KnownError(self.tr("The code %1 stands twice in the team.").replace("%1", code))
            if code:
                members[code] = str(box.currentData())
        return members

    def _remove(self, line: QWidget) -> None:
        self.lines = [entry for entry in self.lines if entry[0] is not line]
        self._list.removeWidget(line)
        line.hide()
        line.deleteLater()
