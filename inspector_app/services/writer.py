"""One thread owns the file and the order of commits; a key press never waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from inspector_app.domain.errors import KnownError
from inspector_app.storage.store import Store

T = TypeVar("T")
OnStall = Callable[[KnownError], None]


@dataclass(slots=True)
class _Job:
    act: Callable[[Store], Any]
    future: Future[Any] = field(default_factory=Future)
    keep: bool = False


class Writer:
    """Runs jobs on the file, one after the other, on a thread of its own.

    A job that must not be lost (`keep`) and meets a `KnownError` stays first in the line: nothing overtakes it,
    `on_stall` is called, and `retry` goes on. Without `on_stall` the error goes to whoever waits for the job.
    """

    def __init__(self, open_store: Callable[[], Store], on_stall: OnStall | None = None) -> None:
        self.on_stall = on_stall
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._stalled = False
        self._closing = False
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
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        while (job := self._next()) is not None:
            self._do(job, store)
        store.close()

    def _next(self) -> _Job | None:
        with self._wake:
            while not self._jobs or self._stalled:
                if self._closing:
                    return None
                self._wake.wait()
            return self._jobs[0]

    def _do(self, job: _Job, store: Store) -> None:
        try:
            result = job.act(store)
        except KnownError as error:
            if job.keep and self.on_stall is not None:
                with self._wake:
                    self._stalled = True
                self.on_stall(error)
                return
            self._done(job).set_exception(error)
        except BaseException as error:
            self._done(job).set_exception(error)
        else:
            self._done(job).set_result(result)

    def _done(self, job: _Job) -> Future[Any]:
        with self._wake:
            self._jobs.popleft()
        return job.future
