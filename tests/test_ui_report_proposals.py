"""Proposals on screen: accepted, changed, dropped, taken back, drawn by other numbers, and the cases behind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetReport, WriteSection
from inspector_app.services.session import Session
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.place import Place
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.pages.report_proposals import ReportProposalsPage
from tests.test_ui_report import desk, path, press, stands, window

__all__ = ["desk", "path", "window"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
STRENGTH = "strength-court_proposal"


def session_of(window: MainWindow) -> Session:
    assert window.work is not None
    return window.work.session


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> Iterator[ReportProposalsPage]:
    """The proposals for three cases, where three are enough."""
    assert window.work is not None
    session_of(window).do(SetReport({"thresholds": "least=1"}))
    made = window.work.report.proposals
    qtbot.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert made.isVisible() and made.table.hasFocus()
    yield made


def listed(page: ReportProposalsPage) -> list[str]:
    rows = page.table.shown
    return [str(rows.index(row, 0).data(KEY)) for row in range(rows.rowCount())]


def choose(page: ReportProposalsPage, box: str, data: str) -> None:
    made = getattr(page, box)
    made.setCurrentIndex(made.findData(data))
    made.activated.emit(made.currentIndex())


def test_a_proposal_is_accepted_by_keys_and_one_undo_takes_it_back(
    window: MainWindow, page: ReportProposalsPage, qtbot: QtBot
) -> None:
    session_of(window).do(WriteSection("strengths-1", "1. What was there before.\n", {}))
    page.refresh()
    assert page.table.go_to(STRENGTH)
    proposed = page.panel.text.source().text
    assert page.panel.accept.text() == "Accept" and "{{fig: question=court_proposal" in proposed
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.panel.text.hasFocus()
    press(qtbot, window, Qt.Key.Key_Tab)
    assert page.panel.accept.hasFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: STRENGTH not in listed(page))
    assert stands(window, "strengths-1") == f"1. What was there before.\n2. {proposed}"
    assert page.table.hasFocus() and page.table.key()
    choose(page, "states", "accepted")
    assert listed(page) == [STRENGTH] and page.panel.status.text() == "Accepted."
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: listed(page) == [])
    assert stands(window, "strengths-1") == "1. What was there before.\n"
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: listed(page) == [STRENGTH])
    assert stands(window, "strengths-1").endswith(proposed)


def test_a_sentence_is_changed_before_it_is_taken(window: MainWindow, page: ReportProposalsPage, qtbot: QtBot) -> None:
    page.table.go_to(STRENGTH)
    page.panel.edit()
    qtbot.keyClick(page.panel.text, Qt.Key.Key_End, CTRL)
    press(qtbot, window, " Well done.")
    assert page.panel.accept.text() == "Accept as changed"
    page.panel.accept.click()
    qtbot.waitUntil(lambda: stands(window, "strengths-1").endswith(" Well done."))


def test_what_is_dropped_can_be_opened_again(window: MainWindow, page: ReportProposalsPage, qtbot: QtBot) -> None:
    page.table.go_to(STRENGTH)
    page.panel.drop.click()
    qtbot.waitUntil(lambda: STRENGTH not in listed(page))
    choose(page, "states", "dropped")
    assert listed(page) == [STRENGTH] and not page.panel.accept.isVisible()
    page.panel.again.click()
    qtbot.waitUntil(lambda: listed(page) == [])
    choose(page, "states", "open")
    assert STRENGTH in listed(page) and stands(window, "strengths-1") == ""


def test_what_a_section_tells_already_is_not_asked_again(
    window: MainWindow, page: ReportProposalsPage, qtbot: QtBot
) -> None:
    session_of(window).do(WriteSection("strengths-1", "1. {{fig: question=court_proposal}} were apt.\n", {}))
    page.refresh()
    assert STRENGTH not in listed(page)
    choose(page, "states", "open")
    page.table.go_to(STRENGTH)
    assert page.panel.status.text() == "The section has a figure of this question already."


def test_filters_by_outcome_and_kind(page: ReportProposalsPage) -> None:
    choose(page, "kinds", "strength")
    choose(page, "outcomes", "4")
    assert listed(page) and all(one.startswith("strength-") and "court" not in one for one in listed(page))
    choose(page, "outcomes", "1")
    assert listed(page) == [STRENGTH]


def test_other_numbers_draw_other_proposals(window: MainWindow, page: ReportProposalsPage, qtbot: QtBot) -> None:
    page.side.show_page("thresholds")
    field = page.thresholds.fields["least"]
    field.setFocus()
    field.selectAll()
    press(qtbot, window, "4")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: STRENGTH not in listed(page))
    assert page.desk.thresholds().least == 4 and page.desk.thresholds().strength == 80
    page.thresholds.usual.click()
    qtbot.waitUntil(lambda: page.desk.thresholds().least == 10)
    qtbot.waitUntil(lambda: field.text() == "10" and not page.thresholds.usual.isVisible())


def test_a_figure_leads_to_its_cases(window: MainWindow, page: ReportProposalsPage, qtbot: QtBot) -> None:
    assert window.work is not None
    page.table.go_to(STRENGTH)
    page.panel.question_asked.emit("court_proposal")
    assert window.page == "scores" and window.work.scores.walk.place == Place("1", "1.1", "court_proposal")
    assert window.work.scores.walk.cases.table.shown.rowCount() == 3


def test_who_does_not_lead_reads_them(window: MainWindow, page: ReportProposalsPage) -> None:
    assert window.work is not None
    window.work.work_as("A2")
    page.table.go_to(STRENGTH)
    assert not page.panel.accept.isVisible() and page.panel.text.isReadOnly()
    assert not page.thresholds.fields["least"].isEnabled()
