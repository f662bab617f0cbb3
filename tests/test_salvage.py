"""What can be read of a damaged file is saved into a new one, which says what it lacks and joins a backup."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from command_line import Cli
from inspector_app.domain.answers import Anchor, Revision, Slot, anchors_of, seal
from inspector_app.domain.chain_ends import lost_before
from inspector_app.domain.errors import KnownError, NeedsPassphrase
from inspector_app.domain.mending import mended
from inspector_app.domain.missing import Gap, Trace, refitted, still_missing, what_is_missing
from inspector_app.services.checking import check
from inspector_app.services.commands import SetAnswer
from inspector_app.services.handing_out import prepare, write
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.services.salvaging import Rescue, rescue, still_lacking
from inspector_app.storage.file_key import Cost
from inspector_app.storage.raw_pages import RawPages
from inspector_app.storage.raw_rows import RawRows, varint
from inspector_app.storage.salvage import salvage
from inspector_app.storage.store import Store
from old_files import FILES, PERSONS, make, sets
from test_storage import NOON, SLOT

PAGE = 4096
INSTRUMENTS = sets("now")
CHEAP = Cost(memory=6, passes=1, lanes=1)
AT = datetime(2013, 9, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Subject:
    """A sound inspection, and what is in it."""

    path: Path
    content: bytes
    key: FileKey | None
    revisions: list[Revision]

    def damaged(self, folder: Path, content: bytes) -> Path:
        path = folder / "damaged.inspection"
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module", params=["plain", "encrypted"])
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    path = tmp_path_factory.mktemp("subject") / "small.inspection"
    key = None if request.param == "plain" else new_key("a passphrase", CHEAP)
    make(path, key=key)
    return Subject(path, path.read_bytes(), key, _held(path, key))


def wiped(content: bytes, *pages: int) -> bytes:
    for page in pages:
        content = content[: (page - 1) * PAGE] + bytes(PAGE) + content[page * PAGE :]
    return content


def saved(subject: Subject, folder: Path, content: bytes) -> tuple[Rescue, list[Revision]]:
    """Rescues a damaged content; the damaged file stays as it is, and the new one is sound and says what it holds."""
    damaged, new = subject.damaged(folder, content), folder / "new.inspection"
    new.unlink(missing_ok=True)
    result = rescue(damaged, new, AT, subject.key)
    assert result is not None
    assert damaged.read_bytes() == content
    assert sorted(path.name for path in folder.iterdir()) == ["damaged.inspection", "new.inspection"]
    store = Store.open(new, subject.key)
    held = store.load()
    assert store.faults() == []
    store.close()
    assert {r.digest for r in held} <= {r.digest for r in subject.revisions}, "nothing is made up"
    return result, held


def test_a_sound_file_is_saved_whole(subject: Subject, tmp_path: Path) -> None:
    result, held = saved(subject, tmp_path, subject.content)
    assert held == subject.revisions
    assert (result.missing.count, result.missing.cases) == (0, ())
    assert result.lines[-1] == "Nothing is known to be missing."
    before, after = (Inspections(INSTRUMENTS).open(p, PERSONS[0], key=subject.key) for p in (subject.path, result.path))
    assert after.flaws == ()
    assert after.left_by_a_crash() == before.left_by_a_crash()
    assert after.shelf.carried == before.shelf.carried
    assert {k: after.copy.local[k] for k in before.copy.local} == dict(before.copy.local)
    before.close()
    after.close()


def test_the_first_page_lost_loses_no_change(subject: Subject, tmp_path: Path) -> None:
    content = bytes(PAGE) + subject.content[PAGE:]
    if subject.key is not None:
        # Its first bytes say how the key is made.
        content = subject.content[:16] + bytes(PAGE - 16) + subject.content[PAGE:]
    _, held = saved(subject, tmp_path, content)
    assert held == subject.revisions


def test_any_one_page_lost_loses_only_its_own_rows_and_they_are_named(subject: Subject, tmp_path: Path) -> None:
    whole = {(r.device, r.sequence) for r in subject.revisions}
    lost_somewhere = 0
    for page in range(2, len(subject.content) // PAGE + 1):
        result, held = saved(subject, tmp_path, wiped(subject.content, page))
        gone = whole - {(r.device, r.sequence) for r in held}
        named = {(g.device, n) for g in result.missing.gaps for n in range(g.first, g.last + 1)}
        assert named == gone, page
        assert result.missing.count == len(gone)
        assert len(gone) <= 14
        lost_somewhere += bool(gone)
        cases = {r.slot.ref for r in subject.revisions if (r.device, r.sequence) in gone and r.slot.about == "case"}
        assert cases <= {*result.missing.cases, *result.missing.perhaps}
    assert lost_somewhere > 3


def test_what_was_saved_opens_without_complaint_and_says_what_it_lacks(subject: Subject, tmp_path: Path) -> None:
    result, held = saved(subject, tmp_path, wiped(subject.content, *_pages_of(subject, "answer")))
    session = Inspections(INSTRUMENTS).open(result.path, PERSONS[0], key=subject.key)
    assert session.flaws == ()
    lacking = still_lacking(session.copy.local, session.ledger)
    assert sum(gap.count for gap in lacking) == len(subject.revisions) - len(held) > 5
    session.close()
    assert all(one.sound for one in check(result.path, INSTRUMENTS, subject.key))
    assert any("known to be missing" in line for line in result.lines)
    assert any("Take in a backup" in line for line in result.lines)


def test_joined_with_a_backup_nothing_is_missing_any_more(subject: Subject, tmp_path: Path) -> None:
    """The backup was made before the last changes; the rescued file has these and lacks others."""
    newer = tmp_path / "newer" / "newer.inspection"
    newer.parent.mkdir()
    shutil.copy(subject.path, newer)
    session = Inspections(INSTRUMENTS).open(newer, PERSONS[1], key=subject.key)
    session.do(SetAnswer("case", "13", "comment", "After the backup"))
    session.close()
    later = Subject(newer, newer.read_bytes(), subject.key, _held(newer, subject.key))
    folder = tmp_path / "rescue"
    folder.mkdir()
    result, held = saved(later, folder, wiped(later.content, *_pages_of(later, "member")))
    assert later.revisions[-1] in held and len(held) < len(later.revisions)
    whole = {r.id for r in later.revisions}
    for first, second in ((result.path, subject.path), (subject.path, result.path)):
        into = Path(shutil.copy(first, tmp_path / "into.inspection"))
        session = Inspections(INSTRUMENTS).open(into, PERSONS[0], key=subject.key)
        union = read_others(session, [second], keys=lambda _: subject.key)
        assert union is not None and union.refused == () and union.conflicts == ()
        pending = merge(session, union)
        assert pending is not None
        session.settle(pending)
        assert {r.id for r in session.revisions()} == whole
        assert still_lacking(session.copy.local, session.ledger) == ()
        session.close()
        again = Inspections(INSTRUMENTS).open(into, PERSONS[0], key=subject.key)
        assert again.flaws == ()
        again.close()


def test_a_file_whose_details_are_lost_opens_and_joins_a_backup(subject: Subject, tmp_path: Path) -> None:
    result, held = saved(subject, tmp_path, wiped(subject.content, *_pages_of(subject, "detail")))
    assert not any(r.slot.name == "id" for r in held)
    assert any("details of the inspection are lost" in line for line in result.lines)
    session = Inspections({}).open(result.path, PERSONS[0], key=subject.key)
    union = read_others(session, [subject.path], keys=lambda _: subject.key)
    assert union is not None and union.refused == ()
    pending = merge(session, union)
    assert pending is not None
    session.settle(pending)
    assert {r.id for r in session.revisions()} == {r.id for r in subject.revisions}
    session.close()


def test_a_damaged_hand_out_is_saved_and_comes_back(subject: Subject, tmp_path: Path) -> None:
    """What it follows on in the lead's file is no gap."""
    session = Inspections(INSTRUMENTS).open(subject.path, PERSONS[0], key=subject.key)
    folder = tmp_path / "out"
    folder.mkdir()
    written = write(prepare(session, ["AB"]), folder, "visit", AT)
    assert written is not None
    session.close()
    out, key = written[0].path, written[0].key
    content = out.read_bytes()
    plain = Subject(out, content, key, _held(out, key))
    rescued = tmp_path / "rescued"
    rescued.mkdir()
    result, _ = saved(plain, rescued, content)
    assert result.missing.gaps == ()
    result, held = saved(plain, rescued, wiped(content, _pages_of(plain, "answer")[0]))
    assert result.missing.count == len(plain.revisions) - len(held) >= 1
    lead = Inspections(INSTRUMENTS).open(subject.path, PERSONS[0], key=subject.key)
    union = read_others(lead, [result.path], keys=lambda _: key)
    assert union is not None and (union.refused, union.revisions) == ((), ())
    lead.close()


def test_a_byte_changed_in_a_row_loses_that_row_alone(subject: Subject, tmp_path: Path) -> None:
    noise = random.Random(11)
    lost = []
    for _ in range(60):
        place = noise.randrange(PAGE if subject.key else 0, len(subject.content))
        content = bytearray(subject.content)
        content[place] ^= noise.randrange(1, 256)
        _, held = saved(subject, tmp_path, bytes(content))
        lost.append(len(subject.revisions) - len(held))
    assert max(lost) <= 2
    assert sum(lost) <= 30


def test_a_page_whose_own_list_of_rows_is_lost_gives_its_rows_all_the_same(subject: Subject, tmp_path: Path) -> None:
    for page in _pages_of(subject, "answer"):
        begin = (page - 1) * PAGE
        content = subject.content[:begin] + bytes(16) + subject.content[begin + 16 :]
        _, held = saved(subject, tmp_path, content)
        assert len(held) >= len(subject.revisions) - 1


def test_links_that_are_lost_are_found_again_by_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "small.inspection"
    make(path)
    content = path.read_bytes()
    revisions = _held(path, None)
    linked = [r for r in revisions if r.supersedes]
    assert len(linked) > 3
    found = salvage(path, None, lambda *_: None, lambda: False)
    assert found is not None
    roots = _roots(path)
    spoilt = wiped(content, roots["supersedes"], roots["sqlite_autoindex_supersedes_1"])
    result, held = saved(Subject(path, content, None, revisions), _folder(tmp_path), spoilt)
    assert held == revisions
    assert result.missing.count == 0


def test_a_stolen_journal_gives_back_what_the_file_lost(subject: Subject, tmp_path: Path) -> None:
    """A journal keeps pages as they were before a change that was cut off; what it holds is read, too."""
    page = _pages_of(subject, "answer")[0]
    content = subject.content[(page - 1) * PAGE : page * PAGE]
    count = len(subject.content) // PAGE
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(n.to_bytes(4, "big") for n in (1, 7, count, 512, PAGE))
    damaged = subject.damaged(tmp_path, wiped(subject.content, page))
    damaged.with_name(damaged.name + "-journal").write_bytes(
        header.ljust(512, b"\0") + page.to_bytes(4, "big") + content + bytes(4)
    )
    result = rescue(damaged, tmp_path / "new.inspection", AT, subject.key)
    assert result is not None and result.saved == len(subject.revisions)


def test_no_words_that_can_be_typed_look_like_a_row() -> None:
    """Else a change could be smuggled in through a note: how a row says that its digest is 64 long is no UTF-8."""
    with pytest.raises(UnicodeDecodeError):
        b"\x0d\x81\x0d".decode()
    assert varint(b"\x81\x0d", 0) == (13 + 2 * 64, 2)


# What goes wrong on the way is told


def test_nothing_to_read_is_told_and_no_file_made(subject: Subject, tmp_path: Path) -> None:
    damaged = subject.damaged(tmp_path, subject.content[:16] + bytes(len(subject.content) - 16))
    with pytest.raises(KnownError, match="Nothing of damaged.inspection could be read.*Go back to a backup"):
        rescue(damaged, tmp_path / "new.inspection", AT, subject.key)
    assert [p.name for p in tmp_path.iterdir()] == ["damaged.inspection"]


def test_an_encrypted_file_needs_its_key(subject: Subject, tmp_path: Path) -> None:
    if subject.key is None:
        return
    for key in (None, new_key("another", CHEAP)):
        with pytest.raises(NeedsPassphrase):
            rescue(subject.path, tmp_path / "new.inspection", AT, key)


def test_neither_another_file_nor_the_damaged_one_is_written_over(subject: Subject, tmp_path: Path) -> None:
    damaged = subject.damaged(tmp_path, subject.content)
    with pytest.raises(KnownError, match="is there already and was left as it is"):
        rescue(damaged, damaged, AT, subject.key)
    assert damaged.read_bytes() == subject.content


def test_stopped_it_leaves_no_file(subject: Subject, tmp_path: Path) -> None:
    damaged = subject.damaged(tmp_path, subject.content)
    assert rescue(damaged, tmp_path / "new.inspection", AT, subject.key, cancelled=lambda: True) is None
    assert [p.name for p in tmp_path.iterdir()] == ["damaged.inspection"]


@settings(max_examples=80)
@given(data=st.data())
def test_whatever_the_damage_it_ends_and_makes_nothing_up(
    subject: Subject, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(subject.content[: data.draw(st.integers(17, len(subject.content)))])
    for _ in range(data.draw(st.integers(1, 6))):
        begin = data.draw(st.integers(16, len(content)))
        junk = data.draw(st.binary(max_size=64)) * data.draw(st.integers(1, 64))
        content[begin : begin + len(junk)] = junk[: len(content) - begin]
    folder = tmp_path_factory.mktemp("any")
    path = subject.damaged(folder, bytes(content))
    found = salvage(path, subject.key, lambda *_: None, lambda: False)
    assert found is not None
    assert {r.digest for r in found.revisions} <= {r.digest for r in subject.revisions}


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_old_files_are_saved_too(version: str, tmp_path: Path) -> None:
    old = FILES / f"format-{version}.inspection"
    content = old.read_bytes()
    store = Store.open(Path(shutil.copy(old, tmp_path / "copy.inspection")))
    revisions, drafts, local = store.load(), store.drafts(), store.local()
    store.close()
    found = salvage(old, None, lambda *_: None, lambda: False)
    assert found is not None
    assert list(found.revisions) == revisions
    assert (list(found.drafts), dict(found.local)) == (drafts, local)
    folder = _folder(tmp_path)
    _, held = saved(Subject(old, content, None, revisions), folder, wiped(content, 1))
    assert held == revisions


# The command


def test_the_command_saves_lists_and_tells(
    subject: Subject, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTOR_APP_PASSPHRASE", "a passphrase")
    damaged = subject.damaged(tmp_path, wiped(subject.content, *_pages_of(subject, "answer")))
    new, listed = tmp_path / "new.inspection", tmp_path / "missing.txt"
    told = cli("rescue", damaged, "-o", new, "--list", listed)
    assert told.status == 0
    assert "known to be missing" in told.out and "Case 11 lost something" in told.out
    assert listed.read_text(encoding="utf-8") == told.out
    assert cli("check", new).status == 0
    again = cli("rescue", damaged, "-o", new)
    assert (again.status, again.out) == (1, "")
    assert again.err_lines == ["new.inspection is there already and was left as it is; choose another name."]
    merged = cli("merge", new, subject.path)
    assert merged.status == 0 and "0 conflicting" in merged.out


def test_the_command_tells_what_it_cannot_do(tmp_path: Path, cli: Cli) -> None:
    told = cli("rescue", tmp_path / "no.inspection", "-o", tmp_path / "new.inspection")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert cli("rescue", tmp_path / "no.inspection").status == 2


# A byte that went bad, by itself


@settings(max_examples=40)
@given(data=st.data())
def test_a_byte_that_went_bad_in_a_change_is_mended(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.text(max_size=12), min_size=1, max_size=6).filter(any))
    digest = hashlib.sha256("".join(f"{len(p)}:{p}" for p in parts).encode()).hexdigest()
    place = data.draw(st.sampled_from([n for n, part in enumerate(parts) if part]))
    raw = bytearray(parts[place].encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    spoilt = [*parts[:place], raw.decode(errors="surrogateescape"), *parts[place + 1 :]]
    assert mended(spoilt, digest) == tuple(parts)
    assert mended(spoilt, "0" * 64) is None


def test_of_a_plain_file_most_changed_bytes_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "small.inspection"
    make(path)
    content, whole = path.read_bytes(), {r.digest for r in _held(path, None)}
    begin = min(_pages_of(Subject(path, content, None, []), "detail")) - 1
    chance, kept = random.Random(5), 0
    for _ in range(40):
        spoilt = bytearray(content)
        spoilt[chance.randrange(begin * PAGE, (begin + 3) * PAGE)] ^= chance.randrange(1, 256)
        path.write_bytes(spoilt)
        found = salvage(path, None, lambda *_: None, lambda: False)
        assert found is not None
        kept += {r.digest for r in found.revisions} == whole
    assert kept >= 30


# What is missing, by itself


def chain(*values: str, device: str = "d", slot: Slot = SLOT) -> list[Revision]:
    made: list[Revision] = []
    for number, value in enumerate(values, 1):
        before = (made[-1].id,) if made else ()
        revision = Revision(f"{device}{number}", slot, value, "", "", "edit", "b", "", "AB", NOON, device, "1", before)
        made.append(seal(revision, number, made[-1].digest if made else ""))
    return made


def tip(revision: Revision) -> Anchor:
    return Anchor(revision.device, revision.sequence, revision.digest)


@given(st.integers(1, 12), st.data())
def test_every_number_that_is_missing_is_named_and_no_other(length: int, data: st.DataObject) -> None:
    whole = chain(*(str(n) for n in range(length)))
    held = [r for r in whole if data.draw(st.booleans())]
    missing = what_is_missing(held, [tip(whole[-1])])
    named = [n for g in missing.gaps for n in range(g.first, g.last + 1)]
    assert named == [r.sequence for r in whole if r not in held]
    assert still_missing(missing.gaps, held) == missing.gaps or not held
    assert still_missing(missing.gaps, whole) == ()


def test_what_is_kept_elsewhere_is_not_missing() -> None:
    whole = chain("a", "b", "c", "d")
    held = [whole[0], whole[3]]
    assert what_is_missing(held, elsewhere=anchors_of(held)).gaps == ()
    assert [(g.first, g.last) for g in what_is_missing(held).gaps] == [(2, 3)]


def test_a_gap_says_between_which_times_and_places_are_known_by_links_and_traces() -> None:
    whole = chain("a", "b", "c")
    missing = what_is_missing([whole[0], whole[2]], traces=[Trace("d2", "case", "C-1", "answer", "plan", "d", 2)])
    assert missing.gaps == (Gap("d", 2, 2, NOON, NOON),)
    assert missing.cases == ("C-1",)
    (place,) = missing.places
    assert place.stands
    assert what_is_missing([whole[0], whole[2]]).cases == ("C-1",), "the link of the third leads to the second"


def test_changes_of_which_only_the_number_is_known_are_counted() -> None:
    whole = chain("a", "b", "c")
    assert what_is_missing(whole[:2], written=3).count == 1
    assert what_is_missing(whole[:2], [tip(whole[2])], written=3).count == 1


def test_only_what_a_held_change_follows_on_and_the_file_lacks_was_lost() -> None:
    whole, other = chain("a", "b", "c", "d"), chain("x", "y", device="e")
    lacks = {(r.device, r.sequence) for r in (*whole, *other)}
    assert lost_before([whole[3]], [*whole[:3], *other], (), lacks) == tuple(whole[:3])
    assert lost_before(whole[:2], whole[2:], (), lacks) == ()
    assert lost_before(whole[:2], [*whole[2:], *other], [whole[3].digest], lacks) == tuple(whole[2:])
    forged = seal(whole[1]._replace(value="forged"), 2, whole[0].digest)
    assert lost_before([whole[3]], [whole[2], forged], (), lacks) == (whole[2],)
    assert lost_before([whole[3]], whole[:3], (), {(whole[2].device, 3)}) == (whole[2],), "no gap, nothing lost"
    of_another = seal(whole[3]._replace(device="e"), 4, whole[2].digest)
    assert lost_before([of_another], whole[:3], (), lacks) == (), "a change follows on one of its own device"
    later = seal(whole[3], 9, whole[2].digest)
    assert lost_before([later], whole[:3], (), lacks) == (), "and on the one before it"


def test_links_are_only_taken_where_the_digest_holds() -> None:
    first, second = chain("a", "b")
    assert refitted(second, (), ("x", first.id)) == second
    assert refitted(second, ("x",), ("y",)) is None


def _held(path: Path, key: FileKey | None) -> list[Revision]:
    store = Store.open(path, key)
    revisions = store.load()
    store.close()
    return revisions


def _roots(path: Path) -> dict[str, int]:
    connection = dbapi2.connect(str(path))
    found = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
    connection.close()
    return found


def _folder(beside: Path) -> Path:
    folder = beside / "rescue"
    folder.mkdir()
    return folder


def _pages_of(subject: Subject, facet: str) -> list[int]:
    """The pages that hold changes of a facet."""
    pages = RawPages(subject.path, subject.key)
    reader = RawRows(pages)
    held = []
    for number in range(1, pages.count + 1):
        page = pages.page(number)
        assert page is not None
        rows = (reader.tree_page(page) or ([], []))[0]
        if any(len(row.values) == 19 and row.values[3] == facet for row in rows):
            held.append(number)
    pages.close()
    return held
