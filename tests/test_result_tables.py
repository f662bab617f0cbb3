"""Tables of results: the figures of the findings, each with its base, on screen through the filters of the scores."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.instrument import GridCell
from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.routing import open_questions
from inspector_app.services.commands import Reopen
from inspector_app.services.result_tables import FACTORS, REASONS, VIEWS, Counted, ResultTable, count_out
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.scores import ScoresPage
from report_inspection import inspection

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = inspection(tmp_path, cases=14, officers=4, unfinished=3)
    yield made
    made.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ScoresPage]:
    bridge = Bridge(session)
    made = ScoresPage(bridge)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    with qtbot.waitActive(made):
        made.show()
    made.tabs.show_page("tables")
    qtbot.waitUntil(lambda: made.results.model.rowCount() > 0)
    yield made
    qtbot.waitUntil(lambda: not bridge.saving)


def tables(session: Session, unfinished: bool = False) -> dict[str, ResultTable]:
    cases = tuple(session.assessed(ref)[0] for ref in session.counted(unfinished))
    officers = tuple(session.officer(code) for code in session.officers())
    made = count_out(Counted(session.instrument, session.scores(include_unfinished=unfinished), cases, officers))
    return {one.id: one for one in made}


def column(table: PlainTable, title: str) -> list[object]:
    place = [c.title for c in table.columns].index(title)
    return [row[place] for row in table.rows]


def values(session: Session, question: str) -> list[str]:
    """The answers of the signed-off cases to a question that is open for them."""
    found = []
    for ref in session.counted():
        sheet = session.case(ref).sheet
        if question in open_questions(session.instrument.case_questions, sheet):
            found.append(sheet.answers.get(question, ""))
    return found


def test_the_factor_table_counts_who_has_it_and_whether_work_and_progress_were_enough(session: Session) -> None:
    table = tables(session)[FACTORS].table
    listed = [value.split(";") for value in values(session, "offending_factors")]
    label = {c.code: c.label for c in session.instrument.questions_by_id["offending_factors"].choices}
    for row in table.rows:
        code = next(code for code, text in label.items() if text == row[0])
        found = sum(code in value for value in listed)
        work = values(session, f"factor_{code}_interventions")
        progress = values(session, f"factor_{code}_progress")
        enough = (work.count("yes"), len(work), progress.count("yes"), len(progress))
        assert (row[1], row[2], row[4], row[5], row[7], row[8]) == (found, 11, *enough)
        assert row[3] == Fraction(found, 11)
        assert row[6] == (Fraction(enough[0], enough[1]) if enough[1] else None)
    assert len(table.rows) == 11
    assert len({c.title for c in table.columns}) == len(table.columns)


def test_the_needs_grid_has_a_row_for_each_need_and_its_bases(session: Session) -> None:
    one = tables(session)["grid:needs"]
    assert column(one.table, "Needs that may help or hinder change")[0] == "Accommodation"
    wanted = GridCell("needs", "accommodation", "assessed")
    answers = values(session, next(q.id for q in session.instrument.questions if q.cell == wanted))
    assert one.table.rows[0][1:3] == (answers.count("yes"), answers.count("yes") + answers.count("no"))
    assert one.criteria == ("2.1",) * 5


def test_reasons_say_in_words_what_they_are_of(session: Session) -> None:
    one = tables(session)[REASONS]
    told = dict(zip(column(one.table, "No."), column(one.table, "What the base is"), strict=True))
    base = dict(zip(column(one.table, "No."), column(one.table, "Base"), strict=True))
    fell_short = values(session, "rosh_screening").count("insufficient")
    assert base["B8a"] == fell_short
    assert "with the answer “Insufficient" in str(told["B8a"])
    completed = [v for v in values(session, "initial_plan") if v in ("timely_informed", "poorly_informed", "late")]
    assert base["C10a"] == len(completed)
    assert "to C10" in str(told["C10a"])
    assert all("More than one may be ticked" in str(words) for words in told.values())


def test_officers_are_counted_once_whatever_they_hold(session: Session) -> None:
    one = tables(session)[VIEWS]
    assert max(int(str(base)) for base in column(one.table, "Base")) == 4
    assert set(one.criteria) <= {"2.4", "3.4", "4.4", "5.4"}


def test_without_interviews_and_without_cases_there_are_no_empty_tables(session: Session) -> None:
    made = count_out(Counted(session.instrument, session.scores(where={"ldu": "nowhere"}), (), None))
    assert made == ()
    officers = tuple(session.officer(code) for code in session.officers())
    made = count_out(Counted(session.instrument, session.scores(where={"ldu": "nowhere"}), (), officers))
    assert VIEWS in [one.id for one in made]
    assert REASONS in [one.id for one in made]


def test_tables_are_chosen_searched_sorted_and_copied(page: ScoresPage, qtbot: QtBot) -> None:
    results = page.results
    assert results.shown is not None
    assert results.shown.id == FACTORS
    qtbot.waitUntil(lambda: results.chart.drawn)
    results.chooser.setFocus()
    qtbot.keyClick(results.chooser, Qt.Key.Key_Down)
    assert results.shown.id == REASONS
    assert results.chart.isHidden() or not results._side.isVisible()
    qtbot.keyClicks(results.search, "court")
    kept = [results.model.index(row, 2).data() for row in range(results.model.rowCount())]
    assert 0 < len(kept) < results.model.total
    results.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    counts = [int(results.model.index(row, 4).data()) for row in range(results.model.rowCount())]
    assert counts == sorted(counts, reverse=True)
    results.take_away.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + len(kept) + 3
    assert lines[-1].startswith("11 cases counted, signed off; 3 are not signed off and left out.")


def test_a_criterion_keeps_the_tables_and_rows_that_belong_to_it(page: ScoresPage) -> None:
    results = page.results
    results.criteria.setCurrentIndex(results.criteria.findData("4.1"))
    offered = [results.chooser.itemData(i) for i in range(results.chooser.count())]
    assert FACTORS not in offered
    assert "grid:needs" not in offered
    for place in range(results.chooser.count()):
        results.chooser.setCurrentIndex(place)
        assert results.shown is not None
        assert results.model.rowCount() == results.shown.criteria.count("4.1") > 0
    results.criteria.setCurrentIndex(0)
    assert results.chooser.findData(FACTORS) == 0


def test_the_tables_follow_the_filters_unfinished_cases_and_new_answers(page: ScoresPage, qtbot: QtBot) -> None:
    results, session = page.results, page.lens.session

    def base() -> object:
        return results.tables[0].table.rows[0][2]

    assert base() == 11
    page.unfinished.click()
    qtbot.waitUntil(lambda: base() != 11)
    assert "Preview with unfinished cases" in results.taken().counted
    page.lens.narrow("ldu", "North")
    north = len(session.counted(True, {"ldu": "North"}))
    qtbot.waitUntil(lambda: base() == len([v for v in _asked(session, "North") if v]))
    assert "Only cases with" in results.taken().counted
    assert f"{north} case" in results.taken().counted
    page.lens.narrow("ldu", None)
    page.unfinished.click()
    qtbot.waitUntil(lambda: base() == 11)
    results.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    order = results.model.index(0, 0).data()
    page.lens.bridge.handle(Reopen(session.counted()[0], "To look again"))
    qtbot.waitUntil(lambda: base() == 10)
    assert results.model.index(0, 0).data() == order


def _asked(session: Session, ldu: str) -> list[str]:
    return [session.case(r).sheet.answers.get("offending_factors", "") for r in session.counted(True, {"ldu": ldu})]


def test_where_nothing_counts_the_page_says_what_belongs_there(page: ScoresPage, qtbot: QtBot) -> None:
    results = page.results
    page.lens.narrow("ldu", "nowhere")
    page.lens.narrow("officer", "nobody")
    qtbot.waitUntil(lambda: not results.splitter.isVisible())
    assert "once a case counts" in results._about.text()
    page.lens.widen()
    qtbot.waitUntil(results.splitter.isVisible)
    assert results.model.rowCount() == 11


def test_a_table_of_officers_says_how_many_were_interviewed_and_one_of_cases_how_many_count(page: ScoresPage) -> None:
    results = page.results
    for table, told in (("grid:manager_skill", "4 officers interviewed"), ("grid:needs", "11 cases counted")):
        results.chooser.setCurrentIndex(results.chooser.findData(table))
        assert results.taken().counted.startswith(told)
