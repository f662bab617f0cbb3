"""Where sentences begin and end in a written text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.sentences import begins_after, begins_at, sentences_of


def said(text: str) -> list[str]:
    return [s.text for s in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three. Four", ["One.", "Two?", "Three.", "Four"]),
        ("Staff of St. John’s told Dr. Shah. We agreed.", ["Staff of St. John’s told Dr. Shah.", "We agreed."]),
        ("Work, e.g. with groups, i.e. reading. It helped.", ["Work, e.g. with groups, i.e. reading.", "It helped."]),
        ("Visits etc. were made. More etc. They ended.", ["Visits etc. were made.", "More etc.", "They ended."]),
        ("See no. 4 of the list. We said no. They agreed.", ["See no. 4 of the list.", "We said no.", "They agreed."]),
        ("Judge J. P. Moor sat. It was I. He left.", ["Judge J. P. Moor sat.", "It was I.", "He left."]),
        ("It rose from 3.5 to 4.5 points. Good.", ["It rose from 3.5 to 4.5 points.", "Good."]),
        ("“Is it so?” she asked. “It is.” He left.", ["“Is it so?” she asked.", "“It is.”", "He left."]),
        ('In {{fig: question=plan, where="office=St. Ann. B"}} it was. {{fig: cases}} in all.',
         ['In {{fig: question=plan, where="office=St. Ann. B"}} it was.', "{{fig: cases}} in all."]),
        ("A line\nthat goes on. **Bold** one.\n\nNew.", ["A line\nthat goes on.", "**Bold** one.", "New."]),
        ("1. First. More\n   of it.\n2. Second", ["First.", "More\n   of it.", "Second"]),
        ("### A heading\nText. More.", ["A heading", "Text.", "More."]),
        ("> [!illustration] So {note: C-1/plan/AB}\n> He was late. He\n> came.", ["So", "He was late.", "He\n> came."]),
        ("> “Words.” *Officer*", ["“Words.”", "*Officer*"]),
        ("Told.[^1] Then more. {#plan}\n\n[^1]: A note. Two.", ["Told.[^1]", "Then more.", "A note.", "Two."]),
        ("Wait … and see. Then…  Go.", ["Wait … and see.", "Then…", "Go."]),
        ("", []),
        (" \n\n> \n", []),
    ],
)  # fmt: skip
def test_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@given(st.text(alphabet='Aa. ?\n>*-1)#{}[]^:"“”', max_size=80))
def test_every_word_is_in_one_sentence_and_each_stands_where_it_says(text: str) -> None:
    found = sentences_of(text)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    if not any(mark in text for mark in "{}[#-1"):
        within = "".join(s.text for s in found)
        assert sum(c.isalpha() for c in within) == sum(c.isalpha() for c in text)


@pytest.mark.parametrize("before", ["", "“", "*", "One. ", "One.” ", "Really? (", "Done.* **", "He said no. "])
def test_a_sentence_begins_after_an_end_and_at_the_beginning(before: str) -> None:
    assert begins_after(before)


@pytest.mark.parametrize("before", ["In ", "of them: ", "for Dr. ", "e.g. ", "one, “", "*emphasis* "])
def test_none_begins_in_the_middle(before: str) -> None:
    assert not begins_after(before)


def test_a_sentence_begins_behind_marks_of_emphasis() -> None:
    text = "One. **Two** and two.\n\n- *Three*"
    found = sentences_of(text)
    assert [begins_at(text, found, text.index(w)) for w in ("One", "Two", "and", "two", "Three")] == [
        True, True, False, False, True,
    ]  # fmt: skip
