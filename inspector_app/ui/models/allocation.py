"""The cases as they are allocated and as they are proposed to be: what the page of allocation shows and asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.allocating import propose, ties
from inspector_app.domain.answers import Slot
from inspector_app.domain.case import Case
from inspector_app.domain.placing import Cautions, cautions, held_by, to_place
from inspector_app.domain.values import STATUSES
from inspector_app.services.session import Session
from inspector_app.ui.models.readings import unit_field
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.phrases import counted, status_words

_SAID = 4
"""So many warnings are spelled out."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that may still be changed: case -> assessor, and the cases that nobody may read."""

    assignments: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()

    def changed(self, assignments: Mapping[str, str]) -> Proposed:
        """The proposal with other assessors for some cases; an empty one takes a case out of it."""
        now = {ref: to for ref, to in {**self.assignments, **assignments}.items() if to}
        return replace(self, assignments=now, unplaced=tuple(ref for ref in self.unplaced if ref not in now))


class Allocation:
    """Reads the open session; nothing is written here."""

    def __init__(self, session: Session) -> None:
        self._session = session
        unit = unit_field(session.instrument)
        self.unit = unit.name if unit else ""

    @property
    def cases(self) -> list[Case]:
        """All cases, as they count."""
        return [self._session.assessed(ref)[0] for ref in self._session.refs()]

    @property
    def assessors(self) -> list[str]:
        """Whoever may read cases: the team, and whoever has cases already."""
        return sorted({*self._session.details().team, *(c.assessor for c in self.cases if c.assessor)})

    @property
    def ties(self) -> list[tuple[str, str, str]]:
        """The conflicts of interest on record: officer, assessor, why."""
        ledger = self._session.ledger
        found = []
        for officer, assessor in sorted(ties(ledger)):
            stands = ledger.standing(Slot("officer", officer, "works_with", assessor))
            found.append((officer, assessor, stands.note if stands else ""))
        return found

    def propose(self, assessors: Sequence[str], again: bool) -> Proposed:
        """An even proposal for the cases that nobody has, or for all that are not begun."""
        wanted = to_place(self.cases, self.unit, again)
        without = {c.ref for c in wanted}
        made = propose(wanted, assessors, ties(self._session.ledger), held_by(self.cases, without))
        return Proposed(made.assignments, made.unplaced)

    def held(self, proposed: Proposed) -> dict[str, int]:
        """How many cases each has besides those proposed."""
        return held_by(self.cases, {*proposed.assignments, *proposed.unplaced})

    def units(self) -> dict[str, str]:
        """Case -> its unit."""
        return {c.ref: c.fields.get(self.unit, "") for c in self.cases}

    def officers(self, refs: Sequence[str]) -> list[tuple[str, str]]:
        """Cases with their officers."""
        return [(c.ref, c.officer) for c in self.cases if c.ref in refs]

    def cautions(self, assignments: Mapping[str, str]) -> Cautions:
        """What speaks against giving cases to somebody."""
        return cautions(assignments, self.cases, ties(self._session.ledger))

    def words(self, against: Cautions) -> str:
        """What speaks against it, in sentences; of many, the first few and how many more."""
        say = QCoreApplication.translate
        officers = dict(self.officers([ref for ref, _ in against.tied]))
        tied = say("allocation", "%1 works with %2, the officer of case %3.")
        begun = say(
            "allocation", "Case %1 is begun: the answers given so far stay with %2, and the new assessor begins anew."
        )
        said = [tied.replace("%1", who).replace("%2", officers[ref]).replace("%3", ref) for ref, who in against.tied]
        said += [begun.replace("%1", ref).replace("%2", who) for ref, who in against.begun]
        if len(said) > _SAID:
            said[_SAID:] = [say("allocation", "And %1 more.").replace("%1", str(len(said) - _SAID))]
        return " ".join(said)

    def done_words(self, number: int) -> str:
        """That so many cases are allocated, and how to take it back."""
        say = QCoreApplication.translate
        said = counted(number, say("allocation", "%1 case is allocated."), say("allocation", "%1 cases are allocated."))
        return f"{said} {say('allocation', 'Ctrl+Z takes it back.')}"

    def rows(self, proposed: Proposed | None) -> list[Row]:
        """One row for each case; while something is proposed, those it is about."""
        return [
            self._row(case, proposed)
            for case in self.cases
            if proposed is None or case.ref in proposed.assignments or case.ref in proposed.unplaced
        ]

    def _row(self, case: Case, proposed: Proposed | None) -> Row:
        to = proposed.assignments.get(case.ref, "") if proposed else ""
        nobody = QCoreApplication.translate("allocation", "Nobody")
        return Row(
            case.ref,
            (
                Cell(case.ref),
                Cell(case.fields.get(self.unit, "") or "–"),
                Cell(case.officer or "–"),
                Cell(case.assessor or nobody),
                Cell(to or nobody),
                Cell(status_words(case.status), sort=float(STATUSES.index(case.status))),
            ),
        )
