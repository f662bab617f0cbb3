"""The report's words, charts and blocks, each on its own."""

from __future__ import annotations

import string
from datetime import datetime, timedelta, timezone

import pytest
from reportlab.graphics.shapes import Drawing, Rect, String

from inspector_app.domain.document import Bar, Chart, Column, Heading, Table, Text
from inspector_app.report import charts, styles
from inspector_app.report.languages import words_for
from inspector_app.report.setting.bars import BarChart
from inspector_app.report.setting.lines import plain
from inspector_app.report.setting.story import Need, tell
from pdf_fixtures import document
from report_inspection import FONTS

WIDTH = 470.0


@pytest.fixture(autouse=True)
def _fonts() -> None:
    styles.use_fonts(FONTS)


def _bars(drawing: Drawing) -> list[float]:
    return [shape.width for shape in drawing.contents if isinstance(shape, Rect) and shape.fillColor == styles.ACCENT]


def _texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


@pytest.mark.parametrize("others", [(), (99,), (55, 57)])
def test_a_bar_is_its_share_of_a_scale_that_always_runs_from_0_to_100(others: tuple[int, ...]) -> None:
    drawn = charts.bar_chart(tuple(Bar("x", value, "1 of 2") for value in (50, *others)), WIDTH)
    assert _bars(drawn) == [pytest.approx(charts.plot_width(WIDTH) * v / 100) for v in (50, *others)]
    assert [t for t in _texts(drawn) if t in ("0", "25", "50", "75", "100%")] == ["0", "25", "50", "75", "100%"]


def test_a_chart_prints_percentage_and_figures_so_that_it_needs_no_colour() -> None:
    texts = _texts(charts.bar_chart((Bar("Plans", 76, "54 of 71"), Bar("Nothing", None, "0 of 0")), WIDTH))
    assert {"Plans", "76%", "54 of 71", "–"} <= set(texts) and "None%" not in texts


def test_nought_percent_draws_no_bar_but_prints_its_figure() -> None:
    drawn = charts.bar_chart((Bar("None did", 0, "0 of 9 †"),), WIDTH)
    assert _bars(drawn) == [] and "0%" in _texts(drawn)


def test_a_group_is_named_once_over_its_bars() -> None:
    bars = (Bar("a", 1, "", "3.1 First"), Bar("b", 2, "", "3.1 First"), Bar("c", 3, "", "3.2 Second"))
    texts = _texts(charts.bar_chart(bars, WIDTH))
    assert texts.count("3.1 First") == 1 and texts.count("3.2 Second") == 1


def test_nothing_in_a_chart_lies_outside_it() -> None:
    drawn = charts.bar_chart(tuple(Bar("A long label " * 9, 100, "1000 of 1000 †", "Group") for _ in range(3)), WIDTH)
    for shape in drawn.contents:
        left, low, right, high = shape.getBounds()
        assert left >= -0.01 and low >= -0.01 and right <= WIDTH + 0.01 and high <= drawn.height + 0.01


def test_a_chart_too_tall_for_a_page_is_drawn_in_parts() -> None:
    bars = tuple(Bar(f"b{n}", n, "") for n in range(90))
    story, _ = tell(document(Heading(1, "One", "one"), Chart("Long", "", bars)))
    drawings = [f.drawing for f in story if isinstance(f, BarChart)]
    assert len(drawings) > 1 and all(d.height < styles.HEIGHT for d in drawings)
    assert sum(len(_bars(d)) for d in drawings) == 89


def test_plain_text_keeps_what_the_fonts_draw_and_marks_what_they_lack() -> None:
    assert plain("Ynys Môn – ŵ ŷ “x”\tend") == "Ynys Môn – ŵ ŷ “x” end"
    assert plain("e\u0301") == "é"
    assert plain("a\x00\x1b\ud800😀\u200b\u202eb") == "a????b"
    assert plain("a\r\nb\rc") == "a\nb\nc"


def test_a_heading_goes_with_the_block_under_it() -> None:
    table = Table("T", "", (Column("a", "text", 0),), (("x",),))
    story, _ = tell(document(Heading(2, "Head", "h"), Text("Words"), table))
    needs = [place for place, flowable in enumerate(story) if type(flowable) is Need]
    together = [f for f in story[needs[0] + 1 :] if not isinstance(f, Need)]
    assert len(needs) == 1 and len(together) == 4
    assert story[needs[0]].height > sum(f.wrap(styles.WIDTH, styles.HEIGHT)[1] for f in together)


def test_the_words_of_an_unknown_language_are_english() -> None:
    assert words_for("xx").language == "en-GB"


def test_no_text_asks_for_a_value_by_place() -> None:
    words = words_for("en-GB")
    for key, text in words.texts.items():
        for _, name, _, _ in string.Formatter().parse(text):
            assert name is None or name.isidentifier(), key


def test_plurals_dates_and_percentages_have_their_forms() -> None:
    words = words_for("en-GB")
    assert (words.count("case", 1), words.count("case", 0), words.count("case", 72)) == (
        "1 case",
        "0 cases",
        "72 cases",
    )
    assert (words.percent(81), words.percent(0), words.percent(None)) == ("81%", "0%", "–")
    assert words.date("2013-09-02") == "2 September 2013" and words.date("in autumn") == "in autumn"
    assert words.period("2013-09-02", "2013-09-20") == "2 September 2013 to 20 September 2013"
    assert words.period("2013-09-02", "2013-09-02") == words.period("", "2013-09-02") == "2 September 2013"
    assert words.period("", "") == ""
    assert words.listed(["a"]) == "a" and words.listed(["a", "b", "c"]) == "a, b or c"
    summer = datetime(2013, 9, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert words.moment(summer) == "1 September 2013, 23:30 UTC"
