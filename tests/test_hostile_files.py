"""Inspection files from strangers: whatever they define, it is neither run nor taken in, and no file is changed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from command_line import process
from inspector_app.domain.answers import Revision, Slot, seal
from inspector_app.domain.errors import KnownError
from inspector_app.instruments.library import load_files
from inspector_app.services import checking, merging
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.copies import read_copy
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
from inspector_app.storage.file_key import key_of
from inspector_app.storage.store import Store
from inspector_app.storage.strangers import MOST_OBJECTS
from inspector_app.storage.tables import APPLICATION_ID, FORMAT_MAJOR, FORMAT_MINOR
from set_files import texts_of
from small import small
from watched import ROOT, watching

ME = Person("AB", "device-1")
DEVICES = ("pipe", "/dev/zero", "/dev/null") if hasattr(os, "mkfifo") else ()
JOURNAL = bytes.fromhex("d9d505f920a163d7")
SENTENCE = r"nothing was|damaged|not an inspection file"


@pytest.fixture
def makers() -> Inspections:
    return Inspections({"small": load_files("small", {n: t.encode() for n, t in texts_of(small()).items()})})


@pytest.fixture
def file(makers: Inspections, tmp_path: Path) -> Path:
    path = tmp_path / "one.inspection"
    session = makers.create(path, "small", ME, {"trust": "T"}, {"AB": "lead"})
    session.do(AddCase("C1", "AB", {"type": "licence"}))
    session.do(SetAnswer("case", "C1", "plan", "sufficient"))
    session.close()
    return path


def alter(path: Path, *statements: str) -> None:
    """Changes a file as a stranger would, with another program."""
    meddled = sqlite3.connect(path)
    for statement in statements:
        meddled.executescript(statement)
    meddled.commit()
    meddled.close()


def forge(path: Path, *, of: str, sql: str) -> None:
    """Changes how something is defined, without SQLite's consent."""
    alter(path, f"PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = '{sql}' WHERE name = '{of}'")


def refuses(path: Path, makers: Inspections, pattern: str = SENTENCE) -> None:
    """Every way in says no in a sentence, nothing is reached for, and the file is as it was."""
    told = hashlib.sha256(path.read_bytes()).digest()
    there = set(os.listdir(path.parent))
    with watching(path.parent, Path("/tmp"), Path("/var/tmp")) as seen:
        for way in WAYS:
            with pytest.raises(KnownError, match=pattern):
                way(path, makers)
    assert seen.reached == []
    assert hashlib.sha256(path.read_bytes()).digest() == told
    assert set(os.listdir(path.parent)) == there


def _open(path: Path, makers: Inspections) -> None:
    makers.open(path, ME).close()


def _copy(path: Path, makers: Inspections) -> None:
    read_copy(path, "nothing was merged")


def _check(path: Path, makers: Inspections) -> None:
    problems = [p for finding in checking.check(path, makers.instruments) for p in finding.problems]
    if problems:
        raise KnownError(problems[0])


WAYS: tuple[Callable[[Path, Inspections], None], ...] = (_open, _copy, _check)

DEFINED = {
    "a view in place of a table": (
        "ALTER TABLE revision RENAME TO old; CREATE VIEW revision AS SELECT * FROM old"
    ),
    "a view that goes on without end": (
        "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"
    ),
    "views of views": "".join(
        f"CREATE VIEW v{n} AS SELECT * FROM v{n - 1} UNION ALL SELECT * FROM v{n - 1};" if n else
        "CREATE VIEW v0 AS SELECT 1;" for n in range(40)
    ),
    "a trigger that deletes": "CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM local; END",
    "a trigger of ours that does nothing": (
        "DROP TRIGGER revision_update; CREATE TRIGGER revision_update BEFORE UPDATE ON revision BEGIN SELECT 1; END"
    ),
    "a trigger instead of": "CREATE VIEW v AS SELECT 1; CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
    "a virtual table": "CREATE VIRTUAL TABLE f USING fts5(x)",
    "an r-tree": "CREATE VIRTUAL TABLE f USING rtree(id, a, b)",
    "a table beside": "CREATE TABLE more(x CHECK (length(hex(zeroblob(1000000))) > 0))",
    "a generated column": "ALTER TABLE local ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(value)) VIRTUAL",
    "another column": "ALTER TABLE revision ADD COLUMN x TEXT DEFAULT 'x'",
    "an index on an expression": "CREATE INDEX i ON revision(upper(value))",
    "an index on part": "CREATE INDEX i ON draft(text) WHERE length(text) > 3",
    "SQL in a name": 'CREATE TABLE "x; DROP TABLE revision; --"(a)',
    "markup in a name": 'CREATE TABLE "<img src=file:///etc/passwd>"(a)',
    "signs in a name": "CREATE TABLE \"\u202egnp\x1b[31m\"(a)",
    "many tables": "".join(f"CREATE TABLE t{n}(a);" for n in range(MOST_OBJECTS)),
}  # fmt: skip


@pytest.mark.parametrize("what", DEFINED)
def test_what_is_never_defined_here_is_refused(what: str, file: Path, makers: Inspections) -> None:
    alter(file, DEFINED[what])
    refuses(file, makers, r"which Inspector never writes; nothing was changed")


LOCAL = "CREATE TABLE local (name VARCHAR(64) NOT NULL{}, value VARCHAR NOT NULL, PRIMARY KEY (name))"


def test_two_hundred_thousand_views_are_refused_before_they_are_all_read(file: Path) -> None:
    """In a process of its own, which is ended where it does not come to an end: to read them all takes minutes."""
    many = sqlite3.connect(file)
    many.execute("PRAGMA writable_schema=ON")
    rows = ((f"v{n}", f"v{n}", f"CREATE VIEW v{n} AS SELECT 1") for n in range(200_000))
    many.executemany("INSERT INTO sqlite_schema VALUES ('view', ?, ?, 0, ?)", rows)
    many.commit()
    many.close()
    told = process("check", file)
    assert told.returncode == 1
    assert "more than 200 tables, which Inspector never writes; nothing was changed" in told.stderr


FORGED = {
    "a check with a function": LOCAL.format(" CHECK (load_extension(''x''))"),
    "a default that is worked out": LOCAL.format(" DEFAULT (hex(randomblob(9)))"),
    "another order of sorting": LOCAL.format(" COLLATE x"),
    "no key": "CREATE TABLE local (name VARCHAR(64) NOT NULL, value VARCHAR NOT NULL)",
    "what is no SQL": "CREATE TABLE local ((",
    "nothing": "",
}


@pytest.mark.parametrize("what", FORGED)
def test_a_table_of_ours_that_is_defined_otherwise_is_refused(what: str, file: Path, makers: Inspections) -> None:
    forge(file, of="local", sql=FORGED[what])
    refuses(file, makers)


HEADS: dict[str, Callable[[bytearray], None]] = {
    "another application": lambda head: head.__setitem__(slice(68, 72), b"\0\0\0\0"),
    "an application id of ones": lambda head: head.__setitem__(slice(68, 72), b"\xff" * 4),
    "a version of ones": lambda head: head.__setitem__(slice(60, 64), b"\xff" * 4),
    "a version of nought": lambda head: head.__setitem__(slice(60, 64), b"\0" * 4),
    "the greatest version": lambda head: head.__setitem__(slice(60, 64), b"\x7f\xff\xff\xff"),
    "the smallest version": lambda head: head.__setitem__(slice(60, 64), b"\x80\0\0\0"),
    "a log to write ahead": lambda head: head.__setitem__(slice(18, 20), b"\2\2"),
    "a format of the future": lambda head: head.__setitem__(slice(18, 20), b"\x63\x63"),
    "text in UTF-16": lambda head: head.__setitem__(slice(56, 60), b"\0\0\0\2"),
    "text in nothing known": lambda head: head.__setitem__(slice(56, 60), b"\0\0\0\x63"),
    "no size of a page": lambda head: head.__setitem__(slice(16, 18), b"\0\0"),
    "an odd size of a page": lambda head: head.__setitem__(slice(16, 18), b"\x03\xe8"),
    "all of the page kept back": lambda head: head.__setitem__(20, 255),
    "payloads that cannot be": lambda head: head.__setitem__(slice(21, 24), b"\xff\xff\xff"),
    "a schema of the future": lambda head: head.__setitem__(slice(44, 48), b"\xff\xff\xff\xff"),
}  # fmt: skip


@pytest.mark.parametrize("what", HEADS)
def test_a_head_of_another_kind_is_refused(what: str, file: Path, makers: Inspections) -> None:
    content = bytearray(file.read_bytes())
    HEADS[what](content)
    file.write_bytes(content)
    refuses(file, makers, SENTENCE + "|newer version")


@pytest.mark.parametrize("size", [512, 1024, 8192, 65536])
def test_the_size_of_pages_and_how_they_are_vacuumed_makes_no_difference(
    size: int, file: Path, makers: Inspections
) -> None:
    alter(file, f"PRAGMA page_size={size}; PRAGMA auto_vacuum=FULL; VACUUM")
    session = makers.open(file, ME)
    assert session.case("C1").answers["plan"].value == "sufficient"
    session.close()


def forged_journal(path: Path, other: Path) -> bytes:
    """A journal that says it is one of several, and names the one above them."""
    head = JOURNAL + struct.pack(">IIIII", 0, 7, path.stat().st_size // 4096, 512, 4096)
    name = os.fsencode(other)
    end = struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), sum(name)) + JOURNAL
    return head.ljust(512, b"\0") + end


def test_a_journal_that_names_another_file_is_refused_and_that_file_stays(
    file: Path, makers: Inspections, tmp_path: Path
) -> None:
    """SQLite up to 3.40 deletes the file that is named there, whatever it is."""
    dear = tmp_path / "dear.txt"
    dear.write_bytes(b"diary\0")
    (tmp_path / "one.inspection-journal").write_bytes(forged_journal(file, dear))
    refuses(file, makers, "a journal that leads to another file")
    assert dear.read_bytes() == b"diary\0"


def test_a_journal_that_is_a_link_or_a_pipe_is_refused(file: Path, makers: Inspections, tmp_path: Path) -> None:
    dear = tmp_path / "dear.txt"
    dear.write_bytes(b"diary")
    journal = tmp_path / "one.inspection-journal"
    journal.symlink_to(dear)
    refuses(file, makers, "a journal that is no file")
    journal.unlink()
    if DEVICES:
        os.mkfifo(journal)
        refuses(file, makers, "a journal that is no file")
    assert dear.read_bytes() == b"diary"


COLUMNS = (
    "id", "about", "ref", "facet", "name", "assessor", "value", "note", "evidence", "kind", "batch", "undoes", "author",
    "at", "device", "sequence", "instrument", "previous", "digest",
)  # fmt: skip
CELLS = {
    "bytes for a text": ("value", "x'00ff'"),
    "bytes that are no text": ("value", "CAST(x'ff00c0' AS TEXT)"),
    "the greatest number": ("sequence", "9223372036854775807"),
    "the smallest number": ("sequence", "-9223372036854775808"),
    "part of a number": ("sequence", "1.5"),
    "a moment without zone": ("at", "'2013-09-02T09:00:00'"),
    "the end of time": ("at", "'9999-12-31T23:59:59-14:00'"),
    "no moment": ("at", "'now'"),
}


def another_row(column: str, said: str) -> str:
    """The last row again, under another id, with something else in one of its cells."""
    other = {"id": "'x'", "digest": "'y'", "sequence": "sequence + 90", column: said}
    return f"INSERT INTO revision SELECT {', '.join(other.get(c, c) for c in COLUMNS)} FROM revision LIMIT 1"


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_of_another_kind_is_damage(what: str, file: Path, makers: Inspections) -> None:
    alter(file, another_row(*CELLS[what]))
    refuses(file, makers)


TYPED = "INSERT INTO draft (about, ref, question, part, author, text, at) VALUES ('case', 'C1', 'plan', 'note', 'AB', "
BESIDE: dict[str, tuple[str, Callable[[Store], object]]] = {
    "local": ("INSERT INTO local (name, value) VALUES ('handed_to', x'00')", Store.local),
    "anchor": ("INSERT INTO anchor VALUES ('d', 'x', 'y')", Store.anchors),
    "draft": (TYPED + "'x', 'then')", Store.drafts),
    "text": (TYPED + "x'ff', '2013-09-02T09:00:00+00:00')", Store.drafts),
    "set": ("INSERT INTO question_set VALUES (99, 'small', '1', 'h', 'text')", Store.question_sets),
}


@pytest.mark.parametrize("what", BESIDE)
def test_what_stands_beside_the_history_is_looked_at_too(what: str, file: Path) -> None:
    sql, read = BESIDE[what]
    alter(file, sql)
    store = Store.open(file)
    try:
        with pytest.raises(KnownError, match="damaged"):
            read(store)
    finally:
        store.close()


@pytest.mark.parametrize("name", [f"handed_out/{'x' * 300}", "handed_out/", "handed_out/\u202e"])
def test_when_it_was_handed_out_is_a_moment_or_nothing(name: str, file: Path, makers: Inspections) -> None:
    from inspector_app.services.handing_out import last_handed_out

    alter(file, f"INSERT INTO local (name, value) VALUES ('{name}', 'some day')")
    session = makers.open(file, ME)
    assert last_handed_out(session) == {}
    session.close()


def test_a_history_of_any_content_merges_or_is_refused_whole(file: Path, makers: Inspections, tmp_path: Path) -> None:
    other = tmp_path / "other.inspection"
    other.write_bytes(file.read_bytes())
    store = Store.open(other)
    last = max((r for r in store.load() if r.device == "device-1"), key=lambda r: r.sequence)
    slot = Slot("case", "../../x\x00\u202e", "answer", "<img src=x>", "'; DROP TABLE revision; --")
    one = Revision(
        "00000000-0000-4000-8000-000000000009", slot, "=1+1", "\x1b[2J", "x", "edit", "b", "", "AB",
        datetime(2013, 9, 2, tzinfo=UTC), "device-1", "1.0.0", (),
    )  # fmt: skip
    store.append([seal(one, last.sequence + 1, last.digest)])
    store.close()
    session = makers.open(file, ME)
    union = merging.read_others(session, [other])
    assert union is not None and len(union.revisions) == 1
    pending = merging.merge(session, union)
    assert pending is not None
    session.settle(pending)
    session.close()
    assert _counted(file) == _counted(other)


def _counted(path: Path) -> int:
    counted = sqlite3.connect(path)
    (number,) = counted.execute("SELECT count(*) FROM revision").fetchone()
    counted.close()
    return int(number)


PLACES = ("folder", "link to nothing", "link in a circle", "empty", *DEVICES)


@pytest.mark.parametrize("what", PLACES)
def test_what_is_no_file_is_told_and_nobody_waits_for_it(what: str, makers: Inspections, tmp_path: Path) -> None:
    path = tmp_path / "x.inspection"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what.startswith("/dev"):
        path = Path(what)
    elif what == "empty":
        path.touch()
    else:
        path.symlink_to(path if "circle" in what else tmp_path / "gone")
    for way in WAYS:
        with pytest.raises(KnownError):
            way(path, makers)
    with pytest.raises(KnownError):
        key_of(path, "a passphrase")


def test_a_head_that_asks_for_more_than_there_is_is_told(tmp_path: Path) -> None:
    """Argon2 is told by the file how much it takes: too much is damage, and what cannot be had is a sentence."""
    path = tmp_path / "x.inspection"
    for cost in (b"\x13\x01\x01", b"\xff\xff\xff", b"\x10\x09\x01", b"\x10\x01\x09", b"\x00\x01\x01", b"\x01\x01\x08"):
        path.write_bytes(b"INSC\x01" + cost + bytes(8 + 4096))
        with pytest.raises(KnownError, match="damaged"):
            key_of(path, "a passphrase")
    path.write_bytes(b"INSC\x01\x12\x01\x01" + bytes(8 + 4096))
    told = subprocess.run(
        [sys.executable, "-c", f"import test_hostile_files as this; this.with_little_memory({str(path)!r})"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "tests"))},
        capture_output=True, encoding="utf-8", timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]


def with_little_memory(path: str) -> None:
    """Asks for a quarter of a gigabyte where there is less; Linux keeps to it."""
    if sys.platform == "linux":
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + (150 << 20), held + (150 << 20)))
        with pytest.raises(KnownError, match="not enough memory"):
            key_of(Path(path), "a passphrase")


def test_tables_that_are_known_are_those_of_this_format(file: Path) -> None:
    """Where a table is added, what a file may define follows; a file as it is made opens."""
    assert (APPLICATION_ID, FORMAT_MAJOR) == (0x494E5350, 1)
    Store.open(file).close()
    alter(
        file, f"PRAGMA user_version = {(FORMAT_MAJOR << 16) + FORMAT_MINOR + 1}; CREATE TABLE later(x TEXT, y INTEGER)"
    )
    Store.open(file).close()
    alter(file, "CREATE VIEW v AS SELECT 1")
    with pytest.raises(KnownError, match="never writes"):
        Store.open(file)
