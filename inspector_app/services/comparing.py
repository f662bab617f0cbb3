"""Other inspections, read to be compared with the one that is open. They are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Ledger
from inspector_app.domain.case import InspectionDetails, read_case, read_details
from inspector_app.domain.comparison import Side
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.scoring import Tally, tally
from inspector_app.services.copies import read_copy
from inspector_app.services.shelf import Shelf
from inspector_app.services.work import Cancelled, Progress, never, unheard

_BETWEEN = 50
"""How many cases are worked out between two questions whether to stop."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another inspection.

    Attributes:
        path: where its file is.
        details: its Trust, title and dates among them.
        instrument: the question set under which its answers are read.
        signed_off, unfinished: where the questions of its cases stand.
    """

    path: Path
    details: InspectionDetails
    instrument: Instrument
    signed_off: tuple[Tally, ...]
    unfinished: tuple[Tally, ...]

    @property
    def id(self) -> str:
        """What all copies of the inspection share."""
        return self.details.details.get("id", "")

    @property
    def name(self) -> str:
        """Its Trust, or else its file."""
        return self.details.trust or self.path.stem

    def side(self, include_unfinished: bool) -> Side:
        """Its cases as one side of a comparison."""
        return Side(self.name, self.instrument, self.signed_off + (self.unfinished if include_unfinished else ()))


def read_inspections(
    paths: Sequence[Path],
    beside: Sequence[Other],
    shelf: Shelf,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> tuple[Other, ...] | None:
    """Reads other inspections. May run on any thread.

    Args:
        beside: those that are compared already; a second copy of one would count its cases twice.
        shelf: where question sets are found that a file does not carry.

    Returns:
        The inspections in the order of `paths`; None where `cancelled` said yes.

    Raises:
        KnownError: a file is not there, not ours, damaged, newer, or without its question set, or a second copy.
    """
    found: list[Other] = []
    for place, path in enumerate(paths):
        progress(place / len(paths), f"reading {path.name}")
        other = _read(path, shelf, cancelled)
        if other is None:
            return None
        same = next((o for o in (*beside, *found) if o.id == other.id), None)
        if same is not None:
            raise KnownError(
                f"{path.name} is a copy of the inspection in {same.path.name}, so its cases would count twice; it was "
                "not added. Take the other one away first."
            )
        found.append(other)
    return tuple(found)


def _read(path: Path, shelf: Shelf, cancelled: Cancelled) -> Other | None:
    copy = read_copy(path, "nothing was compared with it")
    ledger = Ledger(copy.revisions)
    details = read_details(ledger)
    instrument = shelf.beside(copy.sets).in_force(details.details)
    counted: tuple[list[Tally], list[Tally]] = [], []
    for place, ref in enumerate(ledger.refs("case")):
        if place % _BETWEEN == 0 and cancelled():
            return None
        case = read_case(ledger, ref)
        counted[0 if case.signed_off else 1].append(tally(instrument.case_questions, case.sheet))
    return Other(path, details, instrument, tuple(counted[0]), tuple(counted[1]))
