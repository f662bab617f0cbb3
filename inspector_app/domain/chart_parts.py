"""What a chart in a text shows: its questions as bars, taken from the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector_app.domain.bound_charts import BoundChart
from inspector_app.domain.figures import Findings, OutcomeFinding, Part, QuestionFinding, Spread
from inspector_app.domain.findings import FACTOR_QUESTION


@dataclass(frozen=True, slots=True)
class ChartParts:
    """The bars of a chart.

    Attributes:
        bars: the name of the group (empty for none) and what the bar shows.
        scored: whether every bar is a share of work above the line.
        problem: why there is nothing to draw, as a sentence; empty where there is.
    """

    bars: tuple[tuple[str, Part], ...] = ()
    scored: bool = True
    problem: str = ""


def parts_of(chart: BoundChart, findings: Findings) -> ChartParts:
    """The bars of a chart: one of a scored question, one for each answer of any other."""
    if chart.criterion:
        found = next((c for o in findings.outcomes for c in o.criteria if c.id == chart.criterion), None)
        if found is None or not found.questions:
            said = f"Criterion {chart.criterion} has no scored question, so there is nothing to draw."
            return ChartParts(problem=said)
        return ChartParts(tuple(("", question.part) for question in found.questions))
    scored, spreads = scored_in(findings), spreads_in(findings)
    unknown = [name for name in chart.questions if name not in scored and name not in spreads]
    if unknown:
        return ChartParts(problem=f"The report counts nothing under “{unknown[0]}”, so there is nothing to draw.")
    bars = tuple(bar for name in chart.questions for bar in _bars(name, scored, spreads))
    return ChartParts(bars, all(name in scored for name in chart.questions))


def _bars(
    name: str, scored: Mapping[str, QuestionFinding], spreads: Mapping[str, Spread]
) -> Iterator[tuple[str, Part]]:
    if name in scored:
        yield "", scored[name].part
    else:
        yield from ((spreads[name].short, part) for part in spreads[name].parts)


def scored_in(findings: Findings) -> dict[str, QuestionFinding]:
    """Question id -> its figures, for every scored question."""
    return {q.id: q for outcome in findings.outcomes for criterion in outcome.criteria for q in criterion.questions}


def spreads_in(findings: Findings) -> dict[str, Spread]:
    """Question id -> how its answers divide, for every question that is not scored."""
    held = [s for o in findings.outcomes for c in o.criteria for s in (*c.reasons, *c.facts)]
    held += [s for o in findings.outcomes for i in o.interviews for s in i.views]
    held += [_factors(o) for o in findings.outcomes if o.factors]
    return {spread.id: spread for spread in (*held, *findings.facts)}


def _factors(outcome: OutcomeFinding) -> Spread:
    """How often each factor was found: the answers to the question that lists them."""
    present = tuple(row.present for row in outcome.factors)
    return Spread(FACTOR_QUESTION, "", "", True, max(part.base for part in present), 0, present)
