"""Typed numbers that are bound to nothing are found, and nothing that is plainly no finding is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.unbound import unbound_in
from inspector_app.domain.unbound_en import ENGLISH_TYPED

ROOT = Path(__file__).resolve().parents[1]
FOUND = [
    ("We read 72 cases.", ["72"]),
    ("It was late in 54 of 72 cases.", ["54 of 72"]),
    ("It was late in 54 of the 72 cases.", ["54 of the 72"]),
    ("Of these, 15% were late.", ["15%"]),
    ("Of these, 15 per cent and fifteen percent were late.", ["15 per cent", "fifteen percent"]),
    ("The rate was 3.5, not 4.", ["3.5", "4"]),
    ("Some 1,666,100 people live there.", ["1,666,100"]),
    ("Plans were late in seven cases and missing in twenty-two.", ["seven", "twenty-two"]),
    ("Two hundred and forty people answered.", ["Two hundred and forty"]),
    ("There were three dozen of them.", ["three dozen"]),
    ("Half of the plans were late; half were not.", ["Half", "half"]),
    ("More than half did.", ["More than half"]),
    ("A quarter of them, a third of those, and one third.", ["A quarter", "a third", "one third"]),
    ("Just over three-quarters did, almost two-thirds did not.", ["Just over three-quarters", "almost two-thirds"]),
    ("Only one-fifth had one, and nine-tenths had none.", ["Only one-fifth", "nine-tenths"]),
    ("Nearly all plans were prompt.", ["Nearly all"]),
    ("All but four of the plans were prompt, and all but 12 were clear.", ["All but four", "all but 12"]),
    ("All but a few.", ["All but"]),
    ("In one case nothing was done.", ["one"]),
    ("One young man had been told.", ["One"]),
    ("One of them was homeless; one of these was not.", ["One", "one"]),
    ("One of the plans had no date.", ["One"]),
    ("One of the four plans had no date.", ["One of the four"]),
    ("One in ten had no plan; one in 4 was late.", ["One in ten", "one in 4"]),
    ("Only one had a date, just one was late.", ["one", "one"]),
    ("One of {{fig: cases}} was late.", ["One"]),
    ("One of the {{fig: cases}} was late.", ["One"]),
    ("All of the cases were read, and none of them was late.", ["All of the", "none of"]),
    ("None of our officers knew.", ["None of our"]),
    ("In 2013 cases were late.", ["2013"]),
    ("There were 1950 cases.", ["1950"]),
    ("He was 19 and served 2 years.", ["19", "2"]),
    ("A fine of £300.", ["300"]),
    ("- 4 plans\n- five more", ["4", "five"]),
    ("1. 16 plans were late", ["16"]),
    ("> “I have 30 cases,” said an officer.", ["30"]),
    ("### The first 16 weeks", ["16"]),
    ("**Three** plans, *two* reviews.", ["Three", "two"]),
    ("{{fig: cases}} cases, 44 with a report.[^1]", ["44"]),
    ("[^1]: Of 44 reports.", ["44"]),
    ("Between 20 and 30 were late.", ["20", "30"]),
    ("They were seen six-weekly by 10–12 officers.", ["six", "10", "12"]),
]  # fmt: skip

LET_ALONE = [
    "{{fig: cases}} cases, {{plain: sixteen}} weeks, {{para: 1234abcd}}.",
    'In {{fig: question=plan, where="age=20..29", as=counts}} cases.',
    "In 2013, from 2012 to 2014, in 2013-14 and 2013/14, it rose.",
    "On 2 September 2013, on September 2, from 12 to 16 September, and on 2013-09-02.",
    "We met at 10.30 am, at 14:30, at two o’clock and at 5 pm.",
    "MAPPA Level 2, levels 1 and 2, Tier 4, tiers 3 or 4, Category 1.",
    "See table 3, tables 3 and 4, paragraph 3.2.12, paragraphs 1 to 4, page 7, appendix B, chapter two and section 4.",
    "Criterion 3.1 belongs to outcome 3.",
    "Paragraph 3.2.12 and 3.2.13 say so.",
    "The first plan, the second review, the 4th visit and, third, the last.",
    "A third visit followed, and a quarter day.",
    "No one knew; they asked one another, day after day, and one day it came.",
    "A good one is short; this one, that one and the other one were long.",
    "On the one hand it helped; one thing was clear; one’s own view is no help.",
    "One of the reasons was time, and one of the ways out was help.",
    "Above all, not at all, all in all, after all this, none of this was new; all of us agreed.",
    "Half an hour late, half-heartedly, half-yearly, half past and halfway there.",
    "In the second half of the year.",
    "A one-off visit, a two-way talk, one-to-one work, twofold.",
    "Case DC-4603, HMI-07, question B12, a PSR2 form.",
    "1. First\n2. Second\n\n> 3) Third",
    "Told.[^1] And.[^12]\n\n[^1]: A note.",
    "> [!illustration] Two mornings and 3 nights {note: DC-4603/plan/HMI-07}\n> He came.",
    "What was done. {#plan-2}",
    "Everyone, someone, anyone, none the less, alone, tone, often, weight, height.",
    "They had done it before, and once more, {{plain: 13}} times for every thousand.",
]


@pytest.mark.parametrize(("text", "numbers"), FOUND, ids=[text for text, _ in FOUND])
def test_a_number_that_is_bound_to_nothing_is_found(text: str, numbers: list[str]) -> None:
    found = unbound_in(text, ENGLISH_TYPED)
    assert [u.text for u in found] == numbers
    assert all(text[u.start : u.end] == u.text for u in found)


@pytest.mark.parametrize("text", LET_ALONE)
def test_what_is_plainly_no_finding_is_let_alone(text: str) -> None:
    assert unbound_in(text, ENGLISH_TYPED) == ()


@given(st.text(alphabet="one two 12%{}.,:\n>-[^]half", max_size=60))
def test_what_is_found_stands_in_the_text_in_order_and_nowhere_twice(text: str) -> None:
    found = unbound_in(text, ENGLISH_TYPED)
    assert all(text[u.start : u.end] == u.text for u in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(2, 99), st.sampled_from(["In {} cases.", "{} were late.", "Late: {}.", "({})", "Of these, {}"]))
def test_no_number_of_cases_is_missed(n: int, sentence: str) -> None:
    for said in (str(n), ENGLISH_TYPED.numbers.numbers[n]):
        assert [u.text for u in unbound_in(sentence.format(said), ENGLISH_TYPED)] == [said]


@given(st.integers(0, 100))
def test_no_percentage_is_missed(n: int) -> None:
    assert [u.text for u in unbound_in(f"It was {n}% of these.", ENGLISH_TYPED)] == [f"{n}%"]


@pytest.mark.parametrize("fraction", ENGLISH_TYPED.numbers.fractions.values())
def test_no_fraction_that_the_report_prints_is_missed(fraction: str) -> None:
    for form in ENGLISH_TYPED.numbers.phrases.values():
        if "{fraction}" in form:
            said = form.format(fraction=fraction)
            assert [u.text for u in unbound_in(f"It was good in {said} of these.", ENGLISH_TYPED)] == [said]


def test_no_number_in_the_report_of_the_example_is_bound_to_nothing() -> None:
    for path in sorted((ROOT / "resources/example/report").glob("*.md")):
        assert unbound_in(path.read_text(encoding="utf-8"), ENGLISH_TYPED) == (), path.name
