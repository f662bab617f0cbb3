"""Which questions are open, from what is known so far."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from inspector_app.domain.instrument import All, Any, Compare, FieldIs, Not, Question, QuestionIs, Rule


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known about one case or one officer, as rules see it.

    Attributes:
        fields: case field -> value.
        answers: question id -> value; several codes are joined with ``;``. Blank and missing are the same.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def codes_of(value: str) -> tuple[str, ...]:
    """The codes in an answer to a list of several; empty for a blank."""
    return tuple(value.split(";")) if value else ()


def holds(rule: Rule | None, sheet: Sheet, open_ids: Container[str]) -> bool:
    """Whether a rule is true of a sheet. A question outside `open_ids` counts as unanswered, so its rule is false."""
    match rule:
        case None:
            return True
        case QuestionIs(question, any_of):
            value = sheet.answers.get(question, "") if question in open_ids else ""
            return bool(value) and (value in any_of or (";" in value and any(c in any_of for c in value.split(";"))))
        case FieldIs(name, any_of):
            return sheet.fields.get(name, "") in any_of
        case All(parts):
            return all(holds(part, sheet, open_ids) for part in parts)
        case Any(parts):
            return any(holds(part, sheet, open_ids) for part in parts)
        case Not(part):
            return not holds(part, sheet, open_ids)
        case Compare():
            return _compares(rule, sheet, open_ids)


def open_questions(questions: Iterable[Question], sheet: Sheet) -> frozenset[str]:
    """The ids of the open questions. One pass is enough: a rule asks only about earlier questions."""
    open_ids: set[str] = set()
    for question in questions:
        if question.open_when is None or holds(question.open_when, sheet, open_ids):
            open_ids.add(question.id)
    return frozenset(open_ids)


def depends_on(rule: Rule | None) -> frozenset[str]:
    """The ids of the questions that a rule asks about."""
    match rule:
        case QuestionIs(question, _):
            return frozenset({question})
        case All(parts) | Any(parts):
            return frozenset().union(*(depends_on(part) for part in parts))
        case Not(part):
            return depends_on(part)
        case Compare(left, _, right):
            return frozenset(side.removeprefix("question:") for side in (left, right) if side.startswith("question:"))
        case _:
            return frozenset()


def fields_of(rule: Rule | None) -> frozenset[str]:
    """The names of the case fields that a rule asks about."""
    match rule:
        case FieldIs(name, _):
            return frozenset({name})
        case All(parts) | Any(parts):
            return frozenset().union(*(fields_of(part) for part in parts))
        case Not(part):
            return fields_of(part)
        case Compare(left, _, right):
            return frozenset(side.removeprefix("field:") for side in (left, right) if side.startswith("field:"))
        case _:
            return frozenset()


def _compares(rule: Compare, sheet: Sheet, open_ids: Container[str]) -> bool:
    left = _comparable(_side(rule.left, sheet, open_ids))
    right = _comparable(_side(rule.right, sheet, open_ids))
    if left is None or right is None or isinstance(left, date) != isinstance(right, date):
        return False
    order = (left > right) - (left < right)  # type: ignore[operator]  # both are dates or both are numbers
    return {
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
        "==": order == 0,
        "!=": order != 0,
    }[rule.op]


def _side(side: str, sheet: Sheet, open_ids: Container[str]) -> str:
    if side.startswith("field:"):
        return sheet.fields.get(side.removeprefix("field:"), "")
    if side.startswith("question:"):
        question = side.removeprefix("question:")
        return sheet.answers.get(question, "") if question in open_ids else ""
    return side


def _comparable(text: str) -> date | Decimal | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
