"""What is shown on and beside the text of a section: how bound pieces look, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

ChipState = Literal["plain", "waiting", "changed", "wrong"]
MarkKind = Literal["mistake", "person", "changed", "unbound"]

SIGNS: dict[MarkKind, str] = {"mistake": "!", "person": "@", "changed": "≠", "unbound": "?"}
"""The sign of each kind, in the margin, in the list and in the outline; never without words near it."""


@dataclass(frozen=True, slots=True)
class ChipLook:
    """How a bound piece looks.

    Attributes:
        text: what it prints, or, where it cannot be worked out, why in a few words.
        tip: what is behind it, in a few lines.
        state: *waiting* until it is worked out; *changed* where it prints something else than when it was read.
        caution: whether its base is so small that a caution is printed with it.
        begun: what it prints where a sentence begins with it; empty for the same.
    """

    text: str
    tip: str = ""
    state: ChipState = "plain"
    caution: bool = False
    begun: str = ""


@dataclass(frozen=True, slots=True)
class TextMark:
    """Something to look at in a text.

    Attributes:
        first, behind: where, in characters of the stored text.
        words: one sentence that says what it is.
    """

    kind: MarkKind
    first: int
    behind: int
    words: str


def mark_title(kind: MarkKind) -> str:
    """A kind of mark in a word."""
    return {
        "mistake": QCoreApplication.translate("marks", "Mistake"),
        "person": QCoreApplication.translate("marks", "Person"),
        "changed": QCoreApplication.translate("marks", "Changed"),
        "unbound": QCoreApplication.translate("marks", "Unbound"),
    }[kind]
