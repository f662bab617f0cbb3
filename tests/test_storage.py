"""The inspection file: what is written is there, all or none, and every trouble is told in a sentence."""

from __future__ import annotations

import resource
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector_app.domain.answers import About, Facet, Kind, Revision, Slot, seal
from inspector_app.domain.errors import KnownError
from inspector_app.storage.store import Draft, Store

NOON = datetime(2013, 9, 2, 12, tzinfo=UTC)
SLOT = Slot("case", "C-1", "answer", "plan", "AB")


def revision(name: str, value: str = "x", **more: Any) -> Revision:
    parts = {"note": "", "evidence": "", "kind": "edit", "batch": name, "undoes": "", "at": NOON, "supersedes": ()}
    given_parts = {**parts, **more}
    return seal(
        Revision(name, given_parts.pop("slot", SLOT), value, author="AB", device="d", instrument="1", **given_parts),
        1,
        "",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.inspection"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = Store.create(path)
    yield made
    made.close()


def sql(path: Path, *statements: str) -> None:
    """Meddles with a file from outside."""
    connection = dbapi2.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def command(store: Store, statement: str) -> None:
    """Sets something on the store's own connection."""
    cast(Any, store)._connection.exec_driver_sql(statement)
    cast(Any, store)._connection.rollback()


texts = st.text(max_size=20)
moments = st.datetimes(
    datetime(1900, 1, 2), datetime(2200, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)  # fmt: skip
revisions = st.builds(
    Revision,
    id=st.uuids().map(str),
    slot=st.builds(Slot, st.sampled_from(("case", "officer", "inspection")), texts, st.just("answer"), texts, texts),
    value=texts, note=texts, evidence=texts, kind=st.sampled_from(("edit", "undo", "import")), batch=texts,
    undoes=texts,
    author=texts, at=moments, device=texts, instrument=texts,
    supersedes=st.lists(st.uuids().map(str), unique=True, max_size=3).map(lambda ids: tuple(sorted(ids))),
    sequence=st.integers(0, 2**40), previous=texts, digest=texts,
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(revisions, max_size=4), max_size=3))
def test_what_is_written_is_read_back_word_for_word_in_order(batches: list[list[Revision]]) -> None:
    seen: set[str] = set()
    batches = [[r for r in batch if not (r.id in seen or seen.add(r.id))] for batch in batches]  # type: ignore[func-returns-value]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "a.inspection")
        for batch in batches:
            store.append(batch)
        store.close()
        again = Store.open(Path(folder) / "a.inspection")
        assert again.load() == [r for batch in batches for r in batch]
        assert again.faults() == []
        again.close()


def test_a_new_file_is_empty_sound_and_says_whose_it_is(store: Store, path: Path) -> None:
    assert (store.load(), store.drafts(), store.faults()) == ([], [], [])
    header = path.read_bytes()[:72]
    assert header[:15] == b"SQLite format 3"
    assert header[68:72] == b"INSP"


def test_closing_leaves_one_file_and_nothing_beside_it(store: Store, path: Path) -> None:
    store.append([revision("r1")])
    store.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_an_act_is_written_whole_or_not_at_all(store: Store) -> None:
    store.append([revision("r1")])
    with pytest.raises(DBAPIError):
        store.append([revision("r2"), revision("r1")])
    assert [r.id for r in store.load()] == ["r1"]
    store.append([])
    assert [r.id for r in store.load()] == ["r1"]


@pytest.mark.parametrize("table", ["revision", "supersedes"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET rowid = 9", "DELETE FROM {0}"])
def test_what_is_written_can_neither_be_changed_nor_deleted(store: Store, path: Path, table: str, verb: str) -> None:
    store.append([revision("r1"), revision("r2", supersedes=("r1",))])
    with pytest.raises(dbapi2.IntegrityError, match="stays as it is"):
        sql(path, verb.format(table))


def test_a_link_to_a_revision_of_another_file_is_kept(store: Store) -> None:
    store.append([revision("r2", supersedes=("elsewhere-1", "elsewhere-2"))])
    assert store.load()[0].supersedes == ("elsewhere-1", "elsewhere-2")


def test_a_draft_is_replaced_by_the_next_and_dropped_by_name(store: Store) -> None:
    for place, part in enumerate(("value", "note")):
        for text in ("ha", "half a sente"):
            store.save_draft(Draft("case", "C-1", "plan", part, "AB", text, NOON + timedelta(minutes=place)))
    assert [(d.part, d.text) for d in store.drafts()] == [("value", "half a sente"), ("note", "half a sente")]
    store.drop_draft("case", "C-1", "plan", "value")
    assert store.drafts() == [Draft("case", "C-1", "plan", "note", "AB", "half a sente", NOON + timedelta(minutes=1))]


def test_a_copy_is_a_whole_inspection_and_takes_the_place_of_another_file(store: Store, tmp_path: Path) -> None:
    store.append([revision("r1")])
    target = tmp_path / "copy.inspection"
    target.write_text("something else")
    store.copy_to(target)
    copy = Store.open(target)
    assert [r.id for r in copy.load()] == ["r1"]
    copy.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_to_nowhere_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"far.inspection could not be opened"):
        store.copy_to(tmp_path / "nowhere" / "far.inspection")


# Trouble, each in a sentence that says what is safe


def test_a_file_that_is_there_is_not_written_over(store: Store, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KnownError, match="is there already"):
        Store.create(path)
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_not_made(path: Path) -> None:
    with pytest.raises(KnownError, match="There is no file one.inspection"):
        Store.open(path)
    assert not path.exists()


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="could not be opened"):
        Store.create(tmp_path / "nowhere" / "one.inspection")


def test_a_new_file_for_which_there_is_no_room_leaves_nothing_behind(path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(KnownError, match="disk is full|does not answer"):
            Store.create(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(path.parent.iterdir()) == []
    Store.create(path).close()


@pytest.mark.parametrize("content", [b"", b"case_ref,status\n", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_another_file_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"not an inspection file|damaged"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    sql(path, "CREATE TABLE t (a)")
    with pytest.raises(KnownError, match="not an inspection file"):
        Store.open(path)


@pytest.mark.parametrize(("version", "refused"), [((2 << 16) + 0, True), ((1 << 16) + 7, False)])
def test_a_newer_major_version_is_refused_and_a_newer_minor_one_read(
    store: Store, path: Path, version: int, refused: bool
) -> None:
    store.append([revision("r1")])
    store.close()
    sql(path, f"PRAGMA user_version = {version}")
    if refused:
        with pytest.raises(KnownError, match="newer version of Inspector"):
            Store.open(path)
    else:
        again = Store.open(path)
        assert len(again.load()) == 1
        again.close()


def test_a_damaged_page_is_told_when_it_is_read(store: Store, path: Path) -> None:
    store.append([revision(f"r{i}", "x" * 400) for i in range(200)])
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096 * 16 :] = b"\xff" * (4096 * 16)
    path.write_bytes(content)
    again = Store.open(path)
    assert again.faults()
    with pytest.raises(KnownError, match="is damaged"):
        again.load()
    again.close()


@pytest.mark.parametrize("column", ["at = 'yesterday'", "note = CAST(x'ff' AS TEXT)"])
def test_a_row_that_makes_no_sense_is_told_as_damage(store: Store, path: Path, column: str) -> None:
    store.append([revision("r1")])
    store.close()
    sql(path, "DROP TRIGGER revision_update", f"UPDATE revision SET {column}")
    again = Store.open(path)
    with pytest.raises(KnownError, match="is damaged"):
        again.load()
    again.close()


def test_a_full_disk_is_told_and_what_was_saved_is_safe(store: Store) -> None:
    store.append([revision("r1")])
    command(store, "PRAGMA max_page_count = 1")
    with pytest.raises(KnownError, match="The disk is full.*what was saved is safe"):
        store.append([revision("r2", "x" * 100_000)])
    assert [r.id for r in store.load()] == ["r1"]
    command(store, "PRAGMA max_page_count = 100000")
    store.append([revision("r2", "x" * 100_000)])
    assert [r.id for r in store.load()] == ["r1", "r2"]


def test_a_locked_file_is_told_and_takes_the_change_once_it_is_free(store: Store, path: Path) -> None:
    command(store, "PRAGMA busy_timeout = 0")
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(KnownError, match="Another program holds"):
        store.append([revision("r1")])
    other.execute("ROLLBACK")
    other.close()
    store.append([revision("r1")])
    assert len(store.load()) == 1


def test_a_check_that_cannot_be_made_is_no_finding(store: Store, path: Path) -> None:
    command(store, "PRAGMA busy_timeout = 0")
    other = dbapi2.connect(str(path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(KnownError, match="Another program holds"):
        store.faults()
    other.close()


def test_no_right_to_write_is_told(store: Store) -> None:
    command(store, "PRAGMA query_only = 1")
    with pytest.raises(KnownError, match="may not be written to"):
        store.append([revision("r1")])


def test_a_file_changed_by_another_window_refuses_the_older_one(store: Store, path: Path) -> None:
    store.append([revision("r1")])
    other = Store.open(path)
    other.load()
    other.append([revision("r2")])
    other.close()
    with pytest.raises(KnownError, match="Another window or program has changed one.inspection"):
        store.append([revision("r3")])
    assert [r.id for r in store.load()] == ["r1", "r2"]
    store.append([revision("r3")])
    assert [r.id for r in store.load()] == ["r1", "r2", "r3"]


def test_a_change_to_a_file_not_yet_read_is_taken(store: Store, path: Path) -> None:
    store.append([revision("r1")])
    other = Store.open(path)
    other.append([revision("r2")])
    assert [r.id for r in other.load()] == ["r1", "r2"]
    other.close()


def test_what_is_no_known_trouble_passes_as_the_bug_it_is(store: Store) -> None:
    with pytest.raises(DBAPIError, match="NOT NULL"):
        store.append([revision("r1")._replace(note=cast(Any, None))])
    assert store.load() == []


def test_a_missing_table_is_told_as_damage(store: Store, path: Path) -> None:
    sql(path, "DROP TABLE draft")
    with pytest.raises(KnownError, match="is damaged"):
        store.drafts()


def test_a_file_that_was_moved_away_is_told_as_such_and_takes_changes_again_when_it_is_back(
    store: Store, path: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.inspection"
    path.rename(elsewhere)
    with pytest.raises(KnownError, match="no longer where it was opened"):
        store.append([revision("r1")])
    elsewhere.rename(path)
    store.append([revision("r1")])
    assert [r.id for r in store.load()] == ["r1"]


def test_a_plain_copy_of_an_open_file_holds_every_acknowledged_change(store: Store, tmp_path: Path) -> None:
    for number in range(20):
        store.append([revision(f"r{number}")])
        copy = tmp_path / "copied.inspection"
        shutil.copyfile(store.path, copy)
        opened = Store.open(copy)
        assert len(opened.load()) == number + 1
        opened.close()
        copy.unlink()


def test_kinds_and_facets_are_kept_as_they_are(store: Store) -> None:
    kinds: tuple[Kind, ...] = ("edit", "undo", "redo", "import", "act")
    facets: tuple[Facet, ...] = ("answer", "field", "status", "flag", "reason", "detail", "member")
    abouts: tuple[About, ...] = ("case", "officer", "inspection")
    rows = [
        revision(f"{kind}-{facet}-{about}", kind=kind, slot=Slot(about, "R", facet, "n", "AB"))
        for kind in kinds for facet in facets for about in abouts
    ]  # fmt: skip
    store.append(rows)
    assert store.load() == rows


def test_a_file_that_the_system_cannot_read_is_told() -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("the system has no file that refuses to be read")
    with pytest.raises(KnownError, match="mem could not be read .*; nothing was changed"):
        Store.open(Path("/proc/self/mem"))
