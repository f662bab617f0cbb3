"""What a report prints, counted out by hand on a small question set and against the scores on the real one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.answers import Revision
from inspector_app.domain.case import Case, Officer
from inspector_app.domain.figures import BaseRule, Findings, Part
from inspector_app.domain.findings import find
from inspector_app.domain.instrument import (
    CaseField,
    Choice,
    Criterion,
    GridCell,
    Instrument,
    Outcome,
    Process,
    Question,
    QuestionIs,
)
from inspector_app.domain.scoring import percent, score, tally
from inspector_app.services.reporting import freeze
from report_inspection import inspection, question_set

GOOD, POOR, NONE = Choice("good", "Good", "above"), Choice("poor", "Poor", "below"), Choice("none", "Not done", "below")
NA = Choice("na", "Not applicable")
YES, NO = Choice("yes", "Yes"), Choice("no", "No")
LATE, WRONG = Choice("late", "Late"), Choice("wrong", "Wrong")
ENOUGH = (Choice("yes", "Yes", "above"), Choice("no", "No", "below"))


def _question(id: str, kind: str, choices: tuple[Choice, ...] = (), **more: object) -> Question:
    given = {"criteria": ("3.1",), "section": "s", **more}
    return Question(id, id.upper(), "A", text=id, short=f"Short {id}", kind=kind, choices=choices, **given)  # type: ignore[arg-type]


def _set() -> Instrument:
    done = ("good", "poor")
    factor = QuestionIs("offending_factors", ("drink",))
    questions = (
        _question("report", "single", (YES, NO), criteria=()),
        _question("plan", "single", (GOOD, POOR, NONE, NA), scored=True, key=True, criteria=("3.1", "4.1")),
        _question("why", "multiple", (LATE, WRONG), under="plan", open_when=QuestionIs("plan", ("poor",)), criteria=()),
        _question(
            "share", "multiple", (LATE, WRONG), under="plan",
            open_when=QuestionIs("plan", ("poor",)), base=QuestionIs("plan", done),
        ),
        _question("weeks", "number", required=False),
        _question("offending_factors", "multiple", (Choice("drink", "Drink"), Choice("debt", "Debt"))),
        _question("factor_drink_interventions", "single", ENOUGH, open_when=factor,
                  cell=GridCell("factor", "drink", "interventions")),
        _question("factor_drink_progress", "single", ENOUGH, open_when=factor,
                  cell=GridCell("factor", "drink", "progress")),
        _question("loose", "single", (YES, NO), criteria=(), section="elsewhere"),
        _question("fair", "single", (YES, NO, NA), criteria=("3.4",), per="officer"),
    )  # fmt: skip
    fields = (
        CaseField("gender", "Gender", "single", (Choice("f", "Female"), Choice("m", "Male"))),
        CaseField("ldu", "Unit", "text", bar=True),
        CaseField("officer", "Officer", "text"),
        CaseField("age", "Age", "number"),
    )
    return Instrument(
        "t", "1", "T", "en-GB",
        outcomes=(Outcome("3", "Reoffending", "R", "…"), Outcome("4", "Public", "P", "…")),
        processes=(Process("1", "Planning", "P"), Process("4", "Leadership", "L")),
        criteria=(
            Criterion("3.1", "Planning", "3", "1", True), Criterion("3.4", "Leadership", "3", "4", False),
            Criterion("4.1", "Public planning", "4", "1", True), Criterion("4.4", "Public leadership", "4", "4", False),
        ),
        pages=(), fields=fields, questions=questions, grids=(), checks=(),
    )  # fmt: skip


def _case(ref: str, fields: dict[str, str] | None = None, **answers: str) -> Case:
    return Case(ref, "signed_off", "A", "A", fields or {}, _given(answers), frozenset(), {})


def _given(answers: dict[str, str]) -> dict[str, Revision]:
    blank = Revision("", None, "", "", "", "edit", "", "", "", None, "", "", ())  # type: ignore[arg-type]
    return {question: blank._replace(value=value) for question, value in answers.items()}


def _find(cases: list[Case], officers: list[Officer] | None = None) -> Findings:
    instrument = _set()
    scores = score(instrument, [tally(instrument.case_questions, c.sheet) for c in cases])
    return find(instrument, scores, cases, officers)


@pytest.fixture
def found() -> Findings:
    facts = {"gender": "f", "ldu": "North", "officer": "OM1", "age": "31"}
    return _find(
        [
            _case("1", facts, report="yes", plan="good", weeks="4", offending_factors="drink;debt",
                  factor_drink_interventions="yes", factor_drink_progress="no", loose="yes"),
            _case("2", {"gender": "m", "ldu": "South", "age": "20"}, report="no", plan="poor", why="late;wrong",
                  share="late", weeks="10", offending_factors="drink",
                  factor_drink_interventions="yes", factor_drink_progress="yes"),
            _case("3", {"age": "25"}, plan="poor", why="late", share="wrong", offending_factors="debt"),
            _case("4", {"gender": "m"}, plan="none"),
            _case("5", {"gender": "m"}, plan="na"),
        ]
    )  # fmt: skip


def test_a_question_shows_above_below_and_not_applicable_and_is_told_under_each_criterion(found: Findings) -> None:
    planning, public = found.outcomes[0].criteria[0], found.outcomes[1].criteria[0]
    (plan,) = planning.questions
    assert (plan.above, plan.below, plan.not_applicable, plan.key, plan.also) == (1, 3, 1, True, ("4.1",))
    assert plan.part == Part("Short plan", 1, 4) and plan.part.percent == 25
    assert [q.id for q in public.questions] == ["plan"] and public.questions[0].also == ("3.1",)


def test_a_reason_without_a_base_is_of_the_cases_where_its_list_is_open(found: Findings) -> None:
    why = next(s for s in found.outcomes[0].criteria[0].reasons if s.id == "why")
    assert why.base == 2 and [(p.label, p.count, p.percent) for p in why.parts] == [("Late", 2, 100), ("Wrong", 1, 50)]
    assert why.of == BaseRule("PLAN", ("Poor",)) and why.several


def test_a_reason_with_a_base_is_of_the_completed_work(found: Findings) -> None:
    share = next(s for s in found.outcomes[0].criteria[0].reasons if s.id == "share")
    assert share.base == 3 and [(p.label, p.count, p.percent) for p in share.parts] == [
        ("Late", 1, 33),
        ("Wrong", 1, 33),
    ]
    assert share.of == BaseRule("PLAN", ("Good", "Poor"))


def test_a_base_that_most_answers_open_is_told_by_the_others() -> None:
    instrument = _set()
    rule = QuestionIs("plan", ("good", "poor", "none"))
    questions = [replace(q, base=rule) if q.id == "share" else q for q in instrument.questions]
    instrument = replace(instrument, questions=tuple(questions))
    cases = [_case("1", plan="poor", share="late"), _case("2", plan="none"), _case("3", plan="na")]
    scores = score(instrument, [tally(instrument.case_questions, c.sheet) for c in cases])
    found = find(instrument, scores, cases, None)
    share = next(s for s in found.outcomes[0].criteria[0].reasons if s.id == "share")
    assert share.base == 2 and share.of == BaseRule("PLAN", ("Not applicable",), but=True)


def test_a_base_knows_whether_somebody_was_left_out_of_it(found: Findings) -> None:
    facts = {s.id: s for s in found.outcomes[0].criteria[0].facts}
    assert facts["plan"].narrowed and not facts["report"].narrowed
    assert next(s for s in found.outcomes[0].criteria[0].reasons if s.id == "why").narrowed


def test_a_case_whose_reasons_are_not_given_yet_is_not_in_their_base() -> None:
    found = _find([_case("1", plan="poor", why="late", share="late"), _case("2", plan="poor")])
    assert {s.id: s.base for s in found.outcomes[0].criteria[0].reasons} == {"why": 1, "share": 1}


def test_a_scale_divides_over_its_answers_with_not_applicable_apart(found: Findings) -> None:
    plan = next(s for s in found.outcomes[0].criteria[0].facts if s.id == "plan")
    assert plan.base == 4 and plan.not_applicable == 1
    assert [(p.label, p.count) for p in plan.parts] == [("Good", 1), ("Poor", 2), ("Not done", 1)]


def test_a_fact_without_a_criterion_is_told_beside_its_section_or_else_apart(found: Findings) -> None:
    report = next(s for s in found.outcomes[0].criteria[0].facts if s.id == "report")
    assert report.base == 2 and [p.count for p in report.parts] == [1, 1]
    assert [s.id for s in found.facts] == ["loose"]


def test_numbers_have_their_range_and_middle(found: Findings) -> None:
    (weeks,) = found.outcomes[0].criteria[0].measures
    assert (weeks.base, weeks.low, weeks.middle, weeks.high) == (2, 4, 7, 10)
    (age,) = found.sample_measures
    assert (age.base, age.low, age.middle, age.high) == (3, 20, Decimal(25), 31)


def test_factors_show_prevalence_work_and_progress_in_the_chapter_of_their_grid_only(found: Findings) -> None:
    (drink,) = found.outcomes[0].factors
    assert drink.present == Part("Drink", 2, 3)
    assert (drink.interventions.count, drink.interventions.base) == (2, 2)
    assert (drink.progress.count, drink.progress.base, drink.progress.percent) == (1, 2, 50)
    assert found.outcomes[0].factor_criterion == "3.1" and found.outcomes[1].factors == ()
    assert "offending_factors" not in {s.id for s in found.outcomes[0].criteria[0].facts}


def test_the_sample_counts_every_value_and_what_is_blank_but_names_no_officer(found: Findings) -> None:
    sample = {b.name: b for b in found.sample}
    assert [(p.label, p.count, p.base) for p in sample["gender"].parts] == [("Female", 1, 4), ("Male", 3, 4)]
    assert sample["gender"].blank == 1
    assert [p.label for p in sample["ldu"].parts] == ["North", "South"] and sample["ldu"].blank == 3
    assert set(sample) == {"gender", "ldu"}


def test_interviews_count_each_officer_once_and_only_those_who_answered() -> None:
    officers = [Officer(code, _given({"fair": v} if v else {}), frozenset()) for code, v in
                (("OM1", "yes"), ("OM2", "no"), ("OM3", "yes"), ("OM4", "na"), ("OM5", ""))]  # fmt: skip
    found = _find([_case("1", {"officer": "OM1"}), _case("2", {"officer": "OM1"})], officers)
    (views,) = found.outcomes[0].interviews
    assert found.officers == 4 and views.id == "3.4"
    assert views.views[0].base == 3 and [p.count for p in views.views[0].parts] == [2, 1]
    assert found.outcomes[1].interviews == ()


def test_without_interviews_there_is_nothing_from_officers(found: Findings) -> None:
    assert found.officers is None and all(o.interviews == () for o in found.outcomes)


def test_no_case_at_all_gives_no_percentages() -> None:
    found = _find([])
    assert found.outcomes[0].score.score is None
    assert found.outcomes[0].criteria[0].questions[0].part.percent is None
    assert all(p.percent is None for b in found.sample for p in b.parts)


def test_the_figures_of_the_real_question_set_are_those_of_the_scores(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=15)
    scores, findings = session.scores(), freeze(session).findings
    session.close()
    by_id = {q.id: q for q in scores.questions}
    told = {q.id: q for o in findings.outcomes for c in o.criteria for q in c.questions}
    assert set(told) == set(by_id)
    for id, question in told.items():
        assert (question.above, question.below, question.part.base) == (
            by_id[id].above,
            by_id[id].below,
            by_id[id].base,
        )
        assert question.part.percent == percent(by_id[id].score)
    assert [o.score for o in findings.outcomes] == list(scores.outcomes)
    assert [o.alternative for o in findings.outcomes] == list(scores.alternatives)


def test_every_choice_question_of_a_case_is_told_once_and_none_is_lost(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=2)
    findings = freeze(session).findings
    session.close()
    spreads = [s.id for o in findings.outcomes for c in o.criteria for s in (*c.reasons, *c.facts)]
    spreads += [s.id for s in findings.facts]
    assert len(spreads) == len(set(spreads))
    scored = {q.id for o in findings.outcomes for c in o.criteria for q in c.questions}
    factors = {q.id for q in question_set().case_questions if q.cell and q.cell.grid == "factor"} | {
        "offending_factors"
    }
    wanted = {q.id for q in question_set().case_questions if q.kind in ("single", "multiple")} - factors
    assert wanted == wanted & (scored | set(spreads))


def test_a_sheet_counts_a_closed_answer_nowhere() -> None:
    found = _find([_case("1", plan="good", why="late", share="late")])
    reasons = {s.id: s for s in found.outcomes[0].criteria[0].reasons}
    assert reasons["why"].base == 0 and all(p.count == 0 for s in reasons.values() for p in s.parts)
    assert reasons["share"].base == 1
