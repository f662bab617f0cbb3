"""A folder with the backups of one inspection: what is in it, putting another one in, taking old ones out."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.domain.keeping import MOST, Backup, affordable, read_name, to_keep
from inspector_app.runtime.files import copy_whole, known_faults, make_folder, put_in_place, sync_folder
from inspector_app.storage.file_key import is_encrypted, read_header

log = logging.getLogger(__name__)

BACKUPS = "backups"
"""The folder in this account's data, and in a second place, that holds a folder for each inspection."""
IN_SECOND_PLACE = "inspector-app backups"
_MAKING = ".making"
_RECOVERY = re.compile(r"recovery-(plain|sealed)-\d+-(?P<origin>[0-9a-f]{16})(-(?P<lock>[0-9a-f]{8}))?\.html")
_OURS = 3
"""So many folders above one of backups may be new with it."""
_FORGOTTEN = 24 * 3600
"""So many seconds after it was touched last, a half-written file was left by a crash."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies somewhere. `size` is in bytes."""

    backup: Backup
    path: Path
    size: int


def folder_name(inspection: str, handed_to: str) -> str:
    """The name of the folder of one inspection; a hand-out of it has another one, because it holds only a part."""
    return hashlib.sha256(f"backups\n{inspection}\n{handed_to}".encode()).hexdigest()[:32]


def origin_of(path: Path, device: str) -> str:
    """What stands in names for the place of a file: nobody can tell the place from it, not even by guessing."""
    place = os.path.normcase(os.path.realpath(path))
    return hashlib.sha256(f"origin\n{device}\n{place}".encode(errors="surrogateescape")).hexdigest()[:16]


class BackupFolder:
    """One folder of backups. It is made when the first one is put in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def backups(self) -> tuple[Kept, ...]:
        """What is in it, the newest first; nothing where it is not there. What is half-written is never in it."""
        return tuple(sorted(self._found(), key=lambda kept: (-kept.backup.number, kept.path.name)))

    def names(self) -> frozenset[str]:
        """The names of what is in it."""
        return frozenset(kept.path.name for kept in self._found())

    def place_to_make(self) -> Path:
        """A place in it where a backup can be written before it is put in.

        Raises:
            KnownError: the folder cannot be made.
        """
        # Without a sync, for which an answer would wait; `put` sees to it.
        self._make(make=lambda path: path.mkdir(parents=True, exist_ok=True))
        return self.path / f"{time.time_ns():x}-{os.getpid()}{_MAKING}"

    def next_number(self) -> int:
        """A number higher than that of any backup in it."""
        return max((kept.backup.number for kept in self._found()), default=0) + 1

    def put(self, made: Path, backup: Backup) -> Path:
        """Puts a file that was written at `place_to_make` in, on the disk when this returns.

        Raises:
            KnownError: the disk refuses.
        """
        target = self.path / backup.name
        put_in_place(made, target)
        for above in list(self.path.parents)[:_OURS]:
            sync_folder(above)
        return target

    def copy_in(self, kept: Kept) -> None:
        """Puts a backup of another folder in, in one step.

        Raises:
            KnownError: it cannot be read, or the disk refuses.
        """
        self._make()
        copy_whole(kept.path, self.path / kept.path.name)

    def recovery_copies(self, origin: str) -> tuple[Path, ...]:
        """The recovery copies in it that were made of the file at one place."""
        named = ((path, _RECOVERY.fullmatch(path.name)) for path in self.path.glob("recovery-*.html"))
        return tuple(sorted(path for path, name in named if name is not None and name["origin"] == origin))

    def drop(self, copies: Iterable[Path]) -> None:
        """Takes out some recovery copies."""
        for copy in copies:
            _remove(copy)

    def keep_only(self, copy: Path, origin: str) -> None:
        """Takes out the recovery copies of a file but for one."""
        for other in self.recovery_copies(origin):
            if other.name != copy.name:
                _remove(other)

    def outlived(self, origin: str, header: bytes, former: Iterable[bytes]) -> tuple[Path, ...]:
        """The recovery copies in it that open with an earlier passphrase of an inspection.

        Args:
            origin, header: the place of its file, and how that begins.
            former: how it began under passphrases before.
        """
        before, found = {_lock(one) for one in former}, []
        for path in self.path.glob("recovery-sealed-*.html"):
            name = _RECOVERY.fullmatch(path.name)
            if name is not None and name["lock"] != _lock(header):
                found += [path] if name["origin"] == origin or name["lock"] in before else []
        return tuple(found)

    def drop_readable(self) -> None:
        """Takes out the recovery copies that anybody could read."""
        for copy in self.path.glob("recovery-plain-*.html"):
            if _RECOVERY.fullmatch(copy.name):
                _remove(copy)

    def prune(self, now: datetime, owns: Callable[[Kept], bool]) -> None:
        """Takes out what is not kept any longer of what is one's own, and what a crash left half-written."""
        found = tuple(kept for kept in self.backups() if owns(kept))
        wanted = to_keep((kept.backup for kept in found), now)
        wanted &= affordable([(kept.backup, kept.size) for kept in found if kept.backup in wanted], MOST)
        for kept in found:
            if kept.backup not in wanted:
                _remove(kept.path)
        with suppress(OSError):
            for left in (*self.path.glob(f"*{_MAKING}*"), *self.path.glob("*.part")):
                if time.time() - left.stat().st_mtime > _FORGOTTEN:
                    _remove(left)

    def _make(self, make: Callable[[Path], None] = make_folder) -> None:
        """Makes the folder, for this account alone where the system knows of that."""
        with known_faults(self.path, "made"):
            make(self.path)
        with suppress(OSError):
            self.path.chmod(0o700)

    def _found(self) -> Iterator[Kept]:
        try:
            entries = list(os.scandir(self.path))
        except OSError:
            return
        for entry in entries:
            backup = read_name(entry.name)
            if backup is not None:
                with suppress(OSError):  # taken out meanwhile by another window
                    yield Kept(backup, Path(entry.path), entry.stat().st_size)


def recovery_name(header: bytes, changes: int, origin: str) -> str:
    """The name of a recovery copy that is kept along with backups.

    Args:
        header: that of an encrypted inspection, by which a copy under an earlier passphrase is known.
    """
    lock = f"-{_lock(header)}" if header else ""
    return f"recovery-{'sealed' if header else 'plain'}-{changes}-{origin}{lock}.html"


def _lock(header: bytes) -> str:
    return hashlib.sha256(b"lock" + header).hexdigest()[:8]


def folders_in(place: Path) -> tuple[BackupFolder, ...]:
    """All folders of backups in a place."""
    try:
        return tuple(BackupFolder(Path(entry.path)) for entry in os.scandir(place) if entry.is_dir())
    except OSError:
        return ()


def made_from(folders: Iterable[BackupFolder], origin: str, header: bytes = b"") -> tuple[Kept, ...]:
    """The backups that were made from the file at one place, the newest first.

    Args:
        header: the first bytes of an encrypted file. A file that was moved is known by them: its backups begin alike.
    """
    found = (
        kept
        for folder in folders
        for kept in folder.backups()
        if kept.backup.origin == origin or (header and beginning(kept.path) == header)
    )
    return tuple(sorted(found, key=lambda kept: (kept.backup.at, kept.backup.number), reverse=True))


def beginning(path: Path) -> bytes:
    """The first bytes of an encrypted file, which its backups share; nothing of another, or where it cannot be read."""
    try:
        return read_header(path) if is_encrypted(path) else b""
    except KnownError:
        return b""


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        log.info("an old backup could not be taken out: %s", error.strerror)
