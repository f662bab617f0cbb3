"""The checks of the report: what is found, the way to its place, accepting with a reason, and the changed names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector_app.domain.report_text import Printed, changed_names, read_settings, text_slot
from inspector_app.services.commands import ChangeName, SetDetails, SetReport, WriteSection
from inspector_app.services.session import Session
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.found_words import held_sentence
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.pages.report_checks import ReportChecksPage
from tests.test_ui_report import desk, path, press, window

__all__ = ["desk", "path", "window"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Sarah Brown was seen at EX4 3SQ, and the plan was good.\n\n"
    "There were 19 of these, and {{fig: question=nobody}} more.\n\n"
    "Reports were good in {{fig: question=court_report}} of cases.\n"
)
FIGURE = "{{fig: question=court_report}}"


def session_of(window: MainWindow) -> Session:
    assert window.work is not None
    return window.work.session


def checks_of(window: MainWindow) -> ReportChecksPage:
    assert window.work is not None
    return window.work.report.checks


@pytest.fixture
def checks(window: MainWindow, qtbot: QtBot) -> Iterator[ReportChecksPage]:
    """The page on a report with one of everything in findings 4.1."""
    session = session_of(window)
    session.do(ChangeName("Sarah Brown", "Ruth", "case 101"))
    session.do(WriteSection("findings-4.1", TEXT, {FIGURE: Printed("none", 0.0)}))
    page = checks_of(window)
    while not page.isVisible():
        qtbot.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert page.isVisible() and page.table.hasFocus()
    yield page


def listed(page: ReportChecksPage, section: str = "findings-4.1") -> list[tuple[str, str]]:
    rows, by_key = page.table.shown, {one.key: one for one in page.found}
    shown = [by_key[rows.index(row, 0).data(KEY)] for row in range(rows.rowCount())]
    return [(one.kind, one.text) for one in shown if one.section == section]


def go_to(page: ReportChecksPage, kind: str, text: str = "") -> None:
    one = next(one for one in page.found if one.kind == kind and one.text.startswith(text))
    assert page.table.go_to(one.key)


def test_everything_is_listed_with_its_words(checks: ReportChecksPage) -> None:
    assert listed(checks) == [
        ("mistake", "{{fig: question=nobody}}"),
        ("disclosed", "Sarah Brown"),
        ("disclosed", "EX4 3SQ"),
        ("changed", "Reports were good in two-thirds of cases."),
        ("unbound", "19"),
    ]
    assert ("unwritten", "") in listed(checks, "foreword")
    held = checks.held.text()
    assert held.startswith(
        "The draft for the Trust’s comment waits for 1 place that cannot be printed and 2 places that"
    )
    assert "also for 1 sentence changed since it was read, 1 number bound to nothing and" in held


def test_a_text_that_is_not_printed_any_more_is_told(window: MainWindow, checks: ReportChecksPage) -> None:
    session = session_of(window)
    assert not checks.left_out.isVisible()
    session.do(SetDetails({"interviews": "yes"}))
    session.do(WriteSection("findings-1.4", "Managers led.\n", {}))
    session.do(SetDetails({"interviews": "no"}))
    checks.refresh()
    assert checks.left_out.text().endswith("no such section: findings-1.4.") and checks.left_out.isVisible()


def test_return_leads_to_the_place_where_it_is_written(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot
) -> None:
    go_to(checks, "unbound")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.work is not None
    middle = window.work.report.write.middle
    assert middle.section == "findings-4.1" and middle.editor.hasFocus() and middle.editor.selected() == "19"
    go_to(checks, "disclosed", "Sarah")
    window.work.report.open_checks()
    press(qtbot, window, Qt.Key.Key_Return)
    assert middle.editor.selected() == "Sarah Brown"


def test_a_reason_typed_for_one_place_is_not_taken_for_another(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot
) -> None:
    go_to(checks, "disclosed", "EX4 3SQ")
    checks.panel.ask_reason()
    press(qtbot, window, "The office, not a home")
    checks.refresh()
    assert checks.panel.reason.text() == "The office, not a home"
    go_to(checks, "disclosed", "Sarah")
    assert checks.panel.reason.text() == ""


def test_a_hit_stands_with_a_reason_and_undo_takes_that_back(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot
) -> None:
    go_to(checks, "disclosed", "EX4 3SQ")
    checks.panel.ask_reason()
    press(qtbot, window, Qt.Key.Key_Return)
    assert ("disclosed", "EX4 3SQ") in listed(checks) and "reason" in checks.panel.missing.text()
    press(qtbot, window, "The office, not a home")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("disclosed", "EX4 3SQ") not in listed(checks))
    assert "1 place that would name a person" in checks.held.text()
    checks.filter.setCurrentIndex(checks.filter.findData("accepted"))
    checks.filter.activated.emit(0)
    assert listed(checks) == [("disclosed", "EX4 3SQ")] and "The office, not a home" in checks.panel.reason_given.text()
    checks.table.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "2 places that would name a person" in checks.held.text())
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: listed(checks) == [("disclosed", "EX4 3SQ")])
    checks.panel.take_back.click()
    qtbot.waitUntil(lambda: "2 places that would name a person" in checks.held.text())


def test_undo_leaves_a_text_alone_that_was_written_since(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot
) -> None:
    go_to(checks, "disclosed", "EX4 3SQ")
    checks.panel.accepted.emit("The office")
    session_of(window).do(WriteSection("findings-4.1", TEXT + "\nMore.\n", {}))
    checks.undo()
    assert "nothing to undo" in window.notice.text
    assert session_of(window).ledger.standing(text_slot("findings-4.1")).value.endswith("More.\n")


def test_a_section_is_marked_as_read(checks: ReportChecksPage, qtbot: QtBot) -> None:
    go_to(checks, "changed")
    checks.panel.mark_read.click()
    qtbot.waitUntil(lambda: "changed" not in dict(listed(checks)))


def test_the_register_is_edited_and_the_check_follows(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot
) -> None:
    checks.side.show_page("names")
    names = checks.names
    names.take_keyboard()
    for text in ("Delia Marsh", "Delia", "case 103"):
        press(qtbot, window, text)
        press(qtbot, window, Qt.Key.Key_Tab)
    assert names.save.hasFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert "a part of the real name" in window.notice.text and names.real.text() == "Delia Marsh"
    names.printed.setText("Ruth")
    names.printed.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "takes them for one" in names.problems.text())
    assert [(n.real, n.changed) for n in changed_names(session_of(window).ledger)] == [
        ("Delia Marsh", "Ruth"),
        ("Sarah Brown", "Ruth"),
    ]
    assert names.real.text() == "" and names.real.hasFocus()
    names.table.setFocus()
    names.table.go_to("Sarah Brown")
    press(qtbot, window, Qt.Key.Key_Return)
    assert (names.real.text(), names.where.text()) == ("Sarah Brown", "case 101")
    names.forget.click()
    qtbot.waitUntil(lambda: ("disclosed", "Sarah Brown") not in listed(checks))
    assert names.table.shown.rowCount() == 1


def test_who_does_not_lead_sees_and_changes_nothing(window: MainWindow, checks: ReportChecksPage, qtbot: QtBot) -> None:
    assert window.work is not None
    window.work.work_as("A2")
    go_to(checks, "disclosed", "EX4 3SQ")
    panel = checks.panel
    assert panel.refusal.text() == "The lead inspector or the deputy writes the report." and panel.refusal.isVisible()
    assert not panel.accept.isVisible() and not panel.mark_read.isVisible()
    checks.side.show_page("names")
    assert not checks.names.real.isVisible() and checks.names.table.isVisible()


def test_settings_of_the_report_are_kept_as_they_are_changed(window: MainWindow, qtbot: QtBot) -> None:
    assert window.work is not None
    session, page = session_of(window), window.work.report.export
    window.work.report.tabs.show_page("export")
    page.take_keyboard()
    assert page.states["working"].hasFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    page.version.setFocus()
    press(qtbot, window, "2")
    page.styles["percent"].setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    page.smallest.setFocus()
    page.smallest.selectAll()
    press(qtbot, window, "5")
    page.annex.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    kept = read_settings(session.ledger)
    assert (kept.state, kept.version, kept.style, kept.smallest, kept.annex) == ("comment", "2", "percent", 5, True)


def test_a_report_that_may_not_leave_is_refused_with_the_way_to_the_checks(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.work is not None
    report, asked = window.work.report, list[str]()

    def ask(_: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    report.tabs.show_page("export")
    assert report.export.write.isEnabled()
    report.export.write.click()
    qtbot.waitUntil(lambda: asked == ["Small Trust draft.pdf"])
    report.export.states["comment"].click()
    qtbot.waitUntil(lambda: not report.export.write.isEnabled())
    assert report.export.ready.text() == (
        "It cannot be written in this state while there are places that cannot be printed and places that would name a "
        "person."
    )
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "was not written" in window.notice.text)
    assert asked == ["Small Trust draft.pdf"]
    window.notice.offers()[0].click()
    assert report.tabs.page == "checks" and checks.table.hasFocus()
    session_of(window).do(WriteSection("findings-4.1", "All is said otherwise.\n", {}))
    session_of(window).do(SetReport({"version": "2"}))
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: asked[1:] == ["Small Trust draft for comment 2.pdf"])


def test_the_figures_of_the_text_are_saved_as_a_table(
    window: MainWindow, checks: ReportChecksPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.work is not None
    page = window.work.report.export
    window.work.report.tabs.show_page("export")
    page.take_away.save_table(tmp_path / "figures.csv")
    qtbot.waitUntil(lambda: "figures.csv" in window.notice.text)
    rows = list(csv.DictReader((tmp_path / "figures.csv").read_text("utf-8-sig").splitlines()))
    assert [(r["Paragraph"], r["Question"]) for r in rows if r["Printed"] == "two-thirds"] == [("4.1.3", "A1")]


def test_a_sound_report_says_so() -> None:
    assert held_sentence({}, 0).startswith("No case is signed off yet")
    assert held_sentence({}, 72) == "Nothing holds the report back, in any state."
    assert held_sentence({"unbound": 2}, 72) == (
        "Nothing holds back the draft for the Trust’s comment; the final report waits for 2 numbers bound to nothing."
    )
    assert held_sentence({"conflict": 1}, 1) == (
        "The draft for the Trust’s comment and the final report wait for 1 section with two texts in conflict."
    )
