"""Long work on a thread of its own; what comes of it arrives on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import KnownError
from inspector_app.ui.desk import Cancelled, Progress

Act = Callable[[Progress, Cancelled], object]


class _Relay(QObject):
    """Carries what a thread says to the main thread; it outlives a job whose page is gone while the thread runs."""

    progressed = Signal(float, str)
    came = Signal(object, object)
    running: ClassVar[set[_Relay]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.running.add(self)
        self.came.connect(self._end)

    def _end(self) -> None:
        self.running.discard(self)


class Job(QObject):
    """One piece of long work.

    Attributes:
        error: the `KnownError` with which it failed; None where it did not.

    Signals (all on the main thread):
        progressed: how much is done (0 to 1), and what it is doing.
        done: what the work returned.
        failed: the sentence of a `KnownError`.
        ended: it is over, however it went; comes last.

    Anything but a `KnownError` is raised on the main thread, where bugs are told.
    """

    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, what: str, act: Act, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.what = what
        self.error: KnownError | None = None
        self._stop = threading.Event()
        relay = _Relay()
        relay.progressed.connect(self.progressed)
        relay.came.connect(self._arrive)
        # With its page goes whoever waits for it.
        self.destroyed.connect(self._stop.set)
        self._thread = threading.Thread(target=_run, args=(act, relay, self._stop), name="job", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Asks the work to stop at its next step."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def wait(self) -> None:
        """Waits for the thread, on the way out of the program."""
        self._thread.join()

    def _arrive(self, result: object, error: BaseException | None) -> None:
        try:
            if isinstance(error, KnownError):
                self.error = error
                self.failed.emit(str(error))
            elif error is not None:
                raise error
            else:
                self.done.emit(result)
        finally:
            self.ended.emit()


def _run(act: Act, relay: _Relay, stop: threading.Event) -> None:
    try:
        result = act(relay.progressed.emit, stop.is_set)
    except BaseException as error:
        relay.came.emit(None, error)
    else:
        relay.came.emit(result, None)
