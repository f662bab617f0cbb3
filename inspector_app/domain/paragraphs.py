"""A written text as pieces: paragraphs, items of lists, headings, boxes, charts, footnotes, each with its place.

It follows CommonMark as the report sets it: no code, no rules, no HTML, only headings that begin with ``#``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from inspector_app.domain.report_outline import Section

PieceKind = Literal["paragraph", "item", "more", "heading", "box", "chart", "footnote"]

_HEADING = re.compile(r"\s*#{1,6}(?:\s|$)")
_ITEM = re.compile(r"( *)([-+*]|\d{1,9}[.)])(?:( +)(?=\S)|\s*$)")
_BOX = re.compile(r"\s*>")
_FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]:")
_CHART = re.compile(r"\{\{\s*chart\s*:[^{}]*\}\}")
_QUOTED = re.compile(r"(?m)^[ \t]*>[ \t]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text.

    Attributes:
        kind: *item* is the first paragraph of a list's item, *more* a further one of the same item; *box* a quotation
            or an illustration.
        text: as written, without the marks of lists and boxes.
        first, last: the lines it takes, counted from 0; `last` is the line after it.
        level: how many lists an item stands in, less one.
        ordered: whether an item is of a numbered list.
        key: names the piece for ever, also when it is moved or edited; eight hex digits.
        number: what stands in the margin, such as *3.2.12*; empty for none.
    """

    kind: PieceKind
    text: str
    first: int
    last: int
    level: int = 0
    ordered: bool = False
    key: str = ""
    number: str = ""


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a text in order; nothing but blank lines lies between them."""
    return tuple(_Splitter().split(text))


def numbered(section: Section, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with their numbers.

    Findings are numbered by criterion and place, and the items of a list among them are not. Strengths and areas for
    improvement count 1, 2, 3, recommendations R3.1, R3.2 with their outcome, so that an action plan can cite them: the
    items where there is a list, else the paragraphs.
    """
    if section.kind == "findings":
        return tuple(_count(pieces, _paragraph, f"{section.criterion}."))
    if section.kind in ("strengths", "areas", "recommend"):
        before = f"R{section.outcome}." if section.kind == "recommend" else ""
        return tuple(_count(pieces, _item if any(map(_item, pieces)) else _paragraph, before))
    return tuple(pieces)


def _paragraph(piece: Piece) -> bool:
    return piece.kind == "paragraph"


def _item(piece: Piece) -> bool:
    return piece.kind == "item" and piece.level == 0


def _count(pieces: Sequence[Piece], counts: Callable[[Piece], bool], before: str) -> Iterator[Piece]:
    place = 0
    for piece in pieces:
        if counts(piece):
            place += 1
            yield replace(piece, number=f"{before}{place}")
        else:
            yield piece


@dataclass(slots=True)
class _Splitter:
    """Goes through a text line by line; `lists` holds how far the text of each list around is indented."""

    kind: PieceKind | None = None
    lines: list[str] = field(default_factory=list)
    first: int = 0
    level: int = 0
    ordered: bool = False
    lists: list[int] = field(default_factory=list)

    def split(self, text: str) -> Iterator[Piece]:
        after_blank, place = True, -1
        for place, raw in enumerate(text.split("\n")):
            line = raw.expandtabs(4)
            if not line.strip():
                yield from self._end(place)
                after_blank = True
                continue
            if self._begins(line, after_blank):
                yield from self._end(place)
                self._begin(line, place)
            else:
                self.lines.append(line.strip())
            after_blank = False
        yield from self._end(place + 1)

    def _begins(self, line: str, after_blank: bool) -> bool:
        if after_blank or self.kind in (None, "heading"):
            return True
        if _BOX.match(line):
            return self.kind != "box"
        return bool(_HEADING.match(line) or _FOOTNOTE.match(line) or self._interrupts(line))

    def _interrupts(self, line: str) -> bool:
        """Whether a line begins an item although no blank line stands before it."""
        mark = _ITEM.match(line)
        if mark is None:
            return False
        beside = bool(self.lists) and len(mark[1]) < self.lists[-1]
        return beside or (mark[3] is not None and mark[2] in ("-", "+", "*", "1.", "1)"))

    def _begin(self, line: str, place: int) -> None:
        indent = len(line) - len(line.lstrip())
        mark = _ITEM.match(line)
        self.first, self.ordered = place, False
        if mark is not None:
            while self.lists and indent < self.lists[-1]:
                self.lists.pop()
            self.level, self.ordered = len(self.lists), mark[2][-1] in ".)"
            self.lists.append(min(mark.end(), indent + len(mark[2]) + 5))
            self.kind, self.lines = "item", [line[mark.end() :].strip()]
            return
        while self.lists and indent < self.lists[-1]:
            self.lists.pop()
        self.level = max(len(self.lists) - 1, 0)
        self.lines = [line.strip()]
        self.kind = self._kind(line)

    def _kind(self, line: str) -> PieceKind:
        if _HEADING.match(line):
            return "heading"
        if _BOX.match(line):
            return "box"
        if _FOOTNOTE.match(line):
            return "footnote"
        return "more" if self.lists else "paragraph"

    def _end(self, place: int) -> Iterator[Piece]:
        if self.kind is not None:
            kind, text = self.kind, "\n".join(self.lines)
            if kind == "box":
                text = _QUOTED.sub("", text)
            elif kind == "paragraph" and _CHART.fullmatch(text):
                kind = "chart"
            yield Piece(kind, text, self.first, place, self.level, self.ordered)
        self.kind, self.lines = None, []
