"""What may stand as an answer or as a fact, and how it is written down."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from inspector_app.domain.errors import KnownError, shown
from inspector_app.domain.instrument import CaseField, Choice, Kind, Question

EVIDENCE = ("on_file", "interview", "not_on_file", "cannot_determine")
STATUSES = ("allocated", "in_progress", "submitted", "returned", "signed_off")
SECOND_STATES = ("allocated", "in_progress", "locked")
CONSENSUS = "consensus"

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadValue(KnownError):
    """A value that the question or field does not take; the message says what it takes."""


def clean_answer(question: Question, raw: str) -> str:
    """The value as it is stored: codes in the order of the list, plain decimal numbers, ISO dates, text as typed.

    Raises:
        BadValue: the question does not take it.
    """
    return clean_value(question.kind, question.choices, raw, f"Question {question.number} ({question.id})")


def clean_field(field: CaseField, raw: str) -> str:
    """The same for a fact of a case.

    Raises:
        BadValue: the field does not take it.
    """
    return clean_value(field.kind, field.choices, raw.strip(), f"The field {field.name}")


def clean_evidence(raw: str) -> str:
    """An evidence status, or a blank.

    Raises:
        BadValue: it is none of `EVIDENCE`.
    """
    if raw and raw not in EVIDENCE:
        raise BadValue(f"“{shown(raw)}” is no evidence status; use one of {', '.join(EVIDENCE)} or leave it empty.")
    return raw


def fitting(asked: Question | CaseField, value: str) -> str:
    """The part of a stored value that a question or field still takes; empty where it takes none of it.

    Under another version of the question set a choice may be gone: what says so counts as a blank, and is kept.
    """
    if not value or asked.kind == "text":
        return value
    if asked.kind == "single":
        return value if any(c.code == value for c in asked.choices) else ""
    if asked.kind == "multiple":
        codes = {c.code for c in asked.choices}
        return ";".join(code for code in value.split(";") if code in codes)
    try:
        return clean_value(asked.kind, (), value, "")
    except BadValue:
        return ""


def clean_value(kind: Kind, choices: tuple[Choice, ...], raw: str, where: str) -> str:
    """A value of a kind as it is stored; `where` begins the sentence that refuses it.

    Raises:
        BadValue: the kind, or the list, does not take it.
    """
    if raw == "" or kind == "text":
        return raw
    if kind == "number":
        return _number(raw, where)
    if kind == "date":
        return _date(raw, where)
    codes = [c.code for c in choices]
    given = raw.split(";") if kind == "multiple" else [raw]
    for code in given:
        if code not in codes:
            raise BadValue(f"{where} has no choice “{shown(code)}”; it takes {', '.join(codes)}.")
    if len(set(given)) != len(given):
        raise BadValue(f"{where} names a choice twice.")
    return ";".join(code for code in codes if code in given)


def _number(raw: str, where: str) -> str:
    if not _PLAIN_NUMBER.fullmatch(raw.strip()):
        raise BadValue(f"{where} takes a number such as 12 or -3.5; “{shown(raw)}” is none.")
    return format(Decimal(raw.strip()).normalize() + 0, "f")


def _date(raw: str, where: str) -> str:
    try:
        if not _PLAIN_DATE.fullmatch(raw.strip()):
            raise ValueError(raw)
        return date.fromisoformat(raw.strip()).isoformat()
    except ValueError:
        raise BadValue(f"{where} takes a date such as 2013-09-02; “{shown(raw)}” is none.") from None
