"""The lock over an encrypted inspection: after a while without anybody, when the machine sleeps, and by hand."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from inspector_app.domain.idling import TICK, idle, slept
from inspector_app.services.passphrases import FileKey, is_written, made_by
from inspector_app.ui.covering import Cover
from inspector_app.ui.errors import announce
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.pages.unlock import UnlockPage
from inspector_app.ui.sleep_signal import SleepSignal
from inspector_app.ui.window_state import WindowState
from inspector_app.ui.workspace import Workspace

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
})  # fmt: skip


class Locking(QObject):
    """Locks the open inspection of a window and unlocks it. Nothing is closed: what is on its way to the disk goes on.

    Attributes:
        locked: whether the window shows nothing but the way to unlock it.
        page: what it shows then.

    Signals:
        covering: the window is about to be covered.
        turned: it was locked or unlocked, or can be locked now, or no longer.
        quit_asked: the window is to be closed, locked as it is.
    """

    covering = Signal()
    turned = Signal()
    quit_asked = Signal()

    def __init__(self, window: QMainWindow, state: WindowState) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._work: Workspace | None = None
        self._key: FileKey | None = None
        self._touched = self._looked = 0.0
        self._lock_next = False
        self.page = UnlockPage()
        self.page.ask("")
        self.page.tried.connect(self._try)
        self._cover = Cover(window, self.page)
        self._sleep: SleepSignal | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(round(TICK * 1000))
        self._timer.timeout.connect(lambda: self.look(time.monotonic(), time.time()))

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self._cover.on

    @property
    def can_lock(self) -> bool:
        """Whether there is something to lock: an encrypted inspection on screen, not locked yet."""
        return self._key is not None and not self.locked

    def follow(self, work: Workspace | None) -> None:
        """Another inspection is open, or none.

        One that was closed under the lock by what ran on, to be opened anew, comes back locked.
        """
        self._work = work
        key = work.session.key if work is not None else None
        self._lock_next = (self._lock_next or self.locked) and (work is None or key is not None)
        self.guard(key)
        if work is None or key is None:
            return
        work.bridge.stalled.connect(self._on_stalled)
        work.bridge.saved.connect(lambda _: self.page.notice.clear())
        if self._lock_next:
            self._lock_next = False
            self.lock()

    def guard(self, key: FileKey | None) -> None:
        """Watches over what is on screen of an encrypted file, also of one that is not open; None ends the watch."""
        self._key = key
        app = QApplication.instance()
        if key is None or app is None:
            self._timer.stop()
            if app is not None:
                app.removeEventFilter(self)
            self._uncover()
            self.turned.emit()
            return
        if self._sleep is None:
            self._sleep = SleepSignal(self)
            self._sleep.sleeping.connect(self.lock)
        self._touched, self._looked = time.monotonic(), time.time()
        app.installEventFilter(self)
        self._timer.start()
        self.turned.emit()

    def trust(self) -> None:
        """The passphrase of what is opened next was just typed."""
        self._lock_next = False

    def look(self, now: float, wall: float) -> None:
        """Locks where it is time. `now` is a clock that is never set back, `wall` the one on the wall, in seconds."""
        before, self._looked = self._looked, wall
        if slept(before, wall) or idle(self._touched, now, self._state.lock_after):
            self.lock()

    def lock(self) -> None:
        """Covers the window now; what was typed is on its way to the disk first."""
        if not self.can_lock:
            return
        if self._work is not None:
            self._work.flush()
        self.covering.emit()
        self.page.ask("")
        self._cover.put_on()
        if self._work is not None and self._work.stuck:
            self._on_stalled(self._work.stuck)
        self.page.take_keyboard()
        announce(self.page, self.page.heading.text())
        self.turned.emit()

    @property
    def minutes(self) -> int:
        """After how many minutes without anybody it is locked; 0 is never."""
        return self._state.lock_after

    def lock_after(self, minutes: int) -> None:
        """Locks after so many minutes from now on; 0 is never."""
        self._state.lock_after = minutes

    def handlers(self) -> Handlers:
        """What can be asked for while it is locked."""
        return {"lock": self.page.take_keyboard, "quit": self.quit_asked.emit}

    def action_words(self) -> dict[str, str]:
        """What the action that locks is called while it is locked."""
        return {"lock": self.tr("Unlock")}

    def tell_open(self) -> None:
        """Says that the window was not closed, because the disk did not take the last change."""
        if self.locked:
            self._say(self.tr("The window stays open, because the last change is not saved yet. Try again, or unlock "
                              "to decide what becomes of it."))  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notices that somebody is there."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False

    def _try(self, text: str, recovery: bool) -> None:
        if self._key is None:
            return
        key, fits = self._key, is_written if recovery else made_by
        job = Job("unlock", lambda *_: fits(key, text), self)
        job.done.connect(lambda opens: self._on_tried(bool(opens), recovery))
        job.failed.connect(self.page.refuse)
        job.ended.connect(job.deleteLater)
        job.start()

    def _on_tried(self, opens: bool, recovery: bool) -> None:
        if not self.locked:
            return
        if opens:
            self._touched = time.monotonic()
            self._uncover()
        else:
            self.page.refuse(
                self.tr("This is not the recovery key of this inspection.")
                if recovery
                else self.tr("This is not the passphrase of this inspection.")
            )

    def _uncover(self) -> None:
        if self.locked:
            self.page.forget()
            self._cover.take_off()
            self.turned.emit()

    def _on_stalled(self, _: str) -> None:
        # The sentence itself may name the file; it stands in the window once that is unlocked.
        if self.locked:
            self._say(self.tr("The last change is not saved yet; it is kept here. Try again."))

    def _say(self, text: str) -> None:
        if self._work is not None:
            self.page.say(text, [(self.tr("Try again"), self._work.bridge.retry)])
