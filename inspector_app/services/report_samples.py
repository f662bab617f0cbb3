"""What a figure would print, with what stands behind it: shown while it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.text_places import BadPlace, places_of


@dataclass(frozen=True, slots=True)
class Sample:
    """A figure on its way into the text.

    Attributes:
        printed: what it prints within a sentence.
        numerator, base: what it counts and of how many.
        caution: whether it is printed with a caution.
        refs: the references of the cases that it counts, or the codes of the officers.
        problem: why it cannot be printed, as a sentence; empty where it can.
    """

    printed: str = ""
    numerator: int = 0
    base: int = 0
    caution: bool = False
    refs: tuple[str, ...] = ()
    problem: str = ""


def sample_of(figures: Figures, figure: BoundFigure) -> Sample:
    """What a figure prints; what is wrong with it is told, never raised."""
    body = places_of(figure.written())[0].body
    try:
        counted, printed = figures.counted(body), figures.print(body)
    except BadPlace as fault:
        return Sample(problem=str(fault))
    return Sample(printed.text, counted.count, counted.size, printed.caution, counted.hits)
