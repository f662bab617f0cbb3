"""The row of pages within a tab: by key, by click, and as it was left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.sub_tabs import SubTabs
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Page(QLineEdit):
    """A page that offers something and has a place to begin."""

    def __init__(self, offers: str) -> None:
        super().__init__()
        self._offers = offers

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {self._offers: self.clear}

    def take_keyboard(self) -> None:
        self.setFocus()


@pytest.fixture
def tabs(qtbot: QtBot) -> SubTabs:
    pages: list[tuple[str, str, QWidget]] = [("one", "One", Page("search")), ("two", "Two", Page("undo"))]
    made = SubTabs([*pages, ("three", "Three", QWidget())], "some_tabs")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_a_click_turns_to_the_page_and_marks_it(tabs: SubTabs, qtbot: QtBot) -> None:
    assert tabs.page == "one"
    with qtbot.waitSignal(tabs.turned) as told:
        tabs.buttons["two"].click()
    assert told.args == ["two"]
    assert tabs.page == "two"
    assert [b.isChecked() for b in tabs.buttons.values()] == [False, True, False]
    assert tabs.stack.widget(1).isVisible()


def test_what_the_page_offers_is_passed_through_with_the_ways_to_its_neighbours(tabs: SubTabs) -> None:
    assert set(tabs.handlers()) == {"next_tab", "previous_tab", "search"}
    tabs.handlers()["next_tab"]()
    assert set(tabs.handlers()) == {"next_tab", "previous_tab", "undo"}
    assert tabs.stack.currentWidget().hasFocus()
    tabs.handlers()["next_tab"]()
    assert (tabs.page, tabs.buttons["three"].hasFocus()) == ("three", True)
    tabs.handlers()["next_tab"]()
    assert tabs.page == "one"
    tabs.handlers()["previous_tab"]()
    assert tabs.page == "three"


def test_a_page_that_is_not_there_any_more_changes_nothing(tabs: SubTabs) -> None:
    tabs.show_page("two")
    tabs.show_page("gone")
    assert tabs.page == "two"


def test_keys_turn_the_pages_of_scores_and_the_last_one_comes_back(
    desk: SmallDesk, small_file: object, qtbot: QtBot
) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)  # type: ignore[arg-type]
    assert window.work is not None
    tabs = window.work.scores.tabs
    window.show_page("scores")
    order = list(tabs.buttons)
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert tabs.page == order[1 % len(order)]
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert tabs.page == order[0]
    tabs.show_page(order[-1])
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert desk.kept["tab/scores_tabs"] == order[-1]
