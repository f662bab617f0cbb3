"""Real key presses in the real window, off screen: how long each waits until what it changes is painted.

Run as a process of its own, so that a slow disk can be put before it:

    python -m benchmarks.keys FILE QUESTIONS [PASSPHRASE]

prints JSON. Keys are pressed by the clock, whether the window is ready or not: a key that falls into something else
that the main thread does waits for it, as it does for a person.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.bootstrap import Office
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.runtime.settings import Settings
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import key_of
from inspector_app.ui.app import make_application
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.workspace import Workspace

PACE = 0.06
"""Seconds from key to key: about 200 words a minute, faster than anybody types."""

CASE = "KEY-1"
FACTS = {"ldu": "Plymouth", "officer": "O-1", "start_date": "2013-01-15", "rosh": "high", "mappa_eligible": "yes"}
NOTE = "Screening dated 12 weeks after release"
PATIENCE = 600.0

Press = tuple[str, Qt.Key | str, Qt.KeyboardModifier]
"""What it is for the figures, the key, and what is held with it."""

_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def presses(questions: int) -> Iterator[Press]:
    """Each question: an answer, a note, on to the next; now and then to the list of cases and back."""
    for turn in range(questions):
        yield "answer", "1", _PLAIN
        yield "move", "n", _PLAIN
        for letter in f"{NOTE} {turn}":
            yield "type", letter, _PLAIN
        yield "move", Qt.Key.Key_Escape, _PLAIN
        yield "move", Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier
        if turn % 5 == 4:
            yield "page", Qt.Key.Key_1, _CTRL
            yield "page", Qt.Key.Key_Return, _PLAIN


class Hands(QObject):
    """Presses keys from a thread of its own and takes the time of each on the main thread.

    Attributes:
        taken: what each press was for, and seconds: from when it was due until it was painted; of the processor, that
            the main thread worked for it; and that the main thread waited for something else than the processor, which
            is what a disk that blocks it would show in. What other programs take of it is in the first alone.
    """

    due = Signal(float, object)
    done = Signal()

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__()
        self._app, self._window = app, window
        self.taken: list[tuple[str, float, float, float]] = []
        self.due.connect(self._press)

    def press_all(self, keys: Iterator[Press]) -> None:
        """Presses them, and returns when the last is painted."""
        loop = QEventLoop()
        self.done.connect(loop.quit)
        threading.Thread(target=self._by_the_clock, args=(keys,), daemon=True).start()
        loop.exec()

    def _by_the_clock(self, keys: Iterator[Press]) -> None:
        begun = time.perf_counter() + 0.1
        for place, press in enumerate(keys):
            at = begun + place * PACE
            time.sleep(max(0.0, at - time.perf_counter()))
            # Where this thread wakes late that is the waiting of a key, too.
            self.due.emit(at, press)
        self.done.emit()

    def _press(self, at: float, press: Press) -> None:
        kind, key, held = press
        begun, before = time.perf_counter(), _scheduled()
        widget = self._app.focusWidget() or self._window
        if isinstance(key, str):
            QTest.keyClicks(widget, key, held)
        else:
            QTest.keyClick(widget, key, held)
        self._app.sendPostedEvents()
        # What is dirty is painted now, as a screen would have it at its next refresh.
        self._app.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
        now, (worked, queued) = time.perf_counter(), (b - a for a, b in zip(before, _scheduled(), strict=True))
        self.taken.append((kind, now - at, worked, max(0.0, now - begun - worked - queued)))


def _scheduled() -> tuple[float, float]:
    """Seconds that this thread ran, and that it could have run and had no processor (Linux; else only the first)."""
    try:
        ran, queued, _ = Path("/proc/thread-self/schedstat").read_text().split()
    except OSError:
        return time.thread_time(), 0.0
    return int(ran) / 1e9, int(queued) / 1e9


def wait(app: QApplication, until: object) -> None:
    """Lets the window work until something holds."""
    end = time.perf_counter() + PATIENCE
    while not until():  # type: ignore[operator]
        if time.perf_counter() > end:
            raise SystemExit("the window did not come to where it should")
        app.processEvents()
        time.sleep(0.001)


class Heartbeat:
    """How long the main thread did not come round, at the longest, while something went on."""

    def __init__(self) -> None:
        self._last, self.longest = time.perf_counter(), 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(2)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        """Seconds."""
        self._beat()
        self._timer.stop()
        return self.longest


def opened(app: QApplication, window: MainWindow, path: Path, passphrase: str) -> tuple[Workspace, float, float]:
    """Opens a file and waits until its cases are on screen; with the seconds of Argon2, and of the rest."""
    begun = time.perf_counter()
    key = key_of(path, passphrase) if passphrase else None
    derived = time.perf_counter()
    window.opening.open_with(path, key)
    wait(app, lambda: window.work is not None)
    assert window.work is not None
    window.repaint()
    return window.work, derived - begun, time.perf_counter() - derived


def closed(app: QApplication, window: MainWindow, work: Workspace) -> float:
    """Answers once more and closes, on the disk as it was; how long the main thread was away, at the longest."""
    delay, os.environ["SLOW_SYNC_MS"] = os.environ.get("SLOW_SYNC_MS", "0"), "0"
    wait(app, lambda: not work.bridge.busy)
    os.environ["SLOW_SYNC_MS"] = delay
    beat = Heartbeat()
    work.bridge.handle(SetAnswer("case", CASE, "report_prepared", "no"))
    window.close()
    wait(app, lambda: not window.isVisible())
    return beat.stop()


def main(path: Path, questions: int, passphrase: str) -> None:
    """Opens, presses, closes, prints."""
    office = Office(Settings(path.with_name("settings.json")), Inspections(load_all(paths.resources() / "instruments")))
    office.set_me("HMI-01")
    app = make_application(office)
    window = MainWindow(office)
    window.resize(1366, 768)
    window.show()
    wait(app, window.isVisible)
    work, argon, opening = opened(app, window, path, passphrase)
    work.bridge.handle(AddCase(CASE, office.me, FACTS))
    wait(app, lambda: not work.bridge.busy)
    work.cases.go_to(CASE)
    work.open_case(CASE)
    hands = Hands(app, window)
    hands.press_all(presses(questions))
    said = [answer.value + answer.note for answer in work.session.case(CASE).answers.values()]
    reached = sum(text.count(NOTE) for text in said)
    assert reached == questions, f"the keys reached the form {reached} times"
    away = closed(app, window, work)
    print(json.dumps({"argon": argon, "opening": opening, "taken": hands.taken, "closing": away}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:4]))
