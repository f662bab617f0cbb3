"""Has backups of the open inspection made while somebody works, and when it is closed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain.keeping import Why
from inspector_app.services.recovery_copy import freeze, keep_with_backups, replace_outlived
from inspector_app.ui.desk import Desk
from inspector_app.ui.workspace import Workspace

_LOOKS = 20_000
"""So many milliseconds after each other it is looked whether a backup is due; the rest is `domain.keeping`'s."""


class BackingUp(QObject):
    """Looks now and then whether a backup is due.

    Attributes:
        why_closing: what the backup at closing is made for.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.why_closing: Why = "closing"
        self._desk = desk
        self._work: Workspace | None = None
        self._typed = self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS)
        self._timer.timeout.connect(self.look)

    def hear(self, passphrase: str) -> None:
        """A passphrase was typed. If it opens what is opened next, recovery copies of that can be locked with it."""
        self._typed = passphrase or self._typed

    def stay(self) -> None:
        """It was not closed after all."""
        self.why_closing = "closing"

    def forget(self) -> None:
        """What was typed is not to open anything."""
        self._typed = ""

    def follow(self, work: Workspace) -> None:
        """Another inspection is open."""
        self._work = work
        if work.session.key is not None and self._typed:
            self._desk.keeping.locks.learn(work.session.key, self._typed)
        self._typed = ""
        if work.session.keeper is not None and work.session.key is not None:
            frozen = freeze(work.session, self._desk.keeping, self._desk.version, datetime.now().astimezone())
            replace_outlived(frozen, work.session.keeper)
        self._timer.start()

    def look(self) -> None:
        """Makes a backup if one is due, and tells once where the last could not be made."""
        if self._work is None or self._work.session.keeper is None:
            return
        problem = self._work.session.keeper.state.problem
        if problem and problem != self._told:
            text = self.tr("No backup could be made; what is saved in the file itself is safe. %1")
            self._work.notice.emit(text.replace("%1", problem), "attention")
        self._told = problem
        self._work.session.keeper.tick()

    def leave(self) -> None:
        """Makes the last one, and a copy to read along with it; the inspection is about to be closed."""
        self._timer.stop()
        work, why = self._work, self.why_closing
        self._work, self.why_closing = None, "closing"
        if work is None or work.session.keeper is None:
            return
        frozen = freeze(work.session, self._desk.keeping, self._desk.version, datetime.now().astimezone())
        work.session.keeper.last_one(why, lambda keeper: keep_with_backups(frozen, keeper))
