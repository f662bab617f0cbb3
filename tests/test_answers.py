"""Revisions: what stands, what conflicts, and how a history shows that it was tampered with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Ledger, Revision, Slot, digest_of, latest, seal, verify_chains
from inspector_app.domain.case import interviewer, read_case, read_details, read_officer
from inspector_app.domain.errors import CorruptHistory

NOON = datetime(2013, 9, 2, 12, tzinfo=UTC)
SLOTS = (
    Slot("case", "C-1", "answer", "plan", "AB"),
    Slot("case", "C-1", "answer", "plan", "CD"),
    Slot("case", "C-1", "status", ""),
    Slot("officer", "O-1", "answer", "fair", "AB"),
)


def revision(name: str, slot: Slot = SLOTS[0], value: str = "x", **more: object) -> Revision:
    made = Revision(name, slot, value, "", "", "edit", name, "", "AB", NOON, "device-1", "1.0.0", ())
    return made._replace(**more)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[Revision]:
    """What several copies of a file wrote, each on top of what it knew, with clocks that disagree."""
    copies = [Ledger() for _ in range(draw(st.integers(1, 3)))]
    tips: list[Revision | None] = [None] * len(copies)
    written: list[Revision] = []
    for number in range(draw(st.integers(0, 14))):
        here = draw(st.integers(0, len(copies) - 1))
        if draw(st.booleans()) and written:
            for known in written:
                copies[here].add(known)
        slot = draw(st.sampled_from(SLOTS))
        made = revision(
            f"r{number}", slot, draw(st.sampled_from("xyz")),
            at=NOON + timedelta(minutes=draw(st.integers(-5, 5))), device=f"device-{here}",
            supersedes=tuple(r.id for r in copies[here].heads(slot)),
        )  # fmt: skip
        tip = tips[here]
        sealed = tips[here] = seal(made, tip.sequence + 1 if tip else 1, tip.digest if tip else "")
        copies[here].add(sealed)
        written.append(sealed)
    return written


def standing(ledger: Ledger) -> dict[Slot, object]:
    return {slot: (ledger.standing(slot), frozenset(ledger.heads(slot))) for slot in SLOTS}


@given(histories(), st.randoms(use_true_random=False))
def test_a_union_is_the_same_in_any_order_and_as_often_as_one_likes(history: list[Revision], dice: object) -> None:
    shuffled = [*history, *history]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Ledger(history), Ledger(shuffled)
    assert standing(one) == standing(other)
    assert len(one) == len(other) == len(history)
    assert set(one.conflicts()) == set(other.conflicts())


@given(histories())
def test_nothing_is_dropped_and_only_what_nobody_replaced_stands(history: list[Revision]) -> None:
    ledger = Ledger(history)
    replaced = {name for r in history for name in r.supersedes}
    for slot in SLOTS:
        mine = [r for r in history if r.slot == slot]
        assert set(ledger.history(slot)) == set(mine)
        assert set(ledger.heads(slot)) == {r for r in mine if r.id not in replaced}
        assert ledger.standing(slot) == latest(ledger.heads(slot))
        assert bool(mine) == (slot in ledger.slots(slot.about, slot.ref))


@given(histories())
def test_a_whole_history_has_whole_chains(history: list[Revision]) -> None:
    assert verify_chains(history) == ()


ALTERED = {
    "value": "altered", "note": "altered", "evidence": "on_file", "kind": "act", "batch": "altered",
    "undoes": "altered",
    "author": "ZZ", "at": NOON - timedelta(days=99), "instrument": "9", "supersedes": ("altered",), "id": "altered",
    "slot": Slot("case", "C-9", "flag", "q", "ZZ"), "previous": "altered",
}  # fmt: skip


@given(histories().filter(bool), st.data())
def test_any_altered_part_of_any_revision_is_noticed(history: list[Revision], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    part = data.draw(st.sampled_from(sorted(ALTERED)))
    altered = [*history]
    altered[place] = history[place]._replace(**{part: ALTERED[part]})
    assert verify_chains(altered)


@given(histories().filter(bool), st.data())
def test_a_revision_taken_from_the_middle_is_noticed(history: list[Revision], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    gone = history[place]
    followed = any(r.previous == gone.digest for r in history)
    rest = [r for r in history if r is not gone]
    assert bool(verify_chains(rest)) == followed


def chain(*values: str, device: str = "device-1", after: Revision | None = None, mark: str = "") -> list[Revision]:
    made: list[Revision] = []
    for value in values:
        tip = made[-1] if made else after
        number = tip.sequence + 1 if tip else 1
        made.append(seal(revision(f"{mark}{number}", value=value, device=device), number, tip.digest if tip else ""))
    return made


def test_two_copies_that_went_on_separately_at_one_device_are_a_whole_history() -> None:
    common = chain("a", "b")
    left = chain("c", "d", after=common[-1], mark="left")
    right = chain("e", after=common[-1], mark="right")
    assert verify_chains([*common, *left, *right]) == ()
    assert verify_chains([*common, *left[1:], *right])


def test_a_sequence_that_does_not_follow_is_noticed() -> None:
    first = chain("a")[0]
    jumped = seal(revision("r9", value="b"), 9, first.digest)
    assert verify_chains([first, jumped]) == (
        "The chain of device device-1 is broken at its change 9: it follows on change 1, so it was moved.",
    )


def test_parts_of_a_revision_cannot_pose_as_each_other() -> None:
    assert digest_of(revision("r", value="ab", note="c")) != digest_of(revision("r", value="a", note="bc"))


def test_the_same_id_with_other_content_is_corruption() -> None:
    ledger = Ledger([revision("r1")])
    assert not ledger.add(revision("r1"))
    with pytest.raises(CorruptHistory, match="r1"):
        ledger.add(revision("r1", value="other"))
    assert ledger.standing(SLOTS[0]) == revision("r1")


def test_copies_that_say_the_same_are_no_conflict_and_those_that_differ_are() -> None:
    same = [revision("r1"), revision("r2", device="device-2")]
    assert Ledger(same).conflicts() == ()
    for differs in ({"value": "y"}, {"note": "y"}, {"evidence": "on_file"}):
        assert Ledger([*same, revision("r3", **differs)]).conflicts() == (SLOTS[0],)


def test_a_resolution_supersedes_all_heads_and_ends_the_conflict() -> None:
    ledger = Ledger([revision("r1", value="x"), revision("r2", value="y")])
    settled = revision("r3", value="y", supersedes=("r1", "r2"))
    ledger.add(settled)
    assert ledger.heads(SLOTS[0]) == (settled,)
    assert ledger.conflicts() == ()
    assert ledger.before(settled) == (revision("r1", value="x"), revision("r2", value="y"))


def test_what_stood_before_may_be_in_another_file() -> None:
    orphan = revision("r2", supersedes=("elsewhere",))
    assert Ledger([orphan]).before(orphan) == ()


def test_the_ledger_knows_what_it_holds() -> None:
    ledger = Ledger([revision("r1"), revision("r2", SLOTS[3], batch="b")])
    assert "r1" in ledger
    assert "r3" not in ledger
    assert ledger.refs("case") == ("C-1",)
    assert ledger.refs("officer") == ("O-1",)
    assert [r.id for r in ledger.of_batch("b")] == ["r2"]
    assert ledger.standing(SLOTS[2]) is None


# What stands of a case, an officer and the inspection


def case_of(*revisions: Revision) -> Ledger:
    return Ledger(revisions)


def answer(name: str, value: str, assessor: str, minutes: int = 0, about: str = "case") -> Revision:
    ref = "C-1" if about == "case" else "O-1"
    slot = Slot(about, ref, "answer", "plan", assessor)  # type: ignore[arg-type]
    return revision(name, slot, value, at=NOON + timedelta(minutes=minutes))


def test_the_consensus_counts_else_the_allocated_assessor() -> None:
    allocated = revision("r0", Slot("case", "C-1", "field", "assessor"), "AB")
    mine, theirs = answer("r1", "x", "AB"), answer("r2", "y", "CD", 5)
    assert read_case(case_of(allocated, mine, theirs), "C-1").answers["plan"] == mine
    agreed = answer("r3", "z", "consensus", -5)
    assert read_case(case_of(allocated, mine, theirs, agreed), "C-1").answers["plan"] == agreed


def test_a_consensus_taken_back_leaves_the_assessors_answer_standing() -> None:
    allocated = revision("r0", Slot("case", "C-1", "field", "assessor"), "AB")
    mine, blank = answer("r1", "x", "AB"), answer("r2", "", "consensus", 5)
    assert read_case(case_of(allocated, mine, blank), "C-1").answers["plan"] == mine


def test_an_interview_counts_once_the_latest_answer_or_the_consensus() -> None:
    early, late = answer("r1", "x", "AB", 0, "officer"), answer("r2", "y", "CD", 5, "officer")
    assert read_officer(case_of(late, early), "O-1").answers["plan"] == late
    agreed = answer("r3", "z", "consensus", -5, "officer")
    assert read_officer(case_of(agreed, late, early), "O-1").answers["plan"] == agreed
    assert interviewer(case_of(late, early), "O-1") == "CD"
    assert interviewer(case_of(), "O-1") == ""


def test_blank_facts_flags_and_reasons_are_as_if_never_given() -> None:
    slots = (("field", "office"), ("flag", "plan"), ("reason", "odd"))
    held = [revision(f"r{i}", Slot("case", "C-1", facet, name), "yes") for i, (facet, name) in enumerate(slots)]  # type: ignore[arg-type]
    case = read_case(case_of(*held), "C-1")
    assert (dict(case.fields), case.flags, dict(case.reasons)) == ({"office": "yes"}, {"plan"}, {"odd": "yes"})
    blanks = [r._replace(id=f"{r.id}b", value="", supersedes=(r.id,)) for r in held]
    case = read_case(case_of(*held, *blanks), "C-1")
    assert (dict(case.fields), case.flags, dict(case.reasons)) == ({}, frozenset(), {})


def test_a_case_that_nobody_began_is_allocated() -> None:
    assert read_case(case_of(revision("r1")), "C-1").status == "allocated"


@pytest.mark.parametrize(("said", "held"), [("", True), ("yes", True), ("no", False)])
def test_interviews_are_held_unless_said_otherwise(said: str, held: bool) -> None:
    details = read_details(case_of(revision("r1", Slot("inspection", "", "detail", "interviews"), said)))
    assert details.interviews_held is held


def test_details_and_team_stand_apart() -> None:
    made: Sequence[Revision] = (
        revision("r1", Slot("inspection", "", "detail", "trust"), "Devon"),
        revision("r2", Slot("inspection", "", "member", "AB"), "lead"),
        revision("r3", Slot("inspection", "", "detail", "synthetic"), "yes"),
    )
    details = read_details(Ledger(made))
    assert (details.trust, dict(details.team), details.synthetic) == ("Devon", {"AB": "lead"}, True)
    assert read_details(Ledger()).trust == ""
    assert not read_details(Ledger()).synthetic
