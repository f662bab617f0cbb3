"""What a sentence rests on, line by line, each with the way to its cases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.parts import button, empty, label, row


class CasesBehind(QWidget):
    """Lines of words; those with a question lead to the cases behind it.

    Signals:
        asked: the id of a question whose cases are to be shown.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = label("", "strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._heading)
        whole.addLayout(self._lines)

    def show_lines(self, heading: str, lines: Sequence[tuple[str, str]]) -> None:
        """Shows lines, each as words and the id of a question; that is empty where no cases are to be shown."""
        empty(self._lines)
        self._heading.setText(heading)
        for words, question in lines:
            line = QWidget()
            inside = row(label(words, "", wrap=True))
            inside.setStretch(0, 1)
            if question:
                made = button(self.tr("Cases"), "link", self.tr("Cases behind %1").replace("%1", words))
                made.clicked.connect(partial(self.asked.emit, question))
                inside.addWidget(made)
            line.setLayout(inside)
            self._lines.addWidget(line)
        self.setVisible(bool(lines))
