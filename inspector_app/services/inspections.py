"""Making and opening inspections."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.domain.answers import Ledger
from inspector_app.domain.case import read_details
from inspector_app.domain.instrument import Instrument
from inspector_app.runtime.collector import collector_paused
from inspector_app.runtime.holding import By, Holds
from inspector_app.services.backups import Keeping
from inspector_app.services.commands import SetDetails
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.own_backups import Whole
from inspector_app.services.passphrases import FORMER
from inspector_app.services.session import CopyParts, Person, Session
from inspector_app.services.shelf import Shelf, at_hand
from inspector_app.services.writer import OnStall, Writer
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Store


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Inspections:
    """Where inspections come from.

    Attributes:
        instruments: the question sets at hand, by id.
        keeping: where backups go; None where none are made.
        holds: the locks by which a file is worked on by one window or command at a time; None where none are taken.
        now, new_id: the clock and the source of ids, handed in so that tests and the example are repeatable.
    """

    instruments: Mapping[str, Instrument]
    keeping: Keeping | None = None
    holds: Holds | None = None
    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id

    def create(
        self,
        path: Path,
        instrument: str,
        person: Person,
        details: Mapping[str, str],
        team: Mapping[str, str] | None = None,
        key: FileKey | None = None,
        by: By = "command",
    ) -> Session:
        """A new inspection file with its details, encrypted where there is a key.

        Raises:
            KnownError: the question set is unknown, something is at that place, or it cannot be written to.
        """
        chosen = at_hand(instrument, self.instruments)
        begun = {
            **details,
            "id": details.get("id") or self.new_id(),
            "instrument": chosen.id,
            "instrument_version": chosen.version,
            "instrument_hash": chosen.content_hash,
        }
        writer = Writer(lambda: Store.create(path, key), let_go=self.take(path, by))
        try:
            shelf, copy = Shelf(self.instruments), CopyParts(key=key)
            session = Session(writer, Ledger(), chosen, person, self.now, self.new_id, shelf, copy)
            session.do(SetDetails(begun, team or {}))
        except BaseException:
            # A file that does not say which inspection it is would be of no use to anyone.
            writer.close()
            path.unlink(missing_ok=True)
            raise
        if self.keeping is not None:
            self.keeping.seen.forget(path)
        return self._kept(session, path)

    def take(self, path: Path, by: By | None) -> Callable[[], None] | None:
        """Takes a file for oneself, until what is returned is called; None where there is nothing to let go of.

        Raises:
            KnownError: another window or command works on it.
        """
        return None if self.holds is None or by is None else self.holds.take(path, by)

    def open(
        self,
        path: Path,
        person: Person,
        on_stall: OnStall | None = None,
        key: FileKey | None = None,
        by: By | None = None,
    ) -> Session:
        """An existing inspection file. `by` is what works on it; without it the file is only read.

        Raises:
            NeedsPassphrase, WrongPassphrase: it is encrypted, and `key` does not open it.
            KnownError: the file is not there, not ours, damaged, newer, or made with a question set that is
                neither at hand nor carried in it; or another window or command works on it.
        """
        writer = Writer(lambda: Store.open(path, key), on_stall, self.take(path, by))
        try:
            with collector_paused():
                history = Ledger(writer.submit(lambda s: s.load()).result())
            copy = writer.submit(_parts).result()
            details = read_details(history).details
            shelf = Shelf(self.instruments, writer.submit(lambda s: s.question_sets()).result())
            chosen = shelf.in_force(details)
        except BaseException:
            writer.close()
            raise
        if self.keeping is not None:
            told = self.keeping.seen.told(path, details.get("id", ""), copy.key is not None, history)
            copy = replace(copy, told=told)
        session = Session(writer, history, chosen, person, self.now, self.new_id, shelf, copy)
        return self._kept(session, path) if by is not None else session

    def _kept(self, session: Session, path: Path) -> Session:
        """The session, whose backups are made from now on."""
        if self.keeping is not None:
            inspection = session.details().details.get("id", "")
            handed_to = session.copy.local.get(HANDED_TO, "")
            names = (name.removeprefix(FORMER) for name in session.copy.local if name.startswith(FORMER))
            whole = Whole(session.key, frozenset(map(bytes.fromhex, names)), session.revisions())
            seen, encrypted = self.keeping.seen, session.key is not None
            session.writer.on_end = lambda: seen.keep(path, inspection, encrypted, session.revisions())
            session.keeper = self.keeping.keeper(session.writer, path, inspection, handed_to, whole)
        return session


def _parts(store: Store) -> CopyParts:
    return CopyParts(tuple(store.anchors()), store.local(), store.key, tuple(store.drafts()), store.ends())
