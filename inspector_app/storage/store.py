"""Opening, reading and appending to one inspection file."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, delete, insert, inspect, select, text
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from inspector_app.domain.answers import About, Anchor, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.storage.faults import DAMAGED, known_faults
from inspector_app.storage.question_sets import read_sets, write_sets
from inspector_app.storage.rows import INSERT, SELECT, read_revisions, row_of
from inspector_app.storage.tables import (
    APPLICATION_ID,
    FORMAT_MAJOR,
    FORMAT_MINOR,
    TRIGGERS,
    AnchorRow,
    Base,
    DraftRow,
    LocalRow,
    QuestionSetRow,
    SupersedesRow,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Text on its way to becoming a revision. `part` is ``value`` or ``note``."""

    about: About
    ref: str
    question: str
    part: str
    author: str
    text: str
    at: datetime


class Store:
    """One open inspection file. It belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection
        self._rows: int | None = None
        self._up_to_date = False

    @classmethod
    def create(cls, path: Path) -> Store:
        """A new, empty file.

        Raises:
            KnownError: something is there already, or the place cannot be written to.
        """
        if path.exists():
            raise KnownError(f"{path.name} is there already and was left as it is; choose another name.")
        with known_faults(path):
            store = cls(path, _connect(path, new=True))
            try:
                store._lay_out()
            except BaseException:
                store.close()
                path.unlink(missing_ok=True)
                raise
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """An existing file.

        Raises:
            KnownError: it is not there, not ours, damaged, of a newer version, or not readable.
        """
        if not path.is_file():
            raise KnownError(f"There is no file {path.name} at that place; choose the file again.")
        with known_faults(path):
            store = cls(path, _connect(path, new=False))
            try:
                store._refuse_what_is_not_ours()
            except KnownError:
                store.close()
                raise
        return store

    def load(self) -> list[Revision]:
        """Every revision of the file, in the order in which they were written.

        Raises:
            KnownError: the file is damaged.
        """
        with known_faults(self.path), self._connection.begin():
            links: dict[str, list[str]] = defaultdict(list)
            for revision, superseded in self._connection.execute(
                select(SupersedesRow.revision, SupersedesRow.superseded)
            ):
                links[revision].append(superseded)
            # From the driver itself: its tuples are all that is needed of a row.
            rows = self._driver.execute(SELECT)
            try:
                revisions = read_revisions(rows, links)
            except ValueError as error:
                raise KnownError(DAMAGED.format(name=self.path.name)) from error
            self._rows = self._last_row()
        return revisions

    def append(
        self, revisions: Sequence[Revision], sets: Sequence[QuestionSet] = (), anchors: Sequence[Anchor] = ()
    ) -> None:
        """Writes revisions in one transaction, all or none, with what the file is to carry besides.

        `sets` are question sets; `anchors` changes kept elsewhere that the revisions follow on.

        Raises:
            KnownError: the disk is full, the file locked, read-only or changed by another window.
        """
        if not revisions:
            return
        self._bring_up_to_date()
        links = [{"revision": r.id, "superseded": s} for r in revisions for s in r.supersedes]
        with known_faults(self.path), self._connection.begin():
            self._connection.exec_driver_sql(INSERT, [row_of(r) for r in revisions])
            if links:
                self._connection.execute(insert(SupersedesRow), links)
            write_sets(self._connection, sets)
            if anchors:
                rows = [{"device": a.device, "sequence": a.sequence, "digest": a.digest} for a in anchors]
                self._connection.execute(upsert(AnchorRow).on_conflict_do_nothing(), rows)
            self._refuse_if_changed_elsewhere(len(revisions))
        self._rows = None if self._rows is None else self._rows + len(revisions)

    def question_sets(self) -> tuple[QuestionSet, ...]:
        """The question sets that the file carries, in the order in which they came in.

        Raises:
            KnownError: the file is damaged.
        """
        if not self._has(QuestionSetRow):
            return ()
        with known_faults(self.path), self._connection.begin():
            try:
                return read_sets(self._connection)
            except ValueError as error:
                raise KnownError(DAMAGED.format(name=self.path.name)) from error

    def add_question_set(self, one: QuestionSet) -> None:
        """Has the file carry a question set; one that it carries already stays as it is.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        with known_faults(self.path), self._connection.begin():
            write_sets(self._connection, (one,))

    def anchors(self) -> list[Anchor]:
        """The changes kept elsewhere on which those in this file follow; none but in a hand-out."""
        if not self._has(AnchorRow):
            return []
        with known_faults(self.path), self._connection.begin():
            rows = self._connection.execute(select(AnchorRow.device, AnchorRow.sequence, AnchorRow.digest)).all()
        return [Anchor(*row) for row in rows]

    def local(self) -> dict[str, str]:
        """What is said of this one copy."""
        if not self._has(LocalRow):
            return {}
        with known_faults(self.path), self._connection.begin():
            return {row.name: row.value for row in self._connection.execute(select(LocalRow.name, LocalRow.value))}

    def set_local(self, said: Mapping[str, str]) -> None:
        """Says something of this one copy.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        rows = [{"name": name, "value": value} for name, value in said.items()]
        statement = upsert(LocalRow)
        with known_faults(self.path), self._connection.begin():
            self._connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}), rows
            )

    def save_draft(self, draft: Draft) -> None:
        """Keeps text that is still being typed.

        Raises:
            KnownError: as for `append`.
        """
        row = {**_plain(draft), "at": draft.at.isoformat()}
        keys = ("about", "ref", "question", "part")
        statement = upsert(DraftRow).values(row)
        with known_faults(self.path), self._connection.begin():
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=keys, set_={k: v for k, v in row.items() if k not in keys}
                )
            )

    def drop_draft(self, about: About, ref: str, question: str, part: str) -> None:
        """Forgets a draft that became a revision.

        Raises:
            KnownError: as for `append`.
        """
        with known_faults(self.path), self._connection.begin():
            self._connection.execute(
                delete(DraftRow).where(
                    DraftRow.about == about,
                    DraftRow.ref == ref,
                    DraftRow.question == question,
                    DraftRow.part == part,
                )
            )

    def drafts(self) -> list[Draft]:
        """What a crash left behind, oldest first."""
        with known_faults(self.path), self._connection.begin():
            rows = self._connection.execute(select(DraftRow.__table__).order_by(DraftRow.at)).mappings().all()
        return [
            Draft(
                r["about"], r["ref"], r["question"], r["part"], r["author"], r["text"], datetime.fromisoformat(r["at"])
            )
            for r in rows
        ]

    def faults(self) -> list[str]:
        """What SQLite's own integrity check finds wrong with the file; empty when it is sound."""
        damaged = DAMAGED.format(name=self.path.name)
        try:
            with known_faults(self.path), self._connection.begin():
                found = [str(row[0]) for row in self._connection.execute(text("PRAGMA integrity_check"))]
        except KnownError as error:
            # Damage so great that the check itself cannot go on.
            if str(error) != damaged:
                raise
            return [damaged]
        return [] if found == ["ok"] else found

    def copy_to(self, target: Path) -> None:
        """A consistent copy through SQLite's backup API, put in place in one step.

        Raises:
            KnownError: the place cannot be written to.
        """
        part = target.with_name(target.name + ".part")
        with known_faults(target):
            try:
                copy = dbapi2.connect(str(part))
                try:
                    self._driver.backup(copy)
                finally:
                    copy.close()
                os.replace(part, target)
            finally:
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of the file, and of the journal beside it, which stays between transactions."""
        if self._connection.closed:
            return
        with suppress(DBAPIError):
            self._connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        self._connection.close()
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
            for trigger in TRIGGERS:
                self._connection.execute(text(trigger))
            self._write_pragma("application_id", APPLICATION_ID)
            self._write_pragma("user_version", (FORMAT_MAJOR << 16) + FORMAT_MINOR)
        self._rows, self._up_to_date = 0, True

    def _has(self, table: type[Base]) -> bool:
        with known_faults(self.path), self._connection.begin():
            return inspect(self._connection).has_table(table.__tablename__)

    def _bring_up_to_date(self) -> None:
        """Gives a file of an earlier minor format the tables that it lacks, before it is first written to."""
        if self._up_to_date:
            return
        rows = self._rows
        with known_faults(self.path):
            if self._read_pragma("user_version") < (FORMAT_MAJOR << 16) + FORMAT_MINOR:
                self._lay_out()
        self._rows, self._up_to_date = rows, True

    def _refuse_what_is_not_ours(self) -> None:
        if self._read_pragma("application_id") != APPLICATION_ID:
            raise KnownError(f"{self.path.name} is not an inspection file; nothing was changed. Choose another file.")
        major = self._read_pragma("user_version") >> 16
        if major > FORMAT_MAJOR:
            raise KnownError(
                f"{self.path.name} was written by a newer version of Inspector (file format {major}, this copy knows "
                f"{FORMAT_MAJOR}); nothing was changed. Update this copy to open it."
            )

    def _refuse_if_changed_elsewhere(self, added: int) -> None:
        """To be called with the write lock held. Rows are never deleted, so the last row's number counts them."""
        if self._rows is not None and self._last_row() != self._rows + added:
            raise KnownError(
                f"Another window or program has changed {self.path.name} meanwhile, so the last change is not saved; "
                "what was saved is safe. Close this window and open the file again."
            )

    def _last_row(self) -> int:
        return int(self._connection.execute(text("SELECT coalesce(max(rowid), 0) FROM revision")).scalar_one())

    def _read_pragma(self, name: str) -> int:
        value = int(self._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
        self._connection.rollback()
        return value

    def _write_pragma(self, name: str, value: int) -> None:
        self._connection.exec_driver_sql(f"PRAGMA {name} = {value}")


def _connect(path: Path, new: bool) -> Connection:
    def creator() -> Any:
        mode = "rwc" if new else "rw"
        connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5.0)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    return create_engine("sqlite://", creator=creator, module=dbapi2, poolclass=StaticPool).connect()


def _plain(draft: Draft) -> dict[str, str]:
    return {k: getattr(draft, k) for k in ("about", "ref", "question", "part", "author", "text")}
