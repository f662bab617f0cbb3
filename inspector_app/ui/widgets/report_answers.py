"""What a figure counts of its question: a side of the line, or some of its answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Choice
from inspector_app.ui.parts import caption, empty

_SIGN = 44
"""What the box and the gaps beside its words take, in pixels."""


class _Tick(QCheckBox):
    """An answer to tick; words that are longer than the panel is wide are cut, and told whole by its tip."""

    def __init__(self, words: str) -> None:
        super().__init__(caption(words))
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(words)

    def minimumSizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(_SIGN, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        room = self.width() - _SIGN
        self.setText(caption(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)))


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

    @property
    def unsaid(self) -> bool:
        """Whether some answers are to be counted, and none is ticked yet."""
        return not self.isHidden() and self.some.isChecked() and not self.answers

    def offer(self, choices: Sequence[Choice], scored: bool, answers: Sequence[str] = (), line: str = "") -> None:
        """Offers what there is to count, with what is counted now."""
        self.blockSignals(True)
        self._choices = tuple(choices)
        empty(self._answers)
        self.ticks = {}
        before: QWidget = self.some
        for choice in choices:
            tick = _Tick(choice.label)
            tick.setChecked(choice.code in answers)
            tick.toggled.connect(self._on_tick)
            self.ticks[choice.code] = tick
            self._answers.addWidget(tick)
            # Made after all else of the window, they would be reached last.
            self.setTabOrder(before, tick)
            before = tick
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
