"""Second reads: which cases are read again, and by whom.

A dip sample is drawn by the SHA-256 of seed and reference, not by a random generator: whoever has the seed can draw the
same sample with any tool, on every machine, and adding a case never moves the order of the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from inspector_app.domain.allocating import Ties
from inspector_app.domain.even_loads import even_out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case as the draw sees it.

    Attributes:
        assessor: who reads it first; empty where nobody is allocated.
        readers: who reads it again already.
        finished: whether its first reading is submitted or signed off.
    """

    ref: str
    ldu: str = ""
    officer: str = ""
    assessor: str = ""
    readers: frozenset[str] = frozenset()
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would read a case again; `reader` is empty where nobody may."""

    ref: str
    reader: str


def rank(seed: str, ref: str) -> str:
    """The place of a case in the draw: the hexadecimal SHA-256 of seed, line feed and reference, in UTF-8."""
    return hashlib.sha256(f"{seed}\n{ref}".encode()).hexdigest()


def number_of(share: Fraction, cases: int) -> int:
    """How many cases a share is; rounded up, so that a share of anything is at least one case."""
    return min(cases, ceil(max(share, Fraction(0)) * cases))


def draw(candidates: Iterable[Candidate], number: int, seed: str, spread: bool = True) -> tuple[str, ...]:
    """The references of a dip sample, in the order in which they were drawn.

    Cases that somebody reads again already are left out. The rest are put in the order of `rank`, and the first
    `number` are taken. With `spread` the first case of each LDU goes before all others, so that each LDU has at least
    one where `number` allows.
    """
    order = sorted((c for c in candidates if not c.readers), key=lambda c: (rank(seed, c.ref), c.ref))
    if spread:
        firsts = {c.ldu: c.ref for c in reversed(order)}
        order.sort(key=lambda c: firsts[c.ldu] != c.ref)
    return tuple(c.ref for c in order[: max(0, number)])


def may_read(candidate: Candidate, team: Iterable[str], conflicts: Ties) -> tuple[str, ...]:
    """Who of the team may read a case again, sorted.

    Args:
        conflicts: officers and the assessors who work with them.
    """
    barred = {
        candidate.assessor,
        *candidate.readers,
        *(who for officer, who in conflicts if officer and officer == candidate.officer),
    }
    return tuple(sorted(set(team) - barred - {""}))


def propose(
    candidates: Sequence[Candidate],
    team: Iterable[str],
    conflicts: Ties = (),
    loads: Mapping[str, int] | None = None,
) -> tuple[Proposal, ...]:
    """A second reader for each case, loads as even as the rules allow.

    Each case goes to whoever has least so far, ties by `rank`, so that nobody always gets the same; then cases
    move along chains of readers until the loads are as even as they can be (N. Harvey and others, *Semi-matchings for
    bipartite graphs and load balancing*, Journal of Algorithms 59, 2006).

    Args:
        loads: second reads that each reader has already.
    """
    allowed = {c.ref: may_read(c, team, conflicts) for c in candidates}
    load = Counter(loads or {})
    given: dict[str, str] = {}
    for ref, readers in allowed.items():
        if readers:
            given[ref] = min(readers, key=lambda reader: (load[reader], rank(ref, reader)))
            load[given[ref]] += 1
    even_out(given, allowed, load)
    return tuple(Proposal(ref, given.get(ref, "")) for ref in allowed)


def benchmark(candidate: Candidate, team: Iterable[str], conflicts: Ties = ()) -> tuple[Proposal, ...]:
    """One case read by all who may."""
    return tuple(Proposal(candidate.ref, reader) for reader in may_read(candidate, team, conflicts))
