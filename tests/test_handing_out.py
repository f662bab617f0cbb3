"""Allocation, hand-outs for each assessor, taking them back, second reads that stay blind, and conflicts."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.allocating import ToPlace, propose, ties
from inspector_app.domain.answers import Ledger, Slot, anchors_of, verify_chains
from inspector_app.domain.conflicts import conflicts_in
from inspector_app.domain.errors import KnownError
from inspector_app.domain.handing_out import hand_out
from inspector_app.services import handing_out
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    AssignSecondReads,
    Redo,
    ReturnCase,
    SetAnswer,
    SetDetails,
    SetFlag,
    SettleConflict,
    SetWorksWith,
    Submit,
    Undo,
    WithdrawSecondRead,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import Union, merge, read_others
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Store
from small import small

LEAD = Person("LEAD", "d-lead")
TEAM = {"LEAD": "lead", "AB": "inspector", "CD": "inspector", "EF": "local_assessor"}
COMPLETE = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}
AT = datetime(2013, 6, 9, tzinfo=UTC)


@pytest.fixture
def inspections() -> Inspections:
    ticks = itertools.count()
    return Inspections(
        {"small": small()}, now=lambda: datetime(2013, 6, 10, tzinfo=UTC) + timedelta(seconds=next(ticks))
    )


@pytest.fixture
def session(inspections: Inspections, tmp_path: Path) -> Iterator[Session]:
    made = inspections.create(
        tmp_path / "whole.inspection", "small", LEAD, {"trust": "A Trust", "interviews": "no"}, TEAM
    )
    for number, assessor in enumerate(("AB", "AB", "CD", "EF")):
        made.do(AddCase(f"C-{number}", assessor, {"type": "licence", "officer": f"O-{number}"}))
    yield made
    if not made.writer.closed:
        made.close()


def give(session: Session, folder: Path, *codes: str) -> dict[str, Path]:
    parts = handing_out.prepare(session, codes)
    written = handing_out.write(parts, folder, "visit", AT)
    assert written is not None
    return {one.assessor: one.path for one in written}


def union_of(session: Session, *paths: Path) -> Union:
    union = read_others(session, paths)
    assert union is not None
    return union


def take(session: Session, *paths: Path) -> Union:
    union = union_of(session, *paths)
    pending = merge(session, union)
    if pending is not None:
        session.settle(pending)
    return union


def answer_all(session: Session, ref: str, **others: str) -> None:
    for question, value in (COMPLETE | others).items():
        session.do(SetAnswer("case", ref, question, value))


# Allocation


CODES = st.sampled_from(["AB", "CD", "EF", "GH"])


@given(
    st.lists(st.tuples(st.sampled_from("PQR"), st.integers(0, 5)), max_size=40),
    st.lists(CODES, min_size=1, unique=True),
    st.sets(st.tuples(st.integers(0, 5), CODES), max_size=10),
)
def test_a_proposal_keeps_conflicts_out_and_is_even(
    cases: list[tuple[str, int]], assessors: list[str], conflicts: set[tuple[int, str]]
) -> None:
    wanted = [ToPlace(f"C-{i}", unit, f"O-{officer}") for i, (unit, officer) in enumerate(cases)]
    apart = {(f"O-{officer}", code) for officer, code in conflicts}
    made = propose(wanted, assessors, apart, {})
    assert set(made.assignments) | set(made.unplaced) == {c.ref for c in wanted}
    assert not set(made.assignments) & set(made.unplaced)
    officers = {c.ref: c.officer for c in wanted}
    assert not {(officers[ref], code) for ref, code in made.assignments.items()} & apart
    for ref in made.unplaced:
        assert all((officers[ref], code) in apart for code in assessors)
    totals = Counter({code: 0 for code in assessors}) + Counter()
    totals.update(made.assignments.values())
    if not apart:
        counts = [totals[code] for code in assessors]
        assert max(counts) - min(counts) <= 1
    assert propose(wanted, assessors, apart, {}) == made


def test_a_chain_of_moves_evens_out_what_conflicts_made_uneven() -> None:
    cases = [ToPlace(f"C-{i}", "P", "O-1" if i < 4 else "O-2") for i in range(6)]
    made = propose(cases, ["AB", "CD", "EF"], {("O-1", "EF"), ("O-2", "CD")}, {})
    assert sorted(Counter(made.assignments.values()).values()) == [2, 2, 2]


def test_what_somebody_holds_already_is_reckoned_with() -> None:
    made = propose([ToPlace("C-1", "P", ""), ToPlace("C-2", "P", "")], ["AB", "CD"], (), {"AB": 2})
    assert set(made.assignments.values()) == {"CD"}


def test_conflicts_of_interest_are_recorded_and_lifted(session: Session) -> None:
    session.do(SetWorksWith("O-1", "EF", True, "Same office"))
    assert ties(session.ledger) == {("O-1", "EF")}
    session.do(SetWorksWith("O-1", "EF", False))
    assert ties(session.ledger) == frozenset()


def test_allocating_many_cases_is_one_act(session: Session) -> None:
    session.do(Allocate({"C-0": "EF", "C-1": "CD"}))
    assert [session.case(ref).assessor for ref in ("C-0", "C-1")] == ["EF", "CD"]
    session.do(Undo("case", "C-1"))
    assert [session.case(ref).assessor for ref in ("C-0", "C-1")] == ["AB", "AB"]


# Hand-outs


def test_a_hand_out_has_just_ones_cases_and_a_sound_history(session: Session, tmp_path: Path) -> None:
    session.do(SetAnswer("officer", "O-0", "fair", "yes"))
    session.do(SetAnswer("officer", "O-3", "fair", "no"))
    path = give(session, tmp_path, "AB")["AB"]
    store = Store.open(path)
    revisions, anchors, local = store.load(), store.anchors(), store.local()
    store.close()
    assert {r.slot.ref for r in revisions if r.slot.about == "case"} == {"C-0", "C-1"}
    assert {r.slot.ref for r in revisions if r.slot.about == "officer"} == {"O-0"}
    assert local["handed_to"] == "AB"
    assert verify_chains(revisions, anchors) == ()
    assert verify_chains(revisions) != ()


def test_a_change_that_goes_missing_from_a_hand_out_is_noticed(session: Session) -> None:
    whole = hand_out(Ledger(session.revisions()), "AB").revisions
    anchors = anchors_of(whole)
    gap = [r for r in whole if r is not whole[-2]]
    assert verify_chains(whole, anchors) == ()
    assert verify_chains(gap, anchors) != ()


def test_out_and_back_brings_every_answer_home(session: Session, inspections: Inspections, tmp_path: Path) -> None:
    out = give(session, tmp_path, "AB", "CD", "EF")
    for code, ref in (("AB", "C-0"), ("AB", "C-1"), ("CD", "C-2"), ("EF", "C-3")):
        there = inspections.open(out[code], Person(code, f"d-{code}"))
        assert there.flaws == ()
        answer_all(there, ref)
        there.do(Submit(ref))
        there.close()
    union = take(session, *out.values())
    assert [(b.refused, b.handed_to) for b in union.brought] == [("", "AB"), ("", "CD"), ("", "EF")]
    assert union.conflicts == ()
    assert {session.case(ref).status for ref in session.refs()} == {"submitted"}
    assert verify_chains(session.revisions()) == ()
    assert take(session, *reversed(out.values())).revisions == ()


def test_nothing_is_handed_out_over_a_file_that_is_there(session: Session, tmp_path: Path) -> None:
    path = give(session, tmp_path, "AB")["AB"]
    before = path.read_bytes()
    with pytest.raises(KnownError, match="left as it is"):
        give(session, tmp_path, "CD", "AB")
    assert path.read_bytes() == before
    assert not (tmp_path / "visit CD.inspection").exists()


def test_who_has_no_case_gets_no_file(session: Session) -> None:
    with pytest.raises(KnownError, match="No case is allocated to LEAD"):
        handing_out.prepare(session, ["AB", "LEAD"])


def test_an_assessor_hands_nothing_out(session: Session) -> None:
    session.person = replace(session.person, author="AB")
    with pytest.raises(KnownError, match="lead inspector or the deputy"):
        handing_out.prepare(session, ["AB"])


@pytest.mark.parametrize("code", ["a/b", "../up", 'the "new" one', "🙂", "X" * 300, "A B", "AB:CD", "two\nlines"])
def test_a_code_that_no_file_may_be_called_by_is_handed_out_all_the_same(
    session: Session, inspections: Inspections, tmp_path: Path, code: str
) -> None:
    session.do(SetDetails({}, {code: "inspector"}))
    session.do(Allocate({"C-0": code}))
    folder = tmp_path / "out"
    folder.mkdir()
    path = give(session, folder, code)[code]
    assert path.parent == folder and [*folder.iterdir()] == [path]
    there = inspections.open(path, Person(code, "d-there"))
    there.do(SetAnswer("case", "C-0", "plan", "na"))
    there.close()
    (brought,) = take(session, path).brought
    assert (brought.handed_to, brought.new) == (code, 2)


def test_codes_that_differ_in_capitals_alone_get_files_of_their_own(session: Session, tmp_path: Path) -> None:
    session.do(SetDetails({}, {"ab": "inspector"}))
    session.do(Allocate({"C-1": "ab"}))
    out = give(session, tmp_path, "AB", "ab")
    assert len({path.name.casefold() for path in out.values()}) == 2


def test_nobody_is_called_as_the_answer_that_stands(session: Session) -> None:
    with pytest.raises(KnownError, match="nobody’s code"):
        session.do(SetDetails({}, {"consensus": "inspector"}))


# Taking back


def test_each_copy_is_told_apart_and_the_bad_ones_are_left_out(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    out = give(session, tmp_path, "AB", "CD")
    there = inspections.open(out["CD"], Person("CD", "d-CD"))
    there.do(SetAnswer("case", "C-2", "plan", "sufficient"))
    there.close()
    stranger = tmp_path / "stranger.inspection"
    inspections.create(stranger, "small", LEAD, {"trust": "Another Trust"}).close()
    damaged = tmp_path / "damaged.inspection"
    damaged.write_bytes(out["AB"].read_bytes()[:-3000])
    nothing = tmp_path / "nothing.inspection"
    union = take(session, stranger, out["CD"], damaged, nothing)
    refused = [b.refused for b in union.brought]
    assert "belongs to another inspection (Another Trust)" in refused[0]
    assert refused[1] == "" and union.brought[1].new == 2
    assert "damaged" in refused[2]
    assert "There is no nothing.inspection" in refused[3]
    assert session.case("C-2").answers["plan"].value == "sufficient"


def test_another_question_set_under_the_same_version_is_refused(session: Session, tmp_path: Path) -> None:
    path = give(session, tmp_path, "AB")["AB"]
    session.do(SetDetails({"instrument_hash": "other"}))
    (brought,) = union_of(session, path).brought
    assert "another question set (small 1.0.0)" in brought.refused


def test_two_copies_of_one_assessor_conflict_until_the_lead_picks(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    path = give(session, tmp_path, "AB")["AB"]
    (tmp_path / "home").mkdir()
    other = tmp_path / "home" / path.name
    other.write_bytes(path.read_bytes())
    for place, device, value, note in ((path, "d-1", "sufficient", "On file"), (other, "d-2", "insufficient", "Thin")):
        there = inspections.open(place, Person("AB", device))
        there.do(SetAnswer("case", "C-0", "plan", value, note))
        there.close()
    union = take(session, path, other)
    assert [b.conflicting for b in union.brought] == [0, 1]
    (conflict,) = conflicts_in(session.ledger)
    assert conflict.values == ("sufficient", "insufficient")
    session.do(SettleConflict(conflict.slot, conflict.heads[1].id, keep_notes=True))
    assert conflicts_in(session.ledger) == ()
    stands = session.ledger.standing(conflict.slot)
    assert stands is not None and (stands.value, stands.note.splitlines()[0]) == ("insufficient", "Thin")
    assert "On file" in stands.note and "AB" in stands.note
    session.do(Undo("case", "C-0"))
    (again,) = conflicts_in(session.ledger)
    assert again.values == conflict.values
    assert [h.note for h in again.heads] == ["On file", "Thin"]
    session.do(Redo("case", "C-0"))
    assert conflicts_in(session.ledger) == ()
    session.do(Undo("case", "C-0"))
    (again,) = conflicts_in(session.ledger)
    session.do(SettleConflict(again.slot, again.heads[-1].id))
    assert conflicts_in(session.ledger) == ()


def test_taking_back_into_a_hand_out_keeps_its_history_sound(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    out = give(session, tmp_path, "AB", "CD")
    there = inspections.open(out["CD"], Person("CD", "d-CD"))
    take(there, out["AB"])
    there.close()
    again = inspections.open(out["CD"], Person("CD", "d-CD"))
    assert again.flaws == ()
    assert set(again.refs()) == {"C-0", "C-1", "C-2"}
    again.close()


# Undo after merges


def test_undo_takes_back_nothing_that_another_has_said_since(session: Session) -> None:
    session.person = Person("AB", "d-lead")
    session.do(SetAnswer("officer", "O-0", "fair", "yes"))
    session.do(SetAnswer("officer", "O-0", "topics", "late"))
    session.person = LEAD
    session.do(SetAnswer("officer", "O-0", "topics", "thin", "Corrected"))
    session.person = Person("AB", "d-lead")
    session.do(Undo("officer", "O-0"))
    said = {question: revision.value for question, revision in session.officer("O-0").answers.items()}
    assert said == {"fair": "", "topics": "thin"}
    with pytest.raises(KnownError, match="nothing to undo"):
        session.do(Undo("officer", "O-0"))
    session.do(Redo("officer", "O-0"))
    assert session.officer("O-0").answers["fair"].value == "yes"


def test_undo_of_many_allocations_leaves_what_the_deputy_allocated_since(session: Session) -> None:
    session.do(Allocate({"C-0": "CD", "C-1": "CD"}))
    session.person = Person("DEP", "d-lead")
    session.do(SetDetails({}, {"DEP": "deputy"}))
    session.do(Allocate({"C-0": "EF"}))
    session.person = LEAD
    with pytest.raises(KnownError, match="nothing to undo"):
        session.do(Undo("case", "C-0"))
    session.do(Undo("case", "C-1"))
    assert [session.case(ref).assessor for ref in ("C-0", "C-1")] == ["EF", "AB"]


def test_undo_leaves_a_conflict_for_the_lead(session: Session, inspections: Inspections, tmp_path: Path) -> None:
    path = give(session, tmp_path, "AB")["AB"]
    (tmp_path / "home").mkdir()
    other = tmp_path / "home" / path.name
    other.write_bytes(path.read_bytes())
    for place, device, value in ((path, "d-1", "sufficient"), (other, "d-2", "insufficient")):
        there = inspections.open(place, Person("AB", device))
        there.do(SetAnswer("case", "C-0", "review", "na"))
        there.do(SetAnswer("case", "C-0", "plan", value))
        there.close()
    there = inspections.open(path, Person("AB", "d-1"))
    take(there, other)
    with pytest.raises(KnownError, match="nothing to undo"):
        there.do(Undo("case", "C-0"))
    assert [c.values for c in conflicts_in(there.ledger)] == [("sufficient", "insufficient")]
    there.close()


# Second reads


def test_a_second_read_is_blind_both_ways(session: Session, inspections: Inspections, tmp_path: Path) -> None:
    session.person = Person("AB", "d-lead")
    session.do(SetAnswer("case", "C-0", "plan", "insufficient", "Secret of the first"))
    session.do(SetFlag("case", "C-0", "plan", True))
    session.person = LEAD
    session.do(AssignSecondReads((("C-0", "CD"),), "chosen"))
    session.do(Ask("C-0", "plan", "Secret of the lead"))
    out = give(session, tmp_path, "CD", "AB")
    assert b"Secret" not in out["CD"].read_bytes()
    there = inspections.open(out["CD"], Person("CD", "d-CD"))
    seen = there.case("C-0")
    assert (seen.answers, seen.flags, seen.status, seen.second) == ({}, frozenset(), "allocated", "CD")
    answer_all(there, "C-0", plan="sufficient")
    there.do(SetFlag("case", "C-0", "review", True))
    there.do(Submit("C-0"))
    assert there.case("C-0").status == "submitted"
    with pytest.raises(KnownError, match="is locked"):
        there.do(SetAnswer("case", "C-0", "plan", "na"))
    there.close()
    take(session, out["CD"])
    case = session.case("C-0")
    assert case.answers["plan"].value == "insufficient"
    assert case.seconds == {"CD": "locked"}
    assert case.flags == {"plan"}
    first = inspections.open(out["AB"], Person("AB", "d-AB"))
    assert first.case("C-0").seconds == {}
    first.close()


def test_the_second_reader_works_in_the_same_file_without_seeing_the_first(session: Session) -> None:
    session.person = Person("AB", "d-lead")
    session.do(SetAnswer("case", "C-0", "plan", "insufficient"))
    session.person = LEAD
    session.do(AssignSecondReads((("C-0", "CD"),), "seed 7"))
    session.person = Person("CD", "d-lead")
    assert session.case("C-0").answers == {}
    session.do(SetAnswer("case", "C-0", "plan", "sufficient"))
    assert session.case("C-0").status == "in_progress"
    session.do(Undo("case", "C-0"))
    session.do(SetAnswer("case", "C-0", "plan", "na"))
    session.person = LEAD
    assert session.case("C-0").answers["plan"].value == "insufficient"
    stands = session.ledger.standing(Slot("case", "C-0", "second", "", "CD"))
    assert stands is not None and stands.note == "seed 7"


def test_nobody_reads_a_case_twice_and_a_second_read_can_be_withdrawn(session: Session) -> None:
    with pytest.raises(KnownError, match="AB has read case C-0 already"):
        session.do(AssignSecondReads((("C-0", "AB"),), "chosen"))
    session.do(AssignSecondReads((("C-0", "CD"),), "chosen"))
    with pytest.raises(KnownError, match="reads case C-0 a second time"):
        session.do(Allocate({"C-0": "CD"}))
    session.do(WithdrawSecondRead("C-0", "CD"))
    assert session.case("C-0").seconds == {}


def test_a_returned_case_is_handed_out_with_what_is_asked(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    session.person = Person("AB", "d-lead")
    answer_all(session, "C-0")
    session.do(Submit("C-0"))
    session.person = LEAD
    session.do(Ask("C-0", "plan", "Where is the plan?"))
    session.do(ReturnCase("C-0"))
    there = inspections.open(give(session, tmp_path, "AB")["AB"], Person("AB", "d-AB"))
    assert (there.case("C-0").status, there.remaining("C-0").asked) == ("returned", ("plan",))
    there.close()


def test_who_was_to_read_a_case_a_second_time_and_got_it_elsewhere_assesses_it(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    other = tmp_path / "deputy.inspection"
    other.write_bytes((tmp_path / "whole.inspection").read_bytes())
    there = inspections.open(other, Person("LEAD", "d-other"))
    there.do(Allocate({"C-0": "CD"}))
    there.close()
    session.do(AssignSecondReads((("C-0", "CD"),), "chosen"))
    take(session, other)
    session.person = Person("CD", "d-lead")
    assert (session.case("C-0").second, session.case("C-0").seconds) == ("", {})
    answer_all(session, "C-0")
    session.do(Submit("C-0"))
    assert session.case("C-0").status == "submitted"
    session.person = LEAD
    session.do(Allocate({"C-0": "AB"}))
    assert set(session.case("C-0").seconds) == {"CD"}
