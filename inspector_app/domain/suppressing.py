"""Small counts of a report are hidden, so that nobody can be recognised in a table, a chart or a sentence.

What says something of people is held back: facts of a case, answers that are not scored, reasons, officers' views,
factors. A score says how work was done, so the answers to a scored question are hidden only where it applies to too
few. Where the answers of a table add up to a printed sum, one more is hidden (`hidden_cells`); a table that tells only
of those who gave a hidden answer is hidden whole, because its base would tell it.

Known limit: the base of a *scored* question is printed from `smallest` on, also where it is asked only after a certain
answer; it then says how often that answer was given. And a figure with conditions is held against the same figure with
one of them less, not against every other figure of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_count import Counted, Ground, count
from inspector_app.domain.figures import (
    HIDDEN,
    Breakdown,
    CriterionFinding,
    FactorRow,
    Findings,
    InterviewFinding,
    Measure,
    OutcomeFinding,
    Part,
    QuestionFinding,
    Spread,
)
from inspector_app.domain.findings import FACTOR_QUESTION
from inspector_app.domain.hidden_cells import hide_in_row, is_small
from inspector_app.domain.selecting import QUESTION


def suppress(findings: Findings, smallest: int) -> Findings:
    """The findings with `HIDDEN` for each count that must not be printed; under 2 there is nothing to hide."""
    if smallest < 2:
        return findings
    first = _Suppressing(smallest, frozenset(q.id for q in findings.scores.questions), {})
    spreads = {s.id: first.spread(s) for s in _spreads(findings)}
    told = {s.number: s for s in spreads.values()}
    return _Suppressing(smallest, first.scored, told).findings(findings)


@dataclass(frozen=True, slots=True)
class _Suppressing:
    """`told` holds the spreads by the number of their question, hidden where they stand on their own."""

    smallest: int
    scored: frozenset[str]
    told: Mapping[str, Spread]

    def findings(self, findings: Findings) -> Findings:
        return replace(
            findings,
            outcomes=tuple(self.outcome(o) for o in findings.outcomes),
            facts=tuple(map(self.spread, findings.facts)),
            measures=self.measures(findings.measures),
            sample=tuple(map(self.breakdown, findings.sample)),
            sample_measures=self.measures(findings.sample_measures),
        )

    def outcome(self, outcome: OutcomeFinding) -> OutcomeFinding:
        return replace(
            outcome,
            criteria=tuple(map(self.criterion, outcome.criteria)),
            interviews=tuple(map(self.interview, outcome.interviews)),
            factors=tuple(map(self.factor, outcome.factors)),
        )

    def criterion(self, criterion: CriterionFinding) -> CriterionFinding:
        return replace(
            criterion,
            questions=tuple(map(self.question, criterion.questions)),
            reasons=tuple(map(self.spread, criterion.reasons)),
            facts=tuple(map(self.spread, criterion.facts)),
            measures=self.measures(criterion.measures),
        )

    def interview(self, interview: InterviewFinding) -> InterviewFinding:
        views = tuple(map(self.spread, interview.views))
        return replace(interview, views=views, measures=self.measures(interview.measures))

    def question(self, question: QuestionFinding) -> QuestionFinding:
        if not is_small(question.part.base, self.smallest):
            return question
        return replace(question, above=HIDDEN, below=HIDDEN, not_applicable=HIDDEN)

    def spread(self, spread: Spread) -> Spread:
        if spread.id in self.scored:
            few = is_small(spread.base, self.smallest)
            return _hidden_whole(spread) if few else spread
        if self._base_tells(spread):
            return _hidden_whole(spread)
        counts = [part.count for part in spread.parts]
        if spread.several:
            # The answers do not add up to anything, so that each stands alone.
            hidden = frozenset(p for p, count in enumerate(counts) if is_small(count, self.smallest))
            return replace(spread, parts=_hide(spread.parts, hidden))
        row = hide_in_row(counts, self.smallest)
        return _hidden_whole(spread) if row.total else replace(spread, parts=_hide(spread.parts, row.cells))

    def _base_tells(self, spread: Spread) -> bool:
        """Whether its base is the number of those who gave an answer that is hidden where it stands."""
        if spread.of is None or spread.of.number not in self.told:
            return False
        above = self.told[spread.of.number]
        named = [p for p in above.parts if (p.label in spread.of.answers) != spread.of.but]
        return any(part.hidden for part in named)

    def breakdown(self, breakdown: Breakdown) -> Breakdown:
        row = hide_in_row([part.count for part in breakdown.parts], self.smallest)
        parts = _hide(breakdown.parts, row.cells)
        if row.total:
            parts = tuple(replace(part, base=HIDDEN) for part in parts)
        return replace(breakdown, parts=parts)

    def factor(self, factor: FactorRow) -> FactorRow:
        if is_small(factor.present.count, self.smallest):
            present = replace(factor.present, count=HIDDEN)
            return replace(
                factor, present=present, interventions=_gone(factor.interventions), progress=_gone(factor.progress)
            )
        work, progress = (
            _gone(part) if is_small(part.base, self.smallest) else part
            for part in (factor.interventions, factor.progress)
        )
        return replace(factor, interventions=work, progress=progress)

    def measures(self, measures: Iterable[Measure]) -> tuple[Measure, ...]:
        """The lowest and the highest of a few are somebody's own; such a measure is left out."""
        return tuple(m for m in measures if not is_small(m.base, self.smallest))


def _hide(parts: tuple[Part, ...], places: Iterable[int]) -> tuple[Part, ...]:
    hidden = frozenset(places)
    return tuple(replace(part, count=HIDDEN) if place in hidden else part for place, part in enumerate(parts))


def _gone(part: Part) -> Part:
    return replace(part, count=HIDDEN, base=HIDDEN)


def _hidden_whole(spread: Spread) -> Spread:
    return replace(spread, base=HIDDEN, not_applicable=0, parts=tuple(map(_gone, spread.parts)))


def _spreads(findings: Findings) -> Iterable[Spread]:
    for outcome in findings.outcomes:
        for criterion in outcome.criteria:
            yield from (*criterion.reasons, *criterion.facts)
        for interview in outcome.interviews:
            yield from interview.views
    yield from findings.facts


@dataclass(frozen=True)
class KeptBack:
    """Which bound figures would give a hidden count away: asked for each before it is printed.

    Attributes:
        answers: question or case field -> the labels of its hidden answers.
        whole: questions and case fields of which the number of those who were asked is hidden, too.
    """

    ground: Ground
    smallest: int
    answers: Mapping[str, frozenset[str]]
    whole: frozenset[str]

    def __call__(self, counted: Counted) -> int:
        """The smallest number that may be printed, where this figure must not be; else 0."""
        if self.smallest < 2 or counted.figure.subject == "score":
            return 0
        return self.smallest if self._tells(counted) else 0

    def _tells(self, counted: Counted) -> bool:
        figure = counted.figure
        if figure.name in self.whole and not self._is_scored(figure):
            return True
        # A base tells how many were asked, and nothing of what they answered.
        scored = self._is_scored(figure) or figure.style == "base"
        told = not scored and self._is_hidden(figure.name, figure.answers)
        if told or self._few(counted, scored) or self._group_is_hidden(figure):
            return True
        # Who knows the same figure of a group and of a wider one knows it of those between, too.
        return any(
            is_small(wider.size - counted.size, self.smallest)
            or (not scored and is_small(wider.count - counted.count, self.smallest))
            for wider in self._wider(figure)
        )

    def _few(self, counted: Counted, scored: bool) -> bool:
        sizes = (counted.size,) if scored else (counted.size, counted.count, counted.size - counted.count)
        return any(is_small(size, self.smallest) for size in sizes)

    def _wider(self, figure: BoundFigure) -> Iterator[Counted]:
        """The figure with one condition less, each in turn."""
        for place in range(len(figure.where)):
            where = (*figure.where[:place], *figure.where[place + 1 :])
            yield count(replace(figure, where=where), self.ground)

    def _group_is_hidden(self, figure: BoundFigure) -> bool:
        return any(self._is_hidden(key.removeprefix(QUESTION), (value,)) for key, value in figure.where)

    def _is_scored(self, figure: BoundFigure) -> bool:
        asked = self.ground.instrument.questions_by_id.get(figure.name) if figure.subject == "question" else None
        return asked is not None and asked.scored

    def _is_hidden(self, name: str, answers: Iterable[str]) -> bool:
        """Whether one of these answers is hidden where they are counted."""
        instrument = self.ground.instrument
        asked = instrument.questions_by_id.get(name) or instrument.fields_by_name.get(name)
        hidden = self.answers.get(name, frozenset())
        return asked is not None and any(asked.label_of(code) in hidden for code in answers)


def kept_back(ground: Ground, suppressed: Findings, smallest: int) -> KeptBack:
    """What the figures of a text must not tell, given the findings as `suppress` left them."""
    parts = [(s.id, s.parts) for s in _spreads(suppressed)] + [(b.name, b.parts) for b in suppressed.sample]
    parts += [(FACTOR_QUESTION, tuple(row.present for row in o.factors)) for o in suppressed.outcomes]
    hidden: dict[str, frozenset[str]] = {}
    for name, held in parts:
        hidden[name] = hidden.get(name, frozenset()) | {part.label for part in held if part.hidden}
    whole = frozenset(spread.id for spread in _spreads(suppressed) if spread.base == HIDDEN)
    return KeptBack(ground, smallest, hidden, whole)
