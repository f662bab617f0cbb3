"""Second reads: the draw can be repeated, readers are fairly chosen, and two readings line up."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.differences import Said, differences
from inspector_app.domain.second_reads import Candidate, Proposal, benchmark, draw, may_read, number_of, propose
from test_agreement import SET

LDUS = ("Plymouth", "Exeter", "Truro")
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        ref=st.text("0123456789é", min_size=1, max_size=4),
        ldu=st.sampled_from(LDUS),
        officer=st.sampled_from(("", "P1", "P2")),
        assessor=st.sampled_from(("", "A1", "A2", "A3")),
        readers=st.sets(st.sampled_from(("A1", "A2")), max_size=1).map(frozenset),
    ),
    unique_by=lambda c: c.ref,
    max_size=12,
)


def cases(*refs: str, **facts: str) -> list[Candidate]:
    return [Candidate(ref, **facts) for ref in refs]


# Drawing


def test_the_sample_can_be_drawn_by_hand() -> None:
    refs = [str(n) for n in range(4101, 4173)]
    by_hand = sorted(refs, key=lambda ref: hashlib.sha256(b"2013-09-02\n" + ref.encode("utf-8")).hexdigest())
    assert draw(cases(*refs), 8, "2013-09-02") == tuple(by_hand[:8])
    assert draw(cases(*refs), 8, "2013-09-02")[:3] == ("4104", "4144", "4142")


@given(CANDIDATES, st.integers(-1, 14), st.text(max_size=5), st.booleans())
def test_a_draw_is_a_subset_and_repeats(candidates: list[Candidate], number: int, seed: str, spread: bool) -> None:
    drawn = draw(candidates, number, seed, spread)
    free = {c.ref for c in candidates if not c.readers}
    assert draw(list(reversed(candidates)), number, seed, spread) == drawn
    assert set(drawn) <= free and len(set(drawn)) == len(drawn) == min(max(0, number), len(free))
    assert draw(candidates, number + 1, seed, spread)[: len(drawn)] == drawn


@given(CANDIDATES, st.integers(3, 14), st.text(max_size=5))
def test_spread_leaves_no_ldu_out(candidates: list[Candidate], number: int, seed: str) -> None:
    by_ref = {c.ref: c.ldu for c in candidates}
    drawn = draw(candidates, number, seed)
    assert {by_ref[ref] for ref in drawn} == {c.ldu for c in candidates if not c.readers}


@given(CANDIDATES, st.text(max_size=5), st.integers(0, 12))
def test_another_case_moves_no_other(candidates: list[Candidate], seed: str, number: int) -> None:
    more = [*candidates, Candidate("new")]
    order = draw(more, len(more), seed, spread=False)
    assert tuple(r for r in order if r != "new") == draw(candidates, len(candidates), seed, spread=False)


@pytest.mark.parametrize(
    ("share", "of", "number"), [(10, 72, 8), (10, 70, 7), (0, 72, 0), (1, 3, 1), (200, 3, 3), (-1, 3, 0)]
)
def test_a_share_is_rounded_up(share: int, of: int, number: int) -> None:
    assert number_of(Fraction(share, 100), of) == number


# Choosing readers


def test_nobody_reads_their_own_case_nor_one_of_an_officer_they_work_with() -> None:
    case = Candidate("1", officer="P1", assessor="A1", readers=frozenset({"A4"}))
    assert may_read(case, ("A1", "A2", "A3", "A4"), {("P1", "A2"), ("P2", "A3")}) == ("A3",)
    assert may_read(Candidate("1"), ("A1", ""), {("", "A1")}) == ("A1",)
    assert propose([case], ("A1", "A2"), {("P1", "A2")}) == (Proposal("1", ""),)


@given(CANDIDATES, st.sets(st.tuples(st.sampled_from(("P1", "P2")), st.sampled_from(("A1", "A2", "A3")))))
def test_proposals_keep_the_rules_and_the_loads_even(
    candidates: list[Candidate], conflicts: set[tuple[str, str]]
) -> None:
    candidates = candidates[:6]
    team = ("A1", "A2", "A3")
    proposals = propose(candidates, team, conflicts)
    allowed = [may_read(c, team, conflicts) for c in candidates]
    assert [p.ref for p in proposals] == [c.ref for c in candidates]
    assert all(p.reader in can if can else p.reader == "" for p, can in zip(proposals, allowed, strict=True))
    # No other way to give the cases out is more even.
    uneven = sum(n * n for n in Counter(p.reader for p in proposals if p.reader).values())
    assert uneven == min(sum(n * n for n in Counter(way).values()) for way in product(*(can for can in allowed if can)))


def test_second_reads_that_someone_has_already_count() -> None:
    proposals = propose(cases("1", "2", "3", "4"), ("A1", "A2"), loads={"A1": 3})
    assert Counter(p.reader for p in proposals) == {"A2": 4} or Counter(p.reader for p in proposals) == {
        "A2": 3,
        "A1": 1,
    }


def test_a_benchmark_is_read_by_all_who_may() -> None:
    case = Candidate("1", officer="P1", assessor="A1", readers=frozenset({"A2"}))
    told = benchmark(case, ("A4", "A3", "A2", "A1", "A5"), {("P1", "A5")})
    assert told == (Proposal("1", "A3"), Proposal("1", "A4"))


# Lining readings up


def said(**answers: str) -> dict[str, Said]:
    return {question: Said(value) for question, value in answers.items()}


def kinds(*readings: dict[str, Said]) -> dict[str, str]:
    named = {f"A{n}": reading for n, reading in enumerate(readings)}
    return {d.question: d.kind for d in differences(SET.case_questions, {}, named)}


def test_how_two_readings_differ() -> None:
    first = said(progress="good", screening="yes", fact="x", court_report="yes", follow="good")
    second = said(progress="insufficient", screening="yes", fact="", court_report="", follow="good")
    told = kinds(first, second)
    assert {k: told[k] for k in ("progress", "screening", "fact", "court_report", "follow")} == {
        "progress": "different", "screening": "same", "fact": "only_one", "court_report": "only_one",
        "follow": "open_closed",
    }  # fmt: skip
    # What neither answered and both have open is no difference, and neither is what both have closed.
    assert "risk_review" not in told


def test_scored_questions_come_first_and_both_sides_are_kept() -> None:
    first = {"fact": Said("x", "see log", "on_file"), "progress": Said("good")}
    second = {"fact": Said("y", "told so", "interview"), "progress": Said("some")}
    told = differences(SET.case_questions, {}, {"A": first, "B": second})
    assert [d.question for d in told] == ["progress", "fact"]
    assert [(s.reader, s.said.note, s.said.evidence, s.is_open) for s in told[1].sides] == [
        ("A", "see log", "on_file", True), ("B", "told so", "interview", True),
    ]  # fmt: skip


def test_three_readers_differ_as_soon_as_two_do() -> None:
    assert kinds(said(fact="x"), said(fact=""), said(fact="y")) == {"fact": "different"}
    assert kinds(said(fact="x"), said(fact=""), said(fact="x")) == {"fact": "only_one"}


def test_a_closed_answer_is_kept_and_does_not_count() -> None:
    first, second = said(progress="good", follow="good"), said(progress="insufficient", follow="insufficient")
    told = {d.question: d for d in differences(SET.case_questions, {}, {"A": first, "B": second})}
    assert told["follow"].kind == "open_closed"
    assert [(s.said.value, s.counts) for s in told["follow"].sides] == [("good", ""), ("insufficient", "insufficient")]


@given(st.dictionaries(st.sampled_from(("progress", "follow", "fact")), st.sampled_from(("good", "insufficient", ""))))
def test_a_reading_differs_from_itself_nowhere(answers: dict[str, str]) -> None:
    assert set(kinds(said(**answers), said(**answers)).values()) <= {"same"}
