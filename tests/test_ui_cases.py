"""The list of cases: what it shows, how it is searched, and what can be done from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetAnswer, SignOff
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.cases import CasesPage
from tests.ui_fixtures import SmallDesk, desk, session

__all__ = ["desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(session: Session, desk: SmallDesk, qtbot: QtBot) -> Iterator[CasesPage]:
    bridge = Bridge(session)
    made = CasesPage(bridge, desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
    yield made
    qtbot.waitUntil(lambda: not bridge.saving)


def shown(page: CasesPage, column: str = "ref") -> list[str]:
    place = page.model.columns.index(column)
    return [page.shown.index(row, place).data() for row in range(page.shown.rowCount())]


def test_the_list_shows_facts_in_words_and_sorts_references_as_numbers(page: CasesPage) -> None:
    assert page.model.columns == (
        "ref",
        "ldu",
        "officer",
        "assessor",
        "case_type",
        "rosh",
        "status",
        "progress",
        "remains",
    )
    assert shown(page) == ["9", "101", "102"]
    assert shown(page, "case_type") == ["Licence", "Licence", "Community order"]
    assert shown(page, "status") == ["In progress", "In progress", "Not begun"]
    assert shown(page, "progress") == ["5/5", "1/5", "0/5"]
    assert shown(page, "remains") == ["0", "4", "5"]


def test_words_typed_narrow_the_list_at_once(page: CasesPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.search, "plym licence")
    assert shown(page) == ["9", "101"]
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Escape)
    assert len(shown(page)) == 3


def test_filters_add_up_and_are_lifted_together(page: CasesPage) -> None:
    page.filters.boxes["ldu"].setCurrentText("Plymouth")
    page.filters.boxes["assessor"].setCurrentText("A2")
    assert shown(page) == []
    page.filters.lift.click()
    assert len(shown(page)) == 3


def test_return_in_the_search_goes_to_the_list_and_return_there_opens_the_case(page: CasesPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.search, "102")
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == ["102"]


def test_a_complete_case_is_signed_off_and_its_row_says_so(page: CasesPage, qtbot: QtBot, session: Session) -> None:
    page.go_to("9")
    page.bar.sign_off.click()
    qtbot.waitUntil(lambda: shown(page, "status")[0] == "Signed off")
    assert session.case("9").signed_off
    assert page.bar.reopen.isVisible()
    assert not page.bar.sign_off.isVisible()


def test_an_incomplete_case_says_what_remains_instead(page: CasesPage, qtbot: QtBot, session: Session) -> None:
    page.go_to("101")
    with qtbot.waitSignal(page.notice) as notice:
        page.bar.sign_off.click()
    assert "4 questions unanswered" in notice.args[0]
    assert not session.case("101").signed_off


def test_a_case_is_reopened_with_a_reason_asked_for_in_the_page(
    page: CasesPage, qtbot: QtBot, session: Session
) -> None:
    page._bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: shown(page, "status")[0] == "Signed off")
    page.go_to("9")
    page.handlers()["reopen"]()
    assert page.bar.reason.hasFocus()
    qtbot.keyClicks(page.bar.reason, "The plan was found")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page, "status")[0] == "In progress")
    slot = next(s for s in session.ledger.slots("case", "9") if s.facet == "status")
    assert session.history(slot)[-1].note == "The plan was found"


def test_only_the_row_that_an_answer_touches_is_worked_out_again(page: CasesPage, qtbot: QtBot) -> None:
    kept = {ref: page.model.remaining(ref) for ref in ("9", "101", "102")}
    page._bridge.handle(SetAnswer("case", "101", "screening", "yes"))
    qtbot.waitUntil(lambda: shown(page, "progress")[1] == "2/5")
    assert page.model.remaining("9") is kept["9"]
    assert page.model.remaining("102") is kept["102"]


def test_a_case_is_added_from_the_keyboard_with_the_fields_of_the_question_set(
    page: CasesPage, qtbot: QtBot, session: Session
) -> None:
    page.handlers()["add_case"]()
    editor = page.panels.editor
    assert list(editor.inputs) == ["case_ref", "assessor", "ldu", "officer", "case_type", "rosh", "age", "start_date"]
    assert editor.inputs["case_ref"].control.hasFocus()
    qtbot.keyClicks(editor.inputs["case_ref"].control, "103")
    qtbot.keyClicks(editor.inputs["ldu"].control, "Cornwall")
    qtbot.keyClicks(editor.inputs["start_date"].control, "2/9/2013")
    editor.inputs["case_type"].value = "order"
    editor.save.click()
    qtbot.waitUntil(lambda: page.table.key() == "103")
    assert session.case("103").fields == {"ldu": "Cornwall", "case_type": "order", "start_date": "2013-09-02"}
    assert not page.panels.isVisible()


def test_what_is_wrong_stands_beside_its_field_and_summed_up_on_top(page: CasesPage, session: Session) -> None:
    page.handlers()["add_case"]()
    editor = page.panels.editor
    editor.inputs["age"].value = "old"
    editor.inputs["start_date"].value = "soon"
    editor.save.click()
    assert set(editor.errors()) == {"case_ref", "age", "start_date"}
    assert "soon" in editor.inputs["start_date"].error
    assert editor._wrong.isVisible()
    assert editor._summary.count() == 4
    assert len(session.refs()) == 3


def test_a_reference_that_is_taken_is_refused_at_its_field(page: CasesPage, session: Session) -> None:
    page.handlers()["add_case"]()
    page.panels.editor.inputs["case_ref"].value = "101"
    page.panels.editor.save.click()
    assert "101 already" in page.panels.editor.errors()["case_ref"]


def test_facts_are_shown_and_changed_and_escape_leaves_them_alone(
    page: CasesPage, qtbot: QtBot, session: Session
) -> None:
    page.go_to("101")
    page.handlers()["edit_case"]()
    editor = page.panels.editor
    assert editor.inputs["rosh"].value == "high"
    editor.inputs["rosh"].value = "low"
    qtbot.keyClick(editor.inputs["ldu"].control, Qt.Key.Key_Escape)
    assert not page.panels.isVisible()
    page.handlers()["edit_case"]()
    editor.inputs["rosh"].value = "low"
    editor.save.click()
    qtbot.waitUntil(lambda: shown(page, "rosh")[1] == "Low")
    assert session.case("101").fields["rosh"] == "low"


def test_an_import_is_previewed_and_taken_in_only_when_agreed(
    page: CasesPage, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case_ref,status,assessor,ldu\n101,in_progress,A1,Cornwall\n201,allocated,A2,Plymouth\n", "utf-8")
    page.panels.preview_import(table)
    said = page.panels.importer.lines()
    assert {"2 rows read.", "1 case will be added", "201", "1 case will change", "101"} <= set(said)
    assert len(session.refs()) == 3
    page.panels.importer.take_in.click()
    qtbot.waitUntil(lambda: shown(page) == ["9", "101", "102", "201"])
    assert shown(page, "ldu")[1] == "Cornwall"


def test_a_table_of_cases_is_the_leads_to_import(page: CasesPage, session: Session, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case_ref,status\n101,signed_off\n", "utf-8")
    session.person = replace(session.person, author="A2")
    told: list[str] = []
    page.panels.notice.connect(lambda text, _: told.append(text))
    page.panels.preview_import(table)
    assert told == ["The lead inspector or the deputy imports cases. Nothing was changed."]
    assert page.panels.importer.isHidden() or page.panels.isHidden()


def test_the_list_is_saved_as_it_is_filtered_and_sorted(page: CasesPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.filters.search.setText("Plymouth")
    with qtbot.waitSignal(page.notice):
        page.take_away.save_table(tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert "101" in text and "Cornwall" not in text


def test_every_bad_row_of_an_import_is_told_and_nothing_can_be_taken_in(page: CasesPage, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case_ref,status,assessor,ldu\n201,wrong,A1,X\n,allocated,A2,Y\n203,allocated,A2,Z\n", "utf-8")
    page.panels.preview_import(table)
    said = "\n".join(page.panels.importer.lines())
    assert "2 rows cannot be taken" in said
    assert "line 2" in said
    assert "line 3" in said
    assert not page.panels.importer.take_in.isEnabled()


def test_selected_rows_are_copied_with_their_header_as_a_table(page: CasesPage, qtbot: QtBot) -> None:
    page.go_to("101")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Case", "101"]
    assert len(lines[0].split("\t")) == len(lines[1].split("\t")) == 9


def test_an_inspection_without_cases_says_what_belongs_there(desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    empty = desk.create(tmp_path / "empty.inspection", "small", {"trust": "T"}, {}, "A1")
    page = CasesPage(Bridge(empty), desk)
    qtbot.addWidget(page)
    page.show()
    assert page.first_import.isVisible()
    assert not page.table.isVisible()
    page.first_add.click()
    page.panels.editor.inputs["case_ref"].value = "1"
    page.panels.editor.save.click()
    qtbot.waitUntil(page.table.isVisible)


def test_nobody_begins_a_case_without_saying_who_they_are(page: CasesPage, session: Session, qtbot: QtBot) -> None:
    session.person = replace(session.person, author="")
    opened: list[str] = []
    page.opened.connect(opened.append)
    page.go_to("102")
    page.who.ask(session.details().team.items(), "")
    page.handlers()["open_case"]()
    assert opened == []
    with qtbot.waitSignal(page.who_said) as said:
        page.who.code.setCurrentIndex(1)
        qtbot.keyClick(page.who.code.lineEdit(), Qt.Key.Key_Return)
    assert said.args == ["A2"]


def test_where_there_is_no_room_for_both_the_panel_takes_the_place_of_the_list(page: CasesPage) -> None:
    page.panels.add_case()
    assert page.table.isVisible()
    page.resize(800, 500)
    assert not page.table.isVisible()
    page.panels.close_panel()
    assert page.table.isVisible()


def test_where_there_is_little_room_the_officer_gives_way_and_nothing_is_cut(page: CasesPage, qtbot: QtBot) -> None:
    officer = page.model.columns.index("officer")
    page.resize(1400, 500)
    qtbot.waitUntil(lambda: not page.table.isColumnHidden(officer))
    for width in (911, 860):
        page.resize(width, 500)
        qtbot.waitUntil(lambda: page.table.isColumnHidden(officer))
        assert page.table.horizontalScrollBar().maximum() == 0
        measure = page.table.fontMetrics()
        for place in range(len(page.model.columns)):
            if not page.table.isColumnHidden(place):
                texts = (page.shown.index(row, place).data() for row in range(page.shown.rowCount()))
                assert max(map(measure.horizontalAdvance, texts)) + 20 <= page.table.columnWidth(place)
    page.resize(1400, 500)
    qtbot.waitUntil(lambda: not page.table.isColumnHidden(officer))
