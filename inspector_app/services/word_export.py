"""The report as a Word file on disk, for the Trust to comment on."""

from __future__ import annotations

from pathlib import Path

from inspector_app.report.compose import compose
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.runtime.files import known_faults, place_for, write_whole
from inspector_app.services.reporting import WrittenReport
from inspector_app.services.work import Cancelled, Progress, never, unheard

SUFFIX = ".docx"


def write_word(
    given: ReportInput, path: Path, progress: Progress = unheard, cancelled: Cancelled = never
) -> WrittenReport | None:
    """Writes what is frozen as a Word file; may run on any thread. What stood at `path` stays until it is whole.

    Returns:
        None where `cancelled` said yes; nothing is left behind then.

    Raises:
        KnownError: the folder is missing, may not be written to, or the disk is full.
    """
    # Slow to load, and most days nobody writes a report.
    from inspector_app.exchange.word_report import ChartWords, as_word

    place_for(path)
    with known_faults(path, "written"):
        path.parent.stat()
    progress(0.0, "Setting out the report")
    document = compose(given)
    if cancelled():
        return None
    progress(0.3, "Making the Word file")
    say = words_for(given.instrument.language).say
    words = ChartWords(say("chart_what"), say("chart_share"), say("chart_figures"), say("none"))
    content = as_word(document, words, given.origin.as_at)
    if cancelled():
        return None
    progress(0.95, "Writing the file")
    write_whole(path, content)
    progress(1.0, "Report written")
    return WrittenReport(path, 0)
