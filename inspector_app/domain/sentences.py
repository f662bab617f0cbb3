"""Where the sentences of a written text begin and end, in its Markdown as typed.

A sentence ends with a full stop, question mark or exclamation mark before a space and a new beginning; not after an
abbreviation or an initial, and not inside a place in double braces. Paragraphs, items of lists, headings and the lines
of a box that begin anew end one, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

ABBREVIATIONS = frozenset({
    "approx", "art", "c", "ca", "cf", "ch", "co", "dept", "dr", "ed", "eds", "e.g", "eg", "esp", "etc", "fig", "ff",
    "govt", "hon", "i.e", "ie", "inc", "jr", "ltd", "messrs", "mr", "mrs", "ms", "mt", "nb", "no", "nos", "p", "para",
    "paras", "pp", "prof", "rev", "revd", "rt", "s", "sec", "sect", "ss", "sgt", "sr", "st", "v", "viz", "vol", "vs",
})  # fmt: skip
"""Words after which a full stop ends no sentence, without it and in small letters."""
_ENDS_TOO = frozenset({"etc", "no", "co", "ltd", "inc"})
"""Those that may as well stand at the end of one: they do where a capital follows, and *no* only before a digit."""

_ITEM = r"(?:[-+*]|\d{1,9}[.)])[ \t]+"
_FOOTNOTE = r"\[\^[^\]\s]+\]:"
_MARKS = re.compile(
    rf"(?:[ \t]*>)*[ \t]*(?:{_ITEM})?(?:#{{1,6}}[ \t]+)?(?:\[![a-z]+\][ \t]*)?(?:{_FOOTNOTE}[ \t]*)?", re.IGNORECASE
)
_BREAKS = re.compile(rf"(?:[ \t]*>)*[ \t]*(?:{_ITEM}|#{{1,6}}[ \t]|{_FOOTNOTE})")
_STOP = re.compile(r"[.?!…]+")
_CLOSES = re.compile(r"(?:[”\u2019\"')\]*_]|\[\^[^\]\s]+\])*")
_SPACE = re.compile(r"[\s>]+")
_OPENS = "“\u2018\"'([*_ \u00a0\t"
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*|\d+)$")
_BRACES = re.compile(r"\{\{(?:[^{}\"]|\"[^\"]*\")*\}\}")
_KEY = re.compile(r"[ \t]*\{(?:#|note:)[^{}]*\}[ \t]*$")


class Sentence(NamedTuple):
    """A sentence, from `start` to before `end`; `text` is what stands there, marks of emphasis included."""

    start: int
    end: int
    text: str


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order. Headings and the titles of boxes are sentences, too."""
    found = []
    for start, end in _blocks(text):
        for first, last in _split(text, start, end):
            if text[first:last].strip():
                found.append(Sentence(first, last, text[first:last]))
    return tuple(found)


def begins_after(before: str) -> bool:
    """Whether a sentence begins after these words of its paragraph; also where there are none."""
    before = before.rstrip(_OPENS)
    if not before:
        return True
    closed = before.rstrip("”\u2019\"')]*_")
    return bool(closed) and closed[-1] in ".?!…" and _stops(closed, len(closed) - 1, "A")


def begins_at(text: str, sentences: tuple[Sentence, ...], at: int) -> bool:
    """Whether one of the sentences of a text begins at a place of it, but for marks of emphasis and quotation."""
    place = bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1
    here = sentences[place] if place >= 0 else None
    return here is not None and at < here.end and not text[here.start : at].strip(_OPENS)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where each block of lines begins, after its mark, and ends."""
    start: int | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        blank = not line.strip(" \t\r\n>")
        if start is not None and (blank or _BREAKS.match(line) or _boxed(text, start, at)):
            yield start, at
            start = None
        if start is None and not blank:
            marks = _MARKS.match(line)
            start = at + (marks.end() if marks else 0)
        at += len(line)
    if start is not None:
        yield start, len(text)


def _boxed(text: str, start: int, end: int) -> bool:
    """Whether what stands so far is a heading or the first line of an illustration, which end with their line."""
    first = text.rfind("\n", 0, start) + 1
    return re.match(r"[ \t]*#|[ \t]*>[ \t]*\[!", text[first:end]) is not None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    key = _KEY.search(text[start:end].rstrip())
    end = start + (key.start() if key else len(text[start:end].rstrip()))
    places = [(m.start(), m.end()) for m in _BRACES.finditer(text, start, end)]
    for stop in _STOP.finditer(text, start, end):
        closes = _CLOSES.match(text, stop.end(), end)
        after = closes.end() if closes else stop.end()
        space = _SPACE.match(text, after, end)
        if space is None or space.end() >= end or any(a < stop.start() < b for a, b in places):
            continue
        if _stops(text[start : stop.end()], stop.start() - start, text[space.end() : space.end() + 3].lstrip(_OPENS)):
            yield start, after
            start = space.end()
    yield start, end


def _stops(text: str, at: int, following: str) -> bool:
    """Whether the mark at a place ends a sentence before what follows."""
    following = following[:1]
    if following.islower():
        return False
    if text[at] != "." or not following:
        return True
    word = _LAST_WORD.search(text[:at])
    if word is None:
        return True
    said = word[1].casefold().strip(".")
    if len(said) == 1 and said.isalpha() and word[1].isupper():
        # An initial; but *I* may end a sentence.
        return word[1] == "I"
    if said == "no":
        return not following.isdigit()
    return said not in ABBREVIATIONS or said in _ENDS_TOO
