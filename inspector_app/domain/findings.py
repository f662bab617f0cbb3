"""What the answers say, counted out: everything a report prints as a figure, each with its base.

Nothing here is worded for paper and nothing is rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.case import Case, Officer
from inspector_app.domain.figures import (
    BaseRule,
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
from inspector_app.domain.instrument import CaseField, Criterion, Instrument, Outcome, Question, QuestionIs, Rule
from inspector_app.domain.routing import Sheet, codes_of, holds, open_questions
from inspector_app.domain.scoring import GroupScore, QuestionScore, Scores
from inspector_app.domain.values import fitting

FACTOR_GRID = "factor"
"""The grid of work and progress on each offending-related factor; its rows are choices of `FACTOR_QUESTION`."""
FACTOR_QUESTION = "offending_factors"


@dataclass(frozen=True, slots=True)
class _Asked:
    sheet: Sheet
    open_ids: frozenset[str]

    def value(self, question: Question) -> str:
        value = self.sheet.answers.get(question.id, "") if question.id in self.open_ids else ""
        return fitting(question, value)


@dataclass(frozen=True, slots=True)
class _Counting:
    """One count: `asked` the counted cases, `views` the interviews (None: none are held), `homes` as by `_homes`."""

    instrument: Instrument
    scores: Scores
    asked: tuple[_Asked, ...]
    views: tuple[_Asked, ...] | None
    homes: Mapping[str, str]

    def outcome(self, outcome: Outcome) -> OutcomeFinding:
        own = [c for c in self.instrument.criteria if c.outcome == outcome.id]
        cells = _factor_cells(self.instrument)
        factors_at = self.homes[cells[0].id] if cells else ""
        tells_factors = factors_at in {c.id for c in own}
        return OutcomeFinding(
            id=outcome.id,
            title=outcome.title,
            short=outcome.short,
            expectation=outcome.expectation,
            score=_group(self.scores.outcomes, outcome.id),
            alternative=_group(self.scores.alternatives, outcome.id),
            criteria=tuple(self.criterion(c) for c in own if c.scored),
            interviews=self.interviews(own),
            factors=_factors(self.instrument, self.asked) if tells_factors else (),
            factor_criterion=factors_at if tells_factors else "",
        )

    def criterion(self, criterion: Criterion) -> CriterionFinding:
        # The table of factors tells these already.
        told = {q.id for q in cells} | {FACTOR_QUESTION} if (cells := _factor_cells(self.instrument)) else set()
        questions = self.instrument.case_questions
        own = [q for q in questions if self.homes[q.id] == criterion.id and q.id not in told]
        facts = [q for q in own if not _is_reasons(q) and (not q.scored or _is_scale(q))]
        scored = [s for s in self.scores.questions if criterion.id in s.criteria]
        return CriterionFinding(
            id=criterion.id,
            title=criterion.title,
            score=_group(self.scores.criteria, criterion.id),
            questions=tuple(_question(self.instrument, s, criterion.id) for s in scored),
            reasons=self.spreads([q for q in own if _is_reasons(q)], self.asked),
            facts=self.spreads(facts, self.asked),
            measures=_measures(facts, self.asked),
        )

    def interviews(self, criteria: Sequence[Criterion]) -> tuple[InterviewFinding, ...]:
        """The criteria that are not scored and about which officers are asked; none where no interviews are held."""
        if self.views is None:
            return ()
        found = []
        for criterion in (c for c in criteria if not c.scored):
            asked = [q for q in self.instrument.officer_questions if next(iter(q.criteria), "") == criterion.id]
            views, measures = self.spreads(asked, self.views), _measures(asked, self.views)
            if views:
                found.append(InterviewFinding(criterion.id, criterion.title, views, measures))
        return tuple(found)

    def spreads(self, questions: Iterable[Question], asked: Sequence[_Asked]) -> tuple[Spread, ...]:
        listed = [q for q in questions if q.kind in ("single", "multiple")]
        return tuple(_spread(q, asked, self.instrument) for q in listed)


def find(instrument: Instrument, scores: Scores, cases: Sequence[Case], officers: Sequence[Officer] | None) -> Findings:
    """Counts everything out.

    Args:
        scores: the scores of the same cases.
        cases: those that count.
        officers: those interviewed; None where no interviews are held. An officer without an answer is left out.
    """
    asked = tuple(_asked(instrument.case_questions, case.sheet) for case in cases)
    views = None
    if officers is not None:
        views = tuple(_asked(instrument.officer_questions, o.sheet) for o in officers if o.sheet.answers)
    homes = _homes(instrument)
    counting = _Counting(instrument, scores, asked, views, homes)
    nowhere = [q for q in instrument.case_questions if not homes[q.id]]
    return Findings(
        scores=scores,
        outcomes=tuple(counting.outcome(o) for o in instrument.outcomes),
        officers=None if views is None else len(views),
        facts=counting.spreads(nowhere, asked),
        measures=_measures(nowhere, asked),
        sample=tuple(b for f in instrument.fields if (b := _breakdown(f, cases)) is not None),
        sample_measures=tuple(m for f in instrument.fields if (m := _field_measure(f, cases)) is not None),
    )


def _asked(questions: Sequence[Question], sheet: Sheet) -> _Asked:
    return _Asked(sheet, open_questions(questions, sheet))


def _homes(instrument: Instrument) -> dict[str, str]:
    """Question id -> the one criterion under which its facts are told.

    That is its first criterion; else that of the question above it; else that of its neighbours in the section.
    """
    by_section: dict[str, str] = {}
    for question in instrument.case_questions:
        if question.scored and question.criteria:
            by_section.setdefault(question.section, question.criteria[0])
    homes: dict[str, str] = {}
    for question in instrument.case_questions:
        above = homes.get(question.under or "", "")
        homes[question.id] = next(iter(question.criteria), "") or above or by_section.get(question.section, "")
    return homes


def _group(groups: Iterable[GroupScore], group: str) -> GroupScore:
    return next((g for g in groups if g.id == group), GroupScore(group, None, 0))


def _question(instrument: Instrument, scored: QuestionScore, criterion_id: str) -> QuestionFinding:
    question = instrument.questions_by_id[scored.id]
    return QuestionFinding(
        id=scored.id,
        number=question.number,
        short=question.short,
        key=question.key,
        above=scored.above,
        below=scored.below,
        not_applicable=scored.not_applicable,
        also=tuple(c for c in scored.criteria if c != criterion_id),
    )


def _is_reasons(question: Question) -> bool:
    return question.kind == "multiple" and question.under is not None


def _is_scale(question: Question) -> bool:
    """Whether a scored question says more than above or below."""
    return sum(1 for c in question.choices if c.line != "none") > 2


def _spread(question: Question, asked: Sequence[_Asked], instrument: Instrument) -> Spread:
    counted = [a for a in asked if _in_base(question, a)]
    codes = Counter(code for a in counted for code in codes_of(a.value(question)))
    not_applicable = codes[question.not_applicable] if question.not_applicable else 0
    base = len(counted) - not_applicable
    parts = [Part(c.label, codes[c.code], base) for c in question.choices if c.code != question.not_applicable]
    several = question.kind == "multiple"
    if several:
        parts.sort(key=lambda p: -p.count)
    return Spread(
        id=question.id,
        number=question.number,
        short=question.short,
        several=several,
        base=base,
        not_applicable=not_applicable,
        parts=tuple(parts),
        of=_told(question.base or question.open_when, instrument),
        narrowed=not_applicable > 0 or any(question.id not in a.open_ids for a in asked),
    )


def _in_base(question: Question, asked: _Asked) -> bool:
    """Whether a case (or officer) is in the base: scoring rule 6, without those not answered yet."""
    is_open, value = question.id in asked.open_ids, asked.value(question)
    if is_open and not value and (question.required or question.kind != "multiple"):
        return False
    return is_open if question.base is None else holds(question.base, asked.sheet, asked.open_ids)


def _told(rule: Rule | None, instrument: Instrument) -> BaseRule | None:
    """A rule about one question, in words, and in the fewer of them; other rules have none."""
    if not isinstance(rule, QuestionIs) or rule.question not in instrument.questions_by_id:
        return None
    question = instrument.questions_by_id[rule.question]
    others = [c.code for c in question.choices if c.code not in rule.any_of]
    but = question.kind == "single" and 0 < len(others) < len(rule.any_of)
    return BaseRule(question.number, tuple(question.label_of(code) for code in (others if but else rule.any_of)), but)


def _measures(questions: Iterable[Question], asked: Sequence[_Asked]) -> tuple[Measure, ...]:
    found = []
    for question in questions:
        if question.kind == "number":
            values = [a.value(question) for a in asked]
            found.append(_measure(question.id, question.number, question.short, values))
    return tuple(m for m in found if m is not None)


def _measure(name: str, number: str, short: str, values: Iterable[str]) -> Measure | None:
    known = sorted(Decimal(v) for v in values if v)
    if not known:
        return None
    half = len(known) // 2
    middle = known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
    return Measure(name, number, short, len(known), known[0], middle, known[-1])


def _factor_cells(instrument: Instrument) -> tuple[Question, ...]:
    return tuple(q for q in instrument.case_questions if q.cell is not None and q.cell.grid == FACTOR_GRID)


def _factors(instrument: Instrument, asked: Sequence[_Asked]) -> tuple[FactorRow, ...]:
    """One row per factor, the most frequent first."""
    listed = instrument.questions_by_id.get(FACTOR_QUESTION)
    if listed is None:
        return ()
    answered = [a for a in asked if _in_base(listed, a)]
    cells = {(q.cell.row, q.cell.column): q for q in _factor_cells(instrument) if q.cell is not None}
    rows = []
    for choice in listed.choices:
        if any(row == choice.code for row, _ in cells):
            present = sum(1 for a in answered if choice.code in codes_of(a.value(listed)))
            work, progress = (_enough(cells.get((choice.code, c)), asked) for c in ("interventions", "progress"))
            rows.append(FactorRow(choice.label, Part(choice.label, present, len(answered)), work, progress))
    return tuple(sorted(rows, key=lambda r: -r.present.count))


def _enough(cell: Question | None, asked: Sequence[_Asked]) -> Part:
    if cell is None:
        return Part("", 0, 0)
    lines = Counter(cell.line_of(a.value(cell)) for a in asked)
    return Part(cell.short, lines["above"], lines["above"] + lines["below"])


def _breakdown(field: CaseField, cases: Sequence[Case]) -> Breakdown | None:
    """A field with a list, or a short text that heads the form (such as the unit); others would name single people."""
    if field.kind != "single" and not (field.kind == "text" and field.bar):
        return None
    values = Counter(case.fields.get(field.name, "") for case in cases)
    blank = values.pop("", 0)
    base = len(cases) - blank
    codes = [c.code for c in field.choices] if field.choices else sorted(values)
    parts = tuple(Part(field.label_of(code), values[code], base) for code in codes)
    return Breakdown(field.name, field.label, bool(field.choices), parts, blank)


def _field_measure(field: CaseField, cases: Sequence[Case]) -> Measure | None:
    if field.kind != "number":
        return None
    return _measure(field.name, "", field.label, [case.fields.get(field.name, "") for case in cases])
