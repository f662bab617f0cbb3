"""What SQLite complains of, as sentences for the person at the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedFile, Fault, FileFault

DAMAGED = "{name} is damaged; nothing was changed. Go back to the last copy that opens, and keep this one for help."
SENTENCES: dict[Fault, str] = {
    "full": "The disk is full, so {name} could not take the last change; what was saved is safe. Free some space and "
    "try again.",
    "locked": "Another program holds {name}, so the last change is not saved yet; what was saved is safe. Close the "
    "other program and try again.",
    "read_only": "{name} may not be written to; what was saved is safe. Ask for the right to write there, or work on a "
    "copy.",
    "gone": "{name} is no longer where it was opened, so the last change is not saved. Put it back there and try "
    "again.",
    "replaced": "Another file lies where {name} was opened, so the last change is not saved; what was saved is in the "
    "first one. Put that back and try again.",
    "away": "The folder of {name} is no longer there, so the last change is not saved; what was saved is in the file. "
    "Put the drive or the folder back and try again.",
    "beside": "Nothing can be written beside {name}, so the last change is not saved; what was saved is safe. Ask for "
    "the right to write in its folder and try again.",
    "silent": "The drive with {name} does not answer; what was saved is safe. Check the drive and try again.",
    "unreachable": "{name} could not be opened; nothing was changed. Check that the folder is there and that you may "
    "use it.",
    "other": "{name} is not an inspection file, or it is damaged; nothing was changed. Choose another file, or go back "
    "to a copy.",
    "damaged": DAMAGED,
}
_NOT_OPEN: dict[Fault, str] = {
    "full": "The disk is full, so {name} was not written; what was there is safe. Free some space and try again.",
    "locked": "Another program holds {name}; nothing was changed. Close the other program and try again.",
    "read_only": "{name} may not be written to; nothing was changed. Ask for the right to write there, or choose "
    "another place.",
    "silent": "The drive with {name} does not answer; nothing was changed. Check the drive and try again.",
}
"""Where a file is made, opened or copied to there is no last change of which to speak."""

_BY_CODE: dict[int, Fault] = {
    3: "read_only", 5: "locked", 6: "locked", 8: "read_only", 10: "silent", 11: "damaged", 13: "full",
    14: "unreachable", 26: "other",
}  # fmt: skip
"""SQLite's primary result codes (https://sqlite.org/rescode.html)."""

_MOVED, _SHORT_READ = 1032, 522
_BY_WORDS: tuple[tuple[str, Fault], ...] = (
    # What a copy through the backup API complains of comes without a code.
    ("disk is full", "full"),
    ("is locked", "locked"),
    ("readonly", "read_only"),
    ("unable to open", "unreachable"),
    ("not a database", "other"),
    ("malformed", "damaged"),
    ("disk i/o", "silent"),
    ("could not decode", "damaged"),
    ("no such table", "damaged"),
    ("no such column", "damaged"),
    ("unsupported file format", "damaged"),
)


@contextmanager
def known_faults(path: Path, encrypted: bool = False, is_open: bool = False) -> Iterator[None]:
    """Turns SQLite's complaints about a file into `FileFault`; what it does not know passes through as a bug.

    Args:
        encrypted: it was opened with a key that is its own.
        is_open: it had been opened before, so that what cannot be opened lies beside it.
    """
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        fault = _fault(getattr(error, "orig", None) or error, path, is_open)
        if fault is None:
            raise
        if fault == "other" and encrypted:
            # What SQLCipher says of a page that was not written under the key.
            fault = "damaged"
        kind = DamagedFile if fault in ("damaged", "other") else FileFault
        sentence = SENTENCES[fault] if is_open else _NOT_OPEN.get(fault, SENTENCES[fault])
        raise kind(sentence.format(name=_called(path)), fault) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema
        raise DamagedFile(DAMAGED.format(name=path.name)) from error


def _fault(error: BaseException, path: Path, is_open: bool) -> Fault | None:
    code, words = getattr(error, "sqlite_errorcode", 0), str(error).lower()
    found = _BY_CODE.get(code & 0xFF) or next((fault for mark, fault in _BY_WORDS if mark in words), None)
    if code == _SHORT_READ or found == "damaged":
        # A drive that fails to read is taken for damage by SQLite.
        return "damaged" if _can_be_read(path) else "silent"
    if is_open and found in ("read_only", "unreachable", "silent"):
        return _missing(path) or _locked_up(path, found, code)
    return found


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
            file.seek(max(0, path.stat().st_size - 1))
            file.read(1)
    except OSError:
        return False
    return True


def _missing(path: Path) -> Fault | None:
    """What of an open file is not at its place: SQLite tells all of it in words that mean something else."""
    try:
        return None if path.exists() else "gone" if path.parent.exists() else "away"
    except OSError:
        return "silent"


def _locked_up(path: Path, found: Fault, code: int) -> Fault:
    """What may not be written of a file that is at its place."""
    if code == _MOVED:
        return "replaced"
    if not os.access(path, os.W_OK):
        return "read_only"
    return "beside" if found == "unreachable" or not os.access(path.parent, os.W_OK) else found


def _called(path: Path) -> str:
    """The name of a file as people know it, also while it is being made under another."""
    return re.sub(r"(\.\d+)?\.part$", "", path.name)
