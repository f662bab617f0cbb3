"""A list in which an outcome or a criterion is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.ui.widgets.field_inputs import PatientComboBox

_INDENT = "\u2003"


class CriterionBox(PatientComboBox):
    """All outcomes, each with its criteria beneath it.

    Signals:
        chosen: another one; see `within`.
    """

    chosen = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Outcome or criterion"))
        self.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(26)
        self.addItem(self.tr("All outcomes and criteria"), "")
        for outcome in instrument.outcomes:
            own = [c for c in instrument.criteria if c.outcome == outcome.id]
            self.addItem(f"{outcome.id}  {outcome.title}", " ".join(c.id for c in own))
            for criterion in own:
                self.addItem(f"{_INDENT}{criterion.id}  {criterion.title}", criterion.id)
        self.currentIndexChanged.connect(lambda _: self.chosen.emit())

    @property
    def within(self) -> frozenset[str] | None:
        """The criteria that are looked at; None where it is all of them."""
        return frozenset(str(self.currentData() or "").split()) or None
