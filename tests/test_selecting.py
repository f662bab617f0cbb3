"""Conditions on cases: facts, who assesses, answers, and spans of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.case import Case
from inspector_app.domain.scoring import tally
from inspector_app.domain.selecting import held, matches
from small import small

SMALL = small()


def case(fields: Mapping[str, str], answers: Mapping[str, str], assessor: str = "A1") -> Case:
    at = datetime(2013, 9, 2, tzinfo=UTC)
    stands = {
        q: Revision(f"r{q}", Slot("case", "1", "answer", q, assessor), value, "", "", "edit", "b", "", assessor, at,
                    "d", "1", ())
        for q, value in answers.items()
    }  # fmt: skip
    return Case("1", "signed_off", assessor, assessor, fields, stands, frozenset(), {})


PLAIN = case({"type": "order", "age": "29.5"}, {"plan": "insufficient", "plan_reasons": "late;thin", "contact": "na"})


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, True),
        ({"type": "order"}, True),
        ({"type": "licence"}, False),
        ({"office": ""}, True),
        ({"office": "Exeter"}, False),
        ({"assessor": "A1"}, True),
        ({"assessor": "A2"}, False),
        ({"age": "20..29"}, True),
        ({"age": "30..39"}, False),
        ({"age": "29.5"}, True),
        ({"office": "20..29"}, False),
        ({"question:plan": "insufficient"}, True),
        ({"question:plan": "sufficient"}, False),
        ({"question:plan_reasons": "thin"}, True),
        ({"question:plan_reasons": "wrong"}, False),
        ({"question:review": ""}, True),
        ({"type": "order", "question:plan": "sufficient"}, False),
    ],
)
def test_a_case_fulfils_every_condition_or_is_left_out(where: Mapping[str, str], expected: bool) -> None:
    assert matches(where, PLAIN, tally(SMALL.case_questions, PLAIN.sheet)) is expected


def test_an_answer_to_a_closed_question_does_not_stand() -> None:
    stands = tally(SMALL.case_questions, PLAIN.sheet)
    assert stands["contact"] == "closed"
    assert held("question:contact", PLAIN, stands) == ""
    opened = case({"type": "licence"}, {"contact": "na"})
    assert held("question:contact", opened, tally(SMALL.case_questions, opened.sheet)) == "na"
