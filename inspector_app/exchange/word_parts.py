"""A Word file taken apart with care: it is somebody else's, so no more is unpacked than it may hold, and nothing is
looked up elsewhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from inspector_app.domain.errors import KnownError

LARGEST_FILE, LARGEST_PART = 64 << 20, 32 << 20
"""Bytes: of the file as it is, and of one of its parts when it is unpacked."""
_MOST_PARTS = 20_000
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How Word packs; other ways may ask for gigabytes before a byte is unpacked."""
_SYMBOLS = {
    "FC": "✓",
    "FB": "✗",
    "FE": "☑",
    "FD": "☒",
    "A8": "☐",
    "6F": "☐",
    "78": "☒",
    "51": "☒",
    "52": "☑",
    "A3": "☐",
}
"""What people insert as a symbol to tick with: signs of Wingdings and Wingdings 2, by the end of their number."""
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "delText", "instrText"})


class WordParts:
    """The parts of a docx file, unpacked one by one and only so far.

    Args:
        name: of the file, for messages.
        what: what it should be, such as *report*: no such thing is so large.
        instead: what to do where the file is too large, as a sentence.

    Raises (each method): KnownError, where it is no Word file, is damaged, or holds more than it should.
    """

    def __init__(self, content: bytes, name: str, what: str, instead: str) -> None:
        self._name, self._what = name, what
        if len(content) > LARGEST_FILE:
            raise KnownError(f"{name} is larger than any {what}; nothing was taken in. {instead}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            names = self._zip.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
            raise self._no_word() from None
        if len(names) > _MOST_PARTS:
            raise self._too_much()
        self._names = {name.lstrip("/"): name for name in names}
        if not self.has("[Content_Types].xml"):
            raise self._no_word()

    def has(self, part: str) -> bool:
        """Whether the file has such a part."""
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
            inside = local_name(relation) == "Relationship" and relation.get("TargetMode") != "External"
            if inside and str(relation.get("Type", "")).endswith(kind):
                target = str(relation.get("Target", ""))
                return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
        return None

    def _read(self, part: str) -> bytes:
        try:
            if self._zip.getinfo(self._names[part]).compress_type not in _USUAL:
                raise self._damaged()
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
        return KnownError(
            f"{self._name} unpacks to more than any {self._what}; nothing was taken in. Ask for a sound copy."
        )


def text_of(element: Any) -> str:
    """The words of a paragraph as printed, as `_pieces` gives them."""
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    """The words of a paragraph as printed: without what was struck out, and without the paragraphs inside it."""
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _SYMBOLS.get(attribute(child, "char").upper()[-2:], "\ufffd")
        elif name not in _SKIPPED and name not in ("pPr", "p", "rPr"):
            yield from _pieces(child)


def local_name(element: Any) -> str:
    """The name of an element without its namespace: strict files have other namespaces than common ones."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its own name, whatever the namespace: strict files have another than common ones."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
