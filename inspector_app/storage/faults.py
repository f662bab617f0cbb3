"""What SQLite complains of, as sentences for the person at the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import KnownError

DAMAGED = "{name} is damaged; nothing was changed. Go back to the last copy that opens, and keep this one for help."
_FULL = (
    "The disk is full, so {name} could not take the last change; what was saved is safe. Free some space and try again."
)
_LOCKED = (
    "Another program holds {name}, so the last change is not saved yet; what was saved is safe. "
    "Close the other program and try again."
)
_READ_ONLY = (
    "{name} may not be written to; what was saved is safe. Ask for the right to write there, or work on a copy."
)
_GONE = (
    "{name} is no longer where it was opened, so the last change is not saved; put it back there and try again, "
    "or close the window and open the file at its new place."
)
_UNREACHABLE = (
    "{name} could not be opened; nothing was changed. Check that the folder is there and that you may use it."
)
_OTHER = (
    "{name} is not an inspection file, or it is damaged; nothing was changed. "
    "Choose another file, or go back to a copy."
)
_SILENT = "The drive with {name} does not answer; what was saved is safe. Check the drive and try again."

_SENTENCES = (
    ("disk is full", _FULL),
    ("is locked", _LOCKED),
    ("readonly", _READ_ONLY),
    ("read-only", _READ_ONLY),
    ("unable to open", _UNREACHABLE),
    ("not a database", _OTHER),
    ("malformed", DAMAGED),
    ("could not decode", DAMAGED),
    ("no such table", DAMAGED),
    ("no such column", DAMAGED),
    ("unsupported file format", DAMAGED),
    ("disk i/o", _SILENT),
)


@contextmanager
def known_faults(path: Path, encrypted: bool = False) -> Iterator[None]:
    """Turns SQLite's complaints about a file into `KnownError`; what it does not know passes through as a bug.

    Args:
        encrypted: it was opened with a key that is its own.
    """
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        sentence = _sentence(str(getattr(error, "orig", None) or error))
        if sentence is None:
            raise
        if sentence is _OTHER and encrypted:
            # What SQLCipher says of a page that was not written under the key.
            sentence = DAMAGED
        if sentence is _READ_ONLY and not path.exists():
            # SQLite says the same of a file that was moved or deleted under it.
            sentence = _GONE
        raise KnownError(sentence.format(name=path.name)) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema
        raise KnownError(DAMAGED.format(name=path.name)) from error


def _sentence(complaint: str) -> str | None:
    lowered = complaint.lower()
    return next((sentence for mark, sentence in _SENTENCES if mark in lowered), None)
