"""Backups while working: made on the writer's thread between acts, finished and taken elsewhere behind the screen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import KnownError
from inspector_app.domain.keeping import MINUTES, Backup, Why, due, to_keep
from inspector_app.runtime.files import make_folder
from inspector_app.runtime.settings import Settings
from inspector_app.services.backup_folder import (
    IN_SECOND_PLACE,
    BackupFolder,
    Kept,
    beginning,
    folder_name,
    folders_in,
    made_from,
    origin_of,
)
from inspector_app.services.behind import Behind
from inspector_app.services.last_seen import LastSeen
from inspector_app.services.own_backups import Whole, encrypt_plain, forget, plain_in, read_back
from inspector_app.services.page_locks import PageLocks
from inspector_app.services.writer import Writer
from inspector_app.storage.file_key import is_encrypted
from inspector_app.storage.inspection_file import Interrupted
from inspector_app.storage.store import Store

log = logging.getLogger(__name__)

INTERVAL, SECOND = "backup_minutes", "backup_second_place"
"""The settings of this installation: how often, and in which folder besides."""
FASTEST, SLOWEST = 1, 240
_PATIENCE = 5
"""So many times a backup gives way to acts that wait; then it is made to the end."""


@dataclass(frozen=True, slots=True)
class State:
    """How backups of the open inspection stand.

    Attributes:
        last: the last one that is whole; None before the first.
        second: the folder of the second place; None where none is set.
        second_has: the last one that is there, too; None where none is known to be.
        second_problem: why nothing can be taken there now, as a sentence; empty where all is well.
        problem: why the last backup could not be made, as a sentence; empty where all is well.
        plain, second_plain: how many plain files with the name of a backup lie on this computer and in the second
            place beside those of an encrypted inspection; none of them is used.
    """

    last: Backup | None = None
    second: Path | None = None
    second_has: Backup | None = None
    second_problem: str = ""
    problem: str = ""
    plain: int = 0
    second_plain: int = 0


class Keeping:
    """Where this installation keeps backups, and how often it makes them.

    Args:
        place: the folder that holds a folder for each inspection.
        settings: what is remembered between runs.
        now: the clock.

    Attributes:
        locks: with what recovery copies are locked that are kept along with backups.
        seen: how files were when they were closed here.
    """

    def __init__(self, place: Path, settings: Settings, now: Callable[[], datetime]) -> None:
        self.place, self._settings, self.now = place, settings, now
        self.locks, self.seen = PageLocks(), LastSeen(settings)

    @property
    def minutes(self) -> int:
        """How often a backup is made while something changes."""
        said = self._settings.get(INTERVAL, MINUTES)
        return min(max(said, FASTEST), SLOWEST) if isinstance(said, int) else MINUTES

    def set_minutes(self, minutes: int) -> None:
        """Remembers how often."""
        self._settings.keep(INTERVAL, minutes)

    @property
    def second(self) -> Path | None:
        """The folder chosen as the second place, such as one on another drive."""
        said = self._settings.get(SECOND)
        return Path(said) if isinstance(said, str) and said else None

    def set_second(self, folder: Path | None) -> None:
        """Takes a folder as the second place, or none any more; what lies there stays.

        Raises:
            KnownError: nothing can be written there; the place before stays.
        """
        if folder is not None:
            make_folder(folder / IN_SECOND_PLACE)
        self._settings.keep(SECOND, "" if folder is None else str(folder.absolute()))

    def on_same_drive(self, folder: Path) -> bool:
        """Whether a folder lies on the drive that holds the backups of this computer; no where that cannot be told."""
        here = next((place for place in (self.place, *self.place.parents) if place.is_dir()), None)
        try:
            return here is not None and here.stat().st_dev == folder.stat().st_dev
        except OSError:
            return False

    def has(self, path: Path) -> bool:
        """Whether there is a backup on this computer that was made from the file at this place. Quick."""
        origin = origin_of(path, self._settings.device())
        return any(kept.backup.origin == origin for folder in folders_in(self.place) for kept in folder.backups())

    def of_file(self, path: Path) -> tuple[Kept, ...]:
        """The backups that were made from the file at this place, newest first, also where it is damaged or gone.

        Those of an encrypted file are found under another name and in another folder, too, unless its first bytes are
        gone. Of a file that is or was encrypted nothing plain is taken from the second place: others can write there.

        It looks at the second place, too, which may take its time: not to be called on the main thread.
        """
        origin, places = origin_of(path, self._settings.device()), [self.place]
        if self.second is not None:
            places.append(self.second / IN_SECOND_PLACE)
        found: dict[str, Kept] = {}
        header = beginning(path)
        for place in reversed(places):
            found |= {kept.path.name: kept for kept in made_from(folders_in(place), origin, header)}
        here = [kept for kept in found.values() if self.place in kept.path.parents]
        if is_encrypted(path) or any(is_encrypted(kept.path) for kept in here):
            found = {name: kept for name, kept in found.items() if kept in here or is_encrypted(kept.path)}
        return tuple(sorted(found.values(), key=lambda kept: (kept.backup.at, kept.backup.number), reverse=True))

    def keeper(self, writer: Writer, path: Path, inspection: str, handed_to: str, whole: Whole) -> Keeper:
        """Who makes the backups of an inspection that is open."""
        name = folder_name(inspection, handed_to)
        return Keeper(self, writer, name, origin_of(path, self._settings.device()), whole)


class Keeper:
    """Makes the backups of one open inspection.

    Attributes:
        state: how they stand; another one takes its place, so that any thread may read it.
        on_state: called with each new state, on whatever thread.
        folder, origin: where they lie on this computer, and what stands in their names for the place of the file.
        making: whether one is asked for and not copied yet.
        behind: where backups are finished.
    """

    def __init__(self, keeping: Keeping, writer: Writer, name: str, origin: str, whole: Whole) -> None:
        self.keeping, self._writer, self._name, self.origin, self._whole = keeping, writer, name, origin, whole
        self.folder = BackupFolder(keeping.place / name)
        self.behind = Behind("backups")
        self.on_state: Callable[[State], None] = lambda _: None
        self._mark: tuple[int, int] | None = None
        self.making = False
        self._only_there: tuple[Kept, ...] = ()
        self._telling = threading.Lock()
        last = next((kept.backup for kept in self.backups()), None)
        self.state = State(last, keeping.second)
        writer.submit(self._before_migration)
        if whole.key is not None or keeping.second is not None:
            self.behind.do(self._look_round)

    def backups(self) -> tuple[Kept, ...]:
        """Those on this computer that were made from this file, the newest first."""
        return tuple(kept for kept in self._own(self.folder) if kept.backup.origin == self.origin)

    def all_there_are(self) -> tuple[Kept, ...]:
        """All of this inspection, the newest first: here, else in the second place; also those of copies elsewhere."""
        found = {kept.path.name: kept for kept in (*self._only_there, *self._own(self.folder))}
        return tuple(sorted(found.values(), key=lambda kept: (kept.backup.at, kept.backup.number), reverse=True))

    def tick(self) -> None:
        """Makes a backup if one is due; to be called every now and then, on the main thread."""
        last, now = self.state.last, self.keeping.now()
        if due(True, last.at if last else None, now, self.keeping.minutes):
            self.make("interval")

    def make(self, why: Why) -> None:
        """Makes a backup between two acts, unless nothing changed since the last one and nobody asked for it."""
        if not self.making:
            self.making = True
            self._line_up(why, _PATIENCE)

    def before(self, store: Store, why: Why) -> None:
        """Makes a backup now; to be called on the writer's thread, before something that changes much at once.

        Where it cannot be made, that is told, and the act goes on: nothing is ever overwritten by it.
        """
        try:
            self._copy(store, why, lambda: False)
        except KnownError as error:
            self._tell(problem=str(error))

    def last_one(self, why: Why = "closing", then: Callable[[Keeper], None] | None = None) -> None:
        """Makes the last backup before the inspection is closed, if anything changed; to be called just before.

        Args:
            then: called on the writer's thread when it is copied.
        """
        self._line_up(why, 0)
        if then is not None:
            with suppress(KnownError):  # closed meanwhile
                self._writer.submit(lambda _: then(self))

    def settings_changed(self) -> None:
        """Takes up another second place."""
        self._tell(second=self.keeping.second, second_has=None, second_problem="")
        self.behind.do(self._mirror)

    def second_folder(self) -> BackupFolder | None:
        """The folder in the second place; None where there is none, or it is not there now. Not for the main thread."""
        place = self.state.second
        if place is None or not (place / IN_SECOND_PLACE).is_dir():
            return None
        return BackupFolder(place / IN_SECOND_PLACE / self._name)

    def outlived(self, folder: BackupFolder) -> tuple[Path, ...]:
        """The recovery copies in a folder that open with an earlier passphrase than that of now."""
        key = self._whole.key
        return () if key is None else folder.outlived(self.origin, key.header, self._whole.former)

    # On the writer's thread

    def _before_migration(self, store: Store) -> None:
        """A file of an earlier format gets what it lacks before the first write; opening it again is no reason anew."""
        last = self.state.last
        if store.outdated and not (last is not None and last.why == "migration" and last.changes == store.changes()):
            self.before(store, "migration")

    def _line_up(self, why: Why, patience: int) -> None:
        try:
            self._writer.submit(lambda store: self._make(store, why, patience))
        except KnownError:  # closed meanwhile
            self.making = False

    def _make(self, store: Store, why: Why, patience: int) -> None:
        try:
            # Nothing was written since it was opened, or since the last backup.
            same = why in ("interval", "closing") and (not store.written or _mark(store) == self._mark)
            if not same:
                self._copy(store, why, (lambda: self._writer.waiting) if patience else (lambda: False))
        except Interrupted:
            self._line_up(why, patience - 1)
            return
        except KnownError as error:
            self._tell(problem=str(error))
        except Exception as error:
            # A bug: nobody waits for this job, and the hook for threads tells it.
            self.behind.do(partial(_raise, error))
        self.making = False

    def _copy(self, store: Store, why: Why, give_way: Callable[[], bool]) -> None:
        made: Path | None = None
        try:
            made = self.folder.place_to_make()
            store.copy_unsynced(made, give_way)
            changes = store.changes()
        except BaseException:
            forget(made)
            raise
        self._mark, at, whole = _mark(store), self.keeping.now(), made
        self.behind.do(lambda: self._finish(whole, why, at, changes))

    # Behind the screen

    def _finish(self, made: Path, why: Why, at: datetime, changes: int) -> None:
        try:
            answers = read_back(made, self._whole.key, changes)
            number = self.folder.next_number()
            backup = Backup(number, at.replace(microsecond=0), why, changes, answers, self.origin)
            self.folder.put(made, backup)
        except KnownError as error:
            self._tell(problem=str(error))
            return
        finally:
            forget(made)
        self.folder.prune(at, self._whole.owns)
        self._tell(last=backup, problem="")
        self._mirror()

    def _look_round(self) -> None:
        """At opening: what lies there in plain text of an inspection that is encrypted now is encrypted, too.

        Only on this computer: to a folder elsewhere others can write as well. What lies there is replaced from here.
        """
        if self._whole.key is not None:
            for folder in filter(None, (self.folder, self.second_folder())):
                folder.drop_readable()
            encrypt_plain(self.folder, self._whole)
            self._tell(plain=len(plain_in(self.folder)))
        self._mirror()

    def _mirror(self) -> None:
        """Takes to the second place what it lacks, the newest first; a place that is missing is made up for later."""
        if self.state.second is None:
            return
        there = self.second_folder()
        if there is None:
            self._only_there = ()
            self._tell(second_problem="missing")
            return
        try:
            self._take_to(there)
            there.prune(self.keeping.now(), self._whole.owns)
        except KnownError as error:
            self._tell(second_problem=str(error))
            return
        self._only_there = self._own(there)
        has = next((kept.backup for kept in self._only_there if kept.backup.origin == self.origin), None)
        plain = 0 if self._whole.key is None else len(plain_in(there))
        self._tell(second_has=has, second_problem="", second_plain=plain)

    def _take_to(self, there: BackupFolder) -> None:
        here, held = self.backups(), self._own(there)
        names, strange = {kept.path.name for kept in held}, there.names() - {kept.path.name for kept in held}
        wanted = to_keep((kept.backup for kept in (*held, *here)), self.keeping.now())
        for kept in self._own(self.folder):
            lacking = kept in here and kept.path.name not in names and kept.backup in wanted
            if lacking or kept.path.name in strange:
                there.copy_in(kept)

    def _own(self, folder: BackupFolder) -> tuple[Kept, ...]:
        return tuple(kept for kept in folder.backups() if self._whole.owns(kept))

    def _tell(self, **changed: Any) -> None:
        with self._telling:
            self.state = replace(self.state, **changed)
        self.on_state(self.state)


def _raise(error: Exception) -> None:
    raise error


def _mark(store: Store) -> tuple[int, int]:
    """Moves with each change; the first number alone begins anew where the connection does."""
    return store.written, store.changes()
