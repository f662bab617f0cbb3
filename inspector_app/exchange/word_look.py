"""How a Word file of the report looks: page, fonts, styles, language, running head and foot."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from inspector_app.domain.document import Document
from inspector_app.exchange.word_marks import plain

FONT = "Calibri"
"""A font that is on every machine with Word; elsewhere one of the same widths stands in."""
_INK, _QUIET = RGBColor(0x1D, 0x2B, 0x3A), RGBColor(0x4A, 0x55, 0x60)
_HEADINGS = {"Heading 1": 20, "Heading 2": 15, "Heading 3": 12.5, "Title": 28, "Subtitle": 16}


def dress(word: Word, document: Document) -> None:
    """Sets up an empty file."""
    _page(word)
    _styles(word)
    _language(word, document.language)
    section = word.sections[0]
    head = section.header.paragraphs[0]
    head.text = plain("\t".join(filter(None, (document.head[0], document.banner))))
    foot = section.footer.paragraphs[0]
    foot.text = plain(" · ".join(filter(None, (document.foot, document.edition))))
    before, _, rest = document.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    foot.add_run(plain(f"\t{before}"))
    _field(foot, "PAGE")
    foot.add_run(plain(between))
    _field(foot, "NUMPAGES")
    foot.add_run(plain(after))
    for line in (head, foot):
        # The styles that come with it have a stop in the middle.
        styles: Any = word.styles
        styles["Header" if line is head else "Footer"].paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)


def _styles(word: Word) -> None:
    styles: Any = word.styles
    normal = styles["Normal"]
    _font(normal, 11, _INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    for name, size in _HEADINGS.items():
        _font(styles[name], size, _INK)
        styles[name].font.bold = name != "Subtitle"
        styles[name].font.italic = False
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.space_before = Pt(14 if name != "Heading 3" else 10)
        styles[name].paragraph_format.space_after = Pt(5)
    styles["Heading 1"].paragraph_format.page_break_before = True
    _font(styles["Caption"], 10, _INK)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_after = Pt(3)
    numbered = styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = normal
    numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = Mm(15), Mm(-15)
    numbered.paragraph_format.tab_stops.add_tab_stop(Mm(15))
    note = styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = normal
    _font(note, 9.5, _QUIET)
    lead = styles.add_style("Lead", WD_STYLE_TYPE.PARAGRAPH)
    lead.base_style = normal
    lead.font.size = Pt(12.5)
    cell = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(9.5)
    cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(1), 1.0
    text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = normal
    text.font.size = Pt(9)
    styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x0B, 0x4F, 0x8A)


def _font(style: Any, size: float, ink: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), ink
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _language(word: Word, language: str) -> None:
    """The language of all text; *en* is British here."""
    tag = "en-GB" if language == "en" else language
    for style in word.styles.element.iter(qn("w:rPrDefault")):
        for held in list(style.iter(qn("w:lang"))):
            held.getparent().remove(held)
        lang: Any = OxmlElement("w:lang")
        for kind in ("val", "eastAsia", "bidi"):
            lang.set(qn(f"w:{kind}"), tag)
        style.find(qn("w:rPr")).append(lang)
    word.core_properties.language = tag


def _field(paragraph: Any, name: str) -> None:
    """A field that counts pages: the only ones in the file, and nothing that anybody typed stands in them."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run: Any = OxmlElement("w:r")
    text: Any = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
