"""Long work on a thread of its own; what comes of it arrives on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import KnownError
from inspector_app.ui.desk import Cancelled, Progress

Act = Callable[[Progress, Cancelled], object]


class Job(QObject):
    """One piece of long work.

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
    _came = Signal(object, object)

    def __init__(self, what: str, act: Act, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.what = what
        self._act = act
        self._stop = threading.Event()
        self._came.connect(self._arrive)
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

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

    def _run(self) -> None:
        try:
            result = self._act(self.progressed.emit, self._stop.is_set)
        except BaseException as error:
            self._came.emit(None, error)
        else:
            self._came.emit(result, None)

    def _arrive(self, result: object, error: BaseException | None) -> None:
        try:
            if isinstance(error, KnownError):
                self.failed.emit(str(error))
            elif error is not None:
                raise error
            else:
                self.done.emit(result)
        finally:
            self.ended.emit()
