"""Agreement between assessors: published worked examples, figures by hand, and what must hold whatever was read.

The reference figures of Gwet's coefficients to ten places were obtained once from the Python package irrCAC 0.4.4 on
the data given here; the package is not needed to run the tests. Four of the data sets are the worked examples of Gwet's
own package for R of that name, after his *Handbook of Inter-Rater Reliability* (2014); the others are made up. The
figures of alpha are those of Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011); the package of that
name, which only the tests need, has the others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspector_app.domain.agreement import MINIMUM, Row, measure, with_intervals
from inspector_app.domain.alpha import alpha
from inspector_app.domain.gwet import Counts, coefficient, identity, ordinal, sums_of, together
from inspector_app.domain.instrument import Choice, Instrument, Question, QuestionIs
from inspector_app.domain.ratings import Rating, groups, is_scale, ratings_of
from inspector_app.domain.resampling import interval
from inspector_app.domain.routing import Sheet
from inspector_app.services.agreement import resamples
from ui_fixtures import small_instrument

FOUR_READERS = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
FIVE_OBSERVERS = "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1"
MADE_UP = (
    "0.00 .002 2022 0.2. 0000 0.01 2022 1201 .011 00.1 1.1. 110. ..00 1121 2.2. 0000 0.00 11.1 0020 0000 0200 0010 "
    ".020 020. .12. .000 .001 00.0 1210 .00."
)
ONE_SIDED = "00 00 01 11 00 10 00 00 00 11 00 01"
SCALE = (
    Choice("good", "Good", "above"),
    Choice("some", "Some", "above"),
    Choice("insufficient", "Insufficient", "below"),
    Choice("na", "Not applicable"),
)


def counts(data: str, categories: str) -> list[Counts]:
    """A word for each unit, a letter for each reader, a full stop for a missing reading."""
    return [tuple(unit.count(c) for c in categories) for unit in data.split()]


def gwet(rows: Sequence[Counts], weights: tuple[tuple[float, ...], ...]) -> float | None:
    return coefficient(sums_of(rows, weights), weights)


def table(cells: str) -> list[Counts]:
    """Units of two readers, from a square table of how often each pair of categories was given."""
    rows = [[int(n) for n in line.split()] for line in cells.split("/")]
    size = range(len(rows))
    return [tuple((a == k) + (b == k) for k in size) for a in size for b in size for _ in range(rows[a][b])]


@pytest.mark.parametrize(
    ("rows", "ac1", "ac2"),
    [
        (counts(FOUR_READERS, "12345"), 0.7754440681, 0.8989397699),
        (counts(FIVE_OBSERVERS, "0123"), 0.4966220549, 0.7853417936),
        (counts(MADE_UP, "012"), 0.4388577985, 0.4495897593),
        (counts(ONE_SIDED, "01"), 0.5739644970, 0.5739644970),
        (counts(ONE_SIDED, "012"), 0.6849015317, 0.8633343879),
        (table("13 0 0/0 20 7/0 4 56"), 0.8493305482, 0.9251916963),
        (table("40 4 4 17/6 25 2 13/4 1 21 12/15 5 9 45"), 0.4561576355, 0.3240689272),
    ],
    ids=["four readers", "five observers", "made up", "two categories", "third never used", "abstractors", "diagnoses"],
)
def test_gwet_as_published_and_as_irrcac(rows: list[Counts], ac1: float, ac2: float) -> None:
    size = len(rows[0])
    assert gwet(rows, identity(size)) == pytest.approx(ac1, abs=1e-9)
    assert gwet(rows, ordinal(size)) == pytest.approx(ac2, abs=1e-9)


def test_ac1_by_hand() -> None:
    # 8 of 10 agree; 14 of 20 readings are above, so chance is 2 * 0.7 * 0.3.
    rows = [(2, 0)] * 6 + [(1, 1)] * 2 + [(0, 2)] * 2
    assert gwet(rows, identity(2)) == pytest.approx((0.8 - 0.42) / (1 - 0.42))


def test_ordinal_weights_by_hand() -> None:
    part = pytest.approx(2 / 3)
    assert ordinal(3) == ((1, part, 0), (part, 1, part), (0, part, 1))
    assert ordinal(2) == identity(2)


def test_no_coefficient_of_nothing() -> None:
    assert gwet([], identity(2)) is None
    assert gwet([(1, 0), (0, 1)], identity(2)) is None
    assert gwet([(2,)], identity(1)) is None
    assert alpha([], False) is None
    assert alpha([(2, 0), (3, 0)], False) is None


def test_sums_add_up() -> None:
    rows = counts(MADE_UP, "012")
    whole, parts = sums_of(rows, ordinal(3)), [sums_of([row], ordinal(3)) for row in rows]
    assert coefficient(together(parts), ordinal(3)) == pytest.approx(coefficient(whole, ordinal(3)))


def test_alpha_as_published() -> None:
    readers = ["12332141 2...".replace(" ", ""), "123322412 5.3".replace(" ", ""), ".33323422 51.".replace(" ", "")]
    readers.append("12332441251.")
    units = [tuple("".join(r[i] for r in readers).count(c) for c in "12345") for i in range(12)]
    twice = [unit for unit in units if sum(unit) > 1]
    assert alpha(twice, False) == pytest.approx(0.743, abs=5e-4)
    assert alpha(twice, True) == pytest.approx(0.815, abs=5e-4)


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=25), st.booleans())
def test_alpha_is_that_of_the_library(rows: list[tuple[int, ...]], scale: bool) -> None:
    paired = [row for row in rows if sum(row) > 1]
    found = alpha(rows, scale)
    if sum(any(row[c] for row in paired) for c in range(4)) < 2:
        assert found is None
    else:
        known = krippendorff.alpha(
            value_counts=np.array(paired), level_of_measurement="ordinal" if scale else "nominal"
        )
        assert found == pytest.approx(known, abs=1e-9)


# From readings to rows


def progress(id_: str = "progress", choices: tuple[Choice, ...] = SCALE) -> Question:
    return Question(id_, "E9", "B", "part_b", ("4.2",), "How far?", "Progress", "single", scored=True, choices=choices)


def instrument() -> Instrument:
    """The small set with a scale, a follow-up and an unscored fact."""
    small = small_instrument()
    follow = dataclasses.replace(
        progress("follow", SCALE[:1] + SCALE[2:3]), open_when=QuestionIs("progress", ("insufficient",))
    )
    fact = Question(
        "fact", "B9", "B", "part_b", (), "Which?", "Which", "single", choices=(Choice("x", "X"), Choice("y", "Y"))
    )
    return dataclasses.replace(small, questions=(*small.questions, progress(), follow, fact))


SET = instrument()


def rated(question: str, *cases: str) -> list[Rating]:
    """For each case a word of answers `reader=value`, joined with commas."""
    return [
        Rating(f"C{number:02}", question, *answer.split("="))
        for number, case in enumerate(cases)
        for answer in case.split(",")
    ]


def row_of(ratings: Sequence[Rating], scope: str, id_: str = "") -> Row:
    group = next(g for g in groups(SET, ratings) if (g.scope, g.id) == (scope, id_))
    return measure(group)


def test_agreement_of_a_question() -> None:
    ratings = rated("screening", *["A=yes,B=yes"] * 7, *["A=yes,B=no"] * 2, "A=na,B=na", "A=na,B=no", "A=no,C=no")
    row = row_of(ratings, "question", "screening")
    assert (row.pairs, row.same, row.agreement.n, row.agreement.cases) == (12, 9, 12, 12)
    assert row.agreement.value == 9 / 12
    # Not applicable is a category of its own, so the one who says it and the one who does not disagree.
    assert row.ac1.value == gwet([(2, 0, 0)] * 7 + [(1, 1, 0)] * 2 + [(0, 0, 2), (0, 1, 1), (0, 2, 0)], identity(3))
    assert row.ac1.n == row.alpha.n == 12
    assert (row.ac2.value, row.ac2.why) == (None, "no_scale")


def test_leniency_leaves_not_applicable_out() -> None:
    ratings = rated("screening", *["A=yes,B=yes"] * 7, *["A=yes,B=no"] * 3, "A=na,B=no", "A=yes,B=na")
    a, b = row_of(ratings, "question", "screening").leniency
    assert (a.assessor, a.pairs, a.own, a.others, a.figure.value) == ("A", 10, 10, 7, 0.3)
    assert (b.assessor, b.figure.value) == ("B", -0.3)


def test_a_scale_has_its_order_and_no_place_for_not_applicable() -> None:
    ratings = rated("progress", *["A=good,B=some"] * 6, *["A=insufficient,B=insufficient"] * 4, *["A=na,B=na"] * 3)
    row = row_of(ratings, "question", "progress")
    assert row.scale
    assert (row.ac1.n, row.ac2.n, row.alpha.n) == (13, 10, 10)
    assert row.ac2.value == gwet([(1, 1, 0)] * 6 + [(0, 0, 2)] * 4, ordinal(3))
    assert row.alpha.value == alpha([(1, 1, 0)] * 6 + [(0, 0, 2)] * 4, True)
    assert (row.same, row.same_side) == (7, 13)


@pytest.mark.parametrize(
    ("lines", "scale"),
    [
        (("above", "above", "below"), True),
        (("above", "below"), False),
        (("above", "below", "above"), False),
        (("above", "none", "below"), False),
        (("none", "none", "none"), False),
        (("below", "below", "below"), False),
    ],
)
def test_what_is_a_scale(lines: tuple[str, ...], scale: bool) -> None:
    choices = tuple(Choice(f"c{i}", "", line) for i, line in enumerate(lines))  # type: ignore[arg-type]
    assert is_scale(progress(choices=(*choices, SCALE[-1]))) is scale


def test_too_few_in_common_gives_a_sentence_and_no_coefficient() -> None:
    few = rated("screening", *["A=yes,B=no"] * (MINIMUM - 1))
    row = row_of(few, "question", "screening")
    assert {f.why for f in (row.ac1, row.alpha, row.leniency[0].figure)} == {"few"}
    assert {f.value for f in (row.ac1, row.ac2, row.alpha, row.leniency[0].figure)} == {None}
    assert (row.agreement.value, row.agreement.n) == (0, MINIMUM - 1)
    enough = row_of([*few, *rated("court_report", "A=yes,B=no")], "all")
    assert enough.ac1.value is not None and enough.ac1.n == MINIMUM


def test_where_all_say_the_same_alpha_has_nothing_to_go_by() -> None:
    row = row_of(rated("screening", *["A=yes,B=yes"] * 12), "question", "screening")
    assert (row.alpha.value, row.alpha.why) == (None, "flat")
    assert row.ac1.value == 1


def test_one_case_read_by_all() -> None:
    readers = [f"R{i}" for i in range(11)]
    asked = [q.id for q in SET.scored_questions if q.id not in ("progress", "follow")]
    ratings = [
        Rating("1", question, reader, "no" if (i + n) % 4 == 0 else "yes")
        for n, question in enumerate(asked)
        for i, reader in enumerate(readers)
        if (i, n) != (3, 2)
    ]
    row = row_of(ratings, "question", asked[0])
    assert (row.pairs, row.agreement.n, row.agreement.cases) == (55, 1, 1)
    assert row.ac1.why == "few"
    whole = row_of(ratings, "all")
    assert whole.pairs == 55 * (len(asked) - 1) + 45
    assert whole.ac1.n == len(asked) < MINIMUM
    # Fifty pairs of one assessor on five questions are still five questions in common.
    one = row_of(ratings, "assessor", "R0")
    assert one.pairs > MINIMUM and one.ac1.why == "few" and one.leniency[0].figure.why == "few"


def test_an_assessor_is_measured_against_each_other_reader() -> None:
    ratings = rated("screening", *["A=yes,B=yes,C=no"] * 12)
    row = row_of(ratings, "assessor", "A")
    assert (row.pairs, row.same, row.agreement.n) == (24, 12, 12)
    assert row.ac1.value == gwet([(2, 0, 0)] * 12 + [(1, 1, 0)] * 12, identity(3))
    (own,) = row.leniency
    assert (own.assessor, own.own, own.others, own.figure.value) == ("A", 24, 12, 0.5)


def test_only_scored_questions_are_taken_together() -> None:
    ratings = rated("fact", *["A=x,B=y"] * 12)
    assert [(g.scope, g.id) for g in groups(SET, ratings)] == [("question", "fact")]
    row = row_of(ratings, "question", "fact")
    assert row.leniency == () and row.same_side is None


def test_what_is_closed_or_blank_is_no_rating() -> None:
    sheets = {
        "1": {
            "A": Sheet({}, {"progress": "good", "follow": "good", "fact": ""}),
            "B": Sheet({}, {"progress": "insufficient", "follow": "good", "fact": "x"}),
        },
        "2": {"A": Sheet({}, {"fact": "x"})},
    }
    found = {(r.case, r.assessor, r.question) for r in ratings_of(SET.case_questions, sheets)}
    assert found == {("1", "A", "progress"), ("1", "B", "progress"), ("1", "B", "follow"), ("1", "B", "fact")}


# What must hold whatever was read

VALUES = {"screening": ("yes", "no", "na"), "progress": ("good", "some", "insufficient", "na"), "fact": ("x", "y")}
READINGS = st.dictionaries(
    st.tuples(st.integers(0, 13), st.sampled_from(sorted(VALUES)), st.sampled_from("ABC")),
    st.integers(0, 3),
    max_size=120,
)


def ratings_from(readings: dict[tuple[int, str, str], int]) -> list[Rating]:
    return [
        Rating(f"C{case:02}", question, who, VALUES[question][n % len(VALUES[question])])
        for (case, question, who), n in readings.items()
    ]


@given(READINGS, st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(readings: dict[tuple[int, str, str], int], random: object) -> None:
    ratings = ratings_from(readings)
    shuffled = list(ratings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [measure(g) for g in groups(SET, ratings)] == [measure(g) for g in groups(SET, shuffled)]


@given(READINGS)
def test_a_reading_agrees_with_itself(readings: dict[tuple[int, str, str], int]) -> None:
    one = [r for r in ratings_from(readings) if r.assessor == "A"]
    rows = [measure(g) for g in groups(SET, [*one, *(dataclasses.replace(r, assessor="B") for r in one)])]
    for row in rows:
        assert row.agreement.value == 1 and row.same_side in (row.pairs, None)
        for figure in (row.ac1, row.ac2, row.alpha):
            assert figure.value is None or figure.value == pytest.approx(1)
        assert all(part.figure.value in (0, None) and part.own == part.others for part in row.leniency)


@given(READINGS)
def test_every_figure_is_in_bounds_and_no_reading_is_counted_twice(readings: dict[tuple[int, str, str], int]) -> None:
    for group in groups(SET, ratings_from(readings)):
        row = measure(group)
        assert 0 <= row.same <= (row.pairs if row.same_side is None else row.same_side) <= row.pairs
        assert 0 < row.agreement.n <= row.pairs
        for figure in (row.ac1, row.ac2, row.alpha, *(part.figure for part in row.leniency)):
            assert (figure.value is None) == (figure.why != "")
            assert figure.value is None or (figure.n >= MINIMUM and -1 - 1e-9 <= figure.value <= 1 + 1e-9)
        if row.scope != "assessor" and len(row.leniency) == 2:
            assert row.leniency[0].own == row.leniency[1].others


@given(READINGS)
def test_who_is_lenient_does_not_hang_on_names(readings: dict[tuple[int, str, str], int]) -> None:
    ratings = ratings_from(readings)
    other = {"A": "Z", "B": "M", "C": "A"}
    renamed = [dataclasses.replace(r, assessor=other[r.assessor]) for r in ratings]
    before, after = (
        {(g.scope, g.id): measure(g) for g in groups(SET, each) if g.scope != "assessor"} for each in (ratings, renamed)
    )
    for key, row in before.items():
        assert {(other[p.assessor], p.pairs, p.own, p.others) for p in row.leniency} == {
            (p.assessor, p.pairs, p.own, p.others) for p in after[key].leniency
        }
        assert row.ac1 == after[key].ac1


# Intervals


def test_an_interval_holds_the_figure_and_is_the_same_again() -> None:
    ratings = rated(
        "progress", *["A=good,B=some", "A=some,B=some", "A=insufficient,B=insufficient", "A=good,B=insufficient"] * 5
    )
    group = next(g for g in groups(SET, ratings) if g.scope == "question")
    row = measure(group)
    told = [with_intervals(row, group, lambda cases: resamples(cases, "seed", 200)) for _ in range(2)]
    assert told[0] == told[1]
    for figure in (told[0].agreement, told[0].ac1, told[0].ac2, told[0].alpha, told[0].leniency[0].figure):
        assert figure.interval is not None and figure.value is not None
        assert figure.interval.low <= figure.value <= figure.interval.high
        assert figure.interval.low < figure.interval.high


@given(READINGS)
def test_intervals_exist_for_every_figure_that_has_cases_enough(readings: dict[tuple[int, str, str], int]) -> None:
    for group in groups(SET, ratings_from(readings)):
        row = measure(group)
        told = with_intervals(row, group, lambda cases: resamples(cases, "seed", 20))
        assert dataclasses.replace(told, agreement=row.agreement, ac1=row.ac1, ac2=row.ac2, alpha=row.alpha,
                                   leniency=row.leniency) == row  # fmt: skip
        assert (told.agreement.interval is not None) == (group.met >= MINIMUM)
        for figure in (told.ac1, told.ac2, told.alpha):
            assert figure.value is not None or figure.interval is None


def test_no_interval_on_few_cases() -> None:
    ratings = [r for q in ("screening", "court_report") for r in rated(q, *["A=yes,B=no"] * 6)]
    group = groups(SET, ratings)[0]
    row = measure(group)
    assert row.ac1.value is not None and row.ac1.cases == 6
    assert with_intervals(row, group, lambda cases: resamples(cases, "seed", 50)) == row


def test_no_interval_where_the_figure_rarely_exists() -> None:
    assert interval(lambda places: None if places[0] else 1.0, [[0], [1]]) is None
    assert interval(lambda places: 1.0, []) is None
    made = interval(lambda places: float(places[0]), [[n] for n in range(1000)])
    assert made is not None and (made.low, made.high) == (25, 974)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_two_readers_and_two_categories_have_the_same_ac1_and_ac2(units: list[tuple[int, int]]) -> None:
    assume(any(sum(unit) > 1 for unit in units))
    assert gwet(units, identity(2)) == pytest.approx(gwet(units, ordinal(2)))
