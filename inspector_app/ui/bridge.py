"""Between the screen and the session: acts go down at once, what changed comes up after the commit."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import Command
from inspector_app.services.session import Changes, Pending, Session


class Bridge(QObject):
    """Holds the open session for all widgets.

    Signals:
        staged: an act stands on screen and is on its way to the disk (`Pending`).
        changed: an act is committed (`Changes`).
        saved: the time of the last commit, when nothing is on its way any more.
        refused: a command could not be carried out; the sentence to show.
        stalled: the disk did not take an act; the sentence to show. It stays on screen, marked *not saved*.
    """

    staged = Signal(object)
    changed = Signal(object)
    saved = Signal(object)
    refused = Signal(str)
    stalled = Signal(str)
    _committed = Signal(object)
    _stuck = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._on_the_way = 0
        session.writer.on_stall = lambda error: self._stuck.emit(str(error))
        self._committed.connect(self._settle)
        self._stuck.connect(self.stalled)

    @property
    def saving(self) -> bool:
        """Whether an act is on its way to the disk."""
        return self._on_the_way > 0

    def handle(self, command: Command, initiator: str = "") -> bool:
        """Asks the session; False (and `refused`) when it cannot be carried out."""
        try:
            pending = self.session.handle(command, initiator)
        except KnownError as error:
            self.refused.emit(str(error))
            return False
        self.follow(pending)
        return True

    def follow(self, pending: Pending | None) -> None:
        """Waits, without blocking, for an act to be committed."""
        if pending is None:
            return
        self._on_the_way += 1
        self.staged.emit(pending)
        pending.future.add_done_callback(lambda _: self._committed.emit(pending))

    def keep_draft(self, about: Any, ref: str, question: str, part: str, text: str) -> Future[None]:
        """Keeps text that is still being typed."""
        return self.session.keep_draft(about, ref, question, part, text)

    def retry(self) -> None:
        """Tries again to save what the disk did not take."""
        self.session.writer.retry()

    def _settle(self, pending: Pending) -> None:
        self._on_the_way -= 1
        changes: Changes = self.session.settle(pending)
        self.changed.emit(changes)
        if not self._on_the_way:
            self.saved.emit(changes.at)
