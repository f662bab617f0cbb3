"""Backups while working: whole, with the key of their source, here and in a second place, and in nobody's way."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import KnownError
from inspector_app.domain.keeping import Why, read_name
from inspector_app.runtime.settings import Settings
from inspector_app.services.backup_folder import IN_SECOND_PLACE, BackupFolder
from inspector_app.services.backups import Keeper, Keeping
from inspector_app.services.commands import AddCase, SetAnswer, UpgradeInstrument
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.own_backups import Whole
from inspector_app.services.passphrases import change_key
from inspector_app.services.recovery_copy import freeze, keep_with_backups, replace_outlived
from inspector_app.services.session import Person, Session
from inspector_app.storage.file_key import FileKey, is_encrypted, new_key, read_header
from inspector_app.storage.store import Store
from tests.small import small
from tests.test_file_key import CHEAP

BEGUN = datetime(2013, 6, 10, 9, 0, tzinfo=UTC)
SECRET_TRUST, SECRET_CASE = "Devon Marker Trust", "CASE-MARKER-7"


@dataclass
class Clock:
    at: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


@dataclass
class Home:
    """An installation with a file that is open in it."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    open_ones: list[Session] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = Settings(self.folder / "settings.json")
        self.keeping = Keeping(self.folder / "backups", self.settings, self.clock)
        self.inspections = Inspections({"small": small()}, self.keeping, now=self.clock)
        self.path = self.folder / "kept.inspection"

    def create(self, key: FileKey | None = None) -> Session:
        details = {"trust": SECRET_TRUST, "interviews": "no"}
        session = self.inspections.create(self.path, "small", Person("AB", "device"), details, key=key)
        session.do(AddCase(SECRET_CASE, "AB", {"type": "order"}))
        return self.hold(session)

    def open(self, key: FileKey | None = None) -> Session:
        return self.hold(self.inspections.open(self.path, Person("AB", "device"), key=key, by="window"))

    def hold(self, session: Session) -> Session:
        self.open_ones.append(session)
        return session

    def made(self) -> list[Why]:
        """What the backups were made for, oldest first."""
        return [kept.backup.why for kept in reversed(keeper_of(self.open_ones[-1]).backups())]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    for session in made.open_ones:
        session.close()
        keeper_of(session).behind.wait()


def keeper_of(session: Session) -> Keeper:
    assert session.keeper is not None
    return session.keeper


def finish(session: Session) -> None:
    """Waits until all backups that were asked for are made."""
    session.writer.submit(lambda _: None).result()
    while keeper_of(session).making:
        session.writer.submit(lambda _: None).result()
    assert keeper_of(session).behind.wait(30)


def answer(session: Session, value: str = "sufficient", note: str = "") -> None:
    session.do(SetAnswer("case", SECRET_CASE, "plan", value, note))


def asked_for(session: Session, why: Why = "asked") -> None:
    keeper_of(session).make(why)
    finish(session)


def test_a_backup_is_made_when_the_time_is_up_and_something_changed(house: Home) -> None:
    session = house.create()
    keeper = keeper_of(session)
    for minutes, changes, made in ((0, False, 1), (9, True, 1), (1, False, 2), (30, False, 2), (0, True, 3)):
        house.clock.go_on(minutes)
        if changes:
            answer(session, note=f"until {house.clock.at}")
        keeper.tick()
        finish(session)
        assert len(keeper.backups()) == made, (minutes, changes, keeper.state)
    last = keeper.state.last
    assert last is not None and last.changes == len(session.ledger) and last.answers == 1 and last.at == house.clock.at


def test_a_file_that_is_only_read_makes_none(house: Home) -> None:
    house.create().close()
    house.clock.go_on(1000)
    session = house.open()
    keeper_of(session).tick()
    keeper_of(session).last_one()
    finish(session)
    assert house.made() == []


def test_a_command_that_only_reads_makes_none_of_an_older_format_either(house: Home) -> None:
    house.create().close()
    make_older(house.path)
    session = house.inspections.open(house.path, Person("AB", "device"))
    session.close()
    assert session.keeper is None and not house.keeping.has(house.path)


def test_the_last_one_is_made_at_closing(house: Home) -> None:
    session = house.create()
    answer(session)
    keeper_of(session).last_one()
    session.close()
    assert keeper_of(session).behind.wait(30)
    assert house.made() == ["closing"]
    backup = keeper_of(session).backups()[0]
    store = Store.open(backup.path)
    try:
        assert store.load() == list(session.revisions())
    finally:
        store.close()


def test_one_is_made_before_an_import_a_merge_and_an_upgrade(house: Home, tmp_path: Path) -> None:
    session = house.create()
    before = len(session.ledger)
    pending = take_in(session, read_in(session, Text("c.csv", "case_ref,status\nN1,in_progress\n"), None))
    assert pending is not None
    session.settle(pending)
    finish(session)
    assert house.made() == ["import"]
    assert keeper_of(session).backups()[0].backup.changes == before < len(session.ledger)

    other = tmp_path / "other.inspection"
    session.writer.submit(lambda s: s.copy_to(other)).result()
    theirs = Inspections({"small": small()}).open(other, Person("CD", "device-2"))
    theirs.do(SetAnswer("case", SECRET_CASE, "review", "sufficient"))
    theirs.close()
    union = read_others(session, [other])
    assert union is not None
    pending = merge(session, union)
    assert pending is not None
    session.settle(pending)
    finish(session)
    assert house.made() == ["import", "merge"]

    session.do(UpgradeInstrument(small_again()))
    finish(session)
    assert house.made() == ["import", "merge", "upgrade"]


def small_again() -> object:
    from dataclasses import replace

    return replace(small(), version="1.1.0", content_hash="small-again")


def test_a_merge_that_brings_nothing_makes_none(house: Home, tmp_path: Path) -> None:
    session = house.create()
    other = tmp_path / "other.inspection"
    session.writer.submit(lambda s: s.copy_to(other)).result()
    union = read_others(session, [other])
    assert union is not None and merge(session, union) is None
    finish(session)
    assert house.made() == []


def test_an_older_format_is_kept_once_before_it_is_brought_up_to_date(house: Home) -> None:
    house.create().close()
    make_older(house.path)
    for _ in range(2):
        session = house.open()
        finish(session)
        assert house.made() == ["migration"]
        session.close()
    session = house.open()
    answer(session)
    finish(session)
    backup = keeper_of(session).backups()[0]
    older = Store.open(backup.path)
    try:
        assert older.outdated
    finally:
        older.close()
    assert not session.writer.submit(lambda s: s.outdated).result()


def make_older(path: Path) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path))
    connection.execute("DROP TABLE signature")
    connection.execute(f"PRAGMA user_version = {(1 << 16) + 2}")
    connection.commit()
    connection.close()


def test_an_encrypted_inspection_has_encrypted_backups_that_open_with_its_key(house: Home) -> None:
    key = new_key("a passphrase of some length", CHEAP)
    session = house.create(key)
    answer(session, note="NOTE-MARKER")
    asked_for(session)
    (kept,) = keeper_of(session).backups()
    assert read_header(kept.path) == read_header(house.path)
    store = Store.open(kept.path, key)
    try:
        assert len(store.load()) == len(session.ledger)
    finally:
        store.close()
    session.close()
    for path in house.keeping.place.rglob("*"):
        told = str(path.relative_to(house.folder)).encode() + (path.read_bytes() if path.is_file() else b"")
        for marker in (SECRET_TRUST, SECRET_CASE, "NOTE-MARKER", "kept"):
            assert marker.encode() not in told, path


def test_names_say_nothing_of_a_plain_inspection_either(house: Home) -> None:
    session = house.create()
    asked_for(session)
    for path in house.keeping.place.rglob("*"):
        for marker in (SECRET_TRUST, SECRET_CASE, "kept", session.details().details["id"]):
            assert marker not in str(path.relative_to(house.keeping.place))


def test_backups_of_a_plain_file_are_encrypted_once_it_is(house: Home) -> None:
    session = house.create()
    answer(session)
    second = house.folder / "stick"
    second.mkdir()
    house.keeping.set_second(second)
    keeper_of(session).settings_changed()
    asked_for(session)
    session.close()
    key = new_key("a passphrase of some length", CHEAP)
    change_key(house.path, None, key)
    session = house.open(key)
    finish(session)
    found = [*house.keeping.place.rglob("*.inspection"), *second.rglob("*.inspection")]
    assert len(found) == 2
    for path in found:
        assert is_encrypted(path)
        store = Store.open(path, key)
        assert len(store.load()) == len(session.ledger)
        store.close()


def keep_copy(session: Session, house: Home) -> None:
    """What the window does at closing."""
    frozen = freeze(session, house.keeping, "0.1.0", house.clock.at)
    keeper_of(session).last_one("closing", lambda keeper: keep_with_backups(frozen, keeper))
    finish(session)


def copies(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("recovery-*.html"))


def test_a_copy_to_read_is_kept_along_and_takes_the_place_of_the_one_before(house: Home) -> None:
    session = house.create()
    keep_copy(session, house)
    (first,) = copies(house.keeping.place)
    assert SECRET_CASE in first.read_text("utf-8")
    stick = house.folder / "stick"
    stick.mkdir()
    house.keeping.set_second(stick)
    keeper_of(session).settings_changed()
    answer(session, note="NOTE-MARKER")
    keep_copy(session, house)
    here, there = *copies(house.keeping.place), *copies(stick)
    assert not first.exists() and here.name == there.name and "NOTE-MARKER" in there.read_text("utf-8")
    assert len(keeper_of(session).backups()) == 2, "no page is taken for a backup"


def test_a_file_that_was_only_read_leaves_no_copy_either(house: Home) -> None:
    house.create().close()
    session = house.open()
    keep_copy(session, house)
    assert copies(house.folder) == []


def test_copies_to_read_are_encrypted_as_the_inspection_is(house: Home) -> None:
    session = house.create()
    keep_copy(session, house)
    session.close()
    key = new_key("a passphrase of some length", CHEAP)
    change_key(house.path, None, key)
    session = house.open(key)
    finish(session)
    assert copies(house.folder) == [], "what anybody could read is gone as soon as it is opened encrypted"
    answer(session, note="NOTE-MARKER")
    keep_copy(session, house)
    (copy,) = copies(house.folder)
    text = copy.read_text("utf-8")
    for marker in (SECRET_TRUST, SECRET_CASE, "NOTE-MARKER"):
        assert marker not in text


def test_copies_to_read_open_with_the_passphrase_of_now_alone(house: Home) -> None:
    """Somebody else may know the one before; a change of it adds nothing to the history."""
    stick = house.folder / "stick"
    stick.mkdir()
    house.keeping.set_second(stick)
    old, new = (new_key(f"a passphrase of some length, {time}", CHEAP) for time in ("once", "now"))
    session = house.create(old)
    keep_copy(session, house)
    session.close()
    before = copies(house.folder)
    change_key(house.path, old, new)
    session = house.open(new)
    replace_outlived(freeze(session, house.keeping, "0.1.0", house.clock.at), keeper_of(session))
    finish(session)
    after = copies(house.folder)
    assert len(before) == len(after) == 2 and not {*before} & {*after}
    for copy in after:
        for key, opens in ((old, False), (new, True)):
            assert opened_by(copy, key) == opens
    keep_copy(session, house)
    assert copies(house.folder) == after


def opened_by(copy: Path, key: FileKey) -> bool:
    """By the table of the README."""
    found = re.search(r'id="sealed">(.*?)</script>', copy.read_text("utf-8"), re.DOTALL)
    assert found
    sealed = json.loads(found[1])["recovery"]
    nonce, data = (base64.b64decode(sealed[name]) for name in ("nonce", "data"))
    secret = HKDF(SHA256(), 32, None, b"inspector-recovery-1").derive(key.secret)
    try:
        AESGCM(secret).decrypt(nonce, data, b"inspector-recovery-1")
    except InvalidTag:
        return False
    return True


def flip_everywhere(made: Path) -> None:
    content = bytearray(made.read_bytes())
    for at in range(4096, len(content), 512):
        content[at] ^= 0xFF
    made.write_bytes(content)


KEY = new_key("a passphrase of some length", CHEAP)


def flip_one_bit_where_no_count_looks(made: Path) -> None:
    """One that only a look at every page finds."""
    content = made.read_bytes()
    for at in range(4096 + 100, len(content), 4096):
        made.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        store = None
        try:
            store = Store.open(made, KEY)
            store.changes(), store.answers()
            return
        except KnownError:
            continue
        finally:
            if store is not None:
                store.close()
    raise AssertionError("every page is looked at")


def lose_the_last_change(made: Path) -> None:
    store = Store.open(made)
    store._driver.executescript(
        "DROP TRIGGER revision_delete; DELETE FROM revision WHERE rowid = (SELECT max(rowid) FROM revision)"
    )
    store.close()


@pytest.mark.parametrize(
    ("spoil", "encrypted"),
    [(flip_everywhere, False), (flip_one_bit_where_no_count_looks, True), (lose_the_last_change, False)],
)
def test_what_did_not_read_back_is_not_listed_and_told(
    house: Home, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], encrypted: bool
) -> None:
    session = house.create(KEY if encrypted else None)
    keeper = keeper_of(session)
    keeper.behind.wait(30)
    do = keeper.behind.do

    def meddled(work: Callable[[], None]) -> None:
        """As a bad disk would between writing and reading back."""
        for made in keeper.folder.path.glob("*.making"):
            spoil(made)
        do(work)

    monkeypatch.setattr(keeper.behind, "do", meddled)
    asked_for(session)
    assert keeper.backups() == () and keeper.state.last is None
    assert "did not read back" in keeper.state.problem or "damaged" in keeper.state.problem
    assert list(keeper.folder.path.iterdir()) == [], "what is no use is not left"


def test_nobody_else_on_the_machine_looks_into_the_folder(house: Home) -> None:
    session = house.create()
    asked_for(session)
    # Windows knows no such modes; there the folder is the account's own.
    assert os.name != "posix" or keeper_of(session).folder.path.stat().st_mode & 0o077 == 0


def test_half_written_ones_are_no_backups_and_go_in_time(house: Home) -> None:
    session = house.create()
    asked_for(session)
    folder = keeper_of(session).folder.path
    (kept,) = keeper_of(session).backups()
    old, young = folder / "1-1.making", folder / (kept.path.name + ".77.part")
    for left in (old, young):
        left.write_bytes(kept.path.read_bytes()[:5000])
    os.utime(old, (0, 0))
    assert keeper_of(session).backups() == (kept,)
    asked_for(session)
    assert not old.exists() and young.exists()


def test_a_full_disk_is_told_and_the_answers_go_on(house: Home) -> None:
    session = house.create()
    (house.folder / "backups").write_text("no folder can be made here")
    asked_for(session)
    assert keeper_of(session).state.problem
    answer(session)
    (house.folder / "backups").unlink()
    asked_for(session)
    assert keeper_of(session).state.problem == "" and len(keeper_of(session).backups()) == 1


def test_a_backup_that_fails_does_not_hold_up_an_import(house: Home) -> None:
    session = house.create()
    (house.folder / "backups").write_text("no folder can be made here")
    pending = take_in(session, read_in(session, Text("c.csv", "case_ref\nN1\n"), None))
    assert pending is not None
    session.settle(pending)
    assert "N1" in session.refs() and keeper_of(session).state.problem


def test_the_second_place_has_the_same_and_a_missing_drive_is_made_up_for(house: Home) -> None:
    session = house.create()
    keeper = keeper_of(session)
    drive = house.folder / "D"
    drive.mkdir()
    house.keeping.set_second(drive)
    keeper.settings_changed()
    asked_for(session)
    folder = BackupFolder(drive / IN_SECOND_PLACE / keeper.folder.path.name)
    assert folder.names() == keeper.folder.names() and len(folder.names()) == 1
    assert keeper.state.second_has == keeper.state.last and not keeper.state.second_problem

    gone = drive.rename(house.folder / "pulled out")
    answer(session)
    asked_for(session)
    assert keeper.state.second_problem == "missing" and keeper.state.second_has != keeper.state.last
    assert not drive.exists(), "nothing is written where the drive is not"
    drive.mkdir()  # what an empty place looks like where the drive is not mounted
    asked_for(session)
    assert keeper.state.second_problem == "missing" and list(drive.iterdir()) == []
    drive.rmdir()

    gone.rename(drive)
    asked_for(session)
    assert folder.names() == keeper.folder.names() and len(folder.names()) == 4
    assert keeper.state.second_has == keeper.state.last and not keeper.state.second_problem
    assert {kept.path.read_bytes() for kept in folder.backups()} == {k.path.read_bytes() for k in keeper.backups()}


def test_backups_of_a_damaged_or_missing_file_are_found(house: Home) -> None:
    session = house.create()
    drive = house.folder / "D"
    drive.mkdir()
    house.keeping.set_second(drive)
    keeper_of(session).settings_changed()
    asked_for(session)
    asked_for(session)
    session.close()
    house.path.write_bytes(b"nothing of it is left")
    assert [kept.backup for kept in house.keeping.of_file(house.path)] == [
        k.backup for k in keeper_of(session).backups()
    ]
    house.path.unlink()
    assert len(house.keeping.of_file(house.path)) == 2
    for kept in keeper_of(session).backups():
        kept.path.unlink()
    from_drive = house.keeping.of_file(house.path)
    assert len(from_drive) == 2 and all(drive in kept.path.parents for kept in from_drive)
    assert house.keeping.of_file(house.folder / "another.inspection") == ()


def test_backups_of_a_damaged_encrypted_file_are_found_though_it_was_moved(house: Home) -> None:
    session = house.create(new_key("a passphrase of some length", CHEAP))
    asked_for(session)
    session.close()
    moved = house.folder / "elsewhere.inspection"
    moved.write_bytes(house.path.read_bytes()[:9000])
    made = [kept.backup for kept in keeper_of(session).backups()]
    assert made and [kept.backup for kept in house.keeping.of_file(moved)] == made
    moved.write_bytes(new_key("of another inspection", CHEAP).header + bytes(9000))
    assert house.keeping.of_file(moved) == ()


def test_those_of_a_copy_at_another_place_and_of_the_second_place_are_listed_too(house: Home) -> None:
    session = house.create()
    drive = house.folder / "D"
    drive.mkdir()
    house.keeping.set_second(drive)
    keeper_of(session).settings_changed()
    asked_for(session)
    session.close()
    house.path = house.path.rename(house.folder / "saved from damage.inspection")
    session = house.open()
    finish(session)
    keeper = keeper_of(session)
    (there,) = keeper.all_there_are()
    assert keeper.backups() == () and there.backup.origin != keeper.origin
    asked_for(session)
    for kept in keeper.folder.backups():
        kept.path.unlink()
    keeper.settings_changed()
    finish(session)
    assert [kept.backup.origin == keeper.origin for kept in keeper.all_there_are()] == [True, False]
    assert all(drive in kept.path.parents for kept in keeper.all_there_are())


def test_an_answer_does_not_wait_until_a_backup_is_on_the_disk(house: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    session = house.create()
    begun, go_on, sync = threading.Event(), threading.Event(), os.fsync

    def slow(descriptor: int) -> None:
        begun.set()
        assert go_on.wait(30)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    keeper_of(session).make("asked")
    assert begun.wait(30)
    answer(session)
    assert keeper_of(session).backups() == () and not keeper_of(session).making
    go_on.set()
    finish(session)
    assert len(keeper_of(session).backups()) == 1


def test_a_handed_out_part_and_the_whole_have_folders_of_their_own(house: Home) -> None:
    session = house.create()
    whole = keeper_of(session)
    part = house.keeping.keeper(session.writer, house.path, session.details().details["id"], "CD", Whole())
    assert part.folder.path != whole.folder.path


def test_an_act_that_waits_goes_first(house: Home) -> None:
    """A backup that is under way gives way to an answer, and is made all the same."""
    session = house.create()
    for place in range(400):
        session.handle(AddCase(f"M{place}", "AB", {"type": "order", "office": "x" * 8000}))
    session.writer.submit(lambda _: None).result()
    hold, order = threading.Event(), []
    session.writer.submit(lambda _: hold.wait(30))
    keeper_of(session).make("asked")
    # Lined up behind the backup before that begins.
    session.writer.submit(lambda _: order.append("answer"))
    keeper_of(session).on_state = lambda state: order.append("backup") if state.last else None
    hold.set()
    finish(session)
    assert order[0] == "answer" and "backup" in order and house.made() == ["asked"]


def test_every_name_in_the_folder_is_one_that_can_be_read(house: Home) -> None:
    session = house.create()
    for _ in range(3):
        asked_for(session)
    names = [path.name for path in keeper_of(session).folder.path.iterdir()]
    assert len(names) == 3 and all(read_name(name) for name in names)
    assert sorted(read_name(name).number for name in names) == [1, 2, 3]  # type: ignore[union-attr]


def test_old_ones_are_taken_out(house: Home) -> None:
    session = house.create()
    for _ in range(15):
        house.clock.go_on(1)
        answer(session, "sufficient" if house.clock.at.minute % 2 else "insufficient")
        asked_for(session, "interval")
    assert [kept.backup.number for kept in keeper_of(session).backups()] == list(range(15, 5, -1))


def test_the_settings_hold_what_was_set(house: Home) -> None:
    assert house.keeping.minutes == 10 and house.keeping.second is None
    house.keeping.set_minutes(3)
    house.keeping.set_second(house.folder)
    again = Keeping(house.folder, Settings(house.folder / "settings.json"), house.clock)
    assert again.minutes == 3 and again.second == house.folder
    house.settings.keep("backup_minutes", "nonsense")
    house.settings.keep("backup_second_place", 7)
    assert again.minutes == 3 and house.keeping.minutes == 10 and house.keeping.second is None
