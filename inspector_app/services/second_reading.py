"""Second reads of an open inspection: who could read what, who does, and what their readings say."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import Case, read_case, read_second
from inspector_app.domain.differences import FINISHED, Line, comparable, line_up
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.routing import Sheet
from inspector_app.domain.second_reads import Candidate
from inspector_app.services.session import Session


@dataclass(frozen=True, slots=True)
class SecondRead:
    """One second read and how far it is.

    Attributes:
        first, first_status: whose first reading it is beside, and the state of the case.
        state: one of `values.SECOND_STATES`.
        how: how the case was chosen.
        comparable: whether the readings may be laid side by side now, for whoever works here.
        differing, to_settle: how many questions differ, and how many of them are still to be settled; 0 while blind.
    """

    ref: str
    unit: str
    first: str
    first_status: str
    reader: str
    state: str
    how: str
    comparable: bool
    differing: int
    to_settle: int


def unit_of(instrument: Instrument, case: Case) -> str:
    """The local delivery unit of a case: its first fact that stands at the top of the form."""
    name = next((f.name for f in instrument.fields if f.bar and f.name != "officer"), "")
    return case.fields.get(name, "")


def candidates(session: Session) -> tuple[Candidate, ...]:
    """The cases that somebody reads or has read, as the draw sees them."""
    cases = (read_case(session.ledger, ref) for ref in session.refs())
    return tuple(
        Candidate(
            case.ref, unit_of(session.instrument, case), case.officer, case.reader, frozenset(case.seconds),
            case.status in FINISHED,
        )
        for case in cases
        if case.reader
    )  # fmt: skip


def read_again(session: Session) -> tuple[str, ...]:
    """The references of the cases of which there is a second read."""
    return tuple(
        ref
        for ref in session.refs()
        if any(
            slot.facet == "second" and (stands := session.ledger.standing(slot)) is not None and stands.value
            for slot in session.ledger.slots("case", ref)
        )
    )


def second_reads_of(session: Session, ref: str) -> tuple[SecondRead, ...]:
    """The second reads of a case, by reader."""
    case = read_case(session.ledger, ref)
    if not case.seconds:
        return ()
    may_see = comparable(case, session.person.author)
    return tuple(_second_read(session, case, reader, reader in may_see) for reader in sorted(case.seconds))


def compared(session: Session, ref: str) -> tuple[Line, ...]:
    """The readings of a case side by side; nothing while it is to stay blind."""
    case = read_case(session.ledger, ref)
    return _lines(session, case, comparable(case, session.person.author))


def readings(session: Session) -> dict[str, dict[str, Sheet]]:
    """For the agreement: case -> reader -> what that reader has on it, of every case that may be compared.

    Only what the readers themselves said; what was agreed afterwards is not theirs.
    """
    found = {}
    for ref in read_again(session):
        case = read_case(session.ledger, ref)
        seconds = comparable(case, session.person.author)
        if seconds:
            own = {q: r.value for q, r in {**case.answers, **case.originals}.items() if r.slot.assessor == case.reader}
            found[ref] = {case.reader: Sheet(case.fields, own)}
            found[ref] |= {reader: read_second(session.ledger, ref, reader).sheet for reader in seconds}
    return found


def _second_read(session: Session, case: Case, reader: str, may_compare: bool) -> SecondRead:
    lines = _lines(session, case, (reader,)) if may_compare else ()
    stands = session.ledger.standing(Slot("case", case.ref, "second", "", reader))
    return SecondRead(
        case.ref, unit_of(session.instrument, case), case.reader, case.status, reader, case.seconds[reader],
        stands.note if stands is not None else "", may_compare,
        sum(line.difference.kind != "same" for line in lines), sum(line.verdict == "to_settle" for line in lines),
    )  # fmt: skip


def _lines(session: Session, case: Case, seconds: tuple[str, ...]) -> tuple[Line, ...]:
    if not seconds:
        return ()
    read = [read_second(session.ledger, case.ref, reader) for reader in seconds]
    return line_up(session.instrument.case_questions, case, read)
