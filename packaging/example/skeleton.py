"""The part of the example that must hang together case by case, as a constraint model for CP-SAT.

A question is *structural* when a rule, a cross-check or a published statement joins it to something else; it gets a
variable for each case and choice. Every other question is a *leaf*: here it has only counts, and who gets which answer
is dealt out later.
"""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from inspector_app.domain.instrument import (
    All,
    Any,
    CaseField,
    Check,
    Compare,
    FieldIs,
    Not,
    Question,
    QuestionIs,
    Rule,
)
from inspector_app.domain.routing import depends_on, fields_of
from published_rows import Row

Lit = cp_model.IntVar | int
"""A Boolean variable, or the constant 0 or 1."""
Expression = typing.Any
"""A linear expression, a comparison of two, or what either shrinks to (a number, a truth)."""


@dataclass(slots=True)
class Unit:
    """A case or an officer: what is given beforehand, and how good the work was."""

    fields: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    quality: float = 0.0


class Skeleton:
    """The model for units (cases or officers)."""

    def __init__(
        self,
        questions: Sequence[Question],
        fields: Sequence[CaseField],
        checks: Sequence[Check],
        rows: Sequence[Row],
        units: Sequence[Unit],
        whole: bool = False,
    ) -> None:
        """Builds the model; with `whole` every question counts as structural."""
        self.model = cp_model.CpModel()
        self.questions = {q.id: q for q in questions if q.choices}
        self.fields = {f.name: f for f in fields if f.choices}
        self.units = units
        self.rows = [r for r in rows if r.kind in ("exact", "words", "compared") and (r.of is not None)]
        self.checks = [c for c in checks if not _has_compare(c.when)]
        self._cache: dict[tuple[Rule, int], Lit] = {}
        self._open: dict[tuple[str, int], Lit] = {}
        self.field_vars: dict[tuple[int, str, str], cp_model.IntVar] = {}
        self.vars: dict[tuple[int, str, str], cp_model.IntVar] = {}
        self.counts: dict[tuple[str, str], cp_model.IntVar] = {}
        self.structural = set(self.questions) if whole else self._structural()
        self._make_fields()
        for question in questions:
            if question.id in self.questions:
                self._make_question(question)
        for check in self.checks:
            for i in range(len(units)):
                self.demand(self.lit(check.when, i), False)
        self.kept: dict[str, cp_model.IntVar] = {}
        for row in self.rows:
            self._make_row(row)

    # ---- what is structural

    def _structural(self) -> set[str]:
        found: set[str] = set()
        for question in self.questions.values():
            found |= depends_on(question.open_when)
        for check in self.checks:
            found |= depends_on(check.when)
        for row in self.rows:
            asked = depends_on(row.of) | depends_on(row.among)
            joined = len(asked) > 1 or fields_of(row.of) or fields_of(row.among) or row.compare is not None
            several = any(q in self.questions and self.questions[q].kind == "multiple" for q in asked)
            if joined or several:
                found |= asked
            if row.compare:
                found |= depends_on(row.compare.this) | depends_on(row.compare.that)
        found |= {a for u in self.units for a in u.answers}
        return {f for f in found if f in self.questions}

    # ---- variables

    def _make_fields(self) -> None:
        for i, unit in enumerate(self.units):
            for name, f in self.fields.items():
                if name in unit.fields:
                    continue
                made = [self.model.new_bool_var(f"{name}={c.code}#{i}") for c in f.choices]
                self.model.add_exactly_one(made)
                for choice, var in zip(f.choices, made, strict=True):
                    self.field_vars[i, name, choice.code] = var

    def open(self, question: str, i: int) -> Lit:
        """Whether a question is open for a unit."""
        key = (question, i)
        if key not in self._open:
            self._open[key] = self.lit(self.questions[question].open_when, i)
        return self._open[key]

    def _make_question(self, question: Question) -> None:
        codes = [c.code for c in question.choices]
        if question.id not in self.structural:
            made = [self.model.new_int_var(0, len(self.units), f"n {question.id}={c}") for c in codes]
            for code, var in zip(codes, made, strict=True):
                self.counts[question.id, code] = var
            self.model.add(sum(made) == sum(self.open(question.id, i) for i in range(len(self.units))))
            return
        for i, unit in enumerate(self.units):
            is_open = self.open(question.id, i)
            vars_ = [self.model.new_bool_var(f"{question.id}={c}#{i}") for c in codes]
            for code, var in zip(codes, vars_, strict=True):
                self.vars[i, question.id, code] = var
                if question.id in unit.answers:
                    self.model.add(var == int(code in unit.answers[question.id].split(";")))
            if question.kind == "multiple":
                self.model.add(sum(vars_) >= is_open)
                for var in vars_:
                    self.model.add(var <= is_open)
            else:
                self.model.add(sum(vars_) == is_open)

    def sides(self, question: Question) -> dict[str, list[cp_model.IntVar]]:
        """The variables of a question's choices by their line: one for each unit, or the count of a leaf."""
        found: dict[str, list[cp_model.IntVar]] = {"above": [], "below": [], "none": []}
        for choice in question.choices:
            if question.id in self.structural:
                found[choice.line] += [self.vars[i, question.id, choice.code] for i in range(len(self.units))]
            else:
                found[choice.line].append(self.counts[question.id, choice.code])
        return found

    # ---- rules as literals

    def lit(self, rule: Rule | None, i: int) -> Lit:
        """A literal that is true where the rule holds for the unit."""
        if rule is None:
            return 1
        key = (rule, i)
        if key not in self._cache:
            self._cache[key] = self._build(rule, i)
        return self._cache[key]

    def _build(self, rule: Rule, i: int) -> Lit:
        match rule:
            case QuestionIs(question, any_of):
                given = self.units[i].answers
                if question in given and question not in self.questions:
                    return int(given[question] in any_of)
                kind = self.questions[question].kind
                found = [self.vars[i, question, c] for c in any_of]
                if len(found) == len(self.questions[question].choices):
                    return self.open(question, i)
                return self._either(found, exclusive=kind == "single")
            case FieldIs(name, any_of):
                if name in self.units[i].fields or name not in self.fields:
                    return int(self.units[i].fields.get(name, "") in any_of)
                return self._either([self.field_vars[i, name, v] for v in any_of], exclusive=True)
            case All(parts):
                return self._negated(self._either([self._negated(self.lit(p, i)) for p in parts]))
            case Any(parts):
                return self._either([self.lit(p, i) for p in parts])
            case Not(part):
                return self._negated(self.lit(part, i))
        raise ValueError(f"cannot model {rule}")

    def _negated(self, lit: Lit) -> Lit:
        return 1 - lit if isinstance(lit, int) else typing.cast(cp_model.IntVar, lit.negated())

    def _either(self, lits: Sequence[Lit], exclusive: bool = False) -> Lit:
        if any(isinstance(x, int) and x == 1 for x in lits):
            return 1
        found = [x for x in lits if not isinstance(x, int)]
        if not found:
            return 0
        if len(found) == 1:
            return found[0]
        made = self.model.new_bool_var("")
        if exclusive:
            self.model.add(sum(found) == made)
        else:
            self.model.add_bool_or(found).only_enforce_if(made)
            for x in found:
                self.model.add_implication(x, made)
        return made

    def demand(self, lit: Lit, value: bool = True) -> None:
        """Makes a literal true (or false)."""
        if isinstance(lit, int):
            if bool(lit) != value:
                self.model.add_bool_or([])
            return
        self.model.add_bool_or([lit if value else lit.negated()])

    # ---- published statements

    def tallied(self, row: Row, within: Rule | None = None) -> tuple[Expression, Expression]:
        """Numerator and denominator of a row as expressions."""
        asked = (depends_on(row.of) | depends_on(row.among)) - self.structural
        if asked:
            question = next(iter(asked))
            among = row.among.any_of if isinstance(row.among, QuestionIs) else None
            assert isinstance(row.of, QuestionIs) and row.compare is None, row.id
            of = [c for c in row.of.any_of if among is None or c in among]
            base = [self.counts[question, c] for c in among] if among else [len(self.units)]
            return sum(self.counts[question, c] for c in of), sum(base)
        of_rule = All(tuple(r for r in (row.of, row.among, within) if r is not None))
        in_rule = All(tuple(r for r in (row.among, within) if r is not None))
        span = range(len(self.units))
        return sum(self.lit(of_rule, i) for i in span), sum(self.lit(in_rule, i) for i in span)

    def _make_row(self, row: Row) -> None:
        kept = self.model.new_bool_var(f"row {row.id}")
        if row.kind == "compared":
            assert row.compare is not None
            if row.compare.outcome is None:
                self.kept[row.id] = kept
                self._compare(row, kept)
            return
        self.kept[row.id] = kept
        num, den = self.tallied(row)
        for demand in _demands(row, num, den):
            if not isinstance(demand, bool):
                self.model.add(demand).only_enforce_if(kept)
            elif not demand:
                raise SystemExit(f"{row.id} cannot come out")

    def _compare(self, row: Row, kept: cp_model.IntVar) -> None:
        assert row.compare is not None
        (n1, d1), (n2, d2) = self.tallied(row, row.compare.this), self.tallied(row, row.compare.that)
        top = len(self.units)
        values = []
        for expression in (n1, d1, n2, d2):
            var = self.model.new_int_var(0, top, "")
            self.model.add(var == expression)
            values.append(var)
        left, right = self.model.new_int_var(0, top * top, ""), self.model.new_int_var(0, top * top, "")
        self.model.add_multiplication_equality(left, [values[0], values[3]])
        self.model.add_multiplication_equality(right, [values[2], values[1]])
        # A gap that the eye can see, not a hair's breadth.
        wider = left >= right + 12 if row.compare.sign == ">" else left + 12 <= right
        for demand in (wider, values[1] >= 3, values[3] >= 3):
            self.model.add(demand).only_enforce_if(kept)

    def forbid(self, rule: Rule) -> None:
        """No unit for which the rule holds."""
        for i in range(len(self.units)):
            self.demand(self.lit(rule, i), False)

    def bound(self, rule: Rule, low: int, high: int) -> None:
        """Between so many units for which the rule holds."""
        total = sum(self.lit(rule, i) for i in range(len(self.units)))
        self.model.add(total >= low)
        self.model.add(total <= high)


def _demands(row: Row, num: Expression, den: Expression) -> list[Expression]:
    found: list[Expression] = [den >= 1]
    if row.numerator is not None:
        found.append(num == row.numerator)
    if row.denominator is not None:
        found.append(den == row.denominator)
    if row.misses is not None:
        found.append(den - num == row.misses)
    if row.percent is not None:
        found += [200 * num >= (2 * row.percent - 1) * den, 200 * num < (2 * row.percent + 1) * den]
    if row.low is not None:
        found.append(1000 * num >= round(1000 * row.low) * den)
    if row.high is not None:
        found.append(1000 * num <= round(1000 * row.high) * den)
    return found


def _has_compare(rule: Rule | None) -> bool:
    match rule:
        case Compare():
            return True
        case All(parts) | Any(parts):
            return any(_has_compare(p) for p in parts)
        case Not(part):
            return _has_compare(part)
    return False
