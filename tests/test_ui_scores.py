"""The scores page: figures as the domain gives them, live, with the method named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetAnswer, SignOff
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.scores import ScoresPage
from tests.ui_fixtures import desk, session

__all__ = ["desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ScoresPage]:
    bridge = Bridge(session)
    made = ScoresPage(bridge)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
    yield made
    qtbot.waitUntil(lambda: not bridge.saving)
    made.abandon()


def says(page: ScoresPage, criterion: str) -> str:
    return page.walk.overview.grid.cells[criterion].accessibleName()


def test_nothing_signed_off_says_so_in_words(page: ScoresPage) -> None:
    assert "No case is signed off yet" in page._counted.text()
    assert page.walk.overview.grid.results["1", "question-mean"].text() == "–"


def test_unfinished_cases_are_a_preview_and_the_page_says_so(page: ScoresPage) -> None:
    page.unfinished.click()
    assert "Preview with unfinished cases: 3 cases" in page._counted.text()
    assert "100%" in says(page, "1.1")
    assert "not scored" in says(page, "1.4")


def test_a_signed_off_case_moves_the_scores_while_the_page_is_seen(page: ScoresPage, qtbot: QtBot) -> None:
    page.lens.bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: page.walk.overview.grid.results["4", "question-mean"].text() == "100%")
    assert page._counted.text().startswith("1 case counted")
    assert "2 left out" in page._counted.text()


def test_a_page_that_is_not_seen_scores_when_it_is_shown_again(page: ScoresPage, qtbot: QtBot) -> None:
    page.hide()
    with qtbot.waitSignal(page.lens.bridge.changed):
        page.lens.bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: not page.lens.moving)
    assert page.walk.overview.grid.results["4", "question-mean"].text() == "–"
    page.show()
    assert page.walk.overview.grid.results["4", "question-mean"].text() == "100%"
    assert page._counted.text().startswith("1 case counted")


def test_both_methods_stand_side_by_side_and_the_one_in_use_is_named(page: ScoresPage, session: Session) -> None:
    for question, value in (
        ("screening", "no"),
        ("risk_plan", "yes"),
        ("risk_review", "yes"),
        ("court_proposal", "na"),
    ):
        session.do(SetAnswer("case", "101", question, value))
    page.unfinished.click()
    # 4.1 is (1/2 + 1) / 2 and 4.2 is 1: the questions' mean is 5/6, the criteria's 7/8.
    assert page.walk.overview.grid.results["4", "question-mean"].text() == "83%"
    assert page.walk.overview.grid.results["4", "criterion-mean"].text() == "88%"
    assert page.walk.overview.grid.processes["1"].toolTip() == "The mean of its criterion scores: 1.1 100%, 4.1 75%."
    assert page.walk.overview.grid.processes["4"].toolTip() == "No score in this column."
    assert page.walk.overview.grid._heads["question-mean"].text() == "Question mean (in use)"
    page.by_criterion.click()
    assert page.lens.scores.method == "criterion-mean"
    assert page.walk.overview.grid._heads["criterion-mean"].text() == "Criterion mean (in use)"
    assert page.walk.overview.grid._heads["question-mean"].text() == "Question mean"
    assert page.walk.overview.grid.results["4", "question-mean"].text() == "83%"


def test_a_cell_keeps_the_table_to_its_questions_until_it_is_lifted(page: ScoresPage, qtbot: QtBot) -> None:
    page.walk.overview.grid.cells["4.1"].setFocus()
    qtbot.keyClick(page.walk.overview.grid.cells["4.1"], Qt.Key.Key_Space)
    numbers = [page.walk.overview.shown.index(row, 0).data() for row in range(page.walk.overview.shown.rowCount())]
    assert numbers == ["B1", "B2"]
    page.walk.overview.lift.click()
    assert page.walk.overview.shown.rowCount() == 5
    assert not page.walk.overview.grid.cells["4.1"].isChecked()


def test_arrow_keys_walk_the_grid_and_pass_over_what_is_not_scored(page: ScoresPage, qtbot: QtBot) -> None:
    page.walk.overview.grid.cells["1.1"].setFocus()
    qtbot.keyClick(page.walk.overview.grid.cells["1.1"], Qt.Key.Key_Down)
    assert page.walk.overview.grid.cells["4.1"].hasFocus()
    qtbot.keyClick(page.walk.overview.grid.cells["4.1"], Qt.Key.Key_Right)
    assert page.walk.overview.grid.cells["4.2"].hasFocus()
    qtbot.keyClick(page.walk.overview.grid.cells["4.2"], Qt.Key.Key_Right)
    assert page.walk.overview.grid.results["4", "question-mean"].hasFocus()
    qtbot.keyClick(page.walk.overview.grid.results["4", "question-mean"], Qt.Key.Key_Up)
    assert page.walk.overview.grid.results["1", "question-mean"].hasFocus()
    qtbot.keyClick(page.walk.overview.grid.results["1", "question-mean"], Qt.Key.Key_Left)
    qtbot.keyClick(page.walk.overview.grid.cells["1.1"], Qt.Key.Key_Left)
    assert page.walk.overview.grid.names["1"].hasFocus()


def test_the_table_counts_above_below_and_out_and_sorts_by_figures(page: ScoresPage, session: Session) -> None:
    session.do(SetAnswer("case", "101", "court_proposal", "na"))
    page.unfinished.click()
    rows = {
        page.walk.overview.shown.index(r, 0).data(): [page.walk.overview.shown.index(r, c).data() for c in range(3, 9)]
        for r in range(5)
    }
    assert rows["A1"] == ["2", "0", "0", "1", "0", "100% †"]
    assert rows["A2"] == ["1", "0", "1", "1", "0", "100% †"]
    page.walk.overview.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert page.walk.overview.shown.index(0, 0).data() == "A1"


def test_questions_are_found_by_words_and_copied_as_a_table(page: ScoresPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.walk.overview.search, "court proposal")
    page.walk.overview.take_away.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:2] for line in lines[:2]] == [["No.", "Question"], ["A2", "Court proposal done well"]]
    assert "left out" in lines[-1]
