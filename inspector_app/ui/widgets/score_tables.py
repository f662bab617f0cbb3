"""The grid of scores and its questions as they are taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.plain_table import Cell, PlainColumn, PlainTable
from inspector_app.domain.scoring import METHODS, Method, Scores
from inspector_app.ui.counted_line import cautioned
from inspector_app.ui.score_words import method_words

_ABOVE, _BELOW = 3, 4


def with_bases(shown: PlainTable) -> PlainTable:
    """The table of questions with the base of each score before it: the cases above and below the line."""
    base = PlainColumn(QCoreApplication.translate("scores", "Base"), "base")
    rows = tuple((*row[:-1], _base(row), row[-1]) for row in shown.rows)
    return cautioned(replace(shown, columns=(*shown.columns[:-1], base, shown.columns[-1]), rows=rows))


def grid_table(instrument: Instrument, scores: Scores, counted: str) -> PlainTable:
    """The grid: a row for each outcome, a column for each step of the work, the outcomes by both methods at the end.

    The last row has the means of the columns (scoring rule 4).
    """
    say = QCoreApplication.translate
    found = {c.id: c.score for c in scores.criteria}
    by_method = {scores.method: scores.outcomes}
    by_method |= {m: scores.alternatives for m in METHODS if m != scores.method}
    columns = (
        PlainColumn(say("scores", "Outcome")),
        *(PlainColumn(p.title, "share") for p in instrument.processes),
        *(PlainColumn(_headed(method, scores), "share") for method in METHODS),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, outcome in enumerate(instrument.outcomes):
        own = {c.process: found.get(c.id) for c in instrument.criteria if c.outcome == outcome.id}
        results = (by_method[method][place].score for method in METHODS)
        rows.append((f"{outcome.id}  {outcome.title}", *(own.get(p.id) for p in instrument.processes), *results))
    means = (group.score for group in scores.processes)
    rows.append((say("scores", "Mean of the column"), *means, *(None for _ in METHODS)))
    return PlainTable(say("scores", "Scores by criterion"), counted, columns, tuple(rows))


def _headed(method: Method, scores: Scores) -> str:
    in_use = QCoreApplication.translate("scores", "Outcome by %1 (in use)")
    other = QCoreApplication.translate("scores", "Outcome by %1")
    return (in_use if method == scores.method else other).replace("%1", method_words(method))


def _base(row: tuple[Cell, ...]) -> int:
    return sum(cell for cell in (row[_ABOVE], row[_BELOW]) if isinstance(cell, int))
