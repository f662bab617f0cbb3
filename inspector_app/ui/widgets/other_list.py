"""The inspections that this one is compared with, each by its Trust and dates, and each to be taken away again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.services.comparing import Other
from inspector_app.ui.parts import button, column, empty, label, row
from inspector_app.ui.phrases import counted, day_of


class OtherList(QWidget):
    """One line for each.

    Signals:
        removed: the path of one that is to go.
    """

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: QVBoxLayout = column(spacing=0)
        self.setLayout(self._lines)

    def show_others(self, others: Sequence[Other], own: str) -> None:
        """Lists them. `own` is the id of the inspection that is open, by which a copy of it is known."""
        empty(self._lines)
        for other in others:
            self._lines.addWidget(self._line(other, own))

    def _line(self, other: Other, own: str) -> QWidget:
        number = len(other.signed_off)
        cases = counted(number, self.tr("1 case signed off"), self.tr("%1 cases signed off"))
        if other.unfinished:
            cases = f"{cases}, {self.tr('%1 unfinished').replace('%1', str(len(other.unfinished)))}"
        parts = [other.path.name, f"{other.instrument.title}, {other.instrument.version}", cases]
        if other.id == own:
            parts.append(self.tr("a copy of this inspection"))
        facts = label(" · ".join(parts), "quiet", wrap=True)
        remove = button(self.tr("Remove"), "link", self.tr("Remove %1").replace("%1", name_of(other)))
        remove.clicked.connect(lambda: self.removed.emit(other.path))
        line = row(label(self.tr("There:"), "quiet"), label(name_of(other), "strong"), facts, remove)
        line.setStretch(2, 1)
        made = QWidget()
        made.setLayout(line)
        return made


def name_of(other: Other) -> str:
    """An inspection by its Trust and dates."""
    said = other.details.details
    days = [day_of(said[name]) for name in ("fieldwork_start", "fieldwork_end") if said.get(name)]
    to = QCoreApplication.translate("others", "to")
    return f"{other.name} ({f' {to} '.join(dict.fromkeys(days))})" if days else other.name


def names_of(others: Sequence[Other]) -> str:
    """Several inspections by their Trusts and dates."""
    return "; ".join(map(name_of, others))
