"""Sharing cases out evenly among those who may read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence


def even_out(given: dict[str, str], allowed: Mapping[str, Sequence[str]], load: Counter[str]) -> None:
    """Moves cases along chains of readers from the busiest to one with at least two fewer, until no chain is left.

    That makes the loads as even as they can be (N. Harvey and others, *Semi-matchings for bipartite graphs and load
    balancing*, Journal of Algorithms 59, 2006). The same input gives the same result.

    Args:
        given: case reference -> reader; changed in place, as `load` is.
        allowed: case reference -> all who may read it.
        load: reader -> how many cases they have.
    """
    while (chain := _chain(given, allowed, load)) is not None:
        for ref, reader in chain:
            load[given[ref]] -= 1
            load[reader] += 1
            given[ref] = reader


def _chain(
    given: Mapping[str, str], allowed: Mapping[str, Sequence[str]], load: Mapping[str, int]
) -> list[tuple[str, str]] | None:
    """Moves (case, new reader) that take one case off somebody busy and end with somebody who has two fewer."""
    holds: dict[str, list[str]] = defaultdict(list)
    for ref, reader in sorted(given.items()):
        holds[reader].append(ref)
    for busy in sorted(holds, key=lambda reader: (-load[reader], reader)):
        came_by: dict[str, tuple[str, str]] = {}
        queue = [busy]
        for reader in queue:
            if load[reader] <= load[busy] - 2:
                return _back(came_by, busy, reader)
            for ref in holds[reader]:
                for other in allowed[ref]:
                    if other != busy and other not in came_by:
                        came_by[other] = (ref, reader)
                        queue.append(other)
    return None


def _back(came_by: Mapping[str, tuple[str, str]], busy: str, idle: str) -> list[tuple[str, str]]:
    moves = []
    while idle != busy:
        ref, giver = came_by[idle]
        moves.append((ref, idle))
        idle = giver
    return moves
