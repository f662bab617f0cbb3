"""Files that somebody else put among the backups of an encrypted inspection: never encrypted, never listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.keeping import Backup
from inspector_app.services.commands import AddCase
from inspector_app.services.passphrases import change_key
from inspector_app.services.session import Session
from inspector_app.storage.file_key import FileKey, is_encrypted, new_key
from inspector_app.storage.store import Store
from inspector_app.ui.models.backup_words import state_words
from tests.test_backups import SECRET_CASE, Home, answer, asked_for, finish, keeper_of
from tests.test_backups import house as house
from tests.test_file_key import CHEAP

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def key() -> FileKey:
    return new_key("a passphrase of some length", CHEAP)


@pytest.fixture
def stick(house: Home) -> Iterator[Path]:
    made = house.folder / "stick"
    made.mkdir()
    house.keeping.set_second(made)
    return made


def planted(session: Session, house: Home, folder: Path, key: FileKey | None = None, number: int = 99) -> Path:
    """A file with a change that this inspection does not hold, under the name of its newest backup."""
    keeper = keeper_of(session)
    other = house.folder / "other.inspection"
    Store.open(house.path, session.key).rewrite_to(other, key)
    forged = house.inspections.open(other, session.person, key=key)
    forged.do(AddCase("FORGED", "AB", {"type": "order"}))
    count = len(forged.ledger)
    forged.close()
    name = Backup(number, house.clock.at.replace(year=2014), "closing", count, 0, keeper.origin).name
    return other.rename(folder / name)


def there(stick: Path, session: Session) -> Path:
    return next(path for path in stick.rglob(keeper_of(session).folder.path.name))


def test_a_plain_file_in_the_second_place_stays_what_it_is(house: Home, stick: Path, key: FileKey) -> None:
    session = house.create(key)
    asked_for(session)
    alien = planted(session, house, there(stick, session))
    as_it_was = alien.read_bytes()
    session.close()
    session = house.open(key)
    finish(session)
    keeper = keeper_of(session)
    assert alien.read_bytes() == as_it_was
    assert alien.name not in {kept.path.name for kept in keeper.all_there_are()} and len(keeper.all_there_are()) == 1
    assert alien.name not in {kept.path.name for kept in house.keeping.of_file(house.path)}
    assert keeper.state.second_plain == 1 and "On stick lies 1 file" in state_words(keeper.state)
    assert keeper.state.second_has == keeper.state.last
    house.path.write_bytes(b"nothing of it is left")
    assert [is_encrypted(kept.path) for kept in house.keeping.of_file(house.path)] == [True]


def test_many_of_them_push_out_none_of_the_real_ones(house: Home, stick: Path, key: FileKey) -> None:
    session = house.create(key)
    asked_for(session)
    for number in range(50, 70):
        planted(session, house, there(stick, session), number=number)
    asked_for(session)
    assert len([path for path in stick.rglob("*.inspection") if is_encrypted(path)]) == 2


def test_a_file_under_a_key_that_is_not_known_is_not_listed(house: Home, stick: Path, key: FileKey) -> None:
    session = house.create(key)
    asked_for(session)
    planted(session, house, there(stick, session), new_key("another passphrase here", CHEAP))
    keeper_of(session).settings_changed()
    finish(session)
    assert len(keeper_of(session).all_there_are()) == 1


def test_one_from_before_another_passphrase_is_still_its_own(house: Home, key: FileKey) -> None:
    session = house.create(key)
    asked_for(session)
    session.close()
    other = new_key("another passphrase here", CHEAP)
    change_key(house.path, key, other)
    session = house.open(other)
    finish(session)
    assert len(keeper_of(session).all_there_are()) == 1


def test_on_this_computer_only_what_the_inspection_holds_itself_is_encrypted(house: Home, key: FileKey) -> None:
    session = house.create()
    answer(session)
    asked_for(session)
    (real,) = keeper_of(session).backups()
    alien = planted(session, house, keeper_of(session).folder.path)
    session.close()
    change_key(house.path, None, key)
    session = house.open(key)
    finish(session)
    keeper = keeper_of(session)
    assert is_encrypted(real.path) and not is_encrypted(alien)
    assert [kept.path for kept in keeper.all_there_are()] == [real.path]
    assert keeper.state.plain == 1 and "On this computer lies 1 file" in state_words(keeper.state)


def test_a_file_that_got_another_name_before_its_passphrase_leaves_nothing_plain(
    house: Home, stick: Path, key: FileKey
) -> None:
    session = house.create()
    asked_for(session)
    session.close()
    house.path = house.path.rename(house.folder / "renamed.inspection")
    change_key(house.path, None, key)
    session = house.open(key)
    finish(session)
    found = [*house.keeping.place.rglob("*.inspection"), *stick.rglob("*.inspection")]
    assert len(found) == 2 and all(is_encrypted(path) for path in found)
    for path in (*house.keeping.place.rglob("*"), *stick.rglob("*")):
        assert path.is_dir() or SECRET_CASE.encode() not in path.read_bytes()
