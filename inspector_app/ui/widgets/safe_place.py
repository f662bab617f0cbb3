"""Where the open inspection is kept, and what is in the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.ui.bridge import Bridge
from inspector_app.ui.parts import column, empty, label
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.safe_section import SafeSection


class SafePlace(SafeSection):
    """The file: its place, whether it is encrypted, how much it holds."""

    id = "place"

    def __init__(self, bridge: Bridge, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("This file")
        self._bridge, self._path = bridge, path
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        words = self.tr(
            "Each answer is in this file as soon as Saved stands at the top of the window. The file may be copied and "
            "moved like any other while it is closed; changes are never overwritten in it, so every earlier answer can "
            "still be read."
        )
        told = label(words, "quiet", wrap=True)
        told.setMaximumWidth(640)
        layout = column(16, self._facts, 8, told, -1, margins=24)
        self.setLayout(layout)

    def says(self) -> str:
        """Whether the file opens to everybody."""
        if self._bridge.session.key is not None:
            return self.tr("Encrypted: it opens with the passphrase only.")
        return self.tr("Not encrypted: whoever has the file can read it.")

    def showEvent(self, event: QShowEvent) -> None:
        """Counts anew."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        session = self._bridge.session
        cases = counted(len(session.refs()), self.tr("1 case"), self.tr("%1 cases"))
        changes = counted(len(session.ledger), self.tr("1 change"), self.tr("%1 changes"))
        lines = (
            (self.tr("Name"), self._path.name),
            (self.tr("Folder"), str(self._path.absolute().parent)),
            (self.tr("Protection"), self.says()),
            (self.tr("Holds"), f"{cases}, {changes}"),
            (self.tr("Question set"), f"{session.instrument.title} ({session.instrument.version})"),
        )
        empty(self._facts)
        for place, (name, value) in enumerate(lines):
            shown = label(value, wrap=True)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name}: {value}")
            self._facts.addWidget(label(name, "quiet"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(shown, place, 1)
