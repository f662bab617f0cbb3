"""Why a score is what it is: what is shown adds up to it exactly, whatever the answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.explaining import explain, score_of
from inspector_app.domain.scoring import METHODS, Method, Standing, score
from inspector_app.domain.targets import Target
from small import small

SMALL = small()
SCORED = [q.id for q in SMALL.scored_questions]
STANDINGS: tuple[Standing, ...] = ("above", "below", "na", "answered", "blank", "closed")
Tallies = list[Mapping[str, Standing]]
tallies = st.lists(st.fixed_dictionaries({q: st.sampled_from(STANDINGS) for q in SCORED}), max_size=9)
targets = st.sampled_from(
    [
        *(Target("outcome", o.id) for o in SMALL.outcomes),
        *(Target("criterion", c.id) for c in SMALL.criteria if c.scored),
        *(Target("question", q) for q in SCORED),
    ]
)
methods = st.sampled_from(METHODS)


def told(counted: Tallies, target: Target, method: Method) -> Fraction | None:
    """The score as every other page has it."""
    scores = score(SMALL, counted, method)
    groups = {"outcome": scores.outcomes, "criterion": scores.criteria, "question": scores.questions}[target.kind]
    return next(g.score for g in groups if g.id == target.id)  # type: ignore[attr-defined]


@given(tallies, tallies, targets, methods, st.booleans())
def test_the_parts_add_up_to_the_score_exactly(
    done: Tallies, begun: Tallies, target: Target, method: Method, included: bool
) -> None:
    found = explain(SMALL, target, method, done, begun, included)
    counted = done + begun if included else done
    expected = told(counted, target, method)
    assert found.score == expected
    assert sum((t.gives for t in found.terms), Fraction(0)) == (expected or 0)
    assert sum((t.weight for t in found.terms), Fraction(0)) == (0 if expected is None else 1)
    scored = [p.score for p in found.parts if p.score is not None]
    assert expected == (sum(scored, Fraction(0)) / len(scored) if scored else None)
    assert dict(found.by_method)[method] == expected
    assert found.counted == len(counted)


@given(tallies, targets, methods)
def test_every_case_is_accounted_for_in_every_question(done: Tallies, target: Target, method: Method) -> None:
    for term in explain(SMALL, target, method, done, []).questions:
        q = term.question
        assert q.above + q.below + q.not_applicable + q.blank + q.closed == len(done)
        assert term.unscored == sum(1 for t in done if t[q.id] == "answered")
        assert (q.score is None) == (term.weight == 0)


@given(tallies, tallies, targets, methods)
def test_the_effect_of_unfinished_cases_is_the_score_with_and_without_them(
    done: Tallies, begun: Tallies, target: Target, method: Method
) -> None:
    for included in (False, True):
        found = explain(SMALL, target, method, done, begun, included)
        assert (found.signed_off.score, found.signed_off.cases) == (told(done, target, method), len(done))
        assert found.everything.score == told(done + begun, target, method)
        assert found.unfinished == len(begun)


def test_by_criterion_mean_a_question_weighs_as_its_criterion_lets_it() -> None:
    counted: Tallies = [dict.fromkeys(SCORED, "above") | {"plan": "below"}]
    found = explain(SMALL, Target("outcome", "1"), "criterion-mean", counted, [])
    # 1.1 holds plan and either, 1.2 review and either: (0 + 1) / 2 and (1 + 1) / 2, so three quarters.
    assert [(p.id, p.score) for p in found.parts] == [("1.1", Fraction(1, 2)), ("1.2", Fraction(1))]
    assert [(t.question.id, t.weight) for t in found.terms] == [
        ("plan", Fraction(1, 4)), ("either", Fraction(1, 4)), ("review", Fraction(1, 4)), ("either", Fraction(1, 4)),
    ]  # fmt: skip
    assert found.score == Fraction(3, 4)
    assert dict(found.by_method)["question-mean"] == Fraction(2, 3)
    assert [t.question.id for t in found.questions] == ["plan", "either", "review"]


def test_what_no_case_answered_is_named_and_weighs_nothing() -> None:
    counted: Tallies = [dict.fromkeys(SCORED, "blank") | {"plan": "above", "either": "answered"}]
    found = explain(SMALL, Target("criterion", "1.1"), "question-mean", counted, [])
    assert [t.question.id for t in found.unanswered] == ["either"]
    assert [t.unscored for t in found.terms] == [0, 1]
    assert found.score == 1


@pytest.mark.parametrize("method", METHODS)
def test_a_criterion_or_question_is_the_same_by_both_methods(method: Method) -> None:
    counted: Tallies = [dict.fromkeys(SCORED, "above"), dict.fromkeys(SCORED, "below")]
    scores = score(SMALL, counted, method)
    for target in (Target("criterion", "2.1"), Target("question", "contact")):
        assert {score_of(SMALL, scores, target, m) for m in METHODS} == {Fraction(1, 2)}
