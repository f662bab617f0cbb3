"""The story of a document: its blocks as flowables, with what stays together kept together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable, PageBreak

from inspector_app.domain import document as model
from inspector_app.report import styles
from inspector_app.report.setting import bars, front, tables, written
from inspector_app.report.setting.floats import Float, Flush, Need
from inspector_app.report.setting.grid import Grid
from inspector_app.report.setting.lines import Piece, in_line, plain
from inspector_app.report.setting.notes import height_of, notes_of
from inspector_app.report.setting.prose import Prose, simple
from inspector_app.report.setting.setter import Setter
from inspector_app.report.setting.tags import Tag

_KEEP = 0.42 * styles.HEIGHT
"""Tables up to this height are never broken. Longer ones are, with their heads repeated. Charts and boxes never are."""
_FIRST_LINES = 3
"""So many lines of a paragraph stand with its heading."""


class Head(Prose):
    """A heading, which is entered in bookmarks and contents when it is set."""

    def __init__(self, heading: model.Heading, tag: Tag) -> None:
        self.heading = heading
        self.entry = entry_of(heading)
        look = styles.HEADINGS[heading.level]
        shown = plain(heading.text) if heading.level == 1 else self.entry
        super().__init__([Piece(shown, look.font, look.size, look.colour)], look, tag, key=heading.key)

    def split(self, available: float, height: float) -> list[Flowable]:
        """A heading is broken only where no page can take it."""
        return super().split(available, height) if self.height > styles.HEIGHT else []


def entry_of(heading: model.Heading) -> str:
    """A heading as bookmarks and contents say it."""
    return in_line(f"{heading.label}  {heading.text}" if heading.label else heading.text)


def entries_of(blocks: Sequence[model.Block]) -> list[front.Entry]:
    """The lines of the contents, before any page is known."""
    return [
        (b.level - 1, entry_of(b), 0, b.key)
        for b in blocks
        if isinstance(b, model.Heading) and b.level < 3 and b.listed
    ]


def keys_of(blocks: Sequence[model.Block]) -> frozenset[str]:
    """All keys that links can lead to."""
    return frozenset(key for block in blocks for key in _keys(block) if key)


def _keys(block: model.Block | model.Paragraph) -> Iterator[str]:
    if isinstance(block, model.Heading | model.Paragraph):
        yield block.key
    elif isinstance(block, model.Listed):
        yield from (part.key for item in block.items for part in item)
    elif isinstance(block, model.Box):
        yield from (key for part in block.blocks for key in _keys(part))


def tell(document: model.Document) -> tuple[list[Flowable], Setter]:
    """The story of a document, and the setter that made it, which holds the root of the tag tree."""
    setter = Setter(keys_of(document.blocks))
    story = _Story(setter, entries_of(document.blocks))
    for block in document.blocks:
        story.add(block)
    story.end()
    return story.told, setter


@dataclass(slots=True)
class _Story:
    """Headings wait for what follows them; a short text after a heading waits with it."""

    setter: Setter
    entries: list[front.Entry]
    told: list[Flowable] = field(default_factory=list)
    heads: list[Flowable] = field(default_factory=list)

    def add(self, block: model.Block) -> None:
        """The next block."""
        if isinstance(block, model.Heading):
            self._head(block)
        elif isinstance(block, model.Cover):
            self.told.extend(front.cover(self.setter, block))
        elif isinstance(block, model.Contents):
            self.told.extend(front.contents(self.setter, block, self.entries))
        else:
            made = _MAKERS[type(block)](self.setter, block)
            if isinstance(block, model.Text) and self.heads and _high(made) <= 8 * styles.TEXT["body"].leading:
                self.heads.extend(made)
            elif isinstance(block, model.Chart) and not self.heads and _high(made) <= styles.HEIGHT:
                tags = [tag for f in made if isinstance(f, bars.BarChart) for tag in (f.table, f.figure)]
                self.told.append(Float(made, _high(made), tags))
            elif made:
                if isinstance(block, model.Chart):
                    self.told.append(Flush())
                whole = isinstance(block, model.Chart | model.Figure | model.Box)
                fits = _high([*self.heads, *made]) + _notes_high(made) <= styles.HEIGHT
                for part in made if not fits else ():
                    if isinstance(part, written.Boxed):
                        # Else its headings would stay behind, alone.
                        part.whole = False
                self._keep(made, whole and fits)

    def end(self) -> None:
        """No block is left."""
        self.told.append(Flush())
        if self.heads:
            self.told.extend((Need(_high(self.heads)), *self.heads))
        self.heads = []

    def _head(self, block: model.Heading) -> None:
        tag = self.setter.heading(block.level)
        if block.level < 3:
            self.setter.hanging = False
            if block.level == 1 and (self.told or self.heads):
                self.end()
                self.told.append(PageBreak())
            elif not self.heads:
                self.told.append(Flush())
        if block.above:
            self.heads.append(simple(block.above, styles.ABOVE, Tag("P", tag.parent)))
        self.heads.append(Head(block, tag))

    def _keep(self, made: list[Flowable], whole: bool) -> None:
        together = [*self.heads, *made]
        need = _high(self.heads) + (_high(made) if whole or _high(made) <= _least(made) else _first(made))
        self.told.append(Need(min(need + _notes_high(together), styles.HEIGHT)))
        self.told.extend(together)
        self.heads = []


def _least(made: Sequence[Flowable]) -> float:
    return _KEEP if any(isinstance(f, Grid) for f in made) else 0.0


def _first(made: Sequence[Flowable]) -> float:
    """The height of as much as must stand with the heading."""
    first = 0.0
    for flowable in made:
        if isinstance(flowable, Grid):
            flowable.wrap()
            return first + flowable.first_rows()
        if isinstance(flowable, Prose) and len(made) == 1:
            _high([flowable])
            return first + flowable.lines_high(_FIRST_LINES)
        if isinstance(flowable, written.Boxed):
            return first + float(written.FIRST)
        first += _high([flowable])
        if len(made) > 1 and not any(isinstance(f, Grid) for f in made):
            return first
    return first


def _high(flowables: Sequence[Flowable]) -> float:
    total = 0.0
    for flowable in flowables:
        total += float(flowable.wrap(styles.WIDTH, styles.HEIGHT)[1])
        total += float(flowable.getSpaceBefore()) + float(flowable.getSpaceAfter())
    return total


def _notes_high(flowables: Sequence[Flowable]) -> float:
    return height_of(note for flowable in flowables for note in notes_of(flowable))


def _text(setter: Setter, block: model.Text) -> list[Flowable]:
    return [simple(block.text, styles.TEXT[block.role], setter.tag("P"))]


_MAKERS: dict[type, Callable[..., list[Flowable]]] = {
    model.Text: _text,
    model.Figure: front.figure,
    model.Table: tables.table,
    model.Chart: bars.chart,
    model.Terms: tables.terms,
    model.Paragraph: written.paragraph,
    model.Listed: written.listed,
    model.Box: written.box,
}
