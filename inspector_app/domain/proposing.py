"""Proposals for the report, never automatisms: strengths, areas for improvement, findings and recommendations.

A key strength is a question whose score is high, on enough cases and not below its outcome's; a key area is one whose
score is low and not above it. All of that is set (`Thresholds`), none of it found: the lead accepts, edits or drops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Literal

from inspector_app.domain.drafting import Drafting, all_bound
from inspector_app.domain.figures import (
    CriterionFinding,
    Findings,
    InterviewFinding,
    OutcomeFinding,
    QuestionFinding,
    Spread,
)
from inspector_app.domain.findings import FACTOR_GRID
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.proposal_words import words_of
from inspector_app.domain.thresholds import USUAL, Thresholds

ProposalKind = Literal["strength", "area", "finding", "recommendation"]

_SENTENCES = 5
"""A drafted paragraph has no more sentences than this."""
_FACTORS = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that a section could say.

    Attributes:
        id: the same as long as the question set says the same; decisions are kept under it.
        section: of the report.
        text: Markdown, with bound figures and links to paragraphs.
        questions: ids of those it tells of, the first being what it is about; empty for a row of something else.
        score, base: of the question it is about; None and 0 where it is about several.
    """

    id: str
    kind: ProposalKind
    section: str
    text: str
    questions: tuple[str, ...] = ()
    score: Fraction | None = None
    base: int = 0


def propose(
    instrument: Instrument,
    findings: Findings,
    thresholds: Thresholds = USUAL,
    behind: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Proposal, ...]:
    """Everything that could be said, in the order of the report.

    Args:
        behind: question -> keys of the paragraphs of findings that tell of it, to which recommendations link.
    """
    maker = _Proposing(instrument, thresholds, behind or {}, Drafting(instrument, words_of(instrument.language)))
    made = (proposal for outcome in findings.outcomes for proposal in maker.of_outcome(outcome))
    return tuple(replace(one, text=all_bound(one.text, maker.drafting.words)) for one in made)


@dataclass(frozen=True, slots=True)
class _Proposing:
    instrument: Instrument
    thresholds: Thresholds
    behind: Mapping[str, Sequence[str]]
    drafting: Drafting

    def of_outcome(self, outcome: OutcomeFinding) -> Iterator[Proposal]:
        strengths, areas = self._notable(outcome)
        counts = {s.id: s.parts for c in outcome.criteria for s in c.facts}
        for question in strengths:
            yield self._about(question, "strength", f"strengths-{outcome.id}", self.drafting.scored(question))
        for question in areas:
            more = self.drafting.not_enough(question, counts.get(question.id, ()))
            text = " ".join(filter(None, (self.drafting.scored(question), more)))
            yield self._about(question, "area", f"areas-{outcome.id}", text)
        places = {c.id: place for place, c in enumerate(self.instrument.criteria)}
        parts: list[CriterionFinding | InterviewFinding] = [*outcome.criteria, *outcome.interviews]
        for part in sorted(parts, key=lambda p: places[p.id]):
            if isinstance(part, CriterionFinding):
                yield from self._findings(part, outcome)
            else:
                yield from self._views(part)
        for question in areas:
            asked = self.instrument.questions_by_id[question.id]
            text = self.drafting.recommendation(asked, self.behind.get(question.id, ()))
            yield self._about(question, "recommendation", f"recommend-{outcome.id}", text)

    def _notable(self, outcome: OutcomeFinding) -> tuple[list[QuestionFinding], list[QuestionFinding]]:
        """Strengths, the best first, and areas, the worst first; key questions before others of the same kind."""
        asked = {q.id: q for c in outcome.criteria for q in c.questions if q.part.base >= self.thresholds.least}
        line, apart = outcome.score.score, Fraction(self.thresholds.apart, 100)
        if line is None:
            return [], []
        high, low = Fraction(self.thresholds.strength, 100), Fraction(self.thresholds.area, 100)
        strengths = [q for q in asked.values() if _share(q) >= high and _share(q) - line >= apart]
        areas = [q for q in asked.values() if _share(q) <= low and line - _share(q) >= apart]
        strengths.sort(key=lambda q: (not q.key, -_share(q), -q.part.base))
        areas.sort(key=lambda q: (not q.key, _share(q), -q.part.base))
        return strengths[: self.thresholds.most], areas[: self.thresholds.most]

    def _about(self, question: QuestionFinding, kind: ProposalKind, section: str, text: str) -> Proposal:
        return Proposal(
            f"{kind}-{question.id}", kind, section, text, (question.id,), _share(question), question.part.base
        )

    def _findings(self, criterion: CriterionFinding, outcome: OutcomeFinding) -> Iterator[Proposal]:
        """Paragraphs in the order of the form, one for each of its sections, split where they grow long."""
        told = list(self._sentences(criterion))
        places = {q.id: place for place, q in enumerate(self.instrument.questions)}
        told.sort(key=lambda one: places[one[0]])
        sections = {q.id: q.section for q in self.instrument.questions}
        for section, held in groupby(told, key=lambda one: sections[one[0]]):
            sentences = list(held)
            for place in range(0, len(sentences), _SENTENCES):
                yield self._paragraph(criterion.id, section, place // _SENTENCES, sentences[place : place + _SENTENCES])
        if outcome.factors and outcome.factor_criterion == criterion.id:
            rows = [r for r in outcome.factors if r.present.count >= self.thresholds.least][:_FACTORS]
            sentences = [(FACTOR_GRID, self.drafting.factor(row)) for row in rows]
            if sentences:
                yield self._paragraph(criterion.id, FACTOR_GRID, 0, sentences, ())

    def _sentences(self, criterion: CriterionFinding) -> Iterator[tuple[str, str]]:
        """Question -> a sentence or more about it."""
        spreads = {s.id: s for s in (*criterion.facts, *criterion.reasons)}
        cells = {q.id for q in self.instrument.questions if q.cell is not None}
        home = {q.id for q in criterion.questions if self.instrument.questions_by_id[q.id].criteria[0] == criterion.id}
        for question in criterion.questions:
            if question.id in home and question.id not in cells and question.part.base > 0:
                parts = spreads[question.id].parts if question.id in spreads else ()
                said = (self.drafting.scored(question), self.drafting.not_enough(question, parts))
                yield question.id, " ".join(filter(None, said))
        for spread in criterion.reasons:
            if said_so := self.drafting.reasons(spread):
                yield spread.id, said_so
        for spread in criterion.facts:
            if spread.id not in cells and not self._is_told(spread) and (said_so := self.drafting.divided(spread)):
                yield spread.id, said_so
        yield from self._grid_rows(criterion)

    def _is_told(self, spread: Spread) -> bool:
        return self.instrument.questions_by_id[spread.id].scored

    def _grid_rows(self, criterion: CriterionFinding) -> Iterator[tuple[str, str]]:
        """The rows of grids whose cells are scored, those that apply to enough cases."""
        scored = {q.id: q for q in criterion.questions if q.part.base >= self.thresholds.least}
        for grid in self.instrument.grids:
            columns = dict(grid.columns)
            for code, label in grid.rows:
                cells = [
                    (columns[q.cell.column], q.id)
                    for q in self.instrument.case_questions
                    if q.cell is not None and (q.cell.grid, q.cell.row) == (grid.id, code)
                    and q.id in scored and q.criteria[0] == criterion.id
                ]  # fmt: skip
                if cells:
                    yield cells[0][1], self.drafting.row(label, cells)

    def _views(self, interview: InterviewFinding) -> Iterator[Proposal]:
        told = [(s.id, said) for s in interview.views if (said := self.drafting.divided(s))]
        sections = {q.id: q.section for q in self.instrument.questions}
        for section, held in groupby(told, key=lambda one: sections[one[0]]):
            sentences = list(held)
            for place in range(0, len(sentences), _SENTENCES):
                yield self._paragraph(interview.id, section, place // _SENTENCES, sentences[place : place + _SENTENCES])

    def _paragraph(
        self,
        criterion: str,
        name: str,
        place: int,
        sentences: Sequence[tuple[str, str]],
        questions: Iterable[str] | None = None,
    ) -> Proposal:
        told = tuple(question for question, _ in sentences) if questions is None else tuple(questions)
        text = " ".join(sentence for _, sentence in sentences)
        number = f"-{place + 1}" if place else ""
        return Proposal(f"finding-{criterion}-{name}{number}", "finding", f"findings-{criterion}", text, told)


def _share(question: QuestionFinding) -> Fraction:
    part = question.part
    return Fraction(part.count, part.base) if part.base > 0 else Fraction(0)
