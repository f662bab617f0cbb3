"""One open inspection file as a file: made, opened, checked, copied, closed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedFile, Fault, FileFault, KnownError, WrongPassphrase
from inspector_app.storage.connecting import connect, open_driver, quoted
from inspector_app.storage.faults import DAMAGED, SENTENCES, known_faults
from inspector_app.storage.file_key import FileKey, fits, is_encrypted, refuse_without
from inspector_app.storage.migrations import bring_up_to_date, outstanding, write_format
from inspector_app.storage.soundness import header_faults, lacks_tables, link_faults, missing_objects
from inspector_app.storage.strangers import refuse_strange_beginning, refuse_strange_schema
from inspector_app.storage.tables import APPLICATION_ID, FORMAT_MAJOR, FORMAT_MINOR, Base

_HELD = (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED)
"""Another program holds the file."""

_STEP = 256
"""So many pages are copied at a time: a megabyte."""


class Interrupted(Exception):
    """A copy was not finished, because something waits that is more urgent."""


class InspectionFile:
    """One open inspection file. It belongs to the thread that opened it.

    `key` is the key of an encrypted file; None of a plain one. What it holds is `store.Store`'s.
    """

    def __init__(self, path: Path, connection: Connection, key: FileKey | None = None) -> None:
        self.path, self.key = path, key
        self._connection = connection
        self._rows: int | None = None
        self._up_to_date = False

    @classmethod
    def create(cls, path: Path, key: FileKey | None = None) -> Self:
        """A new, empty file, encrypted where there is a key.

        Raises:
            KnownError: something is there already, or the place cannot be written to.
        """
        if path.exists():
            raise KnownError(f"{path.name} is there already and was left as it is; choose another name.")
        with known_faults(path):
            store = cls(path, connect(path, key, new=True), key)
            try:
                store._lay_out()
            except BaseException:
                store.close()
                path.unlink(missing_ok=True)
                raise
        return store

    @classmethod
    def open(cls, path: Path, key: FileKey | None = None) -> Self:
        """An existing file. `key` is passed over where it is not encrypted.

        Raises:
            NeedsPassphrase: it is encrypted, and the key is missing or another file's.
            WrongPassphrase: the key does not open it.
            KnownError: it is not there, not ours, damaged, of a newer version, or not readable.
        """
        if not os.path.isfile(path):
            raise KnownError(f"There is no file {path.name} at that place; choose the file again.")
        refuse_without(path, key)
        key = key if is_encrypted(path) else None
        try:
            with known_faults(path, key is not None):
                refuse_strange_beginning(path)
                store = cls(path, connect(path, key, new=False), key)
                try:
                    store._refuse_what_is_not_ours()
                except BaseException:
                    store.close()
                    raise
        except OSError as error:
            raise KnownError(
                f"{path.name} could not be read ({error.strerror}); nothing was changed. Check the drive and try again."
            ) from error
        except KnownError as error:
            if key is not None and not fits(path, key):
                raise WrongPassphrase(
                    f"The key does not open {path.name}, or the file is damaged throughout; nothing was changed. "
                    "Check the passphrase, or go back to a copy."
                ) from error
            raise
        return store

    def faults(self) -> list[str]:
        """What is wrong with the file by SQLite's own check, in its header and in its schema; empty when it is sound.

        Raises:
            KnownError: it cannot be looked at now, as where another program holds it.
        """
        try:
            with self._damage_told(), self._connection.begin():
                # One transaction, so that nobody writes between what is compared.
                self._connection.exec_driver_sql("BEGIN")
                said = [str(row[0]) for row in self._connection.execute(text("PRAGMA integrity_check"))]
                minor = int(self._connection.exec_driver_sql("PRAGMA user_version").scalar_one()) & 0xFFFF
                found = [] if said == ["ok"] else said
                found += [*missing_objects(self._connection, minor), *link_faults(self._connection)]
                return [*found, *header_faults(self.path, self.key)]
        except DamagedFile as error:
            # Damage so great that the check itself cannot go on.
            return [str(error)]

    def version(self) -> int:
        """A number that is another one once somebody else has written to the file."""
        with self._faults_told():
            return self._read_pragma("data_version")

    def copy_to(self, target: Path) -> None:
        """A consistent copy through SQLite's backup API, put in place in one step; it opens with the same key.

        Raises:
            KnownError: the place cannot be written to.
        """
        part = target.with_name(target.name + ".part")
        with known_faults(target):
            try:
                copy = open_driver(part, self.key, new=True)
                try:
                    self._driver.backup(copy)
                finally:
                    copy.close()
                os.replace(part, target)
            finally:
                part.unlink(missing_ok=True)

    def copy_unsynced(self, target: Path, give_way: Callable[[], bool]) -> None:
        """A consistent copy through SQLite's backup API at a new place; it opens with the same key.

        It is read back and synced by whoever asked for it, on another thread, so that no act waits for that.

        Args:
            give_way: asked between steps of a few milliseconds; where it says yes the copy is not finished.

        Raises:
            Interrupted: it gave way.
            KnownError: the place cannot be written to, or this file is damaged.
        """

        def step(status: int, *_: int) -> None:
            if status in _HELD:
                # Else it would be tried for ever, and every act behind it would wait.
                raise FileFault(SENTENCES["locked"].format(name=self.path.name), "locked")
            if give_way():
                raise Interrupted

        with self._faults_told(), known_faults(target):
            copy = open_driver(target, self.key, new=True)
            try:
                # With a small cache the pages are written step by step, and not all at the end.
                for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=40"):
                    copy.execute(f"PRAGMA {pragma}").fetchall()
                self._driver.backup(copy, pages=_STEP, progress=step, sleep=0.0)
            finally:
                copy.close()

    @property
    def outdated(self) -> bool:
        """Whether it is of an earlier minor format, so that it gets what it lacks before it is first written to."""
        with self._faults_told():
            return not self._up_to_date and bool(outstanding(self._read_pragma("user_version")))

    @property
    def written(self) -> int:
        """How many rows were written here since it was opened, of whatever kind: it moves with each change."""
        return int(self._driver.total_changes)

    def rewrite_to(self, target: Path, key: FileKey | None) -> None:
        """The whole file anew under another key, or plain; on the disk when this returns, at a place where nothing is.

        Raises:
            KnownError: the place cannot be written to, or this file is damaged.
        """
        with self._faults_told(), known_faults(target):
            self._driver.execute(f"ATTACH DATABASE ? AS other KEY {quoted(key) if key else repr('')}", (str(target),))
            try:
                self._driver.execute("SELECT sqlcipher_export('other')").fetchall()
                for name in ("application_id", "user_version"):
                    self._driver.execute(f"PRAGMA other.{name} = {self._read_pragma(name)}")
            finally:
                self._driver.execute("DETACH DATABASE other")
            shutil.copymode(self.path, target)

    def reconnect(self) -> None:
        """Opens the file anew at its place: after a drive was taken out and put back the old connection is dead.

        Raises:
            FileFault: it is not there again.
            KnownError: as for `open`.
        """
        self._let_go()
        if not self.path.is_file():
            missing: Fault = "gone" if self.path.parent.is_dir() else "away"
            raise FileFault(SENTENCES[missing].format(name=self.path.name), missing)
        self._connection = type(self).open(self.path, self.key)._connection

    def close(self) -> None:
        """Lets go of the file, and of the journal beside it, which stays between transactions."""
        if not self._connection.closed:
            with suppress(DBAPIError):
                self._connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        self._let_go()

    def _let_go(self) -> None:
        # A file that is gone cannot even be rolled back.
        with suppress(DBAPIError):
            self._connection.close()
        with suppress(DBAPIError):
            self._connection.engine.dispose()

    @property
    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    def _lay_out(self) -> None:
        with self._connection.begin():
            # The driver begins a transaction by itself only before an INSERT; without this a crash could leave half a
            # file, and each table would be synced to the disk on its own.
            self._connection.exec_driver_sql("BEGIN")
            Base.metadata.create_all(self._connection)
            self._connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            write_format(self._connection)
        self._rows, self._up_to_date = 0, True

    def _has(self, table: type[Base]) -> bool:
        with self._faults_told(), self._connection.begin():
            return inspect(self._connection).has_table(table.__tablename__)

    def _bring_up_to_date(self) -> None:
        """Gives a file of an earlier minor format the tables that it lacks, before it is first written to."""
        if self._up_to_date:
            return
        with self._faults_told():
            version = self._read_pragma("user_version")
            if outstanding(version):
                with self._connection.begin():
                    self._connection.exec_driver_sql("BEGIN")
                    bring_up_to_date(self._connection, version)
        self._up_to_date = True

    def _refuse_what_is_not_ours(self) -> None:
        if self._read_pragma("application_id") != APPLICATION_ID:
            raise DamagedFile(SENTENCES["other"].format(name=self.path.name), "other")
        version = self._read_pragma("user_version")
        major = version >> 16
        if major > FORMAT_MAJOR:
            raise KnownError(
                f"{self.path.name} was written by a newer version of Inspector (file format {major}, this copy knows "
                f"{FORMAT_MAJOR}); nothing was changed. Update this copy to open it."
            )
        if major < FORMAT_MAJOR:
            raise DamagedFile(DAMAGED.format(name=self.path.name))
        refuse_strange_schema(self.path, self._driver, later=version & 0xFFFF > FORMAT_MINOR)
        self._connection.rollback()
        with self._connection.begin():
            if lacks_tables(self._connection, version & 0xFFFF):
                raise DamagedFile(DAMAGED.format(name=self.path.name))

    def _read_pragma(self, name: str) -> int:
        value = int(self._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
        self._connection.rollback()
        return value

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """For reading: a cell that holds what was never written there is damage."""
        try:
            with self._faults_told():
                yield
        except ValueError as error:
            raise DamagedFile(DAMAGED.format(name=self.path.name)) from error

    def _faults_told(self) -> AbstractContextManager[None]:
        return known_faults(self.path, self.key is not None, is_open=True)
