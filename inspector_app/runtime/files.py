"""Whole files in and out, with the machine's complaints as sentences."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inspector_app.domain.errors import KnownError

LARGEST_TABLE = 512 << 20
"""Bytes of a table that is read in: twice the answers of a national archive."""

_INSPECTIONS = (b"SQLite format 3\0", b"INSC")
"""How an inspection file begins: a plain one, and an encrypted one."""


def read_text(path: Path) -> str:
    """The text of a file, as UTF-8 with or without a byte order mark; line ends as they are.

    Raises:
        KnownError: it is not there, may not be read, is no ordinary file, has more bytes than `LARGEST_TABLE`, or is
            written in another encoding.
    """
    content = read_bytes(path, LARGEST_TABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise KnownError(
            f"{path.name} is not written in UTF-8 (line {line}); nothing was changed. Save it as “CSV UTF-8” and try "
            "again."
        ) from None


def read_bytes(path: Path, largest: int) -> bytes:
    """What a file holds.

    Raises:
        KnownError: it is not there, may not be read, is no ordinary file, or has more than `largest` bytes.
    """
    with known_faults(path, "read"):
        refuse_unless_ordinary(path)
        with path.open("rb") as file:
            content = file.read(largest + 1)
    if len(content) > largest:
        raise KnownError(
            f"{path.name} is larger than {largest >> 20} MB; nothing was changed. Check that it is the right file."
        )
    return content


def refuse_unless_ordinary(path: Path) -> None:
    """A pipe or a device would keep one waiting, or never end.

    Raises:
        KnownError: a folder, a pipe or a device is there.
        OSError: nothing is known of it.
    """
    kind = path.stat().st_mode
    if stat.S_ISDIR(kind):
        raise KnownError(f"{path.name or path} is a folder; nothing was changed. Choose a file in it.")
    if not stat.S_ISREG(kind):
        raise KnownError(f"{path.name or path} is no ordinary file; nothing was changed. Choose another.")


def place_for(path: Path) -> Path:
    """Where a result may be written: what a link leads to, and never over an inspection.

    Raises:
        KnownError: a folder, a device or an inspection is there; it was left as it is.
    """
    with known_faults(path, "written"):
        if path.is_dir():
            raise KnownError(f"{path} is a folder; nothing was changed. Name a file.")
        if not path.exists():
            return Path(os.path.realpath(path))
        if not path.is_file():
            raise KnownError(f"{path} is no ordinary file and was left as it is; choose another name.")
        with path.open("rb") as file:
            if file.read(16).startswith(_INSPECTIONS):
                raise KnownError(f"{path.name} is an inspection and was left as it is; choose another name.")
    return Path(os.path.realpath(path))


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file in place in one step: there is the whole new one, or what was there before.

    Raises:
        KnownError: the place cannot be written to, holds an inspection, a folder or a device, or the disk is full.
    """
    path = place_for(path)
    part = path.with_name(path.name + ".part")
    with known_faults(path, "written"):
        try:
            with part.open("wb") as file:
                file.write(content)
            put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)


def copy_whole(source: Path, target: Path) -> None:
    """A copy of a file at a place where nothing of ours is lost by it: the whole copy is there in the end, or nothing.

    Raises:
        KnownError: it cannot be read, or the place cannot be written to.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with known_faults(target, "written"):
            shutil.copyfile(source, part)
        put_in_place(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Gives a file that was written its name, in one step; content and name are on the disk when this returns.

    Raises:
        KnownError: the disk refuses; what was there stays.
    """
    with known_faults(target, "written"):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        sync_folder(target.parent)


def sync_folder(path: Path) -> None:
    """Has the names in a folder on the disk; where the system cannot be asked for that it does so in time."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, where they are not there yet; their names are on the disk when this returns.

    Raises:
        KnownError: it cannot be made.
    """
    with known_faults(path, "made"):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        # What is in it would go with it when the power goes.
        sync_folder(folder.parent)


@contextmanager
def known_faults(path: Path, act: str) -> Iterator[None]:
    """Turns the system's complaints about a file into `KnownError`. `act` is the participle: *read*, *written*."""
    try:
        yield
    except OSError as error:
        raise KnownError(_sentence(path, act, error)) from error


def _sentence(path: Path, act: str, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {path.name} was not {act}; what was there is safe. Free some space and try again."
    if error.errno == errno.ENOENT:
        missing = path.name if act == "read" else f"folder {path.parent}"
        return f"There is no {missing}; nothing was changed. Check the place and try again."
    if act == "written" and isinstance(error, PermissionError) and path.is_file():
        return (
            f"{path.name} is open in another program, or may not be written to; it was left as it is. Close it there, "
            "or choose another name."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path.name} may not be {act} there; nothing was changed. Choose another place, or ask for the right."
    reason = error.strerror or str(error)
    return f"{path.name or path} could not be {act} ({reason}); nothing was changed. Check the place and try again."
