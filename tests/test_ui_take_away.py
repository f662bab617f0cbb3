"""Taking away what is on screen: the table as it is sorted and filtered, charts as drawings and pictures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector_app.domain.plain_table import PlainBar, PlainChart, PlainColumn, PlainTable
from inspector_app.services.taking_away import draw_chart
from inspector_app.ui.models.roles import VALUE
from inspector_app.ui.widgets.chart_view import ChartView, as_png
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in
from tests.ui_fixtures import FONTS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TABLE = PlainTable(
    "Scores / here", "3 cases counted.", (PlainColumn("Unit"), PlainColumn("Score", "share")), (("X", Fraction(1, 4)),)
)
CHART = PlainChart(
    "Factors <found> & worked on",
    "Base: the 72 cases counted.",
    (PlainBar("Alcohol", Fraction(3, 4), "54 of 72", "Found in"), PlainBar("Drugs", None, "0 of 0", "Found in")),
)


@pytest.fixture
def made(qtbot: QtBot) -> tuple[TakeAway, list[tuple[str, str]]]:
    widget = TakeAway(lambda: TABLE, lambda: CHART)
    told: list[tuple[str, str]] = []
    widget.notice.connect(lambda text, tone: told.append((text, tone)))
    qtbot.addWidget(widget)
    widget.show()
    return widget, told


def answers(path: Path, kind: str) -> Callable[..., tuple[str, str]]:
    def ask(_parent: object, _title: str, start: str, kinds: str) -> tuple[str, str]:
        assert Path(start).name.startswith(("Scores here", "Factors"))
        assert kind in kinds
        return str(path), kind

    return ask


def test_copy_puts_the_table_and_what_was_counted_on_the_clipboard(
    made: tuple[TakeAway, list[tuple[str, str]]], qtbot: QtBot
) -> None:
    widget, told = made
    widget.copy_button.setFocus()
    qtbot.keyClick(widget.copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "Unit\tScore\nX\t25%\n\nScores / here\n3 cases counted.\n"
    assert told == [("The table is on the clipboard.", "good")]


@pytest.mark.parametrize(
    ("typed", "kind", "kept"),
    [
        ("t.csv", "CSV (*.csv)", "t.csv"),
        ("t", "CSV (*.csv)", "t.csv"),
        ("t", "Workbook (*.xlsx)", "t.xlsx"),
        ("t.xlsx", "CSV (*.csv)", "t.xlsx"),
    ],
)
def test_a_table_is_saved_as_its_name_says(
    made: tuple[TakeAway, list[tuple[str, str]]],
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, kept: str,
) -> None:  # fmt: skip
    widget, told = made
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(tmp_path / typed, kind))
    widget.save_button.click()
    assert not widget.save_button.isEnabled()
    qtbot.waitUntil(widget.save_button.isEnabled)
    assert told == [(f"Saved as {kept} in {tmp_path}.", "good")]
    begins = b"PK" if kept.endswith("xlsx") else b"\xef\xbb\xbfUnit,Score\r\nX,25%"
    assert (tmp_path / kept).read_bytes().startswith(begins)


def test_what_cannot_be_written_is_told_and_the_buttons_come_back(
    made: tuple[TakeAway, list[tuple[str, str]]], qtbot: QtBot, tmp_path: Path
) -> None:
    widget, told = made
    (tmp_path / "my.csv").write_bytes(b"SQLite format 3\0")
    widget.save_table(tmp_path / "my.csv")
    qtbot.waitUntil(widget.save_button.isEnabled)
    assert told == [("my.csv is an inspection and was left as it is; choose another name.", "stop")]


def test_a_chart_is_saved_as_drawing_and_as_picture(
    made: tuple[TakeAway, list[tuple[str, str]]], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget, told = made
    for typed, kind in (("c", "Drawing (*.svg)"), ("c.png", "Drawing (*.svg)")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(tmp_path / typed, kind))
        widget.chart_button.click()
        qtbot.waitUntil(widget.chart_button.isEnabled)
    assert [tone for _, tone in told] == ["good", "good"]
    assert ElementTree.parse(tmp_path / "c.svg").getroot().tag.endswith("svg")
    picture = QImage(str(tmp_path / "c.png"))
    assert picture.width() == 1200
    assert picture.pixelColor(0, 0).name() == "#ffffff"


def test_a_drawing_says_what_it_shows_and_names_fonts_as_others_know_them() -> None:
    text = draw_chart(CHART, elsewhere=True).decode()
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == CHART.title
    assert "Alcohol: 75% (54 of 72)" in (root.findtext(f"{space}desc") or "")
    words = [t.text for t in root.iter(f"{space}text")]
    assert {"Factors <found> & worked on", "Found in", "Alcohol", "75%", "54 of 72", "–"} <= set(words)
    assert "Lato-Semibold" not in text
    assert "font-family: Lato, Carlito, Calibri, sans-serif; font-weight: 600;" in text
    height = float(root.get("height") or 0)
    assert [float(n) for n in (root.get("viewBox") or "").split()] == [0, 0, 400, height]


def test_two_weights_of_the_bundled_font_are_drawn(qtbot: QtBot) -> None:
    for font in FONTS:
        QFontDatabase.addApplicationFont(str(font))
    drawing = draw_chart(CHART)
    usual, thin = as_png(drawing), as_png(drawing.replace(b"font-weight: 600", b"font-weight: 400"))
    assert usual != thin
    assert as_png(drawing.replace(b"font-family: Lato", b"font-family: DejaVu Sans Mono")) != usual


def test_a_chart_is_drawn_and_redrawn(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    view.show_chart(CHART)
    qtbot.waitUntil(lambda: view.drawn)
    assert "Alcohol: 75%, 54 of 72" in view.accessibleDescription()
    first = view.grab().toImage()
    assert first.pixelColor(30, 30) != first.pixelColor(599, 299)
    view.show_chart(PlainChart("Other", "", CHART.bars[:1]))
    qtbot.waitUntil(lambda: view.grab().toImage() != first)


def test_a_view_is_taken_as_it_is_sorted_and_without_hidden_columns(qtbot: QtBot) -> None:
    class Model(QStandardItemModel):
        def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
            return "base" if role == VALUE and section == 1 else super().headerData(section, orientation, role)

    model = Model(2, 3)
    model.setHorizontalHeaderLabels(["Unit", "n", "Hidden"])
    for row, (unit, number) in enumerate((("B", 3), ("A", 12))):
        model.setItem(row, 0, QStandardItem(unit))
        item = QStandardItem(f"† {number}")
        item.setData(number, VALUE)
        model.setItem(row, 1, item)
    view = Table("Units")
    qtbot.addWidget(view)
    view.setModel(model)
    view.setColumnHidden(2, True)
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown_in(view, "Units", "15 cases.") == PlainTable(
        "Units", "15 cases.", (PlainColumn("Unit"), PlainColumn("n", "base")), (("A", 12), ("B", 3))
    )
