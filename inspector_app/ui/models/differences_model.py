"""The questions of a case over all its readings, as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.differences import Line, Verdict
from inspector_app.domain.instrument import Instrument
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, Index
from inspector_app.ui.phrases import answer_words

_SHOWN: dict[str, frozenset[Verdict]] = {
    "to_settle": frozenset({"to_settle"}),
    "differing": frozenset({"to_settle", "settled", "follows"}),
    "all": frozenset({"to_settle", "settled", "follows", "same"}),
}


class DifferencesModel(ColumnModel):
    """One row for each question, scored ones first: what each reader said, what stands, and whether it is settled."""

    def __init__(self, instrument: Instrument, parent: QObject | None = None) -> None:
        super().__init__(frozenset(), parent)
        self._instrument = instrument
        self._lines: tuple[Line, ...] = ()
        self.shown: list[Line] = []
        self.which = "differing"

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Shows the lines of a case; those that are settled now stay in the list, so that nothing jumps away."""
        kept = {line.difference.question for line in self.shown} if self._lines else set()
        readers = [side.reader for side in lines[0].difference.sides] if lines else []
        headed = (
            ("number", self.tr("No.")),
            ("question", self.tr("Question")),
            ("verdict", self.tr("State")),
            *((f"reader/{reader}", reader) for reader in readers),
            ("stands", self.tr("What stands")),
        )
        shown = [line for line in lines if self._keeps(line) or line.difference.question in kept]
        same_rows = [line.difference.question for line in shown] == [line.difference.question for line in self.shown]
        if same_rows and headed == self.headed:
            self._lines, self.shown = lines, shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(headed) - 1))
            return
        self.beginResetModel()
        self.headed, self._lines, self.shown = headed, lines, shown
        self.endResetModel()

    def keep(self, which: str) -> None:
        """Shows what is to settle, what differs, or all; also lets go of what has been settled meanwhile."""
        self.beginResetModel()
        self.which = which
        self.shown = [line for line in self._lines if self._keeps(line)]
        self.endResetModel()

    def line(self, question: str) -> Line | None:
        """The line of a question."""
        return next((line for line in self._lines if line.difference.question == question), None)

    def count(self, verdict: Verdict) -> int:
        """How many questions have a verdict."""
        return sum(line.verdict == verdict for line in self._lines)

    def next_to_settle(self, after: int, by: int) -> int:
        """The nearest row to settle after (or, with -1, before) a row, going round; -1 where there is none."""
        size = len(self.shown)
        places = [(after + by * step) % size for step in range(1, size + 1)] if size else []
        return next((place for place in places if self.shown[place].verdict == "to_settle"), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        line, column = self.shown[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(line, column)
        if role == KEY:
            return line.difference.question
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(line, column)}"
        return None

    def verdict_words(self, verdict: Verdict) -> str:
        """A verdict in words."""
        words = {
            "same": self.tr("Same"),
            "to_settle": self.tr("To settle"),
            "settled": self.tr("✓ Settled"),
            "follows": self.tr("Nothing to settle"),
        }
        return words[verdict]

    def _keeps(self, line: Line) -> bool:
        return line.verdict in _SHOWN[self.which]

    def _text(self, line: Line, column: str) -> str:
        question = self._instrument.questions_by_id[line.difference.question]
        if column.startswith("reader/"):
            side = next(s for s in line.difference.sides if s.reader == column.removeprefix("reader/"))
            return answer_words(question, side.counts) if side.is_open else self.tr("not asked")
        return {
            "number": question.number,
            "question": question.short or question.text,
            "stands": answer_words(question, line.stands),
            "verdict": self.verdict_words(line.verdict),
        }[column]
