"""Scores: the published figures, and what holds of any set of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.instrument import Choice
from inspector_app.domain.routing import Sheet
from inspector_app.domain.scoring import METHODS, Scores, Standing, percent, score, standing, tally
from small import SUFFICIENT, small

SMALL = small()
SCORED = [q.id for q in SMALL.scored_questions]
STANDINGS: tuple[Standing, ...] = ("above", "below", "na", "answered", "blank", "closed")
tallies = st.lists(st.fixed_dictionaries({q: st.sampled_from(STANDINGS) for q in SCORED}), max_size=12)


def of(scores: Scores, question: str) -> Fraction | None:
    return next(q.score for q in scores.questions if q.id == question)


def plan_answers(**counts: int) -> list[Mapping[str, Standing]]:
    return [
        tally(SMALL.case_questions, Sheet({}, {"plan": code} if code != "blank" else {}))
        for code, count in counts.items()
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("sufficient", "insufficient", "not_done", "na", "expected"),
    [(45, 16, 4, 7, 69), (54, 11, 7, 0, 75), (37, 22, 8, 5, 55), (65, 7, 0, 0, 90)],
)
def test_the_published_proportions_come_out(
    sufficient: int, insufficient: int, not_done: int, na: int, expected: int
) -> None:
    counted = plan_answers(sufficient=sufficient, insufficient=insufficient, not_done=not_done, na=na)
    scores = score(SMALL, counted)
    plan = next(q for q in scores.questions if q.id == "plan")
    assert percent(plan.score) == expected
    assert (plan.base, plan.not_applicable) == (sufficient + insufficient + not_done, na)


@pytest.mark.parametrize(
    ("ratio", "whole"),
    [("0.805", 81), ("0.795", 80), ("0.5", 50), ("0.005", 1), ("0.0049999", 0), ("1", 100), ("0", 0)],
)
def test_half_a_percent_rounds_up(ratio: str, whole: int) -> None:
    assert percent(Fraction(ratio)) == whole


@given(st.fractions(0, 1))
def test_a_percentage_is_never_further_than_half_from_the_ratio(ratio: Fraction) -> None:
    whole = percent(ratio)
    assert whole is not None
    assert -Fraction(1, 2) < whole - ratio * 100 <= Fraction(1, 2)


def test_no_answers_have_no_percentage() -> None:
    assert percent(None) is None


@given(tallies)
def test_a_question_counts_above_and_below_and_nothing_else(counted: list[Mapping[str, Standing]]) -> None:
    for question in score(SMALL, counted).questions:
        given_here = [t[question.id] for t in counted]
        above, below = given_here.count("above"), given_here.count("below")
        assert question.score == (Fraction(above, above + below) if above + below else None)
        parts = (question.above, question.below, question.not_applicable, question.blank, question.closed)
        assert sum(parts) == len(counted)
        assert question.blank == given_here.count("blank")
        assert question.closed == given_here.count("closed")


@given(tallies)
def test_outcomes_are_plain_means_by_both_methods(counted: list[Mapping[str, Standing]]) -> None:
    scores = score(SMALL, counted)
    criteria = {c.id: c.score for c in scores.criteria}
    for outcome, alternative in zip(scores.outcomes, scores.alternatives, strict=True):
        mine = {c.id for c in SMALL.criteria if c.outcome == outcome.id}
        ratios = [q.score for q in scores.questions if mine & set(q.criteria) and q.score is not None]
        assert outcome.score == _mean(ratios)
        assert outcome.questions == len(ratios)
        assert alternative.score == _mean([s for c, s in criteria.items() if c in mine and s is not None])


@given(tallies)
def test_criteria_and_processes_are_plain_means_of_what_has_a_score(counted: list[Mapping[str, Standing]]) -> None:
    scores = score(SMALL, counted)
    for criterion in scores.criteria:
        assert criterion.score == _mean(
            [q.score for q in scores.questions if criterion.id in q.criteria and q.score is not None]
        )
    by_id = {c.id: c.score for c in scores.criteria}
    for process in scores.processes:
        mine = [c.id for c in SMALL.criteria if c.process == process.id and c.scored]
        assert process.score == _mean([s for c in mine if (s := by_id[c]) is not None])


@given(tallies)
def test_the_other_method_changes_outcomes_with_alternatives_and_nothing_else(
    counted: list[Mapping[str, Standing]],
) -> None:
    one, other = (score(SMALL, counted, method) for method in METHODS)
    assert (one.outcomes, one.alternatives) == (other.alternatives, other.outcomes)
    assert (one.criteria, one.processes, one.questions) == (other.criteria, other.processes, other.questions)
    assert (one.method, other.method) == METHODS


@given(tallies, st.randoms(use_true_random=False))
def test_the_order_of_cases_does_not_matter(counted: list[Mapping[str, Standing]], dice: object) -> None:
    shuffled = list(counted)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(SMALL, shuffled) == score(SMALL, counted)


@given(tallies, st.sampled_from(("na", "answered", "blank", "closed")))
def test_a_case_without_a_line_moves_no_score(counted: list[Mapping[str, Standing]], same: Standing) -> None:
    before = score(SMALL, counted)
    after = score(SMALL, [*counted, dict.fromkeys(SCORED, same)])
    assert [g.score for g in before.outcomes] == [g.score for g in after.outcomes]
    assert [q.score for q in before.questions] == [q.score for q in after.questions]
    assert after.counted == before.counted + 1


@given(tallies.filter(bool), st.data())
def test_better_work_never_lowers_a_score(counted: list[Mapping[str, Standing]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(counted) - 1))
    question = data.draw(st.sampled_from(SCORED))
    worse = [dict(t) for t in counted]
    worse[place][question] = "below"
    better = [dict(t) for t in worse]
    better[place][question] = "above"
    for method in METHODS:
        low, high = score(SMALL, worse, method), score(SMALL, better, method)
        for a, b in zip(
            low.outcomes + low.criteria + low.processes, high.outcomes + high.criteria + high.processes, strict=True
        ):
            assert (a.score is None and b.score is None) or a.score <= b.score  # type: ignore[operator]


@given(tallies)
def test_every_score_is_a_proportion(counted: list[Mapping[str, Standing]]) -> None:
    scores = score(SMALL, counted)
    for group in scores.outcomes + scores.alternatives + scores.criteria + scores.processes:
        assert group.score is None or 0 <= group.score <= 1
        assert (group.score is None) == (group.questions == 0)


def test_a_question_in_two_outcomes_counts_in_both() -> None:
    only_review = [dict.fromkeys(SCORED, "blank") | {"review": "above"}]
    scores = score(SMALL, only_review)
    assert [(o.id, o.score, o.questions) for o in scores.outcomes] == [("1", 1, 1), ("2", 1, 1)]


def test_a_question_in_two_criteria_of_one_outcome_counts_once_in_its_question_mean() -> None:
    counted = [dict.fromkeys(SCORED, "blank") | {"either": "above", "plan": "below"}]
    first = score(SMALL, counted).outcomes[0]
    assert (first.score, first.questions) == (Fraction(1, 2), 2)


def test_leadership_is_never_scored() -> None:
    scores = score(SMALL, [])
    assert "1.4" not in {c.id for c in scores.criteria}
    assert {p.id: p.score for p in scores.processes}["4"] is None


def test_a_tally_without_a_question_counts_it_as_blank() -> None:
    assert {q.blank for q in score(SMALL, [{}]).questions} == {1}


def test_cases_left_out_are_carried_through() -> None:
    assert (score(SMALL, [{}], left_out=3).counted, score(SMALL, [{}], left_out=3).left_out) == (1, 3)


@pytest.mark.parametrize(
    ("value", "is_open", "expected"),
    [
        ("sufficient", True, "above"),
        ("insufficient", True, "below"),
        ("not_done", True, "below"),
        ("na", True, "na"),
        ("", True, "blank"),
        ("sufficient", False, "closed"),
        ("", False, "closed"),
    ],
)
def test_where_an_answer_stands(value: str, is_open: bool, expected: str) -> None:
    assert standing(SMALL.questions_by_id["plan"], value, is_open) == expected


def test_an_answer_without_a_line_is_answered_and_not_scored() -> None:
    assert standing(SMALL.questions_by_id["progress"], "some", True) == "answered"
    assert standing(SMALL.questions_by_id["plan_reasons"], "late;thin", True) == "answered"
    scores = score(SMALL, [tally(SMALL.case_questions, Sheet({}, {"progress": "some"}))])
    progress = next(q for q in scores.questions if q.id == "progress")
    assert (progress.score, progress.not_applicable) == (None, 1)


def test_a_criterion_that_the_grid_does_not_know_is_in_no_outcome() -> None:
    stray = replace(
        SMALL.questions_by_id["plan"], id="stray", criteria=("9.9",), choices=(*SUFFICIENT, Choice("x", "X"))
    )
    instrument = replace(SMALL, questions=(*SMALL.questions, stray))
    scores = score(instrument, [{"stray": "above"}])
    assert [o.score for o in scores.outcomes] == [None, None]


def test_closed_answers_do_not_count_and_come_back() -> None:
    closed = Sheet({"type": "order"}, {"contact": "insufficient"})
    opened = Sheet({"type": "licence"}, {"contact": "insufficient"})
    assert of(score(SMALL, [tally(SMALL.case_questions, closed)]), "contact") is None
    assert of(score(SMALL, [tally(SMALL.case_questions, opened)]), "contact") == 0


def _mean(ratios: list[Fraction]) -> Fraction | None:
    return sum(ratios, Fraction(0)) / len(ratios) if ratios else None
