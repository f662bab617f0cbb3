"""Revisions as rows of the file, and back: a national archive has more than a million of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from inspector_app.domain.answers import About, Facet, Kind, Revision, Slot

COLUMNS = (
    "id, about, ref, facet, name, assessor, value, note, evidence, kind, batch, undoes, author, at, device, "
    "instrument, previous, digest, sequence"
)
_TYPES = (str,) * 18 + (int,)


def row_of(revision: Revision) -> dict[str, str | int]:
    """The row of a revision, by column."""
    slot = revision.slot
    return {
        "id": revision.id, "about": slot.about, "ref": slot.ref, "facet": slot.facet, "name": slot.name,
        "assessor": slot.assessor, "value": revision.value, "note": revision.note, "evidence": revision.evidence,
        "kind": revision.kind, "batch": revision.batch, "undoes": revision.undoes, "author": revision.author,
        "at": revision.at.isoformat(), "device": revision.device, "sequence": revision.sequence,
        "instrument": revision.instrument, "previous": revision.previous, "digest": revision.digest,
    }  # fmt: skip


def read_revisions(rows: Iterable[tuple[Any, ...]], links: Mapping[str, Sequence[str]]) -> list[Revision]:
    """The revisions of rows with `COLUMNS`; `links` are the ids that each supersedes.

    Raises:
        ValueError: a cell holds what was never written there.
    """
    # The driver makes a text of its own for each cell; what repeats is kept once, which halves the memory.
    keep = dict[str, str]().setdefault
    tips: dict[str, str] = {}
    batch, found = "", []
    for row in rows:
        if tuple(map(type, row)) != _TYPES:
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
            undoes, keep(author, author), datetime.fromisoformat(at), device, keep(instrument, instrument),
            tuple(sorted(links[id_])) if id_ in links else (), sequence, tip if tip == previous else previous, digest,
        ))  # fmt: skip
    return found
