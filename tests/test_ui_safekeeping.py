"""The page that answers *is it safe?*: reached from the top of the window, and by the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.ui.main_window import MainWindow
from tests.test_ui_window import open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> MainWindow:
    made = show(desk, qtbot)
    open_file(made, small_file, qtbot)
    return made


def test_saved_at_the_top_leads_to_safekeeping(window: MainWindow, qtbot: QtBot) -> None:
    window.header.saved.setFocus()
    qtbot.keyClick(window.header.saved, Qt.Key.Key_Space)
    assert window.page == "safekeeping"
    assert window.windowTitle().startswith("A Trust – Safekeeping") or "Safekeeping" in window.windowTitle()


def test_it_says_where_the_file_is_and_that_everybody_can_read_it(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "safekeeping"
    page = window.stack.currentWidget()
    texts = {one.text() for one in page.findChildren(QLabel)}
    assert small_file.name in texts and str(small_file.parent) in texts
    assert "Not encrypted: whoever has the file can read it." in texts
