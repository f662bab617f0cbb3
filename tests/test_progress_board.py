"""The board of progress: which state each reading is in, what is late, and how long cases take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Kind, Ledger, Revision, Slot
from inspector_app.domain.case import read_case
from inspector_app.domain.progress_board import (
    Deadline,
    Reading,
    active,
    board,
    elapsed,
    late,
    read_deadline,
    readings_of,
    span,
)

NINE = datetime(2013, 6, 10, 9, tzinfo=UTC)


class History:
    """Writes a history of one case at moments counted in minutes."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._last: dict[Slot, str] = {}
        self._count = 0

    def put(
        self,
        minute: float,
        facet: str,
        name: str,
        value: str,
        of: str = "",
        author: str = "AB",
        kind: Kind = "edit",
    ) -> None:
        self._count += 1
        slot = Slot("case", "C-1", facet, name, of)  # type: ignore[arg-type]  # the tests' own words
        before = (self._last[slot],) if slot in self._last else ()
        id_ = f"r{self._count}"
        self._last[slot] = id_
        at = NINE + timedelta(minutes=minute)
        self.ledger.add(
            Revision(id_, slot, value, "", "", kind, id_, "", author, at, "d", "1", before, sequence=self._count)
        )

    def allocate(self, to: str = "AB", minute: float = -600) -> None:
        self.put(minute, "status", "", "allocated", author="LEAD")
        self.put(minute, "field", "assessor", to, author="LEAD")
        self.put(minute, "field", "ldu", "Plymouth", author="LEAD")

    def answer(self, minute: float, question: str = "plan", reader: str = "AB", kind: Kind = "edit") -> None:
        self.put(minute, "answer", question, f"v{minute}", reader, reader if kind == "edit" else "LEAD", kind)

    def status(self, minute: float, value: str, kind: Kind = "act", author: str = "AB") -> None:
        self.put(minute, "status", "", value, author=author, kind=kind)

    def readings(self) -> tuple[Reading, ...]:
        return readings_of(self.ledger, read_case(self.ledger, "C-1"), "ldu")

    def first(self) -> Reading:
        return self.readings()[0]


@pytest.fixture
def history() -> History:
    made = History()
    made.allocate()
    return made


def test_a_case_that_nobody_began_has_no_times(history: History) -> None:
    reading = history.first()
    assert (reading.reader, reading.unit, reading.state) == ("AB", "Plymouth", "allocated")
    assert (reading.begun, reading.last, reading.finished, reading.active) == (None, None, None, timedelta(0))


def test_a_case_takes_from_its_first_answer_to_its_submission(history: History) -> None:
    for minute in (0, 4, 9, 300, 304):
        history.answer(minute)
    history.status(305, "submitted")
    reading = history.first()
    assert reading.elapsed == timedelta(minutes=305)
    # The pause of 291 minutes is no work.
    assert reading.active == timedelta(minutes=4 + 5 + 4)


def test_a_gap_of_ten_minutes_is_a_pause_and_one_a_second_shorter_is_work(history: History) -> None:
    for minute in (0, 10, 10 + 599 / 60):
        history.answer(minute)
    assert history.first().active == timedelta(seconds=599)


def test_work_of_others_on_a_case_is_no_work_of_its_reader(history: History) -> None:
    history.answer(0)
    history.put(3, "answer", "plan", "no", "consensus", author="LEAD")
    history.put(4, "query", "plan/1", "ask", "LEAD", author="LEAD")
    history.put(5, "answer", "plan", "yes", "CD", author="CD")
    history.put(6, "field", "rosh", "high", author="LEAD")
    assert history.first().active == timedelta(0)
    history.put(7, "field", "rosh", "low", author="AB")
    assert history.first().active == timedelta(minutes=7)


def test_waiting_for_the_lead_is_not_counted(history: History) -> None:
    history.answer(0)
    history.status(8, "submitted")
    history.status(2000, "returned", author="LEAD")
    history.answer(2001)
    history.status(2002, "submitted")
    history.status(2003, "signed_off", author="LEAD")
    assert history.first().elapsed == timedelta(minutes=8)
    assert history.first().state == "signed_off"


def test_a_case_taken_back_was_not_finished_until_it_came_again(history: History) -> None:
    history.answer(0)
    history.status(8, "submitted")
    history.status(9, "in_progress")
    assert history.first().finished is None
    history.status(20, "submitted")
    assert history.first().elapsed == timedelta(minutes=20)


def test_a_status_out_of_a_table_has_no_time_so_the_last_answer_stands_for_it(history: History) -> None:
    for minute in (0, 5):
        history.answer(minute, kind="import")
    history.status(900_000, "signed_off", kind="import", author="LEAD")
    assert history.first().elapsed == timedelta(minutes=5)


def test_a_second_read_stands_apart_with_its_own_times(history: History) -> None:
    history.answer(0)
    history.put(1, "second", "", "allocated", "CD", author="LEAD")
    history.answer(100, reader="CD")
    history.put(100, "second", "", "in_progress", "CD", author="CD")
    history.answer(106, reader="CD")
    history.put(107, "second", "", "locked", "CD", author="CD")
    first, second = history.readings()
    assert (second.reader, second.state, second.second) == ("CD", "submitted", True)
    assert (second.elapsed, second.active) == (timedelta(minutes=7), timedelta(minutes=6))
    assert first.last == NINE
    by_reader = {line.name: line for line in board((first, second), "reader")}
    assert by_reader["AB"].states == {"allocated": 1} and not by_reader["AB"].seconds
    assert by_reader["CD"].seconds == {"submitted": 1} and not by_reader["CD"].states
    # A second read does not make a unit look as if it had another case.
    assert [(line.name, sum(line.states.values())) for line in board((first, second), "unit")] == [("Plymouth", 1)]


def reading(
    state: str = "in_progress", last: datetime | None = NINE, reader: str = "AB", ref: str = "C-1", second: bool = False
) -> Reading:
    return Reading(ref, reader, "Plymouth", state, second, None, last, None, timedelta(0))


@pytest.mark.parametrize(
    ("state", "late_by_date"),
    [("allocated", True), ("in_progress", True), ("returned", True), ("submitted", False), ("signed_off", False)],
)
def test_what_is_not_with_the_lead_after_the_day_is_late(state: str, late_by_date: bool) -> None:
    deadline = Deadline(date(2013, 6, 14))
    assert late(reading(state), deadline, datetime(2013, 6, 14, 23, tzinfo=UTC)) == ()
    assert late(reading(state), deadline, datetime(2013, 6, 15, 0, tzinfo=UTC)) == (("due",) if late_by_date else ())


def test_a_case_in_progress_that_nobody_touched_for_days_is_late() -> None:
    deadline = Deadline(quiet_days=3)
    assert late(reading(), deadline, NINE + timedelta(days=3, seconds=-1)) == ()
    assert late(reading(), deadline, NINE + timedelta(days=3)) == ("quiet",)
    assert late(reading("allocated"), deadline, NINE + timedelta(days=30)) == ()
    assert late(reading(), Deadline(), NINE + timedelta(days=300)) == ()


def test_a_deadline_that_cannot_be_read_makes_nothing_late() -> None:
    assert read_deadline({"due": "2013-06-14", "quiet_days": "3"}) == Deadline(date(2013, 6, 14), 3)
    assert read_deadline({"due": "soon", "quiet_days": "²"}) == Deadline()
    assert read_deadline({}) == Deadline()


@given(
    st.lists(st.tuples(st.sampled_from(["AB", "CD", ""]), st.sampled_from(["allocated", "submitted"]), st.booleans()))
)
def test_every_reading_is_on_the_board_once(made: list[tuple[str, str, bool]]) -> None:
    all_of_them = [reading(state, reader=who, ref=f"C-{i}", second=again) for i, (who, state, again) in enumerate(made)]
    lines = board(all_of_them, "reader")
    assert sorted(r.ref for line in lines for r in line.readings) == sorted(r.ref for r in all_of_them)
    assert all(sum(line.states.values()) + sum(line.seconds.values()) == len(line.readings) for line in lines)
    assert [line.name for line in lines] == sorted({r.reader for r in all_of_them}, key=lambda n: (not n, n))


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_a_median_lies_within_its_range(minutes: Iterable[int]) -> None:
    taken = [timedelta(minutes=m) for m in minutes]
    found = span(taken)
    assert found is not None
    assert min(taken) == found.shortest <= found.median <= found.longest == max(taken)
    assert found.n == len(taken)


def test_times_are_of_first_readings_that_were_finished(history: History) -> None:
    history.answer(0)
    assert elapsed(history.readings()) is None
    history.status(8, "submitted")
    found = history.readings()
    taken, worked = elapsed(found), active(found)
    assert taken is not None and worked is not None
    assert (taken.median, taken.n, worked.median) == (timedelta(minutes=8), 1, timedelta(0))
