"""How the page looks: fonts, colours, sizes and the grid of the page. Lengths are in points unless said otherwise."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from inspector_app.domain.errors import KnownError

REGULAR, ITALIC, SEMIBOLD, BOLD = "Lato", "Lato-Italic", "Lato-Semibold", "Lato-Bold"
_FILES = {REGULAR: "Lato-Regular.ttf", ITALIC: "Lato-Italic.ttf", SEMIBOLD: "Lato-Semibold.ttf", BOLD: "Lato-Bold.ttf"}

INK, QUIET, LINE, PAPER = HexColor("#1d2426"), HexColor("#566166"), HexColor("#b9c2c5"), HexColor("#ffffff")
ACCENT, TINT, PALE = HexColor("#1a5c69"), HexColor("#eff4f5"), HexColor("#eef1f2")

PAGE = A4
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 22 * mm, 26 * mm, 24 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM
ASIDE = 38 * mm
"""What running text leaves free at the right, so that a line stays within 75 characters or so."""
HANG = 13 * mm
"""How far a numbered paragraph stands from its number."""
NOTE_RULE = 40 * mm

SMALL, TABLE_SIZE, BODY_SIZE = 8.0, 8.8, 10.0
HAIRLINE = 0.5


def use_fonts(folder: Path) -> None:
    """Registers the bundled fonts with ReportLab; a second call changes nothing.

    Raises:
        KnownError: a font file is missing or broken.
    """
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(_font(name, folder / file))
    # Every drawing names this font before its own, and one that is not embedded would stay in the file.
    STATE_DEFAULTS["fontName"] = REGULAR
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _font(name: str, path: Path) -> TTFont:
    try:
        return TTFont(name, str(path))
    except (TTFError, OSError, struct.error, IndexError, ValueError) as fault:
        raise KnownError(
            f"The font {path.name} is missing or damaged, so the report cannot be set; nothing is lost. "
            f"Install Inspector again."
        ) from fault


@cache
def glyphs() -> frozenset[int]:
    """The characters that all of the bundled fonts can draw."""
    # A font may list characters, the last of all among them, for which it draws its sign for what is missing.
    drawn = (pdfmetrics.getFont(name).face.charToGlyph for name in _FILES)
    return frozenset.intersection(*(frozenset(sign for sign, glyph in one.items() if glyph) for one in drawn))


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: `left` and `right` are indents, `before` and `after` the white above and below."""

    size: float
    leading: float
    font: str = REGULAR
    colour: Color = INK
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    align: Literal["left", "right"] = "left"


TEXT = {
    "body": Look(BODY_SIZE, 14.5, after=6, right=ASIDE),
    "lead": Look(12, 17.5, after=10, right=ASIDE * 0.7),
    "note": Look(SMALL, 11, colour=QUIET, after=4, right=ASIDE * 0.5),
    "strong": Look(BODY_SIZE, 14.5, SEMIBOLD, after=6, right=ASIDE),
}
NUMBERED = Look(BODY_SIZE, 14.5, after=7, left=HANG, right=ASIDE - HANG)
"""A paragraph with its number hanging at the left."""
ITEM = Look(BODY_SIZE, 14.5, after=3.5)
"""An item of a list, indented by where the list stands."""
BOXED = Look(9.6, 14, after=5)
QUOTED = Look(10.4, 15.5, ITALIC, after=5)
BOX_TITLE = Look(BODY_SIZE, 14, SEMIBOLD, ACCENT, after=4)
NOTE = Look(SMALL, 10.6, colour=QUIET, left=4 * mm, right=ASIDE * 0.5)
ABOVE = Look(10, 14, SEMIBOLD, ACCENT, after=3)
HEADINGS = {
    1: Look(24, 29, BOLD, after=14, right=20 * mm),
    2: Look(14, 18, BOLD, ACCENT, before=20, after=6, right=20 * mm),
    3: Look(10.5, 14.5, SEMIBOLD, before=10, after=3, right=ASIDE),
}
TABLE_TITLE = Look(BODY_SIZE, 13.5, SEMIBOLD, before=10, after=2, right=10 * mm)
CELL = Look(TABLE_SIZE, 11.6)
CELL_QUIET = Look(TABLE_SIZE, 11.6, colour=QUIET)
CELL_RIGHT = Look(TABLE_SIZE, 11.6, align="right")
CELL_STRONG = Look(TABLE_SIZE, 11.6, SEMIBOLD)
CELL_STRONG_RIGHT = Look(TABLE_SIZE, 11.6, SEMIBOLD, align="right")
COLUMN_HEAD = Look(SMALL, 10, SEMIBOLD, QUIET)
COLUMN_HEAD_RIGHT = Look(SMALL, 10, SEMIBOLD, QUIET, align="right")
TERM = Look(BODY_SIZE, 14, SEMIBOLD)
MEANING = Look(BODY_SIZE, 14)
FIGURE = Look(40, 44, BOLD, ACCENT)
COVER_MARK = Look(11, 15, BOLD, ACCENT)
COVER_LABEL = Look(SMALL, 14, SEMIBOLD, QUIET)
COVER_TITLE = Look(28, 35, BOLD, after=12)
COVER_TRUST = Look(19, 25, colour=ACCENT)
NOTICE = Look(BODY_SIZE, 14.5, SEMIBOLD)
CONTENTS = (
    Look(BODY_SIZE, 14, SEMIBOLD, before=7, after=0.6),
    Look(9.2, 12.6, left=8 * mm, after=0.6),
)
