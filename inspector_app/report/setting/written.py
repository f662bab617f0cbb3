"""What was written: paragraphs with their numbers, lists, and boxes for illustrations and quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from inspector_app.domain import document as model
from inspector_app.report import styles
from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.lines import plain, width_of
from inspector_app.report.setting.notes import Footnote, height_of, notes_of
from inspector_app.report.setting.prose import Prose, simple
from inspector_app.report.setting.setter import Setter
from inspector_app.report.setting.tags import Tag
from inspector_app.report.styles import Look

_BULLET = "•"
_INDENT = 5 * mm
_PAD, _SIDE = 4 * mm, 6 * mm
FIRST = 40 * mm
"""The room that a box longer than a page wants where it begins."""


def paragraph(setter: Setter, block: model.Paragraph) -> list[Flowable]:
    """A paragraph, its number hanging at the left."""
    setter.hanging = bool(block.number) or (setter.hanging and not block.runs)
    look = styles.NUMBERED if block.number else styles.TEXT["body"]
    return setter.written(block, look, setter.tag("P"), block.number)


def listed(setter: Setter, block: model.Listed) -> list[Flowable]:
    """A list; a numbered paragraph's own number is its mark."""
    numbered = any(item[0].number for item in block.items if item)
    left = styles.HANG if setter.hanging and not numbered else 0.0
    look = replace(styles.ITEM, left=left, right=styles.ASIDE - left)
    made = list(_items(setter, block, look, setter.section))
    return _closed(made, styles.TEXT["body"].after)


def box(setter: Setter, block: model.Box) -> list[Flowable]:
    """An illustration or a quotation, set apart."""
    quotation = block.kind == "quotation"
    tag = setter.tag("BlockQuote" if quotation else "Sect")
    look = styles.QUOTED if quotation else styles.BOXED
    made: list[Flowable] = []
    if block.title:
        made.append(simple(block.title, styles.BOX_TITLE, Tag("P", tag)))
    for part in block.blocks:
        if isinstance(part, model.Listed):
            made.extend(_closed(list(_items(setter, part, replace(look, after=3.0), tag)), look.after))
        else:
            made.extend(setter.written(part, look, Tag("P", tag), part.number))
    left = styles.HANG if setter.hanging else 0.0
    return [Boxed(made, quotation, left, titled=bool(block.title))] if made else []


def _closed(made: list[Flowable], after: float) -> list[Flowable]:
    """The white after the last item of a list is that of a paragraph."""
    if made:
        made[-1].spaceAfter = after
    return made


def _items(setter: Setter, block: model.Listed, look: Look, parent: Tag) -> Iterator[Flowable]:
    whole = Tag("L", parent, numbered=block.ordered or any(item[0].number for item in block.items if item))
    marks = [_mark(block, place, item) for place, item in enumerate(block.items)]
    widest = max((width_of(plain(m), styles.SEMIBOLD, 9.0) for m in marks), default=0.0)
    inner = replace(look, left=look.left + max(_INDENT, widest + 2.5 * mm))
    for mark, item in zip(marks, block.items, strict=True):
        entry = Tag("LI", whole)
        sign, body = Tag("Lbl", entry), Tag("LBody", entry)
        for nth, part in enumerate(item):
            made = setter.written(part, inner, Tag("P", body), "" if nth else mark)
            if not nth and isinstance(made[0], Prose):
                made[0].mark_tag = sign
            yield from made


def _mark(block: model.Listed, place: int, item: Sequence[model.Paragraph]) -> str:
    if item and item[0].number:
        return item[0].number
    return f"{block.start + place}." if block.ordered else _BULLET


class Boxed(Flowable):
    """A box around paragraphs. It goes to the next page `whole`, unless it is taller than a page."""

    def __init__(self, parts: Sequence[Flowable], quotation: bool, left: float, titled: bool = False) -> None:
        super().__init__()
        self.parts, self.quotation, self.left, self.titled = parts, quotation, left, titled
        self.spaceBefore, self.spaceAfter = 5.0, 9.0
        self.whole = True

    @property
    def footnotes(self) -> list[Footnote]:
        """The footnotes of all that is in it."""
        return [note for part in self.parts for note in notes_of(part)]

    def wrap(self, available: float, _height: float = 0.0) -> tuple[float, float]:
        """Its height is that of its parts and the white around them."""
        self.width = available
        for part in self.parts:
            part.wrap(self._inner(), 0)
        self.height = sum(float(part.height) for part in self.parts) + self._between() + 2 * self._pad()
        return available, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """Nothing where a page can take it whole."""
        self.wrap(available)
        if self.whole and self.height + height_of(self.footnotes) <= styles.HEIGHT:
            return []
        taken: list[Flowable] = []
        rest = list(self.parts)
        room = height - 2 * self._pad()
        while rest and rest[0].height + height_of(notes_of(rest[0])) <= room:
            room -= rest[0].height + rest[0].getSpaceAfter() + height_of(notes_of(rest[0]))
            taken.append(rest.pop(0))
        if rest:
            parts = rest[0].split(self._inner(), room)
            taken, rest = ([*taken, parts[0]], [*parts[1:], *rest[1:]]) if parts else (taken, rest)
        # A title stays with the first of its words, as long as it is one.
        titled = self.titled and self.parts[0].height < styles.HEIGHT / 2
        if not rest or len(taken) <= titled:
            return []
        return [Boxed(taken, self.quotation, self.left, self.titled), Boxed(rest, self.quotation, self.left)]

    def draw(self) -> None:
        """Draws the ground, then the parts."""
        canvas: TaggedCanvas = self.canv
        canvas.saveState()
        canvas.translate(self.left, 0)
        if not self.quotation:
            canvas.setFillColor(styles.TINT)
            canvas.rect(0, 0, self._outer(), self.height, stroke=0, fill=1)
        canvas.setFillColor(styles.ACCENT)
        canvas.rect(0, 0, 1.0 if self.quotation else 2.5, self.height, stroke=0, fill=1)
        canvas.restoreState()
        top = self.height - self._pad()
        for part in self.parts:
            top -= part.height
            part.drawOn(canvas, self.left + _SIDE, top)
            top -= part.getSpaceAfter()

    def _outer(self) -> float:
        return float(self.width) - float(styles.ASIDE)

    def _inner(self) -> float:
        return self._outer() - float(_SIDE) * (1 if self.quotation else 2)

    def _pad(self) -> float:
        return 1.0 if self.quotation else _PAD

    def _between(self) -> float:
        return sum(float(part.getSpaceAfter()) for part in self.parts[:-1])
