"""Where a written text holds places in double braces: bound figures, charts, links to paragraphs, plain numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.errors import KnownError

PlaceKind = Literal["fig", "chart", "para", "plain", ""]
KINDS: tuple[PlaceKind, ...] = ("fig", "chart", "para", "plain")

_PLACE = re.compile(r"\{\{\s*(fig|chart|para|plain)\s*:((?:[^{}\"]|\"[^\"]*\")*)\}\}")
_BRACES = re.compile(r"\{\{[^{}]*(?:\}\}|\}|$)?")
_PART = re.compile(r"\s*([^,=\"]*?)\s*(?:=\s*(\"[^\"]*\"|[^,\"]*?)\s*)?(,|$)")
_UNPRINTED = re.compile(r"\{(?:#|note:)[^{}\n]*\}")
_NEEDS_QUOTES = re.compile(r"[\s,;\"]")


class BadPlace(KnownError):
    """A place in double braces that cannot be understood; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a text, from `start` to before `end`.

    Attributes:
        kind: what stands there; empty where double braces hold nothing that is known.
        source: as typed, with its braces.
        body: what stands after the colon.
    """

    kind: PlaceKind
    source: str
    body: str
    start: int
    end: int


def places_of(text: str) -> tuple[Place, ...]:
    """The places of a text in order, those that cannot be read included."""
    found = [Place(m[1], m[0], m[2].strip(), m.start(), m.end()) for m in _PLACE.finditer(text)]  # type: ignore[arg-type]
    starts, ends = [p.start for p in found], [p.end for p in found]
    for m in _BRACES.finditer(text):
        before = bisect_right(starts, m.start())
        if not before or ends[before - 1] <= m.start():
            found.append(Place("", m[0], "", m.start(), m.end()))
    return tuple(sorted(found, key=lambda p: p.start))


def words_in(text: str) -> int:
    """How many words a text prints: a bound figure counts as one; charts, keys and signs of Markdown as none."""
    printed, at = [], 0
    for place in places_of(text):
        printed += [text[at : place.start], "" if place.kind == "chart" else "one"]
        at = place.end
    whole = _UNPRINTED.sub("", "".join([*printed, text[at:]]))
    return sum(any(sign.isalnum() for sign in word) for word in whole.split())


def place_fault(place: Place) -> str:
    """Why a place cannot be read, or holds nothing where something must stand; empty where neither is so."""
    if not place.kind:
        if not place.source.endswith("}}"):
            return "A place that begins with two braces ends with two braces, as in {{fig: cases}}."
        return "Double braces hold fig, chart, para or plain, a colon and what it is about, as in {{fig: cases}}."
    if not place.body:
        wanted = {
            "fig": "what it counts, such as {{fig: cases}}",
            "chart": "what it draws, such as {{chart: criterion=3.1}}",
            "para": "the paragraph it leads to",
            "plain": "the number, such as {{plain: sixteen}}",
        }
        return f"After “{place.kind}:” stands {wanted[place.kind]}."
    return ""


def parameters(body: str) -> dict[str, str]:
    """The parts of a body, ``name=value`` or ``name`` alone, in the order in which they stand.

    Raises:
        BadPlace: they cannot be told apart, or one stands twice.
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(body):
        part = _PART.match(body, at)
        if part is None or (not part[1] and not part[2]):
            raise BadPlace(f"“{body[at:].strip()}” cannot be read: write name=value, with commas between.")
        name, value = part[1], part[2] or ""
        if name in found:
            raise BadPlace(f"“{name}” stands twice; once is enough.")
        if value.startswith('"'):
            value = value[1:-1].strip()
        elif ";" in value:
            raise BadPlace(f"“{value}” cannot be read: put commas between the parts, and conditions in double quotes.")
        elif _NEEDS_QUOTES.search(value):
            raise BadPlace(f'“{value}” stands in double quotes because it holds a space: {name}="{value}".')
        if part[2] is not None and not value:
            raise BadPlace(f"Nothing stands after “{name}=”.")
        found[name] = value
        at = part.end()
    return found


def quoted(value: str) -> str:
    """A value as it stands in a place: in double quotes where it needs them."""
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value
