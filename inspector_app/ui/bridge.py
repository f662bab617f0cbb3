"""Between the screen and the session: acts go down at once, what changed comes up after the commit."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.answers import Slot
from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import Command
from inspector_app.services.session import Changes, Pending, Session

AGAIN_MS = 5000
"""How long after a stall it is tried again without being asked, in milliseconds."""


class Bridge(QObject):
    """Holds the open session for all widgets.

    Attributes:
        barred: why nothing may be changed as yet, as a sentence; empty where it may.
        stuck: why the disk does not take what is on its way; empty while it does.

    Signals:
        staged: an act stands on screen and is on its way to the disk (`Pending`).
        changed: an act is committed (`Changes`).
        saved: the time of the last commit, when no act is on its way any more.
        idle: nothing at all is on its way any more, text that is being typed included.
        refused: a command could not be carried out; the sentence to show.
        stalled: the disk did not take an act, or text that is being typed; the sentence to show. It stays on screen,
            marked *not saved*. It is tried again every few seconds, and told again only where it is another sentence.
    """

    staged = Signal(object)
    changed = Signal(object)
    saved = Signal(object)
    idle = Signal()
    refused = Signal(str)
    stalled = Signal(str)
    _committed = Signal(object)
    _drafted = Signal(object)
    _stuck = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.stuck = ""
        self.barred = ""
        self._told = ""
        self._acts: dict[int, Pending] = {}
        self._drafts: dict[Future[None], Slot] = {}
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(session.writer.retry)
        session.writer.on_stall = lambda error: self._stuck.emit(str(error))
        self._committed.connect(self._settle)
        self._drafted.connect(self._on_drafted)
        self._stuck.connect(self._on_stuck)

    @property
    def saving(self) -> bool:
        """Whether an act is on its way to the disk."""
        return bool(self._acts)

    @property
    def busy(self) -> bool:
        """Whether an act, or text that is being typed, is on its way to the disk."""
        return bool(self._acts or self._drafts)

    @property
    def unsaved(self) -> frozenset[Slot]:
        """The places of what the disk does not take, and of what waits behind it; of text, what it is typed for."""
        if not self.stuck:
            return frozenset()
        acts = (r.slot for pending in self._acts.values() for r in pending.revisions)
        return frozenset((*acts, *self._drafts.values()))

    def handle(self, command: Command, initiator: str = "") -> bool:
        """Asks the session; False (and `refused`) when it cannot be carried out."""
        if self.barred:
            self.refused.emit(self.barred)
            return False
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
        self._acts[id(pending)] = pending
        self.staged.emit(pending)
        pending.future.add_done_callback(lambda _: self._committed.emit(pending))

    def keep_draft(self, about: Any, ref: str, question: str, part: str, text: str) -> Future[None]:
        """Keeps text that is still being typed."""
        future = self.session.keep_draft(about, ref, question, part, text)
        if future not in self._drafts:
            facet: Any = "text" if about == "report" else "query" if part == "query" else "answer"
            self._drafts[future] = Slot(about, ref, facet, question)
            future.add_done_callback(self._drafted.emit)
        return future

    def retry(self) -> None:
        """Tries again to save what the disk did not take, and tells if it still does not."""
        self._told = ""
        self.session.writer.retry()

    def _settle(self, pending: Pending) -> None:
        del self._acts[id(pending)]
        changes: Changes = self.session.settle(pending)
        self._unstick()
        self.changed.emit(changes)
        if not self.saving:
            self.saved.emit(changes.at)
        if not self.busy:
            self.idle.emit()

    def _on_drafted(self, future: Future[None]) -> None:
        self._drafts.pop(future, None)
        if self._unstick() and not self.saving:
            self.saved.emit(self.session.now())
        if not self.busy:
            self.idle.emit()

    def _unstick(self) -> bool:
        """What waited first is on the disk, so that the disk takes what is given to it; whether it had not before."""
        stuck, self.stuck, self._told = self.stuck, "", ""
        self._again.stop()
        return bool(stuck)

    def _on_stuck(self, text: str) -> None:
        self.stuck = text
        self._again.start()
        if text != self._told:
            self._told = text
            self.stalled.emit(text)
