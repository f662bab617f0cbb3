"""Undo and redo, on a real file that is closed and opened again in between, against a plain model."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspector_app.domain.answers import verify_chains
from inspector_app.services.commands import AddCase, Redo, SetAnswer, SetFlag, Undo
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from small import small

CODES = ("", "sufficient", "insufficient", "not_done", "na")
QUESTIONS = ("plan", "review")
State = tuple[tuple[str, str, str, bool], ...]


class UndoMachine(RuleBasedStateMachine):
    """One assessor answers, flags, takes back and brings back; a colleague changes another case."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "u.inspection"
        self.inspections = Inspections({"small": small()})
        self.me = Person("AB", "device-1")
        self.session: Session | None = None
        self.past: list[State] = []
        self.future: list[State] = []

    @property
    def open(self) -> Session:
        assert self.session is not None
        return self.session

    @initialize()
    def begin(self) -> None:
        self.session = self.inspections.create(self.path, "small", self.me, {"trust": "T"})
        for ref in ("C-1", "C-2"):
            self.open.do(AddCase(ref, "AB"))
        # The first answer of a case allocates and begins it; that is an act of its own to take back.
        self.open.do(SetAnswer("case", "C-1", "plan", "na"))
        self.past, self.future = [], []

    def state(self) -> State:
        case = self.open.case("C-1")
        seen = []
        for question in QUESTIONS:
            stands = case.answers.get(question)
            value, note = (stands.value, stands.note) if stands else ("", "")
            seen.append((question, value, note, question in case.flags))
        return tuple(seen)

    def act(self, command: SetAnswer | SetFlag) -> None:
        before = self.state()
        if self.open.do(command) is not None:
            self.past.append(before)
            self.future.clear()

    @rule(question=st.sampled_from(QUESTIONS), value=st.sampled_from(CODES))
    def answer(self, question: str, value: str) -> None:
        self.act(SetAnswer("case", "C-1", question, value))

    @rule(question=st.sampled_from(QUESTIONS), note=st.text(max_size=5))
    def write_note(self, question: str, note: str) -> None:
        self.act(SetAnswer("case", "C-1", question, note=note))

    @rule(question=st.sampled_from(QUESTIONS), on=st.booleans())
    def flag(self, question: str, on: bool) -> None:
        self.act(SetFlag("case", "C-1", question, on))

    @rule(value=st.sampled_from(CODES[1:]))
    def answer_another_case(self, value: str) -> None:
        self.open.do(SetAnswer("case", "C-2", "plan", value))

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        expected = self.past.pop()
        self.future.append(self.state())
        self.open.do(Undo("case", "C-1"))
        assert self.state() == expected

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        expected = self.future.pop()
        self.past.append(self.state())
        self.open.do(Redo("case", "C-1"))
        assert self.state() == expected

    @rule()
    def close_and_open(self) -> None:
        before = self.state()
        self.open.close()
        self.session = self.inspections.open(self.path, self.me)
        assert self.state() == before

    @invariant()
    def redo_is_offered_exactly_when_there_is_something_to_bring_back(self) -> None:
        if self.session is not None:
            offered = self.open.undo_state("case", "C-1")
            assert (offered.redo is not None) == bool(self.future)
            # Beneath what the model did lies only the first answer.
            assert offered.undo is not None

    @invariant()
    def the_history_is_whole(self) -> None:
        if self.session is not None:
            assert verify_chains(self.open.revisions()) == ()

    def teardown(self) -> None:
        if self.session is not None:
            self.session.close()
        self.folder.cleanup()


UndoMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestUndo = UndoMachine.TestCase
