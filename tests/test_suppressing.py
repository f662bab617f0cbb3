"""Small cells are hidden so that nobody can work them out: held against every table an attacker could think of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.hidden_cells import HiddenRow, HiddenTable, hide_in_row, hide_in_table

SMALLEST = 5


def rows_that_print_the_same(counts: Sequence[int], hidden: HiddenRow) -> Iterator[tuple[int, ...]]:
    """Every row of whole counts with these printed cells and this sum: what an attacker is left with."""
    places = sorted(hidden.cells)
    total = sum(counts[p] for p in places)
    most = total if not hidden.total else total + SMALLEST
    for values in product(range(most + 1), repeat=len(places)):
        if hidden.total or sum(values) == total:
            yield tuple(dict(zip(places, values, strict=True)).get(p, c) for p, c in enumerate(counts))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_no_hidden_cell_of_a_row_can_be_worked_out(counts: list[int]) -> None:
    hidden = hide_in_row(counts, SMALLEST)
    assert {p for p, c in enumerate(counts) if 0 < c < SMALLEST} <= hidden.cells
    left = list(rows_that_print_the_same(counts, hidden))
    assert tuple(counts) in left
    for place in hidden.cells:
        assert len({row[place] for row in left}) > 1


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_not_even_by_one_who_knows_which_cells_are_small(counts: list[int]) -> None:
    hidden = hide_in_row(counts, SMALLEST)
    small = {p for p, c in enumerate(counts) if 0 < c < SMALLEST}
    if len(hidden.cells) == len(counts):
        return  # Nothing is left to be hidden.
    left = [
        row for row in rows_that_print_the_same(counts, hidden) if all(0 < row[place] < SMALLEST for place in small)
    ]
    for place in hidden.cells:
        assert len({row[place] for row in left}) > 1


@given(st.lists(st.one_of(st.just(0), st.integers(SMALLEST, 50)), max_size=6))
def test_a_row_without_a_small_cell_is_printed_whole(counts: list[int]) -> None:
    assert hide_in_row(counts, SMALLEST) == HiddenRow(frozenset())


def test_the_smallest_other_cell_goes_with_a_small_one() -> None:
    assert hide_in_row([40, 3, 9, 20], SMALLEST).cells == {1, 2}
    assert hide_in_row([40, 3, 2, 27], SMALLEST).cells == {1, 2}
    assert hide_in_row([40, 1, 1, 30], SMALLEST).cells == {1, 2, 3}
    assert hide_in_row([40, 4, 0], SMALLEST).cells == {0, 1}
    assert hide_in_row([3], SMALLEST) == HiddenRow(frozenset({0}), total=True)
    assert hide_in_row([3, 0], SMALLEST).cells == {0, 1}
    assert hide_in_row([3, 40], 0).cells == frozenset()


Counts = tuple[tuple[int, ...], ...]


def tables_that_print_the_same(counts: Counts, hidden: HiddenTable) -> Iterator[Counts]:
    """Every table of whole counts with these printed cells, sums and grand total."""
    columns, most = len(counts[0]), sum(map(sum, counts))
    sums = [sum(column) for column in zip(*counts, strict=True)]

    def rows_for(row: int, left: int) -> Iterator[tuple[int, ...]]:
        def cells(column: int, room: int) -> Iterator[tuple[int, ...]]:
            if column == columns:
                if row in hidden.row_sums or room == 0:
                    yield ()
                return
            here = range(room + 1) if (row, column) in hidden.cells else (counts[row][column],)
            for value in here:
                if value <= room:
                    yield from ((value, *rest) for rest in cells(column + 1, room - value))

        yield from cells(0, left if row in hidden.row_sums else min(left, sum(counts[row])))

    def tables(row: int, left: int) -> Iterator[Counts]:
        if row == len(counts):
            if left == 0:
                yield ()
            return
        for line in rows_for(row, left):
            yield from ((line, *rest) for rest in tables(row + 1, left - sum(line)))

    for table in tables(0, most):
        found = [sum(column) for column in zip(*table, strict=True)]
        if all(c in hidden.column_sums or found[c] == sums[c] for c in range(columns)):
            yield table


SHAPES = st.sampled_from([(1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2)])
TABLES = SHAPES.flatmap(
    lambda shape: st.lists(st.tuples(*[st.integers(0, 4)] * shape[1]), min_size=shape[0], max_size=shape[0]).map(tuple)
)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_no_hidden_cell_of_a_table_can_be_worked_out(counts: Counts) -> None:
    smallest = 3
    hidden = hide_in_table(counts, smallest)
    if hidden.whole:
        return
    small = {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < smallest}
    assert small <= hidden.cells
    left = list(tables_that_print_the_same(counts, hidden))
    assert counts in left
    for row, column in hidden.cells:
        assert len({table[row][column] for table in left}) > 1
    for row in hidden.row_sums:
        assert len({sum(table[row]) for table in left}) > 1
    for column in hidden.column_sums:
        assert len({sum(line[column] for line in table) for table in left}) > 1


def test_a_table_is_left_out_whole_only_where_nothing_else_helps() -> None:
    assert hide_in_table([[3]], SMALLEST).whole
    assert hide_in_table([[9, 8], [7, 20]], SMALLEST) == HiddenTable(frozenset(), frozenset(), frozenset())
    found = hide_in_table([[3, 20, 30], [10, 40, 50], [11, 60, 70]], SMALLEST)
    assert found.cells == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert not found.row_sums and not found.column_sums
