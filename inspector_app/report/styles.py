"""How the page looks: fonts, colours, sizes and the grid of the page. Lengths are in points unless said otherwise."""

from __future__ import annotations

from pathlib import Path

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, ITALIC, SEMIBOLD, BOLD = "Lato", "Lato-Italic", "Lato-Semibold", "Lato-Bold"
_FILES = {REGULAR: "Lato-Regular.ttf", ITALIC: "Lato-Italic.ttf", SEMIBOLD: "Lato-Semibold.ttf", BOLD: "Lato-Bold.ttf"}

INK, QUIET, LINE, PAPER = HexColor("#1d2426"), HexColor("#566166"), HexColor("#b9c2c5"), HexColor("#ffffff")
ACCENT = HexColor("#1a5c69")

PAGE = A4
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 22 * mm, 26 * mm, 24 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM
ASIDE = 38 * mm
"""What running text leaves free at the right, so that a line stays within 75 characters or so."""

SMALL, TABLE_SIZE, BODY_SIZE = 8.0, 8.8, 10.0
HAIRLINE = 0.5


def use_fonts(folder: Path) -> None:
    """Registers the bundled fonts with ReportLab; a second call changes nothing."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    # Every drawing names this font before its own, and one that is not embedded would stay in the file.
    STATE_DEFAULTS["fontName"] = REGULAR
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def glyphs() -> frozenset[int]:
    """The characters that the bundled fonts can draw."""
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def _style(name: str, size: float, leading: float, font: str = REGULAR, **more: object) -> ParagraphStyle:
    # bulletFontName would otherwise draw in a font that is not embedded.
    more = {"textColor": INK, "splitLongWords": 1, "allowWidows": 0, "allowOrphans": 0, **more}
    return ParagraphStyle(name, fontName=font, bulletFontName=font, fontSize=size, leading=leading, **more)


TEXT = {
    "body": _style("body", BODY_SIZE, 14.5, spaceAfter=6, rightIndent=ASIDE),
    "lead": _style("lead", 12, 17.5, spaceAfter=10, rightIndent=ASIDE * 0.7),
    "note": _style("note", SMALL, 11, spaceAfter=4, textColor=QUIET, rightIndent=ASIDE * 0.5),
    "strong": _style("strong", BODY_SIZE, 14.5, SEMIBOLD, spaceAfter=6, rightIndent=ASIDE),
}
ABOVE = _style("above", 10, 14, SEMIBOLD, textColor=ACCENT, spaceAfter=3)
HEADINGS = {
    1: _style("heading-1", 24, 29, BOLD, spaceAfter=14, rightIndent=20 * mm),
    2: _style("heading-2", 14, 18, BOLD, spaceBefore=20, spaceAfter=6, textColor=ACCENT),
    3: _style("heading-3", 10, 14, SEMIBOLD, spaceBefore=10, spaceAfter=3),
}
TABLE_TITLE = _style("table-title", BODY_SIZE, 13.5, SEMIBOLD, spaceBefore=10, spaceAfter=2)
CELL = _style("cell", TABLE_SIZE, 11.6)
CELL_RIGHT = _style("cell-right", TABLE_SIZE, 11.6, alignment=2)
CELL_STRONG = _style("cell-strong", TABLE_SIZE, 11.6, SEMIBOLD)
COLUMN_HEAD = _style("column-head", SMALL, 10, SEMIBOLD, textColor=QUIET)
COLUMN_HEAD_RIGHT = _style("column-head-right", SMALL, 10, SEMIBOLD, textColor=QUIET, alignment=2)
TERM = _style("term", BODY_SIZE, 14, SEMIBOLD)
MEANING = _style("meaning", BODY_SIZE, 14)
FIGURE = _style("figure", 40, 44, BOLD, textColor=ACCENT)
COVER_MARK = _style("cover-mark", 12, 16, BOLD, textColor=PAPER)
COVER_LABEL = _style("cover-label", SMALL, 14, SEMIBOLD, textColor=QUIET)
COVER_TITLE = _style("cover-title", 28, 35, BOLD, spaceAfter=12)
COVER_TRUST = _style("cover-trust", 19, 25, textColor=ACCENT)
NOTICE = _style("notice", BODY_SIZE, 14.5, SEMIBOLD)
CONTENTS = (
    _style("contents-1", BODY_SIZE, 14, SEMIBOLD, spaceBefore=6),
    _style("contents-2", 9.2, 12.6, leftIndent=8 * mm),
)
