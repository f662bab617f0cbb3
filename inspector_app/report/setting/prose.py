"""A paragraph: lines of text with a mark at its side, links, and numbers of footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy

from reportlab.platypus import Flowable

from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.lines import Line, Piece, break_lines, plain, width_of
from inspector_app.report.setting.notes import Footnote, height_of
from inspector_app.report.setting.tags import Tag
from inspector_app.report.styles import Look

_LEAST = 2
"""So many lines stay together at either end of a page."""


class Prose(Flowable):
    """Text in a look, broken over lines and, where it must be, over pages.

    Attributes:
        tag: what it is; None where it belongs to what it stands in, such as a table cell.
        mark: what stands at the left of its first line: a number or a bullet.
        mark_tag: what the mark is; None where it is part of the text.
        key: the destination that it is for links.
    """

    def __init__(
        self, pieces: Sequence[Piece], look: Look, tag: Tag | None = None, mark: Piece | None = None, key: str = ""
    ) -> None:
        super().__init__()
        self.pieces, self.look, self.tag, self.mark, self.key = pieces, look, tag, mark, key
        self.mark_tag: Tag | None = None
        self.lines: list[Line] = []
        self._broken_at: float | None = None
        self.spaceBefore, self.spaceAfter = look.before, look.after

    @property
    def footnotes(self) -> list[Footnote]:
        """The footnotes whose numbers stand in it."""
        if self._broken_at is None:
            return [p.note for p in self.pieces if p.note is not None]
        return _notes(self.lines)

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """Breaks the lines for a width."""
        self.width = available
        inner = max(available - self.look.left - self.look.right, 1.0)
        if self._broken_at != inner:
            self.lines = break_lines(self.pieces, inner)
            self._broken_at = inner
        self.height = len(self.lines) * self.look.leading
        return available, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """What fits, with its notes, and the rest; nothing where too little would stand on one of the pages."""
        self.wrap(available)
        frame = getattr(self, "_frame", None)
        fit = min(int((height + 1e-6) / self.look.leading), len(self.lines))
        if fit == len(self.lines):
            fit -= 1 if self.footnotes else 0
        while fit >= _LEAST and _taken(self.lines[:fit], self.look.leading, frame) > height + 1e-6:
            fit -= 1
        fit = min(fit, len(self.lines) - _LEAST)
        if fit < _LEAST:
            return []
        return [self._part(self.lines[:fit], first=True), self._part(self.lines[fit:], first=False)]

    def lines_high(self, count: int) -> float:
        """The height of its first lines."""
        return min(count, len(self.lines)) * self.look.leading

    def draw(self) -> None:
        """Draws mark and lines."""
        canvas: TaggedCanvas = self.canv
        canvas.place(self.key, self.height + 4)
        if self.mark is not None:
            with canvas.tagged(self.mark_tag or self.tag):
                canvas.setFillColor(self.mark.colour)
                canvas.setFont(self.mark.font, self.mark.size)
                canvas.drawString(0, self._baseline(0), f"{self.mark.text} ")
        if self.lines:
            with canvas.tagged(self.tag):
                self._draw_lines(canvas)

    def _part(self, lines: list[Line], first: bool) -> Prose:
        part = copy(self)
        # A part that is put off to the next page is not put off because the whole was.
        part.__dict__.pop("_postponed", None)
        part.lines = lines
        if not first:
            part.mark, part.key = None, ""
        part.spaceBefore = self.spaceBefore if first else 0
        part.spaceAfter = 0 if first else self.spaceAfter
        return part

    def _baseline(self, place: int) -> float:
        look = self.look
        return float(self.height - place * look.leading - (look.leading - look.size) / 2 - 0.8 * look.size)

    def _draw_lines(self, canvas: TaggedCanvas) -> None:
        marked = any(piece.tag for line in self.lines for piece, _ in line.parts)
        text = canvas.begin_text(parts=marked)
        last, face, colour, rise = len(self.lines) - 1, ("", 0.0), None, 0.0
        for place, line in enumerate(self.lines):
            x, y = self._start(line), self._baseline(place)
            text.setTextOrigin(x, y)
            ends = len(line.parts) - 1
            for nth, (piece, words) in enumerate(line.parts):
                canvas.switch(text, piece.tag)
                if face != (piece.font, piece.size):
                    face = (piece.font, piece.size)
                    text.setFont(*face)
                if colour is not piece.colour:
                    colour = piece.colour
                    text.setFillColor(colour)
                if rise != piece.rise:
                    rise = piece.rise
                    text.setRise(rise)
                text.textOut(f"{words} " if nth == ends and place != last and not line.torn else words)
                wide = width_of(words, piece.font, piece.size)
                self._attend(canvas, piece, words, (x, y, x + wide))
                x += wide
        canvas.drawText(text)

    def _start(self, line: Line) -> float:
        if self.look.align == "right":
            return float(self.width - self.look.right - line.width)
        return self.look.left

    def _attend(self, canvas: TaggedCanvas, piece: Piece, words: str, span: tuple[float, float, float]) -> None:
        """What hangs on a piece: a link's area, a note's place in the reading order."""
        left, base, right = span
        if piece.link:
            canvas.link(piece.link, (left, base - 0.25 * piece.size, right, base + piece.size), piece.tag, words)
        if piece.note is not None and piece.note.prose.tag is not None:
            canvas.enter(piece.note.prose.tag)


def simple(text: str, look: Look, tag: Tag | None = None, key: str = "") -> Prose:
    """A paragraph in one face."""
    return Prose([Piece(plain(text), look.font, look.size, look.colour)], look, tag, key=key)


def _notes(lines: Iterable[Line]) -> list[Footnote]:
    return [note for line in lines for note in line.notes]


def _taken(lines: Sequence[Line], leading: float, frame: object) -> float:
    notes = _notes(lines)
    room = getattr(frame, "room", height_of)
    return len(lines) * leading + float(room(notes))
