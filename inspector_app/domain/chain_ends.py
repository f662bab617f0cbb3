"""The ends of a history: what a file says of how far its chains went, so that a lost end is noticed, too.

A chain of hashes tells what is missing in its midst; of its end only who remembers that end can tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from inspector_app.domain.answers import Anchor, Revision, verify_chains


@dataclass(frozen=True, slots=True)
class Ends:
    """What a file says of the end of its history; nothing where it was written by an earlier version.

    Attributes:
        tips: changes after which none was written in their chain, and perhaps others; all of them must be there.
        written: how many changes had been written when this was said.
        order: what `rolled` makes of their digests, in the order of writing.
    """

    tips: tuple[Anchor, ...] = ()
    written: int = 0
    order: str = ""


UNSAID = Ends()
"""What a file of an earlier version says of them."""


def rolled(order: str, digests: Iterable[str]) -> str:
    """One hash of all that was written, going on from that of what was written before."""
    for digest in digests:
        order = hashlib.sha256(f"{order}{digest}".encode()).hexdigest()
    return order


def ends_of(revisions: Sequence[Revision]) -> tuple[tuple[Anchor, ...], tuple[Anchor, ...]]:
    """The tips that some new changes make, and the tips that they go beyond."""
    followed = {r.previous for r in revisions}
    made = {Anchor(r.device, r.sequence, r.digest) for r in revisions if r.digest not in followed}
    passed = {Anchor(r.device, r.sequence - 1, r.previous) for r in revisions if r.previous}
    return tuple(made), tuple(passed)


def lost_before(
    held: Iterable[Revision], others: Iterable[Revision], ends: Iterable[str], lacks: Container[tuple[str, int]]
) -> tuple[Revision, ...]:
    """Those of some changes which a file held before it was damaged: they fill its gaps, and what it holds follows on.

    Each names its predecessor on its device by its hash, so these are the very ones. The digests of `others` are to be
    verified before.

    Args:
        ends: digests of changes that were held once.
        lacks: which changes the file is known to lack, by device and number.
    """
    by_digest = {r.digest: r for r in others if (r.device, r.sequence) in lacks}
    wanted = [r for r in held if r.previous in by_digest]
    found = {end: by_digest[end] for end in ends if end in by_digest}
    wanted += found.values()
    while wanted:
        after = wanted.pop()
        before = by_digest.get(after.previous)
        if before is None or (before.device, before.sequence) != (after.device, after.sequence - 1):
            continue
        if before.digest not in found:
            found[before.digest] = before
            wanted.append(before)
    return tuple(r for r in by_digest.values() if r.digest in found)


def anchors_digest(anchors: Iterable[Anchor]) -> str:
    """One hash of the changes on which a hand-out follows, in any order: its grant says it."""
    lines = sorted(f"{a.device}\0{a.sequence}\0{a.digest}" for a in anchors)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def history_flaws(revisions: Sequence[Revision], anchors: Iterable[Anchor], ends: Ends) -> tuple[str, ...]:
    """Sentences about what does not hold in a history, and about chains whose end is missing."""
    return (*verify_chains(revisions, anchors), *_lost_ends(revisions, ends))


def order_flaws(revisions: Sequence[Revision], ends: Ends) -> tuple[str, ...]:
    """Sentences about changes that lie in another order than they were written in, or whose number is another."""
    if not ends.order:
        return ()
    if len(revisions) < ends.written:
        return (f"The file held {ends.written} changes, and {ends.written - len(revisions)} of them are missing.",)
    if rolled("", (r.digest for r in revisions[: ends.written])) != ends.order:
        return ("The changes do not lie in the order in which they were written: some were moved, or put in between.",)
    return ()


def _lost_ends(revisions: Sequence[Revision], ends: Ends) -> tuple[str, ...]:
    held = {r.digest for r in revisions}
    lost: dict[str, int] = {}
    for tip in ends.tips:
        if tip.digest not in held:
            lost[tip.device] = max(tip.sequence, lost.get(tip.device, 0))
    return tuple(f"The chain of device {d} went on to change {n}, and its end is missing." for d, n in lost.items())
