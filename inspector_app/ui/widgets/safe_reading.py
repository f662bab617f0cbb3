"""Safekeeping, *Copies to read*: one page that shows the whole inspection in any browser, without this program."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.services.recovery_copy import MOST_BY_ITSELF, freeze, write
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errand import Errand
from inspector_app.ui.jobs import Act
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.widgets.safe_section import SafeSection


class SafeReading(SafeSection):
    """Writes a recovery copy, and says when one is written by itself."""

    id = "reading"

    def __init__(self, bridge: Bridge, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Copies to read")
        self._bridge, self._desk = bridge, desk
        self.write = button(self.tr("Write a recovery copy…"), "primary")
        self.write.clicked.connect(self._choose)
        what = self.tr(
            "A recovery copy is one page that shows every case, answer and note in any browser, offline, without "
            "Inspector. It is for the day on which nothing else opens, and for printing. It cannot be read back in."
        )
        texts = [label(self.tr("Readable without Inspector"), "heading"), label(what, wrap=True)]
        texts += [label(text, "quiet", wrap=True) for text in self._told()]
        inside = QWidget()
        inside.setMaximumWidth(680)
        inside.setLayout(column(*texts, 4, row(self.write, -1), -1, spacing=12))
        body = QWidget()
        body.setProperty("surface", "paper")
        placed = row(inside, -1, margins=24)
        placed.setStretch(0, 100)
        body.setLayout(placed)
        self.setLayout(column(scrolled(body, narrow=True)))

    def take_keyboard(self) -> None:
        """Puts the keyboard on the button."""
        self.write.setFocus()

    def write_to(self, path: Path) -> None:
        """Writes one."""
        session, desk = self._bridge.session, self._desk

        def prepare() -> Act:
            frozen = freeze(session, desk.keeping, desk.version, datetime.now().astimezone())
            return lambda progress, cancelled: write(frozen, path, progress, cancelled)

        done = self.tr("The recovery copy is kept as %1 in %2.")
        text = done.replace("%1", path.name).replace("%2", str(path.parent))
        self.errand_asked.emit(
            Errand(self.tr("Writing the recovery copy"), prepare, lambda _: self.notice.emit(text, "good"))
        )

    def _told(self) -> list[str]:
        session = self._bridge.session
        by_itself = self.tr("At each closing the latest is kept with the backups, also in their second place.")
        if len(session.ledger) > MOST_BY_ITSELF:
            by_itself = self.tr("This inspection is so large that one is written only when you ask for it.")
        if session.key is None:
            return [by_itself, self.tr("It is not encrypted, as the inspection is not: whoever has it can read it.")]
        how = self.tr(
            "It is encrypted. The page asks for the passphrase or the recovery key of the inspection, decrypts itself "
            "in the browser, and allows no connection. After an opening with the recovery key alone only that opens it."
            " Kept copies from before a change of the passphrase are replaced at the next opening; those that you "
            "wrote elsewhere go on opening with the passphrase of their time."
        )
        return [by_itself, how]

    def _choose(self) -> None:
        name = self.tr("Recovery copy %1.html").replace("%1", date.today().isoformat())
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Write a recovery copy"), str(self._desk.documents / name), self.tr("Web page (*.html)")
        )
        if chosen:
            path = Path(chosen)
            self.write_to(path if path.suffix else path.with_name(path.name + ".html"))
