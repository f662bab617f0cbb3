"""A place of the inspection and what stands in it, in words that a person knows it by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.values import CONSENSUS
from inspector_app.ui.phrases import day_of, role_words, status_words


def owner_words(slot: Slot) -> str:
    """What it is about: a case, an officer, or the inspection."""
    if slot.about == "inspection":
        return QCoreApplication.translate("slot", "The inspection")
    if slot.about == "officer":
        return QCoreApplication.translate("slot", "Officer %1").replace("%1", slot.ref)
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
    if slot.facet in ("flag", "works_with"):
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
    if slot.facet == "detail":
        return _detail_words(slot.name)
    return slot.name


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
