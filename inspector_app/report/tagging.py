"""Makes a tagged PDF of a set one: PDF/UA-1 (ISO 14289-1).

Every piece of a page is marked while it is drawn, as a numbered piece or as an artifact. Here the tree of what the
pieces are is written, with the way back from each piece to its place in the tree, and what PDF/UA asks of the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from inspector_app.report.setting.tags import Annotated, Element, Mark, Structure

Tick = Callable[[float], None]
_ROWS = re.compile(rb"\d+ beginbfchar\n(.*?)endbfchar", re.DOTALL)
_MOST_ROWS = 100
"""A table of characters has no more rows than this in one block."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>Inspector</xmp:CreatorTool>
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def tagged(content: bytes, structure: Structure, language: str, tick: Tick = lambda _share: None) -> bytes:
    """The same PDF, tagged. The same input gives the same bytes.

    Args:
        content: what was set, with its pieces marked.
        structure: the tree that grew while it was set.
        language: of the whole document, such as *en-GB*.
        tick: told the share done (0 to 1); may raise to stop.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        _Tree(pdf, structure, tick).write()
        _describe(pdf, language)
        _mend_fonts(pdf)
        tick(0.8)
        target = BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
        )
    tick(1.0)
    return target.getvalue()


class _Tree:
    def __init__(self, pdf: Pdf, structure: Structure, tick: Tick) -> None:
        self.pdf, self.structure, self.tick = pdf, structure, tick
        self.pages = [page.obj for page in pdf.pages]
        self.objects: dict[Element, Any] = {}
        self.notes = 0

    def write(self) -> None:
        """Writes the tree and the way back to it."""
        top = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._write(self.structure.root, top)
        top.K = Array([self.objects[self.structure.root]])
        self._way_back(top)
        self.pdf.Root.StructTreeRoot = top

    def _write(self, root: Element, parent: Any) -> None:
        """An element and all below it, parents first."""
        waiting, done = [(root, parent)], 0
        order: list[Element] = []
        while waiting:
            element, above = waiting.pop()
            self.objects[element] = self.pdf.make_indirect(self._node(element, above))
            order.append(element)
            below = [kid for kid in element.kids if isinstance(kid, Element)]
            waiting.extend((kid, self.objects[element]) for kid in reversed(below))
            done += 1
            if done % 500 == 0:
                self.tick(0.3 * min(done / 10_000, 1.0))
        for element in order:
            kids = [self._kid(kid, element) for kid in element.kids]
            if kids:
                self.objects[element].K = kids[0] if len(kids) == 1 else Array(kids)
        self.tick(0.6)

    def _node(self, element: Element, above: Any) -> Any:
        tag = element.tag
        node = Dictionary(Type=Name.StructElem, S=Name(f"/{tag.role}"), P=above)
        if (page := _page_of(element)) is not None:
            node.Pg = self.pages[page]
        if tag.alt:
            node.Alt = String(tag.alt)
        if tag.role == "Note":
            self.notes += 1
            node.ID = String(f"note-{self.notes}")
        if tag.numbered is not None:
            node.A = Dictionary(O=Name.List, ListNumbering=Name.Decimal if tag.numbered else Name.Disc)
        if tag.scope or tag.span > 1:
            node.A = Dictionary(O=Name.Table)
            if tag.scope:
                node.A.Scope = Name(f"/{tag.scope}")
            if tag.span > 1:
                node.A.ColSpan = tag.span
        return node

    def _kid(self, kid: Element | Mark | Annotated, owner: Element) -> Any:
        if isinstance(kid, Element):
            return self.objects[kid]
        page = self.pages[kid.page]
        if isinstance(kid, Annotated):
            return Dictionary(Type=Name.OBJR, Obj=page.Annots[kid.place], Pg=page)
        if kid.page == _page_of(owner):
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=page, MCID=kid.number)

    def _way_back(self, top: Any) -> None:
        numbers: list[Any] = []
        for place, page in enumerate(self.pages):
            page.StructParents = place
            page.Tabs = Name.S
            owners = self.structure.pages[place] if place < len(self.structure.pages) else []
            numbers.extend([place, self.pdf.make_indirect(Array([self.objects[o] for o in owners]))])
        key = len(self.pages)
        for link in self.structure.links:
            annotation = self.pages[link.page].Annots[link.place]
            annotation.StructParent = key
            annotation.Contents = String(link.told)
            annotation.F = 4
            numbers.extend([key, self.objects[link.owner]])
            key += 1
        top.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        top.ParentTreeNextKey = key


def _page_of(element: Element) -> int | None:
    """The page of its first marked piece."""
    return next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)


def _describe(pdf: Pdf, language: str) -> None:
    info = pdf.docinfo
    said = {key: escape(str(info.get(f"/{key.title()}", ""))) for key in ("title", "author", "subject")}
    metadata = pdf.make_stream(_XMP.format(language=escape(language), **said).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _mend_fonts(pdf: Pdf) -> None:
    """Drops the rows of ReportLab's tables of characters that say a code means nothing (U+0000)."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
            item.ToUnicode.write(_ROWS.sub(_rows, item.ToUnicode.read_bytes()))


def _rows(found: re.Match[bytes]) -> bytes:
    rows = [row for row in found.group(1).splitlines() if not row.endswith(b"<0000>")]
    blocks = [rows[place : place + _MOST_ROWS] for place in range(0, len(rows), _MOST_ROWS)]
    return b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
