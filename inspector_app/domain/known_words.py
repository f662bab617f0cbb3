"""Finds the names and codes that an inspection knows in a text, however they are parted: one walk over its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from inspector_app.domain.plain_sight import folded

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "sir", "the", "van", "von", "der", "den", "de", "la", "le", "du"))
_EVERYDAY = """
    will mark may grace hope faith joy rose bill rob sue pat art frank jack june april august summer dawn eve
    ray guy drew chase grant dean earl duke king prince major miles penny holly ivy iris lily daisy olive
    heather hazel amber ruby pearl jade crystal gene dale glen cliff rich nick don victor norm skip wade pierce
    lance chance ford brook young white black green brown grey gray long short little good best wise sharp
    strong hand hill field wood woods stone rivers lake forest park church hall house home street lane bridge
    banks wells cook baker carter mason porter page parker potter shepherd smith taylor turner walker ward
    singer butler bishop abbot pope day week winter spring snow frost rain storm fox wolf bird swan lamb bull
    hunt fisher case law self bond price cash sterling star moon sun love bliss christian english french scott
    welsh pace mercy patience prudence constance honour
"""
_ORDINARY = frozenset(_EVERYDAY.split())
"""First names and surnames that are words of everyday, too: they count only where they are written with a capital."""
_CUES = frozenset(("case", "ref", "reference", "file", "officer", "assessor", "inspector", "offender"))
_CUE_REACH = 2
_APART = frozenset(",;!?")
_SEPARATORS = " -/._:,()#'"
_GAP = 3
_LONGEST = 64
"""How many words and figures a code may have."""
_FEWEST, _FEWEST_ALONE = 4, 3


@dataclass(frozen=True, slots=True)
class KnownHit:
    """A stretch of a view in which a name or code stands.

    Attributes:
        capital: a name that counts only with a capital first; a code that counts only in capitals throughout.
    """

    kind: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class _Code:
    kind: str
    cued: bool = False
    """Whether a word such as *case* must stand before it: it is too short, or a year."""
    shouted: bool = False
    """Whether it is made of letters alone and counts only as capitals."""
    one_run: bool = False
    """Whether its figures must stand together: *40 30* is not case 4030."""


@dataclass(frozen=True)
class KnownWords:
    """What to look for, made ready once for many texts."""

    names: Mapping[str, Sequence[tuple[str, ...]]]
    codes: Mapping[str, _Code]
    beginnings: frozenset[str] = field(repr=False)

    def find(self, text: str) -> Iterator[KnownHit]:
        """Every name and code in a view (`plain_sight`); stretches may overlap."""
        words = [(found.group(), *found.span()) for found in _WORD.finditer(text)]
        for place, (word, _, _) in enumerate(words):
            if word in self.names:
                yield from self._names_at(words, place)
            if word in self.beginnings:
                yield from self._codes_at(text, words, place)

    def _names_at(self, words: Sequence[tuple[str, int, int]], place: int) -> Iterator[KnownHit]:
        first, start, _ = words[place]
        for name in self.names[first]:
            met = words[place : place + len(name)]
            together = all(later[1] - sooner[2] <= _GAP for sooner, later in pairwise(met))
            if together and tuple(word for word, _, _ in met) == name:
                plain = len(name) == 1 and (first in _ORDINARY or first[:-1] in _ORDINARY)
                yield KnownHit("real_name", start, met[-1][2], plain or _is_plural(name, self.names))

    def _codes_at(self, text: str, words: Sequence[tuple[str, int, int]], place: int) -> Iterator[KnownHit]:
        compact, start, last = "", words[place][1], words[place][1]
        for word, begin, end in words[place : place + _LONGEST]:
            gap = text[last:begin]
            compact += word
            if len(gap) > _GAP or gap.strip(_SEPARATORS) or compact not in self.beginnings:
                return
            code = self.codes.get(compact)
            fits = code is not None and not (code.one_run and begin != start)
            if code is not None and fits and (not code.cued or _is_cued(text, words, place)):
                yield KnownHit(code.kind, start, end, code.shouted)
            last = end


def _is_cued(text: str, words: Sequence[tuple[str, int, int]], place: int) -> bool:
    before, start = words[max(0, place - _CUE_REACH) : place], words[place][1]
    return any(word in _CUES and not _APART & set(text[end:start]) for word, _, end in before)


def _is_plural(name: tuple[str, ...], names: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """Whether it is a name with an *s* that somebody forgot to part with an apostrophe."""
    return len(name) == 1 and name[0].endswith("s") and (name[0][:-1],) in names.get(name[0][:-1], ())


def known_words(
    names: Iterable[str], cases: Iterable[str], officers: Iterable[str], assessors: Iterable[str]
) -> KnownWords:
    """Makes names and codes ready to be looked for.

    A name is found whole, and by each of its parts of two letters or more but titles (*Mr*, *van*). Where a code could
    be something else (three signs or fewer, a year) a word such as *case* must stand before it; the figures of a case
    reference are found alone after such a word, too.
    """
    sought: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        for words in _spellings(name):
            kept = sought.setdefault(words[0], [])
            if words not in kept:
                kept.append(words)
    codes: dict[str, _Code] = {}
    for kind, group in (("case_ref", cases), ("officer", officers), ("assessor", assessors)):
        for code in group:
            for compact, found in _codes(kind, code):
                stands = codes.get(compact)
                if stands is None or (stands.cued and not found.cued):
                    codes[compact] = found
    beginnings = frozenset(compact[:end] for compact in codes for end in range(1, len(compact) + 1))
    return KnownWords(sought, codes, beginnings)


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    words = tuple(_WORD.findall(folded(name)))
    if not words:
        return
    yield words
    if len(words) > 1:
        yield ("".join(words),)
    for word in words:
        if len(word) > 1 and word not in _TITLES:
            yield (word,)
            yield (word + "s",)


def _codes(kind: str, code: str) -> Iterator[tuple[str, _Code]]:
    runs = _WORD.findall(folded(code))
    compact = "".join(runs)
    if not compact:
        return
    if compact.isalpha():
        yield compact, _Code(kind, cued=len(compact) == 1, shouted=True)
        return
    figures = compact.isdigit()
    year = figures and len(compact) == 4 and compact[:2] in ("19", "20")
    yield compact, _Code(kind, len(compact) < _FEWEST or year, one_run=figures)
    if figures:
        return
    bare = "".join(run.lstrip("0") or "0" if run.isdigit() else run for run in runs)
    if bare != compact:
        yield bare, _Code(kind, cued=len(bare) < _FEWEST)
    if kind == "case_ref" and runs[-1].isdigit() and len(runs[-1]) >= _FEWEST_ALONE:
        yield runs[-1], _Code(kind, cued=True, one_run=True)
