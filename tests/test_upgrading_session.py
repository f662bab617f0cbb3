"""Another version put in force on a real file: answers keep their version, and are confirmed, changed or taken back."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from command_line import Cli
from inspector_app.domain.answers import Revision
from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.ratings import ratings_of
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    Redo,
    Reopen,
    SetAnswer,
    SetConsensus,
    SetFields,
    SettleConflict,
    SignOff,
    Undo,
    UpgradeInstrument,
)
from inspector_app.services.exporting import freeze as freeze_tables
from inspector_app.services.exporting import tables
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person, Session
from inspector_app.services.upgrading import Preview, freeze, others, outdated, preview, read_set
from set_files import changed, with_files, write_set
from small import REASONS, SCALE, SUFFICIENT, small

ME = Person("A1", "laptop")
FIRST = with_files(small())
ASKED = FIRST.questions_by_id
SECOND = with_files(
    changed(
        FIRST, "1.1.0",
        plan=replace(ASKED["plan"], text="Was there a plan from the start?"),
        plan_reasons=replace(ASKED["plan_reasons"], choices=REASONS[:2]),
        progress=replace(ASKED["progress"], choices=(SCALE[0], SCALE[2])),
        contact=None,
        seen=None,
        visits=replace(ASKED["visits"], text="How many visits at home?"),
        safe=replace(ASKED["review"], id="safe", criteria=("2.1",), text="Was it safe?", choices=SUFFICIENT),
    )
)  # fmt: skip
"""Plan and visits reworded, a reason and a point of the scale gone, contact and seen retired, safe new."""

SIGNED = {"plan": "sufficient", "review": "not_done", "contact": "insufficient", "progress": "some", "late": "na",
          "either": "sufficient"}  # fmt: skip
OPEN = {"plan": "insufficient", "plan_reasons": "late;wrong", "review": "sufficient", "progress": "good", "visits": "4"}


@pytest.fixture
def inspections() -> Inspections:
    ticks = itertools.count()
    start = datetime(2013, 9, 2, 9, 0, tzinfo=UTC)
    return Inspections({"small": FIRST}, now=lambda: start + timedelta(seconds=next(ticks)))


@pytest.fixture
def path(tmp_path: Path, inspections: Inspections) -> Path:
    """Case 1 signed off, case 2 not, case 3 untouched."""
    made = tmp_path / "visit.inspection"
    details = {"trust": "Trust", "interviews": "no"}
    session = inspections.create(made, "small", ME, details, {"A1": "lead", "A2": "inspector"})
    for ref, kind in (("1", "licence"), ("2", "order"), ("3", "order")):
        session.do(AddCase(ref, "A1", {"type": kind, "officer": "P1"}))
    for ref, said in (("1", SIGNED), ("2", OPEN)):
        for question, value in said.items():
            session.do(SetAnswer("case", ref, question, value))
    session.do(SetAnswer("case", "1", "contact", note="Seen twice."))
    session.do(SignOff("1"))
    session.close()
    return made


@pytest.fixture
def upgraded(path: Path, inspections: Inspections) -> Iterator[Session]:
    """The same, with the second version in force."""
    session = inspections.open(path, ME)
    session.do(UpgradeInstrument(SECOND))
    session.close()
    again = inspections.open(path, ME)
    yield again
    if not again.writer.closed:
        again.close()


def look(session: Session, new: Instrument) -> Preview:
    found = preview(freeze(session), new)
    assert found is not None
    return found


def standing(session: Session, question: str, ref: str = "2") -> Revision:
    return session.case(ref).answers[question]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def outcome(session: Session, number: int) -> Fraction | None:
    return session.scores().outcomes[number].score


def test_a_preview_says_what_becomes_of_questions_answers_and_scores_and_changes_nothing(
    path: Path, inspections: Inspections
) -> None:
    before = path.read_bytes()
    session = inspections.open(path, ME)
    found = look(session, SECOND)
    assert {c.id: c.kind for c in found.comparison.questions if c.kind != "kept"} == {
        "plan": "confirm", "plan_reasons": "confirm", "progress": "confirm", "visits": "confirm",
        "contact": "retired", "seen": "retired", "safe": "new",
    }  # fmt: skip
    assert (found.answers("confirm"), found.answers("retired"), found.answers("new"), found.lost) == (6, 1, 0, 2)
    assert found.questions["plan"].open_cases == found.questions["plan"].signed_off == 1
    assert found.before == session.scores()
    session.close()
    assert path.read_bytes() == before, "nothing is changed"
    session = inspections.open(path, ME)
    session.do(UpgradeInstrument(SECOND))
    session.close()
    session = inspections.open(path, ME)
    assert session.scores() == found.after, "the preview was worked out, not guessed"
    assert found.after != found.before
    session.close()


def test_after_an_upgrade_nothing_is_lost_and_each_answer_keeps_its_version(
    path: Path, inspections: Inspections
) -> None:
    session = inspections.open(path, ME)
    told = session.revisions()
    session.do(UpgradeInstrument(SECOND))
    assert session.instrument == FIRST, "a session works with one version from beginning to end"
    assert outdated(session)
    session.close()
    session = inspections.open(path, ME)
    assert not outdated(session)
    assert session.instrument == SECOND
    assert session.revisions()[: len(told)] == told
    assert {r.slot.name for r in session.revisions()[len(told) :]} == {"instrument_version", "instrument_hash"}
    assert [s.version for s in session.shelf.carried] == ["1.0.0", "1.1.0"]
    assert session.details().details["instrument_version"] == "1.1.0"
    assert session.case("1").signed_off, "a signed-off case stays signed off"
    session.close()


def test_what_counts_after_an_upgrade(upgraded: Session) -> None:
    found = {q.id: (q.above, q.below, q.blank) for q in upgraded.scores().questions}
    assert found == {
        "plan": (1, 0, 0), "review": (0, 1, 0), "progress": (0, 0, 1), "late": (0, 0, 0), "either": (1, 0, 0),
        "safe": (0, 0, 1),
    }  # fmt: skip
    assert (outcome(upgraded, 0), outcome(upgraded, 1)) == (Fraction(2, 3), Fraction(0))


def test_what_can_no_longer_be_said_selects_no_case_and_is_no_rating(upgraded: Session) -> None:
    assert upgraded.counted(where={"question:plan": "sufficient"}) == ("1",)
    assert upgraded.counted(where={"question:progress": "some"}) == ()
    sheet = upgraded.case("1").sheet
    found = ratings_of(upgraded.instrument.case_questions, {"1": {"A1": sheet, "A2": sheet}})
    assert {r.question for r in found} == {"plan", "review", "late", "either"}


def test_what_remains_lists_what_is_to_confirm_and_what_became_blank(upgraded: Session) -> None:
    left = upgraded.remaining("2")
    assert left.confirm == ("plan", "plan_reasons", "progress", "visits")
    assert left.unanswered == ("safe",)
    assert not left.may_sign_off
    upgraded.do(Reopen("1", "the set changed"))
    left = upgraded.remaining("1")
    assert left.confirm == ("plan",)
    assert left.unanswered == ("progress", "safe"), "the choice “Some” is gone, so it is a blank"
    assert upgraded.remaining("3").confirm == ()


def test_the_same_answer_given_again_confirms_it_under_the_new_version(upgraded: Session) -> None:
    before = standing(upgraded, "plan")
    assert upgraded.do(SetAnswer("case", "2", "plan", "insufficient")) is not None
    after = standing(upgraded, "plan")
    assert (after.value, after.note, after.instrument) == (before.value, before.note, "1.1.0")
    assert after.supersedes == (before.id,)
    assert "plan" not in upgraded.remaining("2").confirm
    assert upgraded.do(SetAnswer("case", "2", "plan", "insufficient")) is None, "once is enough"
    upgraded.do(SetAnswer("case", "2", "plan_reasons", "late"))
    upgraded.do(SetAnswer("case", "2", "visits", "5"))
    assert upgraded.remaining("2").confirm == ("progress",), "a choice of its list is gone, though not its own"
    upgraded.do(SetAnswer("case", "2", "progress", "good"))
    assert upgraded.remaining("2").confirm == ()


def test_an_answer_whose_choice_is_gone_is_to_be_given_anew(upgraded: Session) -> None:
    upgraded.do(Reopen("1", "the set changed"))
    with pytest.raises(KnownError, match="no choice “some”"):
        upgraded.do(SetAnswer("case", "1", "progress", "some"))
    upgraded.do(SetAnswer("case", "1", "progress", "good"))
    assert upgraded.remaining("1").unanswered == ("safe",)
    assert [r.value for r in upgraded.history(standing(upgraded, "progress", "1").slot)] == ["some", "good"]


def test_a_note_alone_does_not_confirm(upgraded: Session) -> None:
    upgraded.do(SetAnswer("case", "2", "plan", note="Page 3."))
    upgraded.do(SetAnswer("case", "2", "plan", evidence="on_file"))
    assert standing(upgraded, "plan").instrument == "1.0.0"
    assert "plan" in upgraded.remaining("2").confirm


def test_a_confirmation_is_undone_and_done_again(upgraded: Session) -> None:
    upgraded.do(SetAnswer("case", "2", "plan", "insufficient"))
    upgraded.do(Undo("case", "2"))
    assert standing(upgraded, "plan").instrument == "1.0.0"
    assert "plan" in upgraded.remaining("2").confirm
    upgraded.do(Redo("case", "2"))
    assert (standing(upgraded, "plan").instrument, "plan" in upgraded.remaining("2").confirm) == ("1.1.0", False)
    upgraded.do(SetAnswer("case", "2", "plan", "na"))
    upgraded.do(Undo("case", "2"))
    assert "plan" not in upgraded.remaining("2").confirm, "what is restored was confirmed"


def test_a_case_is_signed_off_again_once_all_is_confirmed(upgraded: Session) -> None:
    with pytest.raises(KnownError, match="cannot be signed off yet"):
        upgraded.do(SignOff("2"))
    said = {"plan_reasons": "late", "progress": "good", "visits": "4", "safe": "na"}
    for question, value in said.items():
        upgraded.do(SetAnswer("case", "2", question, value))
    assert upgraded.remaining("2").unanswered == ()
    with pytest.raises(KnownError, match="cannot be signed off yet"):
        upgraded.do(SignOff("2"))
    upgraded.do(SetAnswer("case", "2", "plan", "insufficient"))
    upgraded.do(SignOff("2"))
    assert upgraded.case("2").signed_off


def test_the_version_before_is_put_in_force_again_and_nothing_is_to_confirm(
    upgraded: Session, path: Path, inspections: Inspections
) -> None:
    before = upgraded.scores()
    upgraded.do(SetAnswer("case", "2", "plan", "insufficient"))
    upgraded.do(SetAnswer("case", "2", "visits", "5"))
    assert [i.version for i in others(upgraded, {"small": FIRST})] == ["1.0.0"]
    upgraded.do(UpgradeInstrument(FIRST))
    upgraded.close()
    back = inspections.open(path, ME)
    assert back.instrument == FIRST
    assert back.remaining("2").confirm == ("visits",), "given in other words, so it is asked; the plan was not"
    assert back.case("1").answers["contact"].value == "insufficient"
    assert {q.id: q.below for q in back.scores().questions}["contact"] == 1
    assert [s.version for s in back.shelf.carried] == ["1.0.0", "1.1.0"]
    back.do(UpgradeInstrument(SECOND))
    back.close()
    forth = inspections.open(path, ME)
    assert forth.scores() == before
    assert forth.remaining("2").confirm == ("plan_reasons", "progress")
    forth.close()


def test_only_the_lead_and_the_deputy_may(path: Path, inspections: Inspections) -> None:
    session = inspections.open(path, Person("A2", "other"))
    with pytest.raises(KnownError, match="lead inspector or the deputy puts another version"):
        session.do(UpgradeInstrument(SECOND))
    session.close()


def test_a_set_that_cannot_take_the_place_is_refused(path: Path, inspections: Inspections) -> None:
    session = inspections.open(path, ME)
    for new, why in (
        (FIRST, "in force already"),
        (with_files(replace(SECOND, version="1.0.0")), "Raise the version"),
        (with_files(replace(SECOND, id="large")), "another question set"),
    ):
        with pytest.raises(KnownError, match=why):
            session.do(UpgradeInstrument(new))
        with pytest.raises(KnownError, match=f"{why}.*Nothing was changed."):
            look(session, new)
    session.close()


def test_a_copy_still_under_the_old_version_merges_and_its_answers_are_to_confirm(
    path: Path, inspections: Inspections, tmp_path: Path
) -> None:
    away = Path(shutil.copy(path, tmp_path / "away.inspection"))
    session = inspections.open(path, ME)
    session.do(UpgradeInstrument(SECOND))
    session.close()
    theirs = inspections.open(away, Person("A1", "tablet"))
    theirs.do(SetAnswer("case", "3", "plan", "sufficient"))
    theirs.close()
    session = inspections.open(path, ME)
    found = read_others(session, [away])
    assert found is not None and not found.refused
    pending = merge(session, found)
    assert pending is not None
    session.settle(pending)
    assert not outdated(session)
    assert (standing(session, "plan", "3").instrument, session.remaining("3").confirm) == ("1.0.0", ("plan",))
    session.close()


def test_a_merge_brings_the_newer_version_along(path: Path, inspections: Inspections, tmp_path: Path) -> None:
    away = Path(shutil.copy(path, tmp_path / "away.inspection"))
    lead = inspections.open(path, ME)
    lead.do(UpgradeInstrument(SECOND))
    lead.close()
    session = inspections.open(away, Person("A1", "tablet"))
    found = read_others(session, [path])
    assert found is not None
    pending = merge(session, found)
    assert pending is not None
    session.settle(pending)
    assert outdated(session)
    session.close()
    again = Inspections({}).open(away, ME)
    assert (again.instrument, again.remaining("2").confirm) == (SECOND, ("plan", "plan_reasons", "progress", "visits"))
    again.close()


def test_a_conflict_that_is_settled_keeps_the_version_of_what_was_picked(
    upgraded: Session, path: Path, inspections: Inspections, tmp_path: Path
) -> None:
    upgraded.close()
    away = Path(shutil.copy(path, tmp_path / "away.inspection"))
    mine = inspections.open(path, ME)
    mine.do(SetAnswer("case", "2", "plan", "sufficient"))
    theirs = inspections.open(away, Person("A1", "tablet"))
    theirs.do(SetAnswer("case", "2", "plan", note="As it was."))
    theirs.close()
    found = read_others(mine, [away])
    assert found is not None
    pending = merge(mine, found)
    assert pending is not None
    mine.settle(pending)
    slot = standing(mine, "plan").slot
    older = next(r for r in mine.ledger.heads(slot) if r.value == "insufficient")
    mine.do(SettleConflict(slot, older.id))
    assert (standing(mine, "plan").value, standing(mine, "plan").instrument) == ("insufficient", "1.0.0")
    assert "plan" in mine.remaining("2").confirm
    mine.close()


def test_exports_tell_what_counts_nowhere_apart_and_read_in_again(
    upgraded: Session, inspections: Inspections, tmp_path: Path
) -> None:
    made = tables(freeze_tables(upgraded))
    earlier = {(r["case_ref"], r["id"]): r for r in rows(made["earlier.csv"])}
    assert set(earlier) == {("1", "contact"), ("1", "progress"), ("2", "plan_reasons")}
    contact = earlier["1", "contact"]
    assert (contact["why"], contact["value"], contact["words"], contact["version"], contact["note"]) == (
        "retired", "insufficient", "Insufficient", "1.0.0", "Seen twice.",
    )  # fmt: skip
    assert (earlier["1", "progress"]["why"], earlier["1", "progress"]["words"]) == ("choice_gone", "Some")
    answers = {(r["case_ref"], r["question_id"]): r["value"] for r in rows(made["answers.csv"])}
    assert ("1", "contact") not in answers and ("1", "progress") not in answers
    assert answers["2", "plan_reasons"] == "late"
    other = Inspections({"small": SECOND}).create(tmp_path / "other.inspection", "small", ME, {"interviews": "no"})
    pending = take_in(other, read_in(other, Text("c", made["cases.csv"]), Text("a", made["answers.csv"])))
    assert pending is not None
    other.settle(pending)
    assert other.scores() == upgraded.scores()
    assert "earlier.csv" not in tables(freeze_tables(other))
    other.close()


def test_check_finds_a_file_with_two_versions_sound(upgraded: Session, path: Path, cli: Cli) -> None:
    upgraded.close()
    told = cli("check", path)
    assert (told.status, told.err) == (0, "")
    assert "ok question set small 1.1.0" in told.out.splitlines()


def test_a_fact_whose_choice_is_gone_counts_as_missing(path: Path, inspections: Inspections) -> None:
    fields = (replace(FIRST.fields[0], choices=FIRST.fields[0].choices[:1], required=True), *FIRST.fields[1:])
    session = inspections.open(path, ME)
    session.do(UpgradeInstrument(with_files(replace(FIRST, version="1.2.0", fields=fields))))
    session.close()
    session = inspections.open(path, ME)
    assert session.remaining("2").missing_fields == ("type",)
    session.do(SetFields("2", {"type": "licence"}))
    assert session.remaining("2").missing_fields == ()
    session.close()


def test_a_set_is_read_from_a_folder_one_of_its_files_or_an_archive(tmp_path: Path) -> None:
    folder = write_set(SECOND, tmp_path / "set")
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in folder.iterdir():
            made.write(file, f"small-1.1/{file.name}")
        made.writestr("small-1.1/readme.txt", "What is new.")
    for place in (folder, folder / "page-a.toml", archive):
        assert read_set(place) == SECOND


def test_what_is_no_question_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as made:
        made.writestr("a/readme.txt", "")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as made:
        for name in ("a", "b"):
            made.writestr(f"{name}/instrument.toml", "")
    with zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("instrument.toml", " " * (33 * 1024 * 1024))
    for name, why in (
        ("empty", "There is no question set in empty"), ("text.zip", "no .zip archive"),
        ("none.zip", "no question set"), ("two.zip", "holds 2 question sets"), ("large.zip", "far too large"),
        ("nowhere.zip", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(KnownError, match=why):
            read_set(tmp_path / name)


def test_mistakes_in_a_set_are_told_by_file_question_and_reason(tmp_path: Path) -> None:
    folder = write_set(SECOND, tmp_path / "set")
    page = folder / "page-a.toml"
    page.write_text(page.read_text().replace('["1.1"]', '["9.9"]', 1))
    with pytest.raises(BadRows) as told:
        read_set(folder)
    assert told.value.rows == ("page-a.toml: plan: there is no criterion 9.9",)


def test_a_change_with_a_reason_is_for_whoever_may_make_such_to_confirm(
    path: Path, inspections: Inspections, tmp_path: Path
) -> None:
    session = inspections.open(path, ME)
    session.do(Allocate({"2": "A2"}))
    session.close()
    theirs = inspections.open(path, Person("A2", "tablet"))
    for question, value in (*OPEN.items(), ("either", "na")):
        theirs.do(SetAnswer("case", "2", question, value))
    theirs.close()
    session = inspections.open(path, ME)
    session.do(SetConsensus("2", "plan", "sufficient", "Page 4 has one."))
    session.do(UpgradeInstrument(SECOND))
    session.close()
    theirs = inspections.open(path, Person("A2", "tablet"))
    assert "plan" not in theirs.remaining("2").confirm, "what the lead changed holds nobody else up"
    theirs.close()
    session = inspections.open(path, ME)
    assert "plan" in session.remaining("2").confirm
    session.do(SetConsensus("2", "plan", "sufficient", "Page 4 has one."))
    assert "plan" not in session.remaining("2").confirm
    assert standing(session, "plan").instrument == "1.1.0"
    session.close()


def test_what_was_asked_about_a_retired_question_waits_for_its_return(path: Path, inspections: Inspections) -> None:
    session = inspections.open(path, ME)
    session.do(Ask("2", "seen", "When?"))
    assert session.remaining("2").asked == ("seen",)
    for version, asked in ((SECOND, ()), (FIRST, ("seen",))):
        session.do(UpgradeInstrument(version))
        session.close()
        session = inspections.open(path, ME)
        assert session.remaining("2").asked == asked
    session.close()
