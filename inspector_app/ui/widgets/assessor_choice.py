"""Several members of a team to choose from, each with what there is to know before choosing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from inspector_app.ui.parts import empty, label


class AssessorChoice(QWidget):
    """A box for each assessor, with words beside it in columns.

    Signals:
        changed: another choice of assessors.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)

    def show_assessors(self, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str], bool]]) -> None:
        """Shows assessors, each as code, words for the columns, and whether they can be chosen.

        Who was chosen stays chosen.
        """
        kept = set(self.chosen())
        empty(self._grid)
        self.boxes = {}
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "caps"), 0, place)
        for line, (code, words, possible) in enumerate(rows, 1):
            box = QCheckBox(code.replace("&", "&&"))
            box.setAccessibleName(", ".join((code, *(f"{h} {w}" for h, w in zip(heads[1:], words, strict=False)))))
            box.setEnabled(possible)
            box.setChecked(code in kept and possible)
            box.toggled.connect(self.changed)
            self.boxes[code] = box
            self._grid.addWidget(box, line, 0)
            for place, word in enumerate(words, 1):
                self._grid.addWidget(label(word, "quiet"), line, place)
        self._grid.setColumnStretch(len(heads), 1)

    def chosen(self) -> tuple[str, ...]:
        """The codes of those chosen, in order."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked() and box.isEnabled())

    def choose(self, codes: Iterable[str]) -> None:
        """Chooses these and no others."""
        wanted = set(codes)
        for code, box in self.boxes.items():
            box.setChecked(code in wanted and box.isEnabled())
