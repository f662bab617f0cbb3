"""The hands on the keyboard: a thread that asks for key presses, and the main thread that carries them out.

How long a press waits is measured from the moment at which it is asked for, so that a main thread that is busy is seen.
Time in which the machine gave the processor to somebody else is left out: it is no doing of the app.
"""

from __future__ import annotations

import os
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from torture.told import RunningClock, Teller

Step = str | Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier] | Callable[[], bool] | None
"""A sign to type, a key, a key with others held, something to wait for, or nothing for now."""


class Hands(QObject):
    """Presses what a script says, wherever the keyboard is, until the process is killed.

    Args:
        pace: seconds between two presses, on average.
    """

    _asked = Signal(float, float)

    def __init__(self, script: Iterator[Step], teller: Teller, clock: RunningClock, pace: float, seed: int) -> None:
        super().__init__()
        self._script, self._teller, self._pace = script, teller, pace
        self._random = random.Random(seed)
        self._done = threading.Semaphore(0)
        self._until: Callable[[], bool] | None = None
        self._ended = False
        self._asked.connect(self._press, Qt.ConnectionType.QueuedConnection)
        self._ticks = QTimer(self, interval=5)
        self._ticks.timeout.connect(clock.tick)
        self._ticks.start()

    def begin(self) -> None:
        """Starts pressing."""
        threading.Thread(target=self._ask, name="hands", daemon=True).start()

    def _ask(self) -> None:
        while not self._ended:
            time.sleep(min(self._random.expovariate(1 / self._pace), 5 * self._pace))
            self._asked.emit(time.monotonic(), _kept_waiting())
            self._done.acquire()

    def _press(self, asked: float, kept_waiting: float) -> None:
        try:
            waited = time.monotonic() - asked
            kept_waiting = _kept_waiting() - kept_waiting
            step = self._next()
            began, kept_before = time.monotonic(), _kept_waiting()
            if step is not None:
                press(step)
                QApplication.sendPostedEvents()
                kept_waiting += _kept_waiting() - kept_before
                self._teller.tell("pressed", waited=max(0.0, waited + time.monotonic() - began - kept_waiting))
        except BaseException:
            self._ended = True
            self._teller.tell("error", text=traceback.format_exc())
        finally:
            self._done.release()

    def _next(self) -> Step:
        if self._until is not None:
            if not self._until():
                return None
            self._until = None
        step = next(self._script, self)
        if step is self:
            self._ended = True
            self._teller.tell("done", result="script")
            return None
        if callable(step):
            self._until = step
            return None
        return step  # type: ignore[return-value]


def _kept_waiting() -> float:
    """Seconds in which the main thread could have run and the machine ran something else; 0 where it does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/schedstat", encoding="ascii") as told:
            return int(told.read().split()[1]) / 1e9
    except OSError:
        return 0.0


def press(step: Step) -> None:
    """Presses a key, or types a sign, where the keyboard is."""
    widget = focus()
    if isinstance(step, str):
        QTest.keyClicks(widget, step)
    elif isinstance(step, tuple):
        QTest.keyClick(widget, *step)
    elif isinstance(step, Qt.Key):
        QTest.keyClick(widget, step)


def focus() -> QWidget:
    """What has the keyboard."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    widget = app.focusWidget() or app.activeWindow()
    if widget is None:
        raise RuntimeError("nothing has the keyboard")
    return widget
