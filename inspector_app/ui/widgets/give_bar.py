"""The line under the list of cases in which the selected ones are given to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.parts import button, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.field_inputs import PatientComboBox


class GiveBar(QWidget):
    """An assessor to choose, and the button.

    Signals:
        given: the code of the assessor who gets the selected cases; empty takes them from whoever has them.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = PatientComboBox()
        self.who.setAccessibleName(self.tr("Assessor who gets the selected cases"))
        self.who.setMinimumWidth(140)
        self.give = button(self.tr("Allocate"))
        self.give.clicked.connect(lambda: self.given.emit(str(self.who.currentData() or "")))
        self._hint = label(self.tr("By a table: a CSV with the columns case_ref and assessor."), "small")
        self.setLayout(row(label(self.tr("The selected cases go to"), "quiet"), self.who, self.give, -1, self._hint))

    def show_assessors(self, codes: Sequence[str]) -> None:
        """Offers these; who is chosen stays chosen."""
        if [self.who.itemData(place) for place in range(1, self.who.count())] == codes:
            return
        kept = self.who.currentData()
        self.who.clear()
        self.who.addItem(self.tr("Nobody"), "")
        for code in codes:
            self.who.addItem(code, code)
        self.who.setCurrentIndex(max(0, self.who.findData(kept)) or min(1, len(codes)))

    def name(self, number: int, proposing: bool, may: bool) -> None:
        """Says what the button does to so many selected cases."""
        words = counted(number, self.tr("Allocate %1 case"), self.tr("Allocate %1 cases"))
        if proposing:
            words = counted(number, self.tr("Propose for %1 case"), self.tr("Propose for %1 cases"))
        self.give.setText(words)
        self.give.setAccessibleName(words)
        self.give.setEnabled(bool(number) and may)
        self.who.setEnabled(may)
        self._hint.setVisible(not proposing)
