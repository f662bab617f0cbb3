"""The words for numbers: each ratio has one phrase, and the published pairs of words and ratio are met by it."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.wording import (
    FRACTIONS,
    NEARLY_ALL,
    Band,
    band_of,
    bands,
    in_counts,
    in_misses,
    in_percent,
    in_words,
    number,
    range_of,
    share_in_words,
    table,
)
from inspector_app.domain.wording_en import ENGLISH as WORDS

ROOT = Path(__file__).resolve().parents[1]


class Pair(NamedTuple):
    """Words of the published report with the ratio they stand for, and the rows of the list of its figures."""

    words: str
    count: int
    base: int
    row: str
    tied: str


def published() -> list[Pair]:
    with (ROOT / "tests/files/worded_shares.csv").open(encoding="utf-8", newline="") as file:
        return [Pair(r["words"], int(r["count"]), int(r["base"]), r["row"], r["tied"]) for r in csv.DictReader(file)]


NINE_TENTHS = "nearly all and nearly always never stand for less than nine-tenths; the report says most of 87%, too"
OTHER_BASE = "the count is printed, its base is not: another base that the report leaves open fits"
OTHER_COUNT = "only the words and the base are printed: the other count that comes near them fits"
UNFIT = {
    ("nearly always", 49, 57): NINE_TENTHS,
    ("nearly always", 87, 100): NINE_TENTHS,
    ("nearly all", 20, 23): NINE_TENTHS,
    ("nearly all", 85, 100): NINE_TENTHS,
    ("over half", 37, 72): OTHER_BASE,
    ("over half", 37, 62): OTHER_BASE,
    ("almost four-fifths", 34, 43): OTHER_BASE,
    ("almost four-fifths", 35, 44): OTHER_BASE,
    ("three-quarters", 55, 72): OTHER_COUNT,
    ("three-quarters", 38, 50): OTHER_COUNT,
    ("two-thirds", 32, 50): OTHER_COUNT,
    ("a further one-quarter", 11, 50): OTHER_COUNT,
    ("three-fifths", 14, 23): OTHER_COUNT,
    ("just over three-quarters", 26, 33): OTHER_COUNT,
    ("almost four-fifths", 43, 54): "four tenths of a point below is almost here, and eight tenths below is the bare "
    "fraction in one-third of 43 (14): no rule that goes by the distance serves both",
}


shares = st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
ratios = st.fractions(0, 1)


def place(ratio: Fraction) -> int:
    return bands().index(band_of(ratio))


@pytest.mark.parametrize("pair", published(), ids=lambda p: f"{p.words} {p.count} of {p.base}")
def test_the_ratio_of_each_published_pair_lies_in_the_range_of_its_words(pair: Pair) -> None:
    words = pair.words.removeprefix("just ") if pair.words.split()[-1] in WORDS.numbers else pair.words
    band = range_of(words, WORDS, pair.base if words != pair.words or words.startswith("all but") else None)
    assert band is not None
    assert (Fraction(pair.count, pair.base) in band) != ((pair.words, pair.count, pair.base) in UNFIT)


def test_where_a_pair_does_not_fit_because_another_count_or_base_was_possible_that_one_fits() -> None:
    open_rows = {p.row for p in published() if UNFIT.get(p[:3]) in (OTHER_BASE, OTHER_COUNT)}
    fitting = {p.row for p in published() if p[:3] not in UNFIT}
    assert open_rows <= fitting
    assert set(UNFIT) <= {p[:3] for p in published()}


@given(ratios, ratios)
def test_a_greater_ratio_never_has_a_lesser_phrase(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert place(low) <= place(high)


def test_nothing_lies_between_two_phrases_and_none_overlap() -> None:
    first, last = bands()[0], bands()[-1]
    assert (first.low, last.high) == (0, 1)
    for band, following in zip(bands(), bands()[1:], strict=False):
        assert band.high == following.low
        assert band.holds_high != following.holds_low
        assert band.low < band.high or (band.holds_low and band.holds_high)


def test_no_two_bands_have_the_same_phrase() -> None:
    said = [share_in_words(_inside(band), WORDS) for band in bands() if band.nearness != "count"]
    assert len(set(said)) == len(said)


def _inside(band: Band) -> Fraction:
    return (band.low + band.high) / 2


@given(shares)
def test_a_ratio_lies_in_the_range_of_its_own_phrase(share: tuple[int, int]) -> None:
    count, base = share
    for said in (in_words(count, base, WORDS), in_misses(count, base, WORDS)):
        band = range_of(said, WORDS, base)
        assert band is not None, said
        assert Fraction(count, base) in band


@given(ratios)
def test_a_score_lies_in_the_range_of_its_own_phrase(ratio: Fraction) -> None:
    said = share_in_words(ratio, WORDS)
    band = range_of(said, WORDS)
    assert said.endswith("%") or (band is not None and ratio in band)
    assert said.endswith("%") == (0 < ratio < Fraction(1, 5))


@given(shares)
def test_the_three_things_that_are_never_said(share: tuple[int, int]) -> None:
    count, base = share
    for say in (in_words, in_misses):
        said = say(count, base, WORDS)
        assert (said == "all") == (count == base)
        assert (said == "none") == (count == 0)
        assert said != "nearly all" or Fraction(count, base) >= NEARLY_ALL
    said = in_percent(Fraction(count, base), WORDS)
    assert (said == "100%") == (count == base)
    assert (said == "0%") == (count == 0)


@given(shares)
def test_less_than_one_fifth_is_a_count(share: tuple[int, int]) -> None:
    count, base = share
    said = in_words(count, base, WORDS)
    named = any(name in said for name in WORDS.fractions.values())
    assert named == (Fraction(1, 5) <= Fraction(count, base) < NEARLY_ALL)
    if 0 < Fraction(count, base) < Fraction(1, 5):
        assert said == number(count, WORDS)


def test_what_is_printed_of_shares() -> None:
    assert [in_words(n, 72, WORDS) for n in (0, 4, 14, 15, 18, 54, 55, 56, 64, 65, 71, 72)] == [
        "none", "four", "14", "just over one-fifth", "one-quarter", "three-quarters", "just over three-quarters",
        "almost four-fifths", "over four-fifths", "nearly all", "nearly all", "all",
    ]  # fmt: skip
    assert in_words(13, 72, WORDS, begins=True) == "thirteen"


def test_few_misses_are_told_as_such() -> None:
    assert [in_misses(n, 72, WORDS) for n in (72, 71, 68, 64, 63)] == [
        "all", "all but one", "all but four", "all but eight", "over four-fifths",
    ]  # fmt: skip
    assert [in_misses(n, 6, WORDS) for n in (5, 4)] == ["all but one", "two-thirds"]


def test_percentages_are_whole_and_say_all_and_none_only_of_all_and_none() -> None:
    assert in_percent(Fraction(161, 200), WORDS) == "81%"
    assert in_percent(Fraction(299, 300), WORDS) == "over 99%"
    assert in_percent(Fraction(1, 300), WORDS) == "under 1%"
    assert in_percent(Fraction(994, 1000), WORDS) == "99%"


def test_counts_are_words_where_both_are_small() -> None:
    assert in_counts(54, 72, WORDS) == "54 of 72"
    assert in_counts(3, 12, WORDS) == "3 of 12"
    assert in_counts(9, 10, WORDS) == "nine of ten"
    assert [in_counts(n, 10 * n, WORDS, before_of=True) for n in (1, 5)] == ["one (of ten)", "5 (of 50)"]


def test_numbers_are_words_up_to_ten_and_at_the_beginning_of_a_sentence() -> None:
    assert [number(n, WORDS) for n in (1, 10, 11, 72)] == ["one", "ten", "11", "72"]
    said = [number(n, WORDS, begins=True) for n in (11, 20, 72, 99, 100)]
    assert said == ["eleven", "twenty", "seventy-two", "ninety-nine", "100"]


def test_where_there_is_nothing_to_count_a_dash_stands() -> None:
    assert {say(0, 0, WORDS) for say in (in_words, in_misses, in_counts)} == {"–"}
    assert in_percent(None, WORDS) == share_in_words(None, WORDS) == "–"


def test_phrases_are_read_whatever_their_case_and_others_are_not_read() -> None:
    assert range_of("Just  over Two-Thirds", WORDS) == band_of(Fraction(68, 100))
    assert range_of("more than one-fifth", WORDS) is not None
    assert range_of("often", WORDS) is None
    assert range_of("seven", WORDS, 5) is None
    assert range_of("all but seven", WORDS, 5) is None


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        band_of(Fraction(3, 2))


def test_every_fraction_has_a_name_and_every_nearness_a_phrase() -> None:
    assert set(WORDS.fractions) == set(FRACTIONS)
    assert {band.nearness for band in bands()} == set(WORDS.phrases)


def test_the_table_in_the_readme_is_what_the_rule_says() -> None:
    assert table(WORDS) in (ROOT / "README.md").read_text(encoding="utf-8")
