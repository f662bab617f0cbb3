"""The first pages: the cover and the contents; and the one large figure at the head of a chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer
from reportlab.platypus.doctemplate import IndexingFlowable

from inspector_app.domain import document as model
from inspector_app.report import styles
from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.grid import Grid, GridCell, GridRow, Shape
from inspector_app.report.setting.lines import in_line, plain, width_of
from inspector_app.report.setting.prose import simple
from inspector_app.report.setting.setter import Setter
from inspector_app.report.setting.tags import Tag
from inspector_app.report.styles import Look

Entry = tuple[int, str, int, str]
"""A line of the contents: its level (from 0), its text, its page, and the key it leads to."""
_NUMBER = 14 * mm
_DOT = " ."


def cover(setter: Setter, block: model.Cover) -> list[Flowable]:
    """The first page."""
    facts = setter.tag("L")
    rows = []
    for name, value in block.facts:
        entry = Tag("LI", facts)
        cells = (
            GridCell((simple(name, styles.COVER_LABEL),), Tag("Lbl", entry)),
            GridCell((simple(value, styles.MEANING),), Tag("LBody", entry)),
        )
        rows.append(GridRow(cells, entry, above=(styles.HAIRLINE, styles.LINE)))
    notices = [Beside(simple(notice, styles.NOTICE, setter.tag("P"))) for notice in block.notices]
    return [
        *_masthead(setter, block),
        Spacer(0, 16 * mm),
        *([Grid(Shape((42 * mm, styles.WIDTH - 42 * mm), upright=6), [], rows)] if rows else []),
        Spacer(0, 14 * mm),
        *notices,
    ]


def _masthead(setter: Setter, block: model.Cover) -> list[Flowable]:
    """State, title and Trust in white on a coloured ground; in ink on paper where they are too long for it."""
    stamp: list[Flowable] = [Stamp(block.mark, setter.tag("P")), Spacer(0, 10 * mm)] if block.mark else []
    looks = styles.COVER_TITLE, styles.COVER_TRUST
    said = list(
        zip((_joined(block.title), _joined(block.trust)), looks, (setter.tag("P"), setter.tag("P")), strict=True)
    )
    parts = [Spacer(0, 24 * mm), *stamp, *(simple(t, replace(k, colour=styles.PAPER), tag) for t, k, tag in said)]
    if sum(float(part.wrap(styles.WIDTH, 0)[1]) for part in parts) < 0.6 * styles.HEIGHT:
        return [Masthead(parts)]
    return [*stamp, *(simple(t, replace(k, colour=styles.INK), tag) for t, k, tag in said)]


def contents(setter: Setter, block: model.Contents, entries: Sequence[Entry]) -> list[Flowable]:
    """The table of contents on a page of its own."""
    heading = setter.heading(1)
    return [
        PageBreak(),
        simple(block.title, styles.HEADINGS[1], heading),
        ContentsList(entries, setter.tag("TOC")),
    ]


def figure(setter: Setter, block: model.Figure) -> list[Flowable]:
    """One large percentage with what it means beside it."""
    number = GridCell((simple(block.figure, styles.FIGURE),), setter.tag("P"))
    said = (simple(block.label, styles.TEXT["strong"]), simple(block.beside, styles.TEXT["note"]))
    shape = Shape((36 * mm, styles.WIDTH - 36 * mm), side=0, upright=4, level="middle")
    return [Grid(shape, [], [GridRow((number, GridCell(said, setter.tag("P"))))], after=3 * mm)]


def _joined(text: str) -> str:
    """A name such as Devon & Cornwall stays on one line."""
    return text.replace(" & ", "\u00a0&\u00a0")


class Masthead(Flowable):
    """The upper part of the cover: a coloured ground from edge to edge, under what stands on it."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self.parts = parts

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """As high as its parts, and some ground below them."""
        self.width = available
        heights = [float(part.wrap(available, 0)[1]) + float(part.getSpaceAfter()) for part in self.parts]
        self.height = sum(heights) + 14 * mm
        return available, self.height

    def draw(self) -> None:
        """Draws the ground, then the parts."""
        canvas: TaggedCanvas = self.canv
        left, foot = canvas.absolutePosition(0, 0)
        canvas.setFillColor(styles.ACCENT)
        canvas.rect(-left, 0, styles.PAGE[0], styles.PAGE[1] - foot, stroke=0, fill=1)
        top = self.height
        for part in self.parts:
            top -= part.height
            part.drawOn(canvas, 0, top)
            top -= part.getSpaceAfter()


class Stamp(Flowable):
    """A word in colour on white ground."""

    def __init__(self, text: str, tag: Tag) -> None:
        super().__init__()
        self.text, self.tag = in_line(text), tag

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """As wide as its word."""
        look = styles.COVER_MARK
        self.width = min(width_of(self.text, look.font, look.size) + 10 * mm, available)
        self.height = look.leading + 6
        return self.width, self.height

    def draw(self) -> None:
        """Draws it."""
        canvas: TaggedCanvas = self.canv
        look = styles.COVER_MARK
        canvas.setFillColor(styles.PAPER)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        with canvas.tagged(self.tag):
            canvas.setFillColor(look.colour)
            canvas.setFont(look.font, look.size)
            canvas.drawString(5 * mm, self.height / 2 - 0.35 * look.size, self.text)


class Beside(Flowable):
    """A paragraph beside an upright rule."""

    def __init__(self, inner: Flowable) -> None:
        super().__init__()
        self.inner = inner

    def wrap(self, available: float, height: float = 0.0) -> tuple[float, float]:
        """As high as its paragraph, with a little white."""
        self.width = available
        self.height = self.inner.wrap(available - 8 * mm, height)[1] + 10
        return available, self.height

    def draw(self) -> None:
        """Draws the rule, then the paragraph."""
        canvas: TaggedCanvas = self.canv
        canvas.setFillColor(styles.ACCENT)
        canvas.rect(0, 0, 2.5, self.height, stroke=0, fill=1)
        self.inner.drawOn(canvas, 4 * mm, 5)


class ContentsList(IndexingFlowable):
    """The entries of the contents. It begins with what is known before any page is, so its length is right at once."""

    def __init__(self, entries: Sequence[Entry], tag: Tag) -> None:
        super().__init__()
        self.tag = tag
        self._last: list[Entry] = list(entries)
        self._now: list[Entry] = list(entries)
        self._tags: dict[int, tuple[Tag, Tag]] = {}

    def isSatisfied(self) -> bool:  # noqa: N802
        """Whether this pass found every entry where the one before did."""
        return self._now == self._last

    def beforeBuild(self) -> None:  # noqa: N802
        """A pass begins."""
        self._last, self._now = self._now, []

    def notify(self, kind: str, entry: Any) -> None:
        """A heading was set."""
        if kind == "entry":
            self._now.append(entry)

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """The entries one below the other."""
        self.lines = [ContentsLine(entry, self._tag_of(place)) for place, entry in enumerate(self._last)]
        self.width = available
        self.height = sum(line.wrap(available)[1] + line.getSpaceBefore() for line in self.lines)
        return available, self.height

    def split(self, available: float, _height: float) -> list[Flowable]:
        """Each entry by itself."""
        self.wrap(available)
        return [*self.lines]

    def draw(self) -> None:
        """Draws the entries."""
        top = self.height
        for line in self.lines:
            top -= line.height + line.getSpaceBefore()
            line.drawOn(self.canv, 0, top)

    def _tag_of(self, place: int) -> tuple[Tag, Tag]:
        if place not in self._tags:
            entry = Tag("TOCI", self.tag)
            self._tags[place] = (entry, Tag("Link", Tag("Reference", entry)))
        return self._tags[place]


class ContentsLine(Flowable):
    """One entry: its text, dots, and the page."""

    def __init__(self, entry: Entry, tags: tuple[Tag, Tag]) -> None:
        super().__init__()
        self.level, self.text, self.page, self.key = entry
        self.look: Look = styles.CONTENTS[min(self.level, len(styles.CONTENTS) - 1)]
        self.tag = tags[1]
        self.spaceBefore = self.look.before

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """Long entries take several lines."""
        self.width = available
        self.prose = simple(plain(self.text), self.look)
        self.height = self.prose.wrap(available - _NUMBER)[1] + self.look.after
        return available, self.height

    def draw(self) -> None:
        """Draws the entry and makes it a link."""
        canvas: TaggedCanvas = self.canv
        look, number = self.look, str(self.page)
        base = self.look.after + (look.leading - look.size) / 2 + 0.2 * look.size
        end = self.width - width_of(number, look.font, look.size)
        with canvas.tagged(self.tag):
            self.prose.drawOn(canvas, 0, look.after)
            self._dots(canvas, base)
            canvas.setFillColor(look.colour)
            canvas.setFont(look.font, look.size)
            canvas.drawString(end, base, number)
            canvas.link(self.key, (0, 0, self.width, self.height), self.tag, in_line(self.text))

    def _dots(self, canvas: TaggedCanvas, base: float) -> None:
        look = self.look
        step = width_of(_DOT, look.font, look.size)
        left = look.left + self.prose.lines[-1].width + step
        end = self.width - _NUMBER * 0.6
        count = int((end - left) / step)
        if count > 0:
            with canvas.silent():
                canvas.setFillColor(styles.LINE)
                canvas.setFont(look.font, look.size)
                canvas.drawString(end - count * step, base, _DOT * count)
