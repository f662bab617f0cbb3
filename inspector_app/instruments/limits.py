"""How large a question set may be: some ten times what anybody has written, and little enough to be read in seconds.

A set may come from a stranger: in an archive, or carried in an inspection file that comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LARGEST = 4 << 20
"""Bytes of the texts of one set."""
DEEPEST = 50
"""How deep parts stand in one another in a file: lists in lists, tables in tables, rules in rules."""
MOST_TABLES, LONGEST_TEXT = 20_000, 10_000
"""Tables in one file (questions, choices, checks …), and signs of one text."""
MOST_QUESTIONS, MOST_CHOICES, MOST_PARTS = 5_000, 500, 1_000
"""Questions of a set, each cell of a grid counted; answers in one list; parts and codes in one rule."""
LONGEST_LABEL, MOST_PUT_IN = 300, 20
"""Signs of the label of a row of a grid, and how often it is put into one text of the grid."""

_DEEP_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]{{0,999}}+"|'[^'\n]{{0,999}}+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}"""
)


def deep_key(text: str) -> bool:
    """Whether a key has more parts with stops between them than the reader of TOML can bear."""
    return _DEEP_KEY.search(text) is not None


def outgrown(raw: Mapping[str, object]) -> str:
    """Why what a file holds is larger than anybody writes; empty where it is not."""
    tables = 0
    for depth, part in _parts(raw):
        if depth > DEEPEST:
            return f"its parts stand more than {DEEPEST} deep in one another"
        tables += isinstance(part, dict)
        if tables > MOST_TABLES:
            return f"it holds more than {MOST_TABLES} tables"
        if isinstance(part, str) and len(part) > LONGEST_TEXT:
            return f"it holds a text of more than {LONGEST_TEXT} signs"
    return ""


def too_wide(rule: object) -> bool:
    """Whether a rule, as it is written, is deeper than `DEEPEST` or has more than `MOST_PARTS` parts."""
    return any(depth > 2 * DEEPEST or place >= 2 * MOST_PARTS for place, (depth, _) in enumerate(_parts(rule)))


def _parts(raw: object) -> Iterator[tuple[int, object]]:
    """Every table, list and value in another, with how deep it stands; without recursion, which has an end."""
    left = [(0, raw)]
    while left:
        depth, part = left.pop()
        yield depth, part
        inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        left += ((depth + 1, one) for one in inside)
