"""What every plan stands on: the question set, what is known, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.answers import About, Kind, Ledger, Slot
from inspector_app.domain.case import (
    ASSESSOR,
    Case,
    interviewer,
    read_case,
    read_details,
    read_officer,
    read_second,
    reads_second,
)
from inspector_app.domain.case_access import is_others
from inspector_app.domain.errors import KnownError, whole
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.roles import Act, leads, refusal
from inspector_app.domain.upgrading import Earlier


@dataclass(frozen=True, slots=True)
class Draft:
    """A change to one slot that is not yet a revision.

    Attributes:
        at: when it was made, where that is not now.
        under: the version of the question set it was given under, where that is not the one in use.
        again: it is written also where it says what stands already: an answer that is confirmed.
    """

    slot: Slot
    value: str
    note: str = ""
    evidence: str = ""
    at: datetime | None = None
    under: str = ""
    again: bool = False

    def __post_init__(self) -> None:
        # A clipboard may hold half a character, which no file can: it is kept as the sign for what is missing.
        object.__setattr__(self, "slot", Slot(*map(whole, self.slot)))  # type: ignore[arg-type]
        for name in ("value", "note"):
            object.__setattr__(self, name, whole(getattr(self, name)))

    @property
    def content(self) -> tuple[str, str, str]:
        """What it says, as `Revision.content`."""
        return (self.value, self.note, self.evidence)


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of one act. Those that change nothing are left out before they become revisions.

    `brings` is a question set that the file is to carry from now on; `introduces` asks that the history name the key of
    the device even where nothing else changes.
    """

    drafts: tuple[Draft, ...] = ()
    kind: Kind = "edit"
    undoes: str = ""
    brings: Instrument | None = None
    introduces: bool = False


@dataclass(frozen=True)
class Ground:
    """What stands, for one person at one device, and what they may touch.

    Raises (each method): KnownError, where something is not there or may not be touched.
    """

    instrument: Instrument
    ledger: Ledger
    author: str
    device: str
    earlier: Earlier = field(default_factory=Earlier)

    def question(self, question_id: str, about: About) -> Question:
        """A question by its id, which is asked of each case or of each officer."""
        question = self.instrument.questions_by_id.get(question_id)
        if question is None or question.per != about:
            of_whom = "" if question is None else f" that is asked of each {about}"
            raise KnownError(f"The question set has no question “{question_id}”{of_whom}; nothing was changed.")
        return question

    def case(self, ref: str) -> Case:
        """A case as it counts."""
        if not self.ledger.slots("case", ref):
            raise KnownError(f"There is no case {ref} in this inspection; nothing was changed.")
        return read_case(self.ledger, ref)

    def own_view(self, ref: str) -> Case:
        """A case as this person has it before them: their second read of it, where they hold one."""
        case = self.case(ref)
        return read_second(self.ledger, ref, self.author) if reads_second(self.ledger, ref, self.author) else case

    def open_case(self, ref: str) -> Case:
        """A case that may still be changed in the ordinary way."""
        case = self.own_view(ref)
        if case.signed_off:
            raise KnownError(f"Case {ref} is signed off; nothing was changed. Reopen it first.")
        if case.second and case.status == "submitted":
            raise KnownError(f"Your second read of case {ref} is locked; nothing was changed.")
        if case.status == "submitted":
            raise KnownError(
                f"Case {ref} is submitted; nothing was changed. Take it back with a reason, or have it returned."
            )
        return case

    def own_case(self, ref: str) -> Case:
        """An open case whose answers this person may give in the ordinary way."""
        case = self.open_case(ref)
        team = read_details(self.ledger).team
        if not is_others(case, team, self.author):
            return case
        instead = "Open one of your own cases."
        if leads(team, self.author):
            instead = "Change an answer with a reason instead, or allocate the case to yourself."
        raise KnownError(f"Case {ref} is {case.assessor}’s to answer; nothing was changed. {instead}")

    def answer_slot(self, about: About, ref: str, question: str) -> Slot:
        """Where an answer goes: to the assessor whose answer counts, or the author where there is none."""
        if about == "officer":
            stands = read_officer(self.ledger, ref).answers.get(question)
            by_whom = interviewer(self.ledger, ref) or self.author
            return Slot("officer", ref, "answer", question, by_whom) if stands is None else stands.slot
        return Slot("case", ref, "answer", question, self.own_view(ref).reader or self.author)

    def begun(self, slot: Slot) -> tuple[Draft, ...]:
        """The first answer begins the case, and allocates it where nobody was allocated."""
        if slot.about != "case":
            return ()
        case = self.own_view(slot.ref)
        begins = []
        if case.status == "allocated" and case.second:
            place = Slot("case", slot.ref, "second", "", case.second)
            begins.append(Draft(place, "in_progress", self.note_of(place)))
        elif case.status == "allocated":
            begins.append(Draft(Slot("case", slot.ref, "status", ""), "in_progress"))
        if not case.assessor and not case.second:
            begins.append(Draft(Slot("case", slot.ref, "field", ASSESSOR), slot.assessor))
        return tuple(begins)

    def stands_at(self, slot: Slot) -> str:
        """The value that stands in a place."""
        stands = self.ledger.standing(slot)
        return stands.value if stands else ""

    def note_of(self, slot: Slot) -> str:
        """The note that stands beside a value."""
        stands = self.ledger.standing(slot)
        return stands.note if stands else ""

    def refuse_unless_allowed(self, act: Act) -> None:
        """Refuses what is for the lead to do."""
        said = refusal(read_details(self.ledger).team, self.author, act)
        if said:
            raise KnownError(said)


def edit(draft: Draft) -> Plan:
    """A plan of one change."""
    return Plan((draft,))


def given(text: str, what: str) -> str:
    """A text that must not be empty, stripped.

    Raises:
        KnownError: it is empty; `what` says what needs it.
    """
    if not text.strip():
        raise KnownError(f"{what} needs a reason; nothing was changed. Say in a few words why.")
    return text.strip()
