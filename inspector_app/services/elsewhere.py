"""A copy of all that stands in memory, at another place: for when the file takes nothing any more, or is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.signing import Signature
from inspector_app.runtime.files import known_faults
from inspector_app.services.session import Session
from inspector_app.services.signing import signer_of
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Draft, Store

Signer = Callable[[], Sequence[Signature]]


@dataclass(frozen=True, slots=True)
class Memory:
    """What an open inspection holds in memory: what is on its way to the disk and what is being typed included.

    Attributes:
        first: its file.
        sign: puts this device's signature under all of it, where it signs at all.
    """

    revisions: tuple[Revision, ...]
    sets: tuple[QuestionSet, ...]
    anchors: tuple[Anchor, ...]
    local: Mapping[str, str]
    drafts: tuple[Draft, ...]
    key: FileKey | None
    first: Path
    sign: Signer


def freeze(session: Session, first: Path) -> Memory:
    """What is in memory now; `first` is the file of the session, which is not asked for anything."""
    revisions = tuple(session.ledger)
    return Memory(
        revisions,
        session.shelf.to_carry(session.instrument),
        session.copy.anchors,
        session.copy.local,
        tuple(session.typed.held()),
        session.key,
        first,
        signer_of(session.signing, session.ledger, revisions),
    )


def save_elsewhere(
    memory: Memory, path: Path, progress: Progress = unheard, cancelled: Cancelled = never
) -> Path | None:
    """Writes a new inspection file with all of it, reads it back, and only then puts it in place.

    It opens with the same passphrase, and merges with the first file where that comes back.

    Returns:
        Where it is; None where `cancelled` said yes, and then there is nothing.

    Raises:
        KnownError: something is there already, or the place cannot be written to; nothing was left there.
    """
    with known_faults(path, "written"):
        if path.exists():
            raise KnownError(f"{path.name} is there already and was left as it is; choose another name.")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        progress(0.1, "writing the copy")
        _write(memory, part)
        progress(0.7, "reading it back")
        _read_back(memory, part)
        if cancelled():
            return None
        with known_faults(path, "written"):
            os.replace(part, path)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    progress(1.0, "done")
    return path


def _write(memory: Memory, part: Path) -> None:
    store = Store.create(part, memory.key)
    try:
        store.append(memory.revisions, memory.sets, memory.anchors, signatures=_signatures(memory))
        if memory.local:
            store.set_local(memory.local)
        for draft in memory.drafts:
            store.save_draft(draft)
    finally:
        store.close()


def _signatures(memory: Memory) -> list[Signature]:
    """Those in the first file, as far as it can still be read; this device vouches for what they leave unsigned."""
    kept: list[Signature] = []
    if memory.key is not None:
        with suppress(KnownError):
            first = Store.open(memory.first, memory.key)
            try:
                kept = first.signatures()
            finally:
                first.close()
    held, signed = {r.id for r in memory.revisions}, {one.revision for one in kept}
    return [*(one for one in kept if one.revision in held), *(o for o in memory.sign() if o.revision not in signed)]


def _read_back(memory: Memory, part: Path) -> None:
    store = Store.open(part, memory.key)
    try:
        whole = not store.faults() and tuple(r.digest for r in store.load()) == tuple(
            r.digest for r in memory.revisions
        )
        whole = whole and set(store.drafts()) == set(memory.drafts) and store.local() == dict(memory.local)
    finally:
        store.close()
    if not whole:
        raise KnownError("The copy did not read back as it was written, so it was not kept; choose another drive.")
