"""Hand-outs with passphrases of their own in the window, and what is told of what came back before it is taken in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.services.checking import check
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, key_of, new_key
from inspector_app.services.session import Person
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.workspace import Workspace
from locked_fixtures import QUICK
from tests.ui_fixtures import FACTS, SmallDesk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
TEAM = {"LEAD": "lead", "A1": "inspector", "A2": "inspector"}
PASSPHRASE = "tram bishop lantern oak"


@pytest.fixture
def key() -> FileKey:
    return new_key(PASSPHRASE, QUICK)


@pytest.fixture
def path(desk: SmallDesk, tmp_path: Path, key: FileKey) -> Path:
    place = tmp_path / "whole.inspection"
    details = {"trust": "Small Trust", "interviews": "no"}
    made = Inspections(desk.instruments).create(place, "small", Person("LEAD", "device"), details, TEAM, key)
    for number, who in enumerate(("A1", "A1", "A2")):
        made.do(AddCase(f"C-{number}", who, FACTS))
    made.close()
    desk.me = "LEAD"
    return place


@pytest.fixture
def window(desk: SmallDesk, path: Path, key: FileKey, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: leave(made, qtbot))
    made.resize(1366, 728)
    with qtbot.waitActive(made):
        made.show()
    open_file(made, path, key, qtbot)
    return made


def leave(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def open_file(window: MainWindow, path: Path, key: FileKey | None, qtbot: QtBot) -> Workspace:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_with(path, key)
    return work_of(window)


def work_of(window: MainWindow) -> Workspace:
    assert window.work is not None
    return window.work


def to(window: MainWindow, page: str, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    tabs = work_of(window).team.tabs
    for _ in range(len(tabs.buttons)):
        if tabs.page == page:
            return
        qtbot.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    raise AssertionError(f"no page {page}")


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work_of(window).bridge.saving and not window.jobs.busy)


def give_out(window: MainWindow, folder: Path, qtbot: QtBot) -> dict[str, str]:
    """Hands out to A1 and A2 by keys, and returns the passphrases as they are shown."""
    to(window, "hand_out", qtbot)
    page = work_of(window).team.hand_out
    for code in ("A1", "A2"):
        qtbot.keyClick(page.assessors.boxes[code], Qt.Key.Key_Space)
    page.hand_out_to(folder)
    qtbot.waitUntil(lambda: page.passphrases.isVisible())
    settled(window, qtbot)
    names = [one.accessibleName() for one in page.passphrases.findChildren(QLabel)]
    said = (name.removeprefix("Passphrase of ").split(": ") for name in names if name.startswith("Passphrase of "))
    return {code: passphrase for code, passphrase in said}


def test_passphrases_are_shown_once_and_open_the_files(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    passphrases = give_out(window, tmp_path, qtbot)
    page = work_of(window).team.hand_out
    assert set(passphrases) == {"A1", "A2"} and len(set(passphrases.values())) == 2
    assert page.passphrases.copy_button.hasFocus()
    qtbot.keyClick(page.passphrases.copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "".join(f"{code}\t{said}\n" for code, said in passphrases.items())
    for code, passphrase in passphrases.items():
        assert key_of(tmp_path / f"Small Trust {code}.inspection", passphrase)
    page.passphrases.done_button.click()
    assert not page.passphrases.isVisible()
    assert not [one for one in page.findChildren(QLabel) if one.text() in passphrases.values() and one.isVisible()]
    kept = work_of(window).session.copy.local
    assert not [value for value in kept.values() if value in passphrases.values()]


def test_what_came_back_tells_of_its_device_and_is_signed_by_who_took_it_in(
    window: MainWindow, desk: SmallDesk, path: Path, key: FileKey, tmp_path: Path, qtbot: QtBot
) -> None:
    passphrase = give_out(window, tmp_path, qtbot)["A1"]
    out = tmp_path / "Small Trust A1.inspection"
    away = Inspections(desk.instruments).open(out, Person("A1", "elsewhere"), key=key_of(out, passphrase))
    away.do(SetAnswer("case", "C-0", "court_report", "yes"))
    away.close()
    to(window, "take_back", qtbot)
    page = work_of(window).team.take_back
    page.preview([out])
    qtbot.waitUntil(lambda: page.take_in.isVisible())
    assert "First changes of A1 from this device, fingerprint" in page._refused.text()
    assert not page.passphrase.isVisible()
    qtbot.keyClick(page.take_in, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert work_of(window).session.case("C-0").answers["court_report"].value == "yes"
    page.preview([out])
    qtbot.waitUntil(lambda: page.take_in.text() == "Nothing new to take in")
    assert page._refused.text() == ""
    with qtbot.waitSignal(window.opening.closed):
        window.opening.close()
    assert not [p for finding in check(path, desk.instruments, key) for p in finding.problems]


def test_a_file_whose_key_is_not_kept_asks_for_its_passphrase(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    passphrase = give_out(window, tmp_path, qtbot)["A1"]
    work_of(window).session.copy = replace(work_of(window).session.copy, local={})
    to(window, "take_back", qtbot)
    page = work_of(window).team.take_back
    page.preview([tmp_path / "Small Trust A1.inspection"])
    qtbot.waitUntil(lambda: page.passphrase.isVisible())
    assert page._refused.text()
    qtbot.keyClicks(page.passphrase.line, "not this one at all")
    qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.passphrase.text == "")
    settled(window, qtbot)
    assert page.passphrase.isVisible() and "passphrase" in page._refused.text()
    qtbot.keyClicks(page.passphrase.line, passphrase)
    qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.passphrase.isVisible())
    assert page.table.rows.rows[0].cells[-1].text == "Nothing new in it"


def test_in_a_hand_out_nobody_becomes_somebody_else(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    passphrase = give_out(window, tmp_path, qtbot)["A1"]
    out = tmp_path / "Small Trust A1.inspection"
    work = open_file(window, out, key_of(out, passphrase), qtbot)
    assert work.session.person.author == "A1"
    window.opening.say_who()
    assert window.page != "details" and "in it nobody becomes somebody else" in window.notice.text
    work.work_as("LEAD")
    assert work.session.person.author == "A1" and desk.me == "LEAD"


def test_a_plain_copy_is_told_as_unsigned(window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    session = work_of(window).session
    copy = tmp_path / "plain.inspection"
    session.writer.submit(lambda s: s.rewrite_to(copy, None)).result()
    away = Inspections(desk.instruments).open(copy, Person("A1", "elsewhere"))
    away.do(SetAnswer("case", "C-0", "court_report", "yes"))
    away.close()
    to(window, "take_back", qtbot)
    page = work_of(window).team.take_back
    page.preview([copy])
    qtbot.waitUntil(lambda: page.take_in.isVisible())
    assert "Not encrypted: 2 changes are not signed by their authors" in page._refused.text()
