"""The cases of an inspection as a table. What is costly is worked out once, and again when the case changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.domain.case import Case
from inspector_app.domain.instrument import CaseField
from inspector_app.domain.progress import Remaining
from inspector_app.domain.values import STATUSES
from inspector_app.services.session import Changes, Session
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SHARE, SORT, Index
from inspector_app.ui.phrases import remains_words, status_words


@dataclass(slots=True)
class CaseRow:
    """One case and, once somebody asked, what remains on it."""

    case: Case
    remaining: Remaining | None = None


class CasesModel(ColumnModel):
    """One row for each case: reference, the facts of the list, officer, assessor, status, progress, what remains."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(frozenset({"remains"}), parent)
        self._session = session
        bars = [f for f in session.instrument.fields if f.bar and f.name != "officer"]
        self.unit = bars[0] if bars else None
        self._facts: tuple[CaseField, ...] = tuple(bars[1:3])
        self.headed = self._lay_out()
        self._refs: list[str] = list(session.refs())
        self._rows = {ref: CaseRow(session.case(ref)) for ref in self._refs}

    # What Qt asks

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._refs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        ref, column = self._refs[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(ref, column)
        if role == SORT:
            return self._sort_key(ref, column)
        if role == KEY:
            return ref
        if role == SHARE and column == "progress":
            whole = self.remaining(ref).whole
            return whole.answered / whole.open if whole.open else 1.0
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return remains_words(self.remaining(ref)) if column == "remains" else self._text(ref, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = status_words(self.case(ref).status) if column == "status" else self._text(ref, column)
            return f"{self.headed[index.column()][1]}: {words}"
        return None

    # What the page asks

    def case(self, ref: str) -> Case:
        """A case as it stands."""
        return self._rows[ref].case

    def remaining(self, ref: str) -> Remaining:
        """What remains on a case; worked out when first asked for."""
        row = self._rows[ref]
        if row.remaining is None:
            row.remaining = self._session.remaining(ref)
        return row.remaining

    def work_out_one(self) -> bool:
        """Works out what remains on one more case, for idle moments; False when nothing is left to do."""
        ref = next((ref for ref, row in self._rows.items() if row.remaining is None), None)
        if ref is not None:
            self.remaining(ref)
        return ref is not None

    def values(self, column: str) -> list[str]:
        """The values of a column that occur, sorted, as they are stored."""
        return sorted({v for ref in self._refs if (v := self.value(ref, column))})

    def value(self, ref: str, column: str) -> str:
        """A value as it is stored."""
        case = self._rows[ref].case
        if column == "ref":
            return ref
        return {"assessor": case.assessor, "status": case.status}.get(column, case.fields.get(column, ""))

    def words(self, column: str, value: str) -> str:
        """A stored value in words."""
        field = self._session.instrument.fields_by_name.get(column)
        return status_words(value, signed=True) if column == "status" else field.label_of(value) if field else value

    def take_in(self, changes: Changes) -> None:
        """Refreshes what an act touched, and nothing else."""
        refs = {s.ref for s in changes.slots if s.about == "case"}
        officers = {s.ref for s in changes.slots if s.about == "officer"}
        for ref in [r for r in self._session.refs() if r in refs and r not in self._rows]:
            self._insert(ref)
        interviews = any(s.about == "inspection" and s.name == "interviews" for s in changes.slots)
        for place, ref in enumerate(self._refs):
            row = self._rows[ref]
            if ref in refs:
                row.case = self._session.case(ref)
            if ref in refs or interviews or row.case.officer in officers:
                row.remaining = None
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.headed) - 1))

    def look_again(self) -> None:
        """Reads every case anew: another person works here, to whom a second read shows another case."""
        for place, ref in enumerate(self._refs):
            self._rows[ref] = CaseRow(self._session.case(ref))
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.headed) - 1))

    def place(self, ref: str) -> int:
        """The row of a case; -1 where there is none."""
        return self._refs.index(ref) if ref in self._rows else -1

    def _insert(self, ref: str) -> None:
        self.beginInsertRows(ROOT, len(self._refs), len(self._refs))
        self._refs.append(ref)
        self._rows[ref] = CaseRow(self._session.case(ref))
        self.endInsertRows()

    def _lay_out(self) -> tuple[tuple[str, str], ...]:
        unit = [(self.unit.name, self.unit.label)] if self.unit else []
        facts = [(f.name, f.label) for f in self._facts]
        return (
            ("ref", self.tr("Case")),
            *unit,
            ("officer", self.tr("Officer")),
            ("assessor", self.tr("Assessor")),
            *facts,
            ("status", self.tr("Status")),
            ("progress", self.tr("Answered")),
            ("remains", self.tr("Remains")),
        )

    def _text(self, ref: str, column: str) -> str:
        if column == "progress":
            whole = self.remaining(ref).whole
            return f"{whole.answered}/{whole.open}"
        if column == "remains":
            return str(self.remaining(ref).count)
        return self.words(column, self.value(ref, column)) or "–"

    def _sort_key(self, ref: str, column: str) -> Any:
        if column == "progress":
            return self.data(self.index(self.place(ref), self.columns.index(column)), SHARE)
        if column == "remains":
            return self.remaining(ref).count
        if column == "status":
            return str(STATUSES.index(self._rows[ref].case.status))
        return natural(self._text(ref, column))


def natural(text: str) -> str:
    """A key under which 9 sorts before 10."""
    return re.sub(r"\d+", lambda found: found.group().zfill(12), text.casefold())


class CasesFilter(QSortFilterProxyModel):
    """The cases that match every word typed and every list chosen from."""

    def __init__(self, model: CasesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self._only: dict[str, str] = {}
        self.setSourceModel(model)
        self.setSortRole(SORT)
        self.setDynamicSortFilter(True)

    def search(self, text: str) -> None:
        """Keeps the cases in which each word occurs in some column."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def keep_only(self, column: str, value: str) -> None:
        """Keeps the cases with this value; an empty one lifts the filter."""
        self.beginFilterChange()
        self._only[column] = value
        self.endFilterChange()

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return bool(self._words) or any(self._only.values())

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's question."""
        ref = self._model.index(row, 0).data(KEY)
        if any(v and self._model.value(ref, c) != v for c, v in self._only.items()):
            return False
        if not self._words:
            return True
        names = [c for c in self._model.columns if c not in ("progress", "remains")]
        text = " ".join(self._model.words(c, self._model.value(ref, c)) for c in names).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        one, other = left.data(SORT), right.data(SORT)
        return bool((one, left.data(KEY)) < (other, right.data(KEY)))
