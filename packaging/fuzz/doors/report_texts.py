"""Text of the report: from Markdown to blocks, pieces, marks, hits, and sometimes to a page and a Word file."""

from __future__ import annotations

from functools import cache

from fuzz.ground import desk
from fuzz.target import Target
from inspector_app.domain.disclosure import Passage, People, disclosures
from inspector_app.domain.document import Block, Document, Heading
from inspector_app.domain.paragraphs import numbered, pieces_of
from inspector_app.domain.report_outline import outline
from inspector_app.domain.text_places import place_fault, places_of, words_in
from inspector_app.report.narrative import Prints, blocks_of
from inspector_app.runtime.paths import resources
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_marks import marks_of

PEOPLE = People(("Ann Howe", "Will Smith"), ("C1", "PLY-0042"), ("OM1",), ("AB",))


@cache
def _desk() -> ReportDesk:
    return ReportDesk(desk())


def _text(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    blocks = read_text(text)
    if sum(data[:16]) % 32 == 0:
        _print(blocks, text)


def read_text(text: str) -> tuple[Block, ...]:
    """All that is done with a text while it is written, and its blocks."""
    instrument = desk().instrument
    section = next(s for s in outline(instrument, True) if s.kind == "findings")
    pieces = numbered(section, pieces_of(text))
    said = Prints(lambda source, begun: "one", lambda key: ("1.1.1", key), lambda source: None)
    blocks = blocks_of(text, pieces, said, "k")
    for place in places_of(text):
        place_fault(place)
    words_in(text)
    marks_of(text, _desk().prints(), _desk().number_of, {})
    for hit in disclosures([Passage("s", "p", text)], PEOPLE):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
    return blocks


def _print(blocks: tuple[Block, ...], text: str) -> None:
    from inspector_app.exchange.word_report import ChartWords, as_word
    from inspector_app.report.render import render

    title = " ".join(text.split())[:80] or "x"
    document = Document(
        title, "a", title, "en", (title, title), "foot", "Page {page} of {pages}", [Heading(1, "One", "one"), *blocks],
    )  # fmt: skip
    assert render(document, resources() / "fonts").pages > 0
    as_word(document, ChartWords("what", "share", "figures", "none"))


SEEDS = (
    b"We came in {{fig: question=plan, as=counts}} cases.[^1]\n\n[^1]: Of those.\n\n- one\n  - two\n\n1. a\n2. b\n",
    b"> [!illustration] Ann {note: C1}\n>\n> Words with *emphasis* and **strong**.\n\n{{chart: criterion=1.1}}\n",
    b'### Head\n\n{{para: aaaaaaaa}} <img src="file:///etc/passwd"> ![x](file:///x) [y](http://z) `code` &#91;\n',
    b'Ann Howe, born 2.3.1980, AB12 3CD, 01752 123456, a@b.uk, OM1, PLY\xe2\x80\x8b-0042 six 76% {{plain: "7"}}\n',
)

TARGETS = (Target("report_text", _text, lambda: SEEDS, 2048),)
