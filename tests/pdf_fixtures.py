"""Documents for the tests of the PDF: one with every kind of block and text that tries to break it."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from inspector_app.domain.document import (
    Bar,
    Block,
    Box,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Listed,
    Paragraph,
    Run,
    Table,
    Terms,
    Text,
)

NASTY = '<img src="x.png"> <font color="[0,0,0]">red</font> <a href="file:///etc/passwd">a</a> </para> &amp; {page} %s'
BROKEN = "a\x00b\x1b \u202e😀 tab\there e\u0301"
LONG_WORD = "Hippopotomonstrosesquipedalio" * 12
SENTENCE = "The plan named who would do what and by when, and the officer went back to it with the person each month."


def document(*blocks: Block, **said: str) -> Document:
    """A document of these blocks."""
    held = {
        "title": "A title", "author": "Inspection team", "subject": "A draft", "language": "en-GB",
        "foot": "Draft, not for publication", "page": "Page {page} of {pages}",
    }  # fmt: skip
    return Document(head=("Northmoor Probation Trust", "A title"), blocks=blocks, **{**held, **said})  # type: ignore[arg-type]


def paragraph(text: str, number: str = "", key: str = "", note: str = "") -> Paragraph:
    """A written paragraph of one run."""
    return Paragraph((Run(text, note=note),), number, key)


def every_block() -> Document:
    """Every kind of block, with nasty, broken, empty and very long text among them."""
    return document(
        Cover("DRAFT", f"Report & {NASTY}", "Coast & Moor", (("Fieldwork", BROKEN), ("Cases", "72")), (NASTY, "Two")),
        Contents("Contents"),
        *_written(),
        *_counted(),
        banner="Draft for the Trust’s comment", watermark="WORKING DRAFT", edition="Version 3 · 25 November 2013",
    )  # fmt: skip


def _written() -> Iterator[Block]:
    yield Heading(1, "Assisting sentencing", "one", label="1", above="Outcome 1")
    yield Text("What we look for, said at the head of a chapter.", "lead")
    yield Heading(3, "A heading whose level skips one", "skips")
    runs = (
        Run("Plans were "), Run("good", strong=True), Run(" and "), Run("prompt", emphasis=True),
        Run(", as "), Run("1.3", link="para-3"), Run(" says", note="A note with <b>typed</b> marks."), Run("; "),
        Run("lost", link="no-such-key"), Run(" links are plain."),
    )  # fmt: skip
    yield Paragraph(runs, "1.1", "para-1")
    yield Paragraph((Run("Both", strong=True, emphasis=True), Run(f" and {NASTY}")), "1.2", "para-2")
    yield paragraph(f"{SENTENCE} " * 30, "1.3", "para-3", note="The second note. " * 20)
    yield paragraph("", "1.4", "para-4")
    yield paragraph(f"{LONG_WORD} {BROKEN}")
    yield paragraph("With a note that fills pages.", note=f"{SENTENCE} " * 120)
    yield Listed(((paragraph("first"), paragraph("more of it")), (paragraph(NASTY),), ()))
    yield Listed(
        ((paragraph("ordered", key="item-key"),), (paragraph("next", note="In a list."),)), ordered=True, start=9
    )
    yield Listed(((paragraph("a recommendation", "1", "rec-1"),), (paragraph("another", "2", "rec-2"),)))
    yield Box("quotation", "", (paragraph("“They listened.”", note="Said in a box."),))
    yield Box("illustration", NASTY, (paragraph(f"{SENTENCE} " * 8, key="boxed"), Listed(((paragraph("point"),),))))
    yield Box("illustration", "Very long", tuple(paragraph(f"{SENTENCE} " * 6) for _ in range(20)))
    yield Box("quotation", "", ())


def _counted() -> Iterator[Block]:
    yield Heading(1, "Counted", "two", label="2")
    yield Heading(2, "Tables and charts", "two-1", label="2.1")
    yield Figure("82%", "of this work was done well enough", "By the question mean.")
    columns = (
        Column("No.", "quiet", 12), Column("Question", "text", 0), Column("Share", "number", 15), Column("", "bar", 30),
    )  # fmt: skip
    rows = tuple((f"A{n}", f"Question {n} {NASTY if n == 3 else ''}", f"{n}%", n) for n in range(90))
    yield Table("A long table", "Its base.", columns, (*rows, ("", "Mean", "50%", None)), total=True)
    yield Table(
        "", "", (Column("What", "text", 60), Column("When", "text", 0)), (("a", f"{SENTENCE} " * 150), ("b", ""))
    )
    yield Table("Empty", "", (Column("What", "text", 60), Column("When", "text", 0)), ())
    bars = (Bar("Plans were made in time", 76, "54 of 71", "2.1 Planning"), Bar(NASTY, None, "0 of 0", "2.1 Planning"))
    yield paragraph("The chart below shows it.")
    yield Chart("Plans", "Base: 71 cases.", (*bars, Bar("Told", 0, "0 of 9 †", "2.2 Work")))
    yield Chart("", "", tuple(Bar(f"Bar number {n} with a label that takes two lines of it", n, "") for n in range(70)))
    yield Terms((("MAPPA", "Multi-agency public protection arrangements."), (NASTY, BROKEN)))


def tree(reader: PdfReader) -> Iterator[tuple[int, str, DictionaryObject]]:
    """The tag tree in reading order: depth, role, and the element."""
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    yield from _walk(root["/K"], 0)


def _walk(kids: object, depth: int) -> Iterator[tuple[int, str, DictionaryObject]]:
    found = kids.get_object() if isinstance(kids, IndirectObject) else kids
    for kid in found if isinstance(found, list) else [found]:
        element = kid.get_object()
        if isinstance(element, DictionaryObject) and "/S" in element:
            yield depth, str(element["/S"]).removeprefix("/"), element
            if "/K" in element:
                yield from _walk(element["/K"], depth + 1)
