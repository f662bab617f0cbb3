"""The report as a Word file: all that the document says, with keys, and nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

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
from inspector_app.domain.instrument import Instrument
from inspector_app.exchange.word_marks import bookmark_of, plain
from inspector_app.exchange.word_report import ChartWords, as_word
from inspector_app.report.compose import compose
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_export import prepare, write
from inspector_app.services.session import Person, Session
from inspector_app.services.word_export import write_word

WORDS = ChartWords("Answer", "Share", "Cases")


@pytest.fixture(scope="module")
def example(
    example_file: Path, question_sets: dict[str, Instrument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """The example, open, to be read."""
    copy = tmp_path_factory.mktemp("open") / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, Person("HMI-01", "test"))
    yield session
    session.close()


def document(*blocks: Block) -> Document:
    return Document("T", "A", "S", "en", ("Left", "Right"), "Foot", "Page {page} of {pages}", blocks)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {n: packed.read(n).decode("utf-8", "replace") for n in packed.namelist()}


def all_text(word: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in word.element.body.iter(qn("w:p")))


def test_every_paragraph_of_the_example_is_there_with_its_key_and_number(example: Session, tmp_path: Path) -> None:
    desk = ReportDesk(example)
    written = write(prepare(example), tmp_path / "report.docx")
    assert written is not None
    word = opened(written.path.read_bytes())
    names = Counter(mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart")))
    assert [name for name, times in names.items() if times > 1] == []
    starts = {m.get(qn("w:id")) for m in word.element.body.iter(qn("w:bookmarkStart"))}
    assert starts == {m.get(qn("w:id")) for m in word.element.body.iter(qn("w:bookmarkEnd"))}
    pieces = [p for s in desk.sections() for p in desk.section(s.id).pieces]
    missing = [p for p in pieces if p.kind in ("paragraph", "item", "more", "box") and bookmark_of(p.key) not in names]
    assert missing == []
    linked = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))}
    assert linked and linked <= set(names)
    text = all_text(word)
    for piece in pieces:
        if re.fullmatch(r"\d\.\d\.\d+", piece.number):
            assert piece.number in text


def test_the_word_file_says_what_the_document_says(example: Session) -> None:
    made = compose(ReportDesk(example).freeze())
    content = as_word(made, WORDS)
    word, said = opened(content), parts(content)
    text = all_text(word)
    for block in made.blocks:
        if isinstance(block, Paragraph):
            assert plain("".join(run.text for run in block.runs)) in text
        elif isinstance(block, Heading):
            assert plain(block.text) in text
        elif isinstance(block, Table):
            assert all(plain(str(row[p])).split("\n")[0] in text for row in block.rows
                       for p, c in enumerate(block.columns) if c.kind != "bar" and row[p] is not None)  # fmt: skip
        elif isinstance(block, Chart):
            assert all(plain(bar.label) in text and bar.figures in text for bar in block.bars)
    levels = [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert len(levels) == sum(isinstance(b, Heading) for b in made.blocks)
    notes = [r for b in made.blocks if isinstance(b, Paragraph) for r in b.runs if r.note]
    assert all(run.note in "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", said["word/footnotes.xml"])) for run in notes)
    assert said["word/footnotes.xml"].count("<w:footnoteRef/>") == said["word/document.xml"].count(
        "w:footnoteReference "
    )
    assert as_word(made, WORDS) == content


def test_nothing_in_the_file_runs_or_leads_elsewhere(example: Session) -> None:
    said = parts(as_word(compose(ReportDesk(example).freeze()), WORDS))
    assert not [name for name in said if "vba" in name.lower() or "embed" in name.lower() or "activeX" in name]
    assert not [name for name, text in said.items() if 'TargetMode="External"' in text]
    every = "".join(said.values())
    assert set(re.findall(r'w:instr="([^"]*)"', every)) == {"PAGE", "NUMPAGES"}
    assert "instrText" not in every and "<!DOCTYPE" not in every
    assert 'w:val="en-GB"' in said["word/styles.xml"]


def test_lists_count_for_themselves_and_tables_repeat_their_heads() -> None:
    items = tuple((Paragraph((Run(t),), n, k),) for t, n, k in (("a", "1", "00000001"), ("b", "2", "00000002")))
    table = Table("T", "N", (Column("Q", "text", 0), Column("n"), Column("", "bar")), (("x", "1", 5), ("y", None, 7)))
    content = as_word(document(Listed(items, True), Listed(items, True, 3), Listed(items[:1]), table), WORDS)
    word = opened(content)
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4]
    assert [p.text for p in word.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None] == list("ababa")
    (grid,) = word.tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["Q", "n"], ["x", "1"], ["y", ""]]
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


HOSTILE = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_whatever_is_typed_is_read_again_as_text(text: str, other: str) -> None:
    blocks = (
        Cover(text, other, text, ((text, other),), (other,)),
        Contents(text), Heading(1, text, other or "k", text, other), Text(text, "note"), Figure(text, other, text),
        Table(text, other, (Column(text, "text", 0), Column(other)), ((text, other),)),
        Chart(text, other, (Bar(text, None, other, text),)), Terms(((text, other),)),
        Paragraph((Run(text, True, note=other), Run(other, link="zz")), text, "0123abcd"),
        Box("illustration", text, (Paragraph((Run(other),)),)),
    )  # fmt: skip
    word = opened(as_word(document(*blocks), WORDS))
    found = all_text(word)
    for typed in (text, other):
        for line in re.split(r"[\n\r\t]", plain(typed)):
            assert line in found


def test_a_megabyte_and_signs_that_turn_a_line_stay_readable() -> None:
    long = "The plan \x00\x1b[31m was \u202eneila\u202c =cmd|' /C calc'!A0 " * 20_000
    word = opened(as_word(document(Paragraph((Run(long),), "1.1.1", "0123abcd")), WORDS))
    text = word.paragraphs[-1].text
    assert len(text) > 900_000 and "\u202e" not in text and "was neila =cmd|" in text
    assert "\ufffd" in text


@pytest.mark.parametrize("key", ["0123abcd", "full-3.1", "x" * 99, "é ü/…", ""])
def test_a_bookmark_has_a_name_that_word_takes(key: str) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", bookmark_of(key))


def test_a_writer_that_is_stopped_leaves_nothing(example: Session, tmp_path: Path) -> None:
    assert write_word(ReportDesk(example).freeze(), tmp_path / "r.docx", cancelled=lambda: True) is None
    assert list(tmp_path.iterdir()) == []
