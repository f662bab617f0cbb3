"""Intervals against published worked examples, and what holds of any counts."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.intervals import newcombe, wilson
from inspector_app.domain.scoring import Standing, Tally
from inspector_app.domain.targets import Share, mean
from inspector_app.services.resampling import FEWEST, Sample, bootstrap

proportions = st.integers(1, 60).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_intervals_of_newcombes_first_table(count: int, base: int, low: float, high: float) -> None:
    found = wilson(count, base)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_intervals_of_his_second_table(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(one, other)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("count", "base"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_proportion_is_refused(count: int, base: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(count, base)


@given(proportions, proportions)
def test_an_interval_holds_the_difference_and_turns_with_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    found, turned = newcombe(one, other), newcombe(other, one)
    apart = one[0] / one[1] - other[0] / other[1]
    assert found.low - 1e-9 <= apart <= found.high + 1e-9
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))


# Bootstrap

PARTS = (Share("1.1", ("a", "b")), Share("1.2", ("c",)))


def sample(seed: int, cases: int = 30, likely: float = 0.7) -> Sample:
    dice = Random(seed)
    stand: tuple[Standing, ...] = ("above", "below", "closed")

    def tally(group: str) -> Tally:
        better = likely + (0.2 if group == "x" else 0)
        return {q: dice.choices(stand, (better, 1 - better, 0.2))[0] for q in "abc"}

    groups = tuple(("x",) if n % 3 == 0 else ("y",) for n in range(cases))
    return Sample(PARTS, groups, tuple(tally(g[0]) for g in groups))


def plain(found: Sample, values: tuple[str, ...], draws: int, dice: Random) -> tuple[float, float]:
    """The same interval, worked out in the plainest way."""
    sides = ([], [])  # type: tuple[list[Tally], list[Tally]]
    for group, tally in zip(found.groups, found.tallies, strict=True):
        sides[group != values].append(tally)
    apart = []
    for _ in range(draws):
        one, other = (_score(dice.choices(side, k=len(side))) for side in sides)
        if one is not None and other is not None:
            apart.append(float(one - other))
    apart.sort()
    return apart[round(len(apart) * 0.025)], apart[round(len(apart) * 0.975) - 1]


def _score(tallies: list[Tally]) -> Fraction | None:
    def share(question: str) -> Fraction | None:
        lined = [t[question] for t in tallies if t[question] in ("above", "below")]
        return Fraction(lined.count("above"), len(lined)) if lined else None

    return mean(mean(share(q) for q in part.questions) for part in PARTS)


def test_the_bootstrap_agrees_with_one_in_plain_python() -> None:
    drawn = sample(1)
    found = bootstrap(drawn)
    assert found is not None
    low, high = plain(drawn, ("x",), 2000, Random(7))
    assert found["x",].low == pytest.approx(low, abs=0.02)
    assert found["x",].high == pytest.approx(high, abs=0.02)
    assert found["x",].low == pytest.approx(-found["y",].high, abs=0.02)


def test_the_same_answers_have_the_same_interval() -> None:
    assert bootstrap(sample(2), draws=200) == bootstrap(sample(2), draws=200)


def test_where_all_cases_are_alike_chance_moves_nothing() -> None:
    tallies: tuple[Tally, ...] = tuple({"a": "above", "b": "below", "c": "above"} for _ in range(12))
    found = bootstrap(Sample(PARTS, (("x",),) * 6 + (("y",),) * 6, tallies), draws=50)
    assert found is not None
    assert [(i.low, i.high) for i in found.values()] == [(0.0, 0.0)] * 2


def test_a_side_with_too_few_cases_has_no_interval() -> None:
    whole = sample(3)
    few = Sample(PARTS, (("x",),) * (FEWEST - 1) + (("y",),) * (30 - FEWEST + 1), whole.tallies)
    assert bootstrap(few, draws=50) == {}


def test_it_stops_when_told_to() -> None:
    assert bootstrap(sample(4), draws=50, cancelled=lambda: True) is None


@pytest.mark.parametrize("seed", range(3))
def test_nineteen_intervals_in_twenty_hold_the_true_difference(seed: int) -> None:
    held = 0
    for round_ in range(60):
        found = bootstrap(sample(seed * 1000 + round_, cases=90), draws=300)
        assert found is not None
        held += found["x",].low <= 0.2 / 1.0 <= found["x",].high
    assert held >= 52
