"""Reads the comments out of a Word file that came back, and finds the paragraphs of the report on which they hang.

A comment hangs on the paragraphs through which its range runs. Each of them is found by the bookmark that `word_report`
put around it; where that was lost, by its number and words. What fits nowhere is told as such, never guessed at. The
file is somebody else's: no more is unpacked than a report can be, and nothing in it is looked up elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from inspector_app.domain.errors import KnownError
from inspector_app.exchange.word_marks import PARAGRAPH, plain

LARGEST_FILE, LARGEST_PART = 64 << 20, 32 << 20
"""Bytes: of the file as it is, and of one of its parts when it is unpacked."""
_MOST_PARTS, _MOST_COMMENTS, _LONGEST = 20_000, 20_000, 100_000
_WIDEST = 100
"""A comment hangs on no more paragraphs than this."""
_ALIKE = 0.85
_DOCUMENT, _COMMENTS, _THREADS = "/officeDocument", "/comments", "/commentsExtended"
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "delText", "instrText"})


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
    parts = _Parts(content, name)
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


class _Parts:
    """The parts of a docx file, unpacked one by one and only so far."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        if len(content) > LARGEST_FILE:
            raise KnownError(f"{name} is larger than any report; nothing was taken in. Send the comments as a table.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            names = self._zip.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self._no_word() from None
        if len(names) > _MOST_PARTS:
            raise self._too_much()
        self._names = {name.lstrip("/"): name for name in names}
        if not self.has("[Content_Types].xml"):
            raise self._no_word()

    def has(self, part: str) -> bool:
        return part in self._names

    def tree(self, part: str) -> Any:
        """A part as a tree. A document type is refused, so that no entity is made or looked up."""
        blob = self._read(part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(blob, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None
        if root is None or root.getroottree().docinfo.doctype:
            raise self._damaged()
        return root

    def target(self, part: str, kind: str) -> str | None:
        """To which part another leads by a relation whose type ends in `kind`; only within the file."""
        relations = join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")
        if not self.has(relations):
            return None
        for relation in self.tree(relations).iter():
            inside = _local(relation) == "Relationship" and relation.get("TargetMode") != "External"
            if inside and str(relation.get("Type", "")).endswith(kind):
                target = str(relation.get("Target", ""))
                return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
        return None

    def _read(self, part: str) -> bytes:
        try:
            with self._zip.open(self._names[part]) as held:
                blob = held.read(LARGEST_PART + 1)
        except KeyError:
            raise self._no_word() from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
            raise self._damaged() from None
        if len(blob) > LARGEST_PART:
            raise self._too_much()
        return blob

    def _no_word(self) -> KnownError:
        return KnownError(
            f"{self._name} is not a Word file (docx); nothing was taken in. In Word choose Save As and the type .docx."
        )

    def _damaged(self) -> KnownError:
        return KnownError(
            f"{self._name} is damaged or not made by Word; nothing was taken in. Save it anew in Word and try again."
        )

    def _too_much(self) -> KnownError:
        return KnownError(f"{self._name} unpacks to more than any report; nothing was taken in. Ask for a sound copy.")


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
        if _local(comment) != "comment":
            continue
        paragraphs = [p for p in comment.iter() if _local(p) == "p"]
        text = "\n".join(_text(p) for p in paragraphs).strip()
        last = _attribute(paragraphs[-1], "paraId") if paragraphs else ""
        found.append(
            _Said(
                _attribute(comment, "id"),
                _attribute(comment, "author").strip()[:200],
                _attribute(comment, "date")[:40],
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
        _attribute(one, "paraId"): _attribute(one, "paraIdParent")
        for one in root.iter()
        if _local(one) == "commentEx" and _attribute(one, "paraIdParent")
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
            name = _local(element)
            if name == "p":
                if event == "start":
                    self._begin()
                else:
                    self._stack.pop().text = _text(element)
            elif event == "start" and name in ("bookmarkStart", "bookmarkEnd"):
                self._bookmark(name, element)
            elif event == "start" and name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                self._comment(name, _attribute(element, "id"))
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
        id_ = _attribute(element, "id")
        if name == "bookmarkEnd":
            self._bookmarks.pop(id_, None)
        elif key := PARAGRAPH.fullmatch(_attribute(element, "name")):
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

    def find(text: str) -> str:
        number, _, rest = text.strip().partition("\t")
        said = _words(rest if rest else text)
        keys = by_words.get(said, [])
        if said and len(keys) == 1:
            return keys[0]
        for one in numbered.get(number.strip(), []) if rest else []:
            if SequenceMatcher(None, said, _words(one.text), autojunk=False).ratio() >= _ALIKE:
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


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    """The words of a paragraph as printed: without what was struck out, and without the paragraphs inside it."""
    for child in element:
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name not in _SKIPPED and name not in ("pPr", "p", "rPr"):
            yield from _pieces(child)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    """An attribute by its own name, whatever the namespace: strict files have another than common ones."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
