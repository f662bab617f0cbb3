"""What goes into the file that one assessor takes along: their cases and nothing that would sway a second read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.case import read_case
from inspector_app.domain.values import CONSENSUS


@dataclass(frozen=True, slots=True)
class HandOut:
    """One assessor's part of an inspection.

    Attributes:
        cases: the references of the cases allocated to them.
        seconds: those that they read a second time.
        officers: the officers of `cases`, whose interviews they hold.
        revisions: all that goes into the file, in the order of the ledger.
    """

    assessor: str
    cases: tuple[str, ...]
    seconds: tuple[str, ...]
    officers: tuple[str, ...]
    revisions: tuple[Revision, ...]


def hand_out(ledger: Ledger, assessor: str) -> HandOut:
    """What an assessor is to have, with its whole history."""
    cases, seconds, officers = [], [], []
    for ref in ledger.refs("case"):
        case = read_case(ledger, ref)
        if case.assessor == assessor:
            cases.append(ref)
            officers.append(case.officer)
        elif assessor in case.seconds:
            seconds.append(ref)
    whose = dict.fromkeys(code for code in officers if code)
    slots = set(_slots(ledger, assessor, cases, seconds, whose))
    chosen = tuple(r for r in ledger if r.slot in slots)
    return HandOut(assessor, tuple(cases), tuple(seconds), tuple(whose), chosen)


def _slots(
    ledger: Ledger, assessor: str, cases: list[str], seconds: list[str], officers: dict[str, None]
) -> Iterator[Slot]:
    yield from ledger.slots("inspection", "")
    for code in officers:
        yield from (s for s in ledger.slots("officer", code) if s.facet != "works_with")
    for ref in cases:
        yield from (s for s in ledger.slots("case", ref) if _first_may_see(s, assessor))
    for ref in seconds:
        yield from (s for s in ledger.slots("case", ref) if _second_may_see(s, assessor))


def _first_may_see(slot: Slot, assessor: str) -> bool:
    """All of their own case but other people's readings of it; a consensus is theirs to know."""
    if slot.facet == "second":
        return False
    if slot.facet in ("flag", "reason"):
        return not slot.assessor
    return slot.facet != "answer" or slot.assessor in (assessor, CONSENSUS)


def _second_may_see(slot: Slot, assessor: str) -> bool:
    """The facts of the case and their own reading: a second read is blind."""
    return slot.facet == "field" or slot.assessor == assessor
