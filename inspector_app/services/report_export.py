"""Writing the report to disk: refused where it may not leave the team, frozen, then written on any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.domain.figure_annex import annex_table
from inspector_app.domain.figure_annex_en import ENGLISH_ANNEX
from inspector_app.domain.plain_table import PlainTable
from inspector_app.exchange.plain_tables import as_csv
from inspector_app.report.input import ReportInput
from inspector_app.runtime.files import place_for, write_whole
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_readiness import refuse_unready
from inspector_app.services.reporting import Progress, WrittenReport, write_frozen
from inspector_app.services.session import Session
from inspector_app.services.word_export import SUFFIX, write_word


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report that may be written.

    Attributes:
        given: what it says, frozen.
        tells: what was found and holds nothing back, a sentence each.
    """

    given: ReportInput
    tells: tuple[str, ...]


def prepare(session: Session, annex: bool = False) -> Prepared:
    """What will be written, on the session's own thread; it is quick.

    Args:
        annex: adds the annex of figures, also where the settings of the report do not ask for it.

    Raises:
        KnownError: the report may not leave the team in its state; one sentence says why, and in which sections.
    """
    desk = ReportDesk(session)
    found, given = refuse_unready(desk), desk.freeze()
    if annex:
        given = replace(given, settings=replace(given.settings, annex=True))
    return Prepared(given, found.tells(given.settings.state))


def write(
    prepared: Prepared,
    path: Path,
    progress: Progress = lambda _share, _doing: None,
    cancelled: Callable[[], bool] = lambda: False,
    figures: Path | None = None,
) -> WrittenReport | None:
    """Writes the PDF, or a Word file by the name of `path`; None where `cancelled` said yes, and nothing is left then.

    With the annex its rows go into a table, too: to `figures`, else beside the PDF (see `beside`).

    Raises:
        KnownError: as for `write_frozen`.
    """
    table = figures or (beside(path) if prepared.given.settings.annex else None)
    if table is not None and place_for(table) == place_for(path):
        raise KnownError(f"{path.name} cannot be both the report and its figures; nothing was written. Name another.")
    write_as = write_word if path.suffix.lower() == SUFFIX else write_frozen
    written = write_as(prepared.given, path, progress, cancelled)
    if written is not None and table is not None:
        write_whole(table, figures_csv(prepared.given).encode())
    return written


def beside(path: Path) -> Path:
    """Where the table of figures goes that belongs to a report: ``report.pdf`` has ``report-figures.csv``."""
    return path.with_name(f"{path.stem}-figures.csv")


def figures_csv(given: ReportInput) -> str:
    """Every figure of the text as CSV."""
    return as_csv(figures_table(given))


def figures_table(given: ReportInput) -> PlainTable:
    """Every figure of the text with what it counts."""
    return annex_table(given.narrative.annex, ENGLISH_ANNEX)
