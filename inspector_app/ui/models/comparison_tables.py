"""A comparison in words: its tables and its chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.comparison import Comparison, Pair, Unlike
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.plain_table import Cell, PlainBar, PlainChart, PlainColumn, PlainTable, text_of

LEVELS = ("outcomes", "criteria", "questions", "unlike")


def _say(text: str) -> str:
    return QCoreApplication.translate("comparison", text)


def level_words(level: str) -> str:
    """A table of the comparison as it is called."""
    return {
        "outcomes": _say("Outcomes"),
        "criteria": _say("Criteria"),
        "questions": _say("Questions"),
        "unlike": _say("Not compared, and why"),
    }[level]


def comparison_table(level: str, found: Comparison, instrument: Instrument) -> tuple[PlainTable, tuple[str, ...]]:
    """One of `LEVELS` as a table, with the id of each row."""
    if level == "unlike":
        return _unlike_table(found.unlike)
    pairs = {"outcomes": found.outcomes, "criteria": found.criteria, "questions": found.questions}[level]
    if level == "criteria":
        pairs = tuple(p for p in pairs if instrument.criteria_by_id[p.id].scored)
    here, there = _say("Here"), _say("There")
    of = _say("base") if level == "questions" else _say("cases")
    columns: tuple[PlainColumn, ...] = (
        PlainColumn(_say("No.")), PlainColumn(level_words(level)),
        PlainColumn(f"{here}: %", "share", here), PlainColumn(f"{here}: {of}", "base", of.capitalize()),
        PlainColumn(f"{there}: %", "share", there), PlainColumn(f"{there}: {of}", "base", of.capitalize()),
        PlainColumn(_say("Difference in points"), "points", _say("Points")), PlainColumn(_say("Remarks")),
    )  # fmt: skip
    rows = tuple(_row(level, pair, instrument) for pair in pairs)
    if not any(row[-1] for row in rows):  # a column of remarks with none in it
        columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
    return PlainTable(level_words(level), "", columns, rows), tuple(pair.id for pair in pairs)


def comparison_chart(found: Comparison, instrument: Instrument) -> PlainChart:
    """The outcomes on both sides."""
    titles = {o.id: f"{o.id}  {o.title}" for o in instrument.outcomes}
    bars = []
    for pair in found.outcomes:
        for side, share, base in (
            (_say("Here"), pair.here, pair.here_base),
            (_say("There"), pair.there, pair.there_base),
        ):
            bars.append(PlainBar(side, share, _say("%1 cases").replace("%1", text_of(base, "base")), titles[pair.id]))
    return PlainChart(_say("Outcomes here and there"), "", tuple(bars))


def _row(level: str, pair: Pair, instrument: Instrument) -> tuple[Cell, ...]:
    if level == "questions":
        question = instrument.questions_by_id[pair.id]
        number, title = question.number, question.short
    else:
        groups = instrument.outcomes if level == "outcomes" else instrument.criteria
        number, title = pair.id, next(group.title for group in groups if group.id == pair.id)
    return (
        number, title, pair.here, pair.here_base, pair.there, pair.there_base, pair.difference, _remark(pair),
    )  # fmt: skip


def _remark(pair: Pair) -> str:
    if not pair.same_rule:
        return _say("Not asked of the same cases on each side")
    if pair.alike < pair.asked:
        text = _say("Over the %1 of %2 questions that are asked alike")
        return text.replace("%1", str(pair.alike)).replace("%2", str(pair.asked))
    return ""


def _unlike_table(unlike: Sequence[Unlike]) -> tuple[PlainTable, tuple[str, ...]]:
    reasons = {
        "not_there": _say("Not in the other question set"),
        "not_here": _say("Not scored in the question set in use here"),
        "not_scored": _say("Not scored there"),
        "choices": _say("Its choices are not the same"),
        "line": _say("The line between well enough and not well enough is not the same"),
    }
    columns = tuple(map(PlainColumn, (_say("No."), _say("Question"), _say("Why"), _say("Where"))))
    rows = tuple((u.question.number, u.question.short, reasons[u.reason], "; ".join(u.sides)) for u in unlike)
    return PlainTable(level_words("unlike"), "", columns, rows), tuple(u.question.id for u in unlike)
