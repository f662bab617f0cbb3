"""Settles every coded answer: first what hangs together, then the scores, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from example.counts import Split, choose, rows_by_leaf, splits
from example.deal import deal
from example.people import CaseSeed, OfficerSeed
from example.search import Targets, keep_not_applicable, search
from example.sense import add_sense, officer_sense, officer_weighing, weighing
from example.skeleton import Skeleton, Unit
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, depends_on, open_questions
from published_rows import Row

TARGETS = {"1": 0.82, "2": 0.78, "3": 0.69, "4": 0.70, "5": 0.78}


def solve_frame(instrument: Instrument, rows: Sequence[Row], cases: Sequence[CaseSeed], seconds: float) -> list[Unit]:
    """Fields of all cases, and the answers that hang together."""
    units = [Unit(dict(c.fields), {}, c.quality) for c in cases]
    model = Skeleton(instrument.case_questions, instrument.fields, instrument.checks, rows, units)
    add_sense(model)
    print(f"Cases: {len(model.structural)} questions hang together", flush=True)
    search(model, weighing(model, 5), seconds)
    return units


def solve_scores(instrument: Instrument, rows: Sequence[Row], units: Sequence[Unit], seconds: float) -> list[Unit]:
    """All coded answers of all cases, from their frame."""
    questions = instrument.case_questions
    # With facts and routing settled the bases stand, and the scores are sums that can be aimed at.
    routing: set[str] = set().union(*(depends_on(q.open_when) for q in questions))
    stay = {q.id for q in questions if q.id in routing or not q.scored}
    second = [Unit(u.fields, {a: v for a, v in u.answers.items() if a in stay}, u.quality) for u in units]
    model = Skeleton(questions, instrument.fields, instrument.checks, rows, second)
    keep_not_applicable(model, units)
    print("Cases: scores", flush=True)
    search(model, weighing(model, 6), seconds, _targets(instrument))
    chosen = _shares(instrument, questions, rows, second)
    deal(instrument, questions, second, chosen, 9)
    return second


def solve_officers(
    instrument: Instrument, rows: Sequence[Row], staff: Sequence[OfficerSeed], seconds: float
) -> list[Unit]:
    """Coded answers of all officers."""
    questions = instrument.officer_questions
    units = [Unit({}, {"officer_grade_g": o.grade, "officer_ldu_g": o.ldu}, o.quality) for o in staff]
    model = Skeleton(questions, (), (), rows, units, whole=True)
    officer_sense(model)
    print("Officers", flush=True)
    search(model, officer_weighing(model, 8), seconds)
    return units


def _targets(instrument: Instrument) -> Targets:
    return {o: ([q.id for q in _of_outcome(instrument, o)], target) for o, target in TARGETS.items()}


def _of_outcome(instrument: Instrument, outcome: str) -> Iterable[Question]:
    return (
        q
        for q in instrument.scored_questions
        if any(instrument.criteria_by_id[c].outcome == outcome for c in q.criteria)
    )


def _shares(
    instrument: Instrument, questions: Sequence[Question], rows: Sequence[Row], units: Sequence[Unit]
) -> dict[str, Split]:
    leaves = _leaves(questions, units)
    by_leaf = rows_by_leaf(rows, {q.id for q in leaves})
    options = {
        q.id: splits(q, size, len(units), by_leaf.get(q.id, []), 7)
        for q in leaves
        if (size := _asked(questions, q, units))
    }
    fixed = {}
    for question in instrument.scored_questions:
        if question.id not in options:
            lines = [question.line_of(u.answers.get(question.id, "")) for u in units]
            fixed[question.id] = (lines.count("above"), lines.count("above") + lines.count("below"))
    return choose(instrument, options, fixed, TARGETS)


def _leaves(questions: Sequence[Question], units: Sequence[Unit]) -> list[Question]:
    answered = {a for u in units for a in u.answers}
    return [q for q in questions if q.kind == "single" and q.required and q.id not in answered]


def _asked(questions: Sequence[Question], question: Question, units: Sequence[Unit]) -> int:
    return sum(question.id in open_questions(questions, Sheet(u.fields, u.answers)) for u in units)
