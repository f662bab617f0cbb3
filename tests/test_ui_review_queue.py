"""What waits in the review: cases that are submitted or came back, their queries, and acts on several at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.first_look import first_look
from inspector_app.services.commands import (
    AddCase,
    Ask,
    AssignSecondReads,
    Command,
    GiveReason,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetFields,
    Submit,
)
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.review_queue import ReviewQueue
from tests.ui_fixtures import FACTS, SmallDesk, desk, session, small_file

__all__ = ["desk", "session", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
QUESTIONS = ("court_report", "court_proposal", "screening", "risk_plan", "risk_review")


def act(session: Session, who: str, *commands: Command) -> None:
    session.person = replace(session.person, author=who)
    for command in commands:
        session.do(command)


@pytest.fixture
def waiting(session: Session) -> Session:
    """A2 has submitted 201 and 202, and 203 came back; A1 leads."""
    for ref in ("201", "202", "203"):
        act(session, "A1", AddCase(ref, "A2", FACTS))
        act(session, "A2", *(SetAnswer("case", ref, q, "yes") for q in QUESTIONS))
        act(session, "A2", Submit(ref))
    act(session, "A1", Ask("203", "screening", "Which screening?"), ReturnCase("203", "One date is odd"))
    return session


@pytest.fixture
def page(waiting: Session, qtbot: QtBot) -> Iterator[ReviewQueue]:
    bridge = Bridge(waiting)
    made = ReviewQueue(bridge)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
    made.take_keyboard()
    yield made
    qtbot.waitUntil(lambda: not bridge.saving)


def shown(page: ReviewQueue, column: str = "ref") -> list[str]:
    place = page.model.columns.index(column)
    return [page.shown.index(row, place).data() for row in range(page.shown.rowCount())]


def points(page: ReviewQueue, column: str) -> list[str]:
    model, place = page.listed.model(), page.points.columns.index(column)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_what_stands_out_in_a_case(waiting: Session) -> None:
    act(
        waiting,
        "A1",
        SetFields("101", {"rosh": "low"}),
        SetAnswer("case", "101", "screening", "no", "Not said", "cannot_determine"),
    )
    act(
        waiting, "A1", SetAnswer("case", "101", "risk_plan", "no", "", "not_on_file"), GiveReason("101", "low", "It is")
    )
    act(waiting, "A1", SetConsensus("101", "court_report", "no", "Too late"))
    look = first_look(waiting.instrument, waiting.case("101"), waiting.remaining("101"))
    assert [(p.sort, p.question, p.words) for p in look.points] == [
        ("blank", "court_proposal", ""), ("blank", "risk_review", ""), ("error", "risk_plan", "The plan falls short."),
        ("reason", "risk_plan", "The class is low. – It is"), ("cannot_determine", "screening", "Not said"),
        ("changed", "court_report", "Too late"), ("not_on_file", "risk_plan", ""),
    ]  # fmt: skip
    assert look.with_evidence == 2


def test_the_lead_sees_what_is_submitted_first_then_what_came_back(page: ReviewQueue) -> None:
    assert shown(page) == ["201", "202", "203"]
    assert shown(page, "status") == ["→ Submitted", "→ Submitted", "← Returned"]
    assert shown(page, "queries") == ["–", "–", "1 open"]
    assert shown(page, "look")[2] == "One date is odd"
    assert "2 submitted · 1 returned · 1 query open" in page._heard.text()


def test_an_assessor_sees_what_came_back_to_them_first_and_is_offered_no_sign_off(
    page: ReviewQueue, waiting: Session
) -> None:
    page.cases.go_to("201")
    page.bar.ask_to_return()
    act(waiting, "A2")
    page.look_again()
    assert not page.bar.reason.isVisible()
    assert shown(page) == ["203", "201", "202"]
    assert not page.bar.sign_off.isVisible() and not page.bar.give_back.isVisible()
    assert set(page.handlers()) == {"open_case"}


def test_enter_opens_the_form_at_the_question_that_is_asked_about(page: ReviewQueue, qtbot: QtBot) -> None:
    page.cases.go_to("203")
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.cases, Qt.Key.Key_Return)
    assert opened.args == ["203", "screening"]
    assert points(page, "place") == ["Query open"] and points(page, "words") == ["A1: Which screening?"]
    page.listed.setFocus()
    page.listed.setCurrentIndex(page.listed.model().index(0, 0))
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.listed, Qt.Key.Key_Return)
    assert opened.args == ["203", "screening"]


def test_both_lists_are_taken_away(page: ReviewQueue, tmp_path: Path, qtbot: QtBot) -> None:
    page.take_cases.copy_button.click()
    taken = QGuiApplication.clipboard().text()
    assert [line.split("\t")[0] for line in taken.splitlines()[:4]] == ["Case", "201", "202", "203"]
    assert "2 submitted · 1 returned · 1 query open" in taken
    page.all_queries.click()
    with qtbot.waitSignal(page.notice) as told:
        page.take_points.save_table(tmp_path / "queries.csv")
    assert told.args is not None and told.args[1] == "good"
    kept = (tmp_path / "queries.csv").read_text(encoding="utf-8-sig")
    assert "Which screening?" in kept and "What to look at: All queries · 1" in kept


def test_a_reply_that_arrives_is_there_at_once_and_all_queries_are_one_list(
    page: ReviewQueue, waiting: Session
) -> None:
    page.all_queries.click()
    assert points(page, "ref") == ["203"]
    page._bridge.handle(Ask("201", "risk_plan", "Whose plan?"))
    assert page.model.row("201") is not None
    waiting.person = replace(waiting.person, author="A2")
    page._bridge.handle(Reply("203", "screening", "The one of June"))


def test_several_are_signed_off_at_once_and_each_that_is_not_says_why(
    page: ReviewQueue, waiting: Session, qtbot: QtBot
) -> None:
    page._bridge.handle(Ask("202", "risk_plan", "Whose plan?"))
    qtbot.waitUntil(lambda: shown(page, "queries")[1] == "1 open")
    page.cases.selectAll()
    assert page.bar.sign_off.text() == "Sign off 2 cases"
    with qtbot.waitSignal(page.notice) as told:
        page.bar.sign_off.click()
    assert told.args[0].startswith("Case 201 is signed off.") and "Case 202 cannot be signed off yet" in told.args[0]
    qtbot.waitUntil(lambda: shown(page) == ["202", "203"])
    assert waiting.case("201").signed_off and waiting.case("202").status == "submitted"


def test_several_go_back_with_one_reason_asked_for_in_the_page(
    page: ReviewQueue, waiting: Session, qtbot: QtBot
) -> None:
    page.cases.go_to("201")
    page.cases.selectAll()
    page.handlers()["return_case"]()
    assert page.bar.reason.hasFocus() and not page.bar.do.isEnabled()
    qtbot.keyClicks(page.bar.reason, "The dates differ")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page, "status") == ["← Returned"] * 3)
    assert shown(page, "look")[0] == "The dates differ"
    assert not page.bar.reason.isVisible()


def test_who_reads_a_case_a_second_time_does_not_see_it_here(page: ReviewQueue, waiting: Session) -> None:
    act(waiting, "A1", AddCase("301", "A1", FACTS), AssignSecondReads((("201", "B1"),), "chosen"))
    act(waiting, "B1")
    page.look_again()
    assert "201" not in shown(page) and "202" in shown(page)


def test_one_action_is_called_what_this_person_does_with_the_case(
    desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)
    assert window.work is not None
    action = window.menus.actions["sign_off"]
    window.work.cases.go_to("9")
    assert action.text() == window.work.cases.bar.sign_off.text() == "Sign off case"
    window.work.work_as("A2")
    assert not action.isEnabled() and not window.work.cases.bar.sign_off.isVisible()
    assert window.work.cases.bar.begin.text() == "Read case"
    window.work.cases.panels.edit_case("9")
    assert not window.work.cases.panels.editor.save.isVisible() and "is A1’s" in window.notice.text
    window.work.cases.go_to("102")
    assert action.text() == window.work.cases.bar.sign_off.text() == "Submit case"
    for question in QUESTIONS:
        window.work.bridge.handle(SetAnswer("case", "102", question, "yes"))
    qtbot.waitUntil(lambda: window.work is not None and not window.work.bridge.saving)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.work.session.case("102").status == "submitted"
    assert window.notice.text == "Case 102 is submitted; the lead looks at it next."
    qtbot.waitUntil(lambda: window.work is not None and not window.work.bridge.saving)
    window.work.work_as("A1")
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "review" and shown(window.work.review.queue) == ["102"]
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.work.session.case("102").signed_off
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_nothing_waiting_says_what_belongs_there(session: Session, qtbot: QtBot) -> None:
    made = ReviewQueue(Bridge(session))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.take_keyboard()
    assert made.to_cases.hasFocus()
    with qtbot.waitSignal(made.cases_asked):
        qtbot.keyClick(made.to_cases, Qt.Key.Key_Space)


def test_only_what_an_act_touched_is_read_anew(page: ReviewQueue, qtbot: QtBot) -> None:
    kept = {ref: page.model.row(ref) for ref in ("201", "202")}
    page._bridge.handle(Ask("202", "risk_plan", "Whose plan?"))
    qtbot.waitUntil(lambda: shown(page, "queries")[1] == "1 open")
    assert page.model.row("201") is kept["201"] and page.model.row("202") is not kept["202"]
