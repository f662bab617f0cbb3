"""The sections of the report that somebody writes, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.instrument import Instrument

SectionKind = Literal[
    "foreword", "summary", "summary_of", "recommendations",
    "strengths", "areas", "findings", "closing", "recommend",
    "context", "thanks", "arrangements", "role",
]  # fmt: skip
OF_AN_OUTCOME: frozenset[SectionKind] = frozenset({"strengths", "areas", "findings", "closing", "recommend"})
"""What stands in the chapter of an outcome; `summary_of` speaks of one, too, and stands in the summary."""
APPENDED: tuple[SectionKind, ...] = ("context", "thanks", "arrangements", "role")


@dataclass(frozen=True, slots=True)
class Section:
    """One part that is written as a text of its own.

    Attributes:
        id: its name in the file, such as ``findings-3.2``.
        outcome: the id of the outcome it speaks of; empty where it speaks of the whole.
        criterion: the id of the criterion, for findings.
    """

    id: str
    kind: SectionKind
    outcome: str = ""
    criterion: str = ""


def outline(instrument: Instrument, interviews_held: bool = True) -> tuple[Section, ...]:
    """All sections in order. Where no interviews are held, nobody writes of leadership: that is complete."""
    return tuple(_sections(instrument, interviews_held))


def section_of(instrument: Instrument, section: str) -> Section | None:
    """A section by its id, of interviews too; None where the question set has no such section."""
    return next((s for s in outline(instrument) if s.id == section), None)


def _sections(instrument: Instrument, interviews_held: bool) -> Iterator[Section]:
    yield Section("foreword", "foreword")
    yield Section("summary", "summary")
    for outcome in instrument.outcomes:
        yield Section(f"summary-{outcome.id}", "summary_of", outcome.id)
    yield Section("recommendations", "recommendations")
    for outcome in instrument.outcomes:
        yield Section(f"strengths-{outcome.id}", "strengths", outcome.id)
        yield Section(f"areas-{outcome.id}", "areas", outcome.id)
        for criterion in instrument.criteria:
            if criterion.outcome == outcome.id and (criterion.scored or interviews_held):
                yield Section(f"findings-{criterion.id}", "findings", outcome.id, criterion.id)
        yield Section(f"closing-{outcome.id}", "closing", outcome.id)
        yield Section(f"recommend-{outcome.id}", "recommend", outcome.id)
    for kind in APPENDED:
        yield Section(kind, kind)
