"""The titles of written sections, as the report prints them."""

from __future__ import annotations

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_outline import Section
from inspector_app.report.words import Words


def title_of(section: Section, instrument: Instrument, words: Words) -> str:
    """The title of a section in the language of the report, without its number."""
    outcome = next((o.title for o in instrument.outcomes if o.id == section.outcome), "")
    criterion = next((c.title for c in instrument.criteria if c.id == section.criterion), "")
    return words.say(f"section.{section.kind}", outcome=outcome, criterion=criterion)
