"""Restoring a backup: what it would change is shown first, and what it takes the place of is set aside."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.restoring import Compared, compare
from inspector_app.runtime.files import copy_whole, known_faults, put_in_place, sync_folder
from inspector_app.services.copies import read_copy
from inspector_app.services.passphrases import FORMER, HANDED
from inspector_app.services.work import Cancelled, Progress
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Store

Comparing = Callable[[Progress, Cancelled], Compared | None]

_ASIDE = "{stem} set aside {at:%Y-%m-%d %H.%M.%S}{again}{suffix}"


def comparing(mine: Iterable[Revision], backup: Path, key: FileKey | None) -> Comparing:
    """The work that sets a backup beside what stands; nothing is written by it.

    Args:
        key: what opens the backup, where it is encrypted.
    """
    here = tuple(mine)

    def work(progress: Progress, cancelled: Cancelled) -> Compared | None:
        progress(0.1, "reading the backup")
        copy = read_copy(backup, "nothing was changed", key)
        if cancelled():
            return None
        progress(0.7, "comparing")
        return compare(Ledger(here), Ledger(copy.revisions))

    return work


def restore(
    path: Path, backup: Path, at: datetime, key: FileKey | None = None, old_key: FileKey | None = None
) -> Path | None:
    """Puts a backup in the place of an inspection that nobody has open.

    What was there is set aside beside it, under a name that says so and when; it is whole there before anything else
    is done, and it is never deleted. Interrupted at any point, the file is the one of before or the restored one.

    Args:
        at: now, for that name.
        key: what the restored file is to open with; None takes it over as it is.
        old_key: what opens the backup, where it was made under another passphrase than `key`.

    Returns:
        Where the file of before is now; None where there was none.

    Raises:
        KnownError: the backup is damaged, or the place cannot be written to; the file of before is in its place.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        _make(part, backup, key, old_key)
        if key is not None:
            _carry_keys(path, part, key, old_key)
        aside = None
        if path.exists():
            aside = _set_aside(path, at)
            _settle(path, key)
        put_in_place(part, path)
    finally:
        for left in (part, _journal(part)):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return aside


def _make(part: Path, backup: Path, key: FileKey | None, old_key: FileKey | None) -> None:
    if key is not None and old_key is not None and not old_key.same_as(key):
        with known_faults(part, "written"):
            part.unlink(missing_ok=True)
        store = Store.open(backup, old_key)
        try:
            store.rewrite_to(part, key)
        finally:
            store.close()
    else:
        copy_whole(backup, part)
        with known_faults(part, "read"):
            same = filecmp.cmp(backup, part, shallow=False)
        if not same:
            raise KnownError("The backup did not read back as it was copied; nothing was changed. Try again.")
        if key is None:
            return
    store = Store.open(part, key)
    try:
        if store.faults():
            raise KnownError("This backup is damaged, so it was not restored; nothing was changed. Take another one.")
    finally:
        store.close()


def _carry_keys(path: Path, part: Path, key: FileKey, old_key: FileKey | None) -> None:
    """Has the restored file keep what opens other files of its inspection: older backups, and its hand-outs."""
    kept = {}
    with suppress(KnownError):  # the file of before may be damaged, or gone
        store = Store.open(path, key)
        try:
            kept = {name: value for name, value in store.local().items() if name.startswith((HANDED, FORMER))}
        finally:
            store.close()
    if old_key is not None and not old_key.same_as(key):
        kept[FORMER + old_key.header.hex()] = old_key.secret.hex()
    if kept:
        store = Store.open(part, key)
        try:
            store.set_local(kept)
        finally:
            store.close()


def _settle(path: Path, key: FileKey | None) -> None:
    """Leaves no journal of what a crash left half-written: SQLite would take it for the restored file's.

    Where it can it is carried out first, so that the file is whole also if nothing else comes to pass.
    """
    with suppress(KnownError):
        Store.open(path, key).close()
    with known_faults(path, "written"):
        _journal(path).unlink(missing_ok=True)
        sync_folder(path.parent)


def _set_aside(path: Path, at: datetime) -> Path:
    aside = next(place for place in _places(path, at) if not place.exists())
    journal = _journal(path)
    if journal.exists():
        copy_whole(journal, _journal(aside))
    copy_whole(path, aside)
    with suppress(OSError):
        shutil.copystat(path, aside)
    return aside


def _places(path: Path, at: datetime) -> Iterable[Path]:
    for number in range(1, 1000):
        again = f" ({number})" if number > 1 else ""
        yield path.with_name(_ASIDE.format(stem=path.stem, at=at.astimezone(), again=again, suffix=path.suffix))


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")
