"""A place of the inspection and what stands in it, in words that a person knows it by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_outline import section_of
from inspector_app.domain.values import CONSENSUS
from inspector_app.ui.phrases import day_of, role_words, status_words

_BEGINNING = 60
"""So much of a text of the report is shown where one is told apart from another."""


def owner_words(slot: Slot) -> str:
    """What it is about: a case, an officer, or the inspection."""
    if slot.about == "inspection":
        return QCoreApplication.translate("slot", "The inspection")
    if slot.about == "officer":
        return QCoreApplication.translate("slot", "Officer %1").replace("%1", slot.ref)
    if slot.about == "report":
        return QCoreApplication.translate("slot", "The report")
    return slot.ref


def place_words(instrument: Instrument, slot: Slot) -> str:
    """Which place it is: a question with its number, a fact, the status."""
    say = QCoreApplication.translate
    named = _named(instrument, slot)
    words = {
        "status": say("slot", "Status"),
        "flag": say("slot", "Come back to: %1"),
        "reason": say("slot", "Reason for a warning: %1"),
        "member": say("slot", "Role of %1"),
        "query": say("slot", "A message about %1"),
        "second": say("slot", "Second read by %2"),
        "tag": say("slot", "Tags: %1"),
        "works_with": say("slot", "Works with %1"),
        "key": say("slot", "Device key of %2"),
        "text": say("slot", "Text: %1"),
        "read": say("slot", "What %2 read: %1"),
        "changed_name": say("slot", "Changed name for %1"),
        "accepted": say("slot", "What may stand in: %1"),
        "proposal": say("slot", "A proposal for: %1"),
        "comment": say("slot", "The Trust’s comment on a paragraph"),
        "decision": say("slot", "Decision on the Trust’s comment"),
    }
    return words.get(slot.facet, "%1").replace("%1", named).replace("%2", slot.assessor)


def value_words(instrument: Instrument, slot: Slot, value: str) -> str:
    """What stands there."""
    if not value:
        return QCoreApplication.translate("slot", "Blank")
    if slot.facet == "answer" and (question := instrument.questions_by_id.get(slot.name)) is not None:
        if question.kind == "date":
            return day_of(value)
        if question.choices:
            return "; ".join(question.label_of(code) for code in value.split(";"))
    if slot.facet == "field" and (field := instrument.fields_by_name.get(slot.name)) is not None:
        return day_of(value) if field.kind == "date" else field.label_of(value)
    if slot.facet in ("status", "second"):
        locked = QCoreApplication.translate("slot", "Locked")
        return locked if value == "locked" else status_words(value)
    if slot.facet == "member":
        return role_words(value)
    if slot.facet == "text":
        return _text_words(value)
    if slot.facet in ("proposal", "decision"):
        return _decision_words(value)
    if slot.facet in ("flag", "works_with", "accepted"):
        return QCoreApplication.translate("slot", "Yes")
    return value


def whose_words(slot: Slot) -> str:
    """Whose answer it is; empty for what a case has only once."""
    if slot.assessor == CONSENSUS:
        return QCoreApplication.translate("slot", "the answer that stands over what was read")
    return slot.assessor


def _named(instrument: Instrument, slot: Slot) -> str:
    if slot.facet in ("answer", "flag", "tag", "query"):
        question = instrument.questions_by_id.get(slot.name.split("/")[0])
        return f"{question.number} {question.short or question.text}" if question is not None else slot.name
    if slot.facet == "field":
        if slot.name == ASSESSOR:
            return QCoreApplication.translate("slot", "Allocated to")
        field = instrument.fields_by_name.get(slot.name)
        return field.label if field is not None else slot.name
    if slot.facet == "reason":
        check = next((c for c in instrument.checks if c.id == slot.name), None)
        return check.say if check is not None else slot.name
    if slot.about == "report":
        return _setting_words(slot.name) if not slot.ref else section_words(instrument, slot.ref)
    if slot.facet == "detail":
        return _detail_words(slot.name)
    return slot.name


def section_words(instrument: Instrument, section: str) -> str:
    """The name of a section of the report, with the number of its outcome or criterion."""
    say = QCoreApplication.translate
    found = section_of(instrument, section)
    if found is None:
        return section
    words = {
        "foreword": say("slot", "Foreword"),
        "summary": say("slot", "Summary"),
        "summary_of": say("slot", "Summary of outcome %1"),
        "recommendations": say("slot", "Recommendations"),
        "strengths": say("slot", "Key strengths, outcome %1"),
        "areas": say("slot", "Key areas for improvement, outcome %1"),
        "findings": say("slot", "Findings on %1"),
        "closing": say("slot", "Closing summary, outcome %1"),
        "recommend": say("slot", "Recommendations, outcome %1"),
        "context": say("slot", "Area context"),
        "thanks": say("slot", "Acknowledgements"),
        "arrangements": say("slot", "Inspection arrangements"),
        "role": say("slot", "Role of the inspectorate"),
    }
    return words[found.kind].replace("%1", found.criterion or found.outcome)


def _text_words(text: str) -> str:
    """How a text of the report begins, and how long it is: whole it would fill the screen."""
    shown, words = " ".join(text.split()), len(text.split())
    if len(shown) <= _BEGINNING:
        return f"“{shown}”"
    said = QCoreApplication.translate("slot", "“%1…” (%2 words)")
    return said.replace("%2", f"{words:,}").replace("%1", shown[:_BEGINNING].rstrip())


def _setting_words(name: str) -> str:
    say = QCoreApplication.translate
    words = {
        "state": say("slot", "State of the report"),
        "version": say("slot", "Version of the report"),
        "style": say("slot", "How figures are printed"),
        "smallest": say("slot", "Smallest cell that is printed"),
        "annex": say("slot", "Annex of figures"),
        "thresholds": say("slot", "Thresholds of the proposals"),
    }
    return words.get(name, name)


def _decision_words(value: str) -> str:
    say = QCoreApplication.translate
    words = {
        "accepted": say("slot", "Accepted"),
        "partly": say("slot", "Accepted in part"),
        "not": say("slot", "Not accepted"),
        "dropped": say("slot", "Dropped"),
    }
    return words.get(value, value)


def _detail_words(name: str) -> str:
    say = QCoreApplication.translate
    words = {
        "trust": say("slot", "Trust"),
        "title": say("slot", "Title"),
        "fieldwork_start": say("slot", "Fieldwork begins"),
        "fieldwork_end": say("slot", "Fieldwork ends"),
        "interviews": say("slot", "Officers’ interviews are held"),
        "due": say("slot", "To be submitted by"),
        "quiet_days": say("slot", "Days in progress without a change"),
        "lead": say("slot", "Lead inspector"),
        "instrument_version": say("slot", "Question set in force, by version"),
        "instrument_hash": say("slot", "Question set in force, by content"),
    }
    return words.get(name, name)
