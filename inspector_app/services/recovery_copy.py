"""Recovery copies: a whole inspection as one page that any browser shows, written by hand or when closing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.reading_copy import reading_copy
from inspector_app.exchange.recovery_page import Stamp, content, plain_page, sealed_page
from inspector_app.exchange.recovery_seal import seal
from inspector_app.runtime.files import copy_whole, make_folder, write_whole
from inspector_app.services.backup_folder import recovery_name
from inspector_app.services.backups import Keeper, Keeping
from inspector_app.services.page_locks import PageLocks
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress
from inspector_app.storage.file_key import FileKey

log = logging.getLogger(__name__)

MOST_BY_ITSELF = 200_000
"""Of an inspection with more changes a copy is written only by hand: it would hold up the closing for long."""


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


def freeze(session: Session, keeping: Keeping, version: str, at: datetime) -> Frozen:
    """What is committed now; to be called on the session's own thread."""
    return Frozen(session.revisions(), session.instrument, session.key, keeping.locks, Stamp(at, version))


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


def keep_with_backups(frozen: Frozen, keeper: Keeper) -> None:
    """Keeps a copy along with the backups, in the place of the one before, behind the screen.

    None is kept where there is no backup either, as of a file that was only read, and of a very large inspection.
    """
    if len(frozen.revisions) <= MOST_BY_ITSELF:
        keeper.behind.do(lambda: _keep(frozen, keeper))


def replace_outlived(frozen: Frozen, keeper: Keeper) -> None:
    """Puts a copy under the passphrase of now in the place of those under an earlier one; to be called at opening."""
    keeper.behind.do(lambda: _replace(frozen, keeper))


def _replace(frozen: Frozen, keeper: Keeper) -> None:
    folders = [folder for folder in (keeper.folder, keeper.second_folder()) if folder is not None]
    if not any(keeper.outlived(folder) for folder in folders):
        return
    if len(frozen.revisions) <= MOST_BY_ITSELF:
        _keep(frozen, keeper)
    # Also where none could take their place: they open with what is not to open them.
    for folder in folders:
        folder.drop(keeper.outlived(folder))


def _keep(frozen: Frozen, keeper: Keeper) -> None:
    name = recovery_name(frozen.key.header if frozen.key else b"", len(frozen.revisions), keeper.origin)
    here, second = keeper.folder, keeper.second_folder()
    try:
        if keeper.state.last is not None and not (here.path / name).exists():
            write_whole(here.path / name, page_of(frozen))
            here.keep_only(here.path / name, keeper.origin)
        if second is not None and (here.path / name).exists() and not (second.path / name).exists():
            make_folder(second.path)
            copy_whole(here.path / name, second.path / name)
            second.keep_only(second.path / name, keeper.origin)
    except KnownError as error:
        log.info("a recovery copy could not be kept: %s", error)
