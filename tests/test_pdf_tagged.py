"""The tagged PDF: valid by PDF/UA-1, in reading order, whole words; and faults that are planted are found."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from pypdf import PdfReader

from inspector_app.domain.document import (
    Bar,
    Block,
    Box,
    Chart,
    Document,
    Heading,
    Listed,
    Paragraph,
    Table,
    Terms,
    Text,
)
from inspector_app.report.compose import compose
from inspector_app.report.input import ReportInput
from inspector_app.report.render import Rendered, render
from inspector_app.services.inspections import Inspections
from inspector_app.services.reporting import freeze
from inspector_app.services.session import Person
from pdf_fixtures import LONG_WORD, NASTY, document, every_block, paragraph, tree
from report_inspection import FONTS, inspection


def faults(content: bytes) -> list[str]:
    """The rules of PDF/UA-1 that a document breaks."""
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert report.rules.total > 100
    return sorted({failure.rule_id for failure in report.failures})


@pytest.fixture(scope="module")
def every() -> Rendered:
    return render(every_block(), FONTS)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> ReportInput:
    session = inspection(tmp_path_factory.mktemp("tagged"), cases=14, unfinished=2)
    try:
        return freeze(session)
    finally:
        session.close()


@pytest.fixture(scope="module")
def report(given: ReportInput) -> Rendered:
    return render(given, FONTS)


def test_every_kind_of_block_is_valid(every: Rendered) -> None:
    assert faults(every.content) == []


def test_the_report_of_an_inspection_is_valid(report: Rendered) -> None:
    assert faults(report.content) == []


def test_the_report_of_the_example_is_valid_and_whole_words(
    example_file: Path, shipped: Inspections, tmp_path: Path
) -> None:
    shutil.copyfile(example_file, tmp_path / "e.inspection")
    session = shipped.open(tmp_path / "e.inspection", Person("HMI-01", "test"))
    made = compose(freeze(session))
    session.close()
    content = render(made, FONTS).content
    assert faults(content) == []
    assert _missing(made, content) == set()
    roles = Counter(role for _, role, _ in tree(PdfReader(BytesIO(content))))
    assert roles["Note"] and roles["BlockQuote"] and roles["Figure"] > 20 and roles["Link"] > 60


def test_a_document_without_anything_is_valid() -> None:
    assert faults(render(document(paragraph("One line.")), FONTS).content) == []


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\ufdd0", "\ue000", "\ud800", "\U0010ffff", "\x00", "\u2028"])
def test_a_character_that_is_none_is_valid_everywhere(sign: str) -> None:
    blocks = (
        Heading(1, sign, "one"), Heading(3, sign, "two"), paragraph(sign, note=sign), Terms(((sign, sign),)),
        Box("illustration", sign, (paragraph(sign),)), Chart(sign, sign, (Bar(sign, 4, sign, sign),)),
    )  # fmt: skip
    assert faults(render(document(*blocks, banner=sign, foot=sign), FONTS).content) == []


@pytest.mark.parametrize("title", ["Title word " * 400, "T" * 3000, "Title word " * 2000])
def test_a_box_whose_title_fills_pages_is_set_and_valid(title: str) -> None:
    made = render(document(paragraph("Before."), Box("illustration", title, (paragraph("In the box."),))), FONTS)
    assert faults(made.content) == []
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
    assert said.count(title[0]) >= title.count(title[0]) and "In the box." in said


def _first(pdf: Pdf, role: str) -> Dictionary:
    return next(item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == Name(f"/{role}"))  # type: ignore[return-value]


def _drop_alt(pdf: Pdf) -> None:
    del _first(pdf, "Figure").Alt


def _drop_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def _drop_mark(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def _drop_identity(pdf: Pdf) -> None:
    metadata = pdf.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def _drop_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _skip_level(pdf: Pdf) -> None:
    _first(pdf, "H2").S = Name.H4


def _lose_the_way_back(pdf: Pdf) -> None:
    page = next(p for p in pdf.pages if "/Annots" in p.obj)
    del page.Annots[0].StructParent


def _drop_tabs(pdf: Pdf) -> None:
    del next(p for p in pdf.pages if "/Annots" in p.obj).obj.Tabs


def _drop_words_of_link(pdf: Pdf) -> None:
    del next(p for p in pdf.pages if "/Annots" in p.obj).Annots[0].Contents


def _item_outside_list(pdf: Pdf) -> None:
    _first(pdf, "L").S = Name.Div


def _note_without_name(pdf: Pdf) -> None:
    del _first(pdf, "Note").ID


def _unmark_text(pdf: Pdf) -> None:
    page = pdf.pages[-1]
    code = b"".join(c.read_bytes() for c in (page.Contents if isinstance(page.Contents, Array) else [page.Contents]))
    page.Contents = pdf.make_stream(
        re.sub(rb"/(P|H1|Lbl|LBody) <</MCID \d+>> BDC", b"", code, count=1).replace(b"EMC", b"", 1)
    )


def _cell_without_head(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/S") == Name.TH and "/A" in item:
            del item["/A"]


PLANTED: tuple[Callable[[Pdf], None], ...] = (
    _drop_alt, _drop_language, _drop_mark, _drop_identity, _drop_title, _skip_level, _lose_the_way_back, _drop_tabs,
    _drop_words_of_link, _item_outside_list, _note_without_name, _unmark_text, _cell_without_head,
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_fault_is_found(every: Rendered, plant: Callable[[Pdf], None]) -> None:
    target = BytesIO()
    with Pdf.open(BytesIO(every.content)) as pdf:
        plant(pdf)
        pdf.save(target)
    assert faults(target.getvalue())


def test_every_marked_piece_has_its_place_in_the_tree_and_its_way_back(every: Rendered) -> None:
    """The check that validators leave out: the numbers on the pages, the tree and the way back say the same."""
    with Pdf.open(BytesIO(every.content)) as pdf:
        top = pdf.Root.StructTreeRoot
        numbers = list(top.ParentTree.Nums)
        back = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        owned = Counter((p.objgen, number) for p, number in _owned(top.K[0]))
        drawn: Counter[tuple[tuple[int, int], int]] = Counter()
        for page_ in pdf.pages:
            marks = [int(m) for m in re.findall(rb"/MCID (\d+)", _code(page_))]
            assert list(range(len(back[int(page_.StructParents)]))) == sorted(marks)
            drawn.update((page_.obj.objgen, mark) for mark in marks)
        assert owned == drawn and set(owned.values()) == {1}
        links = [a for p in pdf.pages for a in p.get("/Annots", [])]
        assert links and all(Name.Link == back[int(a.StructParent)].S for a in links)


def _owned(element: Dictionary, at: object = None) -> Iterator[tuple[Dictionary, int]]:
    at = element.get("/Pg", at)
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            if kid.get("/Type") == Name.MCR:
                yield kid.Pg, int(kid.MCID)
            elif kid.get("/Type") == Name.StructElem:
                yield from _owned(kid, at)
        else:
            yield at, int(kid)  # type: ignore[misc, call-overload]


def _code(page_: pikepdf.Page) -> bytes:
    contents = page_.Contents
    return b"".join(c.read_bytes() for c in (contents if isinstance(contents, Array) else [contents]))


def test_headings_never_skip_a_level_whatever_they_look_like(every: Rendered) -> None:
    levels = [int(role[1]) for _, role, _ in tree(PdfReader(BytesIO(every.content))) if re.fullmatch(r"H\d", role)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_boxes_lists_notes_links_and_figures_are_what_they_are(every: Rendered) -> None:
    roles = Counter(role for _, role, _ in tree(PdfReader(BytesIO(every.content))))
    assert roles["Note"] == roles["Reference"] - roles["TOCI"] == 5
    assert roles["BlockQuote"] == 1 and roles["TOCI"] == 3 and roles["Link"] == 4
    assert roles["LI"] == roles["LBody"] == 2 + 2 + 2 + 2 + 1 + 2
    assert roles["Figure"] >= 3 and roles["Table"] >= 3 + roles["Figure"]


def test_a_chart_says_its_values_in_words_and_is_a_table_too() -> None:
    chart = Chart("Plans", "Base: 71.", (Bar("In time", 76, "54 of 71", "2.1 Planning"), Bar("None", None, "0 of 0")))
    found = list(tree(PdfReader(BytesIO(render(document(chart), FONTS).content))))
    figure = next(e for _, role, e in found if role == "Figure")
    assert figure["/Alt"] == "Plans. 2.1 Planning: In time: 76% (54 of 71); None: – (0 of 0)"
    assert [role for _, role, _ in found if role in ("TR", "TH", "TD")] == [
        "TR", "TH", "TR", "TH", "TD", "TD", "TR", "TH", "TD", "TD",
    ]  # fmt: skip


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(every_block(), FONTS).content == render(every_block(), FONTS).content


def _words(blocks: tuple[Block, ...] | list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Text):
            yield block.text
        elif isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
            yield from (run.note for run in block.runs)
        elif isinstance(block, Listed):
            yield from _words([part for item in block.items for part in item])
        elif isinstance(block, Box):
            yield block.title
            yield from _words(list(block.blocks))
        elif isinstance(block, Table):
            yield from (str(c) for row in block.rows for c in row if isinstance(c, str))
        elif isinstance(block, Chart):
            yield from (text for bar in block.bars for text in (bar.label, bar.figures))
            yield from dict.fromkeys(bar.group for bar in block.bars)
        elif isinstance(block, Terms):
            yield from (text for item in block.items for text in item)


def _missing(made: Document, content: bytes) -> set[str]:
    """Words of the document that its extracted text lacks, or has glued to others."""
    read = Counter(" ".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages).split())
    said = Counter(w for text in _words(list(made.blocks)) for w in text.split() if w.isascii() and w.isprintable())
    for word, count in list(read.items()):
        # A footnote's number stands by its word without a blank, as in print.
        read[re.sub(r"(?<=[a-z.,”])\d(?=;?$)", "", word)] += count
    return {word for word, count in said.items() if read[word] < count}


def test_extracted_text_has_whole_words_and_glues_none(every: Rendered) -> None:
    assert _missing(every_block(), every.content) == {LONG_WORD}


def test_what_was_typed_is_printed_as_typed(every: Rendered) -> None:
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(BytesIO(every.content)).pages).split())
    assert text.count(NASTY) == 7  # and once torn, in a column too narrow for its longest word
    links = [a.get_object() for p in PdfReader(BytesIO(every.content)).pages for a in p.get("/Annots", [])]
    assert links and not any("/A" in link for link in links)


def test_another_reader_finds_the_reading_order(tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (poppler-utils) is not installed")
    made = document(
        Heading(1, "One", "one", label="1"),
        Paragraph(paragraph("First of all", note="The note").runs, "1.1", "p"),
        Listed(((paragraph("an item"),),)),
        Box("quotation", "", (paragraph("“Said”"),)),
        Chart("Plans", "", (Bar("In time", 76, "54 of 71"),)),
    )
    (tmp_path / "x.pdf").write_bytes(render(made, FONTS).content)
    told = subprocess.run(["pdfinfo", "-struct-text", tmp_path / "x.pdf"], check=True, capture_output=True, text=True)
    lines = [line.strip() for line in told.stdout.splitlines()]
    roles = (re.sub(r" (<.*>|\(block\)|\(inline\)).*|:$", "", line) for line in lines if line and line[0] not in '/"')
    texts = (line.replace(' "', '"') for line in lines if line.startswith('"'))
    read = [next(texts) if line[0] == '"' else next(roles) for line in lines if line and line[0] != "/"]
    assert read == [
        "Document", "Sect", "H1", '"One"',
        "P", '"1.1"', '"First of all"', "Reference", '"1"', "Note", "Lbl", '"1"', '"The note"',
        "L", "LI", "Lbl", '"•"', "LBody", "P", '"an item"',
        "BlockQuote", "P", '"“Said”"',
        "Table", "Caption", "P", '"Plans"', "TR", "TH", '"In time"', "TD", '"76%"', "TD", '"54 of 71"',
            "Figure", '"0 25 50 75 100%"',
    ]  # fmt: skip
