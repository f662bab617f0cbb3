"""What a Word file holds beside its text: bookmarks, links, footnotes, numbering. And text that no file chokes on."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

PARAGRAPH = re.compile(r"p_([0-9a-f]{8})")
"""The name of the bookmark around a paragraph of the report: its key stands in it."""
_LONGEST_NAME = 40
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufddf\ufffe\uffff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def plain(text: str) -> str:
    """The text without what turns its direction, and with a sign for each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", _TURNS.sub("", text))


def bookmark_of(key: str) -> str:
    """The name of the bookmark for a key: letters, figures and underscores, at most forty."""
    if re.fullmatch(r"[0-9a-f]{8}", key):
        return f"p_{key}"
    name = "k_" + re.sub(r"\W", "_", key, flags=re.ASCII)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"


class Marks:
    """Counts what has to be told apart within one file."""

    def __init__(self, word: Word) -> None:
        self._word = word
        self._bookmarks = 0
        self._notes: Any = None
        self._note_count = 0
        self._lists = 0
        self._kinds: dict[bool, int] = {}

    def bookmark(self, paragraph: Paragraph, key: str, last: Paragraph | None = None) -> None:
        """Puts a bookmark around all of a paragraph, or from it to the end of another."""
        self._bookmarks += 1
        start, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), bookmark_of(key))
        properties = paragraph._p.pPr
        place = 0 if properties is None else 1
        paragraph._p.insert(place, start)
        (last or paragraph)._p.append(end)

    def link(self, paragraph: Paragraph, key: str) -> Any:
        """A link to a bookmark of the same file, to which runs are added."""
        link = _element("w:hyperlink")
        link.set(qn("w:anchor"), bookmark_of(key))
        link.set(qn("w:history"), "1")
        paragraph._p.append(link)
        return link

    def footnote(self, paragraph: Paragraph, text: str) -> None:
        """Hangs a footnote on the end of a paragraph."""
        if self._notes is None:
            self._notes = self._footnotes()
        self._note_count += 1
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{self._note_count}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
        )
        note.findall(f".//{qn('w:t')}")[-1].text = plain(text)
        self._notes.append(note)
        run = paragraph.add_run()
        run._r.style = "FootnoteReference"
        reference = _element("w:footnoteReference")
        reference.set(qn("w:id"), str(self._note_count))
        run._r.append(reference)

    def close(self) -> None:
        """Puts the footnotes into the file."""
        if self._notes is None:
            return
        from lxml import etree

        blob = etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        main = self._word.part
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def numbering(self, ordered: bool, start: int) -> int:
        """A list of its own, which begins to count at `start`; its id, for `number`."""
        numbering = self._word.part.numbering_part.element
        if ordered not in self._kinds:
            self._kinds[ordered] = self._kind(numbering, ordered)
        self._lists += 1
        number = 1000 + self._lists
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if ordered else ""
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{self._kinds[ordered]}"/>{override}'
                "</w:num>"
            )
        )
        return number

    def number(self, paragraph: Paragraph, numbering: int) -> None:
        """Makes a paragraph an item of a list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = numbering

    def _kind(self, numbering: Any, ordered: bool) -> int:
        kind = 900 + ordered
        look = '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>' if ordered else (
            '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        )  # fmt: skip
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{look}<w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
        )
        first = numbering.find(qn("w:num"))
        numbering.insert(len(numbering) if first is None else numbering.index(first), abstract)
        return kind

    def _footnotes(self) -> Any:
        """Word wants the two lines that part notes from text, under these ids."""
        return parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote></w:footnotes>"
        )


def _element(tag: str) -> Any:
    return OxmlElement(tag)
