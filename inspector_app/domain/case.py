"""A case, an officer and the inspection as they stand, drawn from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.routing import Sheet
from inspector_app.domain.values import CONSENSUS

ASSESSOR = "assessor"
"""The name of the slot that holds to whom a case is allocated; no case field may be called so."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands.

    Attributes:
        status: one of `values.STATUSES`.
        assessor: the code to whom it is allocated; empty where nobody is.
        reader: whose answers count: the allocated assessor's, else those of the only one who has given any; empty where
            nobody is allocated and nobody, or more than one, has answered.
        fields: case field -> value, blanks left out.
        answers: question id -> the revision that counts: the consensus, else the reader's.
        flags: ids of questions to come back to.
        reasons: check id -> the reason given for letting a warning stand.
        originals: question id -> the reader's own revision, where a consensus stands in its place.
        seconds: assessor -> how far that second read is, one of `values.SECOND_STATES`. Nobody reads their own case a
            second time: where two copies had it so, the case is theirs to assess.
        second: the assessor whose second read this is; empty for the case as it counts. A second read has that
            assessor's answers, flags and reasons alone, and *submitted* as its status once it is locked.
    """

    ref: str
    status: str
    assessor: str
    reader: str
    fields: Mapping[str, str]
    answers: Mapping[str, Revision]
    flags: frozenset[str]
    reasons: Mapping[str, str]
    originals: Mapping[str, Revision] = field(default_factory=dict)
    seconds: Mapping[str, str] = field(default_factory=dict)
    second: str = ""

    @property
    def sheet(self) -> Sheet:
        """The case as rules see it."""
        return Sheet(self.fields, {q: r.value for q, r in self.answers.items() if r.value})

    @property
    def officer(self) -> str:
        """The code of the officer who manages it."""
        return self.fields.get("officer", "")

    @property
    def signed_off(self) -> bool:
        """Whether it counts in the scores."""
        return self.status == "signed_off"


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer's interview as it stands: question id -> the revision that counts."""

    code: str
    answers: Mapping[str, Revision]
    flags: frozenset[str]

    @property
    def sheet(self) -> Sheet:
        """The interview as rules see it."""
        return Sheet({}, {q: r.value for q, r in self.answers.items() if r.value})


@dataclass(frozen=True, slots=True)
class InspectionDetails:
    """What is said of the inspection as a whole.

    Attributes:
        details: trust, title, fieldwork dates (``fieldwork_start``, ``fieldwork_end``), ``interviews`` (yes/no),
            ``synthetic`` (yes where the cases are made up), ``lead``, ``instrument``, ``instrument_version``, ``id``.
        team: code -> role (``lead``, ``deputy``, ``inspector``, ``local_assessor``).
    """

    details: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)

    @property
    def trust(self) -> str:
        """The name of the Trust."""
        return self.details.get("trust", "")

    @property
    def interviews_held(self) -> bool:
        """Whether officers are interviewed; unless said otherwise they are."""
        return self.details.get("interviews", "yes") != "no"

    @property
    def synthetic(self) -> bool:
        """Whether the cases are made up, which every screen and page then says."""
        return self.details.get("synthetic") == "yes"


def read_case(ledger: Ledger, ref: str) -> Case:
    """The case with this reference as it stands and counts."""
    stands = ledger.all_standing("case", ref)
    fields, assessor = _facts(stands)
    status = next((r.value for s, r in stands.items() if s.facet == "status"), "allocated")
    seconds = {code: state for code, state in _seconds(stands).items() if code != assessor}
    reader = assessor or _only_one({s.assessor for s in stands if s.facet == "answer"} - {CONSENSUS, *seconds})
    own = _answers_of(stands, reader)
    agreed = {q: r for q, r in _answers_of(stands, CONSENSUS).items() if r.value}
    originals = {q: r for q, r in own.items() if q in agreed}
    return Case(
        ref,
        status,
        assessor,
        reader,
        fields,
        own | agreed,
        _flags(stands),
        _named(stands, "reason"),
        originals,
        seconds,
    )


def read_second(ledger: Ledger, ref: str, assessor: str) -> Case:
    """One assessor's second read of a case: nothing of what anybody else answered is in it."""
    stands = ledger.all_standing("case", ref)
    fields, allocated = _facts(stands)
    seconds = _seconds(stands)
    state = seconds.get(assessor, "allocated")
    return Case(
        ref, "submitted" if state == "locked" else state, allocated, assessor, fields, _answers_of(stands, assessor),
        _flags(stands, assessor), _named(stands, "reason", assessor), {}, seconds, assessor,
    )  # fmt: skip


def reads_second(ledger: Ledger, ref: str, assessor: str) -> bool:
    """Whether a case is somebody's to read a second time, rather than theirs to assess."""
    if not assessor:
        return False
    state = ledger.standing(Slot("case", ref, "second", "", assessor))
    if state is None or not state.value:
        return False
    allocated = ledger.standing(Slot("case", ref, "field", ASSESSOR))
    return allocated is None or allocated.value != assessor


def read_officer(ledger: Ledger, code: str) -> Officer:
    """The officer's interview as it stands: to each question the consensus, else the latest answer, else a blank."""
    stands = ledger.all_standing("officer", code)
    answers: dict[str, Revision] = {}
    for slot, revision in stands.items():
        if slot.facet != "answer":
            continue
        other = answers.get(slot.name)
        if other is None or _outranks(revision, other):
            answers[slot.name] = revision
    return Officer(code, answers, _flags(stands))


def read_details(ledger: Ledger) -> InspectionDetails:
    """The inspection's details and team as they stand."""
    stands = ledger.all_standing("inspection", "")
    return InspectionDetails(_named(stands, "detail"), _named(stands, "member"))


def interviewer(ledger: Ledger, code: str) -> str:
    """The assessor under whose name an officer's answers stand so far; empty before the first answer."""
    answers = read_officer(ledger, code).answers
    return next((r.slot.assessor for r in answers.values()), "")


def interview_places(ledger: Ledger, code: str, question: str) -> tuple[Slot, ...]:
    """Where something is said of one question of an officer's interview: a place for each assessor who asked it."""
    return tuple(
        slot
        for slot in ledger.slots("officer", code)
        if slot.facet == "answer" and slot.name == question and any(any(r.content) for r in ledger.heads(slot))
    )


def _only_one(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _outranks(revision: Revision, other: Revision) -> bool:
    """Whether it counts before another. What somebody left blank, or took back, hides nobody else's answer."""
    ranks = [(bool(r.value), r.slot.assessor == CONSENSUS, r.at, r.device, r.sequence) for r in (revision, other)]
    return ranks[0] > ranks[1]


def _facts(stands: Mapping[Slot, Revision]) -> tuple[dict[str, str], str]:
    """The case fields, and to whom the case is allocated."""
    fields = _named(stands, "field")
    return fields, fields.pop(ASSESSOR, "")


def _seconds(stands: Mapping[Slot, Revision]) -> dict[str, str]:
    return {s.assessor: r.value for s, r in stands.items() if s.facet == "second" and r.value}


def _answers_of(stands: Mapping[Slot, Revision], assessor: str) -> dict[str, Revision]:
    return {s.name: r for s, r in stands.items() if s.facet == "answer" and s.assessor == assessor}


def _flags(stands: Mapping[Slot, Revision], assessor: str = "") -> frozenset[str]:
    return frozenset(_named(stands, "flag", assessor))


def _named(stands: Mapping[Slot, Revision], facet: str, assessor: str = "") -> dict[str, str]:
    return {s.name: r.value for s, r in stands.items() if s.facet == facet and s.assessor == assessor and r.value}
