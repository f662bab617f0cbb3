"""Work behind the screen that nobody waits for, piece after piece."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class Behind:
    """Does pieces of work one after the other, on a thread that is there only while there is some.

    The end of the program waits for what is left: a copy that is under way is not cut off.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._left: deque[Callable[[], None]] = deque()
        self._idle = threading.Condition(threading.RLock())
        self._running = False

    def do(self, work: Callable[[], None]) -> None:
        """Lines up a piece of work; it tells by itself what became of it."""
        with self._idle:
            self._left.append(work)
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name=self._name, daemon=False).start()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until nothing is left, at most so long; whether nothing is."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._running, seconds)

    def _run(self) -> None:
        try:
            while (work := self._next()) is not None:
                work()
        except BaseException:
            # A bug: it is told by the hook for threads; what is left goes on with the next piece that comes.
            self._rest()
            raise

    def _next(self) -> Callable[[], None] | None:
        with self._idle:
            if self._left:
                return self._left.popleft()
            self._rest()
            return None

    def _rest(self) -> None:
        with self._idle:
            self._running = False
            self._idle.notify_all()
