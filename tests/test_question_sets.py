"""The question sets that a file carries: written with it, read back whole, held against their hash."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from command_line import Cli
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.instruments.carried import LARGEST, DamagedSet, pack, unpack
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
from inspector_app.storage.store import Draft, Store
from inspector_app.storage.tables import FORMAT_MINOR
from set_files import changed, with_files
from small import small
from test_storage import NOON, revision

OLD = Path(__file__).parent / "files" / "format-1.0.inspection"
ME = Person("A1", "laptop")
SET = with_files(small())


def packed(instrument: Instrument) -> QuestionSet:
    made = pack(instrument)
    assert made is not None
    return made


def meddle(path: Path, *statements: str) -> None:
    connection = dbapi2.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def read(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = dbapi2.connect(str(path))
    found = connection.execute(statement).fetchall()
    connection.close()
    return [tuple(row) for row in found]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An inspection of format 1.0, with its question set in memory only."""
    return Path(shutil.copy(OLD, tmp_path / "old.inspection"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small inspection that carries its set."""
    made = tmp_path / "made.inspection"
    session = Inspections({"small": SET}).create(made, "small", ME, {"trust": "Trust"})
    session.do(AddCase("1", "A1", {"type": "order"}))
    session.do(SetAnswer("case", "1", "plan", "sufficient"))
    session.close()
    return made


def test_a_set_is_packed_and_unpacked_whole(question_sets: dict[str, Instrument]) -> None:
    for instrument in (SET, *question_sets.values()):
        again = unpack(packed(instrument))
        assert (again, dict(again.files)) == (instrument, dict(instrument.files))
        assert again.content_hash == instrument.content_hash


def test_a_set_without_files_is_not_carried(tmp_path: Path) -> None:
    assert pack(small()) is None
    Inspections({"small": small()}).create(tmp_path / "x.inspection", "small", ME, {}).close()
    store = Store.open(tmp_path / "x.inspection")
    assert store.question_sets() == ()
    store.close()


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda s: replace(s, packed=b"\x00"), "is damaged"),
        (lambda s: replace(s, packed=zlib.compress(b"[1]")), "is damaged"),
        (lambda s: replace(s, packed=zlib.compress(b'{"a.toml": 1}')), "is damaged"),
        (lambda s: replace(s, packed=zlib.compress(b"{")), "is damaged"),
        (lambda s: replace(s, packed=zlib.compress(b" " * (LARGEST + 1))), "is damaged"),
        (lambda s: replace(s, packed=s.packed[: len(s.packed) // 2]), "is damaged"),
        (lambda s: replace(s, packed=packed(with_files(replace(SET, title="Another"))).packed), "is damaged"),
        (lambda s: replace(s, version="2.0"), "is another one \\(small 1.0.0\\)"),
        (lambda s: replace(s, instrument="large"), "is another one"),
    ],
)
def test_a_set_that_is_not_what_it_says_is_told_in_a_sentence(
    spoil: Callable[[QuestionSet], QuestionSet], complaint: str
) -> None:
    with pytest.raises(DamagedSet, match=complaint):
        unpack(spoil(packed(SET)))


def test_a_set_with_mistakes_is_told_though_its_hash_is_right() -> None:
    texts = {"instrument.toml": "id = 1\n"}
    from inspector_app.instruments.library import content_hash

    wrong = QuestionSet("small", "1.0.0", content_hash(texts), zlib.compress(json.dumps(texts).encode()))
    with pytest.raises(DamagedSet, match=r"cannot be used \(instrument.toml: "):
        unpack(wrong)


def test_the_file_carries_its_set_once_and_for_ever(path: Path) -> None:
    session = Inspections({"small": SET}).open(path, ME)
    session.do(SetAnswer("case", "1", "plan", "insufficient"))
    session.close()
    store = Store.open(path)
    store.add_question_set(packed(SET))
    assert store.question_sets() == (packed(SET),)
    store.close()
    for verb in ("UPDATE question_set SET version = '2'", "DELETE FROM question_set"):
        with pytest.raises(dbapi2.IntegrityError, match="stays as it is"):
            meddle(path, verb)


def test_sets_come_back_in_the_order_in_which_they_came_in(path: Path) -> None:
    newer, newest = with_files(changed(SET, "1.1.0")), with_files(changed(SET, "1.2.0"))
    store = Store.open(path)
    for one in (newest, newer, SET):
        store.add_question_set(packed(one))
    assert [s.version for s in store.question_sets()] == ["1.0.0", "1.2.0", "1.1.0"]
    store.close()


def test_a_file_opens_with_the_set_it_carries_where_another_version_is_at_hand(path: Path) -> None:
    other = replace(changed(SET, "1.1.0", plan=None, plan_reasons=None, late=None, either=None), checks=())
    known: tuple[dict[str, Instrument], ...] = ({}, {"small": with_files(other)})
    for at_hand in known:
        session = Inspections(at_hand).open(path, ME)
        assert session.instrument == SET
        assert session.do(SetAnswer("case", "1", "review", "sufficient" if at_hand else "na")) is not None
        session.close()


def test_a_carried_set_that_was_changed_is_not_worked_with(path: Path) -> None:
    spoilt = zlib.compress(zlib.decompress(packed(SET).packed).replace(b"Was plan done?", b"Was plan good?")).hex()
    meddle(path, "DROP TRIGGER question_set_update", f"UPDATE question_set SET packed = x'{spoilt}'")
    with pytest.raises(KnownError, match="question set small 1.0.0 that the file carries is damaged"):
        Inspections({}).open(path, ME)
    Inspections({"small": SET}).open(path, ME).close()


def test_a_foreign_set_is_told_in_a_sentence(path: Path) -> None:
    meddle(path, "DROP TRIGGER question_set_update", "UPDATE question_set SET instrument = 'other'")
    with pytest.raises(KnownError, match="carries the question set other where small was in force"):
        Inspections({"small": with_files(changed(SET, "1.1.0"))}).open(path, ME)


def test_a_cell_that_holds_no_set_is_told_as_damage(path: Path) -> None:
    meddle(path, "DROP TRIGGER question_set_update", "UPDATE question_set SET packed = 'text'")
    with pytest.raises(KnownError, match="is damaged"):
        Inspections({"small": SET}).open(path, ME)


def test_a_file_of_format_1_0_opens_and_reads_and_is_not_touched(old: Path) -> None:
    before = old.read_bytes()
    session = Inspections({"small": SET}).open(old, ME)
    assert session.flaws == ()
    assert (session.case("101").status, session.case("102").answers["plan_reasons"].value) == (
        "signed_off",
        "late;thin",
    )
    assert [(g.id, g.score is not None and float(g.score)) for g in session.scores().outcomes] == [
        ("1", pytest.approx(2 / 3)),
        ("2", 0),
    ]
    session.close()
    store = Store.open(old)
    assert store.question_sets() == ()
    store.close()
    assert old.read_bytes() == before


def test_a_file_of_format_1_0_gets_the_table_and_its_set_when_first_written_to(old: Path) -> None:
    session = Inspections({"small": SET}).open(old, Person("A2", "device-2"))
    session.do(SetAnswer("case", "102", "review", "sufficient"))
    session.do(SetAnswer("case", "102", "review", "na"))
    session.close()
    assert read(old, "PRAGMA user_version") == [((1 << 16) + FORMAT_MINOR,)]
    assert read(old, "SELECT instrument, version, content_hash FROM question_set") == [
        ("small", "1.0.0", SET.content_hash)
    ]
    again = Inspections({}).open(old, Person("A2", "device-2"))
    assert (again.instrument, again.flaws) == (SET, ())
    assert again.case("102").answers["review"].value == "na"
    again.close()


def test_a_draft_does_not_need_the_newer_format(old: Path) -> None:
    store = Store.open(old)
    store.save_draft(Draft("case", "102", "comment", "note", "A1", "half a", NOON))
    assert [d.text for d in store.drafts()] == ["half a"]
    store.close()
    assert read(old, "PRAGMA user_version") == [(1 << 16,)]


def test_a_newer_minor_format_keeps_its_number_and_its_tables(path: Path) -> None:
    meddle(path, f"PRAGMA user_version = {(1 << 16) + 7}", "CREATE TABLE later (x)")
    store = Store.open(path)
    store.append([revision("z")])
    store.close()
    assert read(path, "PRAGMA user_version") == [((1 << 16) + 7,)]


def test_check_looks_at_every_carried_set(cli: Cli, path: Path) -> None:
    store = Store.open(path)
    store.add_question_set(packed(with_files(changed(SET, "1.1.0"))))
    store.close()
    told = cli("check", path)
    assert (told.status, told.err) == (0, "")
    assert "ok question set small 1.0.0" in told.out.splitlines()
    meddle(path, "DROP TRIGGER question_set_update", "UPDATE question_set SET packed = x'00' WHERE version = '1.1.0'")
    told = cli("check", path)
    assert told.status == 1
    assert told.err_lines == [
        "file: The trigger question_set_update is missing.",
        "question set small 1.0.0: The question set small 1.1.0 that the file carries is damaged; nothing was "
        "changed. Go back to a copy of the file that opens, and keep this one for help.",
    ]
    meddle(path, "UPDATE question_set SET packed = x'00'")
    told = cli("check", path)
    assert (told.status, len(told.err_lines)) == (1, 3), "each once"
