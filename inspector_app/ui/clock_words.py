"""What is said where the clock of this computer stands before the last change in the file."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Signal

from inspector_app.domain.order import behind
from inspector_app.services.session import Changes, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.phrases import clock, day


def latest_of(session: Session) -> datetime | None:
    """When the latest change in the file was made, by the clock of whoever made it."""
    return max((revision.at for revision in session.ledger), default=None)


def clock_words(latest: datetime | None, now: datetime) -> str:
    """The sentence; empty where the clock may be right."""
    if latest is None or behind(latest, now) is None:
        return ""
    text = QCoreApplication.translate(
        "clock",
        "The clock of this computer says %1, but the last change in this file was made on %2: it was set back, or "
        "another one ran ahead. The order of changes is kept all the same. Put the clock right before you go on.",
    )
    return text.replace("%1", _moment(now)).replace("%2", _moment(latest))


class ClockWatch(QObject):
    """Looks at each change of the open inspection whether the clock went back behind the one before it.

    Attributes:
        words: what is to be said when the inspection is opened; empty where there is nothing.

    Signals:
        jumped: what is to be said of a change.
    """

    jumped = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = bridge.session
        self._latest = latest_of(bridge.session)
        self._told = ""
        self.words = self._look(bridge.session.now())
        bridge.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        words = self._look(changes.at)
        if words:
            self.jumped.emit(words)

    def _look(self, at: datetime) -> str:
        """What is to be said of a moment by the clock, once for each jump."""
        words = clock_words(self._latest, at)
        if not words:
            self._latest = at if self._latest is None else max(self._latest, at)
            self._told = ""
            return ""
        known, self._told = bool(self._told), words
        return "" if known else words


def _moment(at: datetime) -> str:
    return f"{day(at.astimezone().date())}, {clock(at)}"
