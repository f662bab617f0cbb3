"""The scored questions as a table: how many cases stand above the line, below it, and out of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.plain_table import MARK, is_small
from inspector_app.domain.scoring import QuestionScore, percent
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SHARE, SORT, VALUE, Index

_FIGURES = ("above", "below", "not_applicable", "blank", "closed")


class QuestionsModel(ColumnModel):
    """One row for each scored question."""

    def __init__(self, instrument: Instrument, parent: QObject | None = None) -> None:
        super().__init__(frozenset(_FIGURES), parent)
        self._instrument = instrument
        self._scores: tuple[QuestionScore, ...] = ()
        self.headed = (
            ("number", self.tr("No.")),
            ("short", self.tr("Question")),
            ("criteria", self.tr("Criteria")),
            ("above", self.tr("Above")),
            ("below", self.tr("Below")),
            ("not_applicable", self.tr("N/A")),
            ("blank", self.tr("Blank")),
            ("closed", self.tr("Closed")),
            ("score", self.tr("Score")),
        )

    def show_scores(self, scores: tuple[QuestionScore, ...]) -> None:
        """Takes new scores of the same questions; only rows that changed are told of."""
        if len(scores) != len(self._scores):
            self.beginResetModel()
            self._scores = scores
            self.endResetModel()
            return
        changed = [row for row, (old, new) in enumerate(zip(self._scores, scores, strict=True)) if old != new]
        self._scores = scores
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.headed) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._scores)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        score, column = self._scores[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(score, column)
        if role == SORT:
            return self._sort_key(score, column)
        if role == KEY:
            return score.id
        if role == VALUE:
            return score.score if column == "score" else getattr(score, column, None) if column in _FIGURES else None
        if role == SHARE and column == "score":
            return None if score.score is None else float(score.score)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._instrument.questions_by_id[score.id].text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(score, column)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        if role == VALUE:
            column = self.columns[section]
            return "share" if column == "score" else "number" if column in _FIGURES else "text"
        return super().headerData(section, orientation, role)

    def base(self, row: int) -> int:
        """To how many cases the question in a row applies."""
        return self._scores[row].base

    def criteria(self, row: int) -> tuple[str, ...]:
        """The criteria of the question in a row."""
        return self._scores[row].criteria

    def _text(self, score: QuestionScore, column: str) -> str:
        question = self._instrument.questions_by_id[score.id]
        if column in _FIGURES:
            return str(getattr(score, column))
        if column == "score":
            whole = percent(score.score)
            return "–" if whole is None else f"{whole}% {MARK}" if is_small(score.base) else f"{whole}%"
        return {"number": question.number, "short": question.short, "criteria": ", ".join(score.criteria)}[column]

    def _sort_key(self, score: QuestionScore, column: str) -> Any:
        if column in _FIGURES:
            return getattr(score, column)
        if column == "score":
            return -1.0 if score.score is None else float(score.score)
        return natural(self._text(score, column))


class QuestionsFilter(QSortFilterProxyModel):
    """The questions of one criterion, outcome or process that match every word typed."""

    def __init__(self, model: QuestionsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self._criteria: frozenset[str] | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def search(self, text: str) -> None:
        """Keeps the questions in which each word occurs."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def keep_criteria(self, criteria: frozenset[str] | None) -> None:
        """Keeps the questions of some criteria; None lifts the filter."""
        self.beginFilterChange()
        self._criteria = criteria
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's question."""
        if self._criteria is not None and not self._criteria.intersection(self._model.criteria(row)):
            return False
        cells = (self._model.index(row, c) for c in range(3))
        text = " ".join(f"{c.data()} {c.data(Qt.ItemDataRole.ToolTipRole)}" for c in cells).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        one, other = left.data(SORT), right.data(SORT)
        return bool(one < other or (one == other and left.row() < right.row()))
