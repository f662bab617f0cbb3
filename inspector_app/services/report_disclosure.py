"""The disclosure check on an open inspection: what in its report would name a person, and the changed names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from inspector_app.domain.answers import Ledger
from inspector_app.domain.changed_names import NameProblem, name_problems
from inspector_app.domain.disclosure import Hit, Passage, People, disclosures
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.report_text import changed_names
from inspector_app.services.session import Session

_KEPT = 10_000
"""So many passages are remembered at most."""


class Disclosures:
    """Checks the sections of one open inspection; whom it knows is read anew only when something changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people: tuple[object, People] | None = None
        self._looked_at: tuple[People, dict[Passage, tuple[Hit, ...]]] | None = None

    def people(self) -> People:
        """The names, codes and references that no text may hold."""
        session = self._session
        state = (
            session.answers_version,
            *(len(session.ledger.changes(about, "")) for about in ("report", "inspection")),
        )
        if self._people is None or self._people[0] != state:
            self._people = (state, _people(session))
        return self._people[1]

    def hits(self, section: str, text: str, pieces: Sequence[Piece]) -> tuple[Hit, ...]:
        """Everything found in the text of a section, accepted or not; places are those of the whole text."""
        lines = text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        found: list[Hit] = []
        for piece in pieces:
            passage = Passage(section, piece.key, "\n".join(lines[piece.first : piece.last]))
            begin = starts[piece.first]
            found += (replace(hit, start=hit.start + begin, end=hit.end + begin) for hit in self._of(passage))
        return tuple(found)

    def names(self, said: str) -> bool:
        """Whether something that is printed besides the sections, such as the Trust's name, would name a person."""
        return bool(disclosures([Passage("", "", said)], self.people()))

    def _of(self, passage: Passage) -> tuple[Hit, ...]:
        """The hits of one passage, kept: of a text that is being typed only one passage changes at a time."""
        people = self.people()
        if self._looked_at is None or self._looked_at[0] is not people or len(self._looked_at[1]) > _KEPT:
            self._looked_at = (people, {})
        known = self._looked_at[1]
        if passage not in known:
            known[passage] = disclosures([passage], people)
        return known[passage]

    def name_problems(self) -> tuple[NameProblem, ...]:
        """What is wrong with the register of changed names."""
        ledger, people = self._session.ledger, self.people()
        register = {one.real: one.changed for one in changed_names(ledger)}
        return name_problems(register, {*people.officers, *people.assessors}, _notes(ledger))


def _people(session: Session) -> People:
    details, refs = session.details(), session.refs()
    cases = [session.assessed(ref)[0] for ref in refs]
    said = details.details
    return People(
        names=tuple(one.real for one in changed_names(session.ledger)),
        cases=refs,
        officers=tuple(sorted({*(case.officer for case in cases), *session.ledger.refs("officer")} - {""})),
        assessors=tuple(sorted({*details.team, *(case.assessor for case in cases)} - {""})),
        as_at=_day(said.get("fieldwork_end", "")) or _day(said.get("fieldwork_start", "")),
    )


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _notes(ledger: Ledger) -> list[str]:
    return [r.note for about in ("case", "officer") for ref in ledger.refs(about)
            for r in ledger.all_standing(about, ref).values() if r.slot.facet == "answer" and r.note]  # fmt: skip
