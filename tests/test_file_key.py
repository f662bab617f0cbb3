"""Encrypted inspection files: keys, what opens them, and what is told where something does not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError, NeedsPassphrase, WrongPassphrase
from inspector_app.domain.passphrases import judge, suggestion
from inspector_app.services import passphrases
from inspector_app.services.commands import AddCase
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
from inspector_app.storage import file_key
from inspector_app.storage.file_key import PAGE, Cost, FileKey
from inspector_app.storage.store import Store
from small import small

CHEAP = Cost(memory=5, passes=1, lanes=1)
WORDS = "quiet otter under seven bridges"
ME = Person("AB", "device-1")
SECRET_TOWN = "Marazion-by-the-marker"


@pytest.fixture
def key() -> FileKey:
    return file_key.new_key(WORDS, CHEAP)


@pytest.fixture
def path(tmp_path: Path, key: FileKey) -> Path:
    path = tmp_path / "secret.inspection"
    _make(path, key)
    return path


def _inspections() -> Inspections:
    return Inspections({"small": small()})


def _make(path: Path, key: FileKey | None) -> None:
    session = _inspections().create(path, "small", ME, {"trust": SECRET_TOWN}, key=key)
    for number in range(60):
        session.do(AddCase(f"C-{number}"))
    session.close()


def test_nothing_of_an_encrypted_file_can_be_read_without_its_key(path: Path) -> None:
    content = path.read_bytes()
    assert SECRET_TOWN.encode() not in content and b"CREATE TABLE" not in content
    assert content.startswith(b"INSC")


def test_a_plain_file_can_be_read_by_everybody(tmp_path: Path) -> None:
    _make(tmp_path / "plain.inspection", None)
    assert SECRET_TOWN.encode() in (tmp_path / "plain.inspection").read_bytes()


def test_the_passphrase_opens_the_file(path: Path) -> None:
    session = _inspections().open(path, ME, key=file_key.key_of(path, WORDS))
    assert session.details().trust == SECRET_TOWN and session.key is not None
    session.close()


def test_the_same_letters_from_another_keyboard_open_it(tmp_path: Path) -> None:
    _make(tmp_path / "x.inspection", file_key.new_key("café au lait, thrice", CHEAP))
    assert file_key.key_of(tmp_path / "x.inspection", "cafe\u0301 au lait, thrice")


def test_without_a_key_it_is_asked_for(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NeedsPassphrase, match="secret.inspection is encrypted; nothing was changed"):
        Store.open(path)
    with pytest.raises(NeedsPassphrase):  # the key of another file says nothing of this one
        Store.open(path, file_key.new_key(WORDS, CHEAP))


def test_a_wrong_passphrase_is_told(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase, match="does not open secret.inspection; nothing was changed"):
        file_key.key_of(path, WORDS + "!")
    assert path.read_bytes() == before


def test_a_wrong_key_with_the_right_header_is_told(path: Path, key: FileKey) -> None:
    with pytest.raises(WrongPassphrase):
        Store.open(path, FileKey(key.header, os.urandom(32)))


def test_damage_is_told_apart_from_a_wrong_passphrase(path: Path, key: FileKey) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1  # on the first page
    path.write_bytes(content)
    assert file_key.key_of(path, WORDS).same_as(key)
    with pytest.raises(KnownError, match="secret.inspection is damaged; nothing was changed") as caught:
        Store.open(path, key)
    assert not isinstance(caught.value, WrongPassphrase)


def test_a_damaged_page_further_on_is_told(path: Path, key: FileKey) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // PAGE):
        content[page * PAGE + 7] ^= 1
    path.write_bytes(content)
    with pytest.raises(KnownError, match="is damaged"):
        Store.open(path, key)


def test_a_file_damaged_throughout_says_that_it_may_be(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:16] + os.urandom(len(content) - 16))
    with pytest.raises(WrongPassphrase, match="If it is right, the file is damaged"):
        file_key.key_of(path, WORDS)


@pytest.mark.parametrize("length", [4, 10, 15])
def test_a_header_cut_off_is_damage(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(KnownError, match="is damaged"):
        file_key.key_of(path, WORDS)


@pytest.mark.parametrize("place, byte", [(5, 60), (5, 19), (5, 0), (6, 9), (6, 0), (7, 9), (7, 0), (4, 0)])
def test_a_header_that_asks_for_too_much_or_nothing_is_damage(path: Path, place: int, byte: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] = byte
    path.write_bytes(content)
    with pytest.raises(KnownError, match="is damaged"):
        file_key.key_of(path, WORDS)


def test_a_header_of_a_newer_version_is_refused_kindly(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4] = 2
    path.write_bytes(content)
    with pytest.raises(KnownError, match="newer version of Inspector; nothing was changed. Update"):
        file_key.key_of(path, WORDS)


def test_keys_differ_though_the_passphrase_is_the_same() -> None:
    first, second = (file_key.new_key(WORDS, CHEAP) for _ in range(2))
    assert first.header != second.header and first.secret != second.secret and not first.same_as(second)


def test_a_key_is_never_printed_by_chance(key: FileKey) -> None:
    assert repr(key) == str(key) == f"{key!s}" == "FileKey(…)"


@pytest.mark.parametrize("passphrase", ["", "\ud800"])
def test_what_is_no_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(KnownError, match="The passphrase"):
        file_key.new_key(passphrase, CHEAP)


# The recovery key


def test_the_recovery_key_opens_the_file(path: Path, key: FileKey) -> None:
    written = key.written()
    assert file_key.key_from_recovery(path, written).same_as(key)
    as_typed = written.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert file_key.key_from_recovery(path, as_typed).same_as(key)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_slip_in_the_recovery_key_is_told(path: Path, key: FileKey, data: st.DataObject) -> None:
    written = key.written()
    at = data.draw(st.sampled_from([i for i, c in enumerate(written) if c != "-"]))
    other = data.draw(st.sampled_from([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != written[at]]))
    with pytest.raises(KnownError, match="mistyped; nothing was changed"):
        file_key.key_from_recovery(path, written[:at] + other + written[at + 1 :])


@given(st.text())
def test_any_text_as_recovery_key_is_told(text: str) -> None:
    with pytest.raises(KnownError, match="mistyped"):
        file_key.key_from_recovery(Path("not there"), text)


def test_the_recovery_key_of_another_file_is_told(path: Path) -> None:
    other = file_key.new_key(WORDS, CHEAP).written()
    with pytest.raises(WrongPassphrase, match="belongs to another file or to an earlier passphrase"):
        file_key.key_from_recovery(path, other)


# Copies and other keys


def test_a_copy_opens_with_the_same_passphrase(path: Path, key: FileKey, tmp_path: Path) -> None:
    store = Store.open(path, key)
    store.copy_to(tmp_path / "copy.inspection")
    changes = store.load()
    store.close()
    copy = Store.open(tmp_path / "copy.inspection", file_key.key_of(tmp_path / "copy.inspection", WORDS))
    assert copy.load() == changes and copy.faults() == []
    copy.close()


@pytest.mark.parametrize("was_encrypted", [True, False])
@pytest.mark.parametrize("becomes_encrypted", [True, False])
def test_a_file_gets_another_key(tmp_path: Path, key: FileKey, was_encrypted: bool, becomes_encrypted: bool) -> None:
    path, old = tmp_path / "x.inspection", key if was_encrypted else None
    new = file_key.new_key("another passphrase altogether", CHEAP) if becomes_encrypted else None
    _make(path, old)
    before = _history(path, old)
    passphrases.change_key(path, old, new)
    assert _history(path, new) == before
    assert file_key.is_encrypted(path) is becomes_encrypted
    assert (SECRET_TOWN.encode() in path.read_bytes()) is not becomes_encrypted
    if was_encrypted and becomes_encrypted:
        with pytest.raises(WrongPassphrase):
            file_key.key_of(path, WORDS)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.inspection"]


def test_a_file_that_gets_another_passphrase_keeps_the_key_of_its_old_copies(
    path: Path, key: FileKey, tmp_path: Path
) -> None:
    shutil.copyfile(path, tmp_path / "backup.inspection")
    new = file_key.new_key("another passphrase altogether", CHEAP)
    passphrases.change_key(path, key, new)
    session = _inspections().open(path, ME, key=new)
    found = passphrases.key_for(session, tmp_path / "backup.inspection")
    assert found is not None and found.same_as(key)
    session.close()


def test_a_file_made_plain_keeps_no_key(path: Path, key: FileKey, tmp_path: Path) -> None:
    passphrases.change_key(path, key, file_key.new_key("another passphrase altogether", CHEAP))
    passphrases.change_key(path, file_key.key_of(path, "another passphrase altogether"), None)
    assert key.secret.hex().encode() not in path.read_bytes()
    session = _inspections().open(path, ME)
    assert not session.copy.local
    session.close()


def test_a_key_is_not_changed_where_the_file_is_damaged(path: Path, key: FileKey) -> None:
    content = bytearray(path.read_bytes())
    content[3 * PAGE + 5] ^= 1
    path.write_bytes(content)
    with pytest.raises(KnownError, match="damaged"):
        passphrases.change_key(path, key, file_key.new_key("another passphrase altogether", CHEAP))
    assert path.read_bytes() == content


def test_the_driver_does_not_complain_on_the_terminal(
    path: Path, key: FileKey, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WrongPassphrase):
        Store.open(path, FileKey(key.header, bytes(32)))
    assert capfd.readouterr() == ("", "")


def _history(path: Path, key: FileKey | None) -> list[object]:
    store = Store.open(path, key)
    try:
        assert store.faults() == []
        return [*store.load()]
    finally:
        store.close()


# Passphrases


@pytest.mark.parametrize("passphrase", ["", "short", "a b c d e f g h", "abababababababab", " " * 40])
def test_a_weak_passphrase_is_told(passphrase: str) -> None:
    assert judge(passphrase).endswith(".")


@given(st.randoms(use_true_random=False))
def test_a_suggestion_is_good_enough_and_can_be_said_aloud(random: object) -> None:
    proposed = suggestion(random.randrange)  # type: ignore[attr-defined]
    assert [len(group) for group in proposed.split("-")] == [4] * 5
    assert proposed.replace("-", "").isalpha() and proposed.islower()


def test_suggestions_differ() -> None:
    made = {passphrases.suggestion() for _ in range(50)}
    assert len(made) == 50 and not any(map(judge, made))
