"""The commands that look after files: merge, check, the example; and any command with a file that it cannot use."""

from __future__ import annotations

import resource
import shutil
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from command_line import ROOT, Cli
from inspector_app.bootstrap import run
from inspector_app.domain.answers import Slot
from inspector_app.services.commands import AddCase, SetAnswer, SetDetails
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person

AB, CD = Person("AB", "device-1"), Person("CD", "device-2")
PLAN = Slot("case", "C-1", "answer", "rosh_screening", "AB")


@pytest.fixture
def file(shipped: Inspections, tmp_path: Path) -> Path:
    path = tmp_path / "i.inspection"
    session = shipped.create(path, "violence-2013", AB, {"trust": "Devon"})
    session.do(AddCase("C-1", "AB"))
    session.do(SetAnswer("case", "C-1", "rosh_screening", "sufficient"))
    session.close()
    return path


def copy_of(file: Path, name: str) -> Path:
    return Path(shutil.copyfile(file, file.with_name(name)))


def answer(shipped: Inspections, path: Path, value: str, person: Person = AB, question: str = "rosh_screening") -> None:
    session = shipped.open(path, person)
    session.do(SetAnswer("case", "C-1", question, value))
    session.close()


def values(shipped: Inspections, path: Path, slot: Slot = PLAN) -> set[str]:
    session = shipped.open(path, Person("XY", "device-9"))
    try:
        return {r.value for r in session.ledger.heads(slot)}
    finally:
        session.close()


def meddle(path: Path, *statements: str) -> None:
    connection = dbapi2.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# merge


def test_merge_brings_in_what_is_new_and_says_how_much(cli: Cli, shipped: Inspections, file: Path) -> None:
    other = copy_of(file, "other.inspection")
    answer(shipped, other, "yes", CD, "report_prepared")
    before = other.read_bytes()
    told = cli("merge", file, other)
    assert told.status == 0
    lines = told.out.splitlines()
    assert lines[0].startswith("other.inspection: 1 new, ")
    assert lines[-1].startswith("total: 1 new, ")
    assert lines[-1].endswith(", 0 conflicting")
    assert values(shipped, file, Slot("case", "C-1", "answer", "report_prepared", "AB")) == {"yes"}
    assert other.read_bytes() == before
    assert cli("check", file).status == 0


def test_merging_again_brings_nothing(cli: Cli, shipped: Inspections, file: Path) -> None:
    other = copy_of(file, "other.inspection")
    answer(shipped, other, "yes", CD, "report_prepared")
    cli("merge", file, other)
    merged = file.read_bytes()
    assert cli("merge", file, other, other).out.splitlines()[-1].startswith("total: 0 new, ")
    assert file.read_bytes() == merged


def test_copies_that_went_on_separately_at_one_device_show_as_a_conflict(
    cli: Cli, shipped: Inspections, file: Path
) -> None:
    other = copy_of(file, "other.inspection")
    answer(shipped, file, "insufficient")
    answer(shipped, other, "insufficient")
    answer(shipped, other, "not_done")
    told = cli("merge", file, other)
    assert told.out.splitlines()[-1].endswith("1 conflicting")
    assert "conflicting: case C-1, answer rosh_screening by AB: insufficient / not_done" in told.err
    assert values(shipped, file) == {"insufficient", "not_done"}
    assert cli("check", file).status == 0
    # The device goes on from here, and the history still holds.
    answer(shipped, file, "sufficient")
    assert cli("check", file).status == 0
    assert values(shipped, file) == {"sufficient"}


def test_a_union_is_the_same_in_any_order(cli: Cli, shipped: Inspections, file: Path, tmp_path: Path) -> None:
    copies = [copy_of(file, f"{n}.inspection") for n in "abc"]
    for value, copy, person in zip(
        ("insufficient", "not_done", ""), copies, (AB, CD, Person("EF", "device-3")), strict=True
    ):
        answer(shipped, copy, value, person)
    results = []
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        whole = copy_of(file, "-".join(map(str, order)))
        assert cli("merge", whole, *[copies[i] for i in order]).status == 0
        folder = tmp_path / f"x{order[0]}"
        cli("export", whole, "--format", "csv", "-d", folder)
        results.append(((folder / "answers.csv").read_bytes(), values(shipped, whole)))
    assert results[0] == results[1] == results[2]
    assert results[0][1] == {"insufficient", "not_done", ""}


def test_a_dry_merge_says_the_same_and_writes_nothing(cli: Cli, shipped: Inspections, file: Path) -> None:
    other = copy_of(file, "other.inspection")
    answer(shipped, other, "not_done", CD)
    before = file.read_bytes()
    dry = cli("merge", file, other, "--dry-run")
    assert file.read_bytes() == before
    wet = cli("merge", file, other)
    assert (dry.status, dry.out) == (0, wet.out)
    assert dry.err == wet.err + "Dry run: nothing was written.\n"


def test_a_merge_tells_whose_interviews_differ_and_which_signed_off_cases_change(
    cli: Cli, shipped: Inspections, file: Path
) -> None:
    signed = "case_ref,status\nC-1,signed_off\n"
    (table := file.with_name("signed.csv")).write_text(signed)
    other = copy_of(file, "other.inspection")
    assert cli("import", file, "--cases", table).status == 0
    answer(shipped, other, "yes", CD, "report_prepared")
    for place, who, value in ((file, AB, "yes"), (other, CD, "no")):
        there = shipped.open(place, who)
        there.do(SetAnswer("officer", "O-1", "workload_fair", value))
        there.close()
    told = cli("merge", file, other)
    assert told.status == 0
    assert "changes case C-1, which is signed off: look at it again" in told.err
    assert "conflicting: officer O-1, answer workload_fair by AB, CD: yes / no" in told.err


def test_a_folder_is_no_copy_and_is_named(cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    told = cli("merge", file, ".")
    assert told.status == 1 and told.err.startswith(". is a folder; nothing was changed")


def test_another_inspection_is_refused_and_nothing_of_any_is_merged(
    cli: Cli, shipped: Inspections, file: Path, tmp_path: Path
) -> None:
    good = copy_of(file, "good.inspection")
    answer(shipped, good, "not_done", CD)
    stranger = tmp_path / "stranger.inspection"
    shipped.create(stranger, "violence-2013", CD, {"trust": "Kent"}).close()
    before = file.read_bytes()
    told = cli("merge", file, good, stranger)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert "stranger.inspection belongs to another inspection (Kent)" in told.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "meddling",
    [
        ("DROP TRIGGER revision_update", "UPDATE revision SET value = 'na' WHERE name = 'rosh_screening'"),
        ("DROP TRIGGER revision_delete", "DELETE FROM revision WHERE sequence = 2"),
    ],
)
def test_a_copy_whose_history_was_tampered_with_is_refused(cli: Cli, file: Path, meddling: tuple[str, ...]) -> None:
    other = copy_of(file, "other.inspection")
    meddle(other, "PRAGMA foreign_keys = OFF", *meddling)
    before = file.read_bytes()
    told = cli("merge", file, other)
    assert (told.status, len(told.err_lines)) == (1, 1)
    assert "other.inspection is damaged, so nothing was merged" in told.err
    assert file.read_bytes() == before


def test_a_damaged_copy_and_one_that_is_not_there_are_refused(cli: Cli, file: Path) -> None:
    broken = copy_of(file, "broken.inspection")
    broken.write_bytes(file.read_bytes()[:2000] + b"\xff" * 30_000)
    for other in (broken, file.with_name("none.inspection")):
        told = cli("merge", file, other)
        assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)


# check


def test_a_history_changed_outside_is_told_by_every_command_that_reads_it(cli: Cli, file: Path) -> None:
    assert "changed outside" not in cli("score", file).err
    meddle(file, "DROP TRIGGER revision_update", "UPDATE revision SET value = 'na' WHERE facet = 'answer'")
    told = cli("score", file)
    assert told.status == 0
    assert [line for line in told.err_lines if "was changed outside Inspector" in line]


def test_check_says_what_is_sound(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    told = cli("check", file)
    assert (told.status, told.err) == (0, "")
    assert [line.split()[0] for line in told.out.splitlines()] == ["ok"] * 4
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE revision SET value = 'na' WHERE facet = 'answer'", "was altered after it was written"),
        ("UPDATE revision SET value = 'maybe' WHERE facet = 'answer'", "has no choice “maybe”"),
        ("UPDATE revision SET name = 'lost' WHERE facet = 'answer'", "no question “lost”"),
        ("UPDATE revision SET evidence = 'hearsay' WHERE facet = 'answer'", "no evidence status"),
        ("UPDATE revision SET value = 'finished' WHERE facet = 'status'", "“finished” is no status"),
        ("UPDATE revision SET facet = 'field', name = 'shoe' WHERE facet = 'status'", "no case field “shoe”"),
        (
            "UPDATE revision SET facet = 'field', name = 'tier', value = '9' WHERE facet = 'status'",
            "tier has no choice “9”",
        ),
        (
            "UPDATE revision SET facet = 'field', name = 'age', value = '07' WHERE facet = 'status'",
            "age is written otherwise",
        ),
        (
            "UPDATE revision SET value = 'x' WHERE name = 'instrument_hash'",
            "is not the one that the inspection was made with",
        ),
        ("UPDATE revision SET value = '0.9' WHERE name = 'instrument_version'", "was made with version 0.9"),
        ("UPDATE revision SET value = 'lost' WHERE name = 'instrument'", "“lost” is not at hand"),
    ],
)
def test_check_tells_what_is_wrong_a_line_each(cli: Cli, file: Path, statement: str, complaint: str) -> None:
    meddle(file, "DROP TRIGGER revision_update", statement)
    told = cli("check", file)
    assert told.status == 1
    assert any(complaint in line for line in told.err_lines)
    assert "Traceback" not in told.err


def test_check_tells_of_a_damaged_file(cli: Cli, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    file.write_bytes(content)
    told = cli("check", file)
    assert told.status == 1
    assert "is damaged" in told.err


# the example


def test_the_example_is_written_through_the_import_whole_or_not_at_all(shipped: Inspections, tmp_path: Path) -> None:
    folder, path = tmp_path / "example", tmp_path / "e.inspection"
    folder.mkdir()
    head = '[details]\ninstrument = "violence-2013"\ntrust = "Devon"\nsynthetic = "yes"\n[team]\nAB = "lead"\n'
    (folder / "inspection.toml").write_text(head)
    (folder / "cases.csv").write_text("case_ref,status,assessor\nC-1,signed_off,AB\n")
    (folder / "answers.csv").write_text("case_ref,question_id,value\nC-1,rosh_screening,sufficient\n")
    heard: list[float] = []
    assert not write_example(shipped, AB, folder, path, lambda done, _: heard.append(done), lambda: True)
    assert not path.exists()
    assert write_example(shipped, AB, folder, path, lambda done, _: heard.append(done))
    assert heard[-1] == 1.0
    session = shipped.open(path, AB)
    details = session.details()
    assert (details.trust, details.synthetic, dict(details.team)) == ("Devon", True, {"AB": "lead"})
    assert session.scores().counted == 1
    session.do(SetDetails({"title": "mine"}))
    session.close()
    mine = path.read_bytes()
    with pytest.raises(Exception, match="is there already"):
        write_example(shipped, AB, folder, path)
    assert path.read_bytes() == mine
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e.inspection", "example"]


# trouble with the machine and with what ships


def test_an_import_for_which_the_disk_has_no_room_is_told_and_nothing_of_it_is_taken(cli: Cli, file: Path) -> None:
    table = file.with_name("c.csv")
    table.write_text("case_ref,office\n" + "".join(f"C{n},{'x' * 100}\n" for n in range(2000)))
    assert cli("export", file, "--format", "csv", "-d", file.with_name("before")).status == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 50_000, hard))
    try:
        told = cli("import", file, "--cases", table)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert cli("check", file).status == 0
    assert cli("export", file, "--format", "csv", "-d", file.with_name("after")).status == 0
    for path in file.with_name("before").iterdir():
        assert path.read_bytes() == (file.with_name("after") / path.name).read_bytes()
    assert cli("import", file, "--cases", table).status == 0


def test_a_question_set_with_mistakes_is_told_a_line_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "resources" / "instruments" / "broken"
    shutil.copytree(ROOT / "resources" / "instruments" / "violence-2013", broken)
    page = broken / "page-a.toml"
    page.write_text(page.read_text(encoding="utf-8").replace('["1.1"]', '["9.9"]', 2), encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert run(["instruments"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert len(lines) == 3
    assert all("page-a.toml" in line for line in lines[:2])
    assert "2 mistakes" in lines[2]


def test_without_a_question_set_there_is_none_to_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "resources" / "instruments" / "no-set").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert run(["questions", "--format", "json"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


# every command and a file it cannot use

READS = (["import", "F", "--cases", "T"], ["export", "F", "--format", "csv", "-d", "D"], ["merge", "F", "F"],
         ["score", "F"], ["report", "F", "-o", "D"], ["check", "F"])  # fmt: skip


@pytest.mark.parametrize("arguments", READS, ids=lambda a: a[0])
@pytest.mark.parametrize("trouble", ["missing", "not ours", "damaged", "newer", "long name"])
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    cli: Cli, file: Path, tmp_path: Path, arguments: list[str], trouble: str
) -> None:
    if trouble == "missing":
        file.unlink()
    elif trouble == "not ours":
        file.write_text("something else")
    elif trouble == "long name":
        file = file.with_name("x" * 300)
    elif trouble == "damaged":
        file.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    else:
        meddle(file, f"PRAGMA user_version = {9 << 16}")
    (tmp_path / "t.csv").write_text("case_ref\nC-1\n")
    places: dict[str, object] = {"F": file, "T": tmp_path / "t.csv", "D": tmp_path / "out"}
    there = trouble not in ("missing", "long name")
    content = file.read_bytes() if there else None
    told = cli(*[places.get(a, a) for a in arguments])
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert (file.read_bytes() if there else None) == content
    assert not (tmp_path / "out").exists()


def test_a_file_with_tables_of_another_program_is_told_in_one_line(cli: Cli, file: Path) -> None:
    meddle(file, "DROP TABLE supersedes")
    for command in (["score", file], ["merge", file, file]):
        told = cli(*command)
        assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
        assert "Traceback" not in told.err
    told = cli("check", file)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert file.name in told.err


def test_a_conflict_of_equal_answers_says_what_differs(cli: Cli, shipped: Inspections, file: Path) -> None:
    other = copy_of(file, "other.inspection")
    for path, note in ((file, "here"), (other, "there")):
        session = shipped.open(path, AB)
        session.do(SetAnswer("case", "C-1", "rosh_screening", note=note))
        session.close()
    told = cli("merge", file, other)
    assert told.err_lines == [
        "conflicting: case C-1, answer rosh_screening by AB: sufficient / sufficient (with another note or evidence)"
    ]
