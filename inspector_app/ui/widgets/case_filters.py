"""Search and filters above the list of cases."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.ui.models.cases_model import CasesModel
from inspector_app.ui.parts import button
from inspector_app.ui.widgets.field_inputs import PatientComboBox


class SearchField(QLineEdit):
    """A field that searches as one types.

    Signals:
        left: Return or the down key: on to what was found.
    """

    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(140)
        self.returnPressed.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes on to what was found on the down key; clears on Escape."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class CaseFilters(QWidget):
    """Search, status, unit and assessor.

    Signals:
        searched: the words typed.
        chosen: a column and the value to keep; an empty one lifts the filter.
        left: on to the list.
    """

    searched = Signal(str)
    chosen = Signal(str, str)
    left = Signal()

    def __init__(self, model: CasesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = SearchField(self.tr("Search cases"))
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self.left)
        names = {"status": self.tr("All statuses")}
        if model.unit is not None:
            names[model.unit.name] = self.tr("All: %1").replace("%1", model.unit.label.lower())
        names["assessor"] = self.tr("All assessors")
        self.boxes = {column: PatientComboBox() for column in names}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for column, box in self.boxes.items():
            box.addItem(names[column], "")
            box.setAccessibleName(self.tr("Filter: %1").replace("%1", names[column]))
            box.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(lambda _=0, c=column, b=box: self._choose(c, b))
            row.addWidget(box)
        self.lift = button(self.tr("Clear filters"), "link")
        self.lift.clicked.connect(self.clear)
        self.lift.hide()
        row.addWidget(self.lift)
        self.refresh()

    def refresh(self) -> None:
        """Offers the values that occur now; what is chosen stays chosen."""
        for column, box in self.boxes.items():
            values = self._model.values(column)
            if [box.itemData(i) for i in range(1, box.count())] == values:
                continue
            kept = box.currentData()
            box.blockSignals(True)
            while box.count() > 1:
                box.removeItem(1)
            for value in values:
                box.addItem(self._model.words(column, value), value)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.blockSignals(False)
            if box.currentData() != kept:
                self._choose(column, box)

    def clear(self) -> None:
        """Lifts every filter."""
        self.search.clear()
        for box in self.boxes.values():
            box.setCurrentIndex(0)

    def _choose(self, column: str, box: PatientComboBox) -> None:
        self.chosen.emit(column, str(box.currentData() or ""))
