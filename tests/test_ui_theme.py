"""The palette can be read, in every scheme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from inspector_app.ui.theme import DARK, SCHEMES, Theme, contrast, font_scale, style_sheet

GROUNDS = ("paper", "surface", "wash")
HEAT = ("ink", "quiet")
TEXTS = ("ink", "quiet", "accent", "good", "attention", "stop")


@pytest.mark.parametrize("name", SCHEMES)
def test_ink_on_paper_has_a_contrast_of_seven(name: str) -> None:
    palette = SCHEMES[name]
    assert min(contrast(palette.ink, ground) for ground in (palette.paper, palette.surface)) >= 7


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", SCHEMES)
def test_all_text_has_a_contrast_of_four_and_a_half_on_every_ground(name: str, text: str) -> None:
    colours = SCHEMES[name].colours
    assert min(contrast(colours[text], colours[ground]) for ground in GROUNDS) >= 4.5
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5


@pytest.mark.parametrize("name", SCHEMES)
def test_figures_can_be_read_on_the_deepest_tint_of_the_map_of_scores(name: str) -> None:
    colours = SCHEMES[name].colours
    assert min(contrast(colours[text], colours["heat"]) for text in HEAT) >= 4.5
    assert contrast(colours["accent"], colours["heat"]) >= 3


@pytest.mark.parametrize("name", SCHEMES)
def test_outlines_and_focus_have_a_contrast_of_three(name: str) -> None:
    colours = SCHEMES[name].colours
    assert min(contrast(colours[role], colours[ground]) for role in ("edge", "focus") for ground in GROUNDS) >= 3


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_names_every_colour_of_the_scheme_and_leaves_no_gap() -> None:
    sheet = style_sheet(DARK)
    assert "$" not in sheet
    assert all(colour in sheet for role, colour in DARK.colours.items() if role not in ("wash", "heat"))


def test_text_grows_with_the_font_size_of_the_platform() -> None:
    usual, large = QFont(), QFont()
    usual.setPixelSize(14)
    large.setPixelSize(21)
    assert font_scale(usual) == 1
    assert font_scale(large) == 1.5
    assert DARK.px(17) == 17


def test_the_theme_dresses_the_application_in_another_scheme(qapp: QApplication) -> None:
    theme = Theme(qapp)
    before = (qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().name())
    try:
        theme.use(DARK)
        assert qapp.palette().window().color().name() == DARK.paper
        assert DARK.accent in qapp.styleSheet()
        assert theme.palette.marks
    finally:
        theme.setParent(None)
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])
        qapp.setStyle(before[3])


def test_choices_drop_down_as_a_list_and_not_over_the_field(qapp: QApplication, qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.setStyleSheet(style_sheet(DARK))
    box.ensurePolished()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert box.style().styleHint(QStyle.StyleHint.SH_ComboBox_Popup, option, box) == 0
