"""An inspection in a synchronised folder: one line in the window, which stays until it is dismissed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import AddCase
from inspector_app.ui.jobs import Job
from inspector_app.ui.main_window import MainWindow
from tests.test_ui_window import open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SAID = "This inspection lies in a folder that Dropbox keeps."


@pytest.fixture
def window(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    return show(desk, qtbot)


def test_the_place_is_told_beside_other_notices_until_it_is_dismissed_by_key(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    desk.told_of_places[small_file] = SAID
    open_file(window, small_file, qtbot)
    qtbot.waitUntil(window.place.isVisible)
    assert (window.place.text, window.place.tone) == (SAID, "attention")
    window.notice.say("Something else", "good")
    window.notice.clear()
    assert window.place.text == SAID
    window.place._close.setFocus()
    qtbot.keyClick(window.place._close, Qt.Key.Key_Space)
    assert not window.place.isVisible()
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    open_file(window, small_file, qtbot)
    qtbot.waitUntil(window.place.isVisible)
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    assert not window.place.isVisible()


def test_a_folder_of_ones_own_is_not_spoken_of(
    window: MainWindow, desk: SmallDesk, small_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    asked: list[Path] = []
    answers = desk.told_of_places

    class Noting(dict[Path, str]):
        def get(self, path: Path, otherwise: str = "") -> str:  # type: ignore[override]
            asked.append(path)
            return answers.get(path, otherwise)

    desk.told_of_places = Noting()
    open_file(window, small_file, qtbot)
    qtbot.waitUntil(lambda: asked == [small_file])
    qtbot.waitUntil(lambda: not window.place.findChildren(Job))
    assert not window.place.isVisible()


def test_an_older_file_in_its_place_is_told_in_the_same_line(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    old = small_file.read_bytes()
    session = desk.open(small_file)
    session.do(AddCase("LATER-1", desk.me, {}))
    session.close()
    assert session.keeper is not None and session.keeper.behind.wait(30)
    small_file.write_bytes(old)
    desk.told_of_places[small_file] = SAID
    open_file(window, small_file, qtbot)
    qtbot.waitUntil(window.place.isVisible)
    assert "This file is older than what was last open here" in window.place.text and SAID in window.place.text
