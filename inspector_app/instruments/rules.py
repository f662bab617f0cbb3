"""Rules as they are written in files and in JSON, to and from domain objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast, get_args

from inspector_app.domain.errors import shown
from inspector_app.domain.instrument import All, Compare, FieldIs, Not, Operator, QuestionIs, Rule
from inspector_app.domain.instrument import Any as AnyOf
from inspector_app.instruments.limits import DEEPEST, MOST_PARTS, too_wide


class BadRule(ValueError):
    """A rule that cannot be read; the message says why."""


def read_rule(raw: dict[str, Any]) -> Rule:
    """The rule behind its written form.

    Raises:
        BadRule: it has none of the known forms, or is larger than anybody writes.
    """
    if too_wide(raw):
        raise BadRule(f"a rule has at most {MOST_PARTS} parts, and no more than {DEEPEST} in one another")
    return _read(raw)


def _read(raw: dict[str, Any]) -> Rule:
    match raw:
        case {"question": str(question), "any_of": list(codes), **rest} if not rest:
            return QuestionIs(question, _codes(codes))
        case {"field": str(name), "any_of": list(values), **rest} if not rest:
            return FieldIs(name, _codes(values))
        case {"all": list(parts), **rest} if not rest:
            return All(tuple(_read(p) for p in _tables(parts)))
        case {"any": list(parts), **rest} if not rest:
            return AnyOf(tuple(_read(p) for p in _tables(parts)))
        case {"not": dict(part), **rest} if not rest:
            return Not(_read(part))
        case {"compare": left, "op": str(op), "with": right, **rest} if not rest and op in get_args(Operator):
            return Compare(str(left), cast(Operator, op), str(right))
    raise BadRule(f"cannot read the rule {shown(str(raw))}")


def write_rule(rule: Rule | None) -> dict[str, Any] | None:
    """The written form of a rule."""
    match rule:
        case None:
            return None
        case QuestionIs(question, codes):
            return {"question": question, "any_of": list(codes)}
        case FieldIs(name, values):
            return {"field": name, "any_of": list(values)}
        case All(parts):
            return {"all": [write_rule(p) for p in parts]}
        case AnyOf(parts):
            return {"any": [write_rule(p) for p in parts]}
        case Not(part):
            return {"not": write_rule(part)}
        case Compare(left, op, right):
            return {"compare": left, "op": op, "with": right}


def leaves(rule: Rule | None) -> Iterator[QuestionIs | FieldIs | Compare]:
    """The parts of a rule that ask something."""
    match rule:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case QuestionIs() | FieldIs() | Compare():
            yield rule


def _codes(codes: list[Any]) -> tuple[str, ...]:
    if not codes or not all(isinstance(code, str) for code in codes):
        raise BadRule("any_of takes a list of one or more codes in quotes")
    return tuple(codes)


def _tables(parts: list[Any]) -> list[dict[str, Any]]:
    if not all(isinstance(part, dict) for part in parts):
        raise BadRule("all and any take a list of rules")
    return parts
