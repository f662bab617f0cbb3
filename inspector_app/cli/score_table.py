"""Scores as a table to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.case import InspectionDetails
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.scoring import GroupScore, Scores, percent
from inspector_app.services.exporting import other_method, titles


def score_table(
    instrument: Instrument, details: InspectionDetails, scores: Scores, where: Mapping[str, str], preview: bool
) -> str:
    """The scores of outcomes, criteria and processes, with what they rest on."""
    return "\n".join((*_head(instrument, details, scores, where, preview), *_groups(instrument, scores))) + "\n"


def _head(
    instrument: Instrument, details: InspectionDetails, scores: Scores, where: Mapping[str, str], preview: bool
) -> Iterator[str]:
    yield f"{details.trust}: {instrument.title} ({instrument.id} {instrument.version})"
    if details.synthetic:
        yield "The cases of this inspection are synthetic."
    if where:
        yield "Only cases with " + ", ".join(f"{field} = {value or 'nothing'}" for field, value in where.items())
    counted = "1 case" if scores.counted == 1 else f"{scores.counted} cases"
    yield f"{counted} counted, {scores.left_out} left out; outcome scores by {_words(scores.method)}"
    if preview:
        yield "Preview: cases that are not signed off are counted."
    if 0 < scores.counted < CAUTION_BELOW:
        yield f"Fewer than {CAUTION_BELOW} cases: read with caution."


def _groups(instrument: Instrument, scores: Scores) -> Iterator[str]:
    named = titles(instrument)
    other = {a.id: f"  {_percent(a)} by {_words(other_method(scores.method))}" for a in scores.alternatives}
    for heading, kind, groups in (
        ("Outcomes", "outcome", scores.outcomes),
        ("Criteria", "criterion", scores.criteria),
        ("Processes", "process", scores.processes),
    ):
        yield ""
        yield heading
        for group in groups:
            one, more = ("criterion", "criteria") if kind == "process" else ("question", "questions")
            behind = f"{group.questions} {one if group.questions == 1 else more}"
            note = other[group.id] if kind == "outcome" else ""
            yield f"  {group.id:<4}{named[kind][group.id]:<62.62}{_percent(group):>6}  {behind:>13}{note}"


def _percent(group: GroupScore) -> str:
    whole = percent(group.score)
    return "–" if whole is None else f"{whole}%"


def _words(method: str) -> str:
    return method.replace("-", " ")
