"""The agreement as a table: one row for each question, criterion or assessor, and each figure in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.agreement import Figure, Leniency, Row
from inspector_app.domain.figures import CAUTION_BELOW, Part
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.plain_table import MARK
from inspector_app.domain.ratings import Scope
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SHARE, SORT, VALUE, Index

_COEFFICIENTS = ("ac1", "ac2", "alpha")
_COUNTS = ("n", "cases", "pairs")
_LAST = 9.0
"""Sorts what has no figure after all that have one."""


class AgreementModel(ColumnModel):
    """The rows of one scope; a figure always stands beside its n."""

    def __init__(self, instrument: Instrument, parent: QObject | None = None) -> None:
        super().__init__(frozenset(_COUNTS), parent)
        self._instrument = instrument
        self._rows: tuple[Row, ...] = ()
        self.scope: Scope = "question"
        self._lay_out()

    def show_rows(self, rows: Sequence[Row], scope: Scope) -> None:
        """Shows the rows of a scope."""
        wanted = tuple(row for row in rows if row.scope == scope)
        if scope == self.scope and [r.id for r in wanted] == [r.id for r in self._rows]:
            self._rows = wanted
            if wanted:
                self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(self.headed) - 1))
            return
        self.beginResetModel()
        self._rows, self.scope = wanted, scope
        self._lay_out()
        self.endResetModel()

    def row(self, key: str) -> Row | None:
        """The row with this id."""
        return next((row for row in self._rows if row.id == key), None)

    def name(self, row: Row) -> str:
        """What a row is about, in words."""
        if row.scope == "question":
            question = self._instrument.questions_by_id[row.id]
            return question.short or question.text
        if row.scope == "criterion":
            return self._instrument.criteria_by_id[row.id].title
        return row.id or self.tr("All questions")

    def number(self, row: Row) -> str:
        """The number of a question or criterion; empty for assessors."""
        if row.scope == "question":
            return self._instrument.questions_by_id[row.id].number
        return row.id if row.scope == "criterion" else ""

    def figure_words(self, figure: Figure) -> str:
        """A coefficient as it stands in a cell: two places and its interval, or in two words why there is none."""
        if figure.value is None:
            words = {"few": self.tr("too few"), "flat": self.tr("all the same"), "no_scale": self.tr("no scale")}
            return words[figure.why]
        text = decimal(figure.value)
        if figure.interval is not None:
            span = self.tr("%1 to %2").replace("%1", decimal(figure.interval.low))
            text += f" ({span.replace('%2', decimal(figure.interval.high))})"
        return text

    def lean_words(self, part: Leniency) -> str:
        """Who is above the line more often than the others, and by how much."""
        if part.figure.value is None:
            return self.tr("too few")
        points = round(part.figure.value * 100)
        text = self.tr("%1 points").replace("%1", signed(points))
        if part.figure.interval is not None:
            low, high = (signed(round(end * 100)) for end in (part.figure.interval.low, part.figure.interval.high))
            text += f" ({self.tr('%1 to %2').replace('%1', low).replace('%2', high)})"
        return text

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, column)
        if role == SORT:
            return self._sort_key(row, column)
        if role == KEY:
            return row.id
        if role == SHARE and column == "same":
            return row.same / row.pairs
        if role == VALUE:
            return self._value(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(row, column)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question, and the kind of a column for taking the table away."""
        if role == VALUE:
            kinds = {"n": "number", "pairs": "number", "cases": "base", "same": "share", "side": "share"}
            return kinds.get(self.columns[section], "text")
        return super().headerData(section, orientation, role)

    def _value(self, row: Row, column: str) -> int | Fraction | None:
        counts = {"n": row.agreement.n, "pairs": row.pairs, "cases": row.agreement.cases}
        if column in counts:
            return counts[column]
        parts = {"same": row.same, "side": row.same_side}
        part = parts.get(column)
        return None if part is None else Fraction(part, row.pairs)

    def _lay_out(self) -> None:
        titles = {
            "question": self.tr("Question"), "criterion": self.tr("Criterion"), "assessor": self.tr("Assessor"),
            "all": self.tr("All"),
        }  # fmt: skip
        numbered = [("number", self.tr("No."))] if self.scope in ("question", "criterion") else []
        lean = self.tr("Against the others") if self.scope == "assessor" else self.tr("Most lenient")
        self.headed = (
            *numbered,
            ("name", titles[self.scope]),
            ("n", self.tr("n")),
            ("pairs", self.tr("Pairs")),
            ("cases", self.tr("Cases")),
            ("same", self.tr("Same answer")),
            ("side", self.tr("Same side")),
            ("ac1", self.tr("AC1")),
            *([("ac2", self.tr("AC2"))] if self.scope == "question" else []),
            ("alpha", self.tr("Alpha")),
            ("lean", lean),
        )

    def _text(self, row: Row, column: str) -> str:
        if column in _COEFFICIENTS:
            return self.figure_words(getattr(row, column))
        if column == "lean":
            return self._lean(row)
        texts = {
            "number": self.number(row),
            "name": self.name(row),
            "n": str(row.agreement.n),
            "pairs": str(row.pairs),
            "cases": cases_words(row.agreement.cases),
            "same": f"{Part('', row.same, row.pairs).percent}%",
            "side": "–" if row.same_side is None else f"{Part('', row.same_side, row.pairs).percent}%",
        }
        return texts[column]

    def _lean(self, row: Row) -> str:
        enough = [part for part in row.leniency if part.figure.value is not None]
        if not enough:
            return self.tr("too few") if row.leniency else "–"
        part = enough[0]
        if row.scope == "assessor":
            return self.lean_words(part)
        if not part.figure.value:
            return self.tr("none")
        return f"{part.assessor} {self.lean_words(part)}"

    def _sort_key(self, row: Row, column: str) -> Any:
        if column in _COEFFICIENTS:
            value = getattr(row, column).value
            return _LAST if value is None else value
        if column == "lean":
            values = [p.figure.value for p in row.leniency if p.figure.value is not None]
            return -max((abs(value) for value in values), default=-_LAST)
        if column in ("same", "side"):
            part = row.same if column == "same" else row.same_side
            return _LAST if part is None else part / row.pairs
        if column in _COUNTS:
            return self._value(row, column)
        return natural(self._text(row, column))


def cases_words(cases: int) -> str:
    """A number of cases, marked where it is small."""
    return f"{cases} {MARK}" if cases < CAUTION_BELOW else str(cases)


def decimal(value: float) -> str:
    """A coefficient with two places and a real minus sign."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def signed(points: int) -> str:
    """Points with their sign."""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")
