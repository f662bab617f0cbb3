"""Questions, rules and what changed about them, in words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.domain.instrument import (
    All,
    Any,
    CaseField,
    Compare,
    FieldIs,
    Instrument,
    Not,
    Question,
    QuestionIs,
    Rule,
)
from inspector_app.domain.upgrading import Class, Part

_CLASSES: dict[str, str] = {
    "changed": str(QT_TRANSLATE_NOOP("versions", "Fact changed")),
    "confirm": str(QT_TRANSLATE_NOOP("versions", "Confirm again")),
    "retired": str(QT_TRANSLATE_NOOP("versions", "Retired")),
    "new": str(QT_TRANSLATE_NOOP("versions", "New")),
    "kept": str(QT_TRANSLATE_NOOP("versions", "Kept")),
}
_PARTS: dict[Part, str] = {
    "text": str(QT_TRANSLATE_NOOP("versions", "wording")),
    "choices": str(QT_TRANSLATE_NOOP("versions", "choices")),
    "kind": str(QT_TRANSLATE_NOOP("versions", "kind of answer")),
    "line": str(QT_TRANSLATE_NOOP("versions", "side of the line")),
    "criteria": str(QT_TRANSLATE_NOOP("versions", "criteria")),
    "opening": str(QT_TRANSLATE_NOOP("versions", "when it is asked")),
}
_KINDS = {
    "single": str(QT_TRANSLATE_NOOP("versions", "one of a list")),
    "multiple": str(QT_TRANSLATE_NOOP("versions", "several of a list")),
    "number": str(QT_TRANSLATE_NOOP("versions", "a number")),
    "date": str(QT_TRANSLATE_NOOP("versions", "a date")),
    "text": str(QT_TRANSLATE_NOOP("versions", "text")),
}
_LINES = {
    "above": str(QT_TRANSLATE_NOOP("versions", "%1 (above the line)")),
    "below": str(QT_TRANSLATE_NOOP("versions", "%1 (below the line)")),
    "none": str(QT_TRANSLATE_NOOP("versions", "%1")),
}


Shown = Class | Literal["changed"]
"""What the screen tells apart: a question to confirm again, and a fact that changed, which nobody confirms."""


def class_words(kind: Shown) -> str:
    """What becomes of a question or fact, in a word or two."""
    return _say(_CLASSES[kind])


def parts_words(parts: tuple[Part, ...]) -> str:
    """What of a question changed: *wording, choices*."""
    return ", ".join(_say(_PARTS[part]) for part in parts)


def part_words(part: Part) -> str:
    """One part of a question, as a heading."""
    words = _say(_PARTS[part])
    return words[:1].upper() + words[1:]


def part_of(part: Part, asked: Question | CaseField, instrument: Instrument) -> str:
    """What one part of a question or fact says."""
    if part == "text":
        return asked.text if isinstance(asked, Question) else asked.label
    if part == "kind":
        return _say(_KINDS[asked.kind])
    if part in ("choices", "line"):
        return _choices(asked)
    if isinstance(asked, CaseField):
        return ""
    if part == "criteria":
        return ", ".join(asked.criteria) or _say("none")
    return rule_words(asked.open_when, instrument)


def rule_words(rule: Rule | None, instrument: Instrument) -> str:
    """When a question is asked: *B12 is “Sufficient” or “Not done”*."""
    match rule:
        case None:
            return _say("always")
        case QuestionIs(name, any_of):
            asked = instrument.questions_by_id.get(name)
            number, words = (asked.number, [asked.label_of(c) for c in any_of]) if asked else (name, list(any_of))
            return _is(number, words)
        case FieldIs(name, any_of):
            field = instrument.fields_by_name.get(name)
            label, words = (field.label, [field.label_of(c) for c in any_of]) if field else (name, list(any_of))
            return _is(label, words)
        case All(parts):
            return _say(" and ").join(_inner(part, instrument) for part in parts)
        case Any(parts):
            return _say(" or ").join(_inner(part, instrument) for part in parts)
        case Not(part):
            return _say("not (%1)").replace("%1", rule_words(part, instrument))
        case Compare(left, op, right):
            return f"{left} {op} {right}"


def _inner(rule: Rule, instrument: Instrument) -> str:
    words = rule_words(rule, instrument)
    return f"({words})" if isinstance(rule, All | Any) else words


def _is(name: str, words: list[str]) -> str:
    said = _say(" or ").join(f"“{word}”" for word in words)
    return _say("%1 is %2").replace("%1", name).replace("%2", said)


def _choices(asked: Question | CaseField) -> str:
    scored = isinstance(asked, Question) and asked.scored
    lines = [_say(_LINES[c.line if scored else "none"]).replace("%1", c.label) for c in asked.choices]
    return "\n".join(lines) or _say("no list")


def _say(text: str) -> str:
    return QCoreApplication.translate("versions", text)
