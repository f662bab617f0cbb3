"""The disclosure check: what in a report would name a real person, place by place, to mend or to accept with a reason.

It finds

- the real names of the register of changed names, whole or in part, with or without *’s* (`known_words`);
- case references, officers' and assessors' codes of the inspection, also with other signs between their parts;
- dates of birth, postcodes, numbers (telephone, PNC, CRN, prison, NHS, National Insurance), addresses of mail
  (`identifiers`);

also where invisible signs, other spaces or marks of emphasis stand in them (`plain_sight`). It cannot know a name that
nobody entered in the register.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from inspector_app.domain.identifiers import FORMS, birth_dates
from inspector_app.domain.known_words import KnownWords, known_words
from inspector_app.domain.plain_sight import View, folded, views

HitKind = Literal[
    "real_name", "case_ref", "officer", "assessor", "birth_date", "postcode", "phone", "pnc", "crn", "prison_number",
    "nhs", "ni", "email",
]  # fmt: skip
HIT_KINDS: tuple[HitKind, ...] = (
    "real_name", "case_ref", "officer", "assessor", "birth_date", "postcode", "phone", "pnc", "crn", "prison_number",
    "nhs", "ni", "email",
)  # fmt: skip
"""Every kind, in the order in which a reader cares."""

_PARTED = frozenset({"crn", "prison_number", "ni"})
"""Kinds whose letters must be capitals where a space parts them from the figures: *by 10 20 30* is nobody's number."""
_NOTE = re.compile(r"(?i)(?:\A|(?<=\n\n))(>[ \t]*\[!illustration\][^\n]*?)(\{note:[^{}\n]{0,400}\})(?=[ \t]*(?:\n|\Z))")
"""The note behind the title of an illustration, which is named in the text and not printed; anywhere else it is."""
_PLAIN = re.compile(r"(\{\{[ \t]*plain[ \t]*:[ \t]*\"?)([^{}\"\n]*?)(\"?[ \t]*\}\})")
"""A number that is bound to nothing: its mark is not printed, so that what stands around it is read on with it."""
_LINK = re.compile(r"\{\{\s*para\s*:[^{}\n]{0,40}\}\}")
"""A link to a paragraph: the key in it is not printed, and by chance looks like a number of somebody."""
_UNSEEN = "\u2060"
_MARKS = re.compile(r"(?m)^[ \t]*(?:>[ \t]*){0,8}(?:(?:[-+]|\d{1,3}[.)])[ \t]+)?")
"""Marks of boxes and lists at the beginning of a line; they change where a paragraph is moved."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that would be printed: its section, its place there (such as a paragraph's key), the words as typed."""

    section: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that could name a person.

    Attributes:
        start, end: where in the passage.
        text: what stands there, as typed.
        key: the same as long as the passage says the same, wherever it is moved; an acceptance is kept under it.
    """

    kind: HitKind
    section: str
    place: str
    start: int
    end: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class People:
    """What an inspection knows of people.

    Attributes:
        names: the real names of the register of changed names.
        as_at: the day of the inspection, against which old dates are told; None finds dates of birth by words alone.
    """

    names: Collection[str] = ()
    cases: Collection[str] = ()
    officers: Collection[str] = ()
    assessors: Collection[str] = ()
    as_at: date | None = None
    words: KnownWords = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", known_words(self.names, self.cases, self.officers, self.assessors))


def disclosures(passages: Iterable[Passage], people: People) -> tuple[Hit, ...]:
    """Every hit, passage by passage in their order."""
    return tuple(hit for passage in passages for hit in _in_passage(passage, people))


def _in_passage(passage: Passage, people: People) -> Iterator[Hit]:
    source = _MARKS.sub(_blanked, _LINK.sub(_blanked, _NOTE.sub(_without_note, passage.text)))
    found: set[tuple[HitKind, int, int]] = set()
    for read in dict.fromkeys((source, _PLAIN.sub(_as_printed, source))):
        for view in views(read):
            found.update(_in_view(read, view, people))
    said = hashlib.sha256(" ".join(source.split()).encode("utf-8", "replace")).hexdigest()
    seen: Counter[tuple[str, str]] = Counter()
    for kind, start, end in _joined(found):
        text = source[start:end]
        what = (kind, folded(text))
        key = hashlib.sha256("\x1f".join((*what, str(seen[what]), said)).encode("utf-8", "replace")).hexdigest()[:16]
        seen[what] += 1
        yield Hit(kind, passage.section, passage.place, start, end, text, key)


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _without_note(found: re.Match[str]) -> str:
    return found[1] + " " * len(found[2])


def _as_printed(found: re.Match[str]) -> str:
    """A plain number without its mark, in as many signs: those of the mark are such as nobody sees."""
    return _UNSEEN * len(found[1]) + found[2] + _UNSEEN * len(found[3])


def _in_view(source: str, view: View, people: People) -> Iterator[tuple[HitKind, int, int]]:
    for known in people.words.find(view.text):
        start, end = view.span(known.start, known.end)
        if not known.capital or _is_capital(known.kind, source[start:end]):
            yield _kind(known.kind), start, end
    for name, spans_of in FORMS.items():
        for first, behind in spans_of(view.text):
            start, end = view.span(first, behind)
            typed = html.unescape(source[start:end])
            if name in _PARTED and " " in view.text[first:behind] and typed != typed.upper():
                continue
            yield _kind(name), start, end
    for first, behind in birth_dates(view.text, people.as_at):
        yield "birth_date", *view.span(first, behind)


def _is_capital(kind: str, typed: str) -> bool:
    """Whether a word is written as a name (a capital first), or a code as a code (capitals throughout)."""
    letters = [sign for sign in typed if sign.isalpha()]
    return bool(letters) and (letters[0].isupper() if kind == "real_name" else all(map(str.isupper, letters)))


def _kind(name: str) -> HitKind:
    return next(kind for kind in HIT_KINDS if kind == name)


def _joined(found: Collection[tuple[HitKind, int, int]]) -> list[tuple[HitKind, int, int]]:
    """Overlapping stretches of one kind as one, all in the order of the text."""
    joined: list[tuple[HitKind, int, int]] = []
    for kind in HIT_KINDS:
        last: tuple[HitKind, int, int] | None = None
        for _, start, end in sorted(hit for hit in found if hit[0] == kind):
            if last is not None and start < last[2]:
                last = (kind, last[1], max(last[2], end))
                joined[-1] = last
            else:
                last = (kind, start, end)
                joined.append(last)
    return sorted(joined, key=lambda hit: (hit[1], -hit[2], HIT_KINDS.index(hit[0])))
