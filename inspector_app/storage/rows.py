"""Revisions as rows of the file, and back: a national archive has more than a million of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, cast

from inspector_app.domain.answers import About, Facet, Kind, Revision, Slot

_COLUMNS = (
    "id, about, ref, facet, name, assessor, value, note, evidence, kind, batch, undoes, author, at, device, "
    "instrument, previous, digest, sequence"
)
INSERT = f"INSERT INTO revision ({_COLUMNS}) VALUES ({', '.join('?' * 19)})"
SELECT = f"SELECT {_COLUMNS} FROM revision ORDER BY rowid"
_TYPES = (str,) * 18 + (int,)

LARGEST_SEQUENCE = 2**53
"""A device makes no more changes than this; what says so was not written here."""


def as_written(row: Iterable[Any], types: tuple[type, ...]) -> tuple[Any, ...]:
    """The cells of a row, each of the type in which it is written.

    Raises:
        ValueError: one is of another.
    """
    cells = tuple(row)
    if tuple(map(type, cells)) != types:
        raise ValueError("a cell holds what was never written there")
    return cells


def row_of(revision: Revision) -> tuple[str | int, ...]:
    """The cells of a revision, as `INSERT` takes them."""
    return (
        revision.id, *revision.slot, revision.value, revision.note, revision.evidence, revision.kind, revision.batch,
        revision.undoes, revision.author, revision.at.isoformat(), revision.device, revision.instrument,
        revision.previous, revision.digest, revision.sequence,
    )  # fmt: skip


def read_revisions(rows: Iterable[tuple[Any, ...]], links: Mapping[str, Sequence[str]]) -> list[Revision]:
    """The revisions of the rows of `SELECT`; `links` are the ids that each supersedes.

    Raises:
        ValueError: a cell holds what was never written there.
    """
    # The driver makes a text of its own for each cell; what repeats is kept once, which halves the memory.
    keep = dict[str, str]().setdefault
    tips: dict[str, str] = {}
    batch, found = "", []
    for row in rows:
        if tuple(map(type, row)) != _TYPES or not 0 <= row[-1] <= LARGEST_SEQUENCE:
            raise ValueError("a cell holds what was never written there")
        (id_, about, ref, facet, name, assessor, value, note, evidence, kind, act, undoes, author, at, device,
         instrument, previous, digest, sequence) = row  # fmt: skip
        slot = Slot(
            cast(About, keep(about, about)), keep(ref, ref), cast(Facet, keep(facet, facet)), keep(name, name),
            keep(assessor, assessor),
        )  # fmt: skip
        batch = batch if act == batch else act
        device = keep(device, device)
        tip = tips.get(device, "")
        tips[device] = digest
        found.append(Revision(
            id_, slot, keep(value, value), note, keep(evidence, evidence), cast(Kind, keep(kind, kind)), batch,
            undoes, keep(author, author), moment(at), device, keep(instrument, instrument),
            tuple(sorted(links[id_])) if id_ in links else (), sequence, tip if tip == previous else previous, digest,
        ))  # fmt: skip
    return found


def moment(at: str) -> datetime:
    """A moment as it is written in the file.

    Raises:
        ValueError: it is none, has no offset, or is so near an end of the calendar that another zone could not show it.
    """
    said = datetime.fromisoformat(at)
    if said.tzinfo is None or not MINYEAR < said.year < MAXYEAR:
        raise ValueError("a moment that no clock shows")
    return said
