"""A written text as a reader sees it: without what is invisible in it, in small letters, with a way back to each place.

Somebody who types a name in italics, or pastes it with soft hyphens, has still written it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNIT = re.compile(_REFERENCE.pattern + r"|\\[!-/:-@\[-`{-~]|.", re.DOTALL)
"""What stands for one character: a character reference or an escaped sign of Markdown, or the character itself."""

_EMPHASIS = "*_~`"
_UNTIDY = re.compile(r"[*_~`]|[\x00-\x20\x7f]{2}")
_SPACELESS = "\u200b\ufeff"
"""Signs of no width that part words: they may stand inside one, or between two."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u02b9\u2032\uff07"


@dataclass(frozen=True, slots=True)
class View:
    """One way to read a text. `places` says where in the source each of its characters stands; None: the same."""

    text: str
    places: tuple[tuple[int, int], ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From a stretch of the view, which is not empty, to the stretch of the source that it was read from."""
        if self.places is None:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


def views(source: str) -> Iterator[View]:
    """Every way to read a text: signs of emphasis and of no width may stand inside a word, or part two words.

    Soft hyphens, joiners, marks of direction and accents are left out; other spaces and dashes become the usual ones,
    and several spaces one.
    """
    refers = _REFERENCE.search(source) is not None
    parted = refers or any(sign in source for sign in _SPACELESS)
    marked = refers or any(sign in source for sign in _EMPHASIS)
    for marks in ("", " ") if marked else ("",):
        for spaceless in ("", " ") if parted else ("",):
            yield _view(source, marks, spaceless)


def folded(text: str) -> str:
    """A name or code in the letters in which views are written."""
    return _view(text, "", "").text


def _view(source: str, marks: str, spaceless: str) -> View:
    plain = "&" not in source and "\\" not in source
    if plain and source.isascii() and not _UNTIDY.search(source):
        return View(source.lower().translate(_CONTROLS), None)
    units = list(source) if plain else _UNIT.findall(source)
    pieces = list(_single_spaced(_piece(unit, marks, spaceless) for unit in units))
    ends = accumulate(map(len, units))
    places = tuple((end - len(unit), end) for unit, end, piece in zip(units, ends, pieces, strict=True) for _ in piece)
    return View("".join(pieces), places)


_CONTROLS = {number: " " for number in (*range(32), 127)}
_UNDIVIDED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Letters that people write without their stroke or tie, and that Unicode does not take apart."""


def _single_spaced(pieces: Iterable[str]) -> Iterator[str]:
    last = ""
    for piece in pieces:
        yield "" if piece == last == " " else piece
        last = piece or last


@lru_cache(maxsize=4096)
def _piece(unit: str, marks: str, spaceless: str) -> str:
    if len(unit) > 1:
        unit = unit[1:] if unit[0] == "\\" else html.unescape(unit)
    return "".join(_sign(sign, marks, spaceless) for sign in unit)


def _sign(sign: str, marks: str, spaceless: str) -> str:
    if sign in _EMPHASIS:
        return marks
    if sign in _SPACELESS:
        return spaceless
    if sign in _DASHES:
        return "-"
    if sign in _APOSTROPHES:
        return "'"
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Mn", "Me"):
        return ""
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if sign.isascii():
        return sign.lower()
    whole = unicodedata.normalize("NFKD", sign.casefold())
    letters = "".join(part for part in whole if unicodedata.category(part) not in ("Mn", "Me"))
    return letters.casefold().translate(_UNDIVIDED) or " "
