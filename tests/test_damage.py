"""A damaged file is told, at opening or by check, in a sentence; it is never silently another inspection."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from command_line import Cli
from damage_trials import Look, flips, look, outcome, trials
from inspector_app.domain.errors import DamagedFile, KnownError
from inspector_app.services.checking import check
from inspector_app.services.commands import SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.services.recovery import recover
from inspector_app.services.session import Person
from inspector_app.storage.file_key import Cost
from inspector_app.storage.store import Store
from old_files import PERSONS, make, sets

PAGE = 4096
INSTRUMENTS = sets("now")
CHEAP = Cost(memory=6, passes=1, lanes=1)


@dataclass(frozen=True)
class Subject:
    """A sound inspection, to be damaged in copies."""

    path: Path
    content: bytes
    key: dict[str, FileKey]
    before: Look


@pytest.fixture(scope="module", params=["plain", "encrypted"])
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    path = tmp_path_factory.mktemp("subject") / "small.inspection"
    key: dict[str, FileKey] = {} if request.param == "plain" else {"key": new_key("a passphrase", CHEAP)}
    make(path, **key)
    return Subject(path, path.read_bytes(), key, look(path, INSTRUMENTS, **key))


def outcomes(subject: Subject, spoilt: Iterable[tuple[str, bytes]]) -> Counter[str]:
    """What came of each trial; every sentence is one that a person can read."""
    counts: Counter[str] = Counter()
    for trial, came, after in trials(subject.path, spoilt, INSTRUMENTS, **subject.key):
        counts[came] += 1
        assert came != "SILENT", trial
        for sentence in (*after.told, *after.found):
            assert sentence and "Traceback" not in sentence and "sqlite3." not in sentence, (trial, sentence)
    return counts


def spoil(subject: Subject, place: int, by: bytes) -> bytes:
    return subject.content[:place] + by + subject.content[place + len(by) :]


def test_every_nth_byte_changed_is_told_or_does_no_harm(subject: Subject) -> None:
    counts = outcomes(subject, flips(subject.content, range(0, len(subject.content), 397), (0x01, 0xFF)))
    assert counts["told at opening"] + counts["told by check"] > counts.total() // 4


def test_every_byte_of_the_header_changed_is_told_or_does_no_harm(subject: Subject) -> None:
    outcomes(subject, flips(subject.content, range(0, 116), (0x03,)))


@settings(max_examples=60)
@given(data=st.data())
def test_bytes_changed_anywhere_are_told_or_do_no_harm(subject: Subject, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(subject.content) - 1), min_size=1, max_size=4, unique=True))
    content = subject.content
    for place in places:
        content = content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    outcomes(subject, [(str(places), content)])


def test_a_file_cut_off_anywhere_is_told(subject: Subject) -> None:
    lengths = {0, 1, 15, 16, 100, 511, 512, *range(1, len(subject.content), 4999), len(subject.content) - 1}
    counts = outcomes(subject, [(f"cut to {n}", subject.content[:n]) for n in sorted(lengths)])
    assert counts["harmless"] == 0


def test_pages_wiped_swapped_or_of_another_file_are_told(subject: Subject) -> None:
    count = len(subject.content) // PAGE
    pages = [subject.content[n * PAGE : (n + 1) * PAGE] for n in range(count)]
    noise = random.Random(7)
    wiped = [(f"page {n + 1} wiped", spoil(subject, n * PAGE, bytes(PAGE))) for n in range(count)]
    foreign = [(f"page {n + 1} foreign", spoil(subject, n * PAGE, noise.randbytes(PAGE))) for n in range(count)]
    swapped = [
        (f"pages {n + 1} and {n + 2} swapped", spoil(subject, n * PAGE, pages[n + 1] + pages[n]))
        for n in range(count - 1)
    ]
    counts = outcomes(subject, [*wiped, *foreign, *swapped])
    # Free pages and empty indexes may be wiped without harm; nothing else.
    assert counts["harmless"] <= counts.total() // 20


def test_an_older_page_in_the_midst_of_a_newer_file_is_told(tmp_path: Path, subject: Subject) -> None:
    newer = Path(shutil.copy(subject.path, tmp_path / subject.path.name))
    session = Inspections(INSTRUMENTS).open(newer, PERSONS[1], **subject.key)
    for number in range(12):
        session.do(SetAnswer("case", "13", "comment", f"{number} " + "words " * 120))
    session.close()
    content = newer.read_bytes()
    mixed = [
        (f"page at {at} as it was", content[:at] + subject.content[at : at + PAGE] + content[at + PAGE :])
        for at in range(0, len(subject.content), PAGE)
        if content[at : at + PAGE] != subject.content[at : at + PAGE]
    ]
    now = Subject(newer, content, subject.key, look(newer, INSTRUMENTS, **subject.key))
    assert len(mixed) > 5
    outcomes(now, mixed)


@pytest.fixture
def cut_off(tmp_path: Path, subject: Subject) -> tuple[Path, bytes, bytes]:
    """A file in the midst of a change that was cut off, and its journal."""
    path = Path(shutil.copy(subject.path, tmp_path / "cut.inspection"))
    store = Store.open(path, subject.key.get("key"))
    driver = cast(Any, store)._driver
    driver.execute("PRAGMA cache_size = 1")
    driver.execute("BEGIN IMMEDIATE")
    filled = "x" * 3000
    rows = store.load()
    for number in range(40):
        said = [filled, "", "", "edit", "b", "", "AB", "2013-09-02", "d", number, "1", "", "e"]
        values = [f"new-{number}", *rows[-1].slot, *said]
        driver.execute(f"INSERT INTO revision VALUES ({', '.join('?' * 19)})", values)
    journal = path.with_name(path.name + "-journal").read_bytes()
    content = path.read_bytes()
    store.close()
    assert len(journal) > PAGE and content != subject.content
    return path, journal, content


def test_a_journal_brings_back_what_was_there_and_one_that_was_deleted_is_told(
    cut_off: tuple[Path, bytes, bytes], subject: Subject
) -> None:
    path, journal, content = cut_off
    beside = path.with_name(path.name + "-journal")
    path.write_bytes(content)
    beside.write_bytes(journal)
    assert look(path, INSTRUMENTS, **subject.key) == subject.before
    path.write_bytes(content)
    beside.unlink(missing_ok=True)
    assert outcome(subject.before, look(path, INSTRUMENTS, **subject.key)).startswith("told")


def test_a_journal_that_belongs_to_an_earlier_state_is_told_or_does_no_harm(
    cut_off: tuple[Path, bytes, bytes], subject: Subject
) -> None:
    path, journal, _ = cut_off
    shutil.copy(subject.path, path)
    session = Inspections(INSTRUMENTS).open(path, PERSONS[1], **subject.key)
    for number in range(12):
        session.do(SetAnswer("case", "13", "comment", f"{number} " + "words " * 120))
    session.close()
    before = look(path, INSTRUMENTS, **subject.key)
    path.with_name(path.name + "-journal").write_bytes(journal)
    assert outcome(before, look(path, INSTRUMENTS, **subject.key)) != "SILENT"


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("content", [b"", b"\0" * 600, b"not a journal " * 99])
def test_what_lies_beside_the_file_does_no_harm(subject: Subject, tmp_path: Path, ending: str, content: bytes) -> None:
    path = Path(shutil.copy(subject.path, tmp_path / "one.inspection"))
    path.with_name(path.name + ending).write_bytes(content)
    after = look(path, INSTRUMENTS, **subject.key)
    assert after.content == subject.before.content or any("a journal of another kind" in said for said in after.told)


# What is changed by hand, with nothing left to chance


def meddle(path: Path, *statements: str) -> None:
    connection = dbapi2.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.inspection"
    make(path)
    return path


FREE = ("revision_update", "revision_delete", "supersedes_update", "supersedes_delete")
DROP = tuple(f"DROP TRIGGER {name}" for name in FREE)
BACK = tuple(
    f"CREATE TRIGGER {name} BEFORE {name.split('_')[1].upper()} ON {name.split('_')[0]} "
    "BEGIN SELECT RAISE(ABORT, 'a change once written stays as it is'); END"
    for name in FREE
)
LAST = "rowid = (SELECT max(rowid) FROM revision)"
COPIED = (
    "id, about, ref, facet, name, assessor, value, note, evidence, kind, batch, undoes, author, at, device, sequence, "
    "instrument, previous, digest"
)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE revision SET value = 'na' WHERE rowid = 30"], "was altered after it was written"),
        ([f"UPDATE revision SET note = 'other' WHERE {LAST}"], "was altered or put in from outside"),
        (["UPDATE revision SET at = '2013-09-02T23:00:00+00:00' WHERE rowid = 30"], "was altered"),
        (["DELETE FROM supersedes WHERE rowid = 1"], "was altered"),
        (["DELETE FROM revision WHERE rowid = 30"], "after which it was written, is missing"),
        ([f"DELETE FROM supersedes WHERE revision = (SELECT id FROM revision WHERE {LAST})",
          f"DELETE FROM revision WHERE {LAST}"], "went on to change"),
        (["DELETE FROM supersedes WHERE revision IN (SELECT id FROM revision WHERE device = 'laptop-3')",
          "DELETE FROM revision WHERE device = 'laptop-3'"], "The chain of device laptop-3 went on to change 7"),
        ([f"INSERT INTO revision SELECT 'made-up', {COPIED.removeprefix('id, ')} FROM revision WHERE rowid = 40"],
         "Revision made-up"),
        (["UPDATE revision SET rowid = -1 WHERE rowid = 30", "UPDATE revision SET rowid = 30 WHERE rowid = 31",
          "UPDATE revision SET rowid = 31 WHERE rowid = -1"], "do not lie in the order"),
        (["UPDATE revision SET sequence = sequence + 1 WHERE device = 'laptop-3'"], "was altered"),
    ],
)  # fmt: skip
def test_check_names_what_was_altered_removed_put_in_or_moved(
    plain: Path, statements: list[str], said: str, cli: Cli
) -> None:
    meddle(plain, *DROP, *statements, *BACK)
    found = [problem for one in check(plain, INSTRUMENTS) for problem in one.problems]
    assert any(said in problem for problem in found), found
    assert not any("trigger" in problem for problem in found), "the triggers are back as they were"
    told = cli("check", plain)
    assert told.status == 1 and said in told.err and "Traceback" not in told.err


@pytest.mark.parametrize("trigger", FREE)
def test_check_tells_that_what_keeps_changes_as_they_are_is_gone(plain: Path, trigger: str) -> None:
    meddle(plain, f"DROP TRIGGER {trigger}")
    assert look(plain, INSTRUMENTS).found == (f"The trigger {trigger} is missing.",)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TRIGGER more AFTER INSERT ON revision BEGIN DELETE FROM draft; END", "the trigger “more”, which"),
        ("CREATE VIEW seen AS SELECT 1", "the view “seen”, which Inspector never writes"),
        ("CREATE TABLE other (a)", "the table “other”, which"),
        ("CREATE INDEX quick ON revision (value)", "the index “quick”, which"),
        ("DROP INDEX revision_slot", "The index revision_slot is missing."),
        ("DROP TABLE anchor", "is damaged"),
        ("ALTER TABLE draft ADD COLUMN more", "the table “draft”, which"),
    ],
)
def test_check_tells_of_a_schema_that_is_not_ours(plain: Path, statement: str, said: str) -> None:
    meddle(plain, statement)
    assert any(said in problem for problem in look(plain, INSTRUMENTS).found)


def test_check_says_that_a_plain_history_proves_nobody_and_what_a_forger_could_do(plain: Path) -> None:
    said = [one.what for one in check(plain, INSTRUMENTS)]
    assert any("whoever can write to the file could alter one and seal it" in what for what in said)


def test_a_place_gone_bad_in_text_being_typed_is_told_and_the_text_shown(plain: Path) -> None:
    content = plain.read_bytes()
    place = content.index(b"Half a sente")
    plain.write_bytes(content[:place] + b"h" + content[place + 1 :])
    assert any("being typed" in problem for problem in look(plain, INSTRUMENTS).found)
    session = Inspections(INSTRUMENTS).open(plain, PERSONS[2])
    (found,) = recover(session)
    assert found.pending is None and "half a sente" in found.problem
    session.close()


def test_a_place_gone_bad_in_what_is_said_of_a_copy_is_told_at_opening(plain: Path) -> None:
    content = plain.read_bytes()
    place = content.index(b"handed_out/AB2013") + len(b"handed_out/AB")
    plain.write_bytes(content[:place] + b"3" + content[place + 1 :])
    with pytest.raises(DamagedFile, match="is damaged; nothing was changed"):
        Inspections(INSTRUMENTS).open(plain, PERSONS[0])


def test_rows_that_an_earlier_version_writes_over_are_no_damage(plain: Path) -> None:
    meddle(plain, "UPDATE draft SET text = 'older words', at = '2013-09-02T12:00:00+00:00'",
           "UPDATE local SET value = 'later' WHERE name = 'handed_out/AB'")  # fmt: skip
    seen = look(plain, INSTRUMENTS)
    assert (seen.told, seen.found) == ((), ())
    session = Inspections(INSTRUMENTS).open(plain, PERSONS[0])
    assert session.copy.local["handed_out/AB"] == "later"
    assert [d.text for d in session.left_by_a_crash()] == ["older words"]
    session.close()


def test_changes_that_an_earlier_version_adds_are_no_damage(plain: Path) -> None:
    """It knows nothing of ends; the next change of this version goes on from what it added."""
    before = Store.open(plain)
    ends = before.ends()
    before.close()
    session = Inspections(INSTRUMENTS).open(plain, PERSONS[1])
    session.do(SetAnswer("case", "13", "comment", "From the earlier version"))
    session.close()
    rows = ", ".join(f"('{a.device}', {a.sequence}, '{a.digest}')" for a in ends.tips)
    meddle(plain, "DELETE FROM tip", f"INSERT INTO tip VALUES {rows}, ('', {ends.written}, '{ends.order}')")
    assert look(plain, INSTRUMENTS).found == ()
    session = Inspections(INSTRUMENTS).open(plain, PERSONS[1])
    session.do(SetAnswer("case", "13", "comment", "From this one"))
    session.close()
    assert look(plain, INSTRUMENTS).found == ()


def test_a_damaged_copy_is_not_merged(plain: Path, tmp_path: Path, cli: Cli) -> None:
    other = Path(shutil.copy(plain, tmp_path / "other.inspection"))
    meddle(other, *DROP, f"DELETE FROM supersedes WHERE revision = (SELECT id FROM revision WHERE {LAST})",
           f"DELETE FROM revision WHERE {LAST}")  # fmt: skip
    told = cli("merge", plain, other)
    assert (told.status, told.out) == (1, "")
    assert "other.inspection is damaged, so nothing was merged" in told.err


@pytest.mark.parametrize(
    "damage", [lambda c: b"", lambda c: c[:60], lambda c: bytes(len(c)), lambda c: c[: len(c) // 2]]
)
@pytest.mark.parametrize("command", ["score", "check"])
def test_commands_tell_damage_in_one_line(
    subject: Subject, tmp_path: Path, cli: Cli, damage: Callable[[bytes], bytes], command: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "one.inspection"
    path.write_bytes(damage(subject.content))
    monkeypatch.setenv("INSPECTOR_APP_PASSPHRASE", "a passphrase")
    told = cli(command, path)
    assert told.status == 1
    assert len(told.err_lines) >= 1 and "Traceback" not in told.err
    assert "damaged" in told.err or "no such" in told.err or "not an inspection" in told.err


def test_a_file_of_no_version_of_ours_is_damage(plain: Path) -> None:
    meddle(plain, "PRAGMA user_version = 3")
    with pytest.raises(KnownError, match="is damaged"):
        Inspections(INSTRUMENTS).open(plain, Person("X", "x"))
