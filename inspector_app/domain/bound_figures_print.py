"""Prints a counted figure in words, percent, counts or as a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.bound_figures import FigureStyle
from inspector_app.domain.bound_figures_count import Counted
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.wording import (
    NONE,
    NumberWords,
    in_counts,
    in_misses,
    in_percent,
    in_words,
    number,
    share_in_words,
)

_OF_A_SHARE: frozenset[FigureStyle] = frozenset({"words", "percent", "counts", "misses"})


def _shown(_: Counted) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How the figures of a report are printed.

    Attributes:
        style: of a figure that does not say so itself: words, percent or counts.
        minimum: a share of fewer cases than this carries a caution (scoring rule 9).
        suppress: a figure -> the smallest number that may be printed, where this one must not be; else 0.
    """

    words: NumberWords
    style: FigureStyle = "words"
    minimum: int = CAUTION_BELOW
    suppress: Callable[[Counted], int] = _shown


@dataclass(frozen=True, slots=True)
class FigurePrint:
    """What a figure prints.

    Attributes:
        text: without the mark of caution.
        caution: whether it is a share of too few to be relied on.
        suppressed: whether a small number is kept back.
    """

    text: str
    caution: bool = False
    suppressed: bool = False


def style_of(counted: Counted, house: HouseStyle) -> FigureStyle:
    """The style in which a figure is printed: its own, else that of the report as far as it can have it."""
    figure = counted.figure
    if figure.style:
        return figure.style
    if figure.subject in ("cases", "officers"):
        return "number"
    if figure.subject == "score" and house.style not in ("words", "percent"):
        return "percent"
    return house.style


def print_figure(counted: Counted, house: HouseStyle, begins: bool = False) -> FigurePrint:
    """What a figure prints; with a capital where a sentence begins with it, and a dash where there is no base."""
    smallest = house.suppress(counted)
    style = style_of(counted, house)
    said = (
        _suppressed(counted, style, smallest, house.words) if smallest else _said(counted, style, house.words, begins)
    )
    caution = not smallest and style in _OF_A_SHARE and 0 < counted.size < house.minimum
    return FigurePrint(said[:1].upper() + said[1:] if begins else said, caution, smallest > 0)


def _said(counted: Counted, style: FigureStyle, words: NumberWords, begins: bool) -> str:
    if style == "base":
        return number(counted.size, words, begins)
    if style == "number":
        share = counted.figure.subject not in ("cases", "officers")
        return NONE if share and not counted.size else number(counted.count, words, begins)
    if style == "percent":
        return in_percent(counted.ratio, words)
    if counted.figure.subject == "score":
        return share_in_words(counted.ratio, words)
    if style == "counts":
        # A text whose figures name no style is written for phrases, which *of the cases* follows.
        return in_counts(counted.count, counted.size, words, before_of=not counted.figure.style)
    if style == "misses":
        return in_misses(counted.count, counted.size, words)
    return in_words(counted.count, counted.size, words, begins)


def _suppressed(counted: Counted, style: FigureStyle, smallest: int, words: NumberWords) -> str:
    """*Fewer than five*; *all but fewer than five* where those missing are the small number; else no number at all.

    A share of too few says *some*: *fewer than five* of the cases would read as a failure where it was all four.
    """
    if counted.size < smallest and style in _OF_A_SHARE:
        return words.suppressed
    few = words.fewer_than.format(n=number(smallest, words))
    if counted.count < smallest:
        return few
    return words.all_but.format(n=few) if counted.size - counted.count < smallest else words.suppressed
