"""What stands where: notes with their numbers, boxes whole, headings with their text, state on each page."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from inspector_app.domain.document import Bar, Block, Box, Chart, Column, Contents, Document, Heading, Listed, Table
from inspector_app.domain.errors import KnownError
from inspector_app.report import styles
from inspector_app.report.render import Rendered, render, render_part
from pdf_fixtures import SENTENCE, document, paragraph, tree
from report_inspection import FONTS


def pages_of(made: Rendered | Document) -> list[str]:
    """What each page says, with white space as single blanks."""
    rendered = render(made, FONTS) if isinstance(made, Document) else made
    return [" ".join(p.extract_text().split()) for p in PdfReader(BytesIO(rendered.content)).pages]


def _sized(draw: st.DrawFn, number: int) -> Block:
    words = f"w{number}s " + "word " * draw(st.integers(0, 260))
    note = f"note{number}x " * draw(st.sampled_from([0, 0, 0, 1, 30, 150]))
    kind = draw(st.sampled_from(["paragraph", "heading", "box", "list", "chart"]))
    if kind == "heading":
        return Heading(2, f"Heading {number}", f"h{number}")
    if kind == "box":
        return Box("illustration", f"Box {number}", (paragraph(words, note=note), paragraph(words)))
    if kind == "chart":
        return Chart(f"Chart {number}:", "", tuple(Bar(f"bar{n}", n, "") for n in range(draw(st.integers(1, 60)))))
    if kind == "list":
        return Listed(tuple((paragraph(words, note=note if n == 1 else ""),) for n in range(3)))
    return paragraph(f"{words}end{number}", f"1.{number}", note=note)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of paragraphs, boxes, lists and notes of any length."""
    return document(Heading(1, "One", "one"), *(_sized(draw, n) for n in range(draw(st.integers(1, 9)))))


@settings(max_examples=40, deadline=None)
@given(documents())
def test_each_note_stands_whole_on_a_page_where_its_number_is(made: Document) -> None:
    pages = pages_of(render_part(made, FONTS, {"one"}))
    for block in made.blocks:
        runs = getattr(block, "runs", ())
        if runs and 0 < len(runs[0].note.split()) <= 30:
            name = runs[0].note.split()[0]
            (page,) = (p for p in pages if name in p)
            assert page.count(name) == len(runs[0].note.split())
            assert re.search(rf"{re.escape(runs[0].text.split()[-1])}\d", page), "its number stands on the same page"


@settings(max_examples=40, deadline=None)
@given(documents())
def test_boxes_that_fit_a_page_are_whole_and_no_heading_is_last(made: Document) -> None:
    pages = pages_of(render_part(made, FONTS, {"one"}))
    for before, block in pairwise(made.blocks):
        # A box goes on over pages, too, where it would leave its heading behind.
        if isinstance(block, Box) and isinstance(before, Heading):
            continue
        if isinstance(block, Box) and len(block.blocks[0].runs[0].note.split()) <= 30:
            number = block.title.split()[1]
            assert sum(f"Box {number} " in p for p in pages) == 1
            assert next(p for p in pages if f"Box {number} " in p).count(f"w{number}s") == 2
    for page in pages[:-1]:
        body = re.sub(r" \d+ note\d+x.*", "", page).removesuffix(" One")
        assert not re.search(r"Heading \d+$", body)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_charts_stand_once_each_in_their_order_and_before_the_next_heading(made: Document) -> None:
    text = " ".join(pages_of(render_part(made, FONTS, {"one"})))
    told = [
        f"Chart {re.sub('[^0-9]', '', b.title)}:" if isinstance(b, Chart) else b.text
        for b in made.blocks[1:]
        if isinstance(b, Chart | Heading)
    ]
    places = [text.index(words) for words in told]
    assert places == sorted(places)
    assert {words: text.count(words) for words in told} == dict.fromkeys(told, 1)


def test_a_box_longer_than_a_page_begins_where_it_stands_and_goes_on() -> None:
    long = Box("illustration", "Long", tuple(paragraph(f"{SENTENCE} " * 6) for _ in range(20)))
    pages = pages_of(document(Heading(1, "One", "one"), paragraph("Before."), long, paragraph("After.")))
    assert "Before." in pages[0] and "Long" in pages[0] and len(pages) > 2


def test_a_chart_that_does_not_fit_goes_to_the_next_page_and_the_text_fills_this_one() -> None:
    bars = tuple(Bar(f"Bar{n}", n, "") for n in range(20))
    blocks = (
        Heading(1, "One", "one"), paragraph(f"{SENTENCE} " * 28), Chart("Plans", "", bars),
        *(paragraph(f"Para{n}. {SENTENCE}") for n in range(8)), Heading(2, "Next", "next"), paragraph("Further."),
    )  # fmt: skip
    made = render(document(*blocks), FONTS)
    first, second = pages_of(made)
    assert "Plans" not in first and "Para0." in first and "Para1." in first
    assert second.index("Plans") < second.index("Bar19") < second.index("Para7.") < second.index("Next")
    # It is read where it is told, before what was set ahead of it.
    roles = [role for _, role, _ in tree(PdfReader(BytesIO(made.content)))]
    assert roles.index("Table") < roles.index("Figure") < len(roles) - 1 - roles[::-1].index("P")
    assert roles[: roles.index("Table")].count("P") == 1


def test_charts_pass_neither_each_other_nor_a_heading() -> None:
    bars = tuple(Bar(f"b{n}", n, "") for n in range(12))
    blocks = [Heading(1, "One", "one"), paragraph(f"{SENTENCE} " * 28)]
    blocks += [Chart(f"Chart{n}", "", bars) for n in range(5)]
    text = " ".join(pages_of(document(*blocks, Heading(2, "Next", "next"), paragraph("Further."))))
    places = [text.index(f"Chart{n}") for n in range(5)]
    assert places == sorted(places) and places[-1] < text.index("Next") < text.index("Further.")


def test_several_charts_may_wait_for_one_page() -> None:
    bars = tuple(Bar(f"b{n}", n, "") for n in range(22))
    blocks: list[Block] = [Heading(1, "One", "one"), paragraph(f"{SENTENCE} " * 26)]
    for n in range(4):
        blocks += [Chart(f"Chart{n}", "", bars), paragraph(f"Para{n}.")]
    text = " ".join(pages_of(document(*blocks)))
    places = [text.index(f"Chart{n}") for n in range(4)]
    assert places == sorted(places) and text.index("Para3.") < text.index("Chart0")


def test_a_row_longer_than_a_page_goes_on_under_the_same_heads() -> None:
    columns = (Column("What", "text", 40), Column("Said", "text", 0))
    rows = (("first", f"{SENTENCE} " * 120), ("second", "short"))
    pages = pages_of(document(Heading(1, "One", "one"), Table("T", "", columns, rows)))
    assert len(pages) > 1 and all("What Said" in page for page in pages)
    assert sum(page.count("when,") for page in pages) == 120 and "second" in pages[-1]


def test_the_heads_of_a_long_table_stand_on_every_page_and_are_read_once() -> None:
    rows = tuple((f"row{n}", "x") for n in range(120))
    made = render(document(Table("T", "", (Column("Whatever", "text", 60), Column("b", "text", 0)), rows)), FONTS)
    assert all("Whatever" in page for page in pages_of(made)) and made.pages > 2
    code = b"".join(p["/Contents"].get_object().get_data() for p in PdfReader(BytesIO(made.content)).pages)
    assert code.count(b"/TH <<") == 2 + 120  # the heads once, and each row's first cell


def test_the_heads_of_a_table_stand_once_on_a_page_wherever_it_breaks() -> None:
    rows = tuple((f"row{n}x", "word " * 45) for n in range(11))
    table = Table("", "", (Column("Headed", "text", 30), Column("Said", "text", 0)), rows)
    for before in range(0, 360, 8):
        made = document(Heading(1, "One", "one"), paragraph("begin " * before), table)
        pages = pages_of(render_part(made, FONTS, {"one"}))
        with_rows = [re.findall(r"row\d+x", page) for page in pages]
        assert [page.count("Headed") for page in pages] == [1 if held else 0 for held in with_rows], before
        assert [row for held in with_rows for row in held] == [first for first, _ in rows]


def test_the_contents_do_not_run_under_the_head_of_what_stands_before_them() -> None:
    made = document(
        Heading(1, "Foreword", "foreword"), paragraph(SENTENCE), Contents("Contents"), Heading(1, "Two", "two")
    )
    _, contents, _ = pages_of(made)
    assert contents.count("Foreword") == 1


def test_the_state_of_the_report_stands_on_every_page() -> None:
    blocks = (Heading(1, "One", "a"), paragraph("x"), Heading(1, "Two", "b"), paragraph("y"))
    said = {"banner": "Draft for the Trust’s comment", "watermark": "DRAFT", "edition": "Version 3, 25 November 2013"}
    for page in pages_of(document(*blocks, **said)):
        assert all(words in page for words in said.values())
    assert not any("DRAFT" in page for page in pages_of(document(*blocks)))


def test_long_words_of_state_stay_on_the_page() -> None:
    said = {"banner": "b" * 900, "watermark": "W" * 200, "edition": "e" * 900, "foot": "f" * 900}
    assert all("…" in page for page in pages_of(document(paragraph("x"), **said)))


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda p: p.write_bytes(b""), lambda p: p.write_bytes(p.read_bytes()[:999])]
)
def test_a_missing_or_broken_font_is_told_in_one_sentence(
    damage: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FONTS, tmp_path / "fonts")
    damage(tmp_path / "fonts" / "Lato-Italic.ttf")  # type: ignore[operator]
    fonts = {k: v for k, v in pdfmetrics._fonts.items() if k != styles.ITALIC}
    monkeypatch.setattr(pdfmetrics, "_fonts", fonts)
    with pytest.raises(KnownError, match="Lato-Italic.ttf is missing or damaged"):
        render(document(paragraph("x")), tmp_path / "fonts")
