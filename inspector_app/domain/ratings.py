"""Ratings put together for comparison: which readings of a question meet, and what is counted together.

Closed and blank questions are no rating. Several questions are only taken together (over all, a criterion, an assessor)
where they are scored, and then by the side of the line on which an answer lies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeVar

from inspector_app.domain.gwet import Counts
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.domain.scoring import standing
from inspector_app.domain.values import fitting

Scope = Literal["all", "criterion", "assessor", "question"]
Side = Literal["above", "below", "neither"]
SIDES: tuple[Side, ...] = ("above", "below", "neither")


@dataclass(frozen=True, slots=True)
class Rating:
    """What one assessor answered to one question of one case."""

    case: str
    question: str
    assessor: str
    value: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of one question of one case, with their sides of the line."""

    first: Rating
    second: Rating
    sides: tuple[Side, Side]

    @property
    def same(self) -> bool:
        """Whether both gave the same answer."""
        return self.first.value == self.second.value

    def above(self, assessor: str) -> tuple[bool, bool] | None:
        """Whether the assessor is above the line, and whether the other is; None where one is on no side of it."""
        if "neither" in self.sides or assessor not in (self.first.assessor, self.second.assessor):
            return None
        first, second = (side == "above" for side in self.sides)
        return (first, second) if self.first.assessor == assessor else (second, first)


@dataclass(frozen=True)
class Group:
    """Ratings that are measured together.

    Attributes:
        scale: whether the answers have an order (`is_scale`).
        categories: how many categories there are, the one `apart` not counted.
        apart: whether a last category stands apart: *not applicable*, or no side of the line.
        rows: for each case its units (a question, or for an assessor a pair of readings) as counts by category.
        pairs: for each case the pairs of readings that meet.
        units: the questions of cases on which two readings or more meet.
    """

    scope: Scope
    id: str
    scale: bool
    categories: int
    apart: bool
    rows: Mapping[str, tuple[Counts, ...]]
    pairs: Mapping[str, tuple[Pair, ...]]
    units: int

    @property
    def cases(self) -> tuple[str, ...]:
        """Every case with a rating, sorted, so that no figure hangs on the order of the readings."""
        return tuple(sorted(self.rows))

    @property
    def met(self) -> int:
        """The number of cases in which readings meet."""
        return sum(bool(pairs) for pairs in self.pairs.values())

    @property
    def all_pairs(self) -> tuple[Pair, ...]:
        """The pairs of all cases."""
        return tuple(pair for case in self.cases for pair in self.pairs[case])


def ratings_of(questions: Sequence[Question], readings: Mapping[str, Mapping[str, Sheet]]) -> tuple[Rating, ...]:
    """The ratings in some readings (case -> reader -> what they have on it); cases with one reader are left out."""
    single = tuple(q for q in questions if q.kind == "single")
    found = []
    for case, by_reader in readings.items():
        for reader, sheet in by_reader.items() if len(by_reader) > 1 else ():
            open_ids = open_questions(questions, sheet)
            given = ((q.id, fitting(q, sheet.answers.get(q.id, ""))) for q in single if q.id in open_ids)
            found += [Rating(case, id_, reader, value) for id_, value in given if value]
    return tuple(found)


def is_scale(question: Question) -> bool:
    """Whether the answers of a question have an order: three or more, in the list from above the line to below it."""
    lines = [c.line for c in question.choices if c.code != question.not_applicable]
    return len(lines) > 2 and lines == sorted(lines) and set(lines) == {"above", "below"}


def groups(instrument: Instrument, ratings: Iterable[Rating]) -> tuple[Group, ...]:
    """All that can be measured, as far as readings meet: over all, then criteria, assessors and questions in order."""
    by_id = instrument.questions_by_id
    units = _units(r for r in ratings if r.question in by_id)
    scored = {key: unit for key, unit in units.items() if by_id[key[1]].scored}
    found = [_pooled(by_id, "all", "", scored)]
    for criterion in instrument.criteria:
        within = {key: unit for key, unit in scored.items() if criterion.id in by_id[key[1]].criteria}
        found.append(_pooled(by_id, "criterion", criterion.id, within if criterion.scored else {}))
    for assessor in sorted({r.assessor for unit in scored.values() for r in unit}):
        found.append(_pooled(by_id, "assessor", assessor, scored, assessor))
    by_question: dict[str, dict[Key, Unit]] = defaultdict(dict)
    for key, unit in units.items():
        by_question[key[1]][key] = unit
    found += [_of_question(q, by_question[q.id]) for q in instrument.case_questions if q.id in by_question]
    return tuple(group for group in found if group.units)


T = TypeVar("T")
Key = tuple[str, str]
Unit = tuple[Rating, ...]


def _units(ratings: Iterable[Rating]) -> dict[Key, Unit]:
    found: dict[Key, list[Rating]] = defaultdict(list)
    for rating in ratings:
        found[rating.case, rating.question].append(rating)
    return {key: tuple(sorted(found[key], key=lambda r: r.assessor)) for key in sorted(found)}


def _side(question: Question, value: str) -> Side:
    side = standing(question, value, True)
    return side if side == "above" or side == "below" else "neither"


def _pairs(question: Question, unit: Unit, of: str = "") -> tuple[Pair, ...]:
    return tuple(
        Pair(first, second, (_side(question, first.value), _side(question, second.value)))
        for first, second in combinations(unit, 2)
        if not of or of in (first.assessor, second.assessor)
    )


def _pooled(by_id: Mapping[str, Question], scope: Scope, id_: str, units: Mapping[Key, Unit], of: str = "") -> Group:
    """Scored questions together. For one assessor (`of`) each pair with another reader is a unit of its own."""
    rows: dict[str, list[Counts]] = defaultdict(list)
    pairs: dict[str, list[Pair]] = defaultdict(list)
    apart = any(choice.line == "none" for _, id_ in units for choice in by_id[id_].choices)
    used = SIDES if apart else SIDES[:2]
    met = 0
    for (case, question), unit in units.items():
        meeting = _pairs(by_id[question], unit, of)
        met += bool(meeting)
        pairs[case] += meeting
        sides = [p.sides for p in meeting] if of else [[_side(by_id[question], r.value) for r in unit]]
        rows[case] += [_counted(each, used) for each in sides]
    return Group(scope, id_, False, 2, apart, _frozen(rows), _frozen(pairs), met)


def _of_question(question: Question, units: Mapping[Key, Unit]) -> Group:
    codes = [choice.code for choice in question.choices]
    # "Not applicable" goes last, wherever it stands in the list.
    codes.sort(key=lambda code: code == question.not_applicable)
    rows = {case: (_counted([r.value for r in unit], codes),) for (case, _), unit in units.items()}
    pairs = {case: _pairs(question, unit) for (case, _), unit in units.items()}
    apart = question.not_applicable is not None
    met = sum(bool(meeting) for meeting in pairs.values())
    return Group("question", question.id, is_scale(question), len(codes) - apart, apart, rows, pairs, met)


def _counted(values: Iterable[str], used: Sequence[str]) -> Counts:
    count = Counter(values)
    return tuple(count[code] for code in used)


def _frozen(parts: Mapping[str, Sequence[T]]) -> dict[str, tuple[T, ...]]:
    return {case: tuple(part) for case, part in parts.items()}
