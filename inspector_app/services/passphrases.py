"""Keys of encrypted inspections: made, found and changed. Deriving one takes a tenth of a second or more."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from inspector_app.domain import passphrases
from inspector_app.domain.errors import KnownError
from inspector_app.domain.passphrases import judge
from inspector_app.runtime.files import known_faults, put_in_place
from inspector_app.services.session import Session
from inspector_app.storage.file_key import (
    FileKey,
    fits,
    is_encrypted,
    is_written,
    key_from_recovery,
    key_of,
    made_by,
    new_key,
    read_header,
)
from inspector_app.storage.store import Store

__all__ = [
    "FileKey", "change_key", "fits", "handed_keys", "is_encrypted", "is_known", "is_written", "judge", "key_for",
    "key_from_recovery", "key_of", "made_by", "new_key", "own_keys", "read_header", "suggestion",
]  # fmt: skip

HANDED, FORMER = "key/", "former_key/"
"""Before what names a key that an inspection keeps in its `local` table, in hexadecimal digits: those of its hand-outs
(``key/CODE/HEADER``), and those that it had itself (``former_key/HEADER``), which open its older backups."""


def suggestion() -> str:
    """A new passphrase to propose."""
    return passphrases.suggestion(secrets.randbelow)


def handed_keys(local: Mapping[str, str]) -> dict[bytes, str]:
    """Header of a hand-out whose key an inspection keeps -> for whom it was made."""
    named = (name.removeprefix(HANDED).rpartition("/") for name in local if name.startswith(HANDED))
    return {bytes.fromhex(header): code for code, _, header in named}


def own_keys(session: Session) -> tuple[FileKey, ...]:
    """The keys that the open inspection has and had itself, those of its hand-outs not among them."""
    kept = ((n.removeprefix(FORMER), v) for n, v in session.copy.local.items() if n.startswith(FORMER))
    former = (FileKey(bytes.fromhex(header), bytes.fromhex(secret)) for header, secret in kept)
    return (*former, *((session.key,) if session.key is not None else ()))


def is_known(key: FileKey, typed: str) -> bool:
    """Whether what somebody typed is the passphrase of a key, or its recovery key. Takes a tenth of a second or more.

    Raises:
        KnownError: it is empty or no text.
    """
    if made_by(key, typed):
        return True
    try:
        return is_written(key, typed)
    except KnownError:  # it was not meant to be one
        return False


def key_for(session: Session, path: Path) -> FileKey | None:
    """The key of another file, where the open inspection knows it: its own, one that it had, or a hand-out's."""
    if not is_encrypted(path):
        return None
    header = read_header(path)
    if session.key is not None and session.key.header == header:
        return session.key
    for name, value in session.copy.local.items():
        if name.startswith((HANDED, FORMER)) and name.endswith("/" + header.hex()):
            return FileKey(header, bytes.fromhex(value))
    return None


def change_key(path: Path, old: FileKey | None, new: FileKey | None) -> None:
    """Gives an inspection that nobody has open another key, or has it encrypted or plain from now on.

    The file is written anew beside the old one, read back, and put in its place in one step: an interruption leaves
    the old one. The new file keeps the old key, so that backups from before go on opening; a plain one keeps none.

    Raises:
        KnownError: it does not open with `old`, is damaged, or the place cannot be written to.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with known_faults(path, "written"):
            part.unlink(missing_ok=True)
        store = Store.open(path, old)
        try:
            if store.faults():
                raise KnownError(f"{path.name} is damaged, so its passphrase was not changed. Go back to a copy first.")
            rows = len(store.load())
            store.rewrite_to(part, new)
        finally:
            store.close()
        _finish(part, old, new, rows)
        with known_faults(path, "written"):
            put_in_place(part, path)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _finish(part: Path, old: FileKey | None, new: FileKey | None, rows: int) -> None:
    store = Store.open(part, new)
    try:
        if new is None:
            store.forget_local(HANDED)
            store.forget_local(FORMER)
        elif old is not None:
            store.set_local({FORMER + old.header.hex(): old.secret.hex()})
        if store.faults() or len(store.load()) != rows:
            raise KnownError(f"{part.name} did not read back as it was written; nothing was changed. Try again.")
    finally:
        store.close()
