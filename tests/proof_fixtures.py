"""An encrypted inspection, its team on laptops of their own, and a forger who knows SQL and a passphrase."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app.domain.answers import Revision, digest_of
from inspector_app.runtime.device_key import DeviceKey
from inspector_app.services import handing_out
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import Union, merge, read_others
from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.services.session import Person, Session
from inspector_app.storage.connecting import open_driver
from inspector_app.storage.store import Store
from inspector_app.storage.tables import SEALED, TRIGGERS
from small import small

TEAM = {"LEAD": "lead", "DEP": "deputy", "AB": "inspector", "CD": "local_assessor"}
COMPLETE = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}
AT = datetime(2013, 6, 9, tzinfo=UTC)


@cache
def key_of_test(name: str) -> FileKey:
    """A key of a file that is made once: Argon2 takes its time by design."""
    return new_key(f"a passphrase for {name} in tests")


def laptop(code: str, number: int = 1) -> Person:
    """Somebody at a laptop of theirs, with a key of its own."""
    name = f"{code}-{number}"
    return Person(code, name, DeviceKey(name, name.encode().ljust(32, b".")))


@dataclass
class Office:
    """Where an encrypted inspection is made, handed out and taken back, each file in a folder of its own."""

    folder: Path
    inspections: Inspections = field(init=False)
    sessions: list[Session] = field(default_factory=list)
    files: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        ticks = itertools.count()
        self.inspections = Inspections({"small": small()}, now=lambda: AT + timedelta(days=1, seconds=next(ticks)))

    def begin(self, key: FileKey | None = None, name: str = "whole", team: Any = TEAM) -> Session:
        """The lead's file, with five cases: two of AB's, two of CD's, one of the lead's."""
        made = self.inspections.create(
            self.folder / f"{name}.inspection", "small", laptop("LEAD"), {"trust": "A Trust", "interviews": "no"}, team,
            key,
        )  # fmt: skip
        self.sessions.append(made)
        for number, who in enumerate(("AB", "AB", "CD", "CD", "LEAD")):
            made.do(AddCase(f"C-{number}", who, {"type": "licence", "officer": f"O-{number}"}))
        return made

    def open(self, path: Path, person: Person, key: FileKey | None) -> Session:
        """A file on a laptop, as the window opens it: a hand-out by the one it was made for."""
        made = self.inspections.open(path, person, key=key)
        self.sessions.append(made)
        return made

    def hand_out(self, session: Session, *codes: str) -> dict[str, HandedOut]:
        """A file for each of these, in a new folder."""
        folder = self.folder / f"out-{next(self.files)}"
        folder.mkdir()
        written = handing_out.write(handing_out.prepare(session, codes), folder, "visit", AT)
        assert written is not None
        handing_out.remember(session, written, AT)
        return {one.assessor: one for one in written}

    def close(self) -> None:
        """Lets go of every file."""
        for session in self.sessions:
            if not session.writer.closed:
                assert session.close() == 0


def answer_all(session: Session, ref: str, **others: str) -> None:
    """Answers every question of a case."""
    for question, value in (COMPLETE | others).items():
        session.do(SetAnswer("case", ref, question, value))


def union_of(session: Session, *paths: Path, keys: Callable[[Path], FileKey | None] = lambda _: None) -> Union:
    """What copies would bring."""
    union = read_others(session, paths, keys=keys)
    assert union is not None
    return union


def take(session: Session, *paths: Path, keys: Callable[[Path], FileKey | None] = lambda _: None) -> Union:
    """Takes copies in."""
    union = union_of(session, *paths, keys=keys)
    assert not union.refused, union.refused
    pending = merge(session, union)
    if pending is not None:
        session.settle(pending)
    return union


@contextmanager
def as_a_forger(path: Path, key: FileKey | None) -> Iterator[Any]:
    """The file as somebody sees it who has its passphrase and writes SQL: no trigger stands in the way.

    They leave no other trace than what they do: the triggers are put back, and what the file says of the ends of its
    chains and of its rows outside the history is as if an earlier version had written it.
    """
    driver = open_driver(path, key, new=False)
    try:
        driver.execute("PRAGMA foreign_keys = OFF")
        for (name,) in driver.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            driver.execute(f"DROP TRIGGER {name}")
        yield driver
        driver.execute("DELETE FROM tip")
        for table in SEALED:
            driver.execute(f"UPDATE {table} SET digest = ''")
        for trigger in TRIGGERS:
            driver.execute(trigger)
        driver.commit()
    finally:
        driver.close()


def chain_again(path: Path, key: FileKey | None, device: str) -> None:
    """What a careful forger does next: the digests of a device's chain are recomputed, so that no link is broken."""
    store = Store.open(path, key)
    try:
        chain = [r for r in store.load() if r.device == device]
    finally:
        store.close()
    chain.sort(key=lambda r: r.sequence)
    tip, made = "", []
    for sequence, revision in enumerate(chain, 1):
        placed = revision._replace(sequence=sequence, previous=tip if sequence > 1 else revision.previous)
        tip = digest_of(placed)
        made.append(placed._replace(digest=tip))
    with as_a_forger(path, key) as driver:
        for one in made:
            driver.execute(
                "UPDATE revision SET sequence = ?, previous = ?, digest = ? WHERE id = ?",
                (one.sequence, one.previous, one.digest, one.id),
            )


def insert(path: Path, key: FileKey | None, revisions: list[Revision], signatures: list[tuple[Any, ...]] = []) -> None:  # noqa: B006
    """Puts rows into a file, as the app itself writes them."""
    from inspector_app.domain.signing import Signature

    store = Store.open(path, key)
    try:
        store.append(revisions, signatures=[Signature(*one) for one in signatures])
    finally:
        store.close()
