"""In which order things happened, though clocks are set back, run ahead, and disagree between laptops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.domain.answers import Revision

TOLERATED = timedelta(minutes=5)
"""By so much the clocks of laptops differ without anybody being told."""


def when(revision: Revision) -> tuple[datetime, str, int, str]:
    """What orders revisions of which none says that it follows on another: the same on every machine."""
    return (revision.at, revision.device, revision.sequence, revision.id)


def in_order(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Some revisions, oldest first: each after those it supersedes and those its device wrote before it.

    Only what is told by neither is ordered by the clock, which may have been set back or have run ahead.
    """
    waiting = sorted(revisions, key=when)
    if _holds(waiting):
        return tuple(waiting)
    held, ordered, placed = {r.id for r in waiting}, list["Revision"](), set[str]()
    while waiting:
        first: dict[str, int] = {}
        for one in waiting:
            first[one.device] = min(one.sequence, first.get(one.device, one.sequence))
        ready = (r for r in waiting if r.sequence == first[r.device] and held & set(r.supersedes) <= placed)
        # A circle is nothing that was written here; it is shown as it comes.
        found = next(ready, waiting[0])
        ordered.append(found)
        placed.add(found.id)
        waiting.remove(found)
    return tuple(ordered)


def behind(latest: datetime | None, now: datetime) -> timedelta | None:
    """By how much a clock is behind the latest change; None where that is no more than laptops differ."""
    return latest - now if latest is not None and latest - now > TOLERATED else None


def _holds(ordered: Sequence[Revision]) -> bool:
    """Whether the order by the clock is that of what follows on what."""
    held = {r.id for r in ordered}
    placed, last = set[str](), dict[str, int]()
    for one in ordered:
        if last.get(one.device, 0) > one.sequence or not held & set(one.supersedes) <= placed:
            return False
        last[one.device] = one.sequence
        placed.add(one.id)
    return True
