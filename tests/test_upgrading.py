"""From one version of a question set to another: every id in one class, every answer accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.answers import Ledger, Revision, Slot, seal
from inspector_app.domain.instrument import CaseField, Choice, Guidance, Instrument, Not, Question, QuestionIs
from inspector_app.domain.routing import Sheet
from inspector_app.domain.scoring import tally
from inspector_app.domain.upgrading import Lost, Touched, compare, earlier, obstacles, touched
from inspector_app.domain.values import fitting
from set_files import changed
from small import REASONS, SCALE, SUFFICIENT, small

SMALL = small()
BY_ID = SMALL.questions_by_id
NOON = datetime(2013, 9, 2, 12, tzinfo=UTC)


def with_question(name: str, **more: Any) -> Instrument:
    return changed(SMALL, "1.1.0", **{name: replace(BY_ID[name], **more)})


def given_at(place: int, slot: Slot, value: str, version: str = "1.0.0", **more: Any) -> Revision:
    parts: dict[str, Any] = {"kind": "edit", "undoes": "", "supersedes": (), "batch": f"b{place}", **more}
    made = Revision(
        f"r{place}", slot, value, "", "", author="A1", at=NOON + timedelta(minutes=place), device="d",
        instrument=version, **parts,
    )  # fmt: skip
    return seal(made, place, "")


@pytest.mark.parametrize(
    ("name", "more", "parts"),
    [
        ("plan", {"text": "Was there a plan?"}, ("text",)),
        ("plan", {"text": " Was  plan done? "}, ()),
        ("plan", {"guidance": Guidance("More.", "There.", "That.")}, ()),
        ("plan", {"short": "Plan", "number": "B7", "key": True, "required": False}, ()),
        ("plan", {"choices": tuple(reversed(SUFFICIENT))}, ()),
        ("plan", {"choices": SUFFICIENT[:3]}, ("choices",)),
        ("plan", {"choices": (*SUFFICIENT, Choice("partly", "Partly", "below"))}, ("choices",)),
        ("plan", {"choices": (replace(SUFFICIENT[0], label="Good"), *SUFFICIENT[1:])}, ("choices",)),
        ("plan", {"choices": (*SUFFICIENT[:2], replace(SUFFICIENT[2], line="none"), SUFFICIENT[3])}, ("line",)),
        ("plan", {"scored": False}, ("line",)),
        ("plan", {"criteria": ("2.1",)}, ("criteria",)),
        ("review", {"criteria": ("2.2", "1.2")}, ()),
        ("plan_reasons", {"choices": (replace(REASONS[0], line="below"), *REASONS[1:])}, ()),
        ("plan_reasons", {"open_when": QuestionIs("plan", ("not_done",))}, ("opening",)),
        ("visits", {"open_when": Not(QuestionIs("plan", ("na",)))}, ("opening",)),
        ("visits", {"kind": "text"}, ("kind",)),
        ("progress", {"kind": "multiple", "scored": False, "text": "How?"}, ("text", "kind", "line")),
    ],
)
def test_what_matters_wants_confirming_and_says_what_it_is(
    name: str, more: dict[str, Any], parts: tuple[str, ...]
) -> None:
    comparison = compare(SMALL, with_question(name, **more))
    found = {c.id: c for c in comparison.questions}
    assert (found[name].kind, found[name].parts) == ("confirm" if parts else "kept", parts)
    assert comparison.count("confirm") == bool(parts)
    assert comparison.count("kept") == len(SMALL.questions) - bool(parts)


def test_facts_are_compared_likewise() -> None:
    fields = list(SMALL.fields)
    fields[0] = replace(fields[0], choices=(Choice("licence", "On licence"),))
    fields[2] = replace(fields[2], kind="text", help="In years.")
    fields[3] = replace(fields[3], label="Order began")
    fields[4] = CaseField("place", "Place", "text")
    found = {c.id: (c.kind, c.parts) for c in compare(SMALL, replace(SMALL, fields=tuple(fields))).fields}
    assert found == {
        "type": ("confirm", ("choices",)),
        "officer": ("kept", ()),
        "age": ("confirm", ("kind",)),
        "start": ("confirm", ("text",)),
        "place": ("new", ()),
        "office": ("retired", ()),
    }


def versions() -> st.SearchStrategy[Instrument]:
    """Versions of the small set, with anything about its questions changed, some left out and some new."""

    def vary(name: str) -> st.SearchStrategy[Question | None]:
        asked = BY_ID[name]
        return st.one_of(
            st.just(asked),
            st.none(),
            st.builds(lambda text: replace(asked, text=text), st.sampled_from(["One?", "Two?"])),
            st.builds(lambda kept: replace(asked, choices=asked.choices[:kept]), st.integers(0, 4)),
            st.builds(
                lambda kind: replace(asked, kind=kind), st.sampled_from(["single", "multiple", "number", "text"])
            ),
            st.just(replace(asked, scored=not asked.scored, open_when=None)),
        )

    new = st.dictionaries(st.sampled_from(["first", "second"]), st.just(BY_ID["visits"]))
    added = new.map(lambda found: {name: replace(asked, id=name) for name, asked in found.items()})
    return st.builds(
        lambda known, more: changed(SMALL, "1.1.0", **known, **more),
        st.fixed_dictionaries({}, optional={name: vary(name) for name in BY_ID}),
        added,
    )


@given(versions(), versions())
def test_the_classes_share_out_the_ids_of_both_sets(old: Instrument, new: Instrument) -> None:
    found = compare(old, new).questions
    ids = [c.id for c in found]
    assert len(ids) == len(set(ids))
    by_class = {kind: {c.id for c in found if c.kind == kind} for kind in ("kept", "confirm", "retired", "new")}
    before, after = set(old.questions_by_id), set(new.questions_by_id)
    assert by_class["retired"] == before - after
    assert by_class["new"] == after - before
    assert by_class["kept"] | by_class["confirm"] == before & after
    assert all(bool(c.parts) == (c.kind == "confirm") for c in found)


@given(versions())
def test_a_set_that_takes_its_own_place_keeps_everything(one: Instrument) -> None:
    comparison = compare(one, replace(one, version="9"))
    assert {c.kind for c in comparison.questions} <= {"kept"}
    assert {c.kind for c in comparison.fields} == {"kept"}
    assert earlier(one, [replace(one, version="0")]).changes == {"0": {}}


VALUES = st.sampled_from(["sufficient", "insufficient", "na", "good", "late;thin", "late", "12", "soon", "2013-09-02"])


@given(versions(), st.dictionaries(st.sampled_from(sorted(BY_ID)), VALUES), st.sets(st.sampled_from(["1", "2"])))
@settings(max_examples=200)
def test_no_answer_is_lost_and_every_answer_is_told(new: Instrument, said: dict[str, str], signed: set[str]) -> None:
    asked = {q: v for q, v in said.items() if BY_ID[q].per == "case"}
    revisions = [
        given_at(place, Slot("case", ref, "answer", question, "A1"), value)
        for place, (ref, (question, value)) in enumerate((r, q) for r in "12" for q in asked.items())
    ]
    marks = [given_at(100 + int(r), Slot("case", r, "status", ""), "signed_off") for r in sorted(signed)]
    ledger = Ledger([*revisions, *marks])
    comparison = compare(SMALL, new)
    questions, _ = touched(ledger, comparison)
    assert list(ledger) == [*revisions, *marks], "nothing is taken away"
    assert sum(t.answers for t in questions.values()) == len(revisions)
    by_id = {c.id: c for c in comparison.questions}
    for question, value in asked.items():
        found = questions[question]
        assert (found.answers, found.open_cases, found.signed_off) == (2, 2 - len(signed), len(signed))
        now = new.questions_by_id.get(question)
        if now is None:
            assert by_id[question].kind == "retired"
            continue
        blank = tally([replace(now, open_when=None)], Sheet({}, {question: value}))[question] == "blank"
        assert blank == (fitting(now, value) == "")
        assert bool(found.lost) == (fitting(now, value) != value)


def test_what_can_no_longer_be_said_is_told_in_its_own_words() -> None:
    slots = [Slot("case", ref, "answer", "progress", "A1") for ref in "123"]
    reasons = Slot("case", "1", "answer", "plan_reasons", "A1")
    fair = Slot("officer", "P1", "answer", "fair", "A2")
    ledger = Ledger([
        *(given_at(n, slots[n], value) for n, value in enumerate(("some", "good", "some"))),
        given_at(5, reasons, "late;thin;wrong"),
        given_at(6, fair, "yes"),
        given_at(7, Slot("case", "3", "status", ""), "signed_off"),
        given_at(8, Slot("case", "1", "field", "office"), "North"),
        given_at(9, Slot("case", "1", "field", "assessor"), "A1"),
    ])  # fmt: skip
    new = changed(
        SMALL, "1.1.0", progress=replace(BY_ID["progress"], choices=(SCALE[0], SCALE[2])),
        plan_reasons=replace(BY_ID["plan_reasons"], choices=REASONS[:1]), fair=None,
    )  # fmt: skip
    questions, fields = touched(ledger, compare(SMALL, new))
    assert questions["progress"] == Touched(
        3, 2, 2, 1, 0, (Lost("case", "1", "A1", "Some", False), Lost("case", "3", "A1", "Some", True))
    )
    assert questions["plan_reasons"].lost == (Lost("case", "1", "A1", "Thin, Wrong", False),)
    assert questions["fair"] == Touched(1, 1, 0, 0, 1)
    assert fields["office"] == Touched(1, 1, 1, 0, 0)
    assert sum(t.answers for t in fields.values()) == 1, "an allocation is no fact of the question set"


def test_what_stands_in_the_way_is_told() -> None:
    asked_else = changed(SMALL, "1.1.0", fair=replace(BY_ID["fair"], per="case", page="A"))
    cases: tuple[tuple[Instrument, str], ...] = (
        (replace(SMALL, id="other"), "another question set (other)"),
        (replace(SMALL, title="Same"), "in force already (1.0.0)"),
        (replace(SMALL, content_hash="x"), "Raise the version"),
        (replace(asked_else, content_hash="x"), "Question fair is asked of each case here and of each officer before"),
    )
    for new, said in cases:
        assert len(obstacles(SMALL, new)) == 1
        assert said in obstacles(SMALL, new)[0]
    assert obstacles(SMALL, replace(SMALL, version="1.1.0", content_hash="x")) == ()


PLAN = Slot("case", "1", "answer", "plan", "A1")
NEW = with_question("plan", text="Was there a plan?")
GIVEN = given_at(1, PLAN, "sufficient")
CONFIRMED = given_at(2, PLAN, "sufficient", "1.1.0", supersedes=("r1",))
UNDONE = given_at(3, PLAN, "sufficient", kind="undo", undoes="b2", supersedes=("r2",))


@pytest.mark.parametrize(
    ("history", "asked"),
    [
        ([GIVEN], True),
        ([given_at(1, PLAN, "")], False),
        ([given_at(1, PLAN, "sufficient", "0.5")], False),
        ([GIVEN, CONFIRMED], False),
        ([GIVEN, given_at(2, PLAN, "na", "1.1.0", supersedes=("r1",))], False),
        ([GIVEN, CONFIRMED, UNDONE], True),
        ([GIVEN, CONFIRMED, UNDONE, given_at(4, PLAN, "sufficient", "1.1.0", kind="redo", undoes="b2",
                                             supersedes=("r3",))], False),
        ([given_at(1, PLAN, "sufficient", "1.1.0"), given_at(2, PLAN, "sufficient", supersedes=("r1",))], False),
        ([given_at(1, PLAN, "na", "1.1.0"), given_at(2, PLAN, "sufficient", supersedes=("r1",))], True),
    ],
)  # fmt: skip
def test_an_answer_is_to_confirm_until_it_was_given_in_the_words_of_today(history: list[Revision], asked: bool) -> None:
    ledger = Ledger(history)
    stands = ledger.standing(PLAN)
    assert stands is not None
    found = earlier(NEW, [SMALL]).to_confirm(ledger, {"plan": stands})
    assert set(found) == ({"plan"} if asked else set())
    assert not found or found["plan"].change.parts == ("text",)


def test_without_an_earlier_version_there_is_nothing_to_confirm() -> None:
    assert earlier(NEW, []).to_confirm(Ledger([GIVEN]), {"plan": GIVEN}) == {}


FITS: tuple[Callable[[], tuple[Question | CaseField, str, str]], ...] = (
    lambda: (BY_ID["plan"], "sufficient", "sufficient"),
    lambda: (BY_ID["plan"], "good", ""),
    lambda: (BY_ID["plan_reasons"], "late;gone;wrong", "late;wrong"),
    lambda: (BY_ID["plan_reasons"], "gone", ""),
    lambda: (BY_ID["visits"], "12", "12"),
    lambda: (BY_ID["visits"], "several", ""),
    lambda: (BY_ID["seen"], "2013-09-02", "2013-09-02"),
    lambda: (BY_ID["seen"], "12", ""),
    lambda: (BY_ID["comment"], "anything; at all", "anything; at all"),
    lambda: (SMALL.fields[0], "licence", "licence"),
    lambda: (SMALL.fields[0], "tagged", ""),
)


@pytest.mark.parametrize("case", FITS)
def test_what_of_a_value_a_question_takes(case: Callable[[], tuple[Question | CaseField, str, str]]) -> None:
    asked, value, kept = case()
    assert fitting(asked, value) == kept
