"""One section of the report as a document of its own, for a preview: nothing else is composed."""

from __future__ import annotations

from inspector_app.domain.document import Document, Heading
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.report.written import Written


def compose_part(given: ReportInput, section: str) -> Document:
    """The heading and the text of one section; its heading has the section's id as its key."""
    words = words_for(given.instrument.language)
    written = Written(given, words)
    found = next(one for one in given.sections if one.id == section)
    heading = Heading(2, written.title(section), section, label=found.criterion or found.outcome)
    trust = given.details.trust or words.say("trust_unknown")
    return Document(
        title=written.title(section),
        author="",
        subject="",
        language=words.language,
        head=(trust, ""),
        foot=words.say(f"foot.{given.settings.state}"),
        page="{page}",
        blocks=(heading, *written.blocks(section)),
    )
