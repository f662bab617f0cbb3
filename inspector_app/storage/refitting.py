"""Changes of a damaged file that do not prove themselves at once: their links are tried, and single bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from inspector_app.domain.answers import Revision, Slot, digest_of
from inspector_app.domain.mending import mended, same_but_one
from inspector_app.domain.missing import refitted
from inspector_app.storage.rows import read_revisions
from inspector_app.storage.salvage_rows import FoundRows, revision_cells

Cells = tuple[Any, ...]
"""The columns of a change as they lie in the file."""


def read(row: Cells, found: FoundRows) -> Revision | None:
    """The change in a row; None where a cell holds what was never written there."""
    try:
        return read_revisions([revision_cells(row)], {str(row[0]): tuple(found.links[str(row[0])])})[0]
    except ValueError:
        return None


def holds(revision: Revision) -> bool:
    """Whether its digest is that of all it says; not where a byte of it is no text any more."""
    try:
        return digest_of(revision) == revision.digest
    except UnicodeEncodeError:
        return False


def relink(held: dict[str, Revision], open_ones: Mapping[str, list[Cells]], found: FoundRows) -> None:
    """Adds to those that are held the changes of which only the links were lost."""
    read_ones = {
        id_: [r for r in (read(row, found) for row in rows) if r is not None] for id_, rows in open_ones.items()
    }
    by_slot: dict[Slot, list[str]] = defaultdict(list)
    for revision in (*held.values(), *(r for several in read_ones.values() for r in several)):
        by_slot[revision.slot].append(revision.id)
    lost = found.lost_ids(set(held))
    for id_, several in read_ones.items():
        for revision in several:
            others = [*reversed(by_slot[revision.slot]), *lost.get(revision.slot[:4], ())]
            made = _refitted(revision, [one for one in others if one != id_])
            if made is not None:
                held[id_] = made
                break


def mend(row: Cells, links: Mapping[str, set[str]]) -> Revision | None:
    """The change in a row as it was before one byte of it went bad; None where that does not explain it."""
    superseded = sorted(links.get(str(row[0]), ()))
    parts = (*row[:15], row[16], str(row[15]), row[17], *superseded)
    try:
        said = digest_of(_revision(parts, row[18], len(superseded)))
        if same_but_one(said, row[18]):
            return _revision(parts, said, len(superseded))
    except ValueError:
        pass
    made = mended(parts, row[18])
    try:
        return None if made is None else _revision(made, row[18], len(superseded))
    except ValueError:
        return None


def _refitted(revision: Revision, others: list[str]) -> Revision | None:
    try:
        return refitted(revision, revision.supersedes, others)
    except UnicodeEncodeError:
        return None


def _revision(parts: tuple[str, ...], digest: str, links: int) -> Revision:
    """From what its digest is made of, in that order."""
    count = len(parts) - links
    id_, about, ref, facet, name, assessor, *said = parts[:13]
    at, device, instrument, sequence, previous = parts[13:count]
    cells = (id_, about, ref, facet, name, assessor, *said, at, device, instrument, previous, digest, int(sequence))
    return read_revisions([cells], {id_: parts[count:]})[0]
