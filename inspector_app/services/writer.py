"""One thread owns the file and the order of commits; a key press never waits for it."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from inspector_app.domain.errors import FileFault, KnownError
from inspector_app.runtime.logs import Bare
from inspector_app.storage.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")
OnStall = Callable[[KnownError], None]

_LIVES_ON = ("full", "locked")
"""Faults after which the connection is as good as before."""


@dataclass(slots=True)
class _Job:
    act: Callable[[Store], Any]
    future: Future[Any] = field(default_factory=Future)
    keep: bool = False


class Writer:
    """Runs jobs on the file, one after the other, on a thread of its own.

    A job that must not be lost (`keep`) and fails stays first in the line: nothing overtakes it, `on_stall` is called,
    and `retry` goes on, after any fault that may have cost the connection with a new one. Without `on_stall` the error
    goes to whoever waits for the job.

    Args:
        open_store: makes the file or opens it.
        let_go: called when the file is closed.

    Attributes:
        on_end: called when the file is closed, before anybody else may have it.
    """

    def __init__(
        self, open_store: Callable[[], Store], on_stall: OnStall | None = None, let_go: Callable[[], None] | None = None
    ) -> None:
        self.on_stall = on_stall
        self._let_go = let_go
        self.on_end: Callable[[], None] = lambda: None
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._stalled = self._broken = self._closing = False
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(open_store,), name="writer", daemon=True)
        self._thread.start()
        self._ready.result()

    def submit(self, act: Callable[[Store], T], keep: bool = False) -> Future[T]:
        """Lines up a job; its future holds what it returns or raises."""
        job = _Job(act, keep=keep)
        with self._wake:
            if self._closing:
                raise KnownError("This inspection is closed; open it again to go on.")
            self._jobs.append(job)
            self._wake.notify()
        return job.future

    def retry(self) -> None:
        """Goes on after a stall, with the job that met it."""
        with self._wake:
            self._stalled = False
            self._wake.notify()

    @property
    def stalled(self) -> bool:
        """Whether a job that must not be lost waits for `retry`."""
        return self._stalled

    @property
    def waiting(self) -> bool:
        """Whether something waits behind the job at work."""
        return len(self._jobs) > 1

    @property
    def closed(self) -> bool:
        """Whether the file was let go of."""
        return not self._thread.is_alive()

    def close(self) -> int:
        """Does what is lined up, closes the file, and returns how many jobs a stall left undone."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()
        return len(self._jobs)

    def _run(self, open_store: Callable[[], Store]) -> None:
        try:
            store = open_store()
        except BaseException as error:
            self._end()
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        try:
            while (job := self._next()) is not None:
                self._do(job, store)
            store.close()
            self.on_end()
        finally:
            self._end()

    def _end(self) -> None:
        if self._let_go is not None:
            self._let_go()

    def _next(self) -> _Job | None:
        with self._wake:
            while not self._jobs or self._stalled:
                if self._closing:
                    return None
                self._wake.wait()
            return self._jobs[0]

    def _do(self, job: _Job, store: Store) -> None:
        try:
            if self._broken:
                store.reconnect()
                self._broken = False
            result = job.act(store)
        except Exception as error:
            if job.keep and self.on_stall is not None:
                self._stall(error)
            else:
                self._done(job).set_exception(error)
        except BaseException as error:
            self._done(job).set_exception(error)
        else:
            self._done(job).set_result(result)

    def _stall(self, error: Exception) -> None:
        told = error if isinstance(error, KnownError) else _of_a_bug(error)
        with self._wake:
            self._stalled = True
            self._broken = not (isinstance(told, FileFault) and told.fault in _LIVES_ON)
        if self.on_stall is not None:
            self.on_stall(told)

    def _done(self, job: _Job) -> Future[Any]:
        with self._wake:
            self._jobs.popleft()
        return job.future


def _of_a_bug(error: Exception) -> FileFault:
    """What nobody foresaw: were it raised, later changes would follow on one that is nowhere."""
    # Neither its words nor what was to be written belong into the log.
    log.error("a change could not be saved: %s", Bare(error))
    return FileFault(
        f"The last change could not be saved, and Inspector does not know why ({type(error).__name__}); what was saved "
        "is safe. Try again, or save a copy elsewhere and tell your support.",
        "unknown",
    )
