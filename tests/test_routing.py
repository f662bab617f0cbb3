"""Which questions are open: rules of every form, and what holds of any answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.instrument import All, Any, Compare, FieldIs, Not, Question, QuestionIs, Rule
from inspector_app.domain.routing import Sheet, codes_of, depends_on, fields_of, holds, open_questions
from small import small

IDS = ("q0", "q1", "q2", "q3")
CODES = ("a", "b", "c")
FIELDS = ("f", "g")
EVERY = frozenset(IDS)

answers = st.dictionaries(st.sampled_from(IDS), st.sampled_from(("", "a", "b", "c", "a;b", "b;c")))
fields = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(("", *CODES)))
sheets = st.builds(Sheet, fields, answers)
some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=2).map(tuple)


def rules(ids: tuple[str, ...]) -> st.SearchStrategy[Rule]:
    leaves = st.builds(FieldIs, st.sampled_from(FIELDS), some_codes)
    if ids:
        leaves = st.one_of(leaves, st.builds(QuestionIs, st.sampled_from(ids), some_codes))
    return st.recursive(
        leaves,
        lambda part: st.one_of(
            st.builds(Not, part),
            st.builds(All, st.lists(part, max_size=3).map(tuple)),
            st.builds(Any, st.lists(part, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


@st.composite
def forms(draw: st.DrawFn) -> tuple[Question, ...]:
    """Questions whose rules ask only about earlier ones, as a question set must."""
    return tuple(
        Question(
            name, name, "A", "a", (), name, name, "single",
            open_when=draw(st.none() | rules(IDS[:place])),
        )
        for place, name in enumerate(IDS)
    )  # fmt: skip


def test_no_rule_is_always_open() -> None:
    assert holds(None, Sheet(), frozenset())


def test_a_rule_on_a_closed_or_unanswered_question_is_false_and_its_not_true() -> None:
    rule = QuestionIs("q0", ("a",))
    answered, unanswered = Sheet({}, {"q0": "a"}), Sheet()
    assert holds(rule, answered, EVERY)
    assert not holds(rule, answered, frozenset())
    assert not holds(rule, unanswered, EVERY)
    assert holds(Not(rule), answered, frozenset())
    assert holds(Not(rule), unanswered, EVERY)


def test_a_list_of_several_holds_when_one_of_its_codes_is_asked_for() -> None:
    sheet = Sheet({}, {"q0": "a;b"})
    assert holds(QuestionIs("q0", ("b", "c")), sheet, EVERY)
    assert not holds(QuestionIs("q0", ("c",)), sheet, EVERY)


def test_no_parts_are_all_true_and_none_any() -> None:
    assert holds(All(()), Sheet(), EVERY)
    assert not holds(Any(()), Sheet(), EVERY)


def test_a_blank_fact_is_a_value_of_its_own() -> None:
    assert holds(FieldIs("f", ("",)), Sheet(), EVERY)
    assert not holds(FieldIs("f", ("a",)), Sheet(), EVERY)


@given(rules(IDS), sheets)
def test_not_is_the_other_way_round(rule: Rule, sheet: Sheet) -> None:
    assert holds(Not(rule), sheet, EVERY) != holds(rule, sheet, EVERY)


@given(st.lists(rules(IDS), max_size=3), sheets)
def test_all_and_any_are_each_others_mirror(parts: list[Rule], sheet: Sheet) -> None:
    negated = All(tuple(Not(p) for p in parts))
    assert holds(Not(Any(tuple(parts))), sheet, EVERY) == holds(negated, sheet, EVERY)


@given(rules(IDS), sheets)
def test_a_rule_depends_on_nothing_but_what_it_names(rule: Rule, sheet: Sheet) -> None:
    seen = Sheet(
        {k: v for k, v in sheet.fields.items() if k in fields_of(rule)},
        {k: v for k, v in sheet.answers.items() if k in depends_on(rule)},
    )
    assert holds(rule, seen, depends_on(rule)) == holds(rule, sheet, EVERY)


@given(forms(), sheets)
def test_each_question_is_open_exactly_when_its_rule_holds_of_the_open_ones(
    form: tuple[Question, ...], sheet: Sheet
) -> None:
    open_ids = open_questions(form, sheet)
    assert all((q.id in open_ids) == holds(q.open_when, sheet, open_ids) for q in form)


@given(forms(), sheets, st.sampled_from(IDS), st.sampled_from(CODES))
def test_an_answer_opens_and_closes_only_later_questions(
    form: tuple[Question, ...], sheet: Sheet, question: str, code: str
) -> None:
    other = Sheet(sheet.fields, {**sheet.answers, question: code})
    changed = open_questions(form, sheet) ^ open_questions(form, other)
    assert all(IDS.index(name) > IDS.index(question) for name in changed)


@given(forms(), sheets, st.sampled_from(CODES))
def test_what_stands_in_a_closed_question_opens_nothing(form: tuple[Question, ...], sheet: Sheet, code: str) -> None:
    open_ids = open_questions(form, sheet)
    hidden = {name: code for name in IDS if name not in open_ids}
    assert open_questions(form, Sheet(sheet.fields, {**sheet.answers, **hidden})) == open_ids


@pytest.mark.parametrize(
    ("left", "op", "right", "expected"),
    [
        ("field:start", "<", "question:q0", True),
        ("question:q0", "<", "field:start", False),
        ("field:start", "<=", "2013-09-02", True),
        ("field:start", ">", "2013-09-01", True),
        ("field:start", ">=", "2013-09-03", False),
        ("field:start", "==", "2013-09-02", True),
        ("field:start", "!=", "2013-09-02", False),
        ("field:age", "<", "18", False),
        ("field:age", ">", "7", True),
        ("field:age", "==", "20.0", True),
        ("field:age", "<", "field:start", False),
        ("field:age", ">", "field:start", False),
        ("field:none", "<", "18", False),
        ("field:none", "!=", "18", False),
        ("question:q1", "==", "1", False),
        ("field:word", "<", "18", False),
        ("field:endless", ">", "18", False),
    ],
)
def test_facts_compare_as_dates_or_numbers_and_otherwise_not_at_all(
    left: str, op: str, right: str, expected: bool
) -> None:
    known = {"start": "2013-09-02", "age": "20", "word": "twenty", "endless": "Infinity"}
    sheet = Sheet(known, {"q0": "2013-10-01", "q1": "1"})
    assert holds(Compare(left, op, right), sheet, frozenset({"q0"})) is expected  # type: ignore[arg-type]


def test_what_a_comparison_asks_about_is_told() -> None:
    rule = All((Compare("question:q1", "<", "field:f"), Not(Compare("3", "<", "question:q2")), FieldIs("g", ("a",))))
    assert depends_on(rule) == {"q1", "q2"}
    assert fields_of(rule) == {"f", "g"}
    assert depends_on(None) == fields_of(None) == frozenset()


def test_codes_of_a_blank_are_none() -> None:
    assert codes_of("") == ()
    assert codes_of("a;b") == ("a", "b")


def test_follow_ups_open_on_their_answer_and_close_with_it() -> None:
    questions = small().case_questions
    assert "plan_reasons" not in open_questions(questions, Sheet())
    assert "plan_reasons" in open_questions(questions, Sheet({}, {"plan": "insufficient"}))
    assert "either" in open_questions(questions, Sheet({}, {"plan": "insufficient", "plan_reasons": "late;thin"}))
    assert "either" not in open_questions(questions, Sheet({}, {"plan": "na", "plan_reasons": "late;thin"}))
