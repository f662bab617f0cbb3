"""Which terms of the glossary a report uses: nobody wants to read about what is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass


def said_in(blocks: Iterable[object]) -> str:
    """All text of some blocks, one piece to a line."""
    return "\n".join(_texts(tuple(blocks)))


def used_terms(glossary: Sequence[tuple[str, str]], text: str) -> tuple[tuple[str, str], ...]:
    """The terms, with their meanings, that a text uses, and those that these meanings use."""
    said, found = text, 0
    while True:
        used = tuple((term, meaning) for term, meaning in glossary if is_used(term, said))
        if len(used) == found:
            return used
        found, said = len(used), "\n".join((text, *(meaning for _, meaning in used)))


def is_used(term: str, text: str) -> bool:
    """Whether a term stands in a text as a word, in one number or the other.

    A term may give its short form in brackets, or several forms with a slash or comma between them; any of them counts.
    An abbreviation is looked for as it is written, words in either case.
    """
    forms = [form.strip() for form in re.split(r"[(),/;]", term) if form.strip()]
    return any(_stands(form, text) for form in forms)


def _stands(form: str, text: str) -> bool:
    flags = re.NOFLAG if form.isupper() else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(form)}(?:s|es|’s)?(?!\w)", text, flags) is not None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for part in fields(value):
            if part.name not in ("key", "link", "source"):
                yield from _texts(getattr(value, part.name))
