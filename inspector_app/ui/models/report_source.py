"""The text of a section as it is stored, against the document in which it is edited.

In the document a bound piece (`{{fig: …}}`) is one character. Its source is kept beside it, so that the stored text can
always be had back, sign for sign. The document counts in UTF-16 units, the stored text in characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.text_places import places_of

OBJECT = "\ufffc"
"""The character that stands for a bound piece in the document."""

# What a Qt document would take for an end of a line or drop; it is kept as an object of its own.
_ODD = re.compile("([\r\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe])")
_KIND = re.compile(r"\{\{\s*(\w+)\s*:(.*)\}\}", re.DOTALL)
_WIDE = re.compile("[\U00010000-\U0010ffff]")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut into typed words and pieces that stand as one character; the latter with True."""
    at = 0
    for place in places_of(text) if "{{" in text else ():
        if place.kind:
            yield from _typed(text[at : place.start])
            yield place.source, True
            at = place.end
    yield from _typed(text[at:])


def kind_of(source: str) -> str:
    """Which bound piece a source is: *fig*, *para*, *plain* or *chart*; empty for a sign that is only kept."""
    found = _KIND.fullmatch(source)
    return found[1] if found is not None else ""


def body_of(source: str) -> str:
    """What stands behind the colon of a bound piece."""
    found = _KIND.fullmatch(source)
    return found[2].strip() if found is not None else ""


def units(text: str) -> int:
    """How many UTF-16 units a text takes in the document."""
    return len(text) + len(_WIDE.findall(text))


def cut(text: str, first: int, behind: int) -> str:
    """A part of a text, from and to a UTF-16 unit."""
    if _WIDE.search(text) is None:
        return text[first:behind]
    return text.encode("utf-16-le")[2 * first : 2 * behind].decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the document.

    Attributes:
        offset: where it begins in the stored text.
        position: where it begins in the document.
        text: its stored text.
        bound: whether it is one character in the document.
    """

    offset: int
    position: int
    text: str
    bound: bool


class SourceText:
    """A stored text with the way between its places and those of the document."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        self.text = "".join(run.text for run in runs)
        self._offsets = [run.offset for run in runs]
        self._positions = [run.position for run in runs]

    def position(self, offset: int) -> int:
        """The place in the document of a place in the text; within a bound piece the place before it."""
        if not self.runs:
            return 0
        run = self.runs[max(0, bisect_right(self._offsets, offset) - 1)]
        into = offset - run.offset
        if run.bound:
            return run.position + (1 if into >= len(run.text) else 0)
        return run.position + units(run.text[:into])

    def offset(self, position: int) -> int:
        """The place in the text of a place in the document."""
        if not self.runs:
            return 0
        run = self.runs[max(0, bisect_right(self._positions, position) - 1)]
        into = position - run.position
        if run.bound:
            return run.offset + (len(run.text) if into >= 1 else 0)
        return run.offset + len(cut(run.text, 0, into))


def _typed(text: str) -> Iterator[tuple[str, bool]]:
    for place, piece in enumerate(_ODD.split(text)):
        if piece:
            yield piece, place % 2 == 1
