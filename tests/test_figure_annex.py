"""The annex of figures: what stands behind each printed number, in words a reader can check."""

from __future__ import annotations

from fractions import Fraction

from inspector_app.domain.bound_figures_print import HouseStyle
from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.figure_annex import AnnexRow, AnnexSection, annex_rows, annex_table
from inspector_app.domain.figure_annex_en import ENGLISH_ANNEX
from inspector_app.domain.paragraphs import numbered, pieces_of
from inspector_app.domain.report_outline import Section
from inspector_app.domain.wording_en import ENGLISH
from test_bound_figures import TEAM, many

FINDINGS = Section("findings-1.1", "findings", "1", "1.1")


def rows(text: str, figures: Figures | None = None, section: Section = FINDINGS) -> tuple[AnnexRow, ...]:
    figures = figures or Figures(TEAM, HouseStyle(ENGLISH))
    pieces = numbered(section, pieces_of(text))
    return annex_rows([AnnexSection("Findings", text, pieces)], figures, ENGLISH_ANNEX)


def test_each_figure_is_placed_by_the_number_of_its_paragraph() -> None:
    text = (
        "### {{fig: cases}}\n\nIn {{fig: question=plan}} cases.\n\n- {{fig: officers}}\n\n{{fig: cases}}.\n\n"
        "> [!illustration] A day\n> In {{fig: cases}}."
    )
    assert [(r.paragraph, r.printed) for r in rows(text)] == [
        ("", "Six"), ("1.1.1", "one-quarter"), ("1.1.1", "Three"), ("1.1.2", "Six"), ("1.1.2", "six"),
    ]  # fmt: skip


def test_a_row_says_what_was_asked_of_whom_and_what_was_counted() -> None:
    (row,) = rows('In {{fig: question=plan, answer=insufficient+not_done, where="type=licence; question:plan=na"}}.')
    assert (row.number, row.wording) == ("A1", "Was plan done?")
    assert row.where == "Type: Licence; A1 plan done: Not applicable"
    assert row.answers == "Insufficient or Not done"
    (row,) = rows("{{fig: question=plan, line=below, of=all, as=counts}}")
    assert (row.answers, row.count, row.base) == ("Not done well enough (of all)", 3, 6)
    (row,) = rows("{{fig: field=type, answer=order}}")
    assert (row.number, row.wording, row.answers, row.ratio) == ("", "Type", "Order", Fraction(1, 2))


def test_a_score_and_a_plain_number_have_no_numerator() -> None:
    score, cases, base = rows("{{fig: score=1.1}} {{fig: cases}} {{fig: question=plan, as=base}}")
    assert (score.wording, score.count, score.base) == ("Score of 1.1 One one", None, 6)
    assert (cases.wording, cases.count, cases.base, cases.ratio) == ("Cases counted", None, 6, None)
    assert (base.answers, base.count, base.base, base.ratio) == ("All to whom it applies", None, 4, None)


def test_cautions_and_suppressed_numbers_are_marked_and_nothing_small_is_told() -> None:
    (row,) = rows("In {{fig: question=plan}}.")
    assert annex_table([row], ENGLISH_ANNEX).as_text()[0][-4:] == ("1", "4", "25%", "†")
    hidden = Figures(many(3, 20), HouseStyle(ENGLISH, suppress=lambda _: 5))
    (row,) = rows("In {{fig: question=plan}}.", hidden)
    assert annex_table([row], ENGLISH_ANNEX).as_text()[0] == (
        "Findings", "1.1.1", "fewer than five", "A1", "Was plan done?", "", "Done well enough", "–", "–", "–",
        "Small number not given",
    )  # fmt: skip


def test_what_cannot_be_printed_has_no_row() -> None:
    assert rows("{{fig: question=nothing}} {{plain: two}} {{chart: question=plan}}") == ()
