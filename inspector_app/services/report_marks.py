"""What is to be seen in a text: its places with what they print, what is bound to nothing, and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from inspector_app.domain.changed import changed_sentences
from inspector_app.domain.report_text import Printed
from inspector_app.domain.unbound import unbound_in
from inspector_app.domain.unbound_en import ENGLISH_TYPED
from inspector_app.services.report_prints import Placed, ReportPrints
from inspector_app.services.report_views import Chip, Span


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a text, as `report_views.SectionView` has them."""

    chips: tuple[Chip, ...]
    unbound: tuple[Span, ...]
    changed: tuple[Span, ...]
    reading: Mapping[str, Printed]


def marks_of(
    text: str, prints: ReportPrints, number: Callable[[str], str | None], seen: Mapping[str, Printed] | None
) -> Marks:
    """The marks of a text.

    Args:
        number: the key of a paragraph -> what a link to it prints; None where there is no such paragraph.
        seen: what the figures printed when they were read; None where nobody has read them.
    """
    placed = prints.placed(text)
    chips = tuple(_chip(one, number, seen or {}) for one in placed)
    reading = {one.source: one.printed for one in placed if one.printed is not None}
    return Marks(
        chips,
        _unbound(text),
        tuple(Span(one.start, one.end, one.text) for one in changed_sentences(text, seen or {}, reading)),
        reading,
    )


@lru_cache(maxsize=128)
def _unbound(text: str) -> tuple[Span, ...]:
    """It hangs on the text alone, and figures move more often than texts."""
    return tuple(Span(*one) for one in unbound_in(text, ENGLISH_TYPED))


def _chip(one: Placed, number: Callable[[str], str | None], seen: Mapping[str, Printed]) -> Chip:
    place, said, problem = one.place, one.said, one.problem
    if place.kind == "para" and not problem:
        said = number(place.body) or ""
        problem = "" if said else "The paragraph to which this leads is not there."
    was = seen.get(place.source)
    changed = was is not None and one.printed is not None and was.said != one.printed.said
    return Chip(
        place.kind or "fig", place.source, place.start, place.end, said, one.numerator, one.base, one.caution, changed,
        was.said if was is not None and changed else "", problem,
    )  # fmt: skip
