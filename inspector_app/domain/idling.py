"""When an open, encrypted inspection is locked: nobody was at the machine for so long, or it was asleep."""

from __future__ import annotations

MINUTES = 10
"""After how many minutes without a key or the mouse an inspection is locked, unless another number is set."""

CHOICES = (2, 5, 10, 20, 30, 60, 0)
"""What can be set, in minutes; 0 is never."""

TICK = 1.0
"""How often it is looked, in seconds."""

SLACK = 15.0
"""By how many seconds a look may come late before the machine is taken to have been asleep."""


def idle(touched: float, now: float, minutes: int) -> bool:
    """Whether it is time to lock: `touched` and `now` are seconds of one clock that is never set back; 0 is never."""
    return minutes > 0 and now - touched >= minutes * 60


def slept(before: float, now: float) -> bool:
    """Whether the machine was asleep between two looks, by the clock on the wall in seconds.

    What counts looks stands still in sleep and the clock on the wall does not. A clock that is set forward looks the
    same; to lock then does no harm.
    """
    return now - before > TICK + SLACK


def minutes_of(kept: str) -> int:
    """A number of minutes as it was kept; the usual one where nothing, or no number that can be set, was."""
    return int(kept) if kept.isdecimal() and int(kept) in CHOICES else MINUTES
