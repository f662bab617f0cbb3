"""What a crash left behind, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.instrument import Instrument
from inspector_app.services.recovery import Recovered
from inspector_app.ui.models.slot_words import section_words
from inspector_app.ui.phrases import counted


def recovered_words(found: Sequence[Recovered], instrument: Instrument) -> str:
    """Where texts were found that were being typed, and why one of them could not be saved."""
    saved = [one for one in found if not one.problem]
    texts = [one.problem for one in found if one.problem]
    if saved:
        places = ", ".join(dict.fromkeys(_place(one, instrument) for one in saved))
        text = counted(
            len(saved),
            _say("Inspector ended before a text was finished. It is saved as it stood: %2."),
            _say("Inspector ended before %1 texts were finished. They are saved as they stood: %2."),
        )
        texts.insert(0, text.replace("%2", places))
    return " ".join(texts)


def _place(one: Recovered, instrument: Instrument) -> str:
    if one.about == "report":
        return _say("report, %1").replace("%1", section_words(instrument, one.ref))
    question = instrument.questions_by_id.get(one.question)
    return f"{one.ref} {question.number if question else one.question}"


def _say(text: str) -> str:
    return QCoreApplication.translate("recovered", text)
