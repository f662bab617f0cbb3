"""Searches a skeleton: statements first, then the answers that suit the units, and the outcome scores if asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from example.skeleton import Expression, Skeleton, Unit

Weigh = Callable[[int, str, str], float]
"""How much an answer suits a unit: (unit, question or field name, code) -> any number."""
Targets = Mapping[str, tuple[list[str], float]]
"""For each outcome: the ids of its scored questions, and the score it is to have."""
SCALE = 100_000
"""A question that is all above the line counts this much in the sums of the outcome scores."""
WIDTH = 0.001
"""How far an outcome score may lie from its target at no cost."""


def search(skeleton: Skeleton, weigh: Weigh, seconds: float, targets: Targets | None = None) -> None:
    """Solves and writes fields and answers into the units; answers of leaves stay open.

    Args:
        seconds: the most time for the second step.
        targets: the bases of the first step then stand, and the scores are aimed at.
    """
    model = skeleton.model
    model.maximize(sum(skeleton.kept.values()))
    found = _run(model, 1800.0, 0.0)
    lost = [r for r, var in skeleton.kept.items() if not found.value(var)]
    if lost:
        raise SystemExit(f"These statements cannot come out with the rest: {', '.join(lost)}")
    for var in skeleton.kept.values():
        model.add(var == 1)
    terms = []
    for (i, name, code), var in [*skeleton.vars.items(), *skeleton.field_vars.items()]:
        weight = round(100 * weigh(i, name, code))
        if weight:
            terms.append(weight * var)
    misses = _aim(skeleton, found, targets) if targets else []
    _hint(model, found)
    model.maximize(sum(terms) - 5 * sum(misses))
    found = _run(model, seconds, 0.005)
    for miss in misses:
        print(f"  {miss.name}: {found.value(miss) / SCALE:.3f}")
    _read(skeleton, found)


def keep_not_applicable(skeleton: Skeleton, earlier: Sequence[Unit]) -> None:
    """Leaves *not applicable* where an earlier solution has it, so that the bases stand still."""
    for (i, question, code), var in skeleton.vars.items():
        if code == "na":
            skeleton.model.add(var == int(earlier[i].answers.get(question) == "na"))


def _run(model: cp_model.CpModel, seconds: float, gap: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 11
    solver.parameters.relative_gap_limit = gap
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit(f"No solution: {solver.status_name(status)}")
    best, bound = solver.objective_value, solver.best_objective_bound
    print(
        f"  {solver.status_name(status)} after {solver.wall_time:.0f} s: {best:.0f} of at most {bound:.0f}", flush=True
    )
    return solver


def _hint(model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
    """Hints at a whole solution, helper variables and all, so that the next search begins with it."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _aim(skeleton: Skeleton, solver: cp_model.CpSolver, targets: Targets) -> list[cp_model.IntVar]:
    """Fixes the bases and returns, for each outcome, how far it lies from its target (to be kept small)."""
    model = skeleton.model
    shares: dict[str, Expression] = {}
    for question in skeleton.questions.values():
        sides = skeleton.sides(question)
        judged = sides["above"] + sides["below"]
        base = sum(solver.value(v) for v in judged)
        if question.scored and base:
            model.add(sum(judged) == base)
            shares[question.id] = sum(sides["above"]) * round(SCALE / base)
    misses = []
    for outcome, (ids, target) in targets.items():
        found = [shares[q] for q in ids if q in shares]
        miss = model.new_int_var(0, SCALE * len(found), f"outcome {outcome} off by")
        aim, width = round(target * SCALE * len(found)), round(WIDTH * SCALE * len(found))
        model.add(sum(found) - aim <= width + miss)
        model.add(aim - sum(found) <= width + miss)
        misses.append(miss)
    return misses


def _read(skeleton: Skeleton, solver: cp_model.CpSolver) -> None:
    for (i, name, code), var in skeleton.field_vars.items():
        if solver.value(var):
            skeleton.units[i].fields[name] = code
    found: dict[tuple[int, str], list[str]] = {}
    for (i, question, code), var in skeleton.vars.items():
        if solver.value(var):
            found.setdefault((i, question), []).append(code)
    for (i, question), codes in found.items():
        skeleton.units[i].answers[question] = ";".join(codes)
