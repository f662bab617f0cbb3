"""What can be asked of the form as a whole, from a key, a menu or a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.reviewing import Said
from inspector_app.ui.errors import announce
from inspector_app.ui.models.form_desk import FormDesk
from inspector_app.ui.models.form_review import FormReview
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.phrases import counted, finish_words
from inspector_app.ui.widgets.form_finder import Finder
from inspector_app.ui.widgets.form_left import LeftPanel
from inspector_app.ui.widgets.form_middle import FormMiddle
from inspector_app.ui.widgets.form_side import SidePanel
from inspector_app.ui.widgets.form_standing import StandingBar


@dataclass(frozen=True)
class FormParts:
    """The parts of the assessment page that acts turn to."""

    middle: FormMiddle
    left: LeftPanel
    side: SidePanel
    finder: Finder
    standing: StandingBar


class FormActs(QObject):
    """Carries them out.

    Signals:
        told: a sentence for the line of notices.
        facts_asked: the facts of the case with this reference, at a field where one is named.
        officer_asked: the interview of the officer with this code.
        shown: a part beside the question that is to be in sight.
    """

    told = Signal(str)
    facts_asked = Signal(str, str)
    officer_asked = Signal(str)
    shown = Signal(object)

    def __init__(self, desk: FormDesk, parts: FormParts, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parts = parts
        self._middle = parts.middle
        self.review = FormReview(desk)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be asked, by the ids of the table of actions."""
        middle, parts = self._middle, self._parts
        offered: dict[str, Callable[[], None]] = {
            "undo": self.undo,
            "redo": self.redo,
            "note": self.note,
            "evidence": self.evidence,
            "flag": self.flag,
            "skip_section": self.skip,
            "clear_answer": self.clear,
            "confirm_answer": self.confirm,
            "answer_next": middle.answer_next,
            "back": lambda: middle.step(-1),
            "next": lambda: middle.step(1),
            "next_unanswered": lambda: middle.next_unanswered(1),
            "previous_unanswered": lambda: middle.next_unanswered(-1),
            "go_to_number": lambda: self._find(True),
            "search": lambda: self._find(False),
            "to_grid": self.to_grid,
            "to_remains": middle.to_remains,
            "to_question": middle.to_question,
            "guidance": parts.side.guidance.toggle,
            "history": parts.side.history.toggle,
            "edit_case": self.ask_facts,
            "open_interview": self.ask_officer,
        }
        state = self._desk.state
        if state is not None and state.about == "case":
            self._offer_of_case(state, offered)
        return offered

    def _offer_of_case(self, state: FormState, offered: dict[str, Callable[[], None]]) -> None:
        parts = self._parts
        if state.review.finish:
            offered["sign_off"] = self.sign_off
        if parts.side.query.may_say or state.review.threads:
            offered["query"] = self.query
        if state.review.overrules:
            offered["overrule"] = self.overrule
        if not parts.standing.reopen.isHidden():
            offered["reopen"] = parts.standing.ask_to_reopen
        if not parts.standing.give_back.isHidden():
            offered["return_case"] = parts.standing.ask_to_return

    def action_words(self) -> dict[str, str]:
        """What some of it is called for this person, as this case stands."""
        state = self._desk.state
        if state is None or not state.review.finish:
            return {}
        return {"sign_off": finish_words(state.review.finish)}

    def undo(self) -> None:
        """Takes back the last act; what is being typed becomes one first."""
        self._flush()
        self._desk.undo()

    def redo(self) -> None:
        """Brings back what was undone."""
        self._flush()
        self._desk.redo()

    def note(self) -> None:
        """Puts the cursor into the evidence note."""
        if self._middle.view.body is not None and not self._middle.on_remains and not self._refused():
            self._middle.view.body.evidence.open_note()

    def evidence(self) -> None:
        """Goes on to the next evidence status."""
        if self._middle.view.body is not None and not self._middle.on_remains and not self._refused():
            self._middle.view.body.evidence.cycle()

    def flag(self) -> None:
        """Marks the question to come back to, or takes the mark away."""
        question = self._middle.current
        if question is not None and not self._middle.on_remains and not self._refused():
            self._desk.toggle_flag(question.id)

    def clear(self) -> None:
        """Takes the answer back; note and evidence stay."""
        question, state = self._middle.current, self._desk.state
        if question is None or state is None or self._middle.on_remains or self._refused():
            return
        if state.answered(question.id).change is None:
            self._desk.set_value(question.id, "")
        else:
            self.told.emit(self.tr("This answer was changed with a reason; it stands until the lead lifts the change."))

    def query(self) -> None:
        """Puts the cursor into the query about the question; from what remains, into the first one that waits."""
        query, state = self._parts.side.query, self._desk.state
        if self._middle.on_remains:
            waiting = next((q for q in state.review.unsettled if state.may_say(q)), "") if state is not None else ""
            if waiting:
                self._middle.go_to(waiting)
            else:
                self._middle.to_question()
        if not query.may_say:
            self.told.emit(self.tr("Nothing is asked about this answer that you could reply to."))
            return
        query.take_keyboard()
        self.shown.emit(query)

    def confirm(self) -> None:
        """Gives the same answer again to a question that has changed since."""
        question, state = self._middle.current, self._desk.state
        if question is None or state is None or self._middle.on_remains or question.id not in state.again:
            return
        again, answered = state.again[question.id], state.answered(question.id)
        if not state.may_confirm(question.id):
            return
        self._flush()
        if answered.change is not None:
            self.review.overrule(question.id, again.value, answered.change.reason)
        else:
            self._desk.set_value(question.id, again.value)
        announce(self._middle, self.tr("Confirmed"))

    def skip(self) -> None:
        """Answers *not applicable* to the whole block on screen."""
        question, state = self._middle.current, self._desk.state
        if question is None or state is None or state.about != "case" or self._middle.on_remains or self._refused():
            return
        before = state.answers
        if self._desk.skip_section(question.section):
            after = self._desk.state.answers if self._desk.state is not None else {}
            number = sum(1 for q, r in after.items() if before.get(q) is not r)
            if number:
                one = self.tr("%1 question answered not applicable. Undo takes it back.")
                many = self.tr("%1 questions answered not applicable. Undo takes them back.")
                self.told.emit(counted(number, one, many))

    def overrule(self) -> None:
        """Asks which other answer is to stand, and why."""
        body = self._middle.view.body
        if body is not None and body.overrule is not None and not self._middle.on_remains:
            body.overrule.open()

    def say(self, said: Said, text: str) -> None:
        """Asks about the question on screen, replies, or settles what was asked."""
        question = self._middle.current
        if question is not None:
            self.review.say(question.id, said, text)

    def sign_off(self) -> None:
        """Submits the case or signs it off, or shows what stands in the way."""
        state = self._desk.state
        if state is None or not state.review.finish or not self._middle.settle():
            return
        state = self._desk.state
        if state is not None and state.may_finish:
            self.review.finish()
        self._middle.to_remains()

    def ask_facts(self, field: str = "") -> None:
        """The facts of the case, at a field where one is named; in an interview, the case itself."""
        self._flush()
        case = self._desk.state.case if self._desk.state is not None else None
        if case is not None:
            self.facts_asked.emit(case.ref, field)

    def ask_officer(self) -> None:
        """The interview of the officer who manages the case."""
        self._flush()
        case = self._desk.state.case if self._desk.state is not None else None
        if case is None or self._desk.about == "officer":
            return
        if case.second:
            self.told.emit(self.tr("A second read rests on the file; the officer is interviewed by the first reader."))
            return
        if case.officer:
            self.officer_asked.emit(case.officer)
        else:
            self.told.emit(self.tr("No officer is recorded for this case; add the officer's code to its facts first."))

    def to_grid(self) -> None:
        """Puts the focus on the cell of the question on screen."""
        question = self._middle.current
        criterion = question.criteria[0] if question is not None and question.criteria else ""
        self._parts.left.grid.take_focus(criterion)

    def go_to_criterion(self, criterion: str) -> None:
        """Where a press on a cell of the grid leads; leadership and management is asked in the interview."""
        state = self._desk.state
        if state is None:
            return
        left = state.remaining
        found = self._desk.form.first_of_criterion(criterion, left.open_ids, left.unanswered)
        if found is not None:
            self._middle.go_to(found.id)
        else:
            self.ask_officer()

    def go_to_page(self, page: str) -> None:
        """Where a press on a page leads."""
        state = self._desk.state
        left = state.remaining if state is not None else None
        found = self._desk.form.first_of_page(page, left.open_ids, left.unanswered) if left is not None else None
        if found is not None:
            self._middle.go_to(found.id)
        else:
            self.told.emit(self.tr("Nothing on this page arises in this case at present."))

    def _find(self, numbers: bool) -> None:
        if self._desk.state is not None and self._middle.settle():
            self._parts.finder.open(self._desk.form, self._desk.state, numbers)

    def _refused(self) -> bool:
        """Whether the case is to read only, which is then told."""
        state = self._desk.state
        if state is None or not state.read_only:
            return False
        self.told.emit(self._parts.standing.words.text())
        return True

    def _flush(self) -> None:
        if self._middle.view.body is not None:
            self._middle.view.body.flush()
