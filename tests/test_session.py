"""The session on a real file: acknowledged is on disk, what stands can be taken back, nothing overtakes a stall."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from inspector_app.domain.answers import Slot, verify_chains
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.library import load
from inspector_app.services.commands import (
    AddCase,
    GiveReason,
    Redo,
    Reopen,
    SetAnswer,
    SetDetails,
    SetFields,
    SetFlag,
    SignOff,
    SkipSection,
    Undo,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Store

ME = Person("HMI-01", "device-1")
SETS = Path(__file__).parent.parent / "resources" / "instruments"


@pytest.fixture(scope="module")
def violence() -> Instrument:
    return load(SETS / "violence-2013")


@pytest.fixture
def inspections(violence: Instrument) -> Inspections:
    ticks = itertools.count()
    start = datetime(2013, 6, 10, 9, 0, tzinfo=UTC)
    return Inspections({violence.id: violence}, now=lambda: start + timedelta(seconds=next(ticks)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visit.inspection"


@pytest.fixture
def session(inspections: Inspections, path: Path) -> Iterator[Session]:
    made = inspections.create(path, "violence-2013", ME, {"trust": "A Trust"}, {"HMI-01": "lead"})
    made.do(AddCase("C-1", fields={"rosh": "high", "officer": "O-1"}))
    yield made
    if not made.writer.closed:
        made.close()


def value(session: Session, question: str, ref: str = "C-1") -> str:
    answer = session.case(ref).answers.get(question)
    return answer.value if answer else ""


def test_an_answer_is_in_the_file_when_it_is_acknowledged(session: Session, path: Path) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    other = Store.open(path)
    stored = {r.slot.name: r.value for r in other.load() if r.slot.facet == "answer"}
    other.close()
    assert stored == {"report_prepared": "yes"}


def test_the_first_answer_begins_the_case_and_allocates_it(session: Session) -> None:
    assert session.case("C-1").status == "allocated"
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    assert (session.case("C-1").status, session.case("C-1").assessor) == ("in_progress", "HMI-01")


def test_answers_belong_to_the_allocated_assessor_and_name_their_author(session: Session) -> None:
    session.do(SetFields("C-1", {"assessor": "LA-02"}))
    session.person = Person("command-line", "device-1")
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    answer = session.case("C-1").answers["report_prepared"]
    assert (answer.slot.assessor, answer.author) == ("LA-02", "command-line")


def test_where_nobody_is_allocated_the_answers_of_the_only_reader_count(session: Session) -> None:
    for reader, expected in (("LA-01", "yes"), ("LA-02", "")):
        slot = Slot("case", "C-1", "answer", "report_prepared", reader)
        pending = session.take_in([Draft(slot, "yes")])
        assert pending is not None
        session.settle(pending)
        assert value(session, "report_prepared") == expected
    assert session.case("C-1").assessor == ""


def test_going_on_with_an_unallocated_case_goes_on_with_its_readers_answers(session: Session) -> None:
    pending = session.take_in([Draft(Slot("case", "C-1", "answer", "report_prepared", "LA-01"), "yes")])
    assert pending is not None
    session.settle(pending)
    session.do(SetAnswer("case", "C-1", "report_type", "full"))
    assert (value(session, "report_prepared"), session.case("C-1").assessor) == ("yes", "LA-01")


def test_a_note_keeps_the_answer_and_an_answer_keeps_the_note(session: Session) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    session.do(SetAnswer("case", "C-1", "report_prepared", note="Report of 3 May", evidence="on_file"))
    session.do(SetAnswer("case", "C-1", "report_prepared", "no"))
    answer = session.case("C-1").answers["report_prepared"]
    assert (answer.value, answer.note, answer.evidence) == ("no", "Report of 3 May", "on_file")


def test_the_same_answer_again_adds_nothing(session: Session) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    count = len(session.revisions())
    assert session.do(SetAnswer("case", "C-1", "report_prepared", "yes")) is None
    assert len(session.revisions()) == count


def test_undo_goes_back_step_by_step_and_redo_forward_also_after_reopening(
    session: Session, inspections: Inspections, path: Path
) -> None:
    for given in ("yes", "no", "yes"):
        session.do(SetAnswer("case", "C-1", "report_prepared", given))
    session.close()
    again = inspections.open(path, ME)
    seen = []
    for command in (Undo, Undo, Undo, Redo, Redo, Redo):
        again.do(command("case", "C-1"))
        seen.append(value(again, "report_prepared"))
    assert seen == ["no", "yes", "", "yes", "no", "yes"]
    with pytest.raises(KnownError, match="nothing to redo"):
        again.handle(Redo("case", "C-1"))
    assert verify_chains(again.revisions()) == ()
    again.close()


def test_a_new_answer_ends_what_could_be_redone(session: Session) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    session.do(Undo("case", "C-1"))
    session.do(SetAnswer("case", "C-1", "report_prepared", "no"))
    with pytest.raises(KnownError, match="nothing to redo"):
        session.handle(Redo("case", "C-1"))


def test_undo_takes_back_only_ones_own_acts(session: Session, inspections: Inspections, path: Path) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    session.close()
    other = inspections.open(path, Person("LA-01", "device-2"))
    with pytest.raises(KnownError, match="nothing to undo"):
        other.handle(Undo("case", "C-1"))
    other.close()


def test_a_skipped_block_is_one_act(session: Session, violence: Instrument) -> None:
    section = next(s.id for p in violence.pages for s in p.sections if s.skippable)
    session.do(SkipSection("C-1", section))
    given = {q.id for q in violence.case_questions if q.section == section and value(session, q.id) == "na"}
    assert given
    session.do(Undo("case", "C-1"))
    assert all(value(session, question) == "" for question in given)


def test_a_block_that_may_not_be_skipped_is_refused(session: Session, violence: Instrument) -> None:
    section = next(s.id for p in violence.pages for s in p.sections if not s.skippable)
    with pytest.raises(KnownError, match="one by one"):
        session.handle(SkipSection("C-1", section))


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (SetAnswer("case", "C-1", "no_such_question", "yes"), "no question"),
        (SetAnswer("case", "C-9", "report_prepared", "yes"), "no case C-9"),
        (SetAnswer("case", "C-1", "report_prepared", "maybe"), "no choice “maybe”"),
        (SetAnswer("case", "C-1", "report_prepared", evidence="hearsay"), "no evidence status"),
        (AddCase("C-1"), "already"),
        (AddCase("  "), "needs a reference"),
        (SetFields("C-1", {"rosh": "enormous"}), "no choice “enormous”"),
        (SetFields("C-1", {"shoe_size": "9"}), "no case field"),
        (SetFields("C-1", {"start_date": "yesterday"}), "takes a date"),
        (SetFields("C-1", {"age": "old"}), "takes a number"),
        (SignOff("C-1"), "cannot be signed off yet"),
        (Reopen("C-1", "a reason"), "not signed off"),
        (Reopen("C-1", "  "), "needs a reason"),
        (SkipSection("C-1", "no_such_section"), "one by one"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(
    session: Session, command: object, sentence: str
) -> None:
    before = session.revisions()
    with pytest.raises(KnownError, match=sentence):
        session.handle(command)  # type: ignore[arg-type]
    assert session.revisions() == before


def test_a_signed_off_case_takes_no_answer_until_it_is_reopened_with_a_reason(session: Session) -> None:
    slot = Slot("case", "C-1", "status", "")
    pending = session.take_in([Draft(slot, "signed_off")])
    assert pending is not None
    session.settle(pending)
    for command in (SetAnswer("case", "C-1", "report_prepared", "yes"), Undo("case", "C-1"), SetFields("C-1", {})):
        with pytest.raises(KnownError, match="signed off|nothing to undo"):
            session.handle(command)
    session.do(Reopen("C-1", "One more document came"))
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    assert [r.note for r in session.history(slot)][-1] == "One more document came"


def test_an_officer_is_interviewed_once_whatever_the_case(session: Session) -> None:
    session.do(AddCase("C-2", fields={"officer": "O-1"}))
    session.do(SetAnswer("officer", "O-1", "workload_monitored", "yes"))
    assert session.officers() == ("O-1",)
    assert session.officer(session.case("C-2").officer).answers["workload_monitored"].value == "yes"


def test_flags_reasons_and_details_stand_and_fall(session: Session) -> None:
    session.do(SetFlag("case", "C-1", "report_prepared", on=True))
    session.do(GiveReason("C-1", "some_check", "Checked with the officer"))
    session.do(SetDetails({"interviews": "no"}, {"LA-01": "local_assessor"}))
    case = session.case("C-1")
    assert (case.flags, dict(case.reasons)) == ({"report_prepared"}, {"some_check": "Checked with the officer"})
    assert not session.details().interviews_held
    session.do(SetFlag("case", "C-1", "report_prepared", on=False))
    session.do(GiveReason("C-1", "some_check", ""))
    assert (session.case("C-1").flags, dict(session.case("C-1").reasons)) == (frozenset(), {})


def test_scores_count_signed_off_cases_unless_told_otherwise(session: Session) -> None:
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    assert (session.scores().counted, session.scores().left_out) == (0, 1)
    assert session.scores(include_unfinished=True).counted == 1
    assert session.scores(include_unfinished=True, where={"rosh": "low"}).counted == 0


class FailingStore(Store):
    """A real file on a disk that is full until it is told otherwise."""

    full = True

    def append(self, *written: Any, **more: Any) -> None:
        if FailingStore.full:
            raise KnownError("The disk is full.")
        super().append(*written, **more)


def test_after_a_stall_nothing_is_lost_and_the_order_holds(
    session: Session, inspections: Inspections, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.close()
    stalls: Queue[KnownError] = Queue()
    monkeypatch.setattr(FailingStore, "full", True)
    monkeypatch.setattr("inspector_app.services.inspections.Store", FailingStore)
    open_full: Callable[[], Session] = lambda: inspections.open(path, ME, stalls.put)  # noqa: E731
    stalled = open_full()
    first = stalled.handle(SetAnswer("case", "C-1", "report_prepared", "yes"))
    second = stalled.handle(SetAnswer("case", "C-1", "report_prepared", "no"))
    assert str(stalls.get(timeout=10)) == "The disk is full."
    assert first is not None and second is not None
    assert value(stalled, "report_prepared") == "no", "it stands on screen"
    assert stalled.scores(include_unfinished=True).questions[0].blank + stalled.scores().left_out >= 1
    assert not first.future.done() and not second.future.done()
    monkeypatch.setattr(FailingStore, "full", False)
    stalled.writer.retry()
    stalled.settle(first)
    stalled.settle(second)
    assert stalled.close() == 0
    again = inspections.open(path, ME)
    assert value(again, "report_prepared") == "no"
    assert [r.value for r in again.history(again.answer_slot("case", "C-1", "report_prepared"))] == ["yes", "no"]
    assert verify_chains(again.revisions()) == ()
    again.close()


def test_closing_while_stalled_says_how_much_could_not_be_saved(
    session: Session, inspections: Inspections, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.close()
    stalls: Queue[KnownError] = Queue()
    monkeypatch.setattr(FailingStore, "full", True)
    monkeypatch.setattr("inspector_app.services.inspections.Store", FailingStore)
    stalled = inspections.open(path, ME, stalls.put)
    stalled.handle(SetAnswer("case", "C-1", "report_prepared", "yes"))
    stalls.get(timeout=10)
    assert stalled.close() == 1


def test_text_on_its_way_is_kept_and_dropped(session: Session) -> None:
    session.keep_draft("case", "C-1", "report_prepared", "note", "half a sen").result()
    session.keep_draft("case", "C-1", "report_prepared", "note", "half a sentence").result()
    assert [d.text for d in session.left_by_a_crash()] == ["half a sentence"]
    session.drop_draft("case", "C-1", "report_prepared", "note").result()
    assert session.left_by_a_crash() == []


def test_a_second_window_on_the_same_file_and_device_is_told(
    session: Session, inspections: Inspections, path: Path
) -> None:
    second = inspections.open(path, ME)
    session.do(SetAnswer("case", "C-1", "report_prepared", "yes"))
    with pytest.raises(KnownError, match="Another window"):
        second.do(SetAnswer("case", "C-1", "report_prepared", "no"))
    second.close()


def test_where_the_question_set_is_not_at_hand_the_carried_one_opens_the_file(session: Session, path: Path) -> None:
    session.close()
    other = Inspections({}).open(path, ME)
    assert other.instrument == session.instrument
    other.close()
