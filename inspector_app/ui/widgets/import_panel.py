"""What an import of cases will do, before it does it, with every row that cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inspector_app.ui.desk import ImportSummary
from inspector_app.ui.parts import button, empty, label, row, widgets_in
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.side_panel import SidePanel

TOLD = 200
"""So many rows or references are named; the command line names all."""


class ImportPanel(SidePanel):
    """A preview. Nothing is taken in before the button is pressed.

    Signals:
        agreed: take the file in.
        again: choose another file.
    """

    agreed = Signal(object)
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.take_in = button("", "primary")
        self.take_in.clicked.connect(lambda: self.agreed.emit(self._path))
        other = button(self.tr("Choose another file…"), "plain")
        other.clicked.connect(self.again)
        self.heading.setText(self.tr("Import cases"))
        self.lay_out(self._list, row(self.take_in, other, -1))

    def preview(self, path: Path, summary: ImportSummary) -> None:
        """Shows what taking a file in would do."""
        self._path = path
        empty(self._list)
        self._say(path.name, "strong")
        self._say(counted(summary.rows, self.tr("%1 row read."), self.tr("%1 rows read.")), "quiet")
        if summary.bad_rows:
            self._tell_bad_rows(summary)
        else:
            self._tell_changes(summary)
        self._list.addStretch(1)
        changes = len(summary.new) + len(summary.changed)
        self.take_in.setEnabled(bool(changes) and not summary.bad_rows)
        words = counted(changes, self.tr("Import %1 case"), self.tr("Import %1 cases"))
        self.take_in.setText(words if self.take_in.isEnabled() else self.tr("Nothing to import"))
        self.take_in.setAccessibleName(self.take_in.text())
        if self.take_in.isEnabled():
            self.take_in.setFocus()

    def lines(self) -> list[str]:
        """What the panel says, line by line."""
        return [w.text() for w in widgets_in(self._list) if isinstance(w, QLabel)]

    def _named(self, refs: Sequence[str]) -> str:
        """The first references of many."""
        named = ", ".join(refs[:TOLD])
        left = len(refs) - TOLD
        return f"{named} {self.tr('and %1 more').replace('%1', str(left))}" if left > 0 else named

    def _tell_bad_rows(self, summary: ImportSummary) -> None:
        count = counted(
            len(summary.bad_rows),
            self.tr("%1 row cannot be taken, so nothing will be. Mend it in the file and choose the file again."),
            self.tr("%1 rows cannot be taken, so nothing will be. Mend them in the file and choose the file again."),
        )
        self._say(count, "stop")
        for sentence in summary.bad_rows[:TOLD]:
            self._say(sentence)
        if len(summary.bad_rows) > TOLD:
            self._say(self.tr("and %1 more").replace("%1", str(len(summary.bad_rows) - TOLD)), "quiet")

    def _tell_changes(self, summary: ImportSummary) -> None:
        self._say(
            counted(len(summary.new), self.tr("%1 case will be added"), self.tr("%1 cases will be added")), "good"
        )
        if summary.new:
            self._say(self._named(summary.new), "quiet")
        if summary.changed:
            text = counted(len(summary.changed), self.tr("%1 case will change"), self.tr("%1 cases will change"))
            self._say(text, "attention")
            self._say(self._named(summary.changed), "quiet")
        if summary.same:
            self._say(
                counted(
                    summary.same, self.tr("%1 row says what stands already"), self.tr("%1 rows say what stands already")
                )
            )
        if summary.members:
            self._say(self.tr("Joining the team: %1").replace("%1", ", ".join(summary.members)))
        for sentence in summary.gaps:
            self._say(sentence, "quiet")

    def _say(self, text: str, role: str = "") -> None:
        self._list.addWidget(label(text, role, wrap=True))
