"""Garbage in circles, which may hold widgets, is let go of on the main thread and on no other."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.garbage import MainThreadCollector, collect_due


class InACircle(QWidget):
    """A widget that holds itself, and tells on which thread it is let go of."""

    def __init__(self, told: list[threading.Thread]) -> None:
        super().__init__()
        self.itself, self.told = self, told

    def __del__(self) -> None:
        self.told.append(threading.current_thread())


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[None]:
    """The application as it runs, with Python's own search in order before."""
    gc.enable()
    collector = MainThreadCollector(qapp)
    yield
    collector.setParent(None)
    collector.deleteLater()


def test_a_job_that_makes_many_objects_takes_no_widget_apart(collecting: None, qtbot: QtBot) -> None:
    told: list[threading.Thread] = []
    InACircle(told)
    busy = threading.Thread(target=lambda: [[[]] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert told == []
    held = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: told == [threading.main_thread()] and bool(held), timeout=20_000)


def test_a_search_goes_as_far_as_is_due() -> None:
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    collect_due()
    assert gc.get_stats()[0]["collections"] == before
    held = [[] for _ in range(gc.get_threshold()[0] + 10)]
    collect_due()
    assert gc.get_stats()[0]["collections"] == before + 1 and held
