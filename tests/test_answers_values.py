"""What may stand as an answer or a fact, and how it is written down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.instrument import CaseField, Question
from inspector_app.domain.values import EVIDENCE, BadValue, clean_answer, clean_evidence, clean_field
from small import REASONS, small

SMALL = small()
CODES = [c.code for c in REASONS]


def question(name: str) -> Question:
    return SMALL.questions_by_id[name]


def field(name: str) -> CaseField:
    return SMALL.fields_by_name[name]


@given(st.sampled_from(("plan", "plan_reasons", "visits", "seen", "comment")))
def test_a_blank_is_taken_everywhere(name: str) -> None:
    assert clean_answer(question(name), "") == ""


@given(st.text())
def test_a_text_stands_as_it_was_typed(raw: str) -> None:
    assert clean_answer(question("comment"), raw) == raw


@given(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
def test_codes_stand_in_the_order_of_the_list_however_they_were_given(codes: list[str]) -> None:
    assert clean_answer(question("plan_reasons"), ";".join(codes)) == ";".join(c for c in CODES if c in codes)


@given(st.text(min_size=1))
def test_a_list_takes_its_own_codes_and_nothing_else(raw: str) -> None:
    known = {"sufficient", "insufficient", "not_done", "na"}
    if raw in known:
        assert clean_answer(question("plan"), raw) == raw
    else:
        with pytest.raises(BadValue, match="A1 .plan."):
            clean_answer(question("plan"), raw)


@pytest.mark.parametrize("raw", ["late;late", "late;", ";", "late,thin", "late; thin"])
def test_a_list_of_several_refuses_what_is_twice_or_unknown(raw: str) -> None:
    with pytest.raises(BadValue):
        clean_answer(question("plan_reasons"), raw)


@given(st.decimals(-(10**11), 10**11, allow_nan=False, allow_infinity=False, places=3))
def test_a_number_keeps_its_worth_and_is_written_one_way(number: Decimal) -> None:
    written = clean_answer(question("visits"), str(number))
    assert Decimal(written) == number
    assert "E" not in written.upper()
    assert clean_answer(question("visits"), written) == written
    assert clean_answer(question("visits"), f" {number}0 ") == written


@pytest.mark.parametrize(("raw", "written"), [("007", "7"), ("1.50", "1.5"), ("-0", "0"), ("+3", "3"), (" 4 ", "4")])
def test_numbers_are_written_plainly(raw: str, written: str) -> None:
    assert clean_answer(question("visits"), raw) == written


@pytest.mark.parametrize(
    "raw", ["twelve", "1,5", "NaN", "Infinity", "-Infinity", "1e12", "1 000", "--1", "1_000", "١٢"]
)
def test_what_is_no_number_is_refused(raw: str) -> None:
    with pytest.raises(BadValue, match="takes a number"):
        clean_answer(question("visits"), raw)


@given(st.dates())
def test_a_date_is_written_one_way(day: date) -> None:
    assert clean_answer(question("seen"), day.isoformat()) == day.isoformat()
    assert clean_field(field("start"), f" {day.isoformat()} ") == day.isoformat()


@pytest.mark.parametrize("raw", ["2013-02-30", "02/09/2013", "yesterday", "2013-9-2", "20130902", "2013-W36-1"])
def test_what_is_no_date_is_refused(raw: str) -> None:
    with pytest.raises(BadValue, match="takes a date"):
        clean_answer(question("seen"), raw)


@given(st.text())
def test_a_fact_is_written_without_the_space_around_it(raw: str) -> None:
    assert clean_field(field("office"), raw) == raw.strip()


def test_a_fact_outside_its_list_is_refused_by_name() -> None:
    with pytest.raises(BadValue, match="The field type has no choice “bail”; it takes licence, order"):
        clean_field(field("type"), "bail")


@given(st.text())
def test_evidence_is_one_of_four_or_blank(raw: str) -> None:
    if raw in ("", *EVIDENCE):
        assert clean_evidence(raw) == raw
    else:
        with pytest.raises(BadValue, match="evidence status"):
            clean_evidence(raw)
