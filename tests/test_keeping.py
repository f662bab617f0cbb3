"""Which backups are kept, when the next one is due, and what their names say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.keeping import DAYS, HOURS, LAST, LONG, Backup, Why, affordable, due, read_name, to_keep

NOW = datetime(2013, 11, 22, 14, 3, tzinfo=UTC)
HERE, THERE = "0" * 16, "f" * 16
WHYS: tuple[Why, ...] = get_args(Why)


def backup(number: int, age: timedelta, why: Why = "interval", origin: str = HERE) -> Backup:
    return Backup(number, (NOW - age).replace(microsecond=0), why, 10 * number, 5, origin)


@st.composite
def series(draw: st.DrawFn) -> list[Backup]:
    """Backups of two places, mostly in order of time, some from a clock that was set wrong."""
    steps = draw(st.lists(st.integers(-3000, 20_000), max_size=60))
    at, made = timedelta(days=20), []
    for number, step in enumerate(steps):
        at -= timedelta(seconds=step)
        made.append(backup(number, at, draw(st.sampled_from(WHYS)), draw(st.sampled_from((HERE, THERE)))))
    return made


@given(series())
def test_the_newest_of_each_place_are_never_dropped(made: list[Backup]) -> None:
    kept = to_keep(made, NOW)
    for place in (HERE, THERE):
        newest = [one for one in made if one.origin == place][-LAST:]
        assert set(newest) <= kept


@given(series())
def test_those_made_before_great_acts_stay_for_a_fortnight(made: list[Backup]) -> None:
    assert {one for one in made if one.why in LONG and NOW - one.at <= DAYS} <= to_keep(made, NOW)


@given(series(), st.integers(0, 30 * 24 * 3600))
def test_pruning_again_drops_nothing_and_later_only_what_aged(made: list[Backup], seconds: int) -> None:
    kept = to_keep(made, NOW)
    assert to_keep(kept, NOW) == kept
    later = NOW + timedelta(seconds=seconds)
    # What is pruned now would not have been wanted later.
    assert to_keep(made, later) <= kept


@given(series())
def test_each_hour_of_a_day_and_each_day_of_a_fortnight_has_one(made: list[Backup]) -> None:
    kept = to_keep(made, NOW)
    for one in made:
        same = {k for k in kept if k.origin == one.origin}
        if NOW - one.at <= HOURS:
            assert any(k.at.replace(minute=0, second=0) == one.at.replace(minute=0, second=0) for k in same)
        if NOW - one.at <= DAYS:
            assert any(k.at.date() == one.at.date() for k in same)


def test_a_working_fortnight_keeps_few_enough() -> None:
    every_ten_minutes = [backup(n, timedelta(minutes=10 * (14 * 24 * 6 - n))) for n in range(14 * 24 * 6)]
    kept = to_keep(every_ten_minutes, NOW)
    assert LAST + 20 <= len(kept) <= LAST + 25 + 15


@given(st.lists(st.integers(0, 1000), max_size=30), st.integers(0, 5000))
def test_of_large_ones_the_newest_are_kept_and_three_whatever_they_take(sizes: list[int], most: int) -> None:
    newest_first = [(backup(100 - n, timedelta(hours=n)), size) for n, size in enumerate(sizes)]
    found = affordable(newest_first, most)
    assert found == {one for one, _ in newest_first[: len(found)]} and len(found) >= min(3, len(sizes))
    assert len(found) <= 3 or sum(size for one, size in newest_first if one in found) <= most
    if sum(sizes) <= most:
        assert len(found) == len(sizes)


def test_a_clock_set_back_drops_nothing_that_was_just_made() -> None:
    ahead = [backup(n, timedelta(minutes=-50 + n)) for n in range(20)]
    made = [*ahead, backup(20, timedelta(0))]
    assert made[-1] in to_keep(made, NOW)


@given(
    st.builds(
        Backup,
        st.integers(0, 999_999_999),
        st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(
            lambda at: at.replace(microsecond=0)
        ),
        st.sampled_from(WHYS),
        st.integers(0, 10**11),
        st.integers(0, 10**11),
        st.integers(0, 16**16 - 1).map(lambda n: f"{n:016x}"),
    )
)
def test_a_name_says_it_all(one: Backup) -> None:
    assert read_name(one.name) == one


@pytest.mark.parametrize(
    "name",
    [
        "", "small.inspection", backup(1, HOURS).name + ".part", "x" + backup(1, HOURS).name,
        backup(1, HOURS).name.replace("interval", "whatever"),
        backup(1, HOURS).name.replace("2013", "9913").replace("T1", "T9"),
    ],
)  # fmt: skip
def test_other_files_are_no_backups(name: str) -> None:
    assert read_name(name) is None


def test_one_is_due_when_something_changed_and_the_time_is_up() -> None:
    ago = timedelta(minutes=10)
    assert due(True, None, NOW, 10)
    assert due(True, NOW - ago, NOW, 10)
    assert not due(True, NOW - ago + timedelta(seconds=1), NOW, 10)
    assert not due(False, None, NOW, 10)
    assert not due(False, NOW - ago, NOW, 10)
    assert due(True, NOW + timedelta(seconds=1), NOW, 10), "the clock was set back"
