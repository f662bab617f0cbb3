"""The order of the form, and the ways to jump in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from form_fixtures import form_instrument
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.navigation import (
    Form,
    by_number,
    form_of,
    kept_in,
    neighbour_cell,
    next_on_screen,
    search,
)
from inspector_app.domain.routing import Sheet, open_questions


@pytest.fixture
def walk() -> Form:
    return form_of(form_instrument(), "case")


def opened(**answers: str) -> frozenset[str]:
    return open_questions(form_instrument().case_questions, Sheet({}, answers))


def test_a_screen_is_a_question_with_all_that_unfolds_beneath_it_or_one_whole_grid(walk: Form) -> None:
    assert [s.id for s in walk.screens] == [
        "plan", "review", "visits", "first_seen", "comment", "harm_plan", "harm_shared", "needs", "ending",
    ]  # fmt: skip
    first, grid = walk.screens[0], walk.by_question["needs_work_acted"]
    assert [q.id for q in first.questions] == ["plan", "plan_reasons", "plan_how_late"]
    assert first.depths == {"plan": 0, "plan_reasons": 1, "plan_how_late": 2}
    assert (first.grid, first.number) == ("", "A1")
    assert (grid.grid, grid.number, len(grid.questions)) == ("needs", "B1", 4)


def test_the_interview_has_a_form_of_its_own() -> None:
    assert [s.id for s in form_of(form_instrument(), "officer").screens] == ["fair", "views"]


def test_every_question_of_the_shipped_set_stands_on_exactly_one_screen(question_sets: dict[str, Instrument]) -> None:
    for instrument in question_sets.values():
        for per, asked in (("case", instrument.case_questions), ("officer", instrument.officer_questions)):
            form = form_of(instrument, per)  # type: ignore[arg-type]
            assert sorted(q.id for q in form.questions) == sorted(q.id for q in asked)
            pages = [s.page for s in form.screens]
            assert pages == sorted(pages, key=[p.id for p in instrument.pages].index)


def test_stepping_passes_over_screens_on_which_nothing_is_open(walk: Form) -> None:
    ids = opened() - {"review", "visits"}
    first = walk.by_question["plan"]
    after = walk.step(first, ids, 1)
    assert after is not None and after.id == "first_seen"
    back = walk.step(after, ids, -1)
    assert back is first
    assert walk.step(first, ids, -1) is None
    assert walk.step(walk.by_question["ending"], ids, 1) is None
    assert [s.id for s in walk.opened(ids)][:2] == ["plan", "first_seen"]


def test_next_unanswered_goes_round_at_both_ends(walk: Form) -> None:
    left = {"review", "ending"}
    found = [walk.unanswered(here, left, 1) for here in ("plan", "review", "ending")]
    assert [q.id for q in found if q] == ["review", "ending", "review"]
    found = [walk.unanswered(here, left, -1) for here in ("ending", "review", "plan")]
    assert [q.id for q in found if q] == ["review", "ending", "ending"]
    assert walk.unanswered("plan", set(), 1) is None
    assert walk.unanswered("", {"plan"}, 1) is walk.questions[0]


def test_a_jump_leads_to_the_first_unanswered_question_else_to_the_first_open_one(walk: Form) -> None:
    ids = opened()
    for jump, name in ((walk.first_of_criterion, "4.1"), (walk.first_of_page, "A")):
        first = jump(name, ids, {"harm_shared"})
        assert first is not None and first.id == "harm_shared"
    again = walk.first_of_criterion("4.1", ids, set())
    assert again is not None and again.id == "review"
    assert walk.first_of_criterion("4.4", ids, set()) is None
    assert walk.first_of_page("B", frozenset(), set()) is None


def test_on_a_screen_enter_leads_to_the_next_follow_up_that_wants_an_answer(walk: Form) -> None:
    screen = walk.by_question["plan"]
    ids = opened(plan="insufficient", plan_reasons="late")
    found = next_on_screen(screen, "plan", ids, {"plan", "plan_reasons"})
    assert found is not None and found.id == "plan_how_late"
    assert next_on_screen(screen, "plan_how_late", ids, {"plan"}) is None
    assert next_on_screen(screen, "plan", opened(plan="sufficient"), {"plan"}) is None


def test_answers_kept_in_closed_follow_ups_are_counted(walk: Form) -> None:
    screen = walk.by_question["plan"]
    assert kept_in(screen, opened(plan="sufficient"), {"plan", "plan_reasons", "plan_how_late"}) == 2
    assert kept_in(screen, opened(plan="insufficient"), {"plan", "plan_reasons"}) == 0


def test_in_a_grid_arrows_pass_over_closed_cells_and_stop_at_the_edge(walk: Form) -> None:
    screen = walk.by_question["needs_housing_assessed"]
    ids = opened(needs_work_assessed="yes")
    assert neighbour_cell(screen, "needs_housing_assessed", ids, 0, 1) is None
    below = neighbour_cell(screen, "needs_housing_assessed", ids, 1, 0)
    assert below is not None and below.id == "needs_work_assessed"
    right = neighbour_cell(screen, "needs_work_assessed", ids, 0, 1)
    assert right is not None and right.id == "needs_work_acted"
    assert neighbour_cell(screen, "needs_work_acted", ids, -1, 0) is None
    assert neighbour_cell(screen, "plan", ids, 1, 0) is None


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("A1", "plan", 3),
        ("a1b", "plan_how_late", 1),
        (" b 1.2a ", "needs_work_assessed", 1),
        ("Z", None, 0),
        ("", None, 0),
    ],
)
def test_a_number_is_found_whatever_its_case_the_exact_one_first(
    walk: Form, typed: str, first: str | None, count: int
) -> None:
    found = by_number(walk.questions, typed)
    assert len(found) == count
    assert (found[0].id if found else None) == first


def test_search_wants_every_word_and_ranks_text_before_choices_before_guidance(walk: Form) -> None:
    assert [q.id for q in search(walk.questions, "police")] == ["harm_shared"]
    assert search(walk.questions, "harm shared")[0].id == "harm_shared"
    assert search(walk.questions, "late")[0].id == "plan_how_late"
    assert [q.id for q in search(walk.questions, "late thin")] == ["plan_reasons"]
    assert search(walk.questions, "A2")[0].id == "review"
    assert search(walk.questions, "  ") == ()
    assert search(walk.questions, "plan zebra") == ()


def test_a_word_that_begins_with_what_was_typed_comes_before_one_that_only_holds_it(walk: Form) -> None:
    first = walk.questions[0]
    holds = replace(first, id="holds", text="Was it recommended?", short="")
    begins = replace(first, id="begins", text="How did it end?", short="")
    assert [q.id for q in search([holds, begins], "end")] == ["begins", "holds"]
