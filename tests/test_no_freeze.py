"""The main thread never waits for the disk: not for a key, a page, another window, a crash's leavings or closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.services.session import Session
from inspector_app.ui.main_window import MainWindow
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch, small_file: Path, window: MainWindow) -> pytest.MonkeyPatch:
    """On the main thread nobody asks for what is not there yet, nor for the end of a thread that runs."""
    result, join = Future.result, threading.Thread.join

    def is_main() -> bool:
        return threading.current_thread() is threading.main_thread()

    def of_future(future: Future[Any], timeout: float | None = None) -> Any:
        assert future.done() or not is_main(), "the main thread waits for the disk"
        return result(future, timeout)

    def of_thread(thread: threading.Thread, timeout: float | None = None) -> None:
        assert not thread.is_alive() or not is_main(), f"the main thread waits for {thread.name}"
        join(thread, timeout)

    monkeypatch.setattr(Future, "result", of_future)
    monkeypatch.setattr(threading.Thread, "join", of_thread)
    return monkeypatch


@pytest.fixture
def slow() -> Iterator[threading.Event]:
    """A disk that takes as long as the test wants."""
    go_on = threading.Event()
    yield go_on
    go_on.set()


def hold_up(session: Session, go_on: threading.Event) -> None:
    session.writer.submit(lambda _: go_on.wait(60))


def test_nothing_on_the_main_thread_waits_for_a_disk_that_takes_its_time(
    window: MainWindow,
    desk: SmallDesk,
    small_file: Path,
    slow: threading.Event,
    no_waiting: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)
    work = window.work
    assert work is not None
    hold_up(work.session, slow)
    work.open_case("101", "screening")
    for key in (Qt.Key.Key_1, Qt.Key.Key_N):
        qtbot.keyClick(window.focusWidget(), key)
    qtbot.keyClicks(window.focusWidget(), "a note")
    qtbot.waitUntil(lambda: bool(work.session.typed.held()))
    for page in (Qt.Key.Key_4, Qt.Key.Key_6, Qt.Key.Key_2, Qt.Key.Key_1):
        qtbot.keyClick(window, page, CTRL)
    work.open_case("101", "risk_plan")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_N)
    qtbot.keyClicks(window.focusWidget(), "and another")
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    case = work.session.case("101")
    assert (case.answers["screening"].note, case.answers["risk_plan"].note) == ("a note", "and another")
    assert work.bridge.saving and window.header.saved.text() == "Saving…"
    window.close()
    QApplication.processEvents()
    assert window.isVisible() and "Closing once the disk has taken the last change" in window.notice.text
    slow.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    no_waiting.undo()
    assert desk.open(small_file).case("101").answers["risk_plan"].note == "and another"


@pytest.mark.usefixtures("no_waiting")
def test_letting_go_of_the_file_is_shown_and_what_is_asked_meanwhile_comes_after_it(
    window: MainWindow, small_file: Path, slow: threading.Event, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)
    work = window.work
    assert work is not None
    hold_up(work.session, slow)
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    assert window.opening.leaving and window.jobs.isVisible() and window.page == "start"
    assert small_file.name in window.jobs.progress.accessibleName()
    window.opening.open_path(small_file)
    QApplication.processEvents()
    assert window.work is None
    slow.set()
    qtbot.waitUntil(lambda: window.work is not None)
    with qtbot.waitSignal(window.opening.closed):
        window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.fixture
def crashed(desk: SmallDesk, small_file: Path) -> Path:
    """A file with half a sentence that no window saved."""
    left = desk.open(small_file)
    left.keep_draft("case", "101", "screening", "note", "half a sen")
    left.close()
    return small_file


@pytest.mark.usefixtures("crashed", "no_waiting")
def test_what_a_crash_left_behind_is_brought_back_without_waiting(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)
    assert window.work is not None
    assert window.work.session.case("101").answers["screening"].note == "half a sen"
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
