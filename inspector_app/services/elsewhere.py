"""A copy of all that stands in memory, at another place: for when the file takes nothing any more, or is gone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.runtime.files import known_faults
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Draft, Store


@dataclass(frozen=True, slots=True)
class Memory:
    """What an open inspection holds in memory: what is on its way to the disk and what is being typed included."""

    revisions: tuple[Revision, ...]
    sets: tuple[QuestionSet, ...]
    anchors: tuple[Anchor, ...]
    local: Mapping[str, str]
    drafts: tuple[Draft, ...]
    key: FileKey | None


def freeze(session: Session) -> Memory:
    """What is in memory now. The file is not asked for anything."""
    return Memory(
        tuple(session.ledger),
        session.shelf.to_carry(session.instrument),
        session.copy.anchors,
        session.copy.local,
        tuple(session.typed.held()),
        session.key,
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
        store.append(memory.revisions, memory.sets, memory.anchors)
        if memory.local:
            store.set_local(memory.local)
        for draft in memory.drafts:
            store.save_draft(draft)
    finally:
        store.close()


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
