"""The languages that a report can be written in."""

from __future__ import annotations

from inspector_app.report.words import Words
from inspector_app.report.words_en import ENGLISH

_KNOWN = {words.language: words for words in (ENGLISH,)}


def words_for(language: str) -> Words:
    """The words of a language such as ``cy`` or ``en-GB``; English where it has none yet."""
    return _KNOWN.get(language, ENGLISH)
