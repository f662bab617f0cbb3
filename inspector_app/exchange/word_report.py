"""The report as a Word file (docx), from the same blocks as the PDF, to be read and commented on.

Every written paragraph stands in a bookmark with its key, so that a comment on it finds its way home. Charts stand as
the table of their figures. There is no macro, and no field but the numbers of pages; the same document gives the same
bytes.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from inspector_app.domain.document import (
    Block,
    Box,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Listed,
    Paragraph,
    Run,
    Table,
    Terms,
    Text,
)
from inspector_app.exchange.word_look import dress
from inspector_app.exchange.word_marks import Marks, plain

_WIDTH = 160
"""Between the margins, in millimetres."""
_ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NARROWEST, _FREE = 15.0, 40.0
"""No column is narrower, in millimetres; and one that takes what is left has so much where it can."""
_TINT = "EEF2F6"


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What stands over the columns of a chart's figures: what is counted, its share, and of how many."""

    what: str
    share: str
    figures: str
    none: str = "–"


def as_word(document: Document, words: ChartWords, at: datetime | None = None) -> bytes:
    """The document as the bytes of a docx file.

    Args:
        at: the moment it tells of, for its properties; without it a fixed one.
    """
    word = docx.Document()
    body = word.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    dress(word, document)
    properties = word.core_properties
    properties.title, properties.author = plain(document.title)[:255], plain(document.author)[:255]
    properties.subject, properties.comments, properties.keywords = plain(document.subject)[:255], "", ""
    properties.last_modified_by = properties.author
    properties.created = properties.modified = (at or _EPOCH).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    writer = _Writer(word, document, words)
    for block in document.blocks:
        writer.write(block)
    writer.marks.close()
    held = io.BytesIO()
    word.save(held)
    return _same_each_time(held.getvalue())


def _same_each_time(content: bytes) -> bytes:
    """The same file with parts in the order of their names, and no time of packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        # A reader looks for the list of parts first.
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _ZIPPED_AT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, source.read(name), compresslevel=6)
    return packed.getvalue()


class _Writer:
    """Writes blocks one after another, into the body or into the cell of a box."""

    def __init__(self, word: Word, document: Document, words: ChartWords) -> None:
        self.marks = Marks(word)
        self._word, self._document, self._words = word, document, words

    def write(self, block: Block) -> None:
        match block:
            case Cover():
                self._cover(block)
            case Contents():
                self._contents(block)
            case Heading():
                self._heading(block)
            case Text(text, role):
                style = {"lead": "Lead", "note": "Note"}.get(role, "Normal")
                self._plain(text, style, bold=role == "strong")
            case Figure():
                self._plain(f"{block.figure} {block.label}", "Subtitle")
                self._plain(block.beside)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Terms(items):
                for term, meaning in items:
                    self._plain(term, bold=True, more=f": {meaning}")
            case Paragraph():
                self._paragraph(self._word.add_paragraph(), block)
            case Listed():
                self._list(self._word, block)
            case Box():
                self._box(block)

    def _plain(self, text: str, style: str = "Normal", bold: bool = False, more: str = "") -> None:
        if text or more:
            paragraph = _styled(self._word.add_paragraph(), style)
            paragraph.add_run(plain(text)).bold = bold or None
            if more:
                paragraph.add_run(plain(more))

    def _cover(self, cover: Cover) -> None:
        self._plain(cover.mark, "Subtitle")
        self._plain(cover.title, "Title")
        self._plain(cover.trust, "Subtitle")
        for notice in cover.notices:
            self._plain(notice, bold=True)
        rows = tuple((label, value) for label, value in cover.facts)
        self._grid((Column("", "text", 45), Column("", "text", 0)), rows, head=False)

    def _contents(self, contents: Contents) -> None:
        paragraph = _styled(self._word.add_paragraph(), "Subtitle")
        paragraph.add_run(plain(contents.title)).add_break(WD_BREAK.LINE)
        for block in self._document.blocks:
            if isinstance(block, Heading) and block.listed and block.level < 3:
                line = _styled(self._word.add_paragraph(), "Normal")
                line.paragraph_format.left_indent = Mm(8 * (block.level - 1))
                self._runs(line, (Run(f"{block.label} {block.text}".strip(), link=block.key),))

    def _heading(self, heading: Heading) -> None:
        if heading.above:
            # It begins the page in place of the heading.
            above = _styled(self._word.add_paragraph(), "Note")
            above.paragraph_format.page_break_before = heading.level == 1
            above.paragraph_format.keep_with_next = True
            above.add_run(plain(heading.above))
        paragraph = _styled(self._word.add_paragraph(), f"Heading {heading.level}")
        if heading.above and heading.level == 1:
            paragraph.paragraph_format.page_break_before = False
        paragraph.add_run(plain(f"{heading.label} {heading.text}".strip()))
        if heading.key:
            self.marks.bookmark(paragraph, heading.key)

    def _paragraph(self, paragraph: WordParagraph, written: Paragraph, number: str | None = None) -> None:
        """Fills a paragraph; `number` stands for its own where a list counts it."""
        shown = written.number if number is None else number
        if shown:
            _styled(paragraph, "Numbered Paragraph")
            paragraph.add_run(plain(f"{shown}\t"))
        self._runs(paragraph, written.runs)
        if written.key:
            self.marks.bookmark(paragraph, written.key)

    def _runs(self, paragraph: WordParagraph, runs: tuple[Run, ...]) -> None:
        for run in runs:
            made = paragraph.add_run(plain(run.text))
            if run.link:
                made._r.style = "Hyperlink"
                self.marks.link(paragraph, run.link).append(made._r)
            made.bold, made.italic = run.strong or None, run.emphasis or None
            if run.note:
                self.marks.footnote(paragraph, run.note)

    def _list(self, place: Word | _Cell, listed: Listed) -> None:
        numbers = [item[0].number for item in listed.items if item]
        counted = [n for n in numbers if n]
        start = int(counted[0]) if counted and counted[0].isdecimal() else listed.start
        by_word = all(n == str(start + place_) for place_, n in enumerate(numbers)) or not counted
        numbering = self.marks.numbering(listed.ordered or bool(counted), start)
        for item in listed.items:
            for place_in_item, written in enumerate(item):
                paragraph = place.add_paragraph()
                if place_in_item == 0 and by_word:
                    self.marks.number(paragraph, numbering)
                    self._paragraph(paragraph, written, number="")
                else:
                    paragraph.paragraph_format.left_indent = Mm(10)
                    self._paragraph(paragraph, written)

    def _box(self, box: Box) -> None:
        table = self._word.add_table(rows=1, cols=1)
        table._tbl.tblStyle_val = "TableGrid"
        _keep_whole(table.rows[0])
        cell = table.rows[0].cells[0]
        _shade(cell, _TINT)
        first = cell.paragraphs[0]
        if box.title:
            first.add_run(plain(box.title)).bold = True
        key = next((block.key for block in box.blocks if isinstance(block, Paragraph) and block.key), "")
        for block in box.blocks:
            if isinstance(block, Listed):
                self._list(cell, block)
            else:
                self._paragraph(cell.add_paragraph(), replace(block, key=""))
        if not box.title and box.blocks:
            cell._tc.remove(first._p)
        if key:
            # A box is one piece of the report: a comment anywhere in it is about all of it.
            self.marks.bookmark(cell.paragraphs[0], key, cell.paragraphs[-1])
        self._gap()

    def _table(self, table: Table) -> None:
        if table.title:
            self._plain(table.title, "Caption")
        self._grid(table.columns, table.rows, total=table.total)
        self._plain(table.note, "Note")
        self._gap()

    def _chart(self, chart: Chart) -> None:
        if chart.title:
            self._plain(chart.title, "Caption")
        words = self._words
        columns = (
            Column(words.what, "text", 0),
            Column(words.share, "number", 20),
            Column(words.figures, "number", 35),
        )
        grouped = any(bar.group for bar in chart.bars)
        rows = tuple(
            (f"{bar.group}: {bar.label}" if grouped and bar.group else bar.label,
             words.none if bar.percent is None else f"{bar.percent}%", bar.figures)
            for bar in chart.bars
        )  # fmt: skip
        self._grid(columns, rows)
        self._plain(chart.note, "Note")
        self._gap()

    def _grid(
        self, columns: tuple[Column, ...], rows: tuple[tuple[Any, ...], ...], head: bool = True, total: bool = False
    ) -> None:
        """A table; bars are left out, because the column beside them says the same."""
        kept = [place for place, column in enumerate(columns) if column.kind != "bar"]
        shown = [columns[place] for place in kept]
        lines = [tuple("" if row[p] is None else str(row[p]) for p in kept) for row in rows]
        if head:
            lines.insert(0, tuple(column.label for column in shown))
        if not lines or not shown:
            return
        table = self._word.add_table(rows=len(lines), cols=len(shown))
        table._tbl.tblStyle_val, table.alignment, table.autofit = "TableGrid", WD_TABLE_ALIGNMENT.LEFT, False
        _set_widths(table, shown)
        for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
            first, last = head and number == 0, total and number == len(lines) - 1
            for cell, text, column in zip(row.cells, line, shown, strict=True):
                self._cell(cell, text, column, bold=first or last)
            if first:
                _repeat(row)
            _keep_whole(row)

    def _cell(self, cell: _Cell, text: str, column: Column, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        _styled(paragraph, "Table Text")
        if column.kind == "number":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(plain(text)).bold = bold or None
        if bold:
            _shade(cell, _TINT)

    def _gap(self) -> None:
        """Two tables in a row would become one."""
        _styled(self._word.add_paragraph(), "Table Text")


def _styled(paragraph: WordParagraph, style: str) -> WordParagraph:
    """The paragraph in a style of the file. Set by its id: looking a style up by its name takes a walk through all."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _set_widths(table: WordTable, columns: list[Column]) -> None:
    asked = [max(column.width, _NARROWEST) if column.width else 0 for column in columns]
    fixed, free = sum(asked), asked.count(0)
    room = max(_WIDTH - _FREE * free, _WIDTH / 2) if free else _WIDTH
    scale = min(1.0, room / fixed) if fixed else 1.0
    rest = (_WIDTH - fixed * scale) / free if free else 0.0
    widths = [Mm(width * scale or rest) for width in asked]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _repeat(row: Any) -> None:
    _row_property(row, "w:tblHeader")


def _keep_whole(row: Any) -> None:
    _row_property(row, "w:cantSplit")


def _row_property(row: Any, tag: str) -> None:
    held: Any = OxmlElement(tag)
    held.set(qn("w:val"), "true")
    properties = row._tr.get_or_add_trPr()
    # The schema wants cantSplit before tblHeader.
    properties.insert(0, held) if tag == "w:cantSplit" else properties.append(held)


def _shade(cell: _Cell, colour: str) -> None:
    shade: Any = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
