"""From a score down to a case's answer and back, by key and by click; filters and place stay on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.instrument import Instrument
from inspector_app.services.commands import SetAnswer, SignOff
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.place import Place
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.pages.scores import ScoresPage
from inspector_app.ui.widgets.table import Table
from tests.ui_fixtures import SmallDesk, desk, session, small_file

__all__ = ["desk", "session", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def show(shown: Session, qtbot: QtBot) -> ScoresPage:
    made = ScoresPage(Bridge(shown))
    qtbot.addWidget(made)
    made.resize(1366, 700)
    with qtbot.waitActive(made):
        made.show()
    made.take_keyboard()
    return made


def leave(page: ScoresPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.lens.bridge.saving)
    page.abandon()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ScoresPage]:
    made = show(session, qtbot)
    made.unfinished.click()
    yield made
    leave(made, qtbot)


@pytest.fixture
def example(example_file: Path, question_sets: dict[str, Instrument], qtbot: QtBot) -> Iterator[ScoresPage]:
    opened = Inspections(question_sets).open(example_file, Person("HMI-01", "test"))
    made = show(opened, qtbot)
    yield made
    leave(made, qtbot)
    opened.close()


def press(qtbot: QtBot, key: Qt.Key) -> QWidget:
    """Presses a key where the keyboard is; returns where it is then."""
    qtbot.keyClick(QApplication.focusWidget(), key)
    now = QApplication.focusWidget()
    assert now is not None
    return now


def click_row(table: Table, row: int, qtbot: QtBot) -> None:
    table.scrollTo(table.model().index(row, 0))
    at: QPoint = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_from_69_per_cent_down_to_an_answer_and_back_with_two_keys(example: ScoresPage, qtbot: QtBot) -> None:
    walk = example.walk
    grid = walk.overview.grid
    assert grid.results["3", "question-mean"].text() == "69%"
    grid.results["3", "question-mean"].setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert walk.place == Place("3")
    assert walk.why.heading.text() == "Why 69%?"
    assert "27 questions (question mean)" in walk.why.text
    assert "question mean 69%, criterion mean 67%" in walk.why.text
    assert "Points add up to 69.11; rounded once, 69%." in walk.why.text

    grid.cells["3.1"].setFocus()
    assert press(qtbot, Qt.Key.Key_Return) is walk.overview.table
    assert walk.why.heading.text() == "Why 74%?"
    assert press(qtbot, Qt.Key.Key_Return) is walk.cases.table
    assert walk.way.text == "All · 3 Reoffending · 3.1 · First reoffending assessment done well enough · 72 cases"
    assert "45 cases above the line ÷ (45 above + 20 below) = 69%" in walk.why.text
    assert walk.cases.labels[:8] == [
        "Sufficient", "69%", "45 of 65", "Above the line", "Insufficient", "25%", "16 of 65", "Below the line",
    ]  # fmt: skip

    walk.cases.keep["below"].click()
    assert walk.way.text.endswith("· 20 cases below the line")
    assert walk.cases.table.shown.rowCount() == 20
    walk.cases.table.setFocus()
    ref = walk.cases.table.key()
    press(qtbot, Qt.Key.Key_Return)
    assert (walk.place.outcome, walk.place.criterion, walk.place.standing, walk.place.ref) == ("3", "3.1", "below", ref)
    assert walk.stack.currentWidget() is walk.answer
    assert "Below the line" in walk.answer.text
    assert "Evidence: On file" in walk.answer.text
    assert "Assessor HMI-01" in walk.answer.text

    assert press(qtbot, Qt.Key.Key_Escape) is walk.cases.table
    assert walk.cases.table.key() == ref
    assert walk.cases.table.shown.rowCount() == 20
    assert press(qtbot, Qt.Key.Key_Escape) is walk.overview.table
    assert walk.place == Place("3", "3.1")
    assert press(qtbot, Qt.Key.Key_Escape) is grid.cells["3.1"]
    assert walk.place == Place("3")
    assert press(qtbot, Qt.Key.Key_Escape) is grid.names["3"]
    assert walk.place == Place()
    press(qtbot, Qt.Key.Key_Escape)
    assert walk.place == Place()


def test_each_level_is_one_click_away_and_back_by_the_breadcrumb(page: ScoresPage, qtbot: QtBot) -> None:
    walk = page.walk
    qtbot.mouseClick(walk.overview.grid.names["4"], Qt.MouseButton.LeftButton)
    assert [walk.overview.shown.index(r, 0).data() for r in range(walk.overview.shown.rowCount())] == ["B1", "B2", "B3"]
    qtbot.mouseClick(walk.overview.grid.cells["4.1"], Qt.MouseButton.LeftButton)
    click_row(walk.overview.table, 1, qtbot)
    assert walk.place == Place("4", "4.1", "risk_plan")
    click_row(walk.cases.table, 2, qtbot)
    assert walk.place.ref == walk.cases.table.rows.rows[2].key
    assert walk.way.text == f"All · 4 Public · 4.1 · Risk plan done well · 3 cases · {walk.place.ref}"
    walk.way.links[3].click()
    assert walk.place == Place("4", "4.1", "risk_plan")
    walk.way.links[1].click()
    assert walk.place == Place("4")
    walk.way.links[0].click()
    assert walk.place == Place()


def test_the_second_half_of_a_double_click_opens_nothing_more(page: ScoresPage, qtbot: QtBot) -> None:
    walk = page.walk
    click_row(walk.overview.table, 0, qtbot)
    assert walk.place.level == "question"
    at = walk.cases.table.visualRect(walk.cases.table.model().index(0, 0)).center()
    qtbot.mouseDClick(walk.cases.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    walk.go_up()
    walk.go(Place(question="screening"))
    assert walk.place.level == "question"


def test_rows_that_are_chosen_for_copying_open_nothing(page: ScoresPage, qtbot: QtBot) -> None:
    table = page.walk.overview.table
    table.setCurrentIndex(table.model().index(0, 0))
    at = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, at)
    assert page.walk.place == Place()


def test_cases_are_narrowed_by_where_their_answers_stand(page: ScoresPage, session: Session, qtbot: QtBot) -> None:
    session.do(SetAnswer("case", "101", "screening", "no", "Too late.", "on_file"))
    session.do(SetAnswer("case", "9", "screening", "na"))
    walk = page.walk
    walk.go(Place(question="screening"))
    told = {k: b.text() for k, b in walk.cases.keep.items() if b.isVisible()}
    assert told == {
        "": "All 3", "above": "Above the line 0", "below": "Below the line 1", "na": "Not applicable 1",
        "blank": "Blank 1", "closed": "Closed 0",
    }  # fmt: skip
    walk.cases.keep["below"].click()
    rows = walk.cases.table.rows.rows
    assert [[c.text for c in row.cells] for row in rows] == [
        ["101", "Plymouth", "A1", "No", "Below the line", "Too late."]
    ]
    qtbot.keyClicks(walk.cases.search, "nowhere")
    assert walk.cases.table.shown.rowCount() == 0
    walk.cases.search.clear()
    walk.cases.take_away.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[-1] == "Too late."


def test_an_answer_that_arrives_moves_the_figures_and_leaves_the_person_where_they_are(
    page: ScoresPage, qtbot: QtBot
) -> None:
    walk = page.walk
    walk.go(Place("4", "4.1", "risk_plan", "blank"))
    assert walk.why.heading.text() == "Why 100%?"
    walk.cases.table.go_to("102")
    page.lens.bridge.handle(SetAnswer("case", "101", "risk_plan", "no"))
    qtbot.waitUntil(lambda: walk.why.heading.text() == "Why 50%?")
    assert walk.place == Place("4", "4.1", "risk_plan", "blank")
    assert walk.cases.table.key() == "102"
    assert walk.way.text.endswith("1 case blank")


def test_the_panel_tells_what_is_missing_and_what_unfinished_cases_would_change(
    page: ScoresPage, session: Session
) -> None:
    session.do(SignOff("9"))
    session.do(SetAnswer("case", "101", "screening", "no"))
    page.walk.go(Place("4"))
    assert page.walk.why.heading.text() == "Why 83%?"
    assert "5 answers are blank, in B1, B2, B3." in page.walk.why.text
    assert (
        "Without the 2 unfinished cases: 100%. With them: 83% (−17 points before rounding), as far as they are "
        "answered." in page.walk.why.text
    )
    page.unfinished.click()
    assert page.walk.why.heading.text() == "Why 100%?"
    assert "Nothing: every question that applies is answered." in page.walk.why.text
    assert "Fewer than 10 cases: read with caution." in page.walk.why.text


def test_a_question_that_no_case_answered_is_named_and_there_is_no_score(page: ScoresPage) -> None:
    page.lens.narrow("ldu", "Cornwall")
    page.walk.go(Place("1", "1.1"))
    assert page.walk.why.heading.text() == "Why is there no score?"
    assert "No case answered A1, A2: left out of the mean." in page.walk.why.text


def test_the_questions_of_the_panel_lead_on_and_show_what_they_give(page: ScoresPage) -> None:
    page.walk.go(Place("4"))
    rows = [[c.text for c in row.cells] for row in page.walk.why.table.rows.rows]
    assert rows[0] == ["B1", "Screening done well", "100%", "† 1", "33.33"]
    page.walk.why.table.opened.emit(page.walk.why.table.rows.rows[0].key)
    assert page.walk.place == Place("4", "", "screening")


def test_a_question_of_few_cases_carries_a_caution_where_the_inspection_has_many(example: ScoresPage) -> None:
    overview, why = example.walk.overview, example.walk.why
    few = {q.id for q in example.lens.scores.questions if 0 < q.base < 10}
    shown = overview.shown
    marked = {shown.index(r, 0).data(KEY) for r in range(shown.rowCount()) if "†" in shown.index(r, 8).data()}
    assert marked == few and len(few) > 5
    assert overview._few.isVisible()
    overview.search.setText("B8 ")
    assert not overview._few.isVisible()
    example.walk.go(Place("3", "3.2", next(iter(few))))
    assert "Fewer than 10 in the base" in why.text
    example.walk.go(Place("3", "3.1", "progress"))
    assert "Fewer than 10" not in why.text


def test_by_criterion_mean_the_panel_names_the_criteria(page: ScoresPage) -> None:
    page.by_criterion.click()
    page.walk.go(Place("4"))
    assert "criterion mean): 4.1 100%, 4.2 100%" in page.walk.why.text


def test_filters_are_chips_that_stay_from_page_to_page_and_are_lifted_one_by_one(
    page: ScoresPage, qtbot: QtBot
) -> None:
    filters = page.filters
    filters.add_button.click()
    assert filters.key.hasFocus() or filters.key.line.hasFocus()
    filters.key.line.setText("delivery")
    qtbot.keyClick(filters.key.line, Qt.Key.Key_Return)
    assert [filters.value.itemText(i) for i in range(filters.value.count())] == [
        "Choose…", "Cornwall", "Plymouth", "not recorded",
    ]  # fmt: skip
    filters.value.setCurrentIndex(2)
    filters.value.activated.emit(2)
    assert [c.text() for c in filters.chips.values()] == ["Local delivery unit = Plymouth  ✕"]
    assert "2 cases" in page._counted.text()
    page.lens.narrow("question:screening", "yes")
    assert "A1" not in filters.chips
    assert filters.chips["question:screening"].accessibleName() == "Remove filter: B1 Screening done well = Yes"
    assert "1 case" in page._counted.text()
    page.walk.go(Place("4", "4.1", "risk_plan"))
    page.tabs.show_page("breakdown")
    page.tabs.show_page("grid")
    assert list(filters.chips) == ["ldu", "question:screening"]
    assert walk_refs(page) == ["9"]
    filters.chips["question:screening"].click()
    assert walk_refs(page) == ["101", "9"]
    filters.chips["ldu"].click()
    assert walk_refs(page) == ["101", "102", "9"]
    assert filters.chips == {}


def walk_refs(page: ScoresPage) -> list[str]:
    return [row.key for row in page.walk.cases.table.rows.rows]


def test_filters_that_no_case_fulfils_say_so(page: ScoresPage) -> None:
    page.lens.narrow("ldu", "Nowhere")
    assert page._counted.text() == "No case that counts fulfils all filters. Remove one to see scores."


def test_a_case_that_counts_no_more_says_so_and_keeps_its_history(page: ScoresPage) -> None:
    page.walk.go(Place("1", "1.1", "court_report", "", "101"))
    assert "Yes" in page.walk.answer.text
    page.unfinished.click()
    assert "This case does not count here now." in page.walk.answer.text
    assert "Yes" in page.walk.answer.history.accessibleName()


def test_where_there_is_little_room_the_panel_comes_when_it_is_asked_for(page: ScoresPage) -> None:
    page.resize(900, 480)
    assert not page.walk.why.isVisible()
    assert not page.walk.why_button.isEnabled()
    page.walk.go(Place("4"))
    assert page.walk.why_button.text() == "Why 100%?"
    page.walk.why_button.click()
    assert page.walk.why.isVisible()
    assert page.walk.why.close_button.hasFocus()
    page.walk.why.close_button.click()
    assert page.walk.overview.isVisible()
    assert not page.walk.why.isVisible()


def test_the_form_opens_at_the_question_and_the_place_stays(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window, before_close_func=lambda _: close(window, qtbot))
    with qtbot.waitActive(window):
        window.show()
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(small_file)
    assert window.work is not None
    walk = window.work.scores.walk
    window.show_page("scores")
    window.work.scores.unfinished.click()
    walk.go(Place("4", "4.1", "risk_plan", "", "101"))
    walk.answer.open_button.click()
    assert window.page == "assessment"
    assert window.work.assessment.place == ("case", "101", "", "risk_plan")
    assert window.work.assessment.facts.leave.accessibleName() == "Back to the scores"
    window.work.assessment.facts.leave.click()
    assert window.page == "scores"
    assert walk.place == Place("4", "4.1", "risk_plan", "", "101")
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert walk.place == Place("4", "4.1", "risk_plan")


def close(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_question_without_a_score_is_an_empty_cell_in_a_workbook(
    page: ScoresPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.lens.narrow("ldu", "Cornwall")
    page.walk.go(Place("1", "1.1"))
    for taken in (page.walk.overview.take_away, page.walk.why.take_away, page.walk.overview.grid_away):
        with qtbot.waitSignal(taken.notice) as told:
            taken.save_table(tmp_path / "scores.xlsx")
        assert told.args is not None and told.args[1] == "good"
    page.walk.overview.take_away.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[-2:] == ["0", ""]


def test_tables_of_each_level_and_the_grid_as_a_chart_are_taken_away(
    page: ScoresPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    page.notice.connect(lambda text, tone: told.append(tone))
    walk = page.walk
    walk.overview.take_away.save_chart(tmp_path / "grid.svg")
    qtbot.waitUntil(lambda: told == ["good"], timeout=20000)
    drawn = (tmp_path / "grid.svg").read_text(encoding="utf-8")
    assert "4.1 Assessing risk: 100% (2 questions)" in " ".join(drawn.split())
    walk.go(Place("4", "4.1"))
    walk.why.take_away.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[:3] == [
        "B1", "Screening done well", "100%",
    ]  # fmt: skip
    walk.overview.take_away.copy_button.click()
    taken = QGuiApplication.clipboard().text()
    assert "4.1  Assessing risk" in taken
    assert [line.split("\t")[-2:] for line in taken.splitlines()[:2]] == [["Base", "Score"], ["1", "100%"]]
    assert "† Fewer than 10 in the base: read with caution." in taken.replace("\u00a0", " ")
    assert "Fewer than 10 cases: read with caution." in taken
    walk.overview.grid_away.copy_button.click()
    assert [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()[:4]] == [
        ["Outcome", "Assessment and planning", "Delivery and review", "Leadership and management",
         "Outcome by question mean (in use)", "Outcome by criterion mean"],
        ["1 Assisting sentencing", "100%", "", "", "100%", "100%"],
        ["4 Protecting the public", "100%", "100%", "", "100%", "100%"],
        ["Mean of the column", "100%", "100%", "", "", ""],
    ]  # fmt: skip
    walk.go(Place("4", "4.1", "screening"))
    walk.cases.take_away.copy_button.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 3 + 3
