"""Reads the comments out of a Word file that came back, and finds the paragraphs of the report on which they hang.

A comment hangs on the paragraphs through which its range runs. Each of them is found by the bookmark that `word_report`
put around it; where that was lost, by its number and words. What fits nowhere is told as such, never guessed at. The
file is somebody else's: no more is unpacked than a report can be, and nothing in it is looked up elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

from inspector_app.domain.errors import KnownError
from inspector_app.exchange.word_marks import PARAGRAPH, plain
from inspector_app.exchange.word_parts import WordParts, attribute, local_name, text_of

_MOST_COMMENTS, _LONGEST = 20_000, 100_000
_WIDEST = 100
"""A comment hangs on no more paragraphs than this."""
_ALIKE, _BEGIN, MOST_COMPARED = 0.85, 500, 300
"""How alike the first so many signs must be, and how many paragraphs of one file are compared so: each may take a
thirtieth of a second. What is left over is shown as not placed."""
_DOCUMENT, _COMMENTS, _THREADS = "/officeDocument", "/comments", "/commentsExtended"


@dataclass(frozen=True, slots=True)
class KnownParagraph:
    """A paragraph of the report as it was sent out."""

    key: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class WordComment:
    """One comment.

    Attributes:
        author, at: who made it and when, as the file says; either may be empty.
        text: its words; a reply says nothing of what it replies to.
        keys: the paragraphs on which it hangs, in order; empty where none was found.
        beside: the words of the first paragraph on which it hangs, for one that is to be placed by hand.
        reply_to: the author of the comment that it replies to; empty for a comment of its own.
    """

    author: str
    at: str
    text: str
    keys: tuple[str, ...]
    beside: str
    reply_to: str = ""


@dataclass(slots=True)
class _Held:
    """A paragraph of the file."""

    text: str
    key: str


def read_comments(content: bytes, name: str, known: Sequence[KnownParagraph]) -> tuple[WordComment, ...]:
    """The comments of a docx file, in the order in which they stand in it.

    Args:
        name: of the file, for messages.
        known: the paragraphs of the report, to find those that lost their bookmark.

    Raises:
        KnownError: it is no Word file, is damaged, or holds more than a report can.
    """
    parts = WordParts(content, name, "report", "Send the comments as a table.")
    main = parts.target("", _DOCUMENT) or "word/document.xml"
    body = parts.tree(main)
    where = parts.target(main, _COMMENTS)
    if where is None or not parts.has(where):
        return ()
    said = _said(parts.tree(where), name)
    threads = parts.target(main, _THREADS)
    parents = _parents(parts.tree(threads)) if threads is not None and parts.has(threads) else {}
    ranges = _Ranges().walk(body)
    find = _finder(known)
    authors = {one.paragraph: one.author for one in said if one.paragraph}
    found = []
    order = {id_: place for place, id_ in enumerate(ranges)}
    for one in sorted(said, key=lambda one: order.get(one.id, len(order))):
        if not one.text.strip():
            continue
        held = ranges.get(one.id, [])
        keys = tuple(dict.fromkeys(key for p in held if (key := p.key or find(p.text))))
        parent = parents.get(one.paragraph, "")
        beside = next((p.text for p in held if p.text.strip()), "")
        found.append(
            WordComment(plain(one.author), one.at, plain(one.text), keys, plain(beside), plain(authors.get(parent, "")))
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Said:
    id: str
    author: str
    at: str
    text: str
    paragraph: str


def _said(root: Any, name: str) -> list[_Said]:
    """The comments with their words; `paragraph` is the id of their last paragraph, by which replies name them."""
    found = []
    for comment in root.iter():
        if local_name(comment) != "comment":
            continue
        paragraphs = [p for p in comment.iter() if local_name(p) == "p"]
        text = "\n".join(text_of(p) for p in paragraphs).strip()
        last = attribute(paragraphs[-1], "paraId") if paragraphs else ""
        found.append(
            _Said(
                attribute(comment, "id"),
                attribute(comment, "author").strip()[:200],
                attribute(comment, "date")[:40],
                text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…",
                last,
            )
        )
        if len(found) > _MOST_COMMENTS:
            raise KnownError(f"{name} holds more comments than anybody can answer; nothing was taken in.")
    return found


def _parents(root: Any) -> dict[str, str]:
    """The paragraph of a reply -> the paragraph of the comment that it replies to."""
    return {
        attribute(one, "paraId"): attribute(one, "paraIdParent")
        for one in root.iter()
        if local_name(one) == "commentEx" and attribute(one, "paraIdParent")
    }


class _Ranges:
    """Walks through the body and notes on which paragraphs each comment hangs, in the order in which they begin."""

    def __init__(self) -> None:
        self.found: dict[str, list[_Held]] = {}
        self._comments: dict[str, None] = {}
        self._bookmarks: dict[str, str] = {}
        self._stack: list[_Held] = []

    def walk(self, body: Any) -> dict[str, list[_Held]]:
        for event, element in etree.iterwalk(body, events=("start", "end")):
            name = local_name(element)
            if name == "p":
                if event == "start":
                    self._begin()
                else:
                    self._stack.pop().text = text_of(element)
            elif event == "start" and name in ("bookmarkStart", "bookmarkEnd"):
                self._bookmark(name, element)
            elif event == "start" and name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                self._comment(name, attribute(element, "id"))
        return self.found

    def _begin(self) -> None:
        # Somebody who parts a paragraph in two leaves the second half inside the bookmark of the first.
        held = _Held("", next(reversed(self._bookmarks.values()), ""))
        self._stack.append(held)
        for id_ in list(self._comments):
            self._hang(id_, held)

    def _hang(self, id_: str, held: _Held) -> None:
        self.found[id_].append(held)
        if len(self.found[id_]) >= _WIDEST:
            self._comments.pop(id_, None)

    def _bookmark(self, name: str, element: Any) -> None:
        id_ = attribute(element, "id")
        if name == "bookmarkEnd":
            self._bookmarks.pop(id_, None)
        elif key := PARAGRAPH.fullmatch(attribute(element, "name")):
            # One that is never closed ends where the next begins.
            self._bookmarks = {id_: key[1]}
            if self._stack:
                self._stack[-1].key = key[1]

    def _comment(self, name: str, id_: str) -> None:
        if name == "commentRangeEnd":
            self._comments.pop(id_, None)
            return
        fresh = id_ not in self.found
        self.found.setdefault(id_, [])
        if fresh and name == "commentRangeStart":
            self._comments[id_] = None
        if fresh and self._stack:
            self._hang(id_, self._stack[-1])


def _finder(known: Sequence[KnownParagraph]) -> Callable[[str], str]:
    """Finds a paragraph that lost its bookmark: by its words, else by its number and words that are nearly the same."""
    by_words: dict[str, list[str]] = {}
    for one in known:
        by_words.setdefault(_words(one.text), []).append(one.key)
    numbered: Mapping[str, list[KnownParagraph]] = _by_number(known)
    compared = itertools.count(1)

    def find(text: str) -> str:
        number, _, rest = text.strip().partition("\t")
        said = _words(rest if rest else text)
        keys = by_words.get(said, [])
        if said and len(keys) == 1:
            return keys[0]
        for one in numbered.get(number.strip(), []) if rest else []:
            if next(compared) > MOST_COMPARED:
                return ""
            if SequenceMatcher(None, said[:_BEGIN], _words(one.text)[:_BEGIN], autojunk=False).ratio() >= _ALIKE:
                return one.key
        return ""

    return find


def _by_number(known: Sequence[KnownParagraph]) -> dict[str, list[KnownParagraph]]:
    numbered: dict[str, list[KnownParagraph]] = {}
    for one in known:
        if one.number:
            numbered.setdefault(one.number, []).append(one)
    return numbered


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))[:4000]
