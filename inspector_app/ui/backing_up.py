"""Has backups of the open inspection made while somebody works, and when it is closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain.keeping import Why
from inspector_app.services.backups import Keeper
from inspector_app.ui.workspace import Workspace

_LOOKS = 20_000
"""So many milliseconds after each other it is looked whether a backup is due; the rest is `domain.keeping`'s."""


class BackingUp(QObject):
    """Looks now and then whether a backup is due.

    Attributes:
        why_closing: what the backup at closing is made for.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.why_closing: Why = "closing"
        self._keeper: Keeper | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS)
        self._timer.timeout.connect(self.look)

    def follow(self, work: Workspace) -> None:
        """Another inspection is open."""
        self._keeper = work.session.keeper
        self._timer.start()

    def look(self) -> None:
        """Makes a backup if one is due."""
        if self._keeper is not None:
            self._keeper.tick()

    def leave(self) -> None:
        """Makes the last one; the inspection is about to be closed."""
        self._timer.stop()
        if self._keeper is not None:
            self._keeper.last_one(self.why_closing)
        self._keeper, self.why_closing = None, "closing"
