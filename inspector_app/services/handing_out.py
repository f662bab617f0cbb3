"""Hand-outs: a file of its own for each assessor, with just their cases; it comes back by merging."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

from inspector_app.domain.answers import Anchor, Ledger, anchors_of
from inspector_app.domain.chain_ends import anchors_digest
from inspector_app.domain.errors import KnownError
from inspector_app.domain.grant import Grant, Scope, grant_message
from inspector_app.domain.handing_out import HandOut, hand_out
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.roles import refusal
from inspector_app.domain.signing import Signature
from inspector_app.runtime.device_key import DeviceKey
from inspector_app.runtime.files import known_faults, put_in_place
from inspector_app.services.commands import NameDevice
from inspector_app.services.passphrases import HANDED, FileKey, new_key, suggestion
from inspector_app.services.session import Session
from inspector_app.services.signing import GRANT, GRANT_SIGNATURE
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
    """One file that was written: for whom, where, with how many cases to assess and to read a second time.

    `passphrase` and `key` open it where it is encrypted; neither is ever printed.
    """

    assessor: str
    path: Path
    cases: int
    seconds: int
    passphrase: str = field(default="", repr=False)
    key: FileKey | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Proven:
    """What encrypted hand-outs need besides.

    Attributes:
        inspection: its id.
        key: the key of the device that signs what they grant.
        passphrases: of each assessor.
        signatures: those under the revisions of the inspection, once they are read.
    """

    inspection: str
    key: DeviceKey
    passphrases: Mapping[str, str] = field(repr=False)
    signatures: Future[list[Signature]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes out: each assessor's part, the question sets that each file carries; `proven` where it is encrypted."""

    parts: tuple[HandOut, ...]
    sets: tuple[QuestionSet, ...]
    proven: Proven | None = None


def prepare(session: Session, assessors: Sequence[str]) -> Prepared:
    """What each assessor is to have, drawn from what is committed; to be called on the session's own thread.

    From an encrypted inspection each gets a passphrase of their own. The history then names the device that hands out:
    where it does not yet (`NameDevice`) this waits for the disk.

    Raises:
        KnownError: the person may not hand out, or somebody has no case.
    """
    said = refusal(session.details().team, session.person.author, "hand_out")
    if said:
        raise KnownError(said)
    if session.signing is not None:
        session.do(NameDevice())
    ledger = Ledger(session.revisions())
    parts = tuple(hand_out(ledger, code) for code in assessors)
    idle = [part.assessor for part in parts if not part.cases and not part.seconds]
    if idle:
        raise KnownError(f"No case is allocated to {', '.join(idle)}, so nothing was handed out. Allocate cases first.")
    return Prepared(parts, session.shelf.to_carry(session.instrument), _proven(session, assessors))


def _proven(session: Session, assessors: Sequence[str]) -> Proven | None:
    if session.signing is None:
        return None
    passphrases = {code: suggestion() for code in assessors}
    signatures = session.writer.submit(lambda s: s.signatures())
    return Proven(session.details().details.get("id", ""), session.signing.key, passphrases, signatures)


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
        passphrase = prepared.proven.passphrases[part.assessor] if prepared.proven is not None else ""
        key = new_key(passphrase) if passphrase else None
        _write(part, prepared, places[part.assessor], at, key)
        counts = len(part.cases), len(part.seconds)
        written.append(HandedOut(part.assessor, places[part.assessor], *counts, passphrase, key))
    progress(1.0, "Handed out")
    return tuple(written)


def remember(session: Session, written: Sequence[HandedOut], at: datetime) -> None:
    """Has this copy of the inspection know when it was handed out to whom, and what opens the files when they are back.

    Its history says nothing of it.
    """
    said = {HANDED_OUT + one.assessor: at.isoformat() for one in written}
    keys = ((one.assessor, one.key) for one in written if one.key is not None)
    said |= {f"{HANDED}{code}/{key.header.hex()}": key.secret.hex() for code, key in keys}
    if said:
        session.writer.submit(lambda s: s.set_local(said), keep=True)
        session.copy = replace(session.copy, local={**session.copy.local, **said})


def last_handed_out(session: Session) -> dict[str, datetime]:
    """Assessor -> when this copy gave them a file last; what is no moment is passed over."""
    found = {}
    for name, at in session.copy.local.items():
        if name.startswith(HANDED_OUT):
            with suppress(ValueError):
                moment = datetime.fromisoformat(at)
                if moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR:
                    found[name.removeprefix(HANDED_OUT)] = moment
    return found


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


def _write(part: HandOut, prepared: Prepared, path: Path, at: datetime, key: FileKey | None) -> None:
    made = path.with_name(f"{path.name}.{os.getpid()}.part")
    anchors = anchors_of(part.revisions)
    said = {HANDED_TO: part.assessor, HANDED_AT: at.isoformat()}
    signatures: Sequence[Signature] = ()
    if prepared.proven is not None:
        said |= _grant(part, anchors, prepared.proven, at)
        held = {r.id for r in part.revisions}
        signatures = [one for one in prepared.proven.signatures.result() if one.revision in held]
    try:
        store = Store.create(made, key)
        try:
            store.append(part.revisions, prepared.sets, anchors, signatures=signatures)
            store.set_local(said)
        finally:
            store.close()
        put_in_place(made, path)
    finally:
        for left in (made, made.with_name(made.name + "-journal")):
            with suppress(OSError):  # what kept it from being written may keep it there
                left.unlink(missing_ok=True)


def _grant(part: HandOut, anchors: Sequence[Anchor], proven: Proven, at: datetime) -> dict[str, str]:
    """What the file says of whom it is for and what they may write in it, signed by the device that hands it out."""
    scope = Scope(part.assessor, frozenset(part.cases), frozenset(part.seconds), frozenset(part.officers))
    text = Grant(proven.inspection, scope, at.isoformat(), anchors_digest(anchors)).text()
    (signature,) = proven.key.sign([grant_message(text)])
    return {GRANT: text, GRANT_SIGNATURE: f"{proven.key.public}:{signature.hex()}"}
