"""What a figure counts of its question: a side of the line, or some of its answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Choice
from inspector_app.ui.parts import caption, empty


class CountedAnswers(QWidget):
    """A choice between the sides of the line, where there is one, and a list of answers to tick.

    Signals:
        changed: something else is to be counted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.above = QRadioButton(self.tr("What is above the line"))
        self.below = QRadioButton(self.tr("What is below the line"))
        self.some = QRadioButton(self.tr("Some answers"))
        group = QButtonGroup(self)
        self.ticks: dict[str, QCheckBox] = {}
        self._choices: tuple[Choice, ...] = ()
        self._answers = QVBoxLayout()
        self._answers.setContentsMargins(16, 0, 0, 0)
        self._answers.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for radio in (self.above, self.below, self.some):
            radio.setAccessibleName(radio.text())
            group.addButton(radio)
            layout.addWidget(radio)
            radio.toggled.connect(lambda on: self._on_side() if on else None)
        layout.addLayout(self._answers)

    @property
    def answers(self) -> tuple[str, ...]:
        """The codes that are ticked; empty where a side of the line is counted."""
        counted = self.some.isChecked()
        return tuple(code for code, tick in self.ticks.items() if tick.isChecked()) if counted else ()

    @property
    def line(self) -> str:
        """``below`` where that is counted; empty otherwise."""
        return "below" if self.below.isChecked() else ""

    def offer(self, choices: Sequence[Choice], scored: bool, answers: Sequence[str] = (), line: str = "") -> None:
        """Offers what there is to count, with what is counted now."""
        self.blockSignals(True)
        self._choices = tuple(choices)
        empty(self._answers)
        self.ticks = {}
        for choice in choices:
            tick = QCheckBox(caption(choice.label))
            tick.setAccessibleName(choice.label)
            tick.setChecked(choice.code in answers)
            tick.toggled.connect(self._on_tick)
            self.ticks[choice.code] = tick
            self._answers.addWidget(tick)
        for radio in (self.above, self.below, self.some):
            radio.setVisible(scored)
        side = self.below if line == "below" else self.above
        (side if scored and not answers else self.some).setChecked(True)
        self._show_ticks()
        self.setVisible(scored or bool(choices))
        self.blockSignals(False)

    def _on_side(self) -> None:
        self._show_ticks()
        self.changed.emit()

    def _on_tick(self) -> None:
        self.changed.emit()

    def _show_ticks(self) -> None:
        for tick in self.ticks.values():
            tick.setVisible(self.some.isChecked())
