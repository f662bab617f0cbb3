"""The findings as tables to look at and take away: factors, reasons, grids, facts, and what officers say.

Nothing is counted here; `domain.findings` did. The words are the report's, so that screen and paper say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.case import Case, Officer
from inspector_app.domain.figures import CAUTION_BELOW, Findings, Measure, Part, QuestionFinding, Spread
from inspector_app.domain.findings import FACTOR_GRID, find
from inspector_app.domain.instrument import Grid, Instrument, Question
from inspector_app.domain.plain_table import Cell, PlainBar, PlainChart, PlainColumn, PlainTable, has_small_base
from inspector_app.domain.scoring import Scores
from inspector_app.report.languages import words_for
from inspector_app.report.tables import Tables
from inspector_app.report.words import Words

FACTORS, REASONS, FACTS, NUMBERS, VIEWS, VIEW_NUMBERS = (
    "factors",
    "reasons",
    "facts",
    "numbers",
    "views",
    "view_numbers",
)
GRID = "grid:"
_NOT_APPLICABLE = 7
"""The column of spreads that is left out where it would hold nothing but noughts."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One table of results.

    Attributes:
        id: one of the names above, or `GRID` and the id of a grid.
        table: its rows in the order of the form. Its line tells only what is true of this table, such as cautions.
        criteria: the criterion of each row; empty where it belongs to none.
        charts: drawings of it, where there are any.
        of_officers: officers are counted in it, each once, and not cases.
    """

    id: str
    table: PlainTable
    criteria: tuple[str, ...]
    charts: tuple[PlainChart, ...] = ()
    of_officers: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What the tables are counted from; it stands still while the inspection goes on. `officers` as in `find`."""

    instrument: Instrument
    scores: Scores
    cases: tuple[Case, ...]
    officers: tuple[Officer, ...] | None


def count_out(counted: Counted) -> tuple[ResultTable, ...]:
    """Every table that has a row; none where nothing is counted. May run on any thread."""
    if not counted.cases and not any(officer.sheet.answers for officer in counted.officers or ()):
        return ()
    found = find(counted.instrument, counted.scores, counted.cases, counted.officers)
    return result_tables(counted.instrument, found)


def result_tables(instrument: Instrument, findings: Findings) -> tuple[ResultTable, ...]:
    """Every table that has a row, in the order in which they are offered."""
    words = words_for(instrument.language)
    cases, officers = (Tables(words, CAUTION_BELOW, who) for who in ("case", "officer"))
    own = {q.id for q in instrument.questions if q.cell is not None}
    measured = [(c.id, m) for o in findings.outcomes for c in o.criteria for m in c.measures]
    told = [(c.id, c) for o in findings.outcomes for c in o.criteria]
    views = [(v.id, v) for o in findings.outcomes for v in o.interviews]
    reasons = [(id_, s) for id_, c in told for s in c.reasons]
    facts = [(id_, s) for id_, c in told for s in c.facts] + [("", s) for s in findings.facts]
    said = [(id_, s) for id_, v in views for s in v.views]
    say = words.say
    made = (
        _factors(words, findings),
        _spreads(REASONS, say("reasons"), cases, reasons, instrument),
        *(_grid(words, instrument, grid, findings) for grid in instrument.grids if grid.id != FACTOR_GRID),
        _spreads(FACTS, say("facts"), cases, [s for s in facts if s[1].id not in own], instrument),
        _measures(NUMBERS, say("numbers"), words, [*measured, *(("", m) for m in findings.measures)]),
        _spreads(VIEWS, say("views"), officers, [s for s in said if s[1].id not in own], instrument),
        _measures(VIEW_NUMBERS, say("view_numbers"), words, [(i, m) for i, v in views for m in v.measures]),
    )
    return tuple(made_one for made_one in made if made_one.table.rows)


def _factors(words: Words, findings: Findings) -> ResultTable:
    say = words.say
    outcome = next((o for o in findings.outcomes if o.factors), None)
    factors = outcome.factors if outcome else ()
    measured = (say("found"), say("work"), say("progress"))
    columns = (PlainColumn(say("factor")), *(column for title in measured for column in _headed(words, title)))
    rows = tuple((f.label, *_of(f.present), *_of(f.interventions), *_of(f.progress)) for f in factors)
    parts = {
        "factor_found": [f.present for f in factors],
        "factor_work": [f.interventions for f in factors],
        "factor_progress": [f.progress for f in factors],
    }
    labels = [f.label for f in factors]
    charts = tuple(_chart(words, say(key), labels, found) for key, found in parts.items()) if factors else ()
    criterion = outcome.factor_criterion if outcome else ""
    return ResultTable(FACTORS, _table(words, say("factors"), columns, rows), (criterion,) * len(rows), charts)


def _chart(words: Words, title: str, labels: Sequence[str], parts: Sequence[Part]) -> PlainChart:
    small = any(0 < p.base < CAUTION_BELOW for p in parts)
    bars = tuple(PlainBar(label, _share(p), _figures(words, p)) for label, p in zip(labels, parts, strict=True))
    return PlainChart(title, words.say("caution", n=CAUTION_BELOW) if small else "", bars)


def _figures(words: Words, part: Part) -> str:
    mark = f" {words.say('mark')}" if 0 < part.base < CAUTION_BELOW else ""
    return words.say("of", count=part.count, base=part.base) + mark


def _spreads(
    id_: str, title: str, tables: Tables, spreads: Iterable[tuple[str, Spread]], instrument: Instrument
) -> ResultTable:
    say = tables.words.say
    columns: tuple[PlainColumn, ...] = (
        PlainColumn(say("criterion")), PlainColumn(say("number")), PlainColumn(say("question")),
        PlainColumn(say("reason" if id_ == REASONS else "answer")),
        PlainColumn(say("officers" if tables.who == "officer" else "count"), "number"),
        PlainColumn(say("base"), "base"), PlainColumn(say("share"), "share"), PlainColumn(say("na"), "number"),
        PlainColumn(say("base_in_words")),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for criterion, spread in spreads:
        question = instrument.questions_by_id[spread.id]
        above = instrument.questions_by_id.get(question.under or "")
        short = f"{above.short}: {spread.short.lower()}" if id_ == REASONS and above is not None else spread.short
        several = say("several") if spread.several else ""
        base = " ".join(filter(None, (tables.base_of(spread), several)))
        for part in spread.parts:
            cells = (part.count, spread.base, _share(part), spread.not_applicable)
            rows.append((criterion, spread.number, short, part.label, *cells, base))
    if not any(row[_NOT_APPLICABLE] for row in rows):
        columns = columns[:_NOT_APPLICABLE] + columns[_NOT_APPLICABLE + 1 :]
        rows = [row[:_NOT_APPLICABLE] + row[_NOT_APPLICABLE + 1 :] for row in rows]
    table = _table(tables.words, title, columns, tuple(rows))
    return ResultTable(id_, table, tuple(str(row[0]) for row in rows), of_officers=tables.who == "officer")


def _grid(words: Words, instrument: Instrument, grid: Grid, findings: Findings) -> ResultTable:
    """A row for each row of the grid; for each of its columns how many answers are good enough, of how many."""
    say = words.say
    cells = {(q.cell.row, q.cell.column): q for q in instrument.questions if q.cell and q.cell.grid == grid.id}
    scored = {q.id: q for o in findings.outcomes for c in o.criteria for q in c.questions}
    spreads = {s.id: s for s in _all_spreads(findings)}
    columns = [PlainColumn(grid.title)]
    for code, label in grid.columns:
        asked = next((q for (_, column), q in cells.items() if column == code), None)
        good = words.listed(_good(asked)) if asked is not None else ""
        columns += _headed(words, say("cell", column=label, answer=good))
    rows: list[tuple[Cell, ...]] = []
    criteria = []
    for code, label in grid.rows:
        asked_here = [cells.get((code, column)) for column, _ in grid.columns]
        parts = [_part(question, scored, spreads) for question in asked_here]
        if any(part is not None for part in parts):
            rows.append((label, *(cell for part in parts for cell in (_of(part) if part else (None, None, None)))))
            criteria.append(next((c for q in asked_here if q for c in q.criteria), ""))
    table = _table(words, grid.title, tuple(columns), tuple(rows))
    officers = any(question.per == "officer" for question in cells.values())
    return ResultTable(GRID + grid.id, table, tuple(criteria), of_officers=officers)


def _good(question: Question) -> list[str]:
    """The answers that a grid counts: those above the line, or the first where there is none."""
    above = [c.label for c in question.choices if c.line == "above"]
    return above or [c.label for c in question.choices[:1]]


def _part(
    question: Question | None, scored: Mapping[str, QuestionFinding], spreads: Mapping[str, Spread]
) -> Part | None:
    if question is None:
        return None
    if question.id in scored:
        return scored[question.id].part
    spread = spreads.get(question.id)
    if spread is None:
        return None
    good = _good(question)
    return Part(question.short, sum(p.count for p in spread.parts if p.label in good), spread.base)


def _all_spreads(findings: Findings) -> Iterable[Spread]:
    for outcome in findings.outcomes:
        for criterion in outcome.criteria:
            yield from criterion.facts
        for interview in outcome.interviews:
            yield from interview.views
    yield from findings.facts


def _measures(id_: str, title: str, words: Words, measures: Iterable[tuple[str, Measure]]) -> ResultTable:
    say = words.say
    columns = (
        PlainColumn(say("criterion")), PlainColumn(say("number")), PlainColumn(say("question")),
        *(PlainColumn(say(key), "number") for key in ("low", "middle", "high")), PlainColumn(say("base"), "base"),
    )  # fmt: skip
    rows = tuple((criterion, m.number, m.short, m.low, m.middle, m.high, m.base) for criterion, m in measures)
    table = _table(words, title, columns, rows)
    return ResultTable(id_, table, tuple(row[0] for row in rows), of_officers=id_ == VIEW_NUMBERS)


def _table(
    words: Words, title: str, columns: tuple[PlainColumn, ...], rows: tuple[tuple[Cell, ...], ...]
) -> PlainTable:
    line = words.say("caution", n=CAUTION_BELOW) if has_small_base(columns, rows) else ""
    return PlainTable(title, line, columns, rows)


def _headed(words: Words, title: str) -> tuple[PlainColumn, PlainColumn, PlainColumn]:
    """The columns of a part: count, base, share."""
    say = words.say
    return (
        PlainColumn(title, "number"),
        PlainColumn(say("base_for", of=title), "base", say("base")),
        PlainColumn(say("share_for", of=title), "share", say("share")),
    )


def _of(part: Part) -> tuple[Cell, Cell, Cell]:
    return part.count, part.base, _share(part)


def _share(part: Part) -> Fraction | None:
    return Fraction(part.count, part.base) if part.base else None
