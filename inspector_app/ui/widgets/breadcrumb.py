"""The way from the whole down to here; each step of it is a way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.ui.parts import button, empty, label
from inspector_app.ui.widgets.form_flow import FlowLayout

_HEIGHT = 36


class Breadcrumb(QWidget):
    """Steps, the last of which is where one is.

    Signals:
        asked: the number of a step to go back to, from 0.
    """

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Where you are"))
        self._steps: tuple[str, ...] = ()
        self.links: list[QPushButton] = []
        self._line = FlowLayout(self, gap=2)

    @property
    def text(self) -> str:
        """The way in a line."""
        return " · ".join(self._steps)

    def show_steps(self, steps: Sequence[str]) -> None:
        """Shows a way."""
        if tuple(steps) == self._steps:
            return
        self._steps = tuple(steps)
        empty(self._line)
        self.links = []
        for place, step in enumerate(steps[:-1]):
            link = button(step, "link", self.tr("Back to %1").replace("%1", step))
            link.clicked.connect(lambda _=False, p=place: self.asked.emit(p))
            self.links.append(link)
            self._line.addWidget(link)
            dot = label("·", "quiet")
            for part in (link, dot):
                part.setFixedHeight(_HEIGHT)
            self._line.addWidget(dot)
        here = label(steps[-1], "strong")
        here.setFixedHeight(_HEIGHT)
        here.setContentsMargins(6, 0, 6, 0)
        self._line.addWidget(here)
        self.setAccessibleDescription(self.text)
