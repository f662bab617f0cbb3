"""When a window is locked: by hands that are away, and by a machine that slept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.idling import CHOICES, MINUTES, SLACK, TICK, idle, minutes_of, slept

seconds = st.floats(0, 1e9)


@given(seconds, st.floats(0, 1e5), st.sampled_from([m for m in CHOICES if m]))
def test_it_is_time_after_so_many_minutes_and_not_before(touched: float, away: float, minutes: int) -> None:
    now = touched + away
    assert idle(touched, now, minutes) == (now - touched >= minutes * 60)


@given(seconds, seconds)
def test_never_is_never(touched: float, now: float) -> None:
    assert not idle(touched, now, 0)


@given(seconds)
def test_a_look_that_comes_in_time_is_no_sleep_and_neither_is_a_clock_set_back(before: float) -> None:
    assert not slept(before, before + TICK)
    assert not slept(before, before - 3600)
    assert slept(before, before + TICK + SLACK + 1)


def test_what_cannot_be_set_is_the_usual_time() -> None:
    assert [minutes_of(kept) for kept in ("", "ten", "-5", "7", "0", "30")] == [MINUTES] * 4 + [0, 30]
