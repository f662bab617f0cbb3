"""Parts of the report set alone, pages as pictures, and where a key lies on them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspector_app.domain.document import Box, Cover, Heading, Paragraph, Run
from inspector_app.report.page_images import PagePicture, page_images
from inspector_app.report.render import Cancelled, render, render_part
from pdf_fixtures import SENTENCE, document, every_block, paragraph
from report_inspection import FONTS

DARK = 100


def _dark_rows(picture: PagePicture) -> list[int]:
    return [
        y
        for y in range(picture.height)
        if any(v < DARK for v in picture.pixels[y * picture.stride : y * picture.stride + picture.width * 3 : 3])
    ]


def test_pages_become_pictures_as_wide_as_asked_for() -> None:
    content = render(
        document(Heading(1, "A", "a"), paragraph("x"), Heading(1, "B", "b"), paragraph("y")), FONTS
    ).content
    for width in (150, 400, 595):
        pictures = page_images(content, width)
        assert len(pictures) == 2
        for picture in pictures:
            assert picture.width == pytest.approx(width, abs=1)
            assert len(picture.pixels) == picture.stride * picture.height
            assert picture.pixels[:3] == b"\xff\xff\xff" and _dark_rows(picture)
    assert page_images(content, 150, cancelled=lambda: True) == ()


def test_pages_are_drawn_from_many_threads_at_once() -> None:
    contents = [render(document(paragraph(words)), FONTS).content for words in ("One line.", "Other words.")]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda n: page_images(contents[n % 2], 200)[0].pixels, range(24)))
    assert len(set(drawn)) == 2 and drawn[::2] == [drawn[0]] * 12


def test_a_key_lies_where_its_words_are_drawn() -> None:
    blocks = (Heading(1, "First", "a"), paragraph(f"{SENTENCE} " * 3), Heading(2, "Here", "b"), paragraph("y", key="p"))
    made = render(document(*blocks), FONTS)
    picture = page_images(made.content, 595)[made.places["b"][0]]
    top = picture.height - made.places["b"][1]
    assert any(top <= y <= top + 24 for y in _dark_rows(picture))
    assert [made.places[key][0] for key in "abp"] == [0, 0, 0]
    assert made.places["a"][1] > made.places["b"][1] > made.places["p"][1]


def test_a_part_is_what_stands_under_its_heading_and_nothing_else() -> None:
    made = render_part(every_block(), FONTS, {"two-1"})
    text = " ".join(p.extract_text() for p in PdfReader(BytesIO(made.content)).pages)
    assert "2.1 Tables and charts" in text and "A long table" in text and "Assisting sentencing" not in text
    assert made.pages == len(PdfReader(BytesIO(made.content)).pages) and "two-1" in made.places


def test_a_part_may_be_a_paragraph_an_item_or_a_box() -> None:
    for key, words in (("para-1", "Plans were good"), ("item-key", "ordered"), ("boxed", "The plan named")):
        made = render_part(every_block(), FONTS, {key})
        assert words in PdfReader(BytesIO(made.content)).pages[0].extract_text() and made.pages == 1


def test_a_chapter_ends_where_the_next_begins() -> None:
    blocks = (
        Cover("", "T", "N", (), ()), Heading(1, "One", "a"), Heading(2, "In it", "a1"), paragraph("inside"),
        Heading(1, "Two", "b"), paragraph("outside"),
    )  # fmt: skip
    text = PdfReader(BytesIO(render_part(document(*blocks), FONTS, {"a"}).content)).pages[0].extract_text()
    assert "inside" in text and "outside" not in text


def test_a_key_that_is_nowhere_gives_an_empty_page() -> None:
    assert render_part(every_block(), FONTS, {"nowhere"}).pages <= 1


def test_links_out_of_the_part_are_plain_text() -> None:
    made = document(
        Heading(1, "One", "a"), Paragraph((Run("see "), Run("4.1", link="far"))), Heading(1, "Two", "b"),
        paragraph("Far", key="far"),
    )  # fmt: skip
    assert "/Annots" in PdfReader(BytesIO(render(made, FONTS).content)).pages[0]
    assert "/Annots" not in PdfReader(BytesIO(render_part(made, FONTS, {"a"}).content)).pages[0]


def test_a_part_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        render_part(every_block(), FONTS, {"one"}, cancelled=lambda: True)


def test_a_box_of_any_depth_is_found() -> None:
    made = document(Heading(1, "A", "a"), Box("illustration", "", (paragraph("deep", key="deep"),)))
    assert render_part(made, FONTS, {"deep"}).places.keys() == {"deep"}
