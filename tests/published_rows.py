"""Reads the tables of published statements and works each of them out on the answers.

A table row (`tests/published/*.toml`) ties one statement of the published report to a query: `of` is the numerator,
`among` the denominator (all cases where left out). `published/index.toml` holds the printed numbers of the statements
with an exact ratio or percentage, so that none can be dropped or bent without a test noticing.

`reading` says how a statement was read where the report is of two minds, and the printed number comes out all the same;
`set_aside` says why the printed number cannot come out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from inspector_app.domain.instrument import Instrument, Rule
from inspector_app.domain.routing import Sheet, holds, open_questions
from inspector_app.domain.scoring import score, tally
from inspector_app.instruments.rules import read_rule

TABLES = Path(__file__).parent / "published"
KNOWN = {
    "id", "paragraph", "about", "of", "among", "numerator", "denominator", "percent", "low", "high", "misses",
    "set_aside", "reading", "compare", "officers", "cases", "outcome_score", "untied",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups and which has the higher share; with `outcome` their outcome scores are compared."""

    this: Rule
    that: Rule
    sign: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One published statement and its query."""

    id: str
    paragraph: str
    about: str
    of: Rule | None
    among: Rule | None
    numerator: int | None
    denominator: int | None
    percent: int | None
    low: float | None
    high: float | None
    misses: int | None
    set_aside: str
    reading: str
    compare: Comparison | None
    officers: bool
    cases: bool
    outcome_score: str | None
    untied: str

    @property
    def kind(self) -> str:
        """What sort of statement it is: untied, compared, score, sample, exact or words."""
        if self.untied:
            return "untied"
        if self.compare:
            return "compared"
        if self.outcome_score:
            return "score"
        if self.cases:
            return "sample"
        numbers = (self.numerator, self.denominator, self.percent, self.misses)
        stated = any(n is not None for n in (self.numerator, self.percent, self.misses))
        if stated:
            return "exact"
        assert self.low is not None and self.high is not None, (self.id, numbers)
        return "words"


@dataclass(frozen=True, slots=True)
class Worked:
    """A statement as it comes out; `faults` is empty when it comes out as the row says."""

    numerator: int
    denominator: int
    faults: tuple[str, ...]


class Material:
    """The counted cases and the interviewed officers, with their open questions worked out once."""

    def __init__(self, instrument: Instrument, cases: Sequence[Sheet], officers: Sequence[Sheet]) -> None:
        self.instrument = instrument
        self.cases = [(s, open_questions(instrument.case_questions, s)) for s in cases]
        self.officers = [(s, open_questions(instrument.officer_questions, s)) for s in officers]

    def where(self, rule: Rule | None, officers: bool = False) -> list[tuple[Sheet, frozenset[str]]]:
        """The cases or officers for which a rule holds."""
        units = self.officers if officers else self.cases
        return [(s, o) for s, o in units if holds(rule, s, o)]

    def outcome(self, outcome: str, rule: Rule | None = None) -> Fraction:
        """An outcome score over the cases for which a rule holds, by the default method."""
        tallies = [tally(self.instrument.case_questions, s) for s, _ in self.where(rule)]
        found = next(g.score for g in score(self.instrument, tallies).outcomes if g.id == outcome)
        assert found is not None
        return found


def read_rows(folder: Path = TABLES) -> list[Row]:
    """Every row of every table, in the order of the files."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != "index.toml":
            rows += [_row(raw, path.name) for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("row", [])]
    return rows


def read_index(folder: Path = TABLES) -> list[dict[str, Any]]:
    """The printed numbers of the statements with an exact ratio or percentage about cases."""
    return list(tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))["printed"])


def whole_percent(numerator: int, denominator: int) -> int:
    """Whole percent, half up."""
    return floor(Fraction(100 * numerator, denominator) + Fraction(1, 2))


def work_out(row: Row, material: Material) -> Worked:
    """The numbers of a row on the material, and where they miss what the row states."""
    match row.kind:
        case "untied":
            return Worked(0, 0, ())
        case "sample":
            return _faults(row, len(material.cases), len(material.cases))
        case "score":
            found = material.outcome(str(row.outcome_score))
            return _faults(row, found.numerator, found.denominator)
        case "compared":
            return _compared(row, material)
        case _:
            return _faults(row, *_count(row, material, None))


def _count(row: Row, material: Material, within: Rule | None) -> tuple[int, int]:
    units = material.where(row.among, row.officers)
    if within is not None:
        units = [(s, o) for s, o in units if holds(within, s, o)]
    return sum(1 for s, o in units if holds(row.of, s, o)), len(units)


def _compared(row: Row, material: Material) -> Worked:
    assert row.compare is not None
    if row.compare.outcome:
        this, that = (material.outcome(row.compare.outcome, rule) for rule in (row.compare.this, row.compare.that))
        base = 0
    else:
        (n1, base), (n2, d2) = (_count(row, material, rule) for rule in (row.compare.this, row.compare.that))
        if not base or not d2:
            return Worked(0, 0, ("a group is empty",))
        this, that = Fraction(n1, base), Fraction(n2, d2)
    right = this > that if row.compare.sign == ">" else this < that
    return Worked(0, base, () if right else (f"{float(this):.3f} {row.compare.sign} {float(that):.3f} is not so",))


def _faults(row: Row, numerator: int, denominator: int) -> Worked:
    faults = []
    if denominator == 0:
        return Worked(numerator, denominator, ("nothing in the base",))
    ratio = Fraction(numerator, denominator)
    if row.outcome_score is None:
        faults += [f"{numerator} for {row.numerator}"] if row.numerator not in (None, numerator) else []
        faults += [f"of {denominator} for of {row.denominator}"] if row.denominator not in (None, denominator) else []
        faults += (
            [f"{denominator - numerator} misses for {row.misses}"]
            if row.misses
            not in (
                None,
                denominator - numerator,
            )
            else []
        )
    found = whole_percent(ratio.numerator, ratio.denominator)
    faults += [f"{found}% for {row.percent}%"] if row.percent not in (None, found) else []
    faults += [f"{float(ratio):.3f} below {row.low}"] if row.low is not None and float(ratio) < row.low else []
    faults += [f"{float(ratio):.3f} above {row.high}"] if row.high is not None and float(ratio) > row.high else []
    return Worked(numerator, denominator, tuple(faults))


def _row(raw: dict[str, Any], file: str) -> Row:
    strange = set(raw) - KNOWN
    assert not strange, f"{file}: {raw.get('id')} has {', '.join(sorted(strange))}"
    compare = raw.get("compare")
    return Row(
        id=raw["id"],
        paragraph=raw["paragraph"],
        about=raw["about"],
        of=_rule(raw.get("of")),
        among=_rule(raw.get("among")),
        numerator=raw.get("numerator"),
        denominator=raw.get("denominator"),
        percent=raw.get("percent"),
        low=raw.get("low"),
        high=raw.get("high"),
        misses=raw.get("misses"),
        set_aside=raw.get("set_aside", ""),
        reading=raw.get("reading", ""),
        compare=_comparison(compare) if compare else None,
        officers=raw.get("officers", False),
        cases=raw.get("cases", False),
        outcome_score=raw.get("outcome_score"),
        untied=raw.get("untied", ""),
    )


def _comparison(raw: dict[str, Any]) -> Comparison:
    return Comparison(read_rule(raw["this"]), read_rule(raw["that"]), raw["sign"], raw.get("outcome_score"))


def _rule(raw: dict[str, Any] | None) -> Rule | None:
    return read_rule(raw) if raw is not None else None


def totals(rows: Iterable[Row], material: Material) -> dict[str, tuple[int, int]]:
    """For each kind of row: how many come out as stated, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        right, of = counts.get(row.kind, (0, 0))
        counts[row.kind] = (right + (not work_out(row, material).faults), of + 1)
    return counts
