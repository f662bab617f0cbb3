"""A score by group: every case is in one group, each is set against all the others, and few cases carry a caution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.breakdown import Assessed, bands, compare, traits, with_intervals
from inspector_app.domain.case import Case
from inspector_app.domain.drilling import answers_behind, spread, standings
from inspector_app.domain.intervals import Interval, newcombe
from inspector_app.domain.scoring import METHODS, Method, percent, score, tally
from inspector_app.domain.selecting import matches
from inspector_app.domain.targets import Target
from small import small

SMALL = small()
AT = datetime(2013, 9, 2, tzinfo=UTC)


def assessed(ref: str, fields: Mapping[str, str], answers: Mapping[str, str], assessor: str = "A1") -> Assessed:
    stands = {
        q: Revision(f"{ref}{q}", Slot("case", ref, "answer", q, assessor), value, f"note on {q}", "on_file", "edit",
                    "b", "", assessor, AT, "d", "1", ())
        for q, value in answers.items()
    }  # fmt: skip
    case = Case(ref, "signed_off", assessor, assessor, fields, stands, frozenset(), {})
    return case, tally(SMALL.case_questions, case.sheet)


WORDS = ("", "sufficient", "insufficient", "not_done", "na")
cases = st.lists(
    st.tuples(
        st.sampled_from(("licence", "order", "")),
        st.sampled_from(("", "19", "22", "41.5")),
        st.sampled_from(("A1", "A2")),
        st.fixed_dictionaries({q: st.sampled_from(WORDS) for q in ("plan", "review", "contact", "late", "either")}),
    ),
    max_size=14,
).map(
    lambda rows: [
        assessed(str(n), {"type": t, "age": a}, {q: v for q, v in answers.items() if v}, who)
        for n, (t, a, who, answers) in enumerate(rows)
    ]
)
keys = st.sampled_from([("type",), ("age",), ("assessor",), ("question:plan",), ("type", "question:review"), ()])
targets = st.sampled_from([Target("outcome", "1"), Target("criterion", "2.1"), Target("question", "plan")])


def told(counted: list[Assessed], target: Target, method: Method) -> Fraction | None:
    scores = score(SMALL, [t for _, t in counted], method)
    groups = {"outcome": scores.outcomes, "criterion": scores.criteria, "question": scores.questions}[target.kind]
    return next(g.score for g in groups if g.id == target.id)  # type: ignore[attr-defined]


@given(cases, keys, targets, st.sampled_from(METHODS))
def test_every_group_has_the_score_of_its_cases_and_the_rest_that_of_all_others(
    counted: list[Assessed], by: tuple[str, ...], target: Target, method: Method
) -> None:
    found = compare(SMALL, by, target, method, counted)
    assert sum(g.counts.cases for g in found.groups) == len(counted)
    assert found.score == told(counted, target, method)
    for group in found.groups:
        where = dict(zip(by, group.values, strict=True))
        own = [one for one in counted if matches(where, *one)]
        rest = [one for one in counted if one not in own]
        assert group.counts.cases == len(own)
        assert group.score == told(own, target, method)
        assert group.rest_score == told(rest, target, method)
        assert group.counts.base + group.rest.base == found.whole.base


@given(cases, keys, targets)
def test_what_differs_most_stands_first_and_what_cannot_differ_last(
    counted: list[Assessed], by: tuple[str, ...], target: Target
) -> None:
    apart = [g.difference for g in compare(SMALL, by, target, "question-mean", counted).groups]
    known = [abs(a) for a in apart if a is not None]
    assert known == sorted(known, reverse=True)
    assert apart[len(known) :] == [None] * (len(apart) - len(known))


def plans(group: str, good: int, bad: int, assessor: str = "A1") -> list[Assessed]:
    given_ = ["sufficient"] * good + ["insufficient"] * bad
    return [assessed(f"{group}{n}", {"type": group}, {"plan": v}, assessor) for n, v in enumerate(given_)]


def test_one_question_has_the_interval_of_its_counts() -> None:
    counted = plans("licence", 56, 14) + plans("order", 48, 32)
    found = compare(SMALL, ["type"], Target("question", "plan"), "question-mean", counted)
    licence = next(g for g in found.groups if g.values == ("licence",))
    assert licence.difference == Fraction(1, 5)
    assert licence.interval == newcombe((56, 70), (48, 80))
    assert licence.caution == ""


@pytest.mark.parametrize(("few", "caution"), [(9, "group"), (10, "")])
def test_under_ten_cases_a_caution_stands_on_either_side(few: int, caution: str) -> None:
    counted = plans("licence", few, 0) + plans("order", 20, 5)
    found = compare(SMALL, ["type"], Target("question", "plan"), "question-mean", counted)
    told_ = {g.values[0]: g.caution for g in found.groups}
    assert told_ == {"licence": caution, "order": "rest" if caution else ""}


def test_a_case_without_a_scored_answer_is_no_part_of_the_base() -> None:
    counted = [*plans("licence", 12, 0), assessed("x", {"type": "licence"}, {"plan": "na"}), *plans("order", 12, 0)]
    found = compare(SMALL, ["type"], Target("question", "plan"), "question-mean", counted)
    licence = next(g for g in found.groups if g.values == ("licence",))
    assert (licence.counts.cases, licence.counts.base) == (13, 12)


def test_intervals_that_were_worked_out_apart_are_put_in() -> None:
    counted = plans("licence", 3, 3) + plans("order", 6, 0)
    found = compare(SMALL, ["type"], Target("criterion", "1.1"), "question-mean", counted)
    assert {g.interval for g in found.groups} == {None}
    filled = with_intervals(found, {("order",): Interval(-0.1, 0.2)})
    assert {g.values[0]: g.interval for g in filled.groups} == {"order": Interval(-0.1, 0.2), "licence": None}


def test_cases_divide_by_facts_with_a_list_numbers_officer_assessor_and_single_answers() -> None:
    assert [(t.key, t.kind) for t in traits(SMALL)] == [
        ("type", "field"), ("officer", "field"), ("age", "number"), ("assessor", "assessor"),
        ("question:plan", "question"), ("question:review", "question"), ("question:contact", "question"),
        ("question:progress", "question"), ("question:late", "question"), ("question:either", "question"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ()),
        (["", "19"], ("19..19",)),
        (["18", "23"], ("18..18", "19..19", "20..20", "21..21", "22..22", "23..23")),
        (["19", "64"], ("10..19", "20..29", "30..39", "40..49", "50..59", "60..69")),
        (["18.5", "20"], ("18..18", "19..19", "20..20")),
        (["-5", "5"], ("-6..-5", "-4..-3", "-2..-1", "0..1", "2..3", "4..5")),
    ],
)
def test_numbers_are_put_into_few_bands_of_equal_width(values: list[str], expected: tuple[str, ...]) -> None:
    assert bands(values) == expected


@given(st.lists(st.integers(-999, 99999).map(str), min_size=1))
def test_every_number_is_in_exactly_one_band(values: list[str]) -> None:
    found = bands(values)
    assert len(found) <= 6
    for value in values:
        counted = assessed("1", {"age": value}, {})
        assert sum(matches({"age": span}, *counted) for span in found) == 1


def test_the_cases_behind_a_figure_carry_answer_note_and_where_they_stand() -> None:
    question = SMALL.questions_by_id["contact"]
    counted = [
        assessed("1", {"type": "licence"}, {"contact": "sufficient"}),
        assessed("2", {"type": "licence"}, {"contact": "not_done"}),
        assessed("3", {"type": "order"}, {"contact": "sufficient"}),
        assessed("4", {"type": "licence"}, {}),
        assessed("5", {"type": "licence"}, {"contact": "na"}),
    ]
    behind = answers_behind(question, counted)
    assert [(a.case.ref, a.standing, a.value) for a in behind] == [
        ("1", "above", "sufficient"), ("2", "below", "not_done"), ("3", "closed", "sufficient"), ("4", "blank", ""),
        ("5", "na", "na"),
    ]  # fmt: skip
    assert behind[0].note == "note on contact"
    assert (behind[3].note, behind[3].answer) == ("", None)
    assert [(c.code, c.line, c.count) for c in spread(question, behind)] == [
        ("sufficient", "above", 1), ("insufficient", "below", 0), ("not_done", "below", 1), ("na", "none", 1),
    ]  # fmt: skip
    figure = next(q for q in score(SMALL, [t for _, t in counted]).questions if q.id == "contact")
    counts = standings(behind)
    assert (counts["above"], counts["below"], counts["closed"]) == (figure.above, figure.below, figure.closed)
    assert percent(figure.score) == 50
