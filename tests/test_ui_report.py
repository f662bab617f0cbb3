"""The page on which the report is written, by its keys: saving, evidence, history, conflicts, and who may write."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QDrag, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import KnownError
from inspector_app.domain.notes import ILLUSTRATION, QUOTATION
from inspector_app.domain.report_text import text_slot
from inspector_app.services.commands import AddCase, SetAnswer, SetConsensus, SignOff, TagNote, WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.keys import ShortcutGuard
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.report_write import ReportWritePage
from tests.test_ui_window import leave, open_file, refuse_while, show
from tests.ui_fixtures import FACTS, SmallDesk, desk, small_instrument

__all__ = ["desk"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = "Reports were in time.\n\nThey were clear.\n"


@pytest.fixture
def path(desk: SmallDesk, tmp_path: Path) -> Path:
    """Three cases signed off, one section written, two notes marked for use."""
    made = tmp_path / "report.inspection"
    session = desk.create(
        made, "small", {"trust": "Small Trust", "interviews": "no"}, {"A1": "lead", "A2": "inspector"}, "A1"
    )
    for ref, value in (("101", "yes"), ("102", "yes"), ("103", "no")):
        session.do(AddCase(ref, "A1", FACTS))
        for question in ("court_report", "court_proposal", "screening", "risk_plan", "risk_review"):
            answer = value if question == "court_report" else "yes"
            session.do(SetAnswer("case", ref, question, answer, f"Note on {question} of {ref}."))
        session.do(SignOff(ref))
    session.do(TagNote("case", "101", "court_report", "A1", (ILLUSTRATION,)))
    session.do(TagNote("case", "103", "court_report", "A1", (QUOTATION,)))
    session.do(WriteSection("findings-1.1", FIRST, {}))
    session.close()
    desk.sessions.clear()
    return made


@pytest.fixture
def window(desk: SmallDesk, path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    guard = ShortcutGuard(qapp)
    made = show(desk, qtbot)
    made.activateWindow()
    open_file(made, path, qtbot)
    qtbot.keyClick(made, Qt.Key.Key_6, CTRL)
    assert made.page == "report"
    yield made
    if shiboken6.isValid(made):
        leave(made, qtbot)
    qapp.removeEventFilter(guard)
    guard.deleteLater()


def page_of(window: MainWindow) -> ReportWritePage:
    assert window.work is not None
    return window.work.report.write


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = window.focusWidget() or window
    if isinstance(key, str):
        qtbot.keyClicks(widget, key)
    else:
        qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def stands(window: MainWindow, section: str) -> str:
    assert window.work is not None
    found = window.work.session.ledger.standing(text_slot(section))
    return found.value if found else ""


def to_findings(window: MainWindow, qtbot: QtBot) -> ReportWritePage:
    """Walks from the text to the outline, down to the findings on 1.1, and back into the text."""
    page = page_of(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.outline.hasFocus()
    while page.outline.section != "findings-1.1":
        before = page.outline.section
        press(qtbot, window, Qt.Key.Key_Down)
        assert page.outline.section != before
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.middle.editor.hasFocus()
    return page


def test_a_section_is_found_written_and_saved_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    assert page.middle.editor.typed() == FIRST
    press(qtbot, window, Qt.Key.Key_End, CTRL)
    press(qtbot, window, "They were")
    assert stands(window, "findings-1.1") == FIRST
    press(qtbot, window, Qt.Key.Key_Escape)
    assert stands(window, "findings-1.1") == FIRST + "They were"
    qtbot.waitUntil(lambda: window.header.saved.text().startswith("Saved "))
    entry = next(e for e in page.outline.entries if e.id == "findings-1.1")
    assert entry.words == len(FIRST.split()) + 2
    item = page.outline.item([e.id for e in page.outline.entries].index("findings-1.1"))
    assert "9 words" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_another_section_another_page_and_the_end_of_the_window_save_too(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, "A ")
    press(qtbot, window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert page.middle.section != "findings-1.1"
    assert stands(window, "findings-1.1") == f"A {FIRST}"
    page.outline.go_to("foreword")
    page.middle.editor.setFocus()
    press(qtbot, window, "B")
    press(qtbot, window, Qt.Key.Key_1, CTRL)
    assert stands(window, "foreword") == "B"
    press(qtbot, window, Qt.Key.Key_6, CTRL)
    press(qtbot, window, "C")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    again = Inspections({"small": small_instrument()}).open(path, Person("A1", "device"))
    kept = again.ledger.standing(text_slot("foreword"))
    again.close()
    assert kept is not None
    assert kept.value == "BC"


def test_the_last_section_comes_back(window: MainWindow, qtbot: QtBot, desk: SmallDesk, path: Path) -> None:
    to_findings(window, qtbot)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    again = show(desk, qtbot)
    open_file(again, path, qtbot)
    assert (again.page, page_of(again).middle.section) == ("report", "findings-1.1")
    assert page_of(again).middle.editor.typed() == FIRST


def test_what_is_being_typed_is_kept_as_a_draft_and_told_after_a_crash(
    window: MainWindow, qtbot: QtBot, desk: SmallDesk, path: Path, tmp_path: Path
) -> None:
    to_findings(window, qtbot)
    press(qtbot, window, "Half a sen")
    assert window.work is not None
    session = window.work.session

    def drafts() -> list[tuple[str, str, str]]:
        return [(d.about, d.ref, d.text) for d in session.left_by_a_crash()]

    qtbot.waitUntil(lambda: drafts() == [("report", "findings-1.1", f"Half a sen{FIRST}")])
    crashed = Path(shutil.copyfile(path, tmp_path / "crashed.inspection"))
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: drafts() == [])
    other = show(desk, qtbot)
    open_file(other, crashed, qtbot)
    qtbot.waitUntil(lambda: "Findings on 1.1" in other.notice.text)
    assert stands(other, "findings-1.1") == f"Half a sen{FIRST}"


def test_a_full_disk_loses_nothing_and_trying_again_saves(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    full = threading.Event()
    full.set()
    refuse_while(window, full)
    press(qtbot, window, "Now: ")
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.header.saved.text() == "Not saved")
    assert page.middle.editor.typed() == f"Now: {FIRST}"
    full.clear()
    window.header.retry.click()
    qtbot.waitUntil(lambda: window.header.saved.text().startswith("Saved "))
    assert stands(window, "findings-1.1") == f"Now: {FIRST}"


def test_undo_in_the_editor_is_the_texts_own(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, "x")
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert page.middle.editor.typed() == FIRST
    assert window.notice.text == ""


def test_an_earlier_version_is_looked_at_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    press(qtbot, window, "Other words")
    press(qtbot, window, Qt.Key.Key_Escape)
    page.side.tabs.show_page("history")
    history = page.side.history
    assert [history.list.item(i).text().partition(" · ")[2] for i in range(history.list.count())] == [
        "A1 · 2 words (−5)",
        "A1 · 7 words (+7)",
    ]
    assert not history.take.isEnabled()
    history.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert history.text.source().text == FIRST
    history.take.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert (stands(window, "findings-1.1"), page.middle.editor.typed()) == (FIRST, FIRST)
    assert history.list.count() == 3


def test_a_figure_from_the_evidence_goes_to_the_caret_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    evidence = page.side.evidence
    page.side.tabs.show_page("evidence")
    model = evidence.table.shown
    shown = [[model.index(r, c).data() for c in range(3)] for r in range(model.rowCount())]
    assert shown == [["A1  Court report done well", "2/3 †", "67%"], ["A2  Court proposal done well", "3/3 †", "100%"]]
    cursor = page.middle.editor.textCursor()
    cursor.setPosition(FIRST.index("in time"))
    page.middle.editor.setTextCursor(cursor)
    evidence.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.middle.editor.typed() == FIRST.replace("in time", "{{fig: question=court_report}}in time")
    press(qtbot, window, Qt.Key.Key_Down)
    evidence.buttons["counts"].setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert "{{fig: question=court_report}}{{fig: question=court_proposal, as=counts}}in" in page.middle.editor.typed()
    assert [b.text() for b in evidence.buttons.values() if b.isVisible()] == ["all", "100%", "three of three"]
    evidence.chart.click()
    assert "in time.\n\n{{chart: question=court_proposal}}\n\nThey were" in page.middle.editor.typed()


def test_what_a_button_beside_the_text_puts_in_is_saved_and_writing_goes_on_in_the_text(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = to_findings(window, qtbot)
    page.side.tabs.show_page("evidence")
    press(qtbot, window, Qt.Key.Key_End, CTRL)
    page.side.evidence.chart.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    press(qtbot, window, " and on")
    written = page.middle.editor.typed()
    assert written.count("{{chart:") == 1
    assert written.endswith("}} and on")
    page.side.evidence.table.setFocus()
    assert stands(window, "findings-1.1") == written
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.side.evidence.table.hasFocus()
    assert stands(window, "findings-1.1") == f"{written}{{{{fig: question=court_report}}}}"


def test_what_was_put_in_without_the_keyboard_outlives_a_change_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    page.outline.setFocus()
    page.middle.editor.insert("Dropped here. ")
    assert window.work is not None
    window.work.bridge.handle(TagNote("case", "102", "court_report", "A1", (ILLUSTRATION,)), "elsewhere")
    qtbot.waitUntil(lambda: "Dropped here. " in stands(window, "findings-1.1"))
    assert "Dropped here. " in page.middle.editor.typed()


def test_the_line_at_the_caret_stays_in_sight_when_the_first_mark_appears(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    QApplication.sendPostedEvents()
    tall = page.middle.editor.height()
    assert not page.middle.next_button.isVisible()
    press(qtbot, window, "It was 57% of them. ")
    qtbot.waitUntil(page.middle.next_button.isVisible)
    QApplication.sendPostedEvents()
    assert page.middle.editor.height() == tall


def test_a_criterion_without_counted_questions_says_so(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    evidence, said = page.side.evidence, {}
    for place in range(evidence.criteria.count()):
        evidence.criteria.setCurrentIndex(place)
        evidence.criteria.activated.emit(place)
        assert evidence.nothing.isVisible() != evidence.table.isVisible()
        said[evidence.table.isVisible()] = evidence.nothing.text()
    assert said[False] == "No question is counted under this criterion. Other figures: Ctrl+Shift+F."


def test_a_line_of_the_evidence_is_dragged_as_the_text_of_its_figure(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = to_findings(window, qtbot)
    dragged: list[str] = []
    # A drag of the desktop's own waits for the mouse; what it carries is what counts here.
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: dragged.append(drag.mimeData().text()))
    page.side.evidence.table.startDrag(Qt.DropAction.CopyAction)
    window.work.work_as("A2")  # type: ignore[union-attr]
    page.side.evidence.table.startDrag(Qt.DropAction.CopyAction)
    assert dragged == ["{{fig: question=court_report}}"]


def test_a_note_marked_for_use_becomes_a_box_that_names_where_it_is_from(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    page.side.tabs.show_page("evidence")
    assert page.side.evidence.notes_tab.text() == "Notes for use 2"
    page.side.evidence.block_inserted.emit("")
    editor = page.middle.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    texts: list[str] = []
    page.side.evidence.notes.used.connect(texts.append)
    for name in ("Use as illustration: Case 101 · A1 · A1", "Quote: Case 103 · A1 · A1"):
        made = next(
            b
            for b in page.side.evidence.notes.findChildren(type(page.middle.read_button))
            if b.accessibleName() == name
        )
        made.click()
    assert texts == [
        "> [!illustration] {note: 101/court_report/A1}\n> Note on court_report of 101.",
        "> “Note on court_report of 103.”",
    ]
    assert editor.typed().endswith("\n\n".join(texts))


def test_a_figure_is_found_narrowed_and_put_in_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    picker = page.side.picker
    assert picker.subject.line.hasFocus()
    assert not picker.insert.isEnabled()
    press(qtbot, window, "court report")
    press(qtbot, window, Qt.Key.Key_Return)
    assert picker.subject.currentText() == "A1 Court report done well"
    assert (picker.sample.text(), picker.behind.text(), picker.refs.text()) == (
        "Prints: two-thirds",
        "2 of 3. So small a base is printed with a caution.",
        "101, 102",
    )
    picker.answers.below.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert (picker.sample.text(), picker.refs.text()) == ("Prints: one-third", "103")
    picker.answers.some.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    picker.answers.ticks["no"].setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    picker.form.setCurrentIndex(picker.form.findData("counts"))
    picker.form.activated.emit(picker.form.currentIndex())
    assert picker.sample.text() == "Prints: one of three"
    picker.form.setFocus()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page.middle.editor.hasFocus()
    assert page.middle.editor.typed() == "{{fig: question=court_report, answer=no, as=counts}}" + FIRST


def test_what_a_figure_prints_stays_in_sight_and_its_cases_leave_room_to_choose(
    window: MainWindow, qtbot: QtBot
) -> None:
    picker = to_findings(window, qtbot).side.picker
    foot = picker.insert.parentWidget()
    assert foot is not None
    assert foot.isAncestorOf(picker.sample)
    assert foot.isAncestorOf(picker.behind)
    assert not foot.isAncestorOf(picker.refs)


def test_a_question_that_was_found_is_shown_from_its_beginning(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    subject = page.side.picker.subject
    press(qtbot, window, "court")
    popup = subject.line.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert subject.key == "question:court_report"
    qtbot.waitUntil(lambda: subject.line.cursorPosition() == 0)


def test_the_answers_to_count_follow_the_way_of_the_keyboard_and_none_is_told(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    picker = page.side.picker
    press(qtbot, window, "A1")
    press(qtbot, window, Qt.Key.Key_Return)
    picker.answers.some.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert picker.behind.text() == "Tick the answers that are counted."
    assert not picker.insert.isEnabled()
    for _ in picker.answers.ticks:
        press(qtbot, window, Qt.Key.Key_Tab)
        press(qtbot, window, Qt.Key.Key_Space)
    assert picker.answers.answers == tuple(picker.answers.ticks)
    press(qtbot, window, Qt.Key.Key_Tab)
    assert picker.of_all.hasFocus()
    assert picker.insert.isEnabled()


def test_a_chosen_figure_is_changed_in_its_place_and_escape_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    page.middle.editor.insert("{{fig: question=screening, where=ldu=Plymouth}}")
    before = page.middle.editor.typed()
    press(qtbot, window, Qt.Key.Key_Left, SHIFT)
    press(qtbot, window, Qt.Key.Key_Return)
    picker = page.side.picker
    assert picker.heading.text() == "Change figure"
    assert [chip.text() for chip in picker.conditions.chips] == ["Local delivery unit = Plymouth  ✕"]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert (page.middle.editor.hasFocus(), page.middle.editor.typed()) == (True, before)
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    qtbot.waitUntil(lambda: picker.conditions.chips[0].isVisible())
    picker.conditions.chips[0].setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    page.middle.editor.moveCursor(QTextCursor.MoveOperation.End)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page.middle.editor.typed() == "{{fig: question=screening}}" + FIRST
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    press(qtbot, window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert not picker.isVisible()


def test_a_plain_number_is_opened_as_it_is_written(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    page.middle.editor.insert("{{plain: ten}}")
    press(qtbot, window, Qt.Key.Key_Left, SHIFT)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Backspace)
    press(qtbot, window, Qt.Key.Key_Backspace)
    press(qtbot, window, "th}}")
    assert page.middle.editor.typed() == "{{plain: tenth}}" + FIRST
    assert page.middle.editor.document().toPlainText().startswith("\ufffc")


def test_a_link_to_a_paragraph_is_copied_and_leads_to_its_number(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    second = page.middle.editor.document().findBlockByNumber(2)
    cursor = QTextCursor(second)
    point = page.middle.editor.cursorRect(cursor).center()
    words, act = page.middle.editor.offers(point)[-1]
    assert words == "Copy a link to this paragraph"
    act()
    assert page.middle.at_caret.text() == "A link to paragraph 1.1.2 is copied; paste it where it belongs."
    press(qtbot, window, Qt.Key.Key_V, CTRL)
    press(qtbot, window, " ")
    source = page.middle.editor.chip_beside()[1] or page.middle.editor.typed()[:18]
    qtbot.waitUntil(lambda: page.middle.editor.chips.words(source) == "¶ 1.1.2")


def test_a_figure_that_cannot_be_printed_is_told_and_not_put_in(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    picker = page.side.picker
    press(qtbot, window, "RoSH")
    press(qtbot, window, Qt.Key.Key_Return)
    assert picker.subject.currentText() == "RoSH class"
    assert not picker.insert.isEnabled()
    assert "answer" in picker.behind.text()


def test_a_number_bound_to_nothing_is_marked_and_replaced_by_a_figure(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, "In 57% of cases. ")
    qtbot.waitUntil(lambda: page.middle.summary.text() == "? 1 unbound")
    assert [s.cursor.selectedText() for s in page.middle.editor.extraSelections()] == ["57%"]
    page.side.tabs.show_page("marks")
    assert page.side.marks.list.item(0).text().startswith("?  Unbound: “57%” is bound to nothing.")
    press(qtbot, window, Qt.Key.Key_F8)
    assert page.middle.editor.selected() == "57%"
    assert page.middle.at_caret.text().startswith("Unbound: “57%”")
    press(qtbot, window, Qt.Key.Key_F, CTRL | SHIFT)
    press(qtbot, window, "court report")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page.middle.editor.typed().startswith("In {{fig: question=court_report}} of cases.")
    qtbot.waitUntil(lambda: page.middle.summary.text() == "")
    assert page.middle.editor.extraSelections() == []


def test_the_preview_shows_the_pages_of_what_is_typed_and_follows_the_caret(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    preview = page.side.preview
    with qtbot.waitSignal(preview.shown, timeout=20_000):
        page.side.tabs.show_page("preview")
    assert len(preview.pages.pages) == 1
    before = preview.pages.pages[0]
    assert not before.isNull() and before.width() >= preview.pages.viewport().width()
    page.middle.editor.setFocus()
    long = "\n\n".join(f"Paragraph {'of many words ' * 30}{n}." for n in range(40))
    with qtbot.waitSignal(preview.shown, timeout=20_000):
        page.middle.editor.insert(long)
    assert len(preview.pages.pages) > 1 and preview.pages.pages[0] != before
    bar = preview.pages.verticalScrollBar()
    press(qtbot, window, Qt.Key.Key_Home, CTRL)
    top = bar.value()
    press(qtbot, window, Qt.Key.Key_End, CTRL)
    assert bar.value() > top
    assert stands(window, "findings-1.1") == FIRST


def test_pages_that_cannot_be_set_are_told_in_a_sentence_and_the_text_is_safe(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_fonts(*_: object) -> None:
        raise KnownError("A font is missing; install Inspector again.")

    page = to_findings(window, qtbot)
    monkeypatch.setattr("inspector_app.report.styles.use_fonts", without_fonts)
    page.side.tabs.show_page("preview")
    told = page.side.preview.told
    qtbot.waitUntil(lambda: told.text() == "A font is missing; install Inspector again.")
    press(qtbot, window, "x")
    assert page.middle.editor.typed() == f"x{FIRST}"
    monkeypatch.undo()
    qtbot.waitUntil(lambda: told.text().startswith("This section"), timeout=20_000)


def test_what_could_name_a_person_is_marked(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, "He lived in PL4 8AA. ")
    qtbot.waitUntil(lambda: page.middle.summary.text() == "@ 1 person")
    press(qtbot, window, Qt.Key.Key_F8)
    assert page.middle.editor.selected() == "PL4 8AA"
    press(qtbot, window, "the city")
    qtbot.waitUntil(lambda: page.middle.summary.text() == "")


def test_a_sentence_whose_figure_moved_is_marked_until_it_is_read(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    press(qtbot, window, "{{fig: question=court_report}} of reports were good. ")
    press(qtbot, window, Qt.Key.Key_Escape)
    work, words = window.work, page.middle.editor.chips.words
    assert work is not None
    qtbot.waitUntil(lambda: words("{{fig: question=court_report}}") == "Two-thirds †")
    assert page.middle.read_button.isHidden()
    work.bridge.handle(SetConsensus("103", "court_report", "yes", "Read again"))
    qtbot.waitUntil(lambda: page.middle.summary.text() == "≠ 1 changed")
    assert words("{{fig: question=court_report}}") == "≠ All †"
    entry = next(e for e in page.outline.entries if e.id == "findings-1.1")
    assert entry.changed == 1
    page.middle.editor.setFocus()
    press(qtbot, window, Qt.Key.Key_F8)
    assert page.middle.editor.selected() == "{{fig: question=court_report}} of reports were good."
    assert page.middle.at_caret.text().endswith("Changed: “All”, was “two-thirds” when you read it.")
    press(qtbot, window, Qt.Key.Key_M, CTRL | SHIFT)
    qtbot.waitUntil(lambda: page.middle.summary.text() == "")
    assert words("{{fig: question=court_report}}") == "All †"


def test_who_may_not_write_reads_with_a_sentence(window: MainWindow, qtbot: QtBot) -> None:
    page = to_findings(window, qtbot)
    assert window.work is not None
    window.work.work_as("A2")
    assert page.middle.refusal.text() == "The lead inspector or the deputy writes the report. You can read it here."
    page.middle.editor.setFocus()
    press(qtbot, window, "x")
    press(qtbot, window, Qt.Key.Key_Return)
    page.side.evidence.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.middle.editor.typed() == FIRST
    assert not page.middle.insert_button.isVisible()
    window.work.work_as("A1")
    page.middle.editor.setFocus()
    press(qtbot, window, "x")
    assert page.middle.editor.typed() == f"x{FIRST}"


def divide(session: Session, path: Path, tmp_path: Path) -> None:
    """Has two copies write the same section differently."""
    copy = Path(shutil.copyfile(path, tmp_path / "copy.inspection"))
    other = Inspections({"small": small_instrument()}).open(copy, Person("A1", "other"))
    other.do(WriteSection("findings-1.1", FIRST + "\nThe other copy.\n", {}))
    session.do(WriteSection("findings-1.1", FIRST + "\nThis copy.\n", {}))
    pending = session.join(other.revisions())
    other.close()
    assert pending is not None
    session.settle(pending)


@pytest.mark.parametrize("how", ["pick", "join"])
def test_two_texts_of_a_section_are_shown_and_settled(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path, how: str
) -> None:
    page = to_findings(window, qtbot)
    assert window.work is not None
    divide(window.work.session, path, tmp_path)
    page.state.moved.emit()
    conflict = page.middle.conflict
    assert page.middle.stack.currentWidget() is conflict
    assert {text.source().text.splitlines()[-1] for text in conflict.texts} == {"The other copy.", "This copy."}
    signs = [[sign for _, (sign, _) in text._gutter._signs.items()] for text in conflict.texts]
    assert signs == [["≠"], ["≠"]]
    item = page.outline.currentItem()
    assert "two copies say different things" in item.data(Qt.ItemDataRole.AccessibleTextRole)
    if how == "pick":
        wanted = next(n for n, text in enumerate(conflict.texts) if "other" in text.source().text)
        qtbot.waitUntil(conflict.buttons[wanted].isVisible)
        conflict.buttons[wanted].setFocus()
        press(qtbot, window, Qt.Key.Key_Return)
        assert stands(window, "findings-1.1").endswith("The other copy.\n")
    else:
        conflict.join.setFocus()
        press(qtbot, window, Qt.Key.Key_Return)
        text = stands(window, "findings-1.1")
        assert "The other copy." in text and "This copy." in text
    assert page.middle.stack.currentWidget() is page.middle.editor
    assert page.middle.editor.typed() == stands(window, "findings-1.1")


def test_what_another_copy_wrote_comes_in_unless_one_is_typing(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    page = to_findings(window, qtbot)
    assert window.work is not None
    window.work.bridge.handle(WriteSection("findings-1.1", "Said elsewhere.", {}))
    qtbot.waitUntil(lambda: page.middle.editor.typed() == "Said elsewhere.")
    press(qtbot, window, "I ")
    window.work.bridge.handle(WriteSection("findings-1.1", "Said again.", {}))
    qtbot.waitUntil(lambda: not window.work.bridge.saving)  # type: ignore[union-attr]
    assert page.middle.editor.typed() == "I Said elsewhere."
