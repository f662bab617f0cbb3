"""What would change if a backup took the place of an inspection, and whether taking in what it has is better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.answers import Ledger, Revision, Slot

Way = Literal["gone", "back", "other"]
Advice = Literal["same", "only_back_in_time", "take_in"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in which an inspection and its backup say different things.

    Attributes:
        here, there: what stands in the inspection and in the backup, the latest last; several where copies went on
            separately, and none where nothing was ever said or what was said is blank.
    """

    slot: Slot
    here: tuple[Revision, ...]
    there: tuple[Revision, ...]

    @property
    def way(self) -> Way:
        """What restoring does to the place: what stands is gone, something comes back, or it is another thing."""
        if not self.there:
            return "gone"
        return "other" if self.here else "back"


@dataclass(frozen=True, slots=True)
class Compared:
    """An inspection beside a backup of it.

    Attributes:
        differences: the places that differ, by case, officer and place.
        only_here, only_there: how many changes the other history does not hold.
        by: who made those that only the backup holds, sorted.
    """

    differences: tuple[Difference, ...]
    only_here: int
    only_there: int
    by: tuple[str, ...] = ()

    @property
    def advice(self) -> Advice:
        """What helps: where the backup holds something that is missing here, to take that in loses nothing."""
        if self.only_there:
            return "take_in"
        return "only_back_in_time" if self.only_here else "same"

    def count(self, way: Way) -> int:
        """In how many places restoring does this."""
        return sum(difference.way == way for difference in self.differences)


def compare(here: Ledger, there: Ledger) -> Compared:
    """Sets what stands in an inspection beside what stands in a backup of it."""
    slots = dict.fromkeys((*_slots(here), *_slots(there)))
    found = [Difference(slot, _said(here, slot), _said(there, slot)) for slot in slots if slot.facet != "read"]
    differing = [d for d in found if {r.content for r in d.here} != {r.content for r in d.there}]
    held = {r.id for r in here}, {r.id for r in there}
    by = sorted({r.author for r in there if r.id not in held[0]})
    return Compared(tuple(sorted(differing, key=_order)), len(held[0] - held[1]), len(held[1] - held[0]), tuple(by))


def _slots(ledger: Ledger) -> Iterable[Slot]:
    return dict.fromkeys(revision.slot for revision in ledger)


def _said(ledger: Ledger, slot: Slot) -> tuple[Revision, ...]:
    heads = [head for head in ledger.heads(slot) if any(head.content)]
    return tuple(sorted(heads, key=lambda r: (r.at, r.device, r.sequence)))


def _order(one: Difference) -> tuple[str, ...]:
    return one.slot.about, one.slot.ref, one.slot.facet, one.slot.name, one.slot.assessor
