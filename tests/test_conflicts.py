"""Where copies, assessors or leads say different things: all is kept, it is seen, and one choice settles it."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.answers import Slot, verify_chains
from inspector_app.domain.conflicts import conflicts_in
from inspector_app.services import handing_out
from inspector_app.services.checking import check
from inspector_app.services.commands import (
    AddCase,
    AssignSecondReads,
    GiveReason,
    SetAnswer,
    SettleConflict,
    SignOff,
    Undo,
    UpgradeInstrument,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import Union, merge, read_others
from inspector_app.services.session import Person, Session
from set_files import changed, with_files
from small import small

LEAD = Person("LEAD", "d-lead")
TEAM = {"LEAD": "lead", "DEP": "deputy", "AB": "inspector", "CD": "inspector"}
AT = datetime(2013, 6, 9, tzinfo=UTC)
FIRST = with_files(small())
REVIEW = FIRST.questions_by_id["review"]


class Clock:
    """Ticks a second each time it is looked at; `ahead` says how wrong it is."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._ticks = itertools.count()

    def __call__(self) -> datetime:
        return datetime(2013, 6, 10, tzinfo=UTC) + timedelta(seconds=next(self._ticks)) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inspections(clock: Clock) -> Inspections:
    return Inspections({"small": FIRST}, now=clock)


@pytest.fixture
def lead(inspections: Inspections, tmp_path: Path) -> Iterator[Session]:
    """Two assessors with a case each of the same officer."""
    made = inspections.create(
        tmp_path / "whole.inspection", "small", LEAD, {"trust": "A Trust", "interviews": "yes"}, TEAM
    )
    for ref, assessor in (("C-1", "AB"), ("C-2", "CD")):
        made.do(AddCase(ref, assessor, {"type": "licence", "officer": "O-1"}))
    yield made
    if not made.writer.closed:
        made.close()


@pytest.fixture
def out(lead: Session, tmp_path: Path) -> dict[str, Path]:
    written = handing_out.write(handing_out.prepare(lead, ("AB", "CD")), tmp_path, "visit", AT)
    assert written is not None
    return {one.assessor: one.path for one in written}


def interview(inspections: Inspections, out: dict[str, Path], code: str, **said: tuple[str, str]) -> None:
    there = inspections.open(out[code], Person(code, f"d-{code}"))
    for question, (value, note) in said.items():
        there.do(SetAnswer("officer", "O-1", question, value, note))
    there.close()


def take(session: Session, *paths: Path) -> Union:
    union = read_others(session, paths)
    assert union is not None
    pending = merge(session, union)
    if pending is not None:
        session.settle(pending)
    return union


def answers(session: Session) -> dict[str, tuple[str, str]]:
    return {q: (r.value, r.note) for q, r in session.officer("O-1").answers.items()}


# One interview, held twice


def test_an_interview_held_by_two_assessors_is_a_conflict_that_one_choice_settles(
    lead: Session, inspections: Inspections, out: dict[str, Path]
) -> None:
    interview(inspections, out, "AB", fair=("yes", "Says so"), topics=("late", ""))
    interview(inspections, out, "CD", fair=("no", "Says not"), topics=("late", "Twice"))
    union = take(lead, *out.values())
    assert [b.conflicting for b in union.brought] == [0, 1]
    (conflict,) = conflicts_in(lead.ledger)
    assert (conflict.slot.name, conflict.values) == ("fair", ("yes", "no"))
    lead.do(SettleConflict(conflict.slot, conflict.heads[0].id, keep_notes=True))
    assert conflicts_in(lead.ledger) == ()
    value, note = answers(lead)["fair"]
    assert value == "yes" and note.startswith("Says so") and "Says not" in note
    lead.do(Undo("officer", "O-1"))
    (again,) = conflicts_in(lead.ledger)
    assert [(h.value, h.note) for h in again.heads] == [("yes", "Says so"), ("no", "Says not")]
    assert verify_chains(lead.revisions()) == ()


def test_two_copies_of_one_interview_and_another_assessors_are_one_conflict(
    lead: Session, inspections: Inspections, out: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    twin = Path(shutil.copyfile(out["AB"], tmp_path / "home" / out["AB"].name))
    interview(inspections, out, "AB", topics=("late", ""))
    interview(inspections, out, "CD", topics=("thin", ""))
    there = inspections.open(twin, Person("AB", "d-home"))
    there.do(SetAnswer("officer", "O-1", "topics", "wrong"))
    there.close()
    take(lead, *out.values(), twin)
    (conflict,) = conflicts_in(lead.ledger)
    assert sorted(conflict.values) == ["late", "thin", "wrong"]
    lead.do(SettleConflict(conflict.slot, next(h.id for h in conflict.heads if h.value == "wrong")))
    assert conflicts_in(lead.ledger) == () and answers(lead)["topics"] == ("wrong", "")


def test_a_note_beside_another_assessors_answer_leaves_the_answer(
    lead: Session, inspections: Inspections, out: dict[str, Path]
) -> None:
    interview(inspections, out, "AB", fair=("yes", ""))
    interview(inspections, out, "CD", views=("Content", ""))
    take(lead, *out.values())
    lead.do(SetAnswer("officer", "O-1", "views", note="By telephone"))
    assert answers(lead)["views"] == ("Content", "By telephone")


def test_what_one_assessor_took_back_hides_nothing_that_another_said(
    lead: Session, inspections: Inspections, out: dict[str, Path]
) -> None:
    interview(inspections, out, "AB", fair=("yes", ""))
    there = inspections.open(out["CD"], Person("CD", "d-CD"))
    there.do(SetAnswer("officer", "O-1", "fair", "no"))
    there.do(Undo("officer", "O-1"))
    there.close()
    take(lead, *out.values())
    assert answers(lead)["fair"] == ("yes", "") and conflicts_in(lead.ledger) == ()


@pytest.mark.parametrize("wrong", [("AB", 4000), ("CD", 4000), ("AB", -4000)])
def test_what_is_said_now_of_an_interview_stands_over_clocks_that_are_years_wrong(
    lead: Session, inspections: Inspections, out: dict[str, Path], clock: Clock, wrong: tuple[str, int]
) -> None:
    for code, value in (("AB", "yes"), ("CD", "yes")):
        clock.ahead = timedelta(days=wrong[1]) if code == wrong[0] else timedelta()
        interview(inspections, out, code, fair=(value, code))
    clock.ahead = timedelta()
    take(lead, *out.values())
    lead.do(SetAnswer("officer", "O-1", "fair", "no", "Asked again"))
    assert answers(lead)["fair"] == ("no", "Asked again")
    lead.do(SetAnswer("officer", "O-1", "fair", ""))
    assert answers(lead)["fair"][0] == ""


# Two leads, two question sets


def test_picking_one_of_two_question_sets_picks_it_whole(
    lead: Session, inspections: Inspections, tmp_path: Path
) -> None:
    lead.close()
    mine, theirs = tmp_path / "whole.inspection", tmp_path / "deputy.inspection"
    shutil.copyfile(mine, theirs)
    for place, who, version in ((mine, LEAD, "1.1.0"), (theirs, Person("DEP", "d-dep"), "1.2.0")):
        there = inspections.open(place, who)
        there.do(UpgradeInstrument(with_files(changed(FIRST, version, review=replace(REVIEW, text=version)))))
        there.close()
    there = inspections.open(mine, LEAD)
    take(there, theirs)
    (conflict,) = conflicts_in(there.ledger)
    assert conflict.values == ("1.1.0", "1.2.0")
    there.do(SettleConflict(conflict.slot, conflict.heads[0].id))
    assert conflicts_in(there.ledger) == ()
    there.close()
    again = inspections.open(mine, LEAD)
    assert again.instrument.version == again.details().details["instrument_version"] == "1.1.0"
    assert again.instrument.content_hash == again.details().details["instrument_hash"]
    again.do(Undo("inspection", ""))
    assert [c.slot for c in conflicts_in(again.ledger)] == [Slot("inspection", "", "detail", "instrument_version")]
    again.close()
    assert [f.problems for f in check(mine, {"small": FIRST}) if not f.sound] == []


# What nobody would look at again


def test_a_late_copy_that_changes_a_signed_off_case_is_told(
    lead: Session, inspections: Inspections, out: dict[str, Path]
) -> None:
    said = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}
    there = inspections.open(out["AB"], Person("AB", "d-AB"))
    for question, value in said.items():
        there.do(SetAnswer("case", "C-1", question, value))
    there.do(GiveReason("C-1", "officer_interview", "On leave"))
    assert take(lead, out["AB"]).brought[0].changes_signed_off == ()
    lead.do(SignOff("C-1"))
    lead.do(AssignSecondReads((("C-1", "CD"),), "chosen"))
    there.do(SetAnswer("case", "C-1", "plan", note="On page 4"))
    assert take(lead, out["AB"]).brought[0].changes_signed_off == (), "a note alone changes nothing that counts"
    there.do(SetAnswer("case", "C-1", "plan", "not_done"))
    there.close()
    (brought,) = take(lead, out["AB"]).brought
    assert (brought.conflicting, brought.changes_signed_off) == (0, ("C-1",))
    assert lead.case("C-1").signed_off and lead.case("C-1").answers["plan"].value == "not_done"
