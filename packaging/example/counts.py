"""How many cases get which answer to each leaf question: the statements hold and the outcome scores come out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from ortools.sat.python import cp_model

from example.skeleton import Expression
from inspector_app.domain.instrument import Instrument, Question, QuestionIs
from inspector_app.domain.routing import depends_on
from published_rows import Row

SCALE = 1_000_000
TOLERANCE = 0.0015
"""How far an outcome may lie from its target, as a ratio."""

WANTED = {f"mappa_work_{part}_done": 1.0 for part in ("recorded", "communicated", "acted_on", "reviewed")}
"""Told in the report without a number: in all six cases."""


@dataclass(frozen=True, slots=True)
class Split:
    """One way to share the answers of a question out; `dislike` is how far it is from what one would expect."""

    counts: Mapping[str, int]
    above: int
    base: int
    dislike: float

    @property
    def ratio(self) -> int:
        """The question's score, scaled to a whole number."""
        return round(SCALE * self.above / self.base) if self.base else 0


def rows_by_leaf(rows: Sequence[Row], leaves: set[str]) -> dict[str, list[Row]]:
    """The statements about one leaf question each."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        asked = depends_on(row.of) | depends_on(row.among)
        if row.kind in ("exact", "words") and len(asked) == 1 and asked <= leaves:
            found.setdefault(next(iter(asked)), []).append(row)
    return found


def splits(question: Question, size: int, units: int, rows: Sequence[Row], seed: int) -> list[Split]:
    """The ways to share out `size` answers that satisfy the statements; for equal ratios the least disliked one."""
    draw = random.Random(f"{seed} {question.id}")
    wanted_na = draw.choice((0.06, 0.1, 0.15, 0.22, 0.3)) if question.not_applicable else 0.0
    wanted = WANTED.get(question.id, _middle(question, rows) or draw.uniform(0.66, 0.88))
    codes = [c.code for c in question.choices]
    best: dict[object, Split] = {}
    for counts in _shares(codes, size):
        if not all(_holds(row, counts, units) for row in rows):
            continue
        above = sum(n for c, n in counts.items() if question.line_of(c) == "above")
        base = above + sum(n for c, n in counts.items() if question.line_of(c) == "below")
        if question.scored and not base:
            continue
        na = counts.get("na", 0) / size if size else 0.0
        ratio = above / base if base else 0.0
        dislike = abs(ratio - wanted) + 2 * abs(na - wanted_na) + 0.01 * _spread(question, counts)
        key = (above, base) if len(codes) == 2 else round(ratio, 3) if question.scored else tuple(counts.values())
        if key not in best or dislike < best[key].dislike:
            best[key] = Split(counts, above, base, dislike)
    if not best:
        raise SystemExit(f"No split of {size} answers for {question.id}")
    return sorted(best.values(), key=lambda s: s.dislike)[:400]


def choose(
    instrument: Instrument,
    options: Mapping[str, list[Split]],
    fixed: Mapping[str, tuple[int, int]],
    targets: Mapping[str, float],
) -> dict[str, Split]:
    """One split for each leaf, so that each outcome's mean lies within TOLERANCE of its target.

    Args:
        fixed: above and base of the scored questions that are settled already.
    """
    model = cp_model.CpModel()
    picks = {q: [model.new_bool_var("") for _ in ways] for q, ways in options.items()}
    for made in picks.values():
        model.add_exactly_one(made)
    for outcome, target in targets.items():
        total: Expression = 0
        number = 0
        for question in instrument.scored_questions:
            if not any(instrument.criteria_by_id[c].outcome == outcome for c in question.criteria):
                continue
            if question.id in options:
                number += 1
                total += sum(v * s.ratio for v, s in zip(picks[question.id], options[question.id], strict=True))
            elif fixed.get(question.id, (0, 0))[1]:
                number += 1
                above, base = fixed[question.id]
                total += round(SCALE * above / base)
        model.add(total >= round((target - TOLERANCE) * number * SCALE))
        model.add(total <= round((target + TOLERANCE) * number * SCALE))
    model.minimize(
        sum(v * round(1000 * s.dislike**2) for q in options for v, s in zip(picks[q], options[q], strict=True))
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 120
    solver.parameters.num_workers = 2
    solver.parameters.relative_gap_limit = 0.01
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit(f"The outcome scores cannot be reached: {solver.status_name(status)}")
    return {q: next(s for v, s in zip(made, options[q], strict=True) if solver.value(v)) for q, made in picks.items()}


def _shares(codes: list[str], size: int) -> list[dict[str, int]]:
    if len(codes) > 4:
        raise SystemExit(f"Too many choices for a leaf: {codes}")
    return [
        {**dict(zip(codes[:-1], head, strict=True)), codes[-1]: size - sum(head)}
        for head in product(range(size + 1), repeat=len(codes) - 1)
        if sum(head) <= size
    ]


def _holds(row: Row, counts: Mapping[str, int], units: int) -> bool:
    assert isinstance(row.of, QuestionIs)
    among = row.among.any_of if isinstance(row.among, QuestionIs) else None
    den = sum(counts[c] for c in among) if among else units
    num = sum(counts[c] for c in row.of.any_of if among is None or c in among)
    return (
        den > 0
        and row.numerator in (None, num)
        and row.denominator in (None, den)
        and row.misses in (None, den - num)
        and (row.percent is None or (2 * row.percent - 1) * den <= 200 * num < (2 * row.percent + 1) * den)
        and (row.low is None or 1000 * num >= round(1000 * row.low) * den)
        and (row.high is None or 1000 * num <= round(1000 * row.high) * den)
    )


def _middle(question: Question, rows: Sequence[Row]) -> float | None:
    """The share above the line in the middle of what a statement in words allows."""
    for row in rows:
        if row.low is not None and row.high is not None and isinstance(row.of, QuestionIs):
            middle = (row.low + row.high) / 2
            above = any(question.line_of(c) == "above" for c in row.of.any_of)
            return middle if above else 1 - middle
    return None


def _spread(question: Question, counts: Mapping[str, int]) -> float:
    """A mild wish that what follows *not done* and the like be rarer than the plainer failing."""
    below = [counts[c.code] for c in question.choices if c.line == "below"]
    return float(sum(max(0, b - a) for a, b in pairwise(below)))
