"""Who reads which case: a proposal that is even, and in which nobody reads the cases of an officer they work with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.answers import Ledger
from inspector_app.domain.even_loads import even_out


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A case to allocate; unit and officer may be empty where they are not known."""

    ref: str
    unit: str
    officer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Case reference -> assessor, and the cases that nobody may read, because all work with the officer."""

    assignments: Mapping[str, str]
    unplaced: tuple[str, ...]


Ties = Collection[tuple[str, str]]
"""Pairs of officer and assessor who work with each other."""


def ties(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """The recorded conflicts of interest: (officer, assessor)."""
    return frozenset(
        (officer, slot.name)
        for officer in ledger.refs("officer")
        for slot in ledger.slots("officer", officer)
        if slot.facet == "works_with" and (stands := ledger.standing(slot)) is not None and stands.value
    )


def propose(cases: Iterable[ToPlace], assessors: Sequence[str], conflicts: Ties, held: Mapping[str, int]) -> Proposal:
    """Spreads cases evenly over assessors, and each local delivery unit's cases too.

    The same input gives the same proposal. No assessor's total differs from another's by more than one, unless
    conflicts of interest or what they hold already leave no other way.

    Args:
        held: how many cases each assessor has already.
    """
    wanted = tuple(cases)
    may = {c.ref: tuple(a for a in assessors if (c.officer, a) not in conflicts) for c in wanted}
    totals = Counter({a: held.get(a, 0) for a in assessors})
    in_unit: dict[str, Counter[str]] = defaultdict(Counter)
    placed: dict[str, str] = {}
    # The hardest to place first: those whom fewest may read.
    for case in sorted(wanted, key=lambda c: (len(may[c.ref]), c.unit, c.ref)):
        if may[case.ref]:
            chosen = min(may[case.ref], key=lambda a: (totals[a], in_unit[case.unit][a], assessors.index(a)))
            placed[case.ref] = chosen
            totals[chosen] += 1
            in_unit[case.unit][chosen] += 1
    even_out(placed, may, totals)
    return Proposal(
        {c.ref: placed[c.ref] for c in wanted if c.ref in placed}, tuple(c.ref for c in wanted if c.ref not in placed)
    )
