"""Which cells of a table of counts are hidden, so that no small count can be read or worked out.

A count from 1 to below `smallest` could name a person. Where sums are printed it could still be worked out, so others
are hidden with it. Whoever attacks is taken to know every printed cell and sum, that counts are whole, which hidden
cells are the small ones, and how large these may be: still every hidden cell has at least two values left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

Place = tuple[int, int]

_SUM_COSTS = 1_000_000
"""A sum is hidden only where nothing else helps."""


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """What is hidden of a row. `total` says that its sum must go, too: there is no other cell to hide."""

    cells: frozenset[int]
    total: bool = False


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """What is hidden of a table with sums of rows and columns. `whole`: there is no way but to leave the table out."""

    cells: frozenset[Place]
    row_sums: frozenset[int]
    column_sums: frozenset[int]
    whole: bool = False


def is_small(count: int, smallest: int) -> bool:
    """Whether a count could name a person."""
    return 0 < count < smallest


def hide_in_row(counts: Sequence[int], smallest: int) -> HiddenRow:
    """Hides cells of a row whose sum is printed: the small ones, then the smallest others that it takes."""
    small = frozenset(place for place, count in enumerate(counts) if is_small(count, smallest))
    hidden = set(small)
    # Of two cells with the same count the first goes; a nought hides nothing that a count does not hide better.
    others = sorted((p for p in range(len(counts)) if p not in small), key=lambda p: (not counts[p], counts[p], p))
    while hidden and others and _is_told(counts, hidden, small, smallest):
        hidden.add(others.pop(0))
    return HiddenRow(frozenset(hidden), total=len(hidden) == 1)


def _is_told(counts: Sequence[int], hidden: set[int], small: frozenset[int], smallest: int) -> bool:
    """Whether the sum of the hidden cells leaves one of them a single value."""
    total = sum(counts[p] for p in hidden)
    least = {p: 1 if p in small else 0 for p in hidden}
    most = {p: smallest - 1 if p in small else total for p in hidden}
    lowest, highest = sum(least.values()), sum(most.values())
    return any(max(least[p], total - (highest - most[p])) == min(most[p], total - (lowest - least[p])) for p in hidden)


@dataclass(frozen=True, slots=True)
class _Arc:
    """A count as a flow from one node to another: what flows into a node flows out of it. None: no upper bound."""

    source: int
    target: int
    count: int
    cost: int
    hidden: bool = False
    least: int = 0
    most: int | None = None

    def may_grow(self) -> bool:
        return self.most is None or self.count < self.most

    def may_shrink(self) -> bool:
        return self.count > self.least


def hide_in_table(counts: Sequence[Sequence[int]], smallest: int) -> HiddenTable:
    """Hides cells of a table whose sums of rows and columns are printed, and its grand total.

    A hidden cell can be worked out unless there is a way round through other hidden cells along which counts may be
    moved while all sums stay: as a flow in a network of rows and columns. Where there is none, the cheapest is hidden.
    """
    arcs = _arcs(counts, smallest)
    if not _hide_cycles(arcs) and not _hide_cycles(arcs := _unbounded(arcs)):
        return HiddenTable(frozenset(), frozenset(), frozenset(), whole=True)
    hidden = [place for place, arc in arcs.items() if arc.hidden]
    rows, columns = len(counts), len(counts[0]) if counts else 0
    return HiddenTable(
        frozenset(p for p in hidden if p[0] < rows and p[1] < columns),
        frozenset(row for row, column in hidden if column == columns),
        frozenset(column for row, column in hidden if row == rows),
    )


def _arcs(counts: Sequence[Sequence[int]], smallest: int) -> dict[Place, _Arc]:
    """Cells run from their row to their column, sums of columns on from it, and sums of rows into their row.

    The grand total joins the ends of both; it is always printed, so that nothing can be moved through it.
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    out_of, into = rows + columns, rows + columns + 1
    arcs = {}
    for row in range(rows):
        for column in range(columns):
            arcs[row, column] = _Arc(row, rows + column, counts[row][column], counts[row][column] + 1)
        arcs[row, columns] = _Arc(into, row, sum(counts[row]), _SUM_COSTS)
    for column in range(columns):
        arcs[rows, column] = _Arc(rows + column, out_of, sum(line[column] for line in counts), _SUM_COSTS)
    return {
        place: replace(arc, hidden=True, least=1, most=smallest - 1) if is_small(arc.count, smallest) else arc
        for place, arc in arcs.items()
    }


def _unbounded(arcs: Mapping[Place, _Arc]) -> dict[Place, _Arc]:
    """The same for one who is not told which of the hidden cells are the small ones."""
    return {place: replace(arc, least=0, most=None) for place, arc in arcs.items()}


def _hide_cycles(arcs: dict[Place, _Arc]) -> bool:
    """Hides, in place, what lets every hidden cell take another value; False where one cannot."""
    for place in [p for p, arc in arcs.items() if arc.hidden]:
        way = _cheapest_way_round(arcs, place)
        if way is None:
            return False
        for other in way:
            arcs[other] = replace(arcs[other], hidden=True)
    return True


def _cheapest_way_round(arcs: Mapping[Place, _Arc], place: Place) -> tuple[Place, ...] | None:
    """The cells along which the count at a place can be moved up or down by one; those hidden already cost nothing."""
    arc = arcs[place]
    ways = []
    if arc.may_grow():
        ways.append(_way(arcs, arc.target, arc.source, place))
    if arc.may_shrink():
        ways.append(_way(arcs, arc.source, arc.target, place))
    found = [way for way in ways if way is not None]
    return min(found)[1] if found else None


def _way(arcs: Mapping[Place, _Arc], start: int, end: int, without: Place) -> tuple[int, tuple[Place, ...]] | None:
    """The cheapest way from one node to another (Dijkstra), with its cost."""
    steps: dict[int, list[tuple[int, int, Place]]] = {}
    for place, source, target, cost in _moves(arcs):
        if place != without:
            steps.setdefault(source, []).append((target, cost, place))
    queue: list[tuple[int, int, tuple[Place, ...]]] = [(0, start, ())]
    done: set[int] = set()
    while queue:
        cost, node, way = heappop(queue)
        if node == end:
            return cost, way
        if node not in done:
            done.add(node)
            for target, more, place in steps.get(node, ()):
                heappush(queue, (cost + more, target, (*way, place)))
    return None


def _moves(arcs: Mapping[Place, _Arc]) -> Iterator[tuple[Place, int, int, int]]:
    for place, arc in arcs.items():
        cost = 0 if arc.hidden else arc.cost
        if arc.may_grow():
            yield place, arc.source, arc.target, cost
        if arc.may_shrink():
            yield place, arc.target, arc.source, cost
