"""Between the form on screen and the session: acts go down, what stands comes up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.answers import About, Revision, Slot
from inspector_app.domain.instrument import Per
from inspector_app.domain.navigation import Form, form_of
from inspector_app.domain.order import in_order
from inspector_app.services.commands import (
    Command,
    GiveReason,
    Redo,
    SetAnswer,
    SetFlag,
    SkipSection,
    Undo,
)
from inspector_app.services.recovery import QUERY
from inspector_app.services.session import Changes, Pending
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.models.form_state import FormState, read_state, slots_of

INITIATOR = "form"


class FormDesk(QObject):
    """Holds what the form is about, and its state. It changes at once with every act; nothing waits for the disk.

    Signals:
        state_changed: something stands that did not before (`FormState`).
        jumped: the question that undo or redo changed.
        history_changed: a question whose history grew, or reached the disk.
    """

    state_changed = Signal(object)
    jumped = Signal(str)
    history_changed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.session = bridge.session
        self.about: About = "case"
        self.ref = ""
        self.from_case = ""
        self._forms: dict[Per, Form] = {}
        self._unsaved: frozenset[str] = frozenset()
        self._drafted: set[tuple[str, str]] = set()
        self.state: FormState | None = None
        bridge.staged.connect(self._on_staged)
        bridge.changed.connect(self._on_changed)
        bridge.stalled.connect(lambda _: self._mark_unsaved())
        bridge.saved.connect(lambda _: self._mark_unsaved())

    @property
    def form(self) -> Form:
        """The form that is open, in the order in which it is walked."""
        if self.about not in self._forms:
            per: Per = "officer" if self.about == "officer" else "case"
            self._forms[per] = form_of(self.session.instrument, per)
        return self._forms["officer" if self.about == "officer" else "case"]

    def open(self, about: About, ref: str, from_case: str = "") -> FormState:
        """Turns to a case or an officer."""
        self.about, self.ref, self.from_case = about, ref, from_case
        self._drafted.clear()
        return self.reload()

    def reload(self) -> FormState:
        """Reads what stands, and tells."""
        self._unsaved = self._unsaved_questions()
        self.state = read_state(self.session, self.about, self.ref, self.from_case, self._unsaved)
        self.state_changed.emit(self.state)
        return self.state

    def set_value(self, question: str, value: str) -> bool:
        """Answers a question."""
        done = self.do(SetAnswer(self.about, self.ref, question, value=value))
        self._forget_draft(question, "value", done)
        return done

    def set_note(self, question: str, note: str) -> bool:
        """Writes the evidence note of a question."""
        done = self.do(SetAnswer(self.about, self.ref, question, note=note))
        self._forget_draft(question, "note", done)
        return done

    def set_evidence(self, question: str, evidence: str) -> bool:
        """Sets the evidence status of a question."""
        return self.do(SetAnswer(self.about, self.ref, question, evidence=evidence))

    def keep_draft(self, question: str, part: str, text: str) -> None:
        """Keeps text that is still being typed."""
        self._drafted.add((question, part))
        self.bridge.keep_draft(self.about, self.ref, question, part, text)
        self._mark_unsaved()

    def keep_query(self, ref: str, question: str, text: str) -> None:
        """Keeps words about an answer that are not sent yet; none forgets them."""
        if text:
            self.bridge.keep_draft("case", ref, question, QUERY, text)
        else:
            self.session.drop_draft("case", ref, question, QUERY)

    def unsent(self) -> dict[tuple[str, str], str]:
        """The words that this person had not sent when the inspection was opened, by reference and question."""
        me = self.session.person.author
        return {(d.ref, d.question): d.text for d in self.session.typed.held() if d.part == QUERY and d.author == me}

    def toggle_flag(self, question: str) -> bool:
        """Marks a question to come back to, or takes the mark away."""
        on = self.state is not None and question not in self.state.flags
        return self.do(SetFlag(self.about, self.ref, question, on))

    def skip_section(self, section: str) -> bool:
        """Answers *not applicable* to a whole block."""
        return self.do(SkipSection(self.ref, section))

    def give_reason(self, check: str, reason: str) -> bool:
        """Lets a warning stand."""
        return self.do(GiveReason(self.ref, check, reason))

    def undo(self) -> bool:
        """Takes back the last act."""
        return self.do(Undo(self.about, self.ref))

    def redo(self) -> bool:
        """Brings back what was undone."""
        return self.do(Redo(self.about, self.ref))

    def history(self, question: str) -> tuple[Revision, ...]:
        """Every revision of an answer and of what was set over it, oldest first."""
        if self.state is None:
            return ()
        found = [r for slot in slots_of(self.session, self.state, question) for r in self.session.history(slot)]
        return in_order(found)

    def do(self, command: Command) -> bool:
        """Asks the session; False where it cannot be carried out, which the bridge tells."""
        return self.bridge.handle(command, INITIATOR)

    def _forget_draft(self, question: str, part: str, done: bool) -> None:
        # The writer works in order, so the draft goes only after its text is on the disk.
        if done and (question, part) in self._drafted:
            self._drafted.discard((question, part))
            self.session.drop_draft(self.about, self.ref, question, part)

    def _on_staged(self, pending: Pending) -> None:
        slots = frozenset(r.slot for r in pending.revisions)
        if self.state is None or not any(self._concerns(slot) for slot in slots):
            return
        self.reload()
        for slot in slots:
            if slot.facet == "answer":
                self.history_changed.emit(slot.name)
        if pending.revisions[0].kind in ("undo", "redo"):
            named = next((r.slot for r in pending.revisions if r.slot.facet in ("answer", "flag", "query")), None)
            if named is not None:
                self.jumped.emit(named.name.rpartition("/")[0] if named.facet == "query" else named.name)

    def _on_changed(self, _: Changes) -> None:
        self._mark_unsaved()

    def _mark_unsaved(self) -> None:
        if self.state is not None and self._unsaved != self._unsaved_questions():
            self.reload()

    def _concerns(self, slot: Slot) -> bool:
        state = self.state
        if state is None:
            return False
        if (slot.about, slot.ref) == (self.about, self.ref) or slot.about == "inspection":
            return True
        case = state.case
        return case is not None and (slot.ref == case.officer if slot.about == "officer" else slot.ref == case.ref)

    def _unsaved_questions(self) -> frozenset[str]:
        mine = (s for s in self.bridge.unsaved if (s.about, s.ref) == (self.about, self.ref) and s.facet == "answer")
        return frozenset(s.name for s in mine)
