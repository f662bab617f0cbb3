"""From the document's blocks to flowables: the only place where text becomes markup, and where it is escaped."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from inspector_app.domain import document as model
from inspector_app.report import charts, styles, written_flowables

_PAD = 4.0
_KEEP = 0.42 * styles.HEIGHT
"""Blocks up to this height are never split; longer tables are, with their head repeated. Charts never are."""
_TALLEST = 0.8 * styles.HEIGHT
"""A taller chart is drawn in several parts."""
_LONGEST = 400
"""A table row cannot be taller than a page, so longer text in a cell is cut."""
_FIRST_ROWS = 40 * mm
"""The room a long table wants for its head and first rows, else it begins on the next page."""


def plain(text: str, drawable: frozenset[int] | None = None) -> str:
    """Text as it can be drawn: composed, without control characters, and `?` for what the fonts lack."""
    known = styles.glyphs() if drawable is None else drawable
    composed = unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in composed if c == "\n" or unicodedata.category(c) != "Cf")
    return "".join(c if c == "\n" or (ord(c) in known and ord(c) >= ord(" ")) else "?" for c in kept)


def markup(text: str) -> str:
    """The same for a paragraph: nothing in it is read as markup; line ends stay."""
    return escape(plain(text)).replace("\n", "<br/>")


class Head(Paragraph):
    """A heading that the page template enters in bookmarks and contents."""

    def __init__(self, heading: model.Heading, style: ParagraphStyle) -> None:
        self.heading = heading
        self.entry = plain(f"{heading.label}  {heading.text}" if heading.label else heading.text).replace("\n", " ")
        shown = heading.text if heading.level == 1 else self.entry
        super().__init__(markup(shown), style)


class PercentBar(Flowable):
    """A bar in a table cell on a scale from 0 to 100, whose end the hairline shows."""

    def __init__(self, value: int, width: float) -> None:
        super().__init__()
        self.value, self.width, self.height = value, width, 9.6

    def draw(self) -> None:
        """Draws the scale, then the bar, level with the small letters of the row."""
        thick, middle = 6.0, 3.9
        self.canv.setStrokeColor(styles.LINE)
        self.canv.setLineWidth(styles.HAIRLINE)
        self.canv.line(0, middle, self.width, middle)
        self.canv.line(self.width, middle - thick / 2, self.width, middle + thick / 2)
        self.canv.setFillColor(styles.ACCENT)
        self.canv.rect(0, middle - thick / 2, self.width * self.value / 100, thick, stroke=0, fill=1)


def build(blocks: Sequence[model.Block]) -> list[Flowable]:
    """The story. Headings stay with what follows them, and nothing short is split over pages."""
    story: list[Flowable] = []
    heads: list[Flowable] = []
    for block in blocks:
        made = _make(block)
        if isinstance(block, model.Heading):
            if block.level == 1:
                story.extend((*heads, PageBreak()))
                heads = []
            heads.extend(made)
        elif isinstance(block, model.Text) and heads:
            heads.extend(made)
        elif isinstance(block, model.Contents | model.Cover):
            story.extend(made)
        else:
            story.extend(_kept(heads, made, whole=isinstance(block, model.Chart | model.Figure)))
            heads = []
    return [*story, *heads]


def _kept(heads: list[Flowable], made: list[Flowable], whole: bool) -> list[Flowable]:
    together = [*heads, *made]
    if whole or sum(_height(f) for f in together) <= _KEEP:
        return [KeepTogether(together)]
    return [CondPageBreak(sum(_height(f) for f in together[:-1]) + _FIRST_ROWS), *together]


def _height(flowable: Flowable) -> float:
    height: float = flowable.wrap(styles.WIDTH, 100 * styles.HEIGHT)[1]
    return height + float(flowable.getSpaceBefore()) + float(flowable.getSpaceAfter())


def _make(block: model.Block) -> list[Flowable]:
    maker: Callable[[model.Block], list[Flowable]] = _MAKERS[type(block)]
    return maker(block)


def _heading(block: model.Heading) -> list[Flowable]:
    above = [Paragraph(markup(block.above), styles.ABOVE)] if block.above else []
    return [*above, Head(block, styles.HEADINGS[block.level])]


def _text(block: model.Text) -> list[Flowable]:
    return [Paragraph(markup(block.text), styles.TEXT[block.role])]


def _contents(block: model.Contents) -> list[Flowable]:
    contents = TableOfContents(dotsMinLevel=0, rightColumnWidth=14 * mm)
    contents.levelStyles = list(styles.CONTENTS)
    contents.tableStyle = TableStyle([*_RESET, *_pads(0, 0.6)])
    return [PageBreak(), Paragraph(markup(block.title), styles.HEADINGS[1]), contents]


def _cover(block: model.Cover) -> list[Flowable]:
    mark = Paragraph(markup(block.mark), styles.COVER_MARK)
    width = stringWidth(plain(block.mark), styles.BOLD, styles.COVER_MARK.fontSize) + 10 * mm
    box = Table([[mark]], colWidths=[width], hAlign="LEFT")
    box.setStyle([*_RESET, ("BACKGROUND", (0, 0), (-1, -1), styles.ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 5 * mm)])
    facts = [[Paragraph(markup(k), styles.COVER_LABEL), Paragraph(markup(v), styles.MEANING)] for k, v in block.facts]
    table = Table(facts, colWidths=[42 * mm, styles.WIDTH - 42 * mm], hAlign="LEFT")
    table.setStyle([*_RESET, *_pads(0, 6), ("LINEABOVE", (0, 0), (-1, -1), styles.HAIRLINE, styles.LINE)])
    notices = Table([[Paragraph(markup(n), styles.NOTICE)] for n in block.notices], colWidths=[styles.WIDTH])
    notices.setStyle([*_RESET, *_pads(4 * mm, 5), ("LINEBEFORE", (0, 0), (0, -1), 2.5, styles.ACCENT)])
    return [
        Spacer(0, 38 * mm), box, Spacer(0, 10 * mm), Paragraph(_joined(block.title), styles.COVER_TITLE),
        Paragraph(_joined(block.trust), styles.COVER_TRUST), Spacer(0, 16 * mm), table, Spacer(0, 14 * mm), notices,
    ]  # fmt: skip


def _joined(text: str) -> str:
    """A name such as Devon & Cornwall stays on one line."""
    return markup(text.replace(" & ", "\u00a0&\u00a0"))


def _figure(block: model.Figure) -> list[Flowable]:
    beside = [
        Paragraph(markup(block.label), styles.TEXT["strong"]),
        Paragraph(markup(block.beside), styles.TEXT["note"]),
    ]
    figure = Paragraph(markup(block.figure), styles.FIGURE)
    table = Table([[figure, beside]], colWidths=[36 * mm, styles.WIDTH - 36 * mm])
    table.setStyle([*_RESET, *_pads(0, 4), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    table.spaceAfter = 3 * mm
    return [table]


def _chart(block: model.Chart) -> list[Flowable]:
    """One drawing, or several where it would not fit a page."""
    bars = [replace(b, label=_line(b.label), figures=_line(b.figures), group=_line(b.group)) for b in block.bars]
    parts: list[list[model.Bar]] = [[]]
    for bar in bars:
        if charts.height_of((*parts[-1], bar)) > _TALLEST:
            parts.append([])
        parts[-1].append(bar)
    drawn = [f for part in parts for f in (charts.bar_chart(tuple(part), styles.WIDTH), Spacer(0, 4 * mm))]
    return [*_titled(block.title, block.note), *drawn]


def _line(text: str) -> str:
    return plain(text).replace("\n", " ")


def _terms(block: model.Terms) -> list[Flowable]:
    if not block.items:
        return [Spacer(0, 0)]
    rows = [[Paragraph(markup(t), styles.TERM), Paragraph(markup(m), styles.MEANING)] for t, m in block.items]
    table = Table(rows, colWidths=[46 * mm, styles.WIDTH - 46 * mm])
    table.setStyle([*_RESET, *_pads(0, 4.5), ("LINEABOVE", (0, 1), (-1, -1), styles.HAIRLINE, styles.LINE)])
    return [table]


def _table(block: model.Table) -> list[Flowable]:
    widths = _widths(block.columns)
    head = [_head_cell(column) for column in block.columns]
    rows = [_row(block, row, widths, place == len(block.rows) - 1) for place, row in enumerate(block.rows)]
    table = Table([head, *rows], colWidths=widths, repeatRows=1)
    last = len(block.rows)
    commands = [*_RESET, *_pads(_PAD, 3.2), *_LINES]
    commands += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
    for place, column in enumerate(block.columns):
        if column.kind == "number":
            commands.append(("ALIGN", (place, 0), (place, -1), "RIGHT"))
        if column.kind == "quiet":
            commands.append(("TEXTCOLOR", (place, 1), (place, -1), styles.QUIET))
    if block.total:
        row = ((0, last), (-1, last))
        commands += [("LINEABOVE", *row, 0.9, styles.INK), ("FONTNAME", *row, styles.SEMIBOLD)]
    if last > 3:
        commands += [("NOSPLIT", (0, 0), (0, 2)), ("NOSPLIT", (0, last - 1), (0, last))]
    table.setStyle(commands)
    table.spaceAfter = 4 * mm
    return [*_titled(block.title, block.note), table]


def _titled(title: str, note: str) -> list[Flowable]:
    above: list[Flowable] = [Paragraph(markup(title), styles.TABLE_TITLE)] if title else []
    return [*above, Paragraph(markup(note), styles.TEXT["note"])] if note else above


def _widths(columns: Sequence[model.Column]) -> list[float]:
    fixed = sum(c.width for c in columns) * mm
    free = sum(1 for c in columns if not c.width)
    return [c.width * mm if c.width else (styles.WIDTH - fixed) / free for c in columns]


def _head_cell(column: model.Column) -> Paragraph:
    right = column.kind == "number"
    return Paragraph(markup(column.label), styles.COLUMN_HEAD_RIGHT if right else styles.COLUMN_HEAD)


def _row(block: model.Table, row: tuple[model.Cell, ...], widths: list[float], last: bool) -> list[object]:
    strong = block.total and last
    return [_cell(c, v, w, strong) for c, v, w in zip(block.columns, row, widths, strict=True)]


def _cell(column: model.Column, value: model.Cell, width: float, strong: bool) -> object:
    """Short text is drawn as it is, which is quick; long text becomes a paragraph that wraps."""
    if value is None:
        return ""
    if isinstance(value, int):
        return PercentBar(value, width - 2 * _PAD)
    if len(value) > _LONGEST:
        value = f"{value[:_LONGEST]}…"
    text, font = plain(value), styles.SEMIBOLD if strong else styles.REGULAR
    if "\n" not in text and stringWidth(text, font, styles.TABLE_SIZE) <= width - 2 * _PAD:
        return text
    if column.kind == "number":
        return Paragraph(markup(value), styles.CELL_RIGHT)
    return Paragraph(markup(value), styles.CELL_STRONG if strong else styles.CELL)


def _pads(side: float, upright: float) -> list[tuple[object, ...]]:
    whole = ((0, 0), (-1, -1))
    return [
        ("LEFTPADDING", *whole, side), ("RIGHTPADDING", *whole, side),
        ("TOPPADDING", *whole, upright), ("BOTTOMPADDING", *whole, upright),
    ]  # fmt: skip


_RESET: list[tuple[object, ...]] = [
    ("FONT", (0, 0), (-1, -1), styles.REGULAR, styles.TABLE_SIZE, 11.6),
    ("TEXTCOLOR", (0, 0), (-1, -1), styles.INK),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
_LINES: list[tuple[object, ...]] = [
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, styles.INK),
    ("LINEBELOW", (0, 1), (-1, -1), styles.HAIRLINE, styles.LINE),
]
_MAKERS: dict[type, Callable[..., list[Flowable]]] = {
    model.Cover: _cover,
    model.Contents: _contents,
    model.Heading: _heading,
    model.Text: _text,
    model.Figure: _figure,
    model.Table: _table,
    model.Chart: _chart,
    model.Terms: _terms,
    model.Paragraph: lambda block: [written_flowables.paragraph(block, markup)],
    model.Listed: lambda block: written_flowables.listed(block, markup),
    model.Box: lambda block: [written_flowables.box(block, markup)],
}
