"""An inspection in the middle of fieldwork, made from the example: for pictures, and for looking at the lead's pages.

Some cases are signed off, others submitted, returned with queries, or not begun; second reads are locked; two copies
of one hand-out were merged and conflict. Everything is done through the session, as people would do it.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services import handing_out
from inspector_app.services.commands import (
    AddCase,
    Ask,
    AssignSecondReads,
    Command,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetDetails,
    SetWorksWith,
    Submit,
    TagNote,
)
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person, Session

LEAD = "HMI-01"
BEGAN = datetime(2013, 6, 17, 8, tzinfo=UTC)


def make_fieldwork(path: Path) -> None:
    """Writes the inspection to `path`, where nothing may be yet."""
    minutes = itertools.count(0, 2)
    inspections = Inspections(
        load_all(paths.resources() / "instruments"), now=lambda: BEGAN + timedelta(minutes=next(minutes))
    )
    write_example(inspections, Person(LEAD, "lead"), paths.resources() / "example", path)
    session = inspections.open(path, Person(LEAD, "lead"))
    try:
        _Fieldwork(session).run()
        _diverge(session, inspections, path.parent)
    finally:
        session.close()


class _Fieldwork:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.refs = session.refs()

    def run(self) -> None:
        """What happened until now."""
        self.act(LEAD, SetDetails({"due": "2013-06-21", "quiet_days": "3"}))
        self.act(LEAD, SetWorksWith("O-PL-01", "LA-01", True, "Same office"))
        for place, ref in enumerate(self.refs[:36:3]):
            self.act(LEAD, Reopen(ref, "Another look before sign-off"))
            if place % 2:
                self.act(self.reader(ref), Submit(ref))
            if place % 4 == 3:
                self.ask_and_return(ref, answered=place % 8 == 3)
        for number in range(8):
            unit = ("Plymouth", "Cornwall", "Devon")[number % 3]
            facts = {"ldu": unit, "officer": f"O-PL-0{number % 3 + 1}", "case_type": "licence"}
            self.act(LEAD, AddCase(f"DC-95{number:02}", "", facts))
        self.second_reads()
        self.tags()

    def act(self, who: str, command: Command) -> None:
        self.session.person = replace(self.session.person, author=who)
        self.session.do(command)
        self.session.person = replace(self.session.person, author=LEAD)

    def reader(self, ref: str) -> str:
        return self.session.case(ref).assessor

    def ask_and_return(self, ref: str, answered: bool) -> None:
        questions = [q.id for q in self.session.instrument.scored_questions if q.id in self.session.case(ref).answers]
        self.act(LEAD, Ask(ref, questions[3], "Where in the file does this stand? I find the opposite."))
        self.act(LEAD, Ask(ref, questions[9], "Late by how much?"))
        self.act(LEAD, ReturnCase(ref, "Two answers to look at again, please."))
        self.act(self.reader(ref), Reply(ref, questions[3], "Contact log of 3 May; I have added it to the note."))
        if answered:
            self.act(self.reader(ref), Reply(ref, questions[9], "By five weeks."))

    def second_reads(self) -> None:
        """Twelve cases are read again; a few answers differ."""
        team = [code for code, role in self.session.details().team.items() if role == "inspector"]
        chosen = self.refs[40:52]
        pairs = [(ref, next(c for c in team[i % 4 :] if c != self.reader(ref))) for i, ref in enumerate(chosen)]
        self.act(LEAD, AssignSecondReads(tuple(pairs), "drawn with the seed 2013-06"))
        for place, (ref, second) in enumerate(pairs):
            first = {q: r for q, r in self.session.case(ref).answers.items() if r.value}
            for number, question in enumerate(self.session.instrument.case_questions):
                if question.id in first:
                    value, note = first[question.id].value, ""
                    if question.scored and (number + 5 * place) % 23 == 0:
                        value, note = question.choices[number % 2].code, "Dated after the review; I read it otherwise."
                    self.act(second, SetAnswer("case", ref, question.id, value, note))
            if place < 10 and self.session.case(ref).second == "":
                self.finish(ref, second)

    def finish(self, ref: str, second: str) -> None:
        """Locks a second read: what a changed answer opened gets its first choice, and no warning stands."""
        self.session.person = replace(self.session.person, author=second)
        for _ in range(3):
            for question_id in self.session.remaining(ref).unanswered:
                choices = self.session.instrument.questions_by_id[question_id].choices
                self.session.do(SetAnswer("case", ref, question_id, choices[0].code if choices else "6"))
        if self.session.remaining(ref).may_sign_off:
            self.session.do(Submit(ref))
        self.session.person = replace(self.session.person, author=LEAD)

    def tags(self) -> None:
        """A few notes are marked for the report, and one answer is changed with a reason."""
        noted = [
            (ref, question, revision.slot.assessor)
            for ref in self.refs[:30]
            for question, revision in self.session.case(ref).answers.items()
            if len(revision.note) > 40
        ]
        for place, (ref, question, assessor) in enumerate(noted[::9][:14]):
            tags = (("illustration",), ("quotation", "voice of the officer"), ("late plans",))[place % 3]
            self.act(LEAD, TagNote("case", ref, question, assessor, tags))
        ref = self.refs[3]
        answers = self.session.case(ref).answers
        question = next(q for q in self.session.instrument.scored_questions if q.id in answers)
        below = next(c.code for c in question.choices if c.line == "below")
        self.act(LEAD, SetConsensus(ref, question.id, below, "The log says otherwise"))


def _diverge(session: Session, inspections: Inspections, folder: Path) -> None:
    """One assessor goes on in two copies of a hand-out; both come back."""
    assessor = session.case(session.refs()[0]).assessor
    written = handing_out.write(handing_out.prepare(session, [assessor]), folder, "fieldwork", BEGAN)
    assert written is not None
    out = written[0].path
    copies = [out, out.with_name(f"{out.stem} (copy){out.suffix}")]
    copies[1].write_bytes(out.read_bytes())
    case = session.case(session.refs()[0])
    answered = [q for q in session.instrument.scored_questions if q.id in case.answers][:3]
    for number, (copy, note) in enumerate(zip(copies, ("As the log has it.", "The plan came too late."), strict=True)):
        other = inspections.open(copy, Person(assessor, f"laptop-{number}"))
        for question in answered:
            other.do(SetAnswer("case", case.ref, question.id, question.choices[number].code, note, "on_file"))
        other.close()
    union = read_others(session, copies)
    assert union is not None
    pending = merge(session, union)
    assert pending is not None
    session.settle(pending)
