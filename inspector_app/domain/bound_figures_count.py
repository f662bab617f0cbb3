"""Counts a bound figure: which cases (or officers) it is of, and which of them it counts.

The bases are those of the tables (`findings`), so that one figure is the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.case import Case, Officer
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import codes_of, holds
from inspector_app.domain.scoring import GroupScore, Scores, Tally, score, tally
from inspector_app.domain.selecting import held, matches
from inspector_app.domain.values import fitting

Asked = tuple[Case | Officer, Tally]


@dataclass(frozen=True)
class Ground:
    """What figures are counted on.

    Attributes:
        assessed: the counted cases with where their questions stand.
        officers: those of whom something may have been asked; None where no interviews are held.
        scores: the scores of the same cases.
    """

    instrument: Instrument
    assessed: tuple[tuple[Case, Tally], ...]
    officers: tuple[Officer, ...] | None
    scores: Scores

    @cached_property
    def interviewed(self) -> tuple[tuple[Officer, Tally], ...]:
        """The officers who answered anything, with where their questions stand."""
        questions = self.instrument.officer_questions
        return tuple((o, tally(questions, o.sheet)) for o in self.officers or () if o.sheet.answers)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with what stands behind it.

    Attributes:
        hits: the references of the cases that are counted (or the codes of the officers).
        base: the references of those of which it is a share; of a score and a plain number, all that it is over.
        ratio: what is to be printed of it as a share; None where the base is empty or there is no score.
        of_officers: whether `hits` and `base` are officers.
    """

    figure: BoundFigure
    hits: tuple[str, ...]
    base: tuple[str, ...]
    ratio: Fraction | None
    of_officers: bool = False

    @property
    def count(self) -> int:
        """The numerator."""
        return len(self.hits)

    @property
    def size(self) -> int:
        """The denominator."""
        return len(self.base)


def count(figure: BoundFigure, ground: Ground) -> Counted:
    """Counts a figure that was read against the question set of the ground."""
    question = ground.instrument.questions_by_id.get(figure.name) if figure.subject == "question" else None
    of_officers = figure.subject == "officers" or (question is not None and question.per == "officer")
    among = list(_among(figure, ground, of_officers))
    if figure.subject == "score":
        refs = tuple(name_of(one) for one, _ in among)
        return Counted(figure, (), refs, _score(figure, ground, [t for _, t in among]))
    if figure.subject in ("cases", "officers"):
        refs = tuple(name_of(one) for one, _ in among)
        return Counted(figure, refs, refs, None, of_officers)
    if question is not None:
        hits, base = _of_question(question, figure, among)
    else:
        hits, base = _of_field(figure, among)
    ratio = Fraction(len(hits), len(base)) if base else None
    return Counted(figure, tuple(hits), tuple(base), ratio, of_officers)


def name_of(one: Case | Officer) -> str:
    """The reference of a case, the code of an officer."""
    return one.ref if isinstance(one, Case) else one.code


def _among(figure: BoundFigure, ground: Ground, of_officers: bool) -> Iterator[Asked]:
    where: Mapping[str, str] = dict(figure.where)
    everybody: tuple[Asked, ...] = ground.interviewed if of_officers else ground.assessed
    return (asked for asked in everybody if matches(where, *asked))


def _score(figure: BoundFigure, ground: Ground, tallies: list[Tally]) -> Fraction | None:
    scores = score(ground.instrument, tallies, ground.scores.method) if figure.where else ground.scores
    groups: list[GroupScore] = [*scores.outcomes, *scores.criteria]
    return next((g.score for g in groups if g.id == figure.name), None)


def _of_question(question: Question, figure: BoundFigure, among: list[Asked]) -> tuple[list[str], list[str]]:
    """The counted and the base. A scored question without answers or line counts what is above the line."""
    by_line = not figure.answers and (question.scored or figure.line != "")
    line = figure.line or "above"
    hits, base = [], []
    for one, stands in among:
        standing, value = stands.get(question.id, "closed"), _value(question, one, stands)
        hit = standing == line if by_line else any(code in figure.answers for code in codes_of(value))
        applies = standing in ("above", "below") if by_line else _applies(question, one, stands, value)
        if hit:
            hits.append(name_of(one))
        # What is counted is in the base, also where somebody counts what does not apply.
        if hit or applies or figure.of == "all":
            base.append(name_of(one))
    return hits, base


def _value(question: Question, one: Case | Officer, stands: Tally) -> str:
    revision = one.answers.get(question.id)
    closed = stands.get(question.id, "closed") == "closed"
    return "" if revision is None or closed else fitting(question, revision.value)


def _applies(question: Question, one: Case | Officer, stands: Tally, value: str) -> bool:
    """Whether a case is in the base: answered, applicable, and among those the question set names (scoring rule 6)."""
    standing = stands.get(question.id, "closed")
    if standing == "blank" and (question.required or question.kind != "multiple"):
        return False
    if question.not_applicable is not None and question.not_applicable in codes_of(value):
        return False
    if question.base is None:
        return standing != "closed"
    return holds(question.base, one.sheet, _Open(stands))


@dataclass(frozen=True, slots=True)
class _Open:
    """The open questions of a sheet, from where its questions stand."""

    stands: Tally

    def __contains__(self, question: object) -> bool:
        return isinstance(question, str) and self.stands.get(question, "closed") != "closed"


def _of_field(figure: BoundFigure, among: list[Asked]) -> tuple[list[str], list[str]]:
    """Cases that have a value, or of all; a number counts in each span that holds it."""
    hits, base = [], []
    for one, stands in among:
        found = held(figure.name, one, stands)
        hit = bool(found) and any(matches({figure.name: value}, one, stands) for value in figure.answers)
        if hit:
            hits.append(name_of(one))
        if hit or found or figure.of == "all":
            base.append(name_of(one))
    return hits, base
