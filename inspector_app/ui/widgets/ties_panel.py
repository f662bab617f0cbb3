"""Beside the list of cases: which assessor works with which officer, and so gets none of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui.parts import button, empty, label, row
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.side_panel import SidePanel


class TiesPanel(SidePanel):
    """The conflicts of interest on record, and a line for one more.

    Signals:
        recorded: an officer, an assessor, and why.
        lifted: an officer and an assessor.
    """

    recorded = Signal(str, str, str)
    lifted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(self.tr("Conflicts of interest"))
        words = self.tr("Who works with an officer is proposed none of their cases.")
        self.assessor, self.officer = PatientComboBox(), PatientComboBox()
        self.officer.setEditable(True)
        self.officer.setInsertPolicy(PatientComboBox.InsertPolicy.NoInsert)
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("Why, for example: same office"))
        named = (
            (self.assessor, self.tr("Assessor")), (self.officer, self.tr("Officer’s code")), (self.why, self.tr("Why")),
        )  # fmt: skip
        self.record = button(self.tr("Record"), "primary", self.tr("Record the conflict of interest"))
        self.record.clicked.connect(self._record)
        self.why.returnPressed.connect(self._record)
        self._problem = label("", "stop", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        content = QVBoxLayout()
        content.setSpacing(8)
        content.addWidget(label(words, "quiet", wrap=True))
        for field, name in named:
            field.setAccessibleName(name)
            content.addWidget(label(name, "strong"))
            content.addWidget(field)
        content.addWidget(self._problem)
        content.addLayout(row(self.record, -1))
        content.addWidget(label(self.tr("On record"), "heading"))
        content.addLayout(self._list)
        content.addStretch(1)
        done = button(self.tr("Done"))
        done.clicked.connect(self.closed)
        self.lay_out(content, row(done, -1))
        self._problem.hide()

    def show_ties(
        self, ties: Iterable[tuple[str, str, str]], assessors: Sequence[str], officers: Sequence[str]
    ) -> None:
        """Shows what is on record (officer, assessor, why), and whom one can choose from."""
        for box, codes in ((self.assessor, assessors), (self.officer, officers)):
            kept = box.currentText()
            box.clear()
            box.addItems(list(codes))
            box.setCurrentIndex(max(0, box.findText(kept)))
        empty(self._list)
        for officer, assessor, why in ties:
            text = self.tr("%1 works with %2").replace("%1", assessor).replace("%2", officer)
            lift = button(self.tr("Lift"), "link", self.tr("Lift: %1").replace("%1", text))
            lift.clicked.connect(partial(self.lifted.emit, officer, assessor))
            line, inside = QWidget(), row(label(f"{text}: {why}" if why else text, wrap=True), lift)
            inside.setStretch(0, 1)
            line.setLayout(inside)
            self._list.addWidget(line)
        if not self._list.count():
            self._list.addWidget(label(self.tr("None yet."), "quiet"))

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.assessor.setFocus()

    def _record(self) -> None:
        assessor, officer = self.assessor.currentText().strip(), self.officer.currentText().strip()
        self._problem.setText("" if assessor and officer else self.tr("Choose an assessor and an officer."))
        self._problem.setVisible(bool(self._problem.text()))
        if assessor and officer:
            self.recorded.emit(officer, assessor, self.why.text().strip())
            self.why.clear()
