"""What a section of the report is called above its text, and what belongs into it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_outline import Section


def section_heading(section: Section, title: str, instrument: Instrument) -> str:
    """The title of a section with the criterion or the outcome that it speaks of."""
    if section.criterion:
        return f"{section.criterion}  {title}"
    outcome = next((o for o in instrument.outcomes if o.id == section.outcome), None)
    if outcome is None:
        return title
    return f"{outcome.id}  {title}" if title == outcome.title else f"{outcome.id}  {outcome.title}: {title}"


def section_name(section: Section, title: str) -> str:
    """A section in a narrow column: the criterion alone, or the outcome and which part of its chapter."""
    if section.criterion:
        return section.criterion
    return f"{section.outcome}  {title}".strip()


def section_hint(section: Section) -> str:
    """What is written in a section, shown while it is empty."""
    say = QCoreApplication.translate
    hints = {
        "foreword": say("hint", "Who was inspected and why, and what stands out."),
        "summary": say("hint", "What the inspection found as a whole. The table of scores follows it."),
        "summary_of": say("hint", "What was found on this outcome, on one page."),
        "recommendations": say("hint", "What the recommendations are about. Their list is made from the chapters."),
        "strengths": say("hint", "What was done well: a numbered list, one strength an item."),
        "areas": say("hint", "What has to be done better: a numbered list, one area an item."),
        "findings": say("hint", "What was found on this criterion, paragraph by paragraph."),
        "closing": say("hint", "What this chapter comes to."),
        "recommend": say("hint", "What should be done: a numbered list, one recommendation an item."),
        "context": say("hint", "The area that the Trust serves."),
        "thanks": say("hint", "Whom the inspectorate thanks. The team is listed after it."),
        "arrangements": say("hint", "How the inspection was done. Sample and timetable follow it."),
        "role": say("hint", "What the inspectorate is for."),
    }  # fmt: skip
    figures = say("hint", "Put figures in with Ctrl+Shift+F, or from the evidence beside.")
    how = say("hint", "F1 tells how lists, quotations and footnotes are written.")
    return " ".join((hints[section.kind], figures, how) if section.outcome else (hints[section.kind], how))
