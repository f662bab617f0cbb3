"""The conditions of a figure: removable chips, and the way to add one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.breakdown import traits
from inspector_app.services.results import values_of
from inspector_app.services.session import Session
from inspector_app.ui.parts import button, caption, empty
from inspector_app.ui.score_words import trait_words, value_words
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.finding_box import FindingBox
from inspector_app.ui.widgets.form_flow import FlowLayout


class Conditions(QWidget):
    """Which cases a figure is about.

    Signals:
        changed: a condition was added or taken away by the person.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._instrument = session, session.instrument
        self.where: tuple[tuple[str, str], ...] = ()
        self.chips: list[QPushButton] = []
        self._line = QWidget()
        self._flow = FlowLayout(self._line, gap=6)
        self.key = FindingBox(self.tr("Fact or question that narrows the cases"), letters=12)
        self.key.picked.connect(self._offer_values)
        self.value = PatientComboBox()
        self.value.setAccessibleName(self.tr("Value to keep"))
        self.value.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.value.setMinimumContentsLength(12)
        self.value.activated.connect(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._line, self.key, self.value):
            layout.addWidget(part)
        named = [(t.key, trait_words(self._instrument, t.key)) for t in traits(self._instrument)]
        self.key.offer([("", self.tr("All cases that count; narrow by…")), *named])
        self.show_where(())

    def show_where(self, where: Sequence[tuple[str, str]]) -> None:
        """Shows conditions as chips; the lists are ready for one more."""
        self.where = tuple(where)
        empty(self._flow)
        self.chips = []
        for key, value in self.where:
            words = f"{trait_words(self._instrument, key)} = {value_words(self._instrument, key, value)}"
            chip = button("", "chip", self.tr("Remove condition: %1").replace("%1", words))
            chip.setText(caption(f"{words}  ✕"))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _=False, k=key, v=value: self._remove(k, v))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self._line.setVisible(bool(self.where))
        self.key.choose("")
        self._offer_values("")

    def _offer_values(self, key: str) -> None:
        self.value.clear()
        self.value.setVisible(bool(key))
        if not key:
            return
        self.value.addItem(self.tr("Choose a value…"), None)
        for choice in values_of(self._session, key):
            self.value.addItem(value_words(self._instrument, key, choice.code), choice.code)
        self.value.addItem(value_words(self._instrument, key, ""), "")
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, at: int) -> None:
        value, key = self.value.itemData(at), self.key.key
        if value is not None and key:
            kept = [pair for pair in self.where if pair[0] != key]
            self.show_where([*kept, (key, str(value))])
            self.key.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _remove(self, key: str, value: str) -> None:
        self.show_where([pair for pair in self.where if pair != (key, value)])
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
