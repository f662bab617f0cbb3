"""The annex of figures of an open inspection: every figure of the text with what it was counted from."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.figure_annex import AnnexRow, AnnexSection, annex_rows
from inspector_app.domain.figure_annex_en import ENGLISH_ANNEX
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_outline import Section
from inspector_app.domain.report_text import WrittenSection
from inspector_app.report.languages import words_for
from inspector_app.report.titles import title_of
from inspector_app.report.words import Words


def figure_rows(sections: Iterable[WrittenSection], figures: Figures) -> tuple[AnnexRow, ...]:
    """A row for every figure of the sections, in their order."""
    instrument = figures.ground.instrument
    words = words_for(instrument.language)
    titled = (AnnexSection(_title(one.section, instrument, words), one.text, one.pieces) for one in sections)
    return annex_rows(titled, figures, ENGLISH_ANNEX)


def _title(section: Section, instrument: Instrument, words: Words) -> str:
    """The title with the number of its criterion or outcome, so that sections of the same title can be told apart."""
    return f"{section.criterion or section.outcome} {title_of(section, instrument, words)}".strip()
