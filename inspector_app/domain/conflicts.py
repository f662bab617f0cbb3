"""Places where copies went on separately: all that stands there is kept until somebody picks what counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.case import interview_places
from inspector_app.domain.values import CONSENSUS

VERSION = Slot("inspection", "", "detail", "instrument_version")
CONTENT = Slot("inspection", "", "detail", "instrument_hash")
"""The question set in force is named by both; one without the other names none."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where copies went on separately: all that stands there, each kept, the latest last.

    Of an officer's interview that is one question, whoever asked it: two assessors whose cases share an officer may
    both hold it, and only one answer counts.
    """

    slot: Slot
    heads: tuple[Revision, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values that stand there."""
        return tuple(head.value for head in self.heads)


def conflicts_in(ledger: Ledger) -> tuple[Conflict, ...]:
    """The open conflicts, by case, officer and place. What one person read in two copies is nobody's to settle."""
    slots = [slot for slot in ledger.conflicts() if not _in_interview(slot) and slot.facet != "read"]
    if VERSION in slots and CONTENT in slots:
        slots.remove(CONTENT)
    found = [Conflict(slot, heads_at(ledger, slot)) for slot in (*slots, *_interviews(ledger))]
    return tuple(sorted(found, key=lambda c: (c.slot.about, c.slot.ref, c.slot.facet, c.slot.name, c.slot.assessor)))


def places_of(ledger: Ledger, slot: Slot) -> tuple[Slot, ...]:
    """The places that one choice settles: an interview's answer stands in one for each assessor who asked."""
    return interview_places(ledger, slot.ref, slot.name) if _in_interview(slot) else (slot,)


def heads_at(ledger: Ledger, slot: Slot) -> tuple[Revision, ...]:
    """All that stands in the places of a conflict, the latest last."""
    return _ordered(head for place in places_of(ledger, slot) for head in ledger.heads(place))


def goes_with(ledger: Ledger, picked: Revision) -> tuple[Revision, ...]:
    """What stands by the same act in another place and says nothing without it: version and content of a set."""
    other = {VERSION: CONTENT, CONTENT: VERSION}.get(picked.slot)
    return () if other is None else tuple(r for r in ledger.heads(other) if r.batch == picked.batch)


def _interviews(ledger: Ledger) -> list[Slot]:
    found = []
    for code in ledger.refs("officer"):
        for question in dict.fromkeys(s.name for s in ledger.slots("officer", code) if _in_interview(s)):
            places = interview_places(ledger, code, question)
            stands = [r for place in places if (r := ledger.standing(place)) is not None]
            agreed = any(r.slot.assessor == CONSENSUS and r.value for r in stands)
            apart = not agreed and len({r.value for r in stands if r.value}) > 1
            if apart or any(ledger.conflicting(place) for place in places):
                found.append(min(places, key=lambda place: place.assessor))
    return found


def _in_interview(slot: Slot) -> bool:
    return slot.about == "officer" and slot.facet == "answer"


def _ordered(heads: Iterable[Revision]) -> tuple[Revision, ...]:
    return tuple(sorted(heads, key=lambda r: (r.at, r.device, r.sequence, r.id)))
