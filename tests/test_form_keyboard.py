"""The form by keyboard alone: a whole case, follow-ups, reasons, the grid, and text that keeps its keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from form_fixtures import FormHost, Keys, form, form_path, inspections, keys, open_form
from inspector_app.ui.widgets.form_card import QuestionCard
from inspector_app.ui.widgets.form_grid_card import GridCellBox

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
__all__ = ["form", "form_path", "inspections", "keys", "open_form"]

ENTER = Qt.Key.Key_Return


def test_a_whole_case_goes_from_the_first_question_to_sign_off_by_keyboard_alone(
    form: FormHost, keys: Keys, qtbot: QtBot
) -> None:
    assert form.asked == "A1"
    keys.enter("2")
    assert form.asked == "A1a"
    keys.enter("13")
    assert form.asked == "A1b"
    keys.enter("1", "1")
    assert form.asked == "A3"
    keys.enter("12", "2 September 2013")
    assert form.asked == "A5"
    keys.press("Read the plan twice.")
    keys.press(ENTER, ctrl=True)
    keys.enter("1", "3")
    assert form.asked == "B1.1a"
    keys.enter("1", "2", "2")
    assert form.asked == "B2"
    keys.enter("1")
    assert form.page.middle.on_remains
    keys.press(Qt.Key.Key_S, ctrl=True, shift=True)
    qtbot.waitUntil(lambda: not form.bridge.saving)
    case = form.session.assessed("4107")[0]
    assert case.signed_off
    assert case.sheet.answers == {
        "plan": "insufficient", "plan_reasons": "late;wrong", "plan_how_late": "yes", "review": "yes", "visits": "12",
        "first_seen": "2013-09-02", "comment": "Read the plan twice.", "harm_plan": "yes", "harm_shared": "na",
        "needs_housing_assessed": "yes", "needs_housing_acted": "no", "needs_work_assessed": "no", "ending": "yes",
    }  # fmt: skip


def test_a_follow_up_opens_beneath_closes_again_and_keeps_its_answers(form: FormHost, keys: Keys) -> None:
    body = form.page.middle.view.body
    assert body is not None
    keys.press("2", ENTER, "12")
    first = body.box_of("plan").geometry().topLeft()
    assert body.box_of("plan_reasons").isVisible()
    keys.press(Qt.Key.Key_F8)
    form.page.middle.go_to("plan")
    keys.press("1")
    assert not body.box_of("plan_reasons").isVisible()
    assert "1 answer is folded away" in body.kept.text() and body.kept.isVisible()
    assert form.sheet().answers["plan_reasons"] == "late;thin"
    assert "plan_reasons" not in form.state.remaining.unanswered
    keys.press("2")
    assert body.box_of("plan_reasons").isVisible() and not body.kept.isVisible()
    assert form.answer("plan_reasons").value == "late;thin"
    assert body.box_of("plan").geometry().topLeft() == first


def test_number_keys_tick_and_untick_reasons_and_space_ticks_the_focused_one(form: FormHost, keys: Keys) -> None:
    keys.press("2", ENTER, "1", "3", "1")
    assert form.answer("plan_reasons").value == "wrong"
    keys.press("1", Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert form.answer("plan_reasons").value == "late;thin;wrong"


def test_arrow_keys_reach_a_choice_without_taking_it_and_enter_takes_it(form: FormHost, keys: Keys) -> None:
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert form.answer("plan").value == ""
    keys.press(ENTER)
    assert form.answer("plan").value == "not_done"
    assert form.asked == "A2"


def test_enter_on_an_unanswered_question_goes_on_without_answering_it(form: FormHost, keys: Keys) -> None:
    keys.press(ENTER)
    assert form.asked == "A2"
    assert form.answer("plan").value == ""


def test_a_key_without_a_choice_does_nothing(form: FormHost, keys: Keys) -> None:
    keys.press("9", "0")
    assert form.answer("plan").value == ""
    assert form.asked == "A1"


def test_a_chosen_answer_pressed_again_stays_and_delete_clears_it(form: FormHost, keys: Keys) -> None:
    keys.press("1", "1")
    assert form.answer("plan").value == "sufficient"
    keys.press(Qt.Key.Key_Delete)
    assert form.answer("plan").value == ""


def test_arrow_keys_move_in_the_grid_past_what_is_closed(form: FormHost, keys: Keys) -> None:
    form.page.middle.go_to("needs_housing_assessed")
    keys.press(Qt.Key.Key_Right)
    assert form.asked == "B1.1a"
    keys.press("1", Qt.Key.Key_Right)
    assert form.asked == "B1.1b"
    keys.press("2", Qt.Key.Key_Left, Qt.Key.Key_Down)
    assert form.asked == "B1.2a"
    keys.press("3", Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert form.asked == "B1.1a"
    assert form.sheet().answers == {
        "needs_housing_assessed": "yes", "needs_housing_acted": "no", "needs_work_assessed": "na",
    }  # fmt: skip


def test_keys_of_the_form_are_letters_and_figures_while_a_note_is_typed(form: FormHost, keys: Keys) -> None:
    keys.press("n")
    keys.press("1 found, F and E too")
    body = form.page.middle.view.body
    assert body is not None and body.evidence.note.toPlainText() == "1 found, F and E too"
    assert form.answer("plan").value == "" and not form.answer("plan").flagged
    keys.press(ENTER, "second line")
    assert form.asked == "A1"
    keys.press(Qt.Key.Key_Escape)
    assert isinstance(keys.focus, QuestionCard)
    assert form.answer("plan").note == "1 found, F and E too\nsecond line"
    keys.press("1")
    assert form.answer("plan").value == "sufficient"


def test_control_and_enter_in_a_note_goes_to_the_next_question(form: FormHost, keys: Keys) -> None:
    keys.press("n")
    keys.press("Seen.")
    keys.press(ENTER, ctrl=True)
    assert form.asked == "A2"
    assert form.answer("plan").note == "Seen."


def test_e_goes_through_the_evidence_statuses_and_back_to_none(form: FormHost, keys: Keys) -> None:
    seen = []
    for _ in range(5):
        keys.press("e")
        seen.append(form.answer("plan").evidence)
    assert seen == ["on_file", "interview", "not_on_file", "cannot_determine", ""]


def test_f_marks_a_question_to_come_back_to_and_takes_the_mark_away(form: FormHost, keys: Keys) -> None:
    keys.press("f")
    assert form.answer("plan").flagged and form.state.remaining.flagged == ("plan",)
    keys.press("f")
    assert not form.answer("plan").flagged


def test_the_question_speaks_for_itself_to_a_screen_reader(form: FormHost, keys: Keys) -> None:
    card = keys.focus
    interface = QAccessible.queryAccessibleInterface(card)
    assert interface.text(QAccessible.Text.Name) == "A1. Was plan as it should be?"
    assert interface.text(QAccessible.Text.Description) == "Not answered yet"
    keys.press("2")
    assert interface.text(QAccessible.Text.Description) == "Answer: Insufficient"
    radio = QAccessible.queryAccessibleInterface(keys.focus)
    assert radio.role() == QAccessible.Role.RadioButton and radio.state().checked
    assert radio.text(QAccessible.Text.Name) == "Insufficient"
    form.page.middle.go_to("needs_housing_assessed")
    assert isinstance(keys.focus, GridCellBox)
    assert keys.focus.accessibleName() == "B1.1a. Was housing assessed?"


def test_tab_walks_from_the_question_through_its_choices_and_follow_ups_to_the_evidence(
    form: FormHost, keys: Keys
) -> None:
    keys.press("2")
    form.page.middle.to_question()
    names = []
    for _ in range(10):
        keys.press(Qt.Key.Key_Tab)
        names.append(keys.focus.accessibleName())
    assert names[:6] == [
        "Insufficient", "A1a. Was plan reasons as it should be?", "It was late", "It was thin", "It was wrong",
        "Add evidence",
    ]  # fmt: skip
    assert names[6:10] == [
        "On file", "Evidence note for A1", "Come back to this", "On to A2   Was review as it should be?",
    ]  # fmt: skip


def test_arrow_keys_in_the_evidence_status_stay_there_and_space_takes_one(form: FormHost, keys: Keys) -> None:
    body = form.page.middle.view.body
    assert body is not None and body.evidence.status is not None
    body.evidence.status.buttons[0].setFocus()
    keys.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert form.answer("plan").evidence == "not_on_file" and form.answer("plan").value == ""
    keys.press(Qt.Key.Key_Space)
    assert form.answer("plan").evidence == ""
