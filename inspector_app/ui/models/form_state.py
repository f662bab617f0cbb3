"""What the form shows at one moment: drawn from the session, compared by the widgets, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector_app.domain.answers import About, Revision, Slot
from inspector_app.domain.case import Case, InspectionDetails
from inspector_app.domain.case_access import Bar, Finish, barred, finishing, may_overrule, may_say
from inspector_app.domain.instrument import Question
from inspector_app.domain.progress import Remaining, Share, remaining, remaining_interview
from inspector_app.domain.reviewing import Said, Thread, threads
from inspector_app.domain.upgrading import Again, to_ask
from inspector_app.domain.values import CONSENSUS
from inspector_app.services.session import Session


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that stands over what was read: who set it and why, and what the reader had answered."""

    by: str
    reason: str
    reader: str
    value: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as its card shows it.

    Attributes:
        value: what stands; where it was changed with a reason, that.
        note, evidence: the reader's own.
        unsaved: whether the disk did not take it.
        change: how it was changed with a reason; None where the reader's own answer stands.
        again: it is to be confirmed from here, because its question has changed since.
        lost: what it says that can no longer be said.
    """

    value: str = ""
    note: str = ""
    evidence: str = ""
    flagged: bool = False
    unsaved: bool = False
    change: Change | None = None
    again: bool = False
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """How a case stands in the review, for whoever works here.

    Attributes:
        me: who works here.
        team: code -> role.
        bar: why the case is to read only; empty where it may be answered.
        finish: how it is finished from here.
        overrules: whether answers may be changed with a reason.
        threads: question id -> what was said about it, of the questions that are open.
        by, why: who set the status that the case has, and with which words.
    """

    me: str = ""
    team: Mapping[str, str] = field(default_factory=dict)
    bar: Bar = ""
    finish: Finish = ""
    overrules: bool = False
    threads: Mapping[str, Thread] = field(default_factory=dict)
    by: str = ""
    why: str = ""

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The questions with a query that is not settled."""
        return tuple(q for q, t in self.threads.items() if t.state != "settled")


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
    review: Review = field(default_factory=Review)

    @property
    def read_only(self) -> bool:
        """Whether answers may not be given in the ordinary way."""
        return bool(self.review.bar)

    @property
    def may_finish(self) -> bool:
        """Whether nothing stands in the way of finishing the case from here."""
        settled = self.review.finish != "sign_off" or not self.review.unsettled
        return bool(self.review.finish) and settled and self.remaining.may_sign_off

    @property
    def to_settle(self) -> int:
        """How many queries wait for whoever signs the case off."""
        answered = sum(1 for t in self.review.threads.values() if t.state == "answered")
        return answered if self.review.finish == "sign_off" else 0

    def may_say(self, question: str) -> tuple[Said, ...]:
        """What may be said about an answer, the likeliest first."""
        if self.about != "case" or self.case is None:
            return ()
        return may_say(self.case, self.review.threads.get(question), self.review.team, self.review.me)

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
        value, lost = (revision.value, "") if again is None else (again.value, again.lost)
        own, change = revision, None
        if self.case is not None and self.about == "case" and revision.slot.assessor == CONSENSUS:
            original = self.case.originals.get(question)
            change = Change(revision.author, revision.note, self.case.reader, original.value if original else "")
            own = original or revision._replace(note="", evidence="")
        confirm = self.may_confirm(question)
        return Answered(value, own.note, own.evidence, flagged, unsaved, change, confirm, lost)

    def may_confirm(self, question: str) -> bool:
        """Whether an answer is to be confirmed from here: one's own, or a change with a reason that one may make."""
        again = self.again.get(question)
        if again is None or not again.value:
            return False
        return self.review.overrules if again.over else not self.read_only

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
    details = session.details()
    held = details.interviews_held and bool(instrument.officer_questions) and not case.second
    officer = session.officer(case.officer)
    again = session.earlier.to_confirm(session.ledger, case.answers)
    review = _review(session, case, details)
    asked = tuple(q for q, t in review.threads.items() if t.state == "open")
    left = remaining(instrument, case, officer, held, asked, to_ask(again, review.overrules))
    review = replace(review, threads={q: t for q, t in review.threads.items() if q in left.open_ids})
    interview = remaining_interview(instrument, officer) if held and case.officer else None
    return FormState(about, ref, case.answers, case.flags, left, case, interview, stuck, again, review)


def _review(session: Session, case: Case, details: InspectionDetails) -> Review:
    me, team = session.person.author, details.team
    status = session.ledger.standing(Slot("case", case.ref, "status", ""))
    said = () if case.second else threads(session.ledger, case.ref)
    return Review(
        me, team, barred(case, team, me), finishing(case, team, me), may_overrule(case, team, me),
        {t.question: t for t in said}, status.author if status else "", status.note if status else "",
    )  # fmt: skip


def slots_of(session: Session, state: FormState, question: str) -> tuple[Slot, ...]:
    """Where the answer to a question stands, or would; and where another may stand over it."""
    revision, case = state.answers.get(question), state.case
    if state.about != "case" or case is None:
        return (revision.slot if revision else Slot(state.about, state.ref, "answer", question, session.person.author),)
    own = Slot("case", state.ref, "answer", question, case.reader or session.person.author)
    return (own,) if case.second else (own, own._replace(assessor=CONSENSUS))
