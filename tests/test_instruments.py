"""Question sets: the one that ships is sound, and each mistake is told with file, question and reason."""

# ruff: noqa: E501 (one mistake a line reads best)

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.errors import BadRows
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.library import load, load_all
from inspector_app.instruments.rules import read_rule, write_rule
from inspector_app.instruments.shapes import SCHEMAS, schema_of

ROOT = Path(__file__).parent.parent
SETS = ROOT / "resources" / "instruments"

HEAD = """
id = "small"
version = "1.0.0"
title = "A small set"
language = "en-GB"
pages = ["page-a"]
[[outcome]]
id = "1"
title = "One"
short = "One"
expectation = "That it works."
[[process]]
id = "1"
title = "Plan"
short = "P"
[[process]]
id = "4"
title = "Lead"
short = "L"
[[criterion]]
id = "1.1"
title = "Planning one"
outcome = "1"
process = "1"
scored = true
[[criterion]]
id = "1.4"
title = "Leading one"
outcome = "1"
process = "4"
scored = false
[choices]
done_well = [{ code = "yes", label = "Yes", line = "above" }, { code = "no", label = "No", line = "below" }]
"""

FIELDS = """
[[field]]
name = "ldu"
label = "Unit"
kind = "text"
[[field]]
name = "rosh"
label = "RoSH"
kind = "single"
choices = [{ code = "low", label = "Low" }, { code = "high", label = "High" }]
"""

PAGE = """
[page]
id = "A"
title = "First"
[[section]]
id = "start"
title = "Start"
[[question]]
id = "plan"
section = "start"
criteria = ["1.1"]
kind = "single"
scored = true
text = "Was the plan good enough?"
choices = "done_well"
[[question]]
id = "plan_reasons"
section = "start"
criteria = ["1.1"]
kind = "multiple"
under = "plan"
open_when = { question = "plan", any_of = ["no"] }
text = "What was wrong?"
choices = [{ code = "late", label = "Late" }, { code = "thin", label = "Thin" }]
[[question]]
id = "needs"
section = "start"
criteria = ["1.1"]
kind = "grid"
text = "Needs"
rows = [{ code = "housing", label = "Housing" }, { code = "work", label = "Work" }]
[[question.column]]
code = "seen"
kind = "single"
choices = "done_well"
label = "Seen?"
text = "Was the need for {label} seen?"
short = "{label} seen"
scored = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small = tmp_path / "small"
    small.mkdir()
    (small / "instrument.toml").write_text(HEAD, encoding="utf-8")
    (small / "fields.toml").write_text(FIELDS, encoding="utf-8")
    (small / "page-a.toml").write_text(PAGE, encoding="utf-8")
    return small


@pytest.fixture(scope="module")
def violence() -> Instrument:
    return load(SETS / "violence-2013")


def test_a_small_set_is_read_whole(folder: Path) -> None:
    small = load(folder)
    assert [q.id for q in small.questions] == ["plan", "plan_reasons", "needs_housing_seen", "needs_work_seen"]
    assert [q.number for q in small.questions] == ["A1", "A1a", "A2.1", "A2.2"]
    assert small.questions_by_id["needs_work_seen"].text == "Was the need for work seen?"
    assert small.questions_by_id["needs_work_seen"].short == "Work seen"


MISTAKES: list[tuple[str, str, Callable[[str], str], str, str]] = [
    ("unknown criterion", "page-a.toml", lambda t: t.replace('criteria = ["1.1"]', 'criteria = ["9.9"]', 1), "plan", "no criterion 9.9"),
    ("duplicate id", "page-a.toml", lambda t: t.replace('id = "plan_reasons"', 'id = "plan"'), "plan", "two questions have this id"),
    ("rule on a question that does not exist", "page-a.toml", lambda t: t.replace('question = "plan"', 'question = "gone"'), "plan_reasons", "does not exist"),
    ("rule on a later question", "page-a.toml", lambda t: t.replace('question = "plan", any_of = ["no"]', 'question = "needs_work_seen", any_of = ["no"]'), "plan_reasons", "comes later"),
    ("rule on a code that is not offered", "page-a.toml", lambda t: t.replace('any_of = ["no"]', 'any_of = ["never"]'), "plan_reasons", "does not offer"),
    ("rule on an unknown field", "page-a.toml", lambda t: t.replace('question = "plan", any_of', 'field = "tier", any_of'), "plan_reasons", "does not exist"),
    ("rule on a value the field has not", "page-a.toml", lambda t: t.replace('question = "plan", any_of = ["no"]', 'field = "rosh", any_of = ["huge"]'), "plan_reasons", "does not offer"),
    ("rule that cannot be read", "page-a.toml", lambda t: t.replace('question = "plan", any_of', 'quest = "plan", any_of'), "plan_reasons", "cannot read the rule"),
    ("scored without a below", "page-a.toml", lambda t: t.replace('choices = "done_well"', 'choices = [{ code = "yes", label = "Yes", line = "above" }]', 1), "plan", "above and one below"),
    ("scored list of several", "page-a.toml", lambda t: t.replace('kind = "multiple"', 'kind = "multiple"\nscored = true'), "plan_reasons", "only a single choice can be scored"),
    ("scored under leadership", "page-a.toml", lambda t: t.replace('criteria = ["1.1"]', 'criteria = ["1.4"]', 1), "plan", "never scored"),
    ("key but not scored", "page-a.toml", lambda t: t.replace('kind = "multiple"', 'kind = "multiple"\nkey = true'), "plan_reasons", "key question"),
    ("unknown section", "page-a.toml", lambda t: t.replace('section = "start"', 'section = "end"', 1), "plan", "no section"),
    ("unknown shared list", "page-a.toml", lambda t: t.replace('choices = "done_well"', 'choices = "well_done"', 1), "plan", "no shared list"),
    ("misspelt name", "page-a.toml", lambda t: t.replace('criteria = ["1.1"]', 'criterai = ["1.1"]', 1), "plan", "criterai"),
    ("unknown kind", "page-a.toml", lambda t: t.replace('kind = "multiple"', 'kind = "many"'), "plan_reasons", "many"),
    ("grid without rows", "page-a.toml", lambda t: t.replace('rows = [{ code = "housing", label = "Housing" }, { code = "work", label = "Work" }]\n', ""), "needs", "rows and columns"),
    ("under a later question", "page-a.toml", lambda t: t.replace('under = "plan"', 'under = "needs_work_seen"'), "plan_reasons", "no earlier question"),
    ("not applicable above the line", "page-a.toml", lambda t: t.replace('choices = "done_well"', 'choices = [{ code = "na", label = "N/A", line = "above" }, { code = "no", label = "No", line = "below" }]', 1), "plan", "neither side"),
    ("choices on a text", "page-a.toml", lambda t: t.replace('kind = "multiple"', 'kind = "text"'), "plan_reasons", "takes no choices"),
    ("a field named as a column of ours", "fields.toml", lambda t: t.replace('name = "ldu"', 'name = "assessor"'), "assessor", "taken by the product"),
    ("two fields of one name", "fields.toml", lambda t: t.replace('name = "rosh"', 'name = "ldu"'), "ldu", "two fields"),
    ("not TOML", "page-a.toml", lambda t: t + "\n[[question", "", "not valid TOML"),
    ("criterion in no outcome", "instrument.toml", lambda t: t.replace('outcome = "1"', 'outcome = "7"', 1), "1.1", "no outcome 7"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "spoil", "where", "reason"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_with_file_question_and_reason(
    folder: Path, file: str, spoil: Callable[[str], str], where: str, reason: str
) -> None:
    path = folder / file
    before = path.read_text(encoding="utf-8")
    path.write_text(spoil(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    with pytest.raises(BadRows) as refusal:
        load(folder)
    assert any(row.startswith(f"{file}: {where}") and reason in row for row in refusal.value.rows), refusal.value.rows


def test_a_missing_page_is_told(folder: Path) -> None:
    (folder / "page-a.toml").unlink()
    with pytest.raises(BadRows) as refusal:
        load(folder)
    assert refusal.value.rows == ("page-a.toml: cannot be read (No such file or directory)",)


def test_checks_are_read_and_their_mistakes_told(folder: Path) -> None:
    check = '[[check]]\nid = "c"\nseverity = "error"\nsay = "So."\nwhen = { question = "plan", any_of = ["no"] }\n'
    (folder / "checks.toml").write_text(check, encoding="utf-8")
    assert load(folder).checks[0].severity == "error"
    (folder / "checks.toml").write_text(check + 'go_to = ["gone"]\n', encoding="utf-8")
    with pytest.raises(BadRows) as refusal:
        load(folder)
    assert refusal.value.rows == ("checks.toml: c: it points to “gone”, which does not exist",)


def test_the_hash_follows_the_content_and_not_the_line_ends(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    page = copy / "page-a.toml"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert load(copy).content_hash == load(folder).content_hash
    page.write_text(PAGE.replace("good enough", "very good"), encoding="utf-8")
    assert load(copy).content_hash != load(folder).content_hash


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_that_ships_is_the_one_the_loader_reads_by(name: str) -> None:
    shipped = json.loads((SETS / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    assert shipped == schema_of(name)


def test_every_set_that_ships_is_sound() -> None:
    assert "violence-2013" in load_all(SETS)


def test_each_scored_criterion_of_the_grid_has_scored_questions(violence: Instrument) -> None:
    asked = {c for q in violence.scored_questions for c in q.criteria}
    assert asked == {c.id for c in violence.criteria if c.scored}
    led = {c for q in violence.questions for c in q.criteria if not violence.criteria_by_id[c].scored}
    assert {"2.4", "3.4", "4.4"} <= led


def test_every_question_has_guidance_beside_it(violence: Instrument) -> None:
    bare = [
        q.id
        for q in violence.questions
        if not (q.guidance.sufficient and q.guidance.where and q.guidance.record) or len(q.short) > 70
    ]
    assert bare == []


def test_there_are_at_least_fifteen_checks_of_both_kinds(violence: Instrument) -> None:
    assert len(violence.checks) >= 15
    assert {c.severity for c in violence.checks} == {"error", "warning"}


def test_the_interview_is_asked_per_officer(violence: Instrument) -> None:
    assert {q.page for q in violence.officer_questions} == {"G"}


def test_a_rule_reads_back_as_it_was_written(violence: Instrument) -> None:
    ruled = [q.open_when for q in violence.questions if q.open_when is not None]
    ruled += [c.when for c in violence.checks]
    assert ruled
    for rule in ruled:
        written = write_rule(rule)
        assert written is not None
        assert read_rule(written) == rule
