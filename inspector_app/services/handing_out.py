"""Hand-outs: a file of its own for each assessor, with just their cases; it comes back by merging."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inspector_app.domain.answers import Ledger, anchors_of
from inspector_app.domain.case import read_details
from inspector_app.domain.errors import KnownError
from inspector_app.domain.handing_out import HandOut, hand_out
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.roles import refusal
from inspector_app.runtime.files import known_faults
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.store import Store

SUFFIX = ".inspection"
HANDED_TO, HANDED_AT = "handed_to", "handed_at"
"""What a hand-out says of itself: for whom it is, and when it was made."""
HANDED_OUT = "handed_out/"
"""Before an assessor's code: when the file from which it was handed out gave them a file last."""
_NOT_IN_NAMES, _LONGEST = '<>:"/\\|?*', 80


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One file that was written: for whom, where, with how many cases to assess and to read a second time."""

    assessor: str
    path: Path
    cases: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes out: each assessor's part, and the question sets that each file carries."""

    parts: tuple[HandOut, ...]
    sets: tuple[QuestionSet, ...]


def prepare(session: Session, assessors: Sequence[str]) -> Prepared:
    """What each assessor is to have, drawn from what is committed; to be called on the session's own thread.

    Raises:
        KnownError: the person may not hand out, or somebody has no case.
    """
    ledger = Ledger(session.revisions())
    said = refusal(read_details(ledger).team, session.person.author, "hand_out")
    if said:
        raise KnownError(said)
    parts = tuple(hand_out(ledger, code) for code in assessors)
    idle = [part.assessor for part in parts if not part.cases and not part.seconds]
    if idle:
        raise KnownError(f"No case is allocated to {', '.join(idle)}, so nothing was handed out. Allocate cases first.")
    return Prepared(parts, session.shelf.to_carry(session.instrument))


def write(
    prepared: Prepared,
    folder: Path,
    name: str,
    at: datetime,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> tuple[HandedOut, ...] | None:
    """Writes one file for each assessor into a folder, called `name` and the assessor's code.

    A file that is there already is left as it is: somebody's work may be in it.

    Returns:
        None where `cancelled` said yes; the files written until then stay.

    Raises:
        KnownError: a file is there already, before any is written; or the folder cannot be written to.
    """
    parts = prepared.parts
    places = _places(folder, name, [part.assessor for part in parts])
    with known_faults(folder, "written"):
        there = [path.name for path in places.values() if path.exists()]
    if there:
        raise KnownError(
            f"{', '.join(there)} is there already and was left as it is, so nothing was handed out. "
            "Choose another folder."
        )
    written = []
    for done, part in enumerate(parts):
        if cancelled():
            return None
        progress(done / len(parts), f"writing the cases of {part.assessor}")
        _write(part, prepared.sets, places[part.assessor], at)
        written.append(HandedOut(part.assessor, places[part.assessor], len(part.cases), len(part.seconds)))
    progress(1.0, "Handed out")
    return tuple(written)


def remember(session: Session, written: Sequence[HandedOut], at: datetime) -> None:
    """Has this copy of the inspection know when it was handed out to whom; its history says nothing of it."""
    said = {HANDED_OUT + one.assessor: at.isoformat() for one in written}
    if said:
        session.writer.submit(lambda s: s.set_local(said))
        session.copy = replace(session.copy, local={**session.copy.local, **said})


def last_handed_out(session: Session) -> dict[str, datetime]:
    """Assessor -> when this copy gave them a file last."""
    local = session.copy.local.items()
    return {n.removeprefix(HANDED_OUT): datetime.fromisoformat(at) for n, at in local if n.startswith(HANDED_OUT)}


def _places(folder: Path, name: str, codes: Sequence[str]) -> dict[str, Path]:
    """Where each file goes: a code may hold what a file name may not, and Windows tells no capitals apart."""
    places: dict[str, Path] = {}
    taken: set[str] = set()
    for code in codes:
        plain = "".join("_" if c in _NOT_IN_NAMES or not c.isprintable() else c for c in code)
        called = short = plain.encode()[:_LONGEST].decode(errors="ignore")
        for number in itertools.count(2):
            if called.casefold() not in taken:
                break
            called = f"{short} {number}"
        taken.add(called.casefold())
        places[code] = folder / f"{name} {called}{SUFFIX}"
    return places


def _write(part: HandOut, sets: Sequence[QuestionSet], path: Path, at: datetime) -> None:
    made = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        store = Store.create(made)
        try:
            store.append(part.revisions, sets, anchors_of(part.revisions))
            store.set_local({HANDED_TO: part.assessor, HANDED_AT: at.isoformat()})
        finally:
            store.close()
        os.replace(made, path)
    finally:
        for left in (made, made.with_name(made.name + "-journal")):
            left.unlink(missing_ok=True)
