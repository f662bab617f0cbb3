"""Backups: what their names say, when the next one is due, and which are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

Why = Literal["interval", "closing", "merge", "import", "upgrade", "migration", "restore", "asked"]
"""What a backup was made for: the time was up, or it was made before something that changes much at once."""

SUFFIX = ".inspection"
MINUTES = 10
"""So often a backup is made unless told otherwise, while something changed."""
LAST, HOURS, DAYS = 10, timedelta(hours=24), timedelta(days=14)
"""Kept are the last ten, one for each hour of a day, one for each day of a fortnight, and for as long those of LONG."""
LONG: frozenset[Why] = frozenset({"merge", "import", "upgrade", "migration", "restore"})

MOST, LEAST = 4_000_000_000, 3
"""So many bytes at most are taken by the backups of one inspection in one place, but for so many backups."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(
    r"(?P<number>\d{6,9})-(?P<at>\d{8}T\d{6}Z)-(?P<why>[a-z]+)-(?P<changes>\d{1,12})-(?P<answers>\d{1,12})"
    r"-(?P<origin>[0-9a-f]{16})" + re.escape(SUFFIX)
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, as its name tells. Nothing in it says of which Trust or case it is.

    Attributes:
        number: a running number of the folder: clocks are set back at times.
        at: when it was made, to the second, in UTC.
        changes, answers: how many changes its history holds, and how many answers stand in it.
        origin: sixteen hexadecimal digits that stand for the place of the file from which it was made.
    """

    number: int
    at: datetime
    why: Why
    changes: int
    answers: int
    origin: str

    @property
    def name(self) -> str:
        """The name of its file."""
        at = self.at.astimezone(UTC).strftime(_STAMP)
        return f"{self.number:06d}-{at}-{self.why}-{self.changes}-{self.answers}-{self.origin}{SUFFIX}"


def read_name(name: str) -> Backup | None:
    """The backup with this name; None where it is the name of something else, such as a half-written one."""
    found = _NAME.fullmatch(name)
    if found is None or found["why"] not in get_args(Why):
        return None
    try:
        at = datetime.strptime(found["at"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    why: Why = found["why"]  # type: ignore[assignment]  # looked up above
    return Backup(int(found["number"]), at, why, int(found["changes"]), int(found["answers"]), found["origin"])


def due(changed: bool, last: datetime | None, now: datetime, minutes: int) -> bool:
    """Whether a backup is to be made: something changed, and the last one is so many minutes old, or of the future."""
    return changed and (last is None or not timedelta(0) <= now - last < timedelta(minutes=minutes))


def to_keep(made: Iterable[Backup], now: datetime) -> frozenset[Backup]:
    """Which of some backups are kept.

    Each place from which backups were made has its own, so that one copy of an inspection cannot push out another's.
    """
    by_origin: dict[str, list[Backup]] = {}
    for one in made:
        by_origin.setdefault(one.origin, []).append(one)
    return frozenset(one for some in by_origin.values() for one in _kept(sorted(some, key=_order), now))


def affordable(kept: Sequence[tuple[Backup, int]], most: int) -> frozenset[Backup]:
    """Which of some backups have room: the newest of them until their sizes come to `most` bytes, and three anyway.

    Args:
        kept: backups with their sizes in bytes, the newest first.
    """
    room = most
    found: list[Backup] = []
    for backup, size in kept:
        room -= size
        if room < 0 and len(found) >= LEAST:
            break
        found.append(backup)
    return frozenset(found)


def _kept(made: Sequence[Backup], now: datetime) -> set[Backup]:
    """Those of one place, which come oldest first."""
    kept = set(made[-LAST:])
    hours: dict[datetime, Backup] = {}
    days: dict[datetime, Backup] = {}
    for one in made:
        age, hour = now - one.at, one.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        # By the clock and not by age, so that the one kept of an hour stays the same one from then on.
        if age <= HOURS:
            hours[hour] = one
        if age <= DAYS:
            days[hour.replace(hour=0)] = one
            kept |= {one} if one.why in LONG else set()
    return kept | set(hours.values()) | set(days.values())


def _order(one: Backup) -> tuple[int, datetime, str]:
    return one.number, one.at, one.name
