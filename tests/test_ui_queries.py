"""Two people at one file: what the lead asks goes back, is replied to, settled and signed off, by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from form_fixtures import FACTS, FormHost, Keys, close_form, form_instrument, inspections, open_form
from inspector_app.domain.reviewing import threads
from inspector_app.services.commands import (
    AddCase,
    Ask,
    AssignSecondReads,
    ReturnCase,
    SetAnswer,
    SetDetails,
    SetFields,
    SignOff,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.review_queue import in_review
from inspector_app.services.session import Person
from inspector_app.ui.widgets.form_line import QuietLine
from inspector_app.ui.widgets.form_remains import ReasonLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
__all__ = ["inspections", "open_form"]

ENTER = Qt.Key.Key_Return
TEAM = {"LEAD": "lead", "DEP": "deputy", "AB": "inspector", "CD": "local_assessor"}
COMPLETE = {
    "plan": "sufficient", "review": "yes", "visits": "12", "first_seen": "2013-09-02", "harm_plan": "yes",
    "harm_shared": "no", "needs_housing_assessed": "no", "needs_work_assessed": "na", "ending": "yes",
}  # fmt: skip


@pytest.fixture
def led(tmp_path: Path, inspections: Inspections) -> Path:
    """A team that is led; AB has answered all of 4107 and nothing of 4108."""
    path = tmp_path / "led.inspection"
    details = {"trust": "Trust", "interviews": "no"}
    made = inspections.create(path, "form", Person("LEAD", "device"), details, TEAM)
    made.do(AddCase("4107", "AB", FACTS))
    made.do(AddCase("4108", "AB", FACTS))
    made.person = Person("AB", "device")
    for question, value in COMPLETE.items():
        made.do(SetAnswer("case", "4107", question, value))
    made.close()
    return path


@pytest.fixture
def form(open_form: Callable[[Path], FormHost], led: Path) -> FormHost:
    """The form of case 4107, before AB."""
    return open_form(led)


@pytest.fixture
def keys(qtbot: QtBot, form: FormHost) -> Keys:
    return Keys(qtbot, form)


def work_as(form: FormHost, who: str, question: str = "plan") -> None:
    """Hands the laptop to somebody else, who opens 4107."""
    form.session.person = replace(form.session.person, author=who)
    form.page.open_case("4107", question)
    form.page.take_keyboard()
    QApplication.processEvents()


def labels(form: FormHost) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in form.page.findChildren(QLabel) if w.isVisible())


def finish(keys: Keys) -> None:
    keys.press("s", ctrl=True, shift=True)


def test_asked_returned_answered_submitted_again_settled_and_signed_off(form: FormHost, keys: Keys) -> None:
    assert form.menus.actions["sign_off"].isEnabled() and form.page.left.sign_off.text() == "Submit case"
    finish(keys)
    assert form.session.case("4107").status == "submitted"
    assert "The case is submitted" in labels(form) and "Submitted to the lead" in labels(form)

    work_as(form, "LEAD")
    assert "AB submitted this case." in labels(form) and form.page.left.sign_off.text() == "Sign off case"
    keys.press("q")
    keys.press("Where is the plan?")
    keys.press(ENTER, ctrl=True)
    assert form.page.side.query.field.toPlainText() == ""
    assert "Open: waits for a reply from AB." in labels(form)
    keys.press(Qt.Key.Key_Escape)
    keys.press("r", ctrl=True, shift=True)
    assert form.page.standing.do.text() == "Return case with 1 query"
    keys.enter("Two dates do not agree")
    assert form.session.case("4107").status == "returned"
    assert "LEAD returned this case to AB: Two dates do not agree." in labels(form)

    work_as(form, "AB", "")
    assert form.page.middle.on_remains and "LEAD returned this case: Two dates do not agree." in labels(form)
    said = labels(form)
    assert "What was asked" in said and "LEAD asks: Where is the plan?" in said
    assert "All other questions are done." in said
    finish(keys)
    assert form.session.case("4107").status == "returned", "nothing was replied to yet"
    line = next(b for b in form.page.middle.remains.findChildren(QuietLine) if b.toolTip().startswith("A1"))
    line.click()
    assert form.asked == "A1"
    keys.press("3")
    assert form.answer("plan").value == "not_done"
    keys.press("q")
    keys.press("There is none; changed.")
    keys.press(ENTER, ctrl=True)
    assert "Replied to: waits for the lead." in labels(form)
    keys.press(Qt.Key.Key_Escape)
    finish(keys)
    assert form.session.case("4107").status == "submitted"

    work_as(form, "LEAD")
    assert form.page.left.remains.accessibleName() == "What remains, 1"
    finish(keys)
    assert form.session.case("4107").status == "submitted", "the reply is not settled"
    assert "Replied to, for the lead to settle  ·  1" in labels(form)
    keys.press("q")
    keys.press(ENTER, ctrl=True)
    assert "Settled." in labels(form)
    keys.press(Qt.Key.Key_Escape)
    finish(keys)
    assert form.session.case("4107").signed_off
    (thread,) = threads(form.session.ledger, "4107")
    assert [m.said for m in thread.messages] == ["ask", "reply", "settle"]


def test_from_what_was_asked_the_key_goes_to_the_first_query(form: FormHost, keys: Keys) -> None:
    finish(keys)
    work_as(form, "LEAD")
    form.session.do(Ask("4107", "harm_plan", "Whose plan?"))
    form.session.do(ReturnCase("4107", ""))
    work_as(form, "AB")
    keys.press(Qt.Key.Key_F7)
    assert form.page.middle.on_remains
    keys.press("q")
    assert not form.page.middle.on_remains and form.page.side.query.field.hasFocus()
    keys.press("Mine.")
    keys.press(ENTER, ctrl=True)
    (thread,) = threads(form.session.ledger, "4107")
    assert (thread.question, thread.state) == ("harm_plan", "answered")


def test_an_assessor_submits_and_is_never_offered_to_sign_off(form: FormHost, keys: Keys) -> None:
    assert form.page.action_words() == {"sign_off": "Submit case"}
    finish(keys)
    assert form.session.case("4107").status == "submitted"
    assert not form.menus.actions["sign_off"].isEnabled() and not form.page.left.sign_off.isVisible()
    finish(keys)
    assert form.session.case("4107").status == "submitted"
    assert not form.menus.actions["return_case"].isEnabled()


def test_what_is_asked_stands_before_the_guidance(form: FormHost, keys: Keys) -> None:
    work_as(form, "LEAD")
    side = form.page.side
    assert side.guidance.y() < side.query.y()
    keys.press("q")
    keys.press("Where is the plan?")
    keys.press(ENTER, ctrl=True)
    side.layout().activate()
    assert side.query.y() < side.guidance.y()
    assert side.query.field.hasFocus()


def test_undo_takes_back_what_was_asked_and_goes_there(form: FormHost, keys: Keys) -> None:
    work_as(form, "LEAD", "review")
    keys.press("q")
    keys.press("Which review?")
    keys.press(ENTER, ctrl=True)
    form.page.middle.go_to("ending")
    keys.press("z", ctrl=True)
    assert form.asked == "A2" and threads(form.session.ledger, "4107") == ()
    assert form.state.remaining.asked == ()
    keys.press("z", ctrl=True, shift=True)
    assert form.state.remaining.asked == ("review",)


def test_words_that_are_not_sent_stay_with_their_question(form: FormHost, keys: Keys) -> None:
    work_as(form, "LEAD", "plan")
    keys.press("q")
    keys.press("Half a thou")
    form.page.middle.go_to("review")
    assert form.page.side.query.field.toPlainText() == ""
    form.page.middle.go_to("plan")
    assert form.page.side.query.field.toPlainText() == "Half a thou"
    assert threads(form.session.ledger, "4107") == ()


def test_a_submitted_case_refuses_before_typing_until_it_is_taken_back(form: FormHost, keys: Keys) -> None:
    finish(keys)
    form.page.middle.go_to("plan")
    keys.press("2", "f", "n", "text")
    keys.press(Qt.Key.Key_Delete)
    assert form.answer("plan").value == "sufficient" and form.answer("plan").note == ""
    assert not form.answer("plan").flagged and form.state.flags == frozenset()
    assert form.page.middle.view.body.evidence.note.toPlainText() == ""  # type: ignore[union-attr]
    assert form.notices[-1] == "Submitted to the lead. Answers can be read but not changed."
    form.page.middle.go_to("comment")
    keys.press("typed")
    assert form.answer("comment").value == "" and form.page.middle.view.body.wrong_field() is None  # type: ignore[union-attr]
    assert form.page.standing.reopen.text() == "Take it back…"
    form.page.standing.reopen.click()
    keys.enter("A page was missing")
    assert form.session.case("4107").status == "in_progress" and not form.page.standing.isVisible()
    form.page.middle.go_to("plan")
    keys.press("2")
    assert form.answer("plan").value == "insufficient"


def test_somebody_elses_case_is_to_read_only_and_says_whose_it_is(form: FormHost, keys: Keys) -> None:
    work_as(form, "CD")
    assert "This case is AB’s. You can read it; the answers are theirs to give." in labels(form)
    keys.press("2", "n", "text")
    assert form.answer("plan").value == "sufficient" and form.answer("plan").note == ""
    assert form.page.side.query.isHidden() and not form.menus.actions["query"].isEnabled()
    form.page.open_case("4108", "plan_reasons")
    keys.press("1")
    assert form.answer("plan").value == ""


def test_without_a_lead_everybody_may_do_everything(form: FormHost, keys: Keys) -> None:
    form.session.person = replace(form.session.person, author="LEAD")
    form.session.do(SetDetails({}, {"LEAD": "inspector", "DEP": "inspector"}))
    form.session.do(SetFields("4107", {"assessor": "EF"}))
    work_as(form, "AB")
    assert not form.page.standing.isVisible() and form.page.left.sign_off.text() == "Sign off case"
    keys.press("2")
    assert form.answer("plan").value == "insufficient"


def test_a_second_read_is_blind_and_says_so(form: FormHost, keys: Keys) -> None:
    form.session.person = replace(form.session.person, author="LEAD")
    form.session.do(AssignSecondReads((("4107", "CD"),), "chosen"))
    work_as(form, "CD")
    assert "Your second read; what the first reader answered is not shown." in labels(form)
    assert form.answer("plan").value == "" and "Not answered yet." in form.page.side.lines.text()
    keys.press("2")
    assert form.answer("plan").value == "insufficient"
    assert "Sufficient" not in form.page.side.lines.text()
    assert form.page.side.query.isHidden()
    keys.press("o", ctrl=True, shift=True)
    assert "rests on the file" in form.notices[-1]
    for question, value in {**COMPLETE, "plan": "not_done"}.items():
        form.page.desk.set_value(question, value)
    assert form.page.left.sign_off.text() == "Lock second read"
    finish(keys)
    assert "Your second read is locked. It can be read but not changed." in labels(form)
    assert form.state.review.bar == "locked"
    work_as(form, "AB")
    assert form.answer("plan").value == "sufficient"


def test_a_returned_case_shows_the_rest_when_asked_for(form: FormHost, keys: Keys) -> None:
    finish(keys)
    work_as(form, "LEAD", "review")
    keys.press("q")
    keys.press("Which review?")
    keys.press(ENTER, ctrl=True)
    form.page.acts.review.give_back("")
    work_as(form, "AB")
    keys.press("2")  # insufficient: its reasons are asked for
    keys.press(Qt.Key.Key_F7)
    said = labels(form)
    assert "Unanswered" not in said and "LEAD asks: Which review?" in said
    more = next(
        b for b in form.page.middle.remains.findChildren(type(form.page.left.sign_off)) if "See everything" in b.text()
    )
    assert more.text() == "See everything: 1 other thing remains"
    more.click()
    assert "Unanswered  ·  1" in labels(form) and "LEAD asks: Which review?" in labels(form)
    assert form.page.middle.findChildren(ReasonLine) == []


def test_a_key_press_on_another_case_does_not_read_this_one_again(form: FormHost, keys: Keys) -> None:
    before = form.state
    form.bridge.handle(SetAnswer("case", "4108", "plan", "sufficient"))
    assert form.state is before


def test_a_lead_changes_an_answer_with_a_reason_and_lifts_the_change(form: FormHost, keys: Keys) -> None:
    finish(keys)
    work_as(form, "LEAD")
    keys.press("c", "2")
    box = form.page.middle.view.body.overrule  # type: ignore[union-attr]
    assert box is not None and box.is_open and not box.do.isEnabled(), "a reason is needed"
    keys.press(ENTER)
    assert keys.focus is box.reason
    keys.press("No objectives", ENTER)
    assert form.answer("plan").value == "insufficient" and not box.is_open
    assert "Changed by LEAD: No objectives; AB answered Sufficient." in labels(form)
    assert form.session.case("4107").originals["plan"].value == "sufficient"
    said = form.page.side.lines.text()
    assert "changed with a reason: Insufficient" in said and "reason: “No objectives”" in said
    assert said.index("changed with a reason") < said.index("Sufficient"), "the latest comes first"
    keys.press("z", ctrl=True)
    assert form.answer("plan").value == "sufficient" and "Changed by LEAD" not in labels(form)
    keys.press("z", ctrl=True, shift=True)
    assert form.answer("plan").value == "insufficient"
    box.lift.click()
    assert form.answer("plan").value == "sufficient" and "change lifted" in form.page.side.lines.text()


def test_a_change_stands_for_the_assessor_too_and_keeps_their_own_note(form: FormHost, keys: Keys) -> None:
    form.page.middle.go_to("plan")
    keys.press("n")
    keys.press("Section 4 of the plan")
    keys.press(Qt.Key.Key_Escape)
    work_as(form, "LEAD")
    form.page.acts.review.overrule("plan", "not_done", "There is none")
    work_as(form, "AB")
    assert "Changed by LEAD: There is none; AB answered Sufficient." in labels(form)
    box = form.page.middle.view.body.overrule  # type: ignore[union-attr]
    assert box is not None and not box.link.isVisible() and not box.lift.isVisible()
    assert form.answer("plan").note == "Section 4 of the plan"
    keys.press("1")
    keys.press(Qt.Key.Key_Delete)
    assert form.answer("plan").value == "not_done" and "stands until the lead lifts" in form.notices[-1]
    assert form.session.case("4107").originals["plan"].value == "sufficient"
    keys.press("n")
    keys.press(Qt.Key.Key_End, " and 5")
    keys.press(Qt.Key.Key_Escape)
    assert form.answer("plan").note == "Section 4 of the plan and 5"


def test_escape_leaves_the_answer_as_it_is_also_in_a_grid(form: FormHost, keys: Keys) -> None:
    work_as(form, "LEAD", "needs_housing_assessed")
    keys.press("c", "1")
    keys.press(Qt.Key.Key_Escape)
    assert form.answer("needs_housing_assessed").value == "no" and form.session.case("4107").originals == {}
    keys.press("c", "1")
    keys.press(ENTER)
    keys.press("It was", ENTER)
    assert form.answer("needs_housing_assessed").value == "yes"
    assert "needs_housing_acted" in form.state.remaining.unanswered


def test_an_answer_that_is_typed_is_changed_too_and_a_bad_one_stays_to_be_mended(form: FormHost, keys: Keys) -> None:
    refused: list[str] = []
    form.bridge.refused.connect(refused.append)
    work_as(form, "LEAD", "visits")
    keys.press("c")
    box = form.page.middle.view.body.overrule  # type: ignore[union-attr]
    assert box is not None
    box.typed.setPlainText("many")
    box.reason.setFocus()
    keys.press("Counted again", ENTER)
    assert len(refused) == 1 and box.is_open and form.answer("visits").value == "12"
    box.typed.setPlainText("9.0")
    keys.press(ENTER)
    assert form.answer("visits").value == "9" and not box.is_open


def test_what_is_asked_about_a_question_that_closes_holds_nothing_up(form: FormHost, keys: Keys) -> None:
    form.session.do(SetAnswer("case", "4107", "plan", "insufficient"))
    form.session.do(SetAnswer("case", "4107", "plan_reasons", "thin"))
    finish(keys)
    form.session.person = replace(form.session.person, author="LEAD")
    form.session.do(Ask("4107", "plan_reasons", "In what way?"))
    form.session.do(ReturnCase("4107"))
    work_as(form, "AB")
    assert form.state.remaining.asked == ("plan_reasons",) and not form.state.may_finish
    keys.press("1")
    assert form.answer("plan").value == "sufficient"
    assert form.state.remaining.asked == () and "query" not in labels(form)
    finish(keys)
    assert form.session.case("4107").status == "submitted"
    form.session.person = replace(form.session.person, author="LEAD")
    found = in_review(form.session, "4107")
    assert found is not None and found.threads == ()
    form.session.do(SignOff("4107"))
    assert form.session.case("4107").signed_off
    (kept,) = threads(form.session.ledger, "4107")
    assert kept.state == "open", "it is asked again once the question is open again"


def test_words_that_were_not_sent_are_there_again_after_the_inspection_was_closed(
    form: FormHost, keys: Keys, qtbot: QtBot, open_form: Callable[[Path], FormHost], led: Path
) -> None:
    finish(keys)
    work_as(form, "LEAD")
    keys.press("q")
    keys.press("Where is the scr")
    close_form(form, qtbot)
    again = open_form(led)
    assert again.page.side.query.field.toPlainText() == "", "they are not this person's"
    close_form(again, qtbot)
    lead = FormHost(again_by_lead := Inspections({"form": form_instrument()}).open(led, Person("LEAD", "device")))
    qtbot.addWidget(lead, before_close_func=lambda _: close_form(lead, qtbot))
    with qtbot.waitActive(lead):
        lead.show()
    lead.page.open_case("4107", "plan")
    field = lead.page.side.query.field
    assert field.toPlainText() == "Where is the scr"
    assert threads(again_by_lead.ledger, "4107") == (), "they are not said"
    more = Keys(qtbot, lead)
    lead.page.side.query.take_keyboard()
    field.moveCursor(QTextCursor.MoveOperation.End)
    more.press("eening?")
    more.press(ENTER, ctrl=True)
    qtbot.waitUntil(lambda: not lead.bridge.busy)
    assert [m.text for t in threads(again_by_lead.ledger, "4107") for m in t.messages] == ["Where is the screening?"]
    assert again_by_lead.left_by_a_crash() == []
