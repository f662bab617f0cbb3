"""When a score is worth a proposal, as numbers and as a setting of the report."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a score is worth telling. Percentages are whole.

    Attributes:
        strength: a strength has at least this score.
        area: an area for improvement has at most this score.
        least: on at least so many cases.
        apart: at least so many percentage points above (for an area: below) the score of the outcome.
        most: how many of each a chapter is offered.
    """

    strength: int = 80
    area: int = 60
    least: int = 10
    apart: int = 0
    most: int = 6


USUAL = Thresholds()
"""The thresholds where nothing is set."""


def read_thresholds(said: str) -> Thresholds:
    """The thresholds of a setting such as ``strength=80; area=60``; what is not said, or is no number, is as usual."""
    known = {field.name for field in fields(Thresholds)}
    pairs = (part.partition("=") for part in said.split(";"))
    given = {name.strip(): value.strip() for name, _, value in pairs}
    return Thresholds(**{n: int(v) for n, v in given.items() if n in known and v.isascii() and v.isdigit()})


def written_thresholds(thresholds: Thresholds) -> str:
    """The thresholds as a setting holds them."""
    return "; ".join(f"{field.name}={getattr(thresholds, field.name)}" for field in fields(Thresholds))


def threshold_fault(said: str) -> bool:
    """Whether a setting says anything that is no threshold, or no number."""
    known = {field.name for field in fields(Thresholds)}
    parts = [part.partition("=") for part in said.split(";") if part.strip()]
    return not all(n.strip() in known and v.strip().isascii() and v.strip().isdigit() for n, _, v in parts)
