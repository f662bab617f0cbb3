"""Numbers in a written text that are bound to nothing: typed digits, number words, fractions and quantity phrases.

The report counts on being right because its numbers are bound. What is typed is therefore shown, unless it is plainly
no finding. Let alone are

- whatever stands in double braces, in a footnote's mark, a list's mark, a paragraph's key, the link of a note, and on
  the first line of an illustration;
- years (1900 to 2099), dates, times of day, and ordinals (*first*, *4th*);
- what is numbered: *Level 2*, *tiers 3 and 4*, *table 3*, *paragraph 3.2.12*, *page 7*;
- codes in which digits stand beside letters (*HMI-07*);
- *one* where it counts nothing: *no one*, *one another*, *a good one*, *on the one hand*. It counts before something
  that is counted (*in one case*, *one young man*), in *one of them*, in *one of the plans* (but not in *one of the
  reasons*), in *one in ten*, and after *only*, *just* and *all but*;
- *all* and *none* unless they are of something that is counted: *all of the cases*, *none of them*;
- *half* in *half an hour*, *half-hearted*, *half-year*; *a third* and *a quarter* before a noun (*a third visit*).

A period, an age and a rule of the service are numbers, too: they stand in ``{{plain: …}}``, which says that they are
meant to be bound to nothing. The words are data: see `unbound_en`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from inspector_app.domain.wording import NumberWords

_GAP, _BOUND = "\ue000", "\ue001"
_BRACES = re.compile(r"\{\{(?:[^{}\"]|\"[^\"]*\")*\}\}")
_LET_ALONE = (
    re.compile(r"(?m)^[ \t]*>[ \t]*\[![a-z]+\].*$", re.IGNORECASE),
    re.compile(r"\[\^[^\]\s]+\]:?"),
    re.compile(r"\{(?:#|note:)[^{}\n]*\}"),
    re.compile(r"(?m)^(?:[ \t]*>)*[ \t]*\d{1,9}[.)](?=\s)"),
    re.compile(r"(?<![\w-])(?=[\w/-]{0,60}\d)(?=[\w/-]{0,60}[A-Za-z])[A-Z]{1,6}[\w/-]*"),
    re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b"),
    re.compile(r"\b\d{4}-\d{2}-\d{2}\b"),
    re.compile(r"\b\d+(?:\.\d+){2,}\b"),
    re.compile(r"\b\d{1,2}:\d{2}\b"),
)


class Unbound(NamedTuple):
    """A number that is bound to nothing, from `start` to before `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class TypedWords:
    """The words of one language by which typed numbers are known, as pieces of regular expressions.

    Attributes:
        numbers: the number words and fraction names that the report itself prints.
        one: the word that may count or not.
        large: number words beyond those of `numbers`.
        fractions: fractions as they are typed, with or without a hyphen.
        nearly: what may stand before a fraction and belongs to it.
        phrases: quantity phrases that the report itself prints.
        per_cent: the word for it.
        joins: between the parts of one number, such as *and*; `of` between a number and its base.
        counted: nouns for what the inspection counts.
        one_of: what shows that *one of …* counts, before a counted noun or by itself.
        one_after: what makes the *one* after it count.
        all_of: *all of the …*, *none of the …*, before what is counted.
        let_alone: what is no finding though a number stands in it.
    """

    numbers: NumberWords
    one: str
    large: str
    fractions: str
    nearly: str
    phrases: str
    per_cent: str
    joins: str
    of: str
    counted: str
    one_of: str
    one_after: str
    all_of: str
    let_alone: tuple[str, ...]


def unbound_in(text: str, words: TypedWords) -> tuple[Unbound, ...]:
    """The numbers of a section's Markdown that are bound to nothing, in order."""
    rest = _BRACES.sub(lambda m: _BOUND * len(m[0]), text)
    for pattern in (*_LET_ALONE, *_let_alone(words)):
        rest = pattern.sub(lambda m: _GAP * len(m[0]), rest)
    found: list[Unbound] = []
    for pattern in _patterns(words):
        kept, at = list[str](), 0
        for start, end in (m.span("it") for m in pattern.finditer(rest)):
            found.append(Unbound(start, end, text[start:end]))
            kept += (rest[at:start], _GAP * (end - start))
            at = end
        rest = "".join((*kept, rest[at:]))
    return tuple(sorted(found))


@lru_cache(maxsize=4)
def _let_alone(words: TypedWords) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in words.let_alone)


@lru_cache(maxsize=4)
def _patterns(words: TypedWords) -> tuple[re.Pattern[str], ...]:
    """What is looked for, in turn; each takes what it finds from those after it."""
    spelled = "|".join(sorted(words.numbers.numbers[2:], key=len, reverse=True))
    several = rf"(?:{spelled}|{words.large})"
    number = rf"{several}(?:[ -](?:{words.joins} )?(?:{several}|{words.one})){{0,9}}"
    # From its first figure alone, so that a long row of figures is gone through once.
    digits = r"(?<!\d)\d+(?:,\d{3})*(?:\.\d+)?"
    counted = rf"(?:[\w’'-]+ ){{0,2}}?(?:{words.counted})\b"
    some = rf"(?:{digits}|\b{number}|\b{words.one})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?P<it>\b(?:{words.phrases})(?: (?:{digits}|{number}|{words.one}))?)\b",
            rf"(?P<it>(?:\b(?:{words.nearly}) )?\b(?:{words.fractions}))(?!\w)",
            rf"(?P<it>(?:{digits}|\b{number}|\b{words.one}) ?(?:%|{words.per_cent}))(?!\w)",
            rf"(?<![\w.,-])(?P<it>(?:{digits}|{number}) {words.of} (?:{digits}|{number}))(?![\w-]|[.,]\d)",
            rf"(?<![\w-])(?P<it>{words.one} (?:in|{words.of}) {some})(?![\w-])",
            rf"(?<![\w.,/-])(?P<it>{digits})(?![\w/]|[.,]\d)",
            rf"(?<![\w-])(?P<it>{number})(?!\w)",
            rf"(?<![\w-])(?P<it>{words.one}) {words.of} (?:{words.one_of})",
            rf"(?<![\w-])(?P<it>{words.one}) {words.of} (?:\w+ )?{_BOUND}",
            rf"(?<![\w-])(?P<it>{words.one}) {counted}",
            rf"\b(?:{words.one_after}) (?P<it>{words.one})(?![\w-])",
            rf"\b(?P<it>{words.all_of}) {counted}",
            rf"\b(?P<it>{words.all_of})(?= ?[.,;:]| (?:them|these|those|whom|which)\b)",
        )
    )
