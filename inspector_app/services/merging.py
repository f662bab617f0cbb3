"""Bringing copies of one inspection together: a union of their changes, in any order, as often as one likes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Ledger, Revision, Slot, verify_chains
from inspector_app.domain.case import read_details
from inspector_app.domain.errors import KnownError
from inspector_app.runtime.files import known_faults
from inspector_app.services.session import Pending, Session
from inspector_app.services.work import Progress, unheard
from inspector_app.storage.store import Store


@dataclass(frozen=True, slots=True)
class Brought:
    """What one other copy brings: changes that are new here, and changes that are here already."""

    name: str
    new: int
    same: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where copies went on separately: all that stands there, each kept. `values` is latest last."""

    slot: Slot
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """What a merge would bring in, or brought in."""

    brought: tuple[Brought, ...]
    revisions: tuple[Revision, ...]
    conflicts: tuple[Conflict, ...]


def read_others(session: Session, others: Sequence[Path], progress: Progress = unheard) -> Union:
    """Reads other copies and compares them with the open inspection. Nothing is written, neither here nor there.

    Raises:
        KnownError: a copy cannot be read, belongs to another inspection, or its history does not hold.
    """
    union = Ledger(session.revisions())
    brought: list[Brought] = []
    added: list[Revision] = []
    mine = read_details(union).details
    for place, path in enumerate(others):
        progress(0.9 * place / len(others), f"reading {path.name}")
        theirs = _read(path)
        _refuse_another(path, mine.get("id", ""), Ledger(theirs))
        new = [r for r in theirs if union.add(r)]
        brought.append(Brought(path.name, len(new), len(theirs) - len(new)))
        added += new
    conflicts = tuple(_conflict(union, slot) for slot in union.conflicts())
    return Union(tuple(brought), tuple(added), conflicts)


def merge(session: Session, union: Union) -> Pending | None:
    """Writes what other copies bring, as one act; None when they bring nothing."""
    return session.join(union.revisions)


def _read(path: Path) -> list[Revision]:
    """Reads a copy of the copy, so that the other file is not even touched."""
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        copy = Path(folder) / path.name
        with known_faults(path, "read"):
            shutil.copyfile(path, copy)
            journal = path.with_name(path.name + "-journal")
            if journal.is_file():
                shutil.copyfile(journal, Path(folder) / journal.name)
        store = Store.open(copy)
        try:
            faults = store.faults()
            revisions = [] if faults else store.load()
        finally:
            store.close()
    problems = faults or verify_chains(revisions)
    if problems:
        raise KnownError(f"{path.name} is damaged, so nothing was merged: {problems[0]} Use another copy of it.")
    return revisions


def _refuse_another(path: Path, mine: str, theirs: Ledger) -> None:
    details = read_details(theirs).details
    if details.get("id", "") != mine:
        named = details.get("trust") or "no Trust"
        raise KnownError(
            f"{path.name} belongs to another inspection ({named}), so nothing was merged; "
            "only copies of one inspection merge."
        )


def _conflict(union: Ledger, slot: Slot) -> Conflict:
    heads = sorted(union.heads(slot), key=lambda r: (r.at, r.device, r.sequence, r.id))
    return Conflict(slot, tuple(r.value for r in heads))
