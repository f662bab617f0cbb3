"""What the form shows at one moment: drawn from the session, compared by the widgets, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.answers import About, Revision, Slot
from inspector_app.domain.case import Case
from inspector_app.domain.instrument import Question
from inspector_app.domain.progress import Remaining, Share, remaining, remaining_interview
from inspector_app.domain.upgrading import Again
from inspector_app.services.session import Session


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as its card shows it. `unsaved` marks what the disk did not take."""

    value: str = ""
    note: str = ""
    evidence: str = ""
    flagged: bool = False
    unsaved: bool = False


@dataclass(frozen=True, slots=True)
class FormState:
    """A case or an interview as it stands on screen.

    Attributes:
        case: None in an interview that was opened from no case.
        interview: what remains of the officer's interview; None where none is held or no officer is known.
        stuck: ids of questions whose last change the disk did not take.
        again: answers that were given under an earlier version, to a question that has changed since.
    """

    about: About
    ref: str
    answers: Mapping[str, Revision]
    flags: frozenset[str]
    remaining: Remaining
    case: Case | None = None
    interview: Remaining | None = None
    stuck: frozenset[str] = field(default_factory=frozenset)
    again: Mapping[str, Again] = field(default_factory=dict)

    @property
    def read_only(self) -> bool:
        """Whether answers may not be changed: the case is signed off."""
        return self.about == "case" and self.case is not None and self.case.signed_off

    @property
    def filled(self) -> frozenset[str]:
        """Ids of questions in which anything stands, an answer or a note."""
        return frozenset(q for q, r in self.answers.items() if r.value or r.note)

    @property
    def answered_ids(self) -> frozenset[str]:
        """Ids of questions with an answer."""
        return frozenset(q for q, r in self.answers.items() if r.value and (q not in self.again or self.again[q].value))

    def answered(self, question: str) -> Answered:
        """The answer to one question."""
        revision = self.answers.get(question)
        flagged, unsaved = question in self.flags, question in self.stuck
        if revision is None:
            return Answered(flagged=flagged, unsaved=unsaved)
        again = self.again.get(question)
        value = revision.value if again is None else again.value
        return Answered(value, revision.note, revision.evidence, flagged, unsaved)

    def criterion_share(self, criterion: str) -> Share | None:
        """How much of a cell of the grid is answered, in the case or in the interview; None where nothing is asked."""
        for left in (self.remaining, self.interview):
            share = left.by_criterion.get(criterion) if left else None
            if share is not None and share.open:
                return share
        return None

    def label(self, question: Question) -> str:
        """An answer in the words of its list; empty for a blank."""
        value = self.answered(question.id).value
        if question.kind not in ("single", "multiple"):
            return value
        return ", ".join(question.label_of(code) for code in value.split(";")) if value else ""


def read_state(
    session: Session, about: About, ref: str, from_case: str = "", stuck: frozenset[str] = frozenset()
) -> FormState:
    """The form of a case, or of an officer, as it stands on screen: what is on its way to the disk is in it."""
    instrument = session.instrument
    if about == "officer":
        officer = session.officer(ref)
        again = session.earlier.to_confirm(session.ledger, officer.answers)
        left = remaining_interview(instrument, officer, again)
        case = session.case(from_case) if from_case else None
        return FormState(about, ref, officer.answers, officer.flags, left, case, left, stuck, again)
    case = session.case(ref)
    held = session.details().interviews_held and bool(instrument.officer_questions)
    officer = session.officer(case.officer)
    again = session.earlier.to_confirm(session.ledger, case.answers)
    left = remaining(instrument, case, officer, held, confirm=again)
    interview = remaining_interview(instrument, officer) if held and case.officer else None
    return FormState(about, ref, case.answers, case.flags, left, case, interview, stuck, again)


def slot_of(session: Session, state: FormState, question: str) -> Slot:
    """Where the answer to a question stands, or would."""
    revision = state.answers.get(question)
    if revision is not None:
        return revision.slot
    assessor = state.case.reader if state.about == "case" and state.case else ""
    return Slot(state.about, state.ref, "answer", question, assessor or session.person.author)
