"""Scores, differences and what they are of, in words."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.intervals import Interval
from inspector_app.domain.scoring import Method, percent
from inspector_app.domain.selecting import QUESTION, SPAN
from inspector_app.domain.targets import Target
from inspector_app.domain.values import EVIDENCE


def figure(score: Fraction | None) -> str:
    """A score as it is shown; a dash where there is none."""
    whole = percent(score)
    return "–" if whole is None else f"{whole}%"


def points(difference: Fraction | float | None) -> str:
    """A difference of two scores in whole points, with its sign; a dash where there is none."""
    if difference is None:
        return "–"
    whole = percent(Fraction(difference)) or 0
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def interval_words(interval: Interval | None) -> str:
    """From how many points to how many; a dash where there is none."""
    if interval is None:
        return "–"
    return _say("%1 to %2").replace("%1", points(interval.low)).replace("%2", points(interval.high))


def method_words(method: Method) -> str:
    """The name of a method."""
    return _say("question mean") if method == "question-mean" else _say("criterion mean")


def trait_words(instrument: Instrument, key: str) -> str:
    """What a key of `selecting` is called."""
    if key.startswith(QUESTION):
        question = instrument.questions_by_id.get(key.removeprefix(QUESTION))
        return f"{question.number} {question.short}" if question else key
    field = instrument.fields_by_name.get(key)
    return _say("Assessor") if key == ASSESSOR else field.label if field else key


def value_words(instrument: Instrument, key: str, value: str) -> str:
    """What stands under a key."""
    if not value:
        return _say("no answer") if key.startswith(QUESTION) else _say("not recorded")
    if key.startswith(QUESTION):
        question = instrument.questions_by_id.get(key.removeprefix(QUESTION))
        return question.label_of(value) if question else value
    field = instrument.fields_by_name.get(key)
    if field is not None and field.kind == "number" and SPAN in value:
        low, _, high = value.partition(SPAN)
        return low if low == high else f"{low}–{high}"
    return field.label_of(value) if field else value


def standing_words(standing: str) -> str:
    """Where an answer stands."""
    words = {
        "above": _say("Above the line"),
        "below": _say("Below the line"),
        "na": _say("Not applicable"),
        "answered": _say("Neither"),
        "blank": _say("Blank"),
        "closed": _say("Closed"),
    }
    return words.get(standing, standing)


def evidence_words(evidence: str) -> str:
    """Where an answer rests; empty where nothing was said."""
    labels = (_say("On file"), _say("Told in interview"), _say("Not on file"), _say("Cannot be determined"))
    return dict(zip(EVIDENCE, labels, strict=True)).get(evidence, "")


def target_words(instrument: Instrument, target: Target) -> str:
    """What a score is of."""
    if target.kind == "question":
        question = instrument.questions_by_id[target.id]
        return f"{question.number}  {question.short}"
    if target.kind == "criterion":
        return f"{target.id}  {instrument.criteria_by_id[target.id].title}"
    return f"{target.id}  {next(o.title for o in instrument.outcomes if o.id == target.id)}"


def _say(text: str) -> str:
    return QCoreApplication.translate("scores", text)
