"""Recovery copies: a whole inspection as one page that any browser shows, written by hand or when closing."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.reading_copy import reading_copy
from inspector_app.exchange.recovery_page import Stamp, content, plain_page, sealed_page
from inspector_app.exchange.recovery_seal import seal
from inspector_app.runtime.files import write_whole
from inspector_app.services.page_locks import PageLocks
from inspector_app.services.work import Cancelled, Progress
from inspector_app.storage.file_key import FileKey

log = logging.getLogger(__name__)

MOST_BY_ITSELF = 200_000
"""Of an inspection with more changes a copy is written only by hand: it would hold up the closing for long."""
_NAME = re.compile(r"recovery-(plain|sealed)-\d+-([0-9a-f]{16})\.html")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a recovery copy is made from; it stands still while the inspection goes on.

    `key` is that of an encrypted inspection, `locks` where the key of its passphrase is.
    """

    revisions: tuple[Revision, ...]
    instrument: Instrument
    key: FileKey | None
    locks: PageLocks
    stamp: Stamp


def write(frozen: Frozen, path: Path, progress: Progress, cancelled: Cancelled) -> bool:
    """Writes a recovery copy; False where it was stopped, and nothing was written.

    Raises:
        KnownError: the place cannot be written to.
    """
    progress(0.1, "laying out the cases")
    page = page_of(frozen)
    if cancelled():
        return False
    progress(0.9, "writing the copy")
    write_whole(path, page)
    return True


def page_of(frozen: Frozen) -> bytes:
    """The page itself."""
    copy = reading_copy(Ledger(frozen.revisions), frozen.instrument)
    if frozen.key is None:
        return plain_page(copy, frozen.stamp)
    inside = content(copy, frozen.stamp).encode("utf-8", "replace")
    return sealed_page(seal(inside, frozen.key.secret, frozen.locks.of(frozen.key)), frozen.stamp)


def keep_in(folder: Path, frozen: Frozen, origin: str) -> Path | None:
    """Keeps the copy of what stands now in a folder of backups, in the place of the one before.

    None where it cannot be written or is too large for that; a backup holds all of it, too.
    """
    if len(frozen.revisions) > MOST_BY_ITSELF:
        return None
    kind = "plain" if frozen.key is None else "sealed"
    path = folder / f"recovery-{kind}-{len(frozen.revisions)}-{origin}.html"
    try:
        if not path.exists():
            write_whole(path, page_of(frozen))
    except KnownError as error:
        log.info("a recovery copy could not be kept: %s", error)
        return None
    for other in kept_in(folder, origin):
        if other != path:
            with suppress(OSError):
                other.unlink()
    return path


def kept_in(folder: Path, origin: str) -> tuple[Path, ...]:
    """The recovery copies in a folder that were made of the file at one place."""
    found = (
        path
        for path in folder.glob("recovery-*.html")
        if (named := _NAME.fullmatch(path.name)) is not None and named[2] == origin
    )
    return tuple(sorted(found))


def stamp_of(at: datetime, version: str) -> Stamp:
    """When and by which version a copy is made."""
    return Stamp(at, version)
