"""Tables that are taken away: CSV that reads back, workbooks with numbers, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError
from inspector_app.domain.plain_table import PlainColumn, PlainTable, has_small_base, order_of, points, text_of
from inspector_app.exchange.csv_text import read_table
from inspector_app.exchange.plain_tables import LONGEST_CELL, as_clipboard, as_csv, as_workbook
from inspector_app.services.taking_away import write_picture, write_table

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = (
    PlainColumn("Factor"),
    PlainColumn("Base", "base"),
    PlainColumn("Enough work", "share"),
    PlainColumn("Difference", "points"),
    PlainColumn("Median", "number"),
)
TABLE = PlainTable(
    "Factors: 1/2",
    "72 cases counted, all signed off.",
    COLUMNS,
    (
        ("Alcohol", 56, Fraction(161, 200), Fraction(-17, 200), Decimal("2.5")),
        ("=1+1", 7, None, Fraction(1, 200), 3),
        ("@SUM(A1)\nsecond line", 0, Fraction(0), None, 0.25),
    ),
)
RUN = ("=1+1", "+1", "-1", "@A1", "\tx", "\rx", "'=1")


def sheet_of(book: bytes) -> tuple[dict[str, tuple[str, str, int]], dict[str, str]]:
    """The cells of a workbook as reference -> (type, value, style), and its parts by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    shared = [
        "".join(t.text or "" for t in item.iter(f"{NS}t"))
        for item in ElementTree.fromstring(texts["xl/sharedStrings.xml"]).iter(f"{NS}si")
    ]
    cells = {}
    for cell in ElementTree.fromstring(texts["xl/worksheets/sheet1.xml"]).iter(f"{NS}c"):
        kind, value = cell.get("t", "n"), cell.findtext(f"{NS}v", "")
        cells[cell.get("r", "")] = (kind, shared[int(value)] if kind == "s" else value, int(cell.get("s", "0")))
    return cells, texts


def look(texts: dict[str, str], style: int) -> tuple[str, bool]:
    """The number format of a style, and whether it is quoted text."""
    root = ElementTree.fromstring(texts["xl/styles.xml"])
    formats = {f.get("numFmtId"): f.get("formatCode") for f in root.iter(f"{NS}numFmt")} | {"9": "0%", "49": "@"}
    found = root.find(f"{NS}cellXfs")
    assert found is not None
    return formats.get(found[style].get("numFmtId"), "General") or "", found[style].get("quotePrefix") == "1"


@pytest.mark.parametrize(
    ("cell", "kind", "read"),
    [
        (Fraction(161, 200), "share", "81%"),
        (None, "share", "–"),
        (None, "text", ""),
        (Fraction(1, 200), "points", "+1"),
        (Fraction(-17, 200), "points", "−9"),
        (Fraction(0), "points", "0"),
        (7, "base", "† 7"),
        (10, "base", "10"),
        (0, "base", "0"),
        (0.815, "number", "0.81"),
        (Decimal("2.50"), "number", "2.50"),
        ("=x", "text", "=x"),
    ],
)
def test_cells_read_as_people_write_them(cell: object, kind: str, read: str) -> None:
    assert text_of(cell, kind) == read  # type: ignore[arg-type]


@given(st.fractions(-1, 1))
def test_points_are_the_same_in_both_directions(difference: Fraction) -> None:
    assert points(-difference) == -points(difference)
    assert abs(points(difference) - difference * 100) <= Fraction(1, 2)


def test_nothing_sorts_before_figures_and_figures_before_text() -> None:
    cells = ["b", Fraction(1, 2), None, "A", 3, Decimal("0.1")]
    assert sorted(cells, key=order_of) == [None, Decimal("0.1"), Fraction(1, 2), 3, "A", "b"]  # type: ignore[type-var]


def test_small_bases_are_found() -> None:
    assert has_small_base(COLUMNS, TABLE.rows)
    assert not has_small_base(COLUMNS, TABLE.rows[:1])


def test_csv_holds_figures_as_numbers_and_the_line_below() -> None:
    lines = as_csv(TABLE).split("\r\n")
    assert lines[0] == "Factor,Base,Enough work,Difference,Median"
    assert lines[1] == "Alcohol,56,81%,-9,2.5"
    assert lines[2] == "'=1+1,7,,1,3"
    assert lines[-4:] == [",,,,", "Factors: 1/2,,,,", '"72 cases counted, all signed off.",,,,', ""]


@given(st.lists(st.tuples(st.one_of(st.text(), st.sampled_from(RUN)), st.integers(0, 10**6)), min_size=1, max_size=4))
def test_csv_reads_back_as_it_was_and_nothing_of_it_runs(rows: list[tuple[str, int]]) -> None:
    table = PlainTable("", "", (PlainColumn("Note"), PlainColumn("n", "number")), tuple(rows))
    text = as_csv(table)
    read = read_table("x.csv", text, ("Note", "n"), ("Note", "n"))
    assert [(row.get("Note"), row.get("n")) for row in read.rows] == [(note, str(n)) for note, n in rows]
    assert not re.search(r'(?:^|\r\n|,)"?[=+\-@\t\r]', re.sub(r'"(?:[^"]|"")*"', lambda q: q.group()[:2], text))


def test_the_clipboard_takes_one_line_for_each_row() -> None:
    lines = as_clipboard(TABLE).splitlines()
    assert lines[0].split("\t") == ["Factor", "Base", "Enough work", "Difference", "Median"]
    assert lines[2].split("\t") == ["'=1+1", "7", "", "1", "3"]
    assert lines[3].split("\t")[0] == "'@SUM(A1) second line"
    assert lines[-1] == "72 cases counted, all signed off."


def test_a_workbook_holds_numbers_as_numbers_with_their_formats() -> None:
    cells, texts = sheet_of(as_workbook(TABLE))
    assert cells["A1"][1] == "Factors: 1/2"
    assert cells["A2"][1] == "72 cases counted, all signed off."
    assert [cells[f"{c}4"][:2] for c in "ABCDE"] == [("s", c.title) for c in COLUMNS]
    assert [cells[f"{c}5"][:2] for c in "BCDE"] == [("n", "56"), ("n", "0.805"), ("n", "-8.5"), ("n", "2.5")]
    assert "C6" not in cells  # nothing is no zero
    assert look(texts, cells["C5"][2])[0] == "0%"
    assert look(texts, cells["D5"][2])[0] == "+0;−0;0"
    assert "†" in look(texts, cells["B6"][2])[0]


def test_a_workbook_has_a_bold_header_that_stays_in_sight_and_widths() -> None:
    cells, texts = sheet_of(as_workbook(TABLE))
    sheet = texts["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in sheet
    assert 'ySplit="4"' in sheet
    assert '<autoFilter ref="A4:E7"' in sheet
    root = ElementTree.fromstring(texts["xl/styles.xml"])
    formats, fonts = root.find(f"{NS}cellXfs"), root.find(f"{NS}fonts")
    assert formats is not None
    assert fonts is not None
    assert fonts[int(formats[cells["A4"][2]].get("fontId", "0"))].find(f"{NS}b") is not None
    widths = [float(c.get("width", "0")) for c in ElementTree.fromstring(sheet).iter(f"{NS}col")]
    assert min(widths) >= 8
    assert max(widths) <= 61
    assert 'name="Factors 1 2"' in texts["xl/workbook.xml"]


@pytest.mark.parametrize("text", [*RUN, "https://example.org", "12"])
def test_no_text_of_a_workbook_runs(text: str) -> None:
    book = as_workbook(PlainTable("T", text, (PlainColumn(text),), ((text,),)))
    cells, texts = sheet_of(book)
    kind, value, style = cells["A5"]
    assert (kind, value.replace("_x000D_", "\r")) == ("s", text)
    assert look(texts, style)[1] == (text not in ("https://example.org", "12"))
    assert "<f>" not in texts["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in texts["xl/worksheets/sheet1.xml"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    cells, _ = sheet_of(as_workbook(PlainTable("T", "", (PlainColumn("Note"),), (("x" * 40_000,),))))
    assert cells["A5"][1] == "x" * (LONGEST_CELL - 1) + "…"


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    table = PlainTable("", "", COLUMNS, ())
    for name in ("t.csv", "T.XLSX"):
        assert write_table(table, tmp_path / name).stat().st_size


def test_csv_has_a_mark_by_which_spreadsheets_know_its_letters(tmp_path: Path) -> None:
    assert write_table(TABLE, tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbfFactor,")


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.svg", "t.png"])
def test_nothing_takes_the_place_of_an_inspection(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"SQLite format 3\0rest")
    with pytest.raises(KnownError, match="is an inspection and was left as it is"):
        write_picture(b"x", path) if name in ("t.svg", "t.png") else write_table(TABLE, path)
    assert path.read_bytes() == b"SQLite format 3\0rest"


@pytest.mark.parametrize("name", ["t.txt", "t", "t.inspection"])
def test_a_name_that_says_nothing_of_its_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnownError, match=r"end it with \.csv or \.xlsx"):
        write_table(TABLE, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (PermissionError(13, "sharing violation"), "is open in another program"),
        (OSError(28, "No space left on device"), "The disk is full"),
    ],
)
def test_a_file_open_elsewhere_and_a_full_disk_get_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, told: str
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    path = tmp_path / "t.xlsx"
    path.write_bytes(b"before")
    monkeypatch.setattr("inspector_app.runtime.files.os.replace", refuse)
    with pytest.raises(KnownError, match=told):
        write_table(TABLE, path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
