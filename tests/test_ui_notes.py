"""The page of notes by its keys: filter, tag, undo, open in the form."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from inspector_app.domain.answers import Slot
from inspector_app.domain.notes import ILLUSTRATION
from inspector_app.services.commands import AddCase, AssignSecondReads, SetAnswer
from inspector_app.ui.keys import ShortcutGuard
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.notes import NotesPage
from inspector_app.ui.widgets.hits import HitsDelegate
from tests.test_ui_window import leave, open_file, show
from tests.ui_fixtures import SmallDesk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WORDS = "Zebra crossing, said nobody"
"""Words that stand nowhere but in notes."""
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(desk: SmallDesk, tmp_path: Path) -> Path:
    made = tmp_path / "notes.inspection"
    details = {"trust": "Small Trust"}
    session = desk.create(made, "small", details, {"A1": "lead", "A2": "inspector"}, "A1")
    for ref in ("101", "102"):
        session.do(AddCase(ref, "A1", {"ldu": "Plymouth", "officer": "P1", "rosh": "high", "case_type": "order"}))
    session.do(SetAnswer("case", "101", "court_report", "no", f"The plan was late. {WORDS}"))
    session.do(SetAnswer("case", "101", "screening", "yes", "Done in time, with the plan\nand a review."))
    session.do(SetAnswer("case", "102", "screening", "no", "LATE, and thin"))
    session.do(SetAnswer("officer", "P1", "supervised", "no", "Too rarely, of late"))
    session.close()
    desk.sessions.clear()
    return made


@pytest.fixture
def window(desk: SmallDesk, path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    guard = ShortcutGuard(qapp)
    made = show(desk, qtbot)
    made.activateWindow()
    open_file(made, path, qtbot)
    assert made.work is not None
    reader = made.work.notes.reader
    qtbot.waitUntil(lambda: not reader.reading)
    qtbot.keyClick(made, Qt.Key.Key_5, CTRL)
    assert made.page == "notes"
    yield made
    leave(made, qtbot)
    qapp.removeEventFilter(guard)
    guard.deleteLater()


def page_of(window: MainWindow) -> NotesPage:
    assert window.work is not None
    return window.work.notes


def listed(page: NotesPage) -> list[tuple[str, str]]:
    model = page.model
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = window.focusWidget() or window
    if isinstance(key, str):
        qtbot.keyClicks(widget, key)
    else:
        qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def stands(window: MainWindow, ref: str, question: str) -> str:
    assert window.work is not None
    found = window.work.session.ledger.standing(Slot("case", ref, "tag", question, "A1"))
    return found.value if found else ""


def test_filter_tag_undo_and_open_in_the_form_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert listed(page) == [("101", "A1"), ("101", "B1"), ("102", "B1"), ("P1", "G1")]
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    press(qtbot, window, "late PLAN")
    assert listed(page) == [("101", "A1")]
    assert page._count.text() == "1 of 4 notes"
    assert [(s.cursor.selectionStart(), s.cursor.selectedText()) for s in page.panel.text.extraSelections()] == [
        (4, "plan"),
        (13, "late"),
    ]
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    press(qtbot, window, Qt.Key.Key_I)
    assert stands(window, "101", "court_report") == ILLUSTRATION
    assert page.panel.reserved[ILLUSTRATION].isChecked()
    press(qtbot, window, Qt.Key.Key_T)
    assert page.panel.field.hasFocus()
    press(qtbot, window, "Quality of plans")
    press(qtbot, window, Qt.Key.Key_Return)
    assert stands(window, "101", "court_report") == "Quality of plans;illustration"
    assert "1  Quality of plans" in [page.themes.item(i).text() for i in range(page.themes.count())]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert stands(window, "101", "court_report") == ILLUSTRATION
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert stands(window, "101", "court_report") == ""
    press(qtbot, window, Qt.Key.Key_Y, CTRL)
    assert stands(window, "101", "court_report") == ILLUSTRATION
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page == "assessment"
    assert window.work is not None
    assert window.work.assessment.place == ("case", "101", "", "court_report")
    assert window.work.assessment.facts.leave.text() == "\u2039 Notes"
    window.work.assessment.facts.leave.click()
    assert (window.page, listed(page)) == ("notes", [("101", "A1")])
    assert page.table.hasFocus()


def test_undo_goes_back_to_the_case_that_was_tagged_and_not_further(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Q)
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_Down)
    assert page.panel.note is not None
    assert page.panel.note.about == "officer"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert stands(window, "101", "court_report") == ""
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert window.notice.text == "There is no tagging to undo."
    assert window.work is not None
    assert window.work.session.case("101").answers["court_report"].value == "no"


def test_an_interview_opens_at_its_question(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.table.setCurrentIndex(page.model.index(3, 0))
    page.panel.open_button.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.work is not None
    assert window.work.assessment.place == ("officer", "P1", "", "supervised")


def test_lists_narrow_by_page_criterion_answer_and_sign_off(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    filters = page.filters
    filters.answers.setCurrentIndex(filters.answers.findData("below"))
    assert listed(page) == [("101", "A1"), ("102", "B1")]
    filters.pages.setCurrentIndex(filters.pages.findData("B"))
    assert listed(page) == [("102", "B1")]
    filters.criteria.setCurrentIndex(filters.criteria.findData("1.1"))
    assert listed(page) == []
    assert page.panel.note is None
    assert page._count.text() == "No note matches; 4 in all."
    filters.lift.click()
    assert len(listed(page)) == 4
    filters.signed_off.click()
    assert listed(page) == [("P1", "G1")]


def test_themes_narrow_and_a_note_that_loses_its_tag_stays_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_I)
    page.themes.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert page.themes.tag == ILLUSTRATION
    assert listed(page) == [("101", "A1")]
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_I)
    assert listed(page) == [("101", "A1")]
    assert page.themes.item(1).text() == "0  Illustration"
    page.themes.setCurrentRow(page.themes.count() - 1)
    assert len(listed(page)) == 4


def test_a_known_tag_is_taken_as_it_is_spelled_and_taken_away_by_its_button(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    for typed in ("Late work", "late WORK", "ILLUSTRATION"):
        qtbot.keyClicks(page.panel.field, typed)
        qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
    assert stands(window, "101", "court_report") == "Late work;illustration"
    chip = page.panel.chips.itemAt(0).widget()
    assert chip.accessibleName() == "Take away the tag Late work"
    qtbot.waitUntil(chip.isVisible)
    chip.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert stands(window, "101", "court_report") == ILLUSTRATION


def test_new_notes_come_in_and_what_is_shown_is_taken_away(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert window.work is not None
    window.work.bridge.handle(SetAnswer("case", "102", "risk_plan", "yes", "=HYPERLINK() of the late plan"))
    qtbot.waitUntil(lambda: len(listed(page)) == 5)
    page.filters.search.setText("plan")
    page.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    page.take_away.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[3] for line in lines[1:4]] == [
        "'=HYPERLINK() of the late plan",
        "Done in time, with the plan and a review.",
        f"The plan was late. {WORDS}",
    ]
    assert lines[-1] == "3 of 5 notes. Words: plan."


def test_a_second_reader_sees_nothing_of_the_first_reading(window: MainWindow, qtbot: QtBot) -> None:
    page, work = page_of(window), window.work
    assert work is not None
    work.bridge.handle(AssignSecondReads((("101", "A2"),), "by hand"))
    qtbot.waitUntil(lambda: not work.bridge.saving)
    work.work_as("A2")
    qtbot.waitUntil(lambda: listed(page) == [("102", "B1"), ("P1", "G1")])


def test_nothing_of_a_note_goes_into_the_log(
    window: MainWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    page = page_of(window)
    page.filters.search.setText("zebra")
    page.panel.toggle(ILLUSTRATION)
    page.take_away.save_table(tmp_path / "n.xlsx")
    page.take_away.save_table(tmp_path / "missing" / "n.csv")
    qtbot.waitUntil(page.take_away.save_button.isEnabled)
    qtbot.waitUntil(lambda: (tmp_path / "n.xlsx").exists())
    assert "zebra" not in caplog.text.casefold()


def test_without_a_note_the_page_says_what_belongs_there(desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "none.inspection"
    desk.create(path, "small", {"trust": "Small Trust"}, {"A1": "lead"}, "A1").close()
    desk.sessions.clear()
    window = show(desk, qtbot)
    open_file(window, path, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_5, CTRL)
    page = page_of(window)
    assert page._stack.currentIndex() == 0
    assert not page.filters.isVisible()
    assert not page.take_away.isVisible()
    assert window.work is not None
    window.work.bridge.handle(AddCase("101", "A1", {"ldu": "Plymouth"}))
    window.work.bridge.handle(SetAnswer("case", "101", "screening", "yes", "The first"))
    qtbot.waitUntil(lambda: listed(page) == [("101", "B1")])
    assert page._stack.currentIndex() == 1
    assert page.filters.isVisible()


def test_a_long_note_says_that_it_goes_on_where_its_words_are_marked(qtbot: QtBot) -> None:
    delegate = HitsDelegate()
    delegate.words = ("plan",)
    option = QStyleOptionViewItem()
    text = "The plan came late, and nobody who was asked could say why it had not been sent before the review."
    shown = delegate._cut(option, text, option.fontMetrics.horizontalAdvance("The plan came late"))
    assert shown.startswith("The plan") and shown.endswith("…")
    assert delegate._cut(option, "The plan", 400) == "The plan"
