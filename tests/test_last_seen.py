"""A file that is put in the place of the one that was last open here: told, and nothing else is."""

from __future__ import annotations

import pytest

from inspector_app.services.last_seen import LAST_SEEN
from inspector_app.services.passphrases import change_key
from inspector_app.services.session import Session
from inspector_app.storage.file_key import FileKey, new_key
from tests.test_backups import SECRET_CASE, SECRET_TRUST, Home, answer
from tests.test_backups import house as house
from tests.test_file_key import CHEAP


@pytest.fixture(scope="module")
def key() -> FileKey:
    return new_key("a passphrase of some length", CHEAP)


def told(house: Home, key: FileKey | None = None) -> str:
    session = house.open(key)
    session.close()
    return session.copy.told


def closed(session: Session) -> None:
    session.close()


def test_a_file_that_went_on_says_nothing(house: Home, key: FileKey) -> None:
    closed(house.create(key))
    for note in ("one", "two"):
        session = house.open(key)
        assert session.copy.told == ""
        answer(session, note=note)
        session.close()
    assert told(house, key) == ""


def test_a_plain_file_under_the_name_of_an_encrypted_one_is_told(house: Home, key: FileKey) -> None:
    closed(house.create(key))
    change_key(house.path, key, None)
    reading = house.inspections.open(house.path, house.open_ones[0].person)
    reading.close()
    assert reading.copy.told.startswith("This file was encrypted when it was last open here and is not any more")
    assert told(house) == reading.copy.told, "reading alone changes nothing of what is remembered"
    house.keeping.seen.forget(house.path)
    assert told(house) == ""


@pytest.mark.parametrize("encrypted", [True, False])
def test_an_older_copy_is_told_until_somebody_works_with_it(house: Home, key: FileKey, encrypted: bool) -> None:
    given = key if encrypted else None
    closed(house.create(given))
    old = house.path.read_bytes()
    session = house.open(given)
    for note in ("one", "two"):
        answer(session, note=note)
    session.close()
    added = len(session.ledger) - len(house.open_ones[0].ledger)
    house.path.write_bytes(old)
    assert f"older than what was last open here: at least {added} changes are missing" in told(house, given)
    assert told(house, given) == ""


def test_an_older_copy_that_was_written_to_elsewhere_is_told(house: Home, key: FileKey) -> None:
    closed(house.create(key))
    old = house.path.read_bytes()
    session = house.open(key)
    answer(session, note="one")
    session.close()
    last = house.settings.get(LAST_SEEN)
    house.path.write_bytes(old)
    session = house.open(key)
    for note in ("another", "and another"):
        answer(session, note=note)
    session.close()
    house.settings.keep(LAST_SEEN, last)
    assert "at least 1 change is missing" in told(house, key)


def test_what_is_remembered_says_nothing_of_the_inspection(house: Home, key: FileKey) -> None:
    session = house.create(key)
    session.close()
    kept = house.settings.path.read_text("utf-8")
    for word in (SECRET_TRUST, SECRET_CASE, "kept.inspection", session.details().details["id"]):
        assert word not in kept


@pytest.mark.parametrize("odd", [7, [], {"x": 1}, None, "text"])
def test_settings_that_hold_something_else_are_passed_over(house: Home, odd: object) -> None:
    closed(house.create())
    known = house.settings.get(LAST_SEEN)
    house.settings.keep(LAST_SEEN, dict.fromkeys(known, odd))
    assert told(house) == ""
    house.settings.keep(LAST_SEEN, odd)
    assert told(house) == ""
