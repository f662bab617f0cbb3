"""A clock that is set back or ran ahead changes neither the order of what was said nor what stands, and is told."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from inspector_app.domain.answers import Ledger, Revision, Slot, seal
from inspector_app.domain.order import TOLERATED, behind, in_order
from inspector_app.services.commands import AddCase, SetAnswer, Undo
from inspector_app.services.inspections import Inspections
from inspector_app.services.recovery import recover
from inspector_app.services.session import Person
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.clock_words import ClockWatch, clock_words
from inspector_app.ui.widgets.header_bar import HeaderBar
from small import small

ME = Person("AB", "device")
NOON = datetime(2013, 11, 22, 12, 0, tzinfo=UTC)
Clock = Callable[[], datetime]


def stepping(*jumps: timedelta) -> Clock:
    """A clock that goes on a second each time it is looked at, after jumps, one for each of the first looks."""
    seconds = itertools.count()
    moved = itertools.accumulate(itertools.chain(jumps, itertools.repeat(timedelta())), initial=timedelta())
    return lambda: NOON + timedelta(seconds=next(seconds)) + next(moved)


def chain(moments: list[timedelta]) -> list[Revision]:
    """A history of one place, each change after the one before, by a clock that said these moments."""
    slot, found, previous = Slot("case", "101", "answer", "plan", "AB"), list[Revision](), ""
    for number, moment in enumerate(moments):
        made = Revision(
            f"r{number}", slot, f"value {number}", "", "", "edit", f"b{number}", "", "AB", NOON + moment, "device", "1",
            (found[-1].id,) if found else (),
        )  # fmt: skip
        found.append(seal(made, number + 1, previous))
        previous = found[-1].digest
    return found


@given(st.lists(st.timedeltas(timedelta(days=-9), timedelta(days=9)), max_size=8), st.randoms(use_true_random=False))
def test_whatever_the_clock_says_each_change_comes_after_what_it_follows_on(moments, random) -> None:  # type: ignore[no-untyped-def]
    made = chain(moments)
    mixed = list(made)
    random.shuffle(mixed)
    assert list(in_order(mixed)) == made
    ledger = Ledger(mixed)
    assert list(ledger.history(Slot("case", "101", "answer", "plan", "AB"))) == made
    stands = ledger.standing(Slot("case", "101", "answer", "plan", "AB"))
    assert stands == (made[-1] if made else None)


@given(st.lists(st.timedeltas(timedelta(hours=-9), timedelta(hours=9)), max_size=6))
def test_changes_of_two_devices_that_follow_on_nothing_are_ordered_by_the_clock(moments: list[timedelta]) -> None:
    made = [
        seal(r._replace(slot=r.slot._replace(name=f"q{place}"), supersedes=(), device=f"d{place}"), 1, "")
        for place, r in enumerate(chain(moments))
    ]
    assert [r.at for r in in_order(made)] == sorted(r.at for r in made)


def test_an_answer_given_after_the_clock_was_set_back_stands_and_can_be_undone(tmp_path: Path) -> None:
    # One look at the clock for each act and one for its settling.
    back = stepping(*[timedelta()] * 5, timedelta(hours=-3))
    session = Inspections({"small": small()}, now=back).create(tmp_path / "c.inspection", "small", ME, {"trust": "T"})
    session.do(AddCase("101", "AB", {"type": "order"}))
    session.do(SetAnswer("case", "101", "plan", "sufficient"))
    session.do(SetAnswer("case", "101", "plan", "not_done"))
    slot = session.answer_slot("case", "101", "plan")
    first, second = session.history(slot)
    assert second.at < first.at and session.case("101").answers["plan"].value == "not_done"
    session.do(Undo("case", "101"))
    assert session.case("101").answers["plan"].value == "sufficient"
    assert [r.value for r in session.history(slot)] == ["sufficient", "not_done", "sufficient"]
    session.close()


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(days=400)])
def test_text_typed_after_a_jump_is_brought_back_after_a_crash(tmp_path: Path, jump: timedelta) -> None:
    inspections = Inspections({"small": small()}, now=lambda: NOON)
    session = inspections.create(tmp_path / "c.inspection", "small", ME, {"trust": "T"})
    session.do(AddCase("101", "AB", {"type": "order"}))
    session.do(SetAnswer("case", "101", "plan", note="page 3"))
    session.close()
    later = replace(inspections, now=lambda: NOON + jump)
    crashed = later.open(tmp_path / "c.inspection", ME)
    crashed.keep_draft("case", "101", "plan", "note", "page 3, and page 9").result()
    crashed.close()
    for clock in (later, inspections):
        session = clock.open(tmp_path / "c.inspection", ME)
        found = recover(session)
        for one in found:
            assert one.pending is not None
            session.settle(one.pending)
        assert session.case("101").answers["plan"].note == "page 3, and page 9"
        session.close()


def test_a_clock_behind_the_last_change_is_told_with_both_moments() -> None:
    assert behind(NOON, NOON - TOLERATED) is None and behind(None, NOON) is None
    assert behind(NOON, NOON - TOLERATED * 2) == TOLERATED * 2
    said = clock_words(NOON, NOON - timedelta(days=2))
    here = f"{NOON.astimezone():%H:%M}"
    assert f"says 20 November 2013, {here}" in said and f"made on 22 November 2013, {here}" in said
    assert clock_words(NOON, NOON) == ""


def test_while_one_works_a_jump_is_told_once_and_saved_shows_no_time_that_was_before(
    tmp_path: Path, qtbot: QtBot
) -> None:
    moment = [NOON]
    session = Inspections({"small": small()}, now=lambda: moment[0]).create(
        tmp_path / "c.inspection", "small", ME, {"trust": "T"}
    )
    bridge, header = Bridge(session), HeaderBar()
    qtbot.addWidget(header)
    header.follow(bridge)
    watch = ClockWatch(bridge, bridge)
    told: list[str] = []
    watch.jumped.connect(told.append)
    for at in (NOON, NOON - timedelta(hours=3), NOON - timedelta(hours=2), NOON + timedelta(hours=1)):
        moment[0] = at
        with qtbot.waitSignal(bridge.saved):
            bridge.handle(AddCase(f"{at:%H}", "AB", {"type": "order"}))
        wanted = f"Saved {at.astimezone():%H:%M:%S}" if at >= NOON else "Saved"
        assert header.saved.text() == wanted
    assert len(told) == 1 and "The clock of this computer says" in told[0]
    session.close()
