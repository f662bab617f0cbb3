"""CSV in and out: what is written reads back as it was, and no spreadsheet runs it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError
from inspector_app.exchange.csv_text import count_rows, guarded, read_table, unguarded, write_table
from inspector_app.exchange.inspection_tables import read_moment

COLUMNS = ("a", "b", "c")
RUNS = ("=", "+", "-", "@", "\t", "\r")
cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.text("'=+-@\t\r\n\",;x", max_size=6)


def read(text: str) -> list[list[str]]:
    table = read_table("t.csv", text, ("a",), COLUMNS)
    return [[row.cells[c] for c in table.columns] for row in table.rows]


@given(st.lists(st.tuples(cells, cells, cells), max_size=5))
@example([("=1+1", "'=1+1", "''@x"), ("'", "'quoted", "\r\n"), ('"', "\0", "a\u2028b")])
def test_any_rows_read_back_as_they_were(rows: list[tuple[str, str, str]]) -> None:
    assert read(write_table(COLUMNS, rows)) == [list(row) for row in rows]


@given(st.lists(st.tuples(cells, cells, cells), max_size=5))
def test_what_is_read_and_written_again_is_the_same_text(rows: list[tuple[str, str, str]]) -> None:
    text = write_table(COLUMNS, rows)
    assert write_table(COLUMNS, read(text)) == text


@given(cells)
def test_no_cell_begins_with_what_a_spreadsheet_runs(cell: str) -> None:
    assert not guarded(cell).startswith(RUNS)
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1", "'=1"), ("-4", "'-4"), ("'=1", "''=1"), ("'tis", "'tis"), ("1=1", "1=1"), ("", ""), (" =1", " =1")],
)
def test_only_cells_that_would_run_or_look_guarded_get_an_apostrophe(cell: str, written: str) -> None:
    assert guarded(cell) == written


@given(st.lists(st.tuples(cells, cells, cells), max_size=4))
def test_any_csv_reader_finds_the_rows(rows: list[tuple[str, str, str]]) -> None:
    text = write_table(COLUMNS, rows)
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found == [list(COLUMNS), *[[guarded(cell) for cell in row] for row in rows]]


def test_lines_end_as_the_standard_says() -> None:
    assert write_table(("a", "b"), [("1", "x\ny"), ("2", 'say "so"')]) == 'a,b\r\n1,"x\ny"\r\n2,"say ""so"""\r\n'


@pytest.mark.parametrize("text", ["\ufeffb,a\r\n2,1\r\n", "b,a\n2,1", ' b ," a"\n2,1\n\n', "b,a\r2,1\r"])
def test_columns_are_found_by_name_with_any_line_ends_and_a_byte_order_mark(text: str) -> None:
    table = read_table("t.csv", text, ("a",), COLUMNS)
    assert [(row.get("a"), row.get("b"), row.get("c")) for row in table.rows] == [("1", "2", "")]
    assert (table.has("b"), table.has("c")) == (True, False)


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    table = read_table("t.csv", 'a,b\n1,"x\ny"\n\n2,z\n', ("a",), COLUMNS)
    assert [row.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: its header lacks the column “a”"),
        ("b\n1\n", "line 1: its header lacks the column “a”"),
        ("a,d,e\n", "line 1: its header has the unknown column “d”, “e”"),
        ("a,b,b\n", "line 1: its header repeats “b”"),
        ("a;b\n", "line 1: its header has the unknown column “a;b”"),
        ('a,b\n1,2\n"open,3\n4,5', "line 3: the quotation marks do not match"),
        ('a,b\n1,"x"y\n', "line 2: the quotation marks do not match"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(KnownError, match="nothing was taken from it") as told:
        read(text)
    assert str(told.value).startswith(f"t.csv, {complaint}")


def test_every_row_of_another_length_is_told_beside_the_others() -> None:
    table = read_table("t.csv", "a,b\n1\n1,2\n1,2,3\n", ("a",), COLUMNS)
    assert table.bad == ((2, "it has 1 cell where the header has 2."), (4, "it has 3 cells where the header has 2."))
    assert [row.line for row in table.rows] == [3]


def test_a_header_of_any_width_is_told_soon_and_in_a_short_line() -> None:
    wide = ",".join(f"c{n}" for n in range(200_000))
    for header in (wide, f"{wide},{wide}", "x" * 1_000_000):
        with pytest.raises(KnownError) as told:
            read(header + "\n")
        assert len(str(told.value)) < 300


def test_a_very_long_cell_is_read() -> None:
    long = "x" * 300_000
    assert read(write_table(("a",), [(long,)])) == [[long]]


def test_rows_are_counted_whatever_they_hold() -> None:
    assert count_rows("t.csv", "a,b\n1\n\n1,2,3\n") == 2
    assert count_rows("t.csv", "") == 0


@pytest.mark.parametrize(
    "text", ["2013-09-02T10:30:00+01:00", "2013-09-02T10:30:00Z", "2013-09-02T10:30:00.123456+00:00"]
)
def test_a_moment_keeps_its_offset(text: str) -> None:
    moment = read_moment(f" {text} ")
    assert moment is not None
    assert moment.isoformat() == text.replace("Z", "+00:00")


ENDS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
"""Moments that no other zone can show: the report and the history would fail on them."""


@pytest.mark.parametrize("text", ["2013-09-02T10:30:00", "2013-09-02", "10:30", "soon", *ENDS])
def test_a_moment_without_offset_or_at_an_end_of_the_calendar_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        read_moment(text)


def test_no_moment_is_none() -> None:
    assert read_moment(" ") is None
