"""Breaks text into lines. Words stay whole; a line that ends between words keeps its blank for who reads it aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from inspector_app.report import styles
from inspector_app.report.setting.notes import Footnote
from inspector_app.report.setting.tags import Tag

_TOKENS = re.compile(r"\n| +|[^ \n]+")
width_of = lru_cache(maxsize=65536)(stringWidth)
"""The width of a text in a font and size, in points."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A run of text in one face.

    Attributes:
        rise: how far above the line it stands.
        tag: what it is within its paragraph, such as a link; None for the paragraph itself.
        link: the key to which it leads.
        note: the footnote whose number it is.
    """

    text: str
    font: str
    size: float
    colour: Color
    rise: float = 0.0
    tag: Tag | None = None
    link: str = ""
    note: Footnote | None = None


@dataclass(slots=True)
class Line:
    """One line: its parts with their text, its width, and whether the next line goes on with the same word."""

    parts: list[tuple[Piece, str]] = field(default_factory=list)
    width: float = 0.0
    torn: bool = False

    @property
    def notes(self) -> Iterator[Footnote]:
        """The footnotes whose numbers stand in it."""
        return (piece.note for piece, _ in self.parts if piece.note is not None)

    def add(self, piece: Piece, text: str) -> None:
        """Adds text at its end."""
        if self.parts and self.parts[-1][0] is piece:
            self.parts[-1] = (piece, self.parts[-1][1] + text)
        else:
            self.parts.append((piece, text))
        self.width += width_of(text, piece.font, piece.size)


def plain(text: str) -> str:
    """Text as it can be drawn: composed, without control characters, and `?` for what the fonts lack."""
    known = styles.glyphs()
    composed = unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in composed if c == "\n" or unicodedata.category(c) != "Cf")
    return "".join(c if c == "\n" or (ord(c) in known and ord(c) >= ord(" ")) else "?" for c in kept)


def in_line(text: str) -> str:
    """The same on one line."""
    return plain(text).replace("\n", " ")


def fitted(text: str, width: float, font: str, size: float) -> str:
    """The text in one line of at most that width, with an ellipsis where it was cut."""
    line = in_line(text)
    if width_of(line, font, size) <= width:
        return line
    while line and width_of(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def break_lines(pieces: Iterable[Piece], width: float) -> list[Line]:
    """Lines of at most that width. A word that is wider is torn; a line end in the text ends a line."""
    breaker = _Breaker(width)
    for piece in pieces:
        for token in _TOKENS.findall(piece.text):
            if token == "\n":
                breaker.end_line()
            elif token[0] == " ":
                breaker.end_word(piece)
            else:
                breaker.word.append((piece, token))
    breaker.end_line()
    return breaker.lines


class _Breaker:
    def __init__(self, width: float) -> None:
        self.width = width
        self.lines: list[Line] = []
        self.line = Line()
        self.word: list[tuple[Piece, str]] = []
        self._blank: Piece | None = None

    def end_word(self, blank: Piece | None) -> None:
        """Puts the word on this line or the next, and remembers the blank after it."""
        if self.word:
            self._place(sum(width_of(text, p.font, p.size) for p, text in self.word))
            self.word = []
            self._blank = None
        self._blank = self._blank or blank

    def end_line(self) -> None:
        """Ends the line, whatever is on it."""
        self.end_word(None)
        self._turn(torn=False)

    def _place(self, wide: float) -> None:
        if self.line.parts:
            room = width_of(" ", self._blank.font, self._blank.size) if self._blank else 0.0
            if self.line.width + room + wide > self.width:
                self._turn(torn=False)
            elif self._blank:
                self.line.add(self._blank, " ")
        torn = wide > self.width
        for piece, text in self.word:
            if torn:
                self._tear(piece, text)
            else:
                self.line.add(piece, text)

    def _tear(self, piece: Piece, text: str) -> None:
        for letter in text:
            if self.line.parts and self.line.width + width_of(letter, piece.font, piece.size) > self.width:
                self._turn(torn=True)
            self.line.add(piece, letter)

    def _turn(self, torn: bool) -> None:
        self.line.torn = torn
        self.lines.append(self.line)
        self.line = Line()
        self._blank = None
