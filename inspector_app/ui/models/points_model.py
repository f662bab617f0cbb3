"""What to look at in cases of the review, one line for each thing: queries, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.first_look import Sort
from inspector_app.domain.instrument import Instrument
from inspector_app.services.review_queue import InReview
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SORT, Index

APART = "\n"
"""Stands between case and question in the key of a row."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line; `place` is where it comes among the others, `question` where Enter leads."""

    ref: str
    question: str
    what: str
    words: str
    place: int


class PointsModel(ColumnModel):
    """One row for each thing to look at."""

    def __init__(self, instrument: Instrument, parent: QObject | None = None) -> None:
        super().__init__(frozenset(), parent)
        self._instrument = instrument
        self._rows: list[PointRow] = []
        self.headed = (
            ("place", self.tr("What")), ("ref", self.tr("Case")), ("question", self.tr("Question")),
            ("words", self.tr("Words")),
        )  # fmt: skip

    def show_queries(self, rows: Iterable[InReview]) -> None:
        """The queries of cases, the open ones first."""
        self._set([line for row in rows for line in self._queries(row)])

    def show_case(self, row: InReview | None) -> None:
        """Everything there is to look at in one case."""
        self._set([*self._queries(row), *self._points(row)] if row is not None else [])

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, column)
        if role == SORT:
            return row.place if column == "place" else natural(self._text(row, column))
        if role == KEY:
            return f"{row.ref}{APART}{row.question}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(row, column)}"
        return None

    def _set(self, rows: list[PointRow]) -> None:
        self.beginResetModel()
        self._rows = sorted(rows, key=lambda row: row.place)
        self.endResetModel()

    def _text(self, row: PointRow, column: str) -> str:
        if column == "place":
            return row.what
        if column == "ref":
            return row.ref
        if column == "words":
            return " ".join(row.words.split()) or "–"
        question = self._instrument.questions_by_id.get(row.question)
        return f"{question.number}  {question.short or question.text}" if question else "–"

    def _queries(self, row: InReview) -> Iterable[PointRow]:
        states = {"open": (0, self.tr("Query open")), "answered": (1, self.tr("Query replied to"))}
        for thread in row.threads:
            place, what = states[thread.state]
            last = next((m for m in reversed(thread.messages) if m.id in thread.last), thread.messages[-1])
            yield PointRow(row.case.ref, thread.question, what, f"{last.author}: {last.text}", place)

    def _points(self, row: InReview) -> Iterable[PointRow]:
        names: dict[Sort, str] = {
            "blank": self.tr("Blank"), "error": self.tr("Cross-check"), "warning": self.tr("Cross-check"),
            "reason": self.tr("Reason given"), "cannot_determine": self.tr("Cannot be determined"),
            "changed": self.tr("Changed by the lead"), "not_on_file": self.tr("Not on file"),
        }  # fmt: skip
        order = list(names)
        for point in row.look.points:
            words = point.words
            if point.sort == "blank" and not point.question:
                words = words or self.tr("The officer’s interview")
            yield PointRow(row.case.ref, point.question, names[point.sort], words, 2 + order.index(point.sort))
