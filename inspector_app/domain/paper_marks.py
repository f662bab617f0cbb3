"""Reads what somebody entered in a place of a form: ticks, a typed code, a number, a date.

Nothing is guessed. What could be read in two ways, or not at all, is told with the reason, so that it can be mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from inspector_app.domain.instrument import Choice, Kind
from inspector_app.domain.paper_form import lines_of, tidy
from inspector_app.domain.values import BadValue

EMPTY_BOX, TICKED_BOX = "☐", "☒"
_EMPTY = "☐□◻◽▢⬜❏❑⎕"
_TICKS = "☒☑✓✔✗✘✕✖✅❌×xX■▣◼◾⬛●√"
_IN_BRACKETS = _EMPTY + _TICKS + "*yY"
_BULLET = re.compile(r"[-*+•–]\s+(?=\S)")
_BOXED = re.compile(r"[\[(]\s*(\S?)\s*[\])]")
_NUMBERED = re.compile(r"(\d{1,3})\s*[.):]?(?:\s+(.*))?")
_SPLIT = re.compile(r"\s*[,;]\s*")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([^\W\d_]+)\.?,?\s+(\d{4})")
_SHOWN, _LONGEST_LINE = 80, 2_000


def read_entry(kind: Kind, choices: Sequence[Choice], entered: str, months: Sequence[str]) -> str:
    """What was entered as the answer to a question of a kind, as it is stored but for its form (see `clean_answer`).

    Raises:
        BadValue: it cannot be told what was meant; the message says why, as a sentence.
    """
    if kind in ("single", "multiple"):
        return ";".join(chosen(entered, choices, several=kind == "multiple"))
    text = tidy(entered)
    if kind == "date":
        return _day(text, months)
    if kind == "number":
        return text.strip()
    return text


def chosen(entered: str, choices: Sequence[Choice], several: bool) -> tuple[str, ...]:
    """The codes that are ticked or typed, in the order of the list.

    Raises:
        BadValue: as `read_entry`.
    """
    found = _Lines(choices)
    for line in lines_of(entered.replace("\ufe0f", "")):
        if len(line) > _LONGEST_LINE:
            raise BadValue(f"“{_cut(line)}” is none of the choices.")
        found.take(" ".join(line.split()), several)
    codes = found.codes()
    if len(codes) > 1 and not several:
        labels = " and ".join(f"“{c.label}”" for c in choices if c.code in codes)
        raise BadValue(f"{labels} are both ticked, where one answer is wanted.")
    return tuple(c.code for c in choices if c.code in codes)


@lru_cache(maxsize=256)
def _tables(choices: tuple[Choice, ...]) -> tuple[tuple[str, ...], frozenset[str], Mapping[str, str]]:
    """Of a list: its labels, its lines as they are printed, and to which choice a label or code leads."""
    labels = tuple(_loose(choice.label) for choice in choices)
    named: dict[str, set[str]] = {}
    for choice, label in zip(choices, labels, strict=True):
        for name in (label, _loose(choice.code)):
            named.setdefault(name, set()).add(choice.code)
    printed = frozenset(f"{number} {label}" for number, label in enumerate(labels, 1))
    return labels, printed, {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}


@dataclass
class _Lines:
    """The lines of one answer: codes whose box is there, those whose box is ticked, and those that stand without one:
    whether in the very words that are printed."""

    choices: Sequence[Choice]
    boxed: dict[str, None] = field(default_factory=dict)
    ticked: dict[str, None] = field(default_factory=dict)
    bare: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._labels, self._printed, self._named = _tables(tuple(self.choices))

    def take(self, line: str, several: bool) -> None:
        marks, ticked, rest = self._marks(line)
        code = self._code(rest)
        if code is None and (trailing := _tick_behind(rest)) is not None:
            code = self._code(trailing)
            ticked = marks = True
        if code is not None:
            if marks:
                self.boxed[code] = None
            if ticked:
                self.ticked[code] = None
            elif not marks:
                self.bare[code] = self.bare.get(code, True) and _loose(rest) in self._printed
            return
        if not rest and not ticked:
            return
        parts = [self._code(part) for part in _SPLIT.split(rest)] if several and not marks else [None]
        if None in parts:
            raise BadValue(f"“{_cut(line)}” is none of the choices.")
        self.ticked |= dict.fromkeys(part for part in parts if part is not None)

    def codes(self) -> set[str]:
        """What is chosen. A line without a box is typed, unless it is one that only lost its box."""
        lost = {code for code, whole in self.bare.items() if whole and code not in self.boxed}
        if lost and (self.boxed or len(lost) == len(self.choices) > 1):
            labels = ", ".join(f"“{c.label}”" for c in self.choices if c.code in lost)
            raise BadValue(f"{labels} has no box any more, so it cannot be told whether it is ticked.")
        return {*self.ticked, *self.bare}

    def _marks(self, line: str) -> tuple[bool, bool, str]:
        """Whether a line begins with a box, whether a tick is among its signs, and what follows."""
        rest, marks, ticked = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line, False, False
        # A choice whose label begins with such a sign is a label still.
        while rest and self._code(rest) is None:
            boxed = _BOXED.match(rest)
            if boxed is not None and (not boxed[1] or boxed[1] in _IN_BRACKETS):
                ticked = ticked or (bool(boxed[1]) and boxed[1] not in _EMPTY)
                marks, rest = True, rest[boxed.end() :].lstrip()
            elif rest[0] in _EMPTY:
                marks, rest = True, rest[1:].lstrip()
            elif rest[0] in _TICKS and (rest[0] not in "xX" or not rest[1:2].isalpha()):
                marks, ticked, rest = True, True, rest[1:].lstrip()
            else:
                break
        return marks, ticked, rest

    def _code(self, text: str) -> str | None:
        """The code of a choice by its printed number, its label, both, or its code where that is no number."""
        wanted = _loose(text)
        if not wanted:
            return None
        if wanted in self._named and not wanted.isdigit():
            return self._named[wanted]
        numbered = _NUMBERED.fullmatch(wanted)
        if numbered is None or not 1 <= int(numbered[1]) <= len(self.choices):
            return None
        place = int(numbered[1]) - 1
        return self.choices[place].code if numbered[2] in (None, "", self._labels[place]) else None


def _tick_behind(text: str) -> str | None:
    """The text without a tick that stands behind it; None where there is none."""
    if text and text[-1] in _TICKS and (text[-1] not in "xX" or text[-2:-1].isspace()):
        return text[:-1].rstrip()
    boxed = list(_BOXED.finditer(text))
    if boxed and boxed[-1].end() == len(text) and boxed[-1][1] and boxed[-1][1] in _TICKS + "*yY":
        return text[: boxed[-1].start()].rstrip()
    return None


def _day(text: str, months: Sequence[str]) -> str:
    """A date as people write it, as ISO; what cannot be read comes back as it is, for `clean_answer` to refuse."""
    said = " ".join(text.split())
    if found := _DAY_FIRST.fullmatch(said):
        return _iso(int(found[3]), int(found[2]), int(found[1])) or said
    if found := _DAY_NAMED.fullmatch(said):
        named = found[2].casefold()
        fits = [place for place, month in enumerate(months, 1) if len(named) > 2 and month.casefold().startswith(named)]
        if len(fits) == 1:
            return _iso(int(found[3]), fits[0], int(found[1])) or said
    return said


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _loose(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
