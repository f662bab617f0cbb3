"""The commands that make, fill and read an inspection, as `command-line` in the README promises them."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import jsonschema
import pytest

from command_line import Cli, Result
from inspector_app.domain.instrument import Instrument

CASES = "case_ref,status,assessor,officer,rosh\n"
ANSWERS = "case_ref,officer,question_id,value,note\n"
QUESTIONS = ("rosh_screening", "report_clear", "report_prepared", "risk_plan_comment")


@pytest.fixture
def file(cli: Cli, tmp_path: Path) -> Path:
    path = tmp_path / "i.inspection"
    assert cli("new", path, "--instrument", "violence-2013", "--trust", "Devon & Cornwall").status == 0
    return path


def take(cli: Cli, file: Path, cases: str = "", answers: str = "", *more: str) -> Result:
    arguments: list[object] = ["import", file, *more]
    for option, header, rows in (("--cases", CASES, cases), ("--answers", ANSWERS, answers)):
        if rows:
            path = file.with_name(f"{option[2:]}.csv")
            path.write_text(header + rows, encoding="utf-8")
            arguments += [option, path]
    return cli(*arguments)


# new


def test_new_makes_an_empty_inspection_of_the_trust(cli: Cli, file: Path) -> None:
    scored = cli("score", file)
    assert scored.status == 0
    assert "Devon & Cornwall" in scored.out
    assert "0 cases counted, 0 left out" in scored.out


def test_new_leaves_what_is_there(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    again = cli("new", file, "--instrument", "violence-2013", "--trust", "Other")
    assert (again.status, again.out, len(again.err_lines)) == (1, "", 1)
    assert "is there already" in again.err
    assert file.read_bytes() == before


def test_new_with_an_unknown_question_set_makes_nothing(cli: Cli, tmp_path: Path) -> None:
    told = cli("new", tmp_path / "x.inspection", "--instrument", "nonesuch", "--trust", "T")
    assert (told.status, len(told.err_lines)) == (1, 1)
    assert "violence-2013" in told.err
    assert list(tmp_path.iterdir()) == []


# instruments, questions


def test_instruments_lists_id_version_title_and_number_of_questions(
    cli: Cli, question_sets: dict[str, Instrument]
) -> None:
    lines = cli("instruments").out.splitlines()
    assert lines[0].split("\t") == ["id", "version", "title", "questions"]
    one = question_sets["violence-2013"]
    assert lines[1].split("\t") == [one.id, one.version, one.title, str(len(one.questions))]


CODES = {"type": "array", "items": {"type": "string"}}
PARTS = {"type": "array", "items": {"$ref": "#/$defs/rule"}}


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object", "additionalProperties": False, "required": list(properties), "properties": properties,
    }  # fmt: skip


RULE = {
    "oneOf": [
        {"type": "null"}, _object(question={"type": "string"}, any_of=CODES),
        _object(field={"type": "string"}, any_of=CODES), _object(all=PARTS), _object(any=PARTS),
        _object(**{"not": {"$ref": "#/$defs/rule"}}),
    ]
}  # fmt: skip
TEXT, FLAG = {"type": "string"}, {"type": "boolean"}
QUESTION = _object(
    id=TEXT, number=TEXT, page=TEXT, criteria={"type": "array", "items": {"pattern": r"^\d\.\d$"}}, text=TEXT,
    kind={"enum": ["single", "multiple", "number", "date", "text"]}, per={"enum": ["case", "officer"]},
    required=FLAG, scored=FLAG, open_when={"$ref": "#/$defs/rule"},
    choices={"type": "array", "items": _object(code=TEXT, label=TEXT, line={"enum": ["above", "below", "none"]})},
)  # fmt: skip
QUESTION_SCHEMA = {
    "$defs": {"rule": RULE},
    **_object(
        instrument={"const": "violence-2013"}, version=TEXT, title=TEXT,
        questions={"type": "array", "minItems": 1, "items": QUESTION},
    ),
}  # fmt: skip


def test_questions_as_json_have_the_promised_shape(cli: Cli, question_sets: dict[str, Instrument]) -> None:
    whole = json.loads(cli("questions", "--format", "json").out)
    jsonschema.validate(whole, QUESTION_SCHEMA)
    ids = [q["id"] for q in whole["questions"]]
    assert ids == [q.id for q in question_sets["violence-2013"].questions]
    seen: set[str] = set()
    for question in whole["questions"]:
        assert not question["scored"] or question["kind"] == "single"
        assert _asked(question["open_when"]) <= seen
        seen.add(question["id"])
        lines = {choice["code"]: choice["line"] for choice in question["choices"]}
        assert lines.get("na", "none") == "none"


def test_questions_as_csv_have_the_promised_columns(cli: Cli, question_sets: dict[str, Instrument]) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("questions", "--format", "csv").out, newline="")))
    known = question_sets["violence-2013"].questions
    assert [r["id"] for r in rows] == [q.id for q in known]
    screening = next(r for r in rows if r["id"] == "rosh_screening")
    question = question_sets["violence-2013"].questions_by_id["rosh_screening"]
    assert screening["choices"].split(";") == [c.code for c in question.choices]
    assert screening["lines"].split(";") == [c.line for c in question.choices]
    assert screening["labels"].split(" | ") == [c.label for c in question.choices]
    assert (screening["scored"], screening["per"], screening["criteria"]) == (
        "yes",
        "case",
        ";".join(question.criteria),
    )


@pytest.mark.parametrize("form", ["csv", "json"])
def test_questions_go_to_a_file_as_they_would_to_the_output(cli: Cli, tmp_path: Path, form: str) -> None:
    printed = cli("questions", "--instrument", "violence-2013", "--format", form).out
    written = cli("questions", "--instrument", "violence-2013", "--format", form, "-o", tmp_path / "q")
    assert (written.status, written.out) == (0, "")
    assert (tmp_path / "q").read_bytes() == printed.encode()


def test_questions_of_an_unknown_set_are_refused(cli: Cli) -> None:
    told = cli("questions", "--instrument", "nonesuch", "--format", "csv")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)


# import


def test_import_takes_cases_and_answers_and_says_how_many(cli: Cli, file: Path) -> None:
    told = take(cli, file, "C-1,in_progress,AB,O-1,low\nC-2,allocated,CD,O-2,\n", "C-1,,rosh_screening,sufficient,\n")
    assert told.status == 0
    assert told.out == "cases: 2 rows, 2 new, 0 changed\nanswers: 1 row, 1 new or changed\n"
    assert "Added to the team: AB, CD." in told.err
    again = take(cli, file, "C-1,in_progress,AB,O-1,low\nC-2,allocated,CD,O-2,\n", "C-1,,rosh_screening,sufficient,\n")
    assert again.out == "cases: 2 rows, 0 new, 0 changed\nanswers: 1 row, 0 new or changed\n"


def test_a_dry_run_says_the_same_and_writes_nothing(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    dry = take(cli, file, "C-1,signed_off,AB,O-1,low\n", "C-1,,rosh_screening,sufficient,\n", "--dry-run")
    assert file.read_bytes() == before
    wet = take(cli, file, "C-1,signed_off,AB,O-1,low\n", "C-1,,rosh_screening,sufficient,\n")
    assert (dry.status, dry.out) == (0, wet.out)
    assert dry.err == wet.err + "Dry run: nothing was written.\n"
    assert file.read_bytes() != before


def test_signed_off_cases_with_gaps_are_told_and_counted(cli: Cli, file: Path) -> None:
    told = take(cli, file, "C-1,signed_off,AB,O-1,low\n", "C-1,,rosh_screening,sufficient,\n")
    assert told.status == 0
    assert "Case C-1 is signed off with" in told.err
    assert "1 case counted" in cli("score", file).out


def test_each_bad_row_has_a_line_of_its_own_and_nothing_is_taken(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    told = take(
        cli,
        file,
        "C-1,done,AB,O-1,low\nC-2,,,O-1,purple\n",
        "C-1,,rosh_screening,sufficient,\nC-3,,rosh_screening,x,\n",
    )
    assert (told.status, told.out) == (1, "")
    starts = ("cases.csv, line 2: ", "cases.csv, line 3: ", "answers.csv, line 3: ", "3 rows are wrong")
    assert len(told.err_lines) == len(starts)
    assert all(line.startswith(start) for line, start in zip(told.err_lines, starts, strict=True))
    assert file.read_bytes() == before


def test_import_without_a_table_is_wrong_usage(cli: Cli, file: Path) -> None:
    assert cli("import", file).status == 2


@pytest.mark.parametrize("content", ["case_ref,status\nC-1,Zür".encode("latin-1"), b"\xff\xfec\0a\0s\0e\0"])
def test_a_table_in_another_encoding_is_told(cli: Cli, file: Path, content: bytes) -> None:
    path = file.with_name("c.csv")
    path.write_bytes(content)
    told = cli("import", file, "--cases", path)
    assert (told.status, len(told.err_lines)) == (1, 1)
    assert "not written in UTF-8" in told.err


def test_a_table_with_byte_order_mark_and_windows_lines_is_taken(cli: Cli, file: Path) -> None:
    path = file.with_name("c.csv")
    path.write_bytes("\ufeffcase_ref,office\r\nC-1,Truro\r\n".encode())
    assert cli("import", file, "--cases", path).out == "cases: 1 row, 1 new, 0 changed\n"


def test_a_table_that_is_not_there_is_told(cli: Cli, file: Path) -> None:
    told = cli("import", file, "--cases", file.with_name("none.csv"))
    assert (told.status, len(told.err_lines)) == (1, 1)
    assert "none.csv" in told.err


# export


def test_export_writes_four_tables_that_import_reads_back(cli: Cli, file: Path, tmp_path: Path) -> None:
    officer = ",O-1,workload_fair,yes,\n"
    note = '"=HYPERLINK(""x"")\nsecond line, \'=third"'
    take(
        cli, file, "C-1,signed_off,AB,O-1,low\n=C-2,submitted,CD,@O,\n",
        f"C-1,,rosh_screening,insufficient,{note}\n{officer}C-1,,rosh_screening_reasons,late;inaccurate,\n=C-2,,report_comment,-x,\n",
    )  # fmt: skip
    first, second = tmp_path / "deep" / "first", tmp_path / "second"
    assert cli("export", file, "--format", "csv", "-d", first).status == 0
    assert sorted(p.name for p in first.iterdir()) == ["answers.csv", "cases.csv", "questions.csv", "scores.csv"]
    other = tmp_path / "other.inspection"
    cli("new", other, "--instrument", "violence-2013", "--trust", "Devon & Cornwall")
    assert cli("import", other, "--cases", first / "cases.csv", "--answers", first / "answers.csv").status == 0
    assert cli("export", other, "--format", "csv", "-d", second).status == 0
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    assert cli("score", file, "--json").out == cli("score", other, "--json").out
    rows = list(csv.reader(io.StringIO((first / "cases.csv").read_text(encoding="utf-8"), newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_scores_csv_holds_what_score_prints(cli: Cli, file: Path, tmp_path: Path) -> None:
    take(cli, file, "C-1,signed_off,AB,O-1,low\n", "C-1,,rosh_screening,insufficient,\n")
    cli("export", file, "--format", "csv", "-d", tmp_path / "x")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x" / "scores.csv").read_text(encoding="utf-8"), newline="")))
    whole = json.loads(cli("score", file, "--json").out)
    outcome = next(r for r in rows if (r["kind"], r["id"], r["method"]) == ("outcome", "4", "question-mean"))
    assert float(outcome["score"]) == whole["outcomes"][3]["score"] == 0
    question = next(r for r in rows if (r["kind"], r["id"]) == ("question", "rosh_screening"))
    assert (question["above"], question["below"], question["percent"]) == ("0", "1", "0")
    assert {r["kind"] for r in rows} == {"outcome", "criterion", "process", "question"}
    assert sum(r["kind"] == "outcome" for r in rows) == 2 * len(whole["outcomes"])


@pytest.mark.parametrize("blocker", ["folder", "inspection"])
def test_an_export_that_cannot_be_whole_leaves_the_tables_of_before(
    cli: Cli, file: Path, tmp_path: Path, blocker: str
) -> None:
    there = tmp_path / "x"
    there.mkdir()
    (there / "cases.csv").write_text("old")
    if blocker == "folder":
        (there / "scores.csv").mkdir()
    else:
        shutil.copyfile(file, there / "scores.csv")
    told = cli("export", file, "--format", "csv", "-d", there)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert sorted(p.name for p in there.iterdir()) == ["cases.csv", "scores.csv"]
    assert (there / "cases.csv").read_text() == "old"


def test_export_to_a_place_that_is_a_file_is_told(cli: Cli, file: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    told = cli("export", file, "--format", "csv", "-d", tmp_path / "x")
    assert (told.status, len(told.err_lines)) == (1, 1)


# score

NUMBER = {"type": ["number", "null"]}
WHOLE = {"type": ["integer", "null"]}


STRING, COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
SCORE_SCHEMA = _object(
    instrument=STRING, version=STRING, method={"enum": ["question-mean", "criterion-mean"]},
    cases=_object(counted=COUNT, left_out=COUNT),
    outcomes={"type": "array", "items": _object(
        id=STRING, title=STRING, score=NUMBER, percent=WHOLE, questions=COUNT,
        alternative=_object(method={"enum": ["question-mean", "criterion-mean"]}, score=NUMBER, percent=WHOLE),
    )},
    criteria={"type": "array", "items": _object(id=STRING, score=NUMBER, percent=WHOLE, questions=COUNT)},
    processes={"type": "array", "items": _object(id=STRING, title=STRING, score=NUMBER, percent=WHOLE)},
    questions={"type": "array", "items": _object(
        id=STRING, criteria={"type": "array"}, above=COUNT, below=COUNT, not_applicable=COUNT, blank=COUNT,
        closed=COUNT, score=NUMBER,
    )},
)  # fmt: skip


def _asked(rule: object) -> set[str]:
    match rule:
        case {"question": str(question)}:
            return {question}
        case {"all": list(parts)} | {"any": list(parts)}:
            return set().union(*map(_asked, parts))
        case {"not": part}:
            return _asked(part)
    return set()


def scored(cli: Cli, file: Path, *more: object) -> dict[str, object]:
    result = cli("score", file, "--json", *more)
    assert (result.status, result.err) == (0, "")
    whole = json.loads(result.out)
    jsonschema.validate(whole, SCORE_SCHEMA)
    return whole


@pytest.fixture
def filled(cli: Cli, file: Path) -> Path:
    rows = "".join(
        f"C-{n},{'signed_off' if n < 8 else 'submitted'},AB,O-{n % 2},{('low', 'high')[n % 2]}\n" for n in range(10)
    )
    good = "".join(f"C-{n},,rosh_screening,{'sufficient' if n % 3 else 'not_done'},\n" for n in range(10))
    take(cli, file, rows, good)
    return file


def test_scores_as_json_have_the_promised_shape_and_figures(cli: Cli, filled: Path) -> None:
    whole = scored(cli, filled)
    assert (whole["instrument"], whole["method"]) == ("violence-2013", "question-mean")
    assert whole["cases"] == {"counted": 8, "left_out": 2}
    question = next(q for q in whole["questions"] if q["id"] == "rosh_screening")
    assert (question["above"], question["below"], question["score"]) == (5, 3, 0.625)
    outcome = next(o for o in whole["outcomes"] if o["id"] == "4")
    assert (outcome["score"], outcome["percent"], outcome["questions"]) == (0.625, 63, 1)
    assert outcome["alternative"] == {"method": "criterion-mean", "score": 0.625, "percent": 63}


def test_the_method_in_use_is_named_and_the_other_beside_it(cli: Cli, filled: Path) -> None:
    whole = scored(cli, filled, "--method", "criterion-mean")
    assert whole["method"] == "criterion-mean"
    assert {o["alternative"]["method"] for o in whole["outcomes"]} == {"question-mean"}
    assert "by criterion mean" in cli("score", filled, "--method", "criterion-mean").out.splitlines()[1]


def test_a_preview_counts_unfinished_cases_and_says_so(cli: Cli, filled: Path) -> None:
    assert scored(cli, filled, "--include-unfinished")["cases"] == {"counted": 10, "left_out": 0}
    assert "Preview" in cli("score", filled, "--include-unfinished").out
    assert "Preview" not in cli("score", filled).out


def test_where_narrows_to_cases_with_a_fact(cli: Cli, filled: Path) -> None:
    assert scored(cli, filled, "--where", "rosh=high")["cases"] == {"counted": 4, "left_out": 1}
    both = scored(cli, filled, "--where", "rosh=high", "--where", "officer=O-0")
    assert both["cases"] == {"counted": 0, "left_out": 0}
    assert "rosh = high" in cli("score", filled, "--where", "rosh=high").out


def test_where_reads_a_value_as_an_import_does(cli: Cli, file: Path) -> None:
    table = file.with_name("c.csv")
    table.write_text("case_ref,status,age\nC-1,signed_off,30\n")
    cli("import", file, "--cases", table)
    assert scored(cli, file, "--where", "age=30.0")["cases"] == {"counted": 1, "left_out": 0}
    assert scored(cli, file, "--where", "age= 30", "--where", "age=30")["cases"] == {"counted": 1, "left_out": 0}


def test_where_takes_answers_the_assessor_and_spans_of_numbers(cli: Cli, file: Path) -> None:
    cases, answers = file.with_name("c.csv"), file.with_name("a.csv")
    cases.write_text("case_ref,status,assessor,age\nC-1,signed_off,AB,30\nC-2,signed_off,CD,41\n")
    answers.write_text("case_ref,officer,question_id,value\nC-1,,tier_correct,yes\nC-2,,tier_correct,no\n")
    cli("import", file, "--cases", cases, "--answers", answers)
    for condition in ("assessor=AB", "age=30..39", "question:tier_correct=yes"):
        assert scored(cli, file, "--where", condition)["cases"]["counted"] == 1, condition
    assert scored(cli, file, "--where", "age=20..49")["cases"]["counted"] == 2


def test_where_refuses_two_values_of_one_field(cli: Cli, filled: Path) -> None:
    told = cli("score", filled, "--where", "rosh=high", "--where", "rosh=low")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert "both “high” and “low”" in told.err


@pytest.mark.parametrize(
    "condition", ["shoe_size=9", "rosh=purple", "age=old", "start_date=soon", "question:no_such=yes"]
)
def test_where_refuses_what_no_case_can_have(cli: Cli, filled: Path, condition: str) -> None:
    told = cli("score", filled, "--where", condition)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)


def test_few_cases_carry_a_caution(cli: Cli, filled: Path) -> None:
    assert "read with caution" in cli("score", filled).out
    assert "read with caution" not in cli("score", filled, "--include-unfinished").out


# report


def test_report_writes_a_pdf(cli: Cli, filled: Path, tmp_path: Path) -> None:
    told = cli("report", filled, "-o", tmp_path / "r.pdf")
    assert (told.status, told.out) == (0, "")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_report_to_nowhere_is_told(cli: Cli, filled: Path, tmp_path: Path) -> None:
    told = cli("report", filled, "-o", tmp_path / "nowhere" / "r.pdf")
    assert (told.status, len(told.err_lines)) == (1, 1)


# where a result may go

RESULTS = (["report", "F", "-o", "P"], ["questions", "--format", "json", "-o", "P"])


@pytest.mark.parametrize("arguments", RESULTS, ids=lambda a: a[0])
def test_a_result_is_never_written_over_an_inspection(cli: Cli, filled: Path, arguments: list[str]) -> None:
    before = filled.read_bytes()
    link = filled.with_name("link.pdf")
    link.symlink_to(filled)
    for place in (filled, link):
        told = cli(*[{"F": filled, "P": place}.get(a, a) for a in arguments])
        assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
        assert "is an inspection and was left as it is" in told.err
        assert filled.read_bytes() == before


@pytest.mark.parametrize("arguments", RESULTS, ids=lambda a: a[0])
def test_a_result_takes_the_place_of_no_folder_and_no_device(
    cli: Cli, filled: Path, tmp_path: Path, arguments: list[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (tmp_path, ".", "/", pipe):
        told = cli(*[{"F": filled, "P": place}.get(a, a) for a in arguments])
        assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert pipe.is_fifo()


def test_a_result_goes_where_a_link_leads(cli: Cli, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    assert cli("questions", "--format", "json", "-o", link).status == 0
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["instrument"] == "violence-2013"


def test_what_would_steer_a_terminal_is_written_out(cli: Cli, file: Path) -> None:
    told = take(cli, file, "C-1,\x1b[31mdone,,,\n")
    assert told.status == 1
    assert "\x1b" not in told.err
    assert "“\\x1b[31mdone” is no status" in told.err
