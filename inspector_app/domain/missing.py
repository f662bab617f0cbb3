"""What a history lacks: changes whose number in their device's chain, or whose end, is known and that are not there."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from inspector_app.domain.answers import Anchor, Revision, Slot, digest_of

_TRIES, _MOST_LINKS = 4000, 3


class Trace(NamedTuple):
    """What something else still says of a change that is gone; what it does not say is empty."""

    id: str = ""
    about: str = ""
    ref: str = ""
    facet: str = ""
    name: str = ""
    device: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Changes that are missing in one device's chain.

    Attributes:
        first, last: their numbers.
        after, before: when the changes at both sides of them were made; None where there is none.
    """

    device: str
    first: int
    last: int
    after: datetime | None = None
    before: datetime | None = None

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


class Place(NamedTuple):
    """A place that a lost change spoke of. `stands`: whether an earlier change may stand there now."""

    about: str
    ref: str
    facet: str
    name: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What was lost, as far as it can be known.

    Attributes:
        gaps: the numbers that are missing, chain by chain; of a hand-out just those of which that is sure.
        count: how many changes are missing, or at least are known to be.
        ends: the ends of chains that are missing.
        places: where lost changes spoke of something.
        perhaps: references of cases that the acts around the gaps were about, and that `places` does not name.
    """

    gaps: tuple[Gap, ...] = ()
    count: int = 0
    ends: tuple[Anchor, ...] = ()
    places: tuple[Place, ...] = ()
    perhaps: tuple[str, ...] = ()

    @property
    def in_gaps(self) -> int:
        """How many numbers the gaps have."""
        return sum(gap.count for gap in self.gaps)

    @property
    def cases(self) -> tuple[str, ...]:
        """References of the cases of which something is known to be lost."""
        return tuple(dict.fromkeys(place.ref for place in self.places if place.about == "case"))


def what_is_missing(
    held: Sequence[Revision],
    tips: Iterable[Anchor] = (),
    elsewhere: Iterable[Anchor] = (),
    traces: Sequence[Trace] = (),
    written: int = 0,
) -> Missing:
    """What a history lacks.

    Args:
        held: the changes that are there, in the order in which they were written.
        tips: the ends that its chains had.
        elsewhere: changes that were kept in another file even before something was lost.
        traces: what else is known of changes that are gone.
        written: how many changes there were; 0 where that is not known.
    """
    tips, elsewhere = tuple(tips), tuple(elsewhere)
    ids, digests = {r.id for r in held}, {r.digest for r in held}
    gone = tuple(t for t in traces if t.id not in ids)
    gaps = tuple(_gaps(held, tips, elsewhere, gone))
    known = sum(gap.count for gap in gaps)
    count = max(known, written - len(held))
    places = tuple(_places(held, ids, gone, bool(gaps)))
    named = {place.ref for place in places if place.about == "case"}
    perhaps = tuple(ref for ref in _around(held, gaps) if ref not in named)
    return Missing(gaps, count, tuple(t for t in tips if t.digest not in digests), places, perhaps)


def still_missing(gaps: Iterable[Gap], held: Iterable[Revision]) -> tuple[Gap, ...]:
    """What is left of gaps once other copies were taken in."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for revision in held:
        numbers[revision.device].add(revision.sequence)
    return tuple(
        Gap(gap.device, first, last, gap.after, gap.before)
        for gap in gaps
        for first, last in _runs(n for n in range(gap.first, gap.last + 1) if n not in numbers[gap.device])
    )


def refitted(revision: Revision, links: Sequence[str], others: Sequence[str]) -> Revision | None:
    """A change whose links may be lost or altered, with those under which its digest holds; None where none do.

    Args:
        links: the ids that it is said to supersede.
        others: further ids that it may have superseded, likely ones first.
    """
    likely = dict.fromkeys((*links, *others))
    for tried in itertools.islice(_choices(tuple(links), tuple(likely)), _TRIES):
        made = revision._replace(supersedes=tuple(sorted(tried)))
        if digest_of(made) == revision.digest:
            return made
    return None


def _choices(links: tuple[str, ...], likely: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield links
    for count in range(_MOST_LINKS + 1):
        yield from itertools.combinations(likely, count)


def _gaps(
    held: Sequence[Revision], tips: Iterable[Anchor], elsewhere: Iterable[Anchor], gone: Iterable[Trace]
) -> Iterator[Gap]:
    chains: dict[str, dict[int, Revision]] = defaultdict(dict)
    for revision in held:
        chains[revision.device][revision.sequence] = revision
    known, digests = {a.digest for a in elsewhere}, {r.digest for r in held}
    # A hand-out has but some numbers of a chain, so there a span says too much.
    whole, held_or_known = not known, digests | known
    lost: dict[str, set[int]] = defaultdict(set)
    for revision in held:
        if revision.previous and revision.previous not in held_or_known:
            below = _below(chains[revision.device], revision.sequence) if whole else revision.sequence
            lost[revision.device].update(range(below + 1, revision.sequence))
            # A fork: its own branch went on from a number that the other branch has, too.
            lost[revision.device].add(revision.sequence - 1)
    for tip in tips:
        if tip.digest not in digests:
            below = _below(chains[tip.device], tip.sequence) if whole else tip.sequence - 1
            lost[tip.device].update(range(below + 1, tip.sequence + 1))
    for trace in gone:
        if trace.device and trace.sequence not in chains[trace.device]:
            lost[trace.device].add(trace.sequence)
    for device in sorted(lost):
        chain = chains[device]
        for first, last in _runs(lost[device]):
            before, after = _below(chain, first), min((n for n in chain if n > last), default=0)
            yield Gap(
                device, first, last, chain[before].at if before else None, chain[after].at if after else None,
            )  # fmt: skip


def _below(chain: Mapping[int, Revision], number: int) -> int:
    return max((n for n in chain if n < number), default=0)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(numbers)
    for _, run in itertools.groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def _places(held: Sequence[Revision], ids: set[str], gone: Iterable[Trace], lost: bool) -> Iterator[Place]:
    """Places that traces name, and those whose changes replaced one that is not there."""
    last = {(r.slot.about, r.slot.ref, r.slot.facet, r.slot.name) for r in held}
    named: dict[tuple[str, str, str, str], bool] = {}
    for trace in gone:
        if trace.about:
            place = (trace.about, trace.ref, trace.facet, trace.name)
            named[place] = place in last
    if lost:
        for revision in held:
            if any(one not in ids for one in revision.supersedes):
                slot = revision.slot
                named.setdefault((slot.about, slot.ref, slot.facet, slot.name), False)
    for place, stands in sorted(named.items()):
        yield Place(*place, stands)


def _around(held: Sequence[Revision], gaps: Iterable[Gap]) -> Iterator[str]:
    """The cases of the changes at both sides of each gap."""
    by_number: dict[tuple[str, int], set[Slot]] = defaultdict(set)
    for revision in held:
        by_number[revision.device, revision.sequence].add(revision.slot)
    found = (
        slot.ref
        for gap in gaps
        for number in (gap.first - 1, gap.last + 1)
        for slot in by_number.get((gap.device, number), ())
        if slot.about == "case"
    )
    yield from dict.fromkeys(found)
