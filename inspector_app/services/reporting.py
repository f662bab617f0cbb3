"""The draft report: freezes what an inspection says, then writes it as a PDF without touching the inspection again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Ledger, latest
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.report_outline import outline
from inspector_app.domain.report_text import read_section, read_settings
from inspector_app.domain.scoring import Method
from inspector_app.report.input import Narrative, Origin, Passage, ReportInput, Said
from inspector_app.runtime.files import known_faults, place_for, write_whole
from inspector_app.runtime.paths import resources
from inspector_app.services.report_annex import figure_rows
from inspector_app.services.report_prints import ReportPrints
from inspector_app.services.session import Session

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report on disk. `pages` is 0 for a Word file, which Word divides into pages."""

    path: Path
    pages: int


def freeze(
    session: Session,
    method: Method = "question-mean",
    include_unfinished: bool = False,
    caution_below: int = CAUTION_BELOW,
    keys: dict[str, Keys] | None = None,
) -> ReportInput:
    """What the report will say, drawn from what is committed. To be called on the session's own thread; it is quick.

    Args:
        include_unfinished: counts cases that are not signed off too; the report then says so on every page.
        caution_below: bases smaller than this are marked.
        keys: section -> what is known of the keys of its paragraphs; worked out anew where it is not handed in.
    """
    details, revisions = session.details(), session.revisions()
    report = Ledger(r for r in revisions if r.slot.about == "report")
    settings = read_settings(report)
    prints = ReportPrints(session, settings, method, include_unfinished, caution_below)
    newest = latest(revisions)
    said = details.details
    return ReportInput(
        instrument=session.instrument,
        details=details,
        findings=prints.findings,
        origin=Origin(
            instrument=said.get("instrument", session.instrument.id),
            version=said.get("instrument_version", session.instrument.version),
            content_hash=said.get("instrument_hash", session.instrument.content_hash),
            revisions=len(revisions),
            digest=newest.digest if newest else "",
            as_at=newest.at if newest else None,
        ),
        unfinished=sum(1 for case in prints.cases if not case.signed_off),
        caution_below=caution_below,
        narrative=_narrative(session, report, prints, {} if keys is None else keys),
        settings=settings,
    )


def _narrative(session: Session, report: Ledger, prints: ReportPrints, keys: dict[str, Keys]) -> Narrative:
    """All that was written, with what its figures print."""
    sections = outline(session.instrument, session.details().interviews_held)
    written = [read_section(report, section, keys.setdefault(section.id, Keys())) for section in sections]
    places = [place for one in written for place in prints.placed(one.text) if not place.problem]
    return Narrative(
        {one.section.id: Passage(one.section, one.text, one.pieces) for one in written},
        {one.source: Said(*one.words, one.caution) for one in places if one.kind == "fig"},
        {one.source: one.parts for one in places if one.parts is not None},
        figure_rows(written, prints.figures),
    )


def write_report(
    session: Session,
    path: Path,
    progress: Progress = lambda _share, _doing: None,
    cancelled: Callable[[], bool] = lambda: False,
    method: Method = "question-mean",
    include_unfinished: bool = False,
) -> WrittenReport | None:
    """`freeze` and `write_frozen` in one, for callers that may wait."""
    progress(0.0, "Reading the answers")
    return write_frozen(freeze(session, method, include_unfinished), path, progress, cancelled)


def write_frozen(
    given: ReportInput,
    path: Path,
    progress: Progress = lambda _share, _doing: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> WrittenReport | None:
    """Writes the PDF; may run on any thread. What stood at `path` stays until the new report is whole.

    Returns:
        None where `cancelled` said yes; nothing is left behind then.

    Raises:
        KnownError: the folder is missing, may not be written to, the disk is full, or a font is missing.
    """
    # ReportLab is slow to load, and most days nobody writes a report.
    from inspector_app.report.render import Cancelled, render

    # What is in the way, and a folder that is not there, are told before a long wait.
    place_for(path)
    with known_faults(path, "written"):
        path.parent.stat()
    try:
        rendered = render(
            given, resources() / "fonts", lambda share, page: progress(0.95 * share, f"Setting page {page}"), cancelled
        )
    except Cancelled:
        return None
    progress(0.95, "Writing the file")
    if cancelled():
        return None
    write_whole(path, rendered.content)
    progress(1.0, "Report written")
    return WrittenReport(path, rendered.pages)
