"""Which cases a figure is about: conditions on facts and answers.

A condition is a key and a value. The key is the name of a case field, ``assessor``, or ``question:ID``; the value is
what stands there, empty for cases where nothing does. A number field also takes a span of whole numbers, ``20..29``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import floor

from inspector_app.domain.case import ASSESSOR, Case, Officer
from inspector_app.domain.routing import codes_of
from inspector_app.domain.scoring import Method, Tally


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases count, and how an outcome is drawn from its questions.

    Attributes:
        unfinished: cases that are not signed off count too.
        where: conditions that every case fulfils.
    """

    method: Method = "question-mean"
    unfinished: bool = False
    where: Mapping[str, str] = field(default_factory=dict)


QUESTION = "question:"
SPAN = ".."

_SPAN = re.compile(r"(-?[0-9]+)\.\.(-?[0-9]+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def held(key: str, case: Case | Officer, tally: Tally) -> str:
    """What stands under a key in a case, or in an officer's interview; empty where nothing does.

    An answer to a closed question does not stand, nor one that the question does not take any more.
    """
    if key.startswith(QUESTION):
        question = key.removeprefix(QUESTION)
        answer = case.answers.get(question)
        return "" if answer is None or tally.get(question) in ("closed", "blank") else answer.value
    if isinstance(case, Officer):
        return ""
    return case.assessor if key == ASSESSOR else case.fields.get(key, "")


def matches(where: Mapping[str, str], case: Case | Officer, tally: Tally) -> bool:
    """Whether a case fulfils every condition."""
    return all(_fulfils(held(key, case, tally), value, key) for key, value in where.items())


def is_span(value: str) -> bool:
    """Whether a value is a span of whole numbers."""
    return _SPAN.fullmatch(value) is not None


def _fulfils(found: str, wanted: str, key: str) -> bool:
    if found == wanted:
        return True
    if key.startswith(QUESTION):
        return wanted in codes_of(found)
    span, number = _SPAN.fullmatch(wanted), _NUMBER.fullmatch(found)
    if span is None or number is None:
        return False
    return int(span[1]) <= floor(Decimal(found)) <= int(span[2])
