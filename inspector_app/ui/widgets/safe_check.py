"""Safekeeping, *Check*: whether the file, its history and its question set are sound, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.services.checking import Finding, check
from inspector_app.services.passphrases import FileKey
from inspector_app.services.salvaging import gap_lines, still_lacking
from inspector_app.services.work import Cancelled, Progress
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errand import Errand
from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, column, empty, label, restyle, row, scrolled
from inspector_app.ui.phrases import clock, counted
from inspector_app.ui.widgets.safe_section import SafeSection

_PARTS = 5
"""How many parts are looked at, about; each is told as it is begun."""


class SafeCheck(SafeSection):
    """Looks through the file on demand, and shows what was found."""

    id = "check"

    def __init__(self, bridge: Bridge, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Check")
        self._bridge, self._desk, self._path = bridge, desk, path
        self._build()

    def says(self) -> str:
        """What a file that was saved from damage still lacks, or that the history was changed outside."""
        session = self._bridge.session
        if session.flaws:
            return self.tr("The history was changed outside Inspector.")
        lacking = sum(gap.count for gap in still_lacking(session.copy.local, session.ledger))
        if not lacking:
            return ""
        return counted(
            lacking,
            self.tr("Saved from a damaged file; 1 change is still missing."),
            self.tr("Saved from a damaged file; %1 changes are still missing."),
        )

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins."""
        self.now.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Says anew what is missing."""
        super().showEvent(event)
        self._say_lacking()

    def look(self) -> None:
        """Checks the file, as a job."""
        path, instruments, key = self._path, self._desk.instruments, self._bridge.session.key
        self.errand_asked.emit(
            Errand(
                self.tr("Checking %1").replace("%1", path.name),
                lambda: lambda progress, cancelled: _check(path, instruments, key, progress, cancelled),
                self._show,
                self.tr("Stopped; nothing was changed."),
            )
        )

    def _build(self) -> None:
        told = label(
            self.tr(
                "Reads the whole file and proves it: the pages, every change by its digest and its place in the chain, "
                "signatures where the file is encrypted, the question set, and every answer. Nothing is changed."
            ),
            "quiet", wrap=True,
        )  # fmt: skip
        told.setMaximumWidth(640)
        self.now = button(self.tr("Check this file now"), "primary")
        self.now.clicked.connect(self.look)
        self.lacking = label("", "attention", wrap=True)
        self.summary = label("", "strong", wrap=True)
        self._found = QGridLayout()
        self._found.setHorizontalSpacing(24)
        self._found.setVerticalSpacing(8)
        self._found.setColumnStretch(1, 1)
        self.lacking.hide()
        self.summary.hide()
        inside = QWidget()
        inside.setProperty("surface", "paper")
        inside.setLayout(column(
            told, row(self.now, -1), self.lacking, 8, self.summary, self._found, -1, margins=24, spacing=12
        ))  # fmt: skip
        self.setLayout(column(scrolled(inside, narrow=True)))

    def _say_lacking(self) -> None:
        session = self._bridge.session
        lines = gap_lines(session.copy.local, session.ledger)
        advice = self.tr("Take in a backup or a copy of this inspection under Team, Take back, to fill the gaps.")
        self.lacking.setText("\n".join((self.says(), *(f"– {line}" for line in lines), advice)) if lines else "")
        self.lacking.setVisible(bool(lines))

    def _show(self, findings: tuple[Finding, ...]) -> None:
        empty(self._found)
        wrong = sum(len(one.problems) for one in findings)
        for place, one in enumerate(sorted(findings, key=lambda one: one.sound)):
            sign = label(self.tr("Sound") if one.sound else self.tr("Problem"), "good" if one.sound else "stop")
            what = one.what[:1].upper() + one.what[1:]
            text = what if one.sound else "\n".join((what, *one.problems))
            said = label(text, "" if not one.sound else "quiet", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{sign.text()}: {text}")
            self._found.addWidget(sign, place, 0, Qt.AlignmentFlag.AlignTop)
            self._found.addWidget(said, place, 1)
        at = clock(datetime.now().astimezone())
        text = (
            counted(wrong, self.tr("1 problem was found at %2. Keep the file, and go back to a backup or a copy."),
                    self.tr("%1 problems were found at %2. Keep the file, and go back to a backup or a copy."))
            if wrong
            else self.tr("Everything was sound at %2.")
        )  # fmt: skip
        restyle(self.summary, "role", "stop" if wrong else "good")
        self.summary.setText(text.replace("%2", at))
        self.summary.show()
        announce(self, self.summary.text())


def _check(
    path: Path, instruments: Mapping[str, Instrument], key: FileKey | None, progress: Progress, cancelled: Cancelled
) -> tuple[Finding, ...] | None:
    found: list[Finding] = []
    for one in check(path, instruments, key):
        if cancelled():
            return None
        found.append(one)
        progress(min(0.95, len(found) / _PARTS), one.what)
    return tuple(found)
