"""What is on screen, taken away: tables as CSV, workbook or text, charts as drawings."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.domain.plain_table import PlainChart, PlainTable
from inspector_app.exchange.plain_tables import as_clipboard, as_csv, as_workbook
from inspector_app.runtime.files import place_for, write_whole
from inspector_app.runtime.paths import resources

TABLES, PICTURES = (".csv", ".xlsx"), (".svg", ".png")
"""How the name of a file ends in which a table, or a chart, is kept."""


def clipboard_text(table: PlainTable) -> str:
    """A table as text that a spreadsheet takes."""
    return as_clipboard(table)


def write_table(table: PlainTable, path: Path) -> Path:
    """Writes a table as CSV or as a workbook, by the name of the file. May run on any thread.

    Raises:
        KnownError: the name ends otherwise, the place cannot be written to or holds an inspection, or the disk is full;
            what stood there is as it was.
    """
    _refuse_ending(path, TABLES)
    place_for(path)
    # With a byte order mark, without which a spreadsheet takes CSV for an older encoding.
    content = as_csv(table).encode("utf-8-sig") if path.suffix.lower() == ".csv" else as_workbook(table)
    write_whole(path, content)
    return path


def draw_chart(chart: PlainChart, elsewhere: bool = False) -> bytes:
    """A chart as SVG, with its title and what was counted; `elsewhere` where other programs are to show it.

    May run on any thread.
    """
    # ReportLab is slow to load.
    from inspector_app.report.svg import chart_svg

    return chart_svg(chart, resources() / "fonts", elsewhere)


def write_picture(content: bytes, path: Path) -> Path:
    """Writes a drawing, which is already of the kind that the name of the file says.

    Raises:
        KnownError: as `write_table`.
    """
    _refuse_ending(path, PICTURES)
    write_whole(path, content)
    return path


def write_sheet(content: bytes, path: Path) -> Path:
    """Writes a sheet of paper, which is a PDF already.

    Raises:
        KnownError: the place cannot be written to or holds an inspection, or the disk is full.
    """
    write_whole(path, content)
    return path


def _refuse_ending(path: Path, endings: tuple[str, str]) -> None:
    if path.suffix.lower() not in endings:
        first, second = endings
        raise KnownError(
            f"{path.name} was not written, because its name does not say as what; end it with {first} or {second}."
        )
