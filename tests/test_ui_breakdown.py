"""The breakdown: what differs most first, scores at once and intervals when they come, cautions always."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.instrument import Instrument
from inspector_app.services.commands import SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.breakdown import BreakdownPage
from inspector_app.ui.pages.scores import ScoresPage
from tests.ui_fixtures import desk, session

__all__ = ["desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def show(shown: Session, qtbot: QtBot) -> ScoresPage:
    made = ScoresPage(Bridge(shown))
    qtbot.addWidget(made)
    made.resize(1366, 700)
    with qtbot.waitActive(made):
        made.show()
    made.tabs.show_page("breakdown")
    return made


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ScoresPage]:
    made = show(session, qtbot)
    made.unfinished.click()
    yield made
    qtbot.waitUntil(lambda: not made.lens.bridge.saving)
    made.abandon()


@pytest.fixture
def example(example_file: Path, question_sets: dict[str, Instrument], qtbot: QtBot) -> Iterator[ScoresPage]:
    opened = Inspections(question_sets).open(example_file, Person("HMI-01", "test"))
    made = show(opened, qtbot)
    yield made
    made.abandon()
    opened.close()


def choose(page: BreakdownPage, of: str = "", by: str = "", cross: str = "") -> None:
    """Chooses as one does from the lists."""
    for box, key in ((page.of, of), (page.by, by), (page.cross, cross)):
        if key:
            box.setCurrentIndex(box.findData(key))
            box.activated.emit(box.currentIndex())


def rows(page: BreakdownPage) -> list[list[str]]:
    shown = page.table.shown
    return [[shown.index(r, c).data() for c in range(shown.columnCount())] for r in range(shown.rowCount())]


def test_scores_stand_at_once_and_intervals_come(example: ScoresPage, qtbot: QtBot) -> None:
    page = example.breakdown
    choose(page, "outcome/4", "ldu")
    at_once = rows(page)
    assert {row[0]: row[1] for row in at_once} == {"Devon & Torbay": "27", "Plymouth": "22", "Cornwall": "23"}
    assert {row[6] for row in at_once} == {"working…"}
    qtbot.waitUntil(lambda: page.job is None, timeout=20000)
    later = rows(page)
    assert [row[:6] for row in later] == [row[:6] for row in at_once]
    assert all(" to " in row[6] for row in later)
    apart = [abs(int(row[5].replace("−", "-"))) for row in later]
    assert apart == sorted(apart, reverse=True)
    assert "70%" in page._state.text()


def test_one_question_has_newcombes_interval_at_once(example: ScoresPage, qtbot: QtBot) -> None:
    page = example.breakdown
    question = example.walk._instrument.scored_questions[30].id
    choose(page, f"question/{question}", "case_type")
    assert page.comparison is not None
    at_once = rows(page)
    # What was begun for the score that was shown before comes to nothing.
    qtbot.waitUntil(lambda: page.job is None, timeout=20000)
    assert rows(page) == at_once
    assert all(g.interval is not None for g in page.comparison.groups if g.difference is not None)
    assert "Newcombe" in page._method.text()


def test_groups_of_two_facts_are_named_by_both_and_few_cases_carry_a_caution(example: ScoresPage) -> None:
    page = example.breakdown
    question = example.walk._instrument.scored_questions[30].id
    choose(page, f"question/{question}", "gender", "officer_grade")
    found = {row[0]: (int(row[2]), row[7]) for row in rows(page)}
    assert any(" · " in name for name in found)
    assert {caution for base, caution in found.values() if base < 10} == {"! Under 10 cases"}
    controls = {b.accessibleName() for b in page.findChildren(QAbstractButton)}
    assert not any("aution" in name for name in controls)


def test_the_answer_to_a_question_and_the_assessor_divide_too(page: ScoresPage, session: Session) -> None:
    session.do(SetAnswer("case", "101", "risk_plan", "no"))
    session.do(SetAnswer("case", "101", "screening", "no"))
    choose(page.breakdown, "question/risk_plan", "question:screening")
    page.lens.moved.emit()
    assert [row[:6] for row in rows(page.breakdown)] == [
        ["No", "1", "1", "0%", "100%", "−100"],
        ["Yes", "1", "1", "100%", "0%", "+100"],
        ["no answer", "1", "0", "–", "50%", "–"],
    ]
    choose(page.breakdown, by="assessor")
    assert [row[:2] for row in rows(page.breakdown)] == [["A1", "2"], ["A2", "1"]]


def test_filters_and_method_apply_and_an_answer_that_arrives_moves_the_groups(page: ScoresPage, qtbot: QtBot) -> None:
    choose(page.breakdown, "question/court_report", "officer")
    assert [row[:4] for row in rows(page.breakdown)][:2] == [
        ["not recorded", "1", "1", "100%"],
        ["P1", "1", "1", "100%"],
    ]
    page.lens.bridge.handle(SetAnswer("case", "9", "court_report", "no"))
    qtbot.waitUntil(lambda: [row[5] for row in rows(page.breakdown)] == ["−100", "+100", "–"])
    page.lens.narrow("officer", "P1")
    assert [row[0] for row in rows(page.breakdown)] == ["P1"]
    assert rows(page.breakdown)[0][4] == "–"


def test_a_list_is_found_by_typing_and_what_is_no_choice_falls_back(page: ScoresPage, qtbot: QtBot) -> None:
    box = page.breakdown.by
    assert box.key == "ldu"
    box.line.setText("rosh")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert (box.key, box.currentText()) == ("rosh", "RoSH class")
    assert "by RoSH class" in page.breakdown._about.text()
    box.line.setText("nothing like it")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert (box.key, box.currentText()) == ("rosh", "RoSH class")


def test_the_table_sorts_is_searched_and_copied(page: ScoresPage, qtbot: QtBot) -> None:
    breakdown = page.breakdown
    choose(breakdown, "question/court_report", "ldu")
    breakdown.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in rows(breakdown)] == ["Cornwall", "Plymouth"]
    qtbot.keyClicks(breakdown.search, "plym")
    breakdown.take_away.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines][:3] == ["Group", "Plymouth", ""]


def test_groups_are_taken_away_with_what_was_counted_and_with_their_cautions(
    page: ScoresPage, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(page.breakdown, "question/court_report", "ldu")
    page.lens.narrow("age", "")
    told: list[tuple[str, str]] = []
    page.notice.connect(lambda text, tone: told.append((text, tone)))
    page.breakdown.take_away.save_table(tmp_path / "groups.csv")
    qtbot.waitUntil(lambda: len(told) == 1, timeout=20000)
    text = (tmp_path / "groups.csv").read_text(encoding="utf-8-sig")
    assert "Plymouth,2," in text
    assert "! Under 10 cases" in text
    assert "Preview with unfinished cases" in text
    assert "Age: not recorded" in text
    page.breakdown.take_away.save_chart(tmp_path / "groups.svg")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20000)
    drawn = (tmp_path / "groups.svg").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Plymouth" in drawn
    assert "Plymouth: 100% (base † 2)" in drawn and "† Fewer than 10 in the base" in drawn
    assert {tone for _, tone in told} == {"good"}


def test_an_empty_page_says_what_belongs_there_and_leads_to_the_cases(page: ScoresPage, qtbot: QtBot) -> None:
    assert not page.to_cases.isVisible()
    page.unfinished.click()
    assert page.breakdown._state.text().startswith("No case counts here yet.")
    assert not page.breakdown.take_away.isEnabled()
    with qtbot.waitSignal(page.cases_asked):
        page.to_cases.click()
