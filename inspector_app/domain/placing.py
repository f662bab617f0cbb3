"""Before cases change hands: which may be placed, who holds how many, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.allocating import Ties, ToPlace
from inspector_app.domain.case import Case


@dataclass(frozen=True, slots=True)
class Cautions:
    """What to say before cases are given to somebody.

    Attributes:
        tied: (case, assessor) where the assessor works with the officer of the case.
        begun: (case, reader so far) where answers have been given; they stay with whoever gave them.
    """

    tied: tuple[tuple[str, str], ...]
    begun: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.tied or self.begun)


def to_place(cases: Iterable[Case], unit_field: str, again: bool) -> tuple[ToPlace, ...]:
    """The cases that nobody has begun: those with nobody, or, with `again`, also those with somebody."""
    return tuple(
        ToPlace(c.ref, c.fields.get(unit_field, ""), c.officer)
        for c in cases
        if c.status == "allocated" and not c.answers and (again or not c.assessor)
    )


def held_by(cases: Iterable[Case], without: Collection[str] = ()) -> dict[str, int]:
    """How many cases each assessor has, those about to be placed left out."""
    return dict(Counter(c.assessor for c in cases if c.assessor and c.ref not in without))


def cautions(assignments: Mapping[str, str], cases: Iterable[Case], conflicts: Ties) -> Cautions:
    """What speaks against giving cases to assessors; who keeps a case is not asked about."""
    tied, begun = [], []
    for case in cases:
        new = assignments.get(case.ref)
        if new is None or new == case.assessor:
            continue
        if (case.officer, new) in conflicts:
            tied.append((case.ref, new))
        if case.answers and case.reader != new:
            begun.append((case.ref, case.reader))
    return Cautions(tuple(tied), tuple(begun))
