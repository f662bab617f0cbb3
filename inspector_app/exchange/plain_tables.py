"""A plain table as CSV, as a workbook (XLSX) and as text for the clipboard; no spreadsheet runs any cell of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.plain_table import Cell, ColumnKind, PlainTable, points, text_of
from inspector_app.exchange.csv_text import guarded

LONGEST_CELL = 32_767
"""How many characters a cell of a workbook holds."""
_FORMATS: dict[ColumnKind, str] = {
    "text": "@",
    "number": "General",
    "base": f'[<1]0;[<{CAUTION_BELOW}]"† "0;0',
    "share": "0%",
    "points": "+0;−0;0",
}
_NARROWEST, _WIDEST = 8, 60
_HEAD = 3
"""The row of the header in a workbook, counted from nothing: title, line and an empty row stand above it."""


def as_csv(table: PlainTable) -> str:
    """The table as CSV: a header, the rows, then its title and what was counted, set apart by an empty row.

    Text is guarded as in `csv_text`; figures are written as numbers, shares as whole percent.
    """
    empty = [""] * len(table.columns)
    below = [[text, *empty[1:]] for text in (guarded(table.title), guarded(table.counted)) if text]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(c.title) for c in table.columns])
    writer.writerows(_row(table, row) for row in table.rows)
    writer.writerows([empty, *below] if below else [])
    return out.getvalue()


def as_clipboard(table: PlainTable) -> str:
    """The table as lines with tabs between the cells, which every spreadsheet takes; what was counted comes last."""
    head = [guarded(c.title) for c in table.columns]
    lines = [head, *(_row(table, row) for row in table.rows)]
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"
    return f"{text}\n{table.title}\n{guarded(table.counted)}\n" if table.counted else text


def _row(table: PlainTable, row: Sequence[Cell]) -> list[str]:
    return [_written(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]


def _written(cell: Cell, kind: ColumnKind) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    if cell is None:
        return ""
    if kind == "points":
        return str(points(Fraction(cell)))
    return text_of(cell, "number" if kind == "base" else kind)


def as_workbook(table: PlainTable) -> bytes:
    """The table as a workbook of one sheet: title, what was counted, a bold header that stays in sight, the rows.

    Figures are numbers with a format, text is text whatever it starts with. A text that is too long for a cell is cut,
    and ends with an ellipsis.
    """
    # Slow to load, and most days nobody saves a table.
    from xlsxwriter import Workbook

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(table.title))
        _write_sheet(book, sheet, table)
    return target.getvalue()


def _write_sheet(book: Any, sheet: Any, table: PlainTable) -> None:
    bold = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, table.counted, book.add_format({"italic": True}))
    for place, column in enumerate(table.columns):
        side = "left" if column.kind == "text" else "right"
        cells = [row[place] for row in table.rows]
        width = _width(column.title, (text_of(cell, column.kind) for cell in cells))
        look = {"num_format": _FORMATS[column.kind], "valign": "top", "text_wrap": column.kind == "text"}
        usual, quoted = book.add_format(look), book.add_format({**look, "quote_prefix": True})
        sheet.set_column(place, place, width)
        sheet.write_string(_HEAD, place, column.title, book.add_format({**bold, "align": side}))
        for below, cell in enumerate(cells, start=_HEAD + 1):
            _write_cell(sheet, (below, place), cell, column.kind, (usual, quoted))
    sheet.freeze_panes(_HEAD + 1, 0)
    if table.rows:
        sheet.autofilter(_HEAD, 0, _HEAD + len(table.rows), len(table.columns) - 1)


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, kind: ColumnKind, looks: tuple[Any, Any]) -> None:
    usual, quoted = looks
    if isinstance(cell, str):
        text = cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
        # The mark of a quoted cell keeps it text also where somebody edits it.
        sheet.write_string(*at, text, usual if guarded(text) == text else quoted)
    elif cell is not None:
        number = Fraction(cell) * 100 if kind == "points" else cell
        sheet.write_number(*at, float(number) if isinstance(number, Fraction | Decimal) else number, usual)


def _width(title: str, texts: Iterable[str]) -> int:
    # A header wraps at its spaces, so its longest word is what it needs; the arrow of the filter takes some room too.
    words = max((len(word) for word in title.split()), default=0) + 3
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return max(_NARROWEST, min(_WIDEST, max(words, longest + 2)))


def _sheet_name(title: str) -> str:
    kept = re.sub(r"[\[\]:*?/\\]", " ", title)
    return " ".join(kept.split())[:31].strip(" '") or "1"
