"""Queries, returning, submitting and signing off, by role; answers that stand over others."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.answers import Slot
from inspector_app.domain.case_access import barred, finishing, may_overrule, may_reopen, may_return, may_say
from inspector_app.domain.errors import KnownError
from inspector_app.domain.reviewing import open_queries, threads
from inspector_app.services.commands import (
    AddCase,
    Ask,
    Command,
    Redo,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    Settle,
    SignOff,
    Submit,
    TagNote,
    Undo,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person, Session
from small import small

TEAM = {"LEAD": "lead", "DEP": "deputy", "AB": "inspector", "CD": "local_assessor"}
COMPLETE = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}

As = Callable[[str, Command], None]


@pytest.fixture
def inspections() -> Inspections:
    ticks = itertools.count()
    return Inspections(
        {"small": small()}, now=lambda: datetime(2013, 6, 10, tzinfo=UTC) + timedelta(seconds=next(ticks))
    )


@pytest.fixture
def session(inspections: Inspections, tmp_path: Path) -> Iterator[Session]:
    made = inspections.create(
        tmp_path / "visit.inspection", "small", Person("LEAD", "d1"), {"trust": "A Trust", "interviews": "no"}, TEAM
    )
    made.do(AddCase("C-1", "AB", {"type": "licence", "officer": "O-1"}))
    yield made
    if not made.writer.closed:
        made.close()


@pytest.fixture
def act(session: Session) -> As:
    def act(who: str, command: Command) -> None:
        session.person = replace(session.person, author=who)
        session.do(command)

    return act


@pytest.fixture
def submitted(session: Session, act: As) -> Session:
    for question, value in COMPLETE.items():
        act("AB", SetAnswer("case", "C-1", question, value))
    act("AB", Submit("C-1"))
    return session


def test_the_way_from_allocated_to_signed_off(submitted: Session, act: As) -> None:
    assert submitted.case("C-1").status == "submitted"
    assert submitted.counted() == ()
    act("LEAD", SignOff("C-1"))
    assert submitted.counted() == ("C-1",)


def test_an_incomplete_case_is_not_submitted(session: Session, act: As) -> None:
    act("AB", SetAnswer("case", "C-1", "plan", "sufficient"))
    with pytest.raises(KnownError, match="cannot be submitted yet"):
        act("AB", Submit("C-1"))
    assert session.case("C-1").status == "in_progress"


@pytest.mark.parametrize("who", ["AB", "CD"])
def test_an_assessor_neither_signs_off_nor_returns_nor_asks(submitted: Session, act: As, who: str) -> None:
    commands = (
        SignOff("C-1"),
        ReturnCase("C-1", "look"),
        Ask("C-1", "plan", "Why?"),
        SetConsensus("C-1", "plan", "na", "x"),
    )
    for command in commands:
        with pytest.raises(KnownError, match="The lead inspector or the deputy"):
            act(who, command)
    assert submitted.case("C-1").status == "submitted"


def test_a_submitted_case_stands_still_until_it_is_taken_back(submitted: Session, act: As) -> None:
    with pytest.raises(KnownError, match="is submitted"):
        act("AB", SetAnswer("case", "C-1", "plan", "insufficient"))
    act("AB", Reopen("C-1", "A page was missing"))
    act("AB", SetAnswer("case", "C-1", "plan", "insufficient"))
    assert submitted.case("C-1").status == "in_progress"


def test_a_query_goes_back_with_the_case_and_is_answered_before_it_comes_again(submitted: Session, act: As) -> None:
    act("LEAD", Ask("C-1", "plan", "Where is the plan?"))
    act("LEAD", ReturnCase("C-1"))
    assert submitted.case("C-1").status == "returned"
    assert submitted.remaining("C-1").asked == ("plan",)
    assert submitted.counted() == ()
    with pytest.raises(KnownError, match="cannot be submitted yet"):
        act("AB", Submit("C-1"))
    act("AB", SetAnswer("case", "C-1", "plan", "not_done"))
    act("AB", Reply("C-1", "plan", "There is none; changed."))
    assert submitted.remaining("C-1").asked == ()
    act("AB", Submit("C-1"))
    with pytest.raises(KnownError, match="settle its queries first"):
        act("LEAD", SignOff("C-1"))
    act("LEAD", Settle("C-1", "plan"))
    act("LEAD", SignOff("C-1"))
    (thread,) = threads(submitted.ledger, "C-1")
    assert [(m.author, m.said, m.text) for m in thread.messages] == [
        ("LEAD", "ask", "Where is the plan?"), ("AB", "reply", "There is none; changed."), ("LEAD", "settle", ""),
    ]  # fmt: skip


def test_a_message_can_be_undone_and_brought_back(submitted: Session, act: As) -> None:
    act("LEAD", Ask("C-1", "plan", "Where is the plan?"))
    act("LEAD", Undo("case", "C-1"))
    assert threads(submitted.ledger, "C-1") == ()
    act("LEAD", Redo("case", "C-1"))
    assert open_queries(submitted.ledger, "C-1") == ("plan",)


def test_a_reply_follows_its_question_also_by_a_clock_that_is_behind(
    submitted: Session, act: As, inspections: Inspections, tmp_path: Path
) -> None:
    act("LEAD", Ask("C-1", "plan", "Where is the plan?"))
    act("LEAD", ReturnCase("C-1"))
    submitted.writer.submit(lambda s: s.copy_to(tmp_path / "copy.inspection")).result()
    behind = replace(inspections, now=lambda: datetime(2001, 1, 1, tzinfo=UTC))
    other = behind.open(tmp_path / "copy.inspection", Person("AB", "d2"))
    other.do(Reply("C-1", "plan", "On page 3."))
    other.close()
    union = read_others(submitted, [tmp_path / "copy.inspection"])
    assert union is not None
    pending = merge(submitted, union)
    assert pending is not None
    submitted.settle(pending)
    (thread,) = threads(submitted.ledger, "C-1")
    assert ([m.said for m in thread.messages], thread.state) == (["ask", "reply"], "answered")


def test_two_replies_at_once_are_both_there(submitted: Session, act: As) -> None:
    act("LEAD", Ask("C-1", "plan", "Where?"))
    act("AB", Reply("C-1", "plan", "Here."))
    act("DEP", Reply("C-1", "plan", "I saw it too."))
    (thread,) = threads(submitted.ledger, "C-1")
    assert [m.text for m in thread.messages] == ["Where?", "Here.", "I saw it too."]
    assert submitted.ledger.conflicts() == ()


def test_a_leads_change_stands_over_the_answer_and_never_in_its_place(submitted: Session, act: As) -> None:
    with pytest.raises(KnownError, match="needs a reason"):
        act("LEAD", SetConsensus("C-1", "plan", "insufficient", " "))
    act("LEAD", SetConsensus("C-1", "plan", "insufficient", "No objectives"))
    case = submitted.case("C-1")
    assert (case.answers["plan"].value, case.answers["plan"].note) == ("insufficient", "No objectives")
    assert (case.originals["plan"].value, case.originals["plan"].author) == ("sufficient", "AB")
    act("LEAD", Undo("case", "C-1"))
    assert submitted.case("C-1").answers["plan"].value == "sufficient"
    act("LEAD", Redo("case", "C-1"))
    act("LEAD", SetConsensus("C-1", "plan", ""))
    assert submitted.case("C-1").answers["plan"].value == "sufficient"


def test_the_lead_does_not_answer_in_the_place_of_an_assessor(session: Session, act: As) -> None:
    with pytest.raises(KnownError, match="AB’s to answer"):
        act("LEAD", SetAnswer("case", "C-1", "plan", "sufficient"))
    with pytest.raises(KnownError, match="AB’s to answer"):
        act("CD", SetAnswer("case", "C-1", "plan", "sufficient"))


def test_tags_are_sorted_and_belong_to_a_note(session: Session, act: As) -> None:
    act("AB", TagNote("case", "C-1", "plan", "AB", ("late; work", "illustration", " ")))
    stands = session.ledger.standing(Slot("case", "C-1", "tag", "plan", "AB"))
    assert stands is not None and stands.value == "illustration;late work"


def test_a_submitted_case_is_taken_back_by_its_assessor_and_returned_by_the_lead(submitted: Session, act: As) -> None:
    for other in ("CD", "LEAD"):
        with pytest.raises(KnownError, match="AB’s to take back, or the lead’s to return"):
            act(other, Reopen("C-1", "I want it"))
    act("AB", Reopen("C-1", "A page was missing"))
    assert submitted.case("C-1").status == "in_progress"


@pytest.mark.parametrize(
    ("who", "status", "expected"),
    [
        ("AB", "in_progress", ("", "submit", False, False, False)),
        ("AB", "submitted", ("submitted", "", True, False, False)),
        ("AB", "returned", ("", "submit", False, False, False)),
        ("AB", "signed_off", ("signed_off", "", False, False, False)),
        ("CD", "in_progress", ("others", "", False, False, False)),
        ("CD", "submitted", ("submitted", "", False, False, False)),
        ("LEAD", "in_progress", ("others", "sign_off", False, False, True)),
        ("LEAD", "submitted", ("submitted", "sign_off", False, True, True)),
        ("DEP", "signed_off", ("signed_off", "", True, True, True)),
        ("TOOL", "submitted", ("submitted", "sign_off", True, True, True)),
    ],
)
def test_what_a_person_may_do_follows_role_and_state(
    session: Session, who: str, status: str, expected: tuple[object, ...]
) -> None:
    case = replace(session.case("C-1"), status=status)
    found = (
        barred(case, TEAM, who), finishing(case, TEAM, who), may_reopen(case, TEAM, who), may_return(case, TEAM, who),
        may_overrule(case, TEAM, who),
    )  # fmt: skip
    assert found == expected
    alone = {code: "inspector" for code in TEAM}
    assert not may_overrule(case, alone, who) and barred(case, alone, who) != "others"


def test_what_may_be_said_follows_whose_case_it_is_and_how_far_the_thread_is(submitted: Session, act: As) -> None:
    def said(who: str) -> tuple[str, ...]:
        (thread,) = threads(submitted.ledger, "C-1")
        return may_say(submitted.case("C-1"), thread, TEAM, who)

    assert may_say(submitted.case("C-1"), None, TEAM, "AB") == ()
    assert may_say(submitted.case("C-1"), None, TEAM, "LEAD") == ("ask",)
    act("LEAD", Ask("C-1", "plan", "Where?"))
    assert (said("AB"), said("LEAD"), said("CD")) == (("reply",), ("ask", "settle"), ())
    act("AB", Reply("C-1", "plan", "Here"))
    assert (said("AB"), said("LEAD")) == (("reply",), ("ask", "settle"))
    act("LEAD", Settle("C-1", "plan"))
    assert (said("AB"), said("LEAD")) == ((), ("ask",))
