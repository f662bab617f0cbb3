"""The ways around the form: grid, pages, what remains, sign-off, search, interview, and where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from form_fixtures import FormHost, Keys, form, form_path, inspections, keys, open_form
from inspector_app.services.commands import Reopen, SetAnswer, SetDetails, SetFields
from inspector_app.ui.widgets.form_choices import ChoiceFace
from inspector_app.ui.widgets.form_line import QuietLine
from inspector_app.ui.widgets.form_remains import ReasonLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
__all__ = ["form", "form_path", "inspections", "keys", "open_form"]

Open = Callable[[Path], FormHost]
ENTER = Qt.Key.Key_Return
COMPLETE = {
    "plan": "sufficient", "review": "yes", "visits": "12", "first_seen": "2013-09-02", "harm_plan": "yes",
    "harm_shared": "no", "needs_housing_assessed": "no", "needs_work_assessed": "na", "ending": "yes",
}  # fmt: skip


def answer_all(form: FormHost, **other: str) -> None:
    """Every question of 4107 answered."""
    for question, value in {**COMPLETE, **other}.items():
        form.page.desk.set_value(question, value)


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def labels(form: FormHost) -> str:
    # Qt shows what a layout has taken in once the event loop runs.
    QApplication.processEvents()
    return "\n".join(w.text() for w in form.page.findChildren(QLabel) if w.isVisible())


def test_a_click_chooses(form: FormHost, qtbot: QtBot) -> None:
    target = next(b for b in form.page.findChildren(QPushButton) if isinstance(b, QuietLine) and b.isVisible())
    assert target.height() >= 36
    faces = [f for f in form.page.middle.findChildren(ChoiceFace) if f.text() == "Insufficient"]
    qtbot.mouseClick(faces[0], Qt.MouseButton.LeftButton, pos=QPoint(faces[0].width() - 5, 10))
    assert form.answer("plan").value == "insufficient"


def test_the_grid_shows_what_is_answered_and_leads_to_what_is_not(form: FormHost, keys: Keys) -> None:
    cells = form.page.left.grid.cells
    assert {name: cell.figures for name, cell in cells.items()} == {
        "1.1": "0/2", "1.4": "–", "4.1": "0/3", "4.2": "0/3", "4.4": "–",
    }  # fmt: skip
    keys.press("1")
    assert cells["1.1"].figures == "1/2"
    keys.press(Qt.Key.Key_F6)
    assert keys.focus is cells["1.1"]
    keys.press(Qt.Key.Key_Down)
    assert keys.focus is cells["4.1"]
    keys.press(Qt.Key.Key_Right)
    assert keys.focus is cells["4.2"] and "0 of 3 answered" in cells["4.2"].accessibleName()
    keys.press(ENTER)
    assert form.asked == "B1.1a"
    keys.press(Qt.Key.Key_F6, Qt.Key.Key_Left, ENTER)
    assert form.asked == "A2"


def test_the_pages_stand_in_order_with_their_progress_and_lead_there(form: FormHost, qtbot: QtBot) -> None:
    pages = form.page.left.pages
    answer_all(form)
    assert pages.facts.accessibleName() == "Case details, complete, done"
    assert pages.lines["A"].accessibleName() == "A  Planning, 6/6, done, on screen"
    assert pages.lines["B"].accessibleName() == "B  Work done, 3/3, done"
    assert not pages.lines["G"].isVisible(), "no interviews are held"
    qtbot.mouseClick(pages.lines["B"], Qt.MouseButton.LeftButton)
    assert form.asked == "B1.1a"


def test_next_unanswered_goes_round_and_ends_at_what_remains(form: FormHost, keys: Keys) -> None:
    answer_all(form, review="", ending="")
    form.page.middle.go_to("plan")
    keys.press(Qt.Key.Key_Down, ctrl=True)
    assert form.asked == "A2"
    keys.press(Qt.Key.Key_Down, ctrl=True)
    assert form.asked == "B2"
    keys.press(Qt.Key.Key_Down, ctrl=True)
    assert form.asked == "A2"
    keys.press(Qt.Key.Key_Up, ctrl=True)
    assert form.asked == "B2"
    keys.press("1")
    form.page.middle.go_to("review")
    keys.press("1")
    keys.press(Qt.Key.Key_Down, ctrl=True)
    assert form.page.middle.on_remains


def test_back_and_next_walk_the_open_screens_and_the_neighbours_are_named(form: FormHost, keys: Keys) -> None:
    view = form.page.middle.view
    assert not view.before.isVisible()
    keys.press("3")
    keys.press(Qt.Key.Key_Right, alt=True)
    assert form.asked == "A2"
    assert view.before.toolTip() == "A1   Was plan as it should be?   ·   Not done"
    assert view.after.toolTip().startswith("A3 ")
    keys.press(Qt.Key.Key_Left, alt=True)
    assert form.asked == "A1"


def test_a_number_is_gone_to_and_what_is_closed_is_told(form: FormHost, keys: Keys) -> None:
    keys.press("g", ctrl=True)
    keys.enter("b2")
    assert form.asked == "B2"
    keys.press("g", ctrl=True)
    keys.enter("B1.1b")
    assert form.asked == "B1.1a", "the grid is open, that cell is not"
    keys.press("g", ctrl=True)
    keys.press("a3", Qt.Key.Key_Escape)
    assert form.asked == "B1.1a" and form.page.finder.isHidden()
    keys.press("1")
    assert form.answer("needs_housing_assessed").value == "yes"


def test_search_finds_words_of_the_guidance(form: FormHost, keys: Keys) -> None:
    keys.press("f", ctrl=True)
    keys.press("police")
    assert form.page.finder.found.count() == 1
    keys.press(ENTER)
    assert form.asked == "A7"


def test_a_whole_block_is_answered_not_applicable_and_one_undo_takes_it_back(form: FormHost, keys: Keys) -> None:
    assert not form.page.middle.view.skip.isVisible(), "this block cannot be skipped"
    form.page.middle.go_to("harm_plan")
    assert form.page.middle.view.skip.isVisible()
    keys.press("x", ctrl=True, shift=True)
    assert form.sheet().answers == {"harm_plan": "na", "harm_shared": "na"}
    assert form.notices == ["2 questions answered not applicable. Undo takes them back."]
    keys.press("z", ctrl=True)
    assert form.sheet().answers == {}


def test_an_error_blocks_sign_off_and_leads_to_where_it_is_mended(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    answer_all(form, plan="na")
    assert not form.page.left.sign_off.isEnabled()
    keys.press("s", ctrl=True, shift=True)
    assert form.page.middle.on_remains and not form.session.case("4107").signed_off
    assert "What was not there cannot have been reviewed." in labels(form)
    click(qtbot, next(b for b in form.page.middle.findChildren(QPushButton) if b.text() == "Go to A2"))
    assert form.asked == "A2"
    keys.press("2")
    assert form.page.left.sign_off.isEnabled()
    keys.press("s", ctrl=True, shift=True)
    assert form.session.case("4107").signed_off


def test_a_warning_with_a_reason_lets_it_be_signed_off(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    answer_all(form, visits="51")
    keys.press(Qt.Key.Key_F7)
    line = form.page.middle.findChild(ReasonLine)
    assert line is not None and "a great many visits" in labels(form)
    assert not line.keep.isEnabled() and not form.page.middle.remains.sign_off.isEnabled()
    line.field.setFocus()
    keys.press("weekly home visits")
    keys.press(ENTER)
    assert form.session.case("4107").reasons == {"many_visits": "weekly home visits"}
    assert "Nothing stands in the way of sign-off" in labels(form)
    click(qtbot, form.page.middle.remains.sign_off)
    assert form.session.case("4107").signed_off


def test_a_reason_half_typed_stays_while_other_things_change(form: FormHost, keys: Keys) -> None:
    answer_all(form, visits="51")
    keys.press(Qt.Key.Key_F7)
    line = form.page.middle.findChild(ReasonLine)
    assert line is not None
    line.field.setText("weekly")
    form.page.desk.toggle_flag("review")
    fields = [r.field.text() for r in form.page.middle.findChildren(ReasonLine)]
    assert fields == ["weekly"]


def test_what_remains_lists_and_leads_to_everything(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    form.page.desk.session.do(SetFields("4107", {"ldu": ""}))
    form.page.open_case("4107")
    form.page.desk.toggle_flag("visits")
    keys.press(Qt.Key.Key_F7)
    assert form.page.left.remains.accessibleName() == "What remains, 11, on screen"
    text = labels(form)
    assert "Missing facts of the case  ·  1" in text and "Local delivery unit" in text
    assert "To come back to  ·  1" in text and "Unanswered  ·  9" in text
    with qtbot.waitSignal(form.page.facts_asked) as asked:
        click(qtbot, next(b for b in form.page.middle.findChildren(QPushButton) if b.text() == "Complete the facts"))
    assert asked.args == ["4107", ""]
    line = next(b for b in form.page.middle.remains.findChildren(QuietLine) if b.toolTip().startswith("A7"))
    click(qtbot, line)
    assert form.asked == "A7"
    keys.press(Qt.Key.Key_F7, Qt.Key.Key_Escape)
    assert form.asked == "A7" and not form.page.middle.on_remains


def test_a_signed_off_case_can_be_read_but_not_changed_until_it_is_reopened(
    form: FormHost, keys: Keys, qtbot: QtBot
) -> None:
    answer_all(form)
    keys.press("s", ctrl=True, shift=True)
    form.page.middle.go_to("plan")
    assert "Signed off. Answers can be read but not changed." in labels(form)
    keys.press("2")
    keys.press("n")
    keys.press("text")
    assert form.answer("plan").value == "sufficient" and form.answer("plan").note == ""
    form.menus.actions["reopen"].trigger()
    keys.press("a page was missing")
    keys.press(ENTER)
    assert form.session.case("4107").status == "in_progress" and not form.page.standing.isVisible()
    form.page.middle.to_question()
    keys.press("2")
    assert form.answer("plan").value == "insufficient"


def test_a_case_reopened_elsewhere_can_be_changed_here_at_once(form: FormHost, keys: Keys) -> None:
    answer_all(form)
    form.page.acts.review.finish()
    assert form.page.standing.isVisible()
    form.bridge.handle(Reopen("4107", "look again"))
    assert not form.page.standing.isVisible()
    form.bridge.handle(SetAnswer("case", "4107", "plan", value="not_done"))
    assert form.answer("plan").value == "not_done"


def test_the_interview_is_one_for_all_cases_of_an_officer(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    form.bridge.handle(SetDetails({"interviews": "yes"}))
    cell = form.page.left.grid.cells["4.4"]
    assert cell.figures == "0/1" and form.state.remaining.interview
    with qtbot.waitSignal(form.page.officer_asked) as asked:
        qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    assert asked.args == ["OM1"]
    form.page.open_officer("OM1", "4107")
    assert form.asked == "G1" and "Interview with officer OM1" in labels(form)
    keys.enter("1")
    keys.press("Too many forms")
    keys.press(ENTER, ctrl=True)
    assert "The interview is complete" in labels(form)
    click(qtbot, form.page.middle.remains.back)
    assert form.page.place[:2] == ("case", "4107") and cell.figures == "1/1"
    form.page.open_case("4108")
    assert form.page.left.grid.cells["4.4"].figures == "1/1" and not form.state.remaining.interview
    form.page.open_officer("OM1", "4108")
    assert form.answer("fair").value == "yes" and form.answer("views").value == "Too many forms"
    keys.press(Qt.Key.Key_Escape)
    form.page.middle.go_to("fair")
    keys.press("2")
    assert form.session.officers() == ("OM1",)
    assert form.session.officer("OM1").answers["fair"].value == "no"


def test_a_case_without_an_officer_says_what_to_do_before_the_interview(form: FormHost, keys: Keys) -> None:
    form.bridge.handle(SetDetails({"interviews": "yes"}))
    form.bridge.handle(SetFields("4107", {"officer": ""}))
    keys.press("o", ctrl=True, shift=True)
    assert len(form.notices) == 1 and "No officer is recorded" in form.notices[0]


def test_a_page_that_comes_back_on_screen_takes_the_keyboard_again(form: FormHost, keys: Keys) -> None:
    form.page.left.pages.facts.setFocus()
    form.page.take_keyboard()
    keys.press("3")
    assert form.answer("plan").value == "not_done"
    keys.press(Qt.Key.Key_F7)
    form.page.left.pages.facts.setFocus()
    form.page.take_keyboard()
    assert keys.focus is form.page.middle.remains.title


def test_guidance_and_history_follow_the_question_and_fold(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    side = form.page.side
    assert "dynamic" in labels(form) and "<i>dynamic</i>" in labels(form)
    keys.press("1", "3")
    assert [part in side.lines.text() for part in ("Not done", "Sufficient", "AB")] == [True] * 3
    assert side.lines.text().index("Not done") < side.lines.text().index("Sufficient")
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F10)
    assert side.guidance.folded and side.history.folded and not side.lines.isVisible()
    kept = form.page.save_state()
    form.page.restore_state({})
    assert not side.guidance.folded
    form.page.restore_state(kept)
    assert side.guidance.folded and side.history.folded
    keys.press(Qt.Key.Key_F9, ENTER)
    assert "There is no guidance" not in labels(form) and "the date" in labels(form)


def test_markup_in_what_people_write_is_shown_as_text(form: FormHost, keys: Keys) -> None:
    form.page.desk.set_note("plan", "<b>bold</b> <img src=x>")
    assert "&lt;b&gt;bold&lt;/b&gt;" in form.page.side.lines.text()
    assert "<img" not in form.page.side.lines.text()


def test_where_there_is_little_room_guidance_stands_beneath_the_question_and_nothing_is_cut(form: FormHost) -> None:
    form.resize(911, 485)
    QApplication.processEvents()
    assert form.page.middle.isAncestorOf(form.page.side)
    for widget in form.page.middle.view.widget().findChildren(ChoiceFace):
        if widget.isVisible():
            right = widget.mapTo(form, QPoint(widget.width(), 0)).x()
            assert right <= form.width() and widget.height() >= widget.heightForWidth(widget.width())
    form.resize(1366, 728)
    QApplication.processEvents()
    assert not form.page.middle.isAncestorOf(form.page.side) and form.page.side.isVisible()


def test_every_control_has_a_name_for_a_screen_reader(form: FormHost, keys: Keys) -> None:
    keys.press("2")
    for question in ("plan", "visits", "comment", "needs_housing_assessed"):
        form.page.middle.go_to(question)
        nameless = [
            w for w in form.page.findChildren(QPushButton) + form.page.findChildren(ChoiceFace)
            if w.isVisible() and not (w.accessibleName() or w.text())
        ]  # fmt: skip
        assert nameless == []


def test_a_key_press_builds_nothing_anew(form: FormHost, keys: Keys) -> None:
    keys.press("1")
    body = form.page.middle.view.body
    before = {id(w) for w in form.page.findChildren(QPushButton) + form.page.findChildren(ChoiceFace)}
    keys.press("3", "4", "1")
    after = {id(w) for w in form.page.findChildren(QPushButton) + form.page.findChildren(ChoiceFace)}
    assert form.page.middle.view.body is body and before == after
