"""What another version of the question set would change, as a table: one row for each question and fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.upgrading import FieldChange, QuestionChange, Touched
from inspector_app.services.upgrading import Preview
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SORT, Index
from inspector_app.ui.question_words import Shown, class_words, parts_words

SHOWN: tuple[Shown, ...] = ("confirm", "changed", "retired", "new", "kept")
_FIGURES = ("answers", "open", "signed_off", "lost")


@dataclass(frozen=True, slots=True)
class UpgradeRow:
    """One question or fact: what becomes of it, what stands there, and the set in which it has its number."""

    change: QuestionChange | FieldChange
    touched: Touched
    instrument: Instrument

    @property
    def key(self) -> str:
        """What identifies the row."""
        return f"question:{self.change.id}" if self.asked else f"fact:{self.change.id}"

    @property
    def kind(self) -> Shown:
        """What becomes of it, as the screen tells it."""
        return "changed" if self.asked is None and self.change.kind == "confirm" else self.change.kind

    @property
    def asked(self) -> Question | None:
        """The question as it reads from now on, or read last; None for a fact."""
        found = self.change.new or self.change.old
        return found if isinstance(found, Question) else None

    @property
    def text(self) -> str:
        """Its wording."""
        found = self.change.new or self.change.old
        if found is None:
            return self.change.id
        return found.text if isinstance(found, Question) else found.label


def rows_of(preview: Preview) -> tuple[UpgradeRow, ...]:
    """A row for each question and fact: those to confirm first, then retired, new and kept ones."""
    comparison = preview.comparison
    rows = [
        *(UpgradeRow(c, preview.questions[c.id], comparison.new if c.new else comparison.old)
          for c in comparison.questions),
        *(UpgradeRow(c, preview.fields[c.id], comparison.new if c.new else comparison.old) for c in comparison.fields),
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda r: SHOWN.index(r.kind)))


class UpgradeModel(ColumnModel):
    """The rows of a preview."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(frozenset(_FIGURES), parent)
        self.rows: tuple[UpgradeRow, ...] = ()
        self.headed = (
            ("class", self.tr("What happens")),
            ("number", self.tr("No.")),
            ("text", self.tr("Question or fact")),
            ("parts", self.tr("What changes")),
            ("answers", self.tr("Answers")),
            ("open", self.tr("Open")),
            ("signed_off", self.tr("Signed off")),
            ("lost", self.tr("Blank")),
        )

    def show_rows(self, rows: tuple[UpgradeRow, ...]) -> None:
        """Takes over another preview."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == SORT:
            return self._sort_key(row, index.row(), column)
        if role == KEY:
            return row.key
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(row, column)}"
        return None

    def _text(self, row: UpgradeRow, column: str) -> str:
        if column in _FIGURES:
            number = self._figure(row, column)
            return str(number) if number else "–"
        if column == "class":
            return class_words(row.kind)
        if column == "number":
            return row.asked.number if row.asked else self.tr("fact")
        return row.text if column == "text" else parts_words(row.change.parts)

    def _figure(self, row: UpgradeRow, column: str) -> int:
        found = row.touched
        return {
            "answers": found.answers,
            "open": found.open_cases,
            "signed_off": found.signed_off,
            "lost": len(found.lost),
        }[column]

    def _sort_key(self, row: UpgradeRow, place: int, column: str) -> Any:
        if column == "class":
            return (SHOWN.index(row.kind), place)
        return self._figure(row, column) if column in _FIGURES else natural(self._text(row, column))


class UpgradeFilter(QSortFilterProxyModel):
    """The rows of one class that match every word typed."""

    def __init__(self, model: UpgradeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self._class: Shown | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def search(self, text: str) -> None:
        """Keeps the rows in which each word occurs."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def keep_class(self, kind: Shown | None) -> None:
        """Keeps the rows of one class; None lifts the filter."""
        self.beginFilterChange()
        self._class = kind
        self.endFilterChange()

    def row_at(self, index: Index) -> UpgradeRow | None:
        """What stands in a row that is shown."""
        return self._model.rows[self.mapToSource(index).row()] if index.isValid() else None

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's question."""
        shown = self._model.rows[row]
        if self._class is not None and shown.kind != self._class:
            return False
        cells = (str(self._model.index(row, c).data()) for c in range(4))
        text = " ".join((*cells, shown.change.id)).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        one, other = left.data(SORT), right.data(SORT)
        return bool(one < other or (one == other and left.row() < right.row()))
