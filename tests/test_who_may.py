"""What is somebody else's is refused by the commands too, not only by the screen, and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.errors import KnownError
from inspector_app.domain.roles import who_works
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    AssignSecondReads,
    Command,
    GiveReason,
    Reply,
    SetAnswer,
    SetConsensus,
    SetFields,
    SetFlag,
    Submit,
    TagNote,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from small import small

TEAM = {"LEAD": "lead", "AB": "inspector", "CD": "local_assessor"}
COMPLETE = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A case of AB's about which something is asked, one of CD's, and one of nobody's."""
    made = Inspections({"small": small()}).create(
        tmp_path / "t.inspection", "small", Person("LEAD", "d"), {"trust": "T", "interviews": "no"}, TEAM
    )
    for ref, assessor in (("C-1", "AB"), ("C-2", "CD"), ("C-3", "")):
        made.do(AddCase(ref, assessor, {"type": "licence", "officer": "O-1"}))
    made.do(Ask("C-1", "plan", "Where?"))
    yield made
    made.close()


def as_(session: Session, code: str, command: Command) -> None:
    session.person = replace(session.person, author=code)
    session.do(command)


def refused(session: Session, code: str, command: Command, match: str) -> None:
    before = session.revisions()
    with pytest.raises(KnownError, match=match):
        as_(session, code, command)
    assert session.revisions() == before


@pytest.mark.parametrize(
    ("command", "match"),
    [
        (SetFlag("case", "C-1", "plan", True), "C-1 is AB’s"),
        (GiveReason("C-1", "odd", "I say so"), "C-1 is AB’s"),
        (SetFields("C-1", {"office": "Truro"}), "C-1 is AB’s"),
        (SetFields("C-1", {"assessor": "CD"}), "C-1 is AB’s"),
        (Reply("C-1", "plan", "Here."), "AB’s to reply to"),
        (SetFields("C-2", {"assessor": "AB"}), "deputy allocates cases"),
        (SetFields("C-2", {"assessor": ""}), "deputy allocates cases"),
        (SetFields("C-3", {"assessor": "AB"}), "deputy allocates cases"),
        (AddCase("N-1", "AB"), "deputy allocates cases"),
    ],
)
def test_what_is_anothers_is_refused(session: Session, command: Command, match: str) -> None:
    refused(session, "CD", command, match)


def test_who_does_not_lead_takes_what_nobody_has_and_sets_their_own_facts(session: Session) -> None:
    as_(session, "CD", SetFields("C-2", {"assessor": "CD", "office": "Truro"}))
    as_(session, "CD", SetFields("C-3", {"assessor": "CD"}))
    as_(session, "CD", AddCase("N-1", "CD"))
    as_(session, "CD", AddCase("N-2"))
    assert [session.case(ref).assessor for ref in ("C-2", "C-3", "N-1", "N-2")] == ["CD", "CD", "CD", ""]
    as_(session, "LEAD", SetFields("C-2", {"assessor": "AB", "office": "Plymouth"}))
    assert (session.case("C-2").assessor, session.case("C-2").fields["office"]) == ("AB", "Plymouth")


def test_a_submitted_case_takes_no_marks(session: Session) -> None:
    for question, value in COMPLETE.items():
        as_(session, "CD", SetAnswer("case", "C-2", question, value))
    as_(session, "CD", Submit("C-2"))
    refused(session, "CD", SetFlag("case", "C-2", "plan", True), "is submitted")


@pytest.mark.parametrize(
    "command",
    [
        SetAnswer("case", "C-3", "fair", "yes"),
        SetAnswer("officer", "O-1", "plan", "na"),
        SetFlag("officer", "O-1", "plan", True),
        SetConsensus("C-1", "fair", "yes", "I say so"),
        Ask("C-1", "fair", "Why?"),
        TagNote("case", "C-1", "fair", "AB", ("quotation",)),
    ],
)
def test_a_question_is_asked_of_what_its_set_asks_it_of(session: Session, command: Command) -> None:
    refused(session, "LEAD", command, "that is asked of each")


@pytest.mark.parametrize(
    "command",
    [AddCase("N-1", "consensus"), SetFields("C-1", {"assessor": " consensus "}), Allocate({"C-1": "consensus"})],
)
def test_no_case_goes_to_the_consensus(session: Session, command: Command) -> None:
    refused(session, "LEAD", command, "not by the consensus")


def test_the_facts_give_no_case_to_its_second_reader(session: Session) -> None:
    as_(session, "LEAD", AssignSecondReads((("C-1", "CD"),), "chosen"))
    refused(session, "LEAD", SetFields("C-1", {"assessor": "CD"}), "reads case C-1 a second time")


def test_where_the_machine_knows_another_code_it_is_whoever_worked_there_last(session: Session) -> None:
    as_(session, "AB", SetAnswer("case", "C-1", "plan", "sufficient"))
    changes = session.revisions()
    assert who_works(changes, "d", TEAM, "CD") == "CD"
    assert who_works(changes, "d", TEAM, "HMI-09") == who_works(changes, "d", TEAM, "") == "AB"
    assert who_works(changes, "another", TEAM, "HMI-09") == "HMI-09"
    assert who_works(changes, "d", {}, "HMI-09") == "HMI-09"
