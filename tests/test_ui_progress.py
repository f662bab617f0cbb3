"""The board of progress in the window: what it counts, what a line leads to, and when a case is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import Allocate, AssignSecondReads, SignOff
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.progress import ProgressPage
from tests.ui_fixtures import desk, session

__all__ = ["desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now().astimezone()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(session: Session, clock: Clock, qtbot: QtBot) -> ProgressPage:
    made = ProgressPage(Bridge(session), clock)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
    return made


def lines(page: ProgressPage) -> list[str]:
    shown = page._table.shown
    columns = range(shown.columnCount())
    return ["\t".join(shown.index(place, c).data() for c in columns) for place in range(shown.rowCount())]


def test_each_assessor_has_a_line_and_return_leads_to_their_cases(page: ProgressPage, qtbot: QtBot) -> None:
    assert lines(page) == ["A1\t–\t2\t–\t–\t–\t2\t–\t–", "A2\t1\t–\t–\t–\t–\t1\t–\t–"]
    page.take_keyboard()
    qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert [line.split("\t")[0] for line in lines(page)] == ["9", "101"]
    assert page._crumb.text() == "A1 · 2 cases"
    with qtbot.waitSignal(page.case_asked) as told:
        qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert told.args == ["9"]
    qtbot.keyClick(page._table, Qt.Key.Key_Escape)
    assert page._table.key() == "A1"


def test_the_board_is_copied_and_saved_with_what_it_counts(page: ProgressPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.take_away.copy_button.click()
    taken = QGuiApplication.clipboard().text()
    assert taken.splitlines()[1].split("\t") == ["A1", "0", "2", "0", "0", "0", "2", "0", "–"]
    assert "Cases by assessor" in taken and "3 cases: 1 not begun, 2 in progress." in taken
    page._table.opened.emit("A1")
    with qtbot.waitSignal(page.notice) as told:
        page.take_away.save_table(tmp_path / "behind.csv")
    assert told.args is not None and told.args[1] == "good"
    kept = (tmp_path / "behind.csv").read_text(encoding="utf-8-sig")
    assert "Cases behind the line · A1 · 2 cases" in kept and "101,Plymouth,A1,In progress" in kept


def test_an_act_moves_the_board_while_it_is_seen(page: ProgressPage, qtbot: QtBot) -> None:
    bridge = page._bridge
    bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: "1 signed off" in page._summary.text())
    bridge.handle(Allocate({"102": "A1"}))
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    bridge.handle(AssignSecondReads((("102", "A2"),), "seed 7"))
    qtbot.waitUntil(lambda: lines(page)[-1] == "A2\t–\t–\t–\t–\t–\t–\t–\t0 of 1 locked")
    assert page._summary.text() == "3 cases: 1 not begun, 1 in progress, 1 signed off. 1 second read, 0 locked."


def test_a_case_is_late_once_the_lead_has_set_a_day(page: ProgressPage, clock: Clock, qtbot: QtBot) -> None:
    clock.now += timedelta(days=4)
    page.show_now()
    assert page.views["late"].text() == "Late (0)"
    page.deadline_button.click()
    yesterday = clock.now - timedelta(days=1)
    assert isinstance(page.deadline.due.control, QLineEdit) and page.deadline.due.control.hasFocus()
    qtbot.keyClicks(page.deadline.due.control, "soon")
    qtbot.keyClick(page.deadline.due.control, Qt.Key.Key_Return)
    assert "is no date" in page.deadline.due.error
    page.deadline.due.control.clear()
    qtbot.keyClicks(page.deadline.due.control, yesterday.strftime("%d/%m/%Y"))
    qtbot.keyClicks(page.deadline.days.control, "3")
    qtbot.keyClick(page.deadline.days.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.views["late"].text() == "Late (3)")
    page.views["late"].click()
    assert [line.split("\t")[-1] for line in lines(page)] == [
        "not submitted in time, no change for days", "not submitted in time, no change for days",
        "not submitted in time",
    ]  # fmt: skip


def test_who_does_not_lead_reads_the_date_and_cannot_set_it(page: ProgressPage, session: Session) -> None:
    session.person = type(session.person)("A2", session.person.device)
    page.deadline_button.click()
    assert not page.deadline.due.control.isEnabled()
    assert not page.deadline.save.isVisible()


def test_times_come_with_their_base_and_say_that_they_are_no_mark(page: ProgressPage, qtbot: QtBot) -> None:
    page.views["times"].click()
    assert "No case was submitted yet." in page._note.text()
    page._bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: "Of one case:" in page._note.text())
    assert "no mark for a person" in page._note.text()
    assert lines(page)[-1].split("\t")[:2] == ["A1", "1"]
