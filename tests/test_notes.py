"""Notes: which there are, what they are found by, and their tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError
from inspector_app.domain.notes import (
    ILLUSTRATION,
    QUOTATION,
    Note,
    case_notes,
    hits,
    known_as,
    officer_notes,
    tags_of,
    themes,
    toggled,
)
from inspector_app.domain.scoring import tally
from inspector_app.services.commands import AddCase, Redo, SetAnswer, SetConsensus, SetDetails, TagNote, Undo
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from tests.small import small


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    ids, ticks = count(), count()
    begun = datetime(2013, 9, 2, 9, tzinfo=UTC)
    makers = Inspections(
        {"small": small()},
        now=lambda: begun + timedelta(minutes=next(ticks)),
        new_id=lambda: f"id-{next(ids):04d}",
    )
    made = makers.create(tmp_path / "n.inspection", "small", Person("AB", "d"), {"trust": "T"}, {"AB": "lead"})
    made.do(AddCase("9", "AB", {"type": "order", "officer": "P1"}))
    made.do(SetAnswer("case", "9", "plan", "insufficient", "Plan came late.\n"))
    made.do(SetAnswer("case", "9", "plan_reasons", "late", "   "))
    made.do(SetAnswer("case", "9", "review", "sufficient"))
    made.do(SetAnswer("case", "9", "contact", "sufficient", "Seen weekly; not asked of an order."))
    made.do(SetAnswer("case", "9", "comment", "He said she was kind.", "As told"))
    made.do(SetAnswer("officer", "P1", "views", "Too much paper"))
    made.do(SetAnswer("officer", "P1", "fair", "no"))
    yield made
    made.close()


def notes(session: Session, ref: str = "9") -> list[Note]:
    case = session.case(ref)
    return list(
        case_notes(session.instrument, session.ledger, case, tally(session.instrument.case_questions, case.sheet))
    )


def test_notes_and_free_answers_come_in_the_order_of_the_form(session: Session) -> None:
    found = [(n.question, n.value, n.standing, n.text) for n in notes(session)]
    assert found == [
        ("plan", "insufficient", "below", "Plan came late."),
        ("contact", "sufficient", "closed", "Seen weekly; not asked of an order."),
        ("comment", "", "answered", "He said she was kind.\nAs told"),
    ]
    first = notes(session)[0]
    assert (first.author, first.assessor, first.signed_off) == ("AB", "AB", False)
    assert first.at > datetime(2013, 9, 2, 9, tzinfo=UTC)


def test_an_interview_has_its_notes_too(session: Session) -> None:
    officer = session.officer("P1")
    standings = tally(session.instrument.officer_questions, officer.sheet)
    found = officer_notes(session.instrument, session.ledger, officer, standings)
    assert [(n.about, n.ref, n.question, n.text) for n in found] == [("officer", "P1", "views", "Too much paper")]


def test_beneath_a_consensus_what_the_reader_wrote_is_still_there(session: Session) -> None:
    session.do(SetConsensus("9", "plan", "sufficient", "The plan of May was in time"))
    found = [(n.assessor, n.value, n.text) for n in notes(session) if n.question == "plan"]
    assert found == [
        ("consensus", "sufficient", "The plan of May was in time"),
        ("AB", "insufficient", "Plan came late."),
    ]


def test_tags_belong_to_one_note_and_are_undone_apart_from_answers(session: Session) -> None:
    session.do(TagNote("case", "9", "plan", "AB", ("late work", ILLUSTRATION)))
    session.do(TagNote("case", "9", "plan", "AB", ("late work",)))
    session.do(SetAnswer("case", "9", "review", "not_done"))
    assert [n.tags for n in notes(session)] == [("late work",), (), ()]
    session.do(Undo("case", "9", tags=True))
    assert notes(session)[0].tags == (ILLUSTRATION, "late work")
    assert session.case("9").answers["review"].value == "not_done"
    session.do(Undo("case", "9"))
    assert session.case("9").answers["review"].value == "sufficient"
    assert notes(session)[0].tags == (ILLUSTRATION, "late work")
    session.do(Redo("case", "9", tags=True))
    assert notes(session)[0].tags == ("late work",)
    session.do(Undo("case", "9", tags=True))
    session.do(Undo("case", "9", tags=True))
    assert notes(session)[0].tags == ()
    with pytest.raises(KnownError, match="nothing to undo"):
        session.do(Undo("case", "9", tags=True))


def test_the_team_may_change_without_ending_what_can_be_undone(session: Session) -> None:
    session.do(TagNote("case", "9", "plan", "AB", (QUOTATION,)))
    session.do(SetDetails({}, {"CD": "inspector"}))
    assert session.undo_state("case", "9", tags=True).undo is not None
    assert session.undo_state("officer", "P1", tags=True).undo is None


def test_themes_count_notes_the_reserved_first(session: Session) -> None:
    for question, tags in (("plan", ("b", "a")), ("contact", ("b", QUOTATION)), ("comment", ("B2",))):
        session.do(TagNote("case", "9", question, "AB", tags))
    assert themes(notes(session)) == ((ILLUSTRATION, 0), (QUOTATION, 1), ("b", 2), ("a", 1), ("B2", 1))


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("  late   work ", "Late work"),
        ("LATE WORK", "Late work"),
        ("illustration", ILLUSTRATION),
        ("Zitat", QUOTATION),
        ("new; one", "new one"),
        (" ; ", ""),
    ],
)
def test_a_typed_tag_becomes_the_known_one(typed: str, tag: str) -> None:
    assert known_as(typed, {"Late work": "Late work", ILLUSTRATION: "Illustration", QUOTATION: "Zitat"}) == tag


@given(st.lists(st.text(st.characters(blacklist_characters=";"), min_size=1)), st.text(min_size=1))
def test_toggling_twice_changes_nothing(tags: list[str], tag: str) -> None:
    once = toggled(tags, tag)
    assert (tag in once) != (tag in tags)
    assert toggled(once, tag) == tuple(sorted(set(tags)))


def test_tags_are_read_as_they_are_stored() -> None:
    assert tags_of("illustration;late work") == ("illustration", "late work")
    assert tags_of("") == ()


@given(st.text("abAB .*", max_size=30), st.lists(st.text("abAB.*", max_size=3), max_size=3))
def test_hits_are_every_place_of_every_word_and_nothing_else(text: str, words: list[str]) -> None:
    marked = {place for first, behind in hits(text, words) for place in range(first, behind)}
    wanted = {
        place
        for word in words
        if word
        for found in re.finditer(re.escape(word.lower()), text.lower())
        for place in range(*found.span())
    }
    assert marked == wanted
    spans = hits(text, words)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
