"""When a score is worth a proposal: the numbers, as the lead sets them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.thresholds import USUAL, Thresholds
from inspector_app.ui.parts import button, label, row


class ThresholdPanel(QWidget):
    """Five numbers, each kept as soon as it is typed and left.

    Signals:
        changed: the `Thresholds` that are wanted.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stands = USUAL
        self.fields: Mapping[str, QLineEdit] = {}
        self._build()

    def show_thresholds(self, thresholds: Thresholds, refusal: str) -> None:
        """Shows what stands; a number that is being typed is left alone."""
        self._stands = thresholds
        for name, field in self.fields.items():
            if not field.hasFocus() or not field.isModified():
                field.setText(str(getattr(thresholds, name)))
            field.setEnabled(not refusal)
        self.usual.setVisible(not refusal and thresholds != USUAL)
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))

    def _build(self) -> None:
        lines = (
            ("strength", self.tr("A strength scores at least"), self.tr("per cent"), 100),
            ("area", self.tr("An area for improvement scores at most"), self.tr("per cent"), 100),
            ("least", self.tr("On at least"), self.tr("cases"), 999),
            ("apart", self.tr("Apart from the score of its outcome by at least"), self.tr("points"), 100),
            ("most", self.tr("Of each, a chapter is offered at most"), "", 99),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        made: dict[str, QLineEdit] = {}
        for place, (name, words, unit, most) in enumerate(lines):
            field = made[name] = QLineEdit()
            field.setValidator(QIntValidator(0, most, field))
            field.setFixedWidth(72)
            field.setAccessibleName(f"{words} {unit}".strip())
            field.editingFinished.connect(self._keep)
            told = label(words, "", wrap=True)
            told.setBuddy(field)
            for column, part in enumerate((told, field, label(unit, "quiet"))):
                grid.addWidget(part, place, column)
        self.fields = made
        self.usual = button(self.tr("Back to what is usual"), "link")
        self.usual.clicked.connect(lambda: self.changed.emit(USUAL))
        self._refusal = label("", "quiet", wrap=True)
        told_of = self.tr(
            "Proposals are drawn from the scores by these numbers. Nothing goes into the report by itself."
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.setSpacing(12)
        whole.addWidget(label(told_of, "quiet", wrap=True))
        whole.addLayout(grid)
        whole.addLayout(row(self.usual, -1))
        whole.addWidget(self._refusal)
        whole.addStretch(1)

    def _keep(self) -> None:
        if not any(field.isModified() for field in self.fields.values()):
            return
        wanted = Thresholds(**{n: int(f.text() or getattr(self._stands, n)) for n, f in self.fields.items()})
        for field in self.fields.values():
            field.setModified(False)
        if wanted != self._stands:
            self.changed.emit(wanted)
