"""Which backups are an inspection's own: whoever can write to a folder or a stick can put a file there, too."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Revision
from inspector_app.domain.errors import KnownError
from inspector_app.runtime.files import put_in_place
from inspector_app.services.backup_folder import BackupFolder, Kept
from inspector_app.storage.file_key import FileKey, is_encrypted, read_header
from inspector_app.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Whole:
    """An inspection as it was opened.

    Attributes:
        key: what opens its file; None where that is plain.
        former: the headers of files under keys that it had before.
        history: its changes.
    """

    key: FileKey | None = None
    former: frozenset[bytes] = frozenset()
    history: tuple[Revision, ...] = ()

    def owns(self, kept: Kept) -> bool:
        """Whether a backup is one of its own: of an encrypted inspection only one under a key that it knows.

        A plain file proves nothing, so a plain inspection takes any.
        """
        if self.key is None:
            return True
        with suppress(KnownError):
            return read_header(kept.path) in {self.key.header, *self.former}
        return False

    def holds(self, revisions: Iterable[Revision]) -> bool:
        """Whether each of some changes is held here with the same content."""
        here = {revision.id: revision.digest for revision in self.history}
        return all(here.get(revision.id) == revision.digest for revision in revisions)


def encrypt_plain(folder: BackupFolder, whole: Whole) -> None:
    """Encrypts what lies in the folder of this computer from before the inspection was encrypted.

    Only where all that it says is in the inspection: a file with anything else was not made from it, and is left.
    """
    for kept in folder.backups():
        if not is_encrypted(kept.path):
            _encrypt(folder, kept, whole)


def plain_in(folder: BackupFolder) -> tuple[Kept, ...]:
    """The backups in a folder that anybody could have written."""
    return tuple(kept for kept in folder.backups() if not is_encrypted(kept.path))


def read_back(made: Path, key: FileKey | None, changes: int) -> int:
    """Looks whether a backup is whole; returns how many answers stand in it.

    Raises:
        KnownError: it is not.
    """
    store = Store.open(made, key)
    try:
        if store.faults() or store.changes() != changes:
            raise KnownError(
                "A backup did not read back as it was written, so it was not kept. If this comes again, look under "
                "Check whether the inspection itself is sound."
            )
        return store.answers()
    finally:
        store.close()


def forget(made: Path | None) -> None:
    """Takes away what was half-made, where there is anything."""
    for left in () if made is None else (made, made.with_name(made.name + "-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _encrypt(folder: BackupFolder, kept: Kept, whole: Whole) -> None:
    made: Path | None = None
    try:
        made = folder.place_to_make()
        store = Store.open(kept.path)
        try:
            if store.faults() or not whole.holds(store.load()):
                return
            store.rewrite_to(made, whole.key)
        finally:
            store.close()
        read_back(made, whole.key, kept.backup.changes)
        put_in_place(made, kept.path)
    except KnownError as error:
        log.info("a backup of a plain file could not be encrypted: %s", error)
    finally:
        forget(made)
