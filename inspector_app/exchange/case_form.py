"""A case as a Word form (docx): one row for each fact and question, with boxes to tick and room for the note.

It is read back by what is printed: numbers, words and ticks. So it survives any program that keeps tables. The boxes
are content controls, which Word and LibreOffice tick at a click; typing does as well.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Mm, Pt, RGBColor

from inspector_app.domain.document import Document
from inspector_app.domain.paper_form import Asked, Block, PaperForm, ref_stamp, stamp
from inspector_app.domain.paper_marks import EMPTY_BOX, TICKED_BOX
from inspector_app.domain.paper_words import PaperWords
from inspector_app.exchange.word_look import dress
from inspector_app.exchange.word_marks import plain

BOOKMARK = re.compile(r"f_(case|officer|row)_\w*?_?([0-9a-f]{8})")
"""The name of the bookmark in the first place of a row: which kind of row it is, and the stamp of what stood."""

_MARGIN = 15
_QUESTION = (14, 101, 66, 22, 64)
_FACT = (14, 101, 152)
_ABOUT = (50, 217)
_LEAST_HEIGHT, _FACT_HEIGHT = 12, 6
_TINT, _GREY, _LINE = "EEF2F6", "E4E7EB", "A9B4C0"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_BOX_FONT = (
    '<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>'
)


def as_word(form: PaperForm, words: PaperWords, trust: str, at: datetime) -> bytes:
    """The form as the bytes of a docx file.

    Args:
        trust: the name of the inspection, for the running head.
        at: the moment it tells of, for its properties.
    """
    word = docx.Document()
    body = word.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    title = words.case.format(ref=form.ref) if form.ref else words.new_case
    _dress(word, title, trust, next((value for label, value in form.about if label == words.question_set), ""), words)
    properties = word.core_properties
    properties.title, properties.author, properties.subject = plain(title)[:255], "", plain(trust)[:255]
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    marks = _Marks()
    _say(word, title, "Title")
    _say(word, words.unsafe, "FormNotice")
    _append(word, _table(_ABOUT, (), _about_rows(form, words, marks)))
    _say(word, "", "FormCell")
    for line in words.how:
        _say(word, line, "FormHow")
    for block in form.blocks:
        _block(word, block, words, marks)
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


class _Marks:
    """Counts bookmarks, whose ids must differ."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, run: str, kind: str, key: str, stamped: str) -> str:
        """A run inside a bookmark."""
        self._count += 1
        name = f"f_{kind}_{re.sub(r'[^0-9A-Za-z]', '_', key)[:20]}_{stamped}"
        return f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>{run}<w:bookmarkEnd w:id="{self._count}"/>'


def _block(word: Word, block: Block, words: PaperWords, marks: _Marks) -> None:
    if block.page:
        _say(word, block.page, "Heading1")
    if block.title:
        _say(word, block.title, "Heading3")
    elif not block.page:
        # Two tables in a row would become one.
        _say(word, "", "FormCell")
    facts = bool(block.rows) and block.rows[0].fact
    widths, heads = (_FACT, words.fact_columns) if facts else (_QUESTION, words.columns)
    _append(word, _table(widths, heads, [_row(asked, words, marks) for asked in block.rows]))


def _about_rows(form: PaperForm, words: PaperWords, marks: _Marks) -> list[str]:
    def line(label: str, value: str, kind: str = "") -> str:
        named = _run(label, bold=True)
        # Beside what is typed, so that typing over it leaves the mark alone.
        marked = marks.around(named, kind, "", ref_stamp(value)) if kind else named
        cells = (
            _cell(_ABOUT[0], (_paragraph(marked),), _TINT),
            _cell(_ABOUT[1], (_paragraph(_run(value)),)),
        )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"

    rows = [line(words.ref, form.ref, "case")]
    if form.interviews:
        rows.append(line(words.officer, form.officer, "officer"))
    rows += [line(label, value) for label, value in form.about]
    return [*rows, line(words.code, form.code.written())]


def _row(asked: Asked, words: PaperWords, marks: _Marks) -> str:
    tint = _GREY if asked.closed else ""
    number = marks.around(_run(asked.key, bold=True), "row", asked.key, stamp(asked.said))
    question = [_paragraph(_run(line), indent=asked.depth) for line in _lines(asked.text)]
    for text in (words.closed if asked.closed else "", asked.only_if):
        style = "FormRule" if asked.closed else "FormHint"
        question += [_paragraph(_run(text), style, asked.depth)] if text else []
    for text in (asked.hint, words.hints[asked.kind]):
        question += [_paragraph(_run(line), "FormHint", asked.depth) for line in _lines(text) if line]
    cells = [_cell(_QUESTION[0], (_paragraph(number),), tint or _TINT), _cell(_QUESTION[1], question, tint)]
    answer = _answer(asked, words)
    if asked.fact:
        cells.append(_cell(_FACT[2], answer))
    else:
        evidence = next(
            (f"{n} {c.label}" for n, c in enumerate(words.evidence, 1) if c.code == asked.said.evidence), ""
        )
        cells += [
            _cell(_QUESTION[2], answer),
            _cell(_QUESTION[3], (_paragraph(_run(evidence)),)),
            _cell(_QUESTION[4], [_paragraph(_run(line)) for line in _lines(asked.said.note)]),
        ]
    height = _twips(_FACT_HEIGHT if asked.fact else _LEAST_HEIGHT)
    properties = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _answer(asked: Asked, words: PaperWords) -> list[str]:
    if asked.kind == "date":
        return [_paragraph(_run(words.day(asked.said.value)))]
    if asked.kind not in ("single", "multiple"):
        return [_paragraph(_run(line)) for line in _lines(asked.said.value)]
    ticked = asked.said.value.split(";")
    return [
        _paragraph(_box(choice.code in ticked) + _run(f" {number} {choice.label}"), "FormChoice")
        for number, choice in enumerate(asked.choices, 1)
    ] or [_paragraph("")]


def _box(ticked: bool) -> str:
    """A box as a content control, which is ticked at a click."""
    sign = TICKED_BOX if ticked else EMPTY_BOX
    states = "".join(
        f'<w14:{name}State w14:val="{ord(shown):04X}" w14:font="MS Gothic"/>'
        for name, shown in (("checked", TICKED_BOX), ("unchecked", EMPTY_BOX))
    )
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r>{_BOX_FONT}<w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _table(widths: Sequence[int], heads: Sequence[str], rows: Iterable[str]) -> Any:
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85))
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )
    head = ""
    if heads:
        cells = "".join(
            _cell(width, (_paragraph(_run(text, bold=True)),), _TINT) for width, text in zip(widths, heads, strict=True)
        )
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    return parse_xml(f"<w:tbl {_NAMES}>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>")


def _cell(width: int, paragraphs: Iterable[str], tint: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{shade}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def _paragraph(content: str, style: str = "FormCell", indent: int = 0) -> str:
    moved = f'<w:ind w:left="{_twips(4 * indent)}"/>' if indent else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{moved}</w:pPr>{content}</w:p>'


def _run(text: str, bold: bool = False) -> str:
    looks = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in plain(text).split("\t")
    )
    return f"<w:r>{looks}{pieces}</w:r>" if pieces else ""


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _append(word: Word, element: Any) -> None:
    body = word.element.body
    body.insert(len(body) - 1, element)


def _say(word: Word, text: str, style: str) -> None:
    _append(word, parse_xml(_paragraph(_run(text), style).replace("<w:p>", f"<w:p {_NAMES}>", 1)))


def _dress(word: Word, title: str, trust: str, form_of: str, words: PaperWords) -> None:
    """The look of the report's Word file, on wide paper and in small type."""
    head = (f"{title} · {trust}", "")
    dress(word, Document(title, "", trust, "en", head, form_of, words.page_of, (), words.banner))
    section = word.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(21), Mm(18)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    for line in (section.header.paragraphs[0], section.footer.paragraphs[0]):
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(297 - 2 * _MARGIN), WD_TAB_ALIGNMENT.RIGHT)
    styles: Any = word.styles
    styles["Heading 1"].paragraph_format.page_break_before = False
    styles["Title"].font.size, styles["Heading 1"].font.size = Pt(22), Pt(16)
    quiet = RGBColor(0x4A, 0x55, 0x60)
    for name, size, after, indent in (
        ("Form Cell", 9.5, 1, 0), ("Form Choice", 9.5, 1, 5.5), ("Form Rule", 8.5, 1, 0), ("Form Hint", 8.5, 1, 0),
        ("Form Notice", 11, 8, 0), ("Form How", 10, 2, 0),
    ):  # fmt: skip
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(after), 1.0
        if indent:
            style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Mm(indent), Mm(-indent)
        if name == "Form Hint":
            style.font.color.rgb = quiet
        if name in ("Form Rule", "Form Notice"):
            style.font.bold = True
