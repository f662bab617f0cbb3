"""The question set as plain values: what is asked, when, and along which criteria.

An `Instrument` is read once, never changed, and handed to everything else. Nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Line = Literal["above", "below", "none"]
Kind = Literal["single", "multiple", "number", "date", "text"]
Per = Literal["case", "officer"]
Severity = Literal["error", "warning"]
Operator = Literal["<", "<=", ">", ">=", "==", "!="]

SHARE = "{share}"
"""Stands in the finding of a question for the share of work done well."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list. `line` says on which side of the line it counts when the question is scored."""

    code: str
    label: str
    line: Line = "none"


@dataclass(frozen=True, slots=True)
class QuestionIs:
    """True when the question is open and its answer holds one of the codes."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldIs:
    """True when the case field holds one of the values."""

    field: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; with no parts, true."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True when at least one part is; with no parts, false."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is not."""

    part: Rule


@dataclass(frozen=True, slots=True)
class Compare:
    """Compares two facts, in cross-checks only. A side is `question:ID`, `field:NAME` or a literal.

    Dates compare as dates, numbers as numbers. False when a side is blank, closed or unreadable.
    """

    left: str
    op: Operator
    right: str


Rule = QuestionIs | FieldIs | All | Any | Not | Compare


@dataclass(frozen=True, slots=True)
class Guidance:
    """Help beside a question: what good enough looks like, where in the file to look, what to record."""

    sufficient: str = ""
    where: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """Where a question stands in a grid that is shown as one screen."""

    grid: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked once per case or once per officer.

    Attributes:
        id: stable for ever; it never changes its meaning.
        number: page letter and place, such as ``B12``; derived from the order of the page.
        short: a label of a few words for charts and tables, worded as the work done well.
        open_when: the rule that opens it; None is always open.
        under: the question beneath which it unfolds (a follow-up or a list of reasons).
        base: for a list of reasons, the cases its percentages are of (scoring rule 6); None is those where it is open.
        key: whether it has a bar in the data summary.
        finding: how a report may say what it found, with ``{share}`` where the share of work well done stands.
        recommendation: what a report may recommend where it was not done well: *The Trust should make sure that …*.
    """

    id: str
    number: str
    page: str
    section: str
    criteria: tuple[str, ...]
    text: str
    short: str
    kind: Kind
    per: Per = "case"
    required: bool = True
    scored: bool = False
    key: bool = False
    choices: tuple[Choice, ...] = ()
    open_when: Rule | None = None
    under: str | None = None
    cell: GridCell | None = None
    base: Rule | None = None
    guidance: Guidance = field(default_factory=Guidance)
    finding: str = ""
    recommendation: str = ""
    _lines: Mapping[str, Line] = field(init=False, repr=False, compare=False)
    """The line of each choice code: asked for once for every answer of an archive."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lines", {c.code: c.line for c in reversed(self.choices)})

    @property
    def not_applicable(self) -> str | None:
        """The code of its *not applicable* choice, if it has one."""
        return "na" if "na" in self._lines else None

    def offers(self, code: str) -> bool:
        """Whether it has a choice of this code."""
        return code in self._lines

    def line_of(self, code: str) -> Line:
        """The line of a choice code; ``none`` for a code that it does not have."""
        return self._lines.get(code, "none")

    def label_of(self, code: str) -> str:
        """The label of a choice code; the code itself where it is not a choice."""
        return next((c.label for c in self.choices if c.code == code), code)


@dataclass(frozen=True, slots=True)
class Grid:
    """Several questions shown together; `rows` and `columns` are (code, label) in order."""

    id: str
    page: str
    title: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with a heading. `skippable` allows *not applicable* for the whole block."""

    id: str
    title: str
    skippable: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the form, in the order of the form."""

    id: str
    title: str
    per: Per
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class CaseField:
    """A fact of a case. `kind` is single, number, date or text; `bar` shows it at the top of the form."""

    name: str
    label: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    required: bool = False
    bar: bool = False
    help: str = ""

    def label_of(self, value: str) -> str:
        """The label of a value; the value itself where the field has no list."""
        return next((c.label for c in self.choices if c.code == value), value)


@dataclass(frozen=True, slots=True)
class Check:
    """A cross-check: when `when` holds, `say` is true of the case and wants mending (error) or a reason (warning)."""

    id: str
    severity: Severity
    when: Rule
    say: str
    go_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the grid. `title` in full, `short` for narrow places, `expectation` as the report prints it."""

    id: str
    title: str
    short: str
    expectation: str


@dataclass(frozen=True, slots=True)
class Process:
    """A column of the grid."""

    id: str
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A cell of the grid; `scored` is false for leadership and management, which explains and is never scored."""

    id: str
    title: str
    outcome: str
    process: str
    scored: bool


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A question set as an inspection file carries it. `packed` holds the texts of its files, compressed."""

    instrument: str
    version: str
    content_hash: str
    packed: bytes = field(repr=False)


@dataclass(frozen=True)
class Instrument:
    """A question set. `content_hash` is the SHA-256 of its files, so that two copies can be told apart.

    `files` are their texts by name, so that an inspection can carry the set; empty for one not read from files.
    Without slots, so that the look-ups below are computed once, when first needed.
    """

    id: str
    version: str
    title: str
    language: str
    outcomes: tuple[Outcome, ...]
    processes: tuple[Process, ...]
    criteria: tuple[Criterion, ...]
    pages: tuple[Page, ...]
    fields: tuple[CaseField, ...]
    questions: tuple[Question, ...]
    grids: tuple[Grid, ...]
    checks: tuple[Check, ...]
    glossary: tuple[tuple[str, str], ...] = ()
    content_hash: str = ""
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def questions_by_id(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {q.id: q for q in self.questions}

    @cached_property
    def fields_by_name(self) -> Mapping[str, CaseField]:
        """Case fields by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def criteria_by_id(self) -> Mapping[str, Criterion]:
        """Criteria by id."""
        return {c.id: c for c in self.criteria}

    @cached_property
    def grids_by_id(self) -> Mapping[str, Grid]:
        """Grids by id."""
        return {g.id: g for g in self.grids}

    @cached_property
    def case_questions(self) -> tuple[Question, ...]:
        """Questions asked of a case, in form order."""
        return tuple(q for q in self.questions if q.per == "case")

    @cached_property
    def officer_questions(self) -> tuple[Question, ...]:
        """Questions asked once of an officer, in form order."""
        return tuple(q for q in self.questions if q.per == "officer")

    @cached_property
    def scored_questions(self) -> tuple[Question, ...]:
        """Scored questions, in form order."""
        return tuple(q for q in self.case_questions if q.scored)
