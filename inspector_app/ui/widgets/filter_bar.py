"""What narrows the cases that count: removable chips, and the way to add one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.breakdown import traits
from inspector_app.services.results import values_of
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.parts import button, caption, empty, label, row
from inspector_app.ui.score_words import trait_words, value_words
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.finding_box import FindingBox
from inspector_app.ui.widgets.form_flow import FlowLayout


class FilterBar(QWidget):
    """The conditions of a lens. Chips stand while there are any; the lists to add one unfold when asked for.

    Signals:
        unfolded: the lists to add a condition came or went.
    """

    unfolded = Signal()

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens = lens
        self._instrument = lens.session.instrument
        self.add_button = button(self.tr("Add filter…"))
        self.add_button.clicked.connect(self.open)
        self.chips: dict[str, QPushButton] = {}
        self._line = QWidget()
        self._flow = FlowLayout(self._line, gap=6)
        self._picker = self._make_picker()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._picker)
        layout.addWidget(self._line)
        self._picker.hide()
        lens.moved.connect(self._show)
        self._show()

    def open(self) -> None:
        """Unfolds the lists."""
        self.key.offer([("", self.tr("Filter by…")), *self._traits()])
        self.key.choose("")
        self._offer_values("")
        self._picker.show()
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)
        self.key.line.selectAll()
        self.unfolded.emit()

    def close_picker(self) -> None:
        """Folds the lists away."""
        self._picker.hide()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape folds the lists away."""
        if event.key() == Qt.Key.Key_Escape and not self._picker.isHidden():
            self.close_picker()
            return
        super().keyPressEvent(event)

    def _make_picker(self) -> QWidget:
        self.key = FindingBox(self.tr("Fact or question to filter by"), letters=30)
        self.key.picked.connect(self._on_key)
        self.value = PatientComboBox()
        self.value.setAccessibleName(self.tr("Value to keep"))
        self.value.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.value.setMinimumContentsLength(20)
        self.value.activated.connect(self._on_value)
        cancel = button(self.tr("Cancel"), "link", self.tr("Add no filter"))
        cancel.clicked.connect(self.close_picker)
        made = QWidget()
        made.setLayout(row(label(self.tr("Only cases where"), "quiet"), self.key, self.value, cancel, -1))
        return made

    def _traits(self) -> list[tuple[str, str]]:
        return [(t.key, trait_words(self._instrument, t.key)) for t in traits(self._instrument)]

    def _on_key(self, key: str) -> None:
        self._offer_values(key)
        if key:
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_values(self, key: str) -> None:
        self.value.clear()
        self.value.addItem(self.tr("Choose…"), None)
        self.value.setEnabled(bool(key))
        if not key:
            return
        for choice in values_of(self._lens.session, key):
            self.value.addItem(value_words(self._instrument, key, choice.code), choice.code)
        self.value.addItem(value_words(self._instrument, key, ""), "")

    def _on_value(self, at: int) -> None:
        value = self.value.itemData(at)
        if value is not None and self.key.key:
            self._lens.narrow(self.key.key, str(value))
            self.close_picker()

    def _show(self) -> None:
        where = self._lens.chosen.where
        had_keyboard = any(chip.hasFocus() for chip in self.chips.values())
        empty(self._flow)
        self.chips = {}
        for key, value in where.items():
            words = f"{trait_words(self._instrument, key)} = {value_words(self._instrument, key, value)}"
            chip = self.chips[key] = button("", "chip", self.tr("Remove filter: %1").replace("%1", words))
            chip.setText(caption(f"{words}  ✕"))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _=False, k=key: self._lens.narrow(k, None))
            self._flow.addWidget(chip)
        if len(where) > 1:
            lift = button(self.tr("Clear filters"), "link")
            lift.clicked.connect(self._lens.widen)
            self._flow.addWidget(lift)
        self._line.setVisible(bool(where))
        self.unfolded.emit()
        if had_keyboard:
            (next(iter(self.chips.values()), None) or self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
