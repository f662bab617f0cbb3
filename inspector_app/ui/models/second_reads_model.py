"""The second reads of an inspection as a table; each case is looked at again only when it changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.services.second_reading import SecondRead, read_again, second_reads_of
from inspector_app.services.session import Changes, Session
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SORT, Index
from inspector_app.ui.phrases import second_words, status_words


class SecondReadsModel(ColumnModel):
    """One row for each second read; its key is case and reader, apart by a line feed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(frozenset({"differing"}), parent)
        self._session = session
        self._by_case: dict[str, tuple[SecondRead, ...]] = {}
        self._rows: list[SecondRead] = []
        unit = next((f.label for f in session.instrument.fields if f.bar and f.name != "officer"), self.tr("Unit"))
        self.headed = (
            ("ref", self.tr("Case")),
            ("unit", unit),
            ("first", self.tr("First reader")),
            ("first_status", self.tr("First reading")),
            ("reader", self.tr("Second reader")),
            ("state", self.tr("Second read")),
            ("differing", self.tr("Differ")),
            ("settling", self.tr("Settled?")),
            ("how", self.tr("How chosen")),
        )

    def reload(self) -> None:
        """Looks at every case again."""
        self.beginResetModel()
        self._by_case = {ref: second_reads_of(self._session, ref) for ref in read_again(self._session)}
        self._rows = [read for reads in self._by_case.values() for read in reads]
        self.endResetModel()

    def take_in(self, changes: Changes) -> bool:
        """Looks again at the cases that an act touched; whether a row changed, came or went."""
        refs = {s.ref for s in changes.slots if s.about == "case"}
        found = {ref: second_reads_of(self._session, ref) for ref in refs}
        if all(found[ref] == self._by_case.get(ref, ()) for ref in refs):
            return False
        self.beginResetModel()
        self._by_case |= found
        self._rows = [read for reads in self._by_case.values() for read in reads]
        self.endResetModel()
        return True

    def read(self, key: str) -> SecondRead | None:
        """The second read with this key."""
        return next((read for read in self._rows if key_of(read) == key), None)

    @property
    def reads(self) -> tuple[SecondRead, ...]:
        """All of them."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's question."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's question."""
        read, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(read, column)
        if role == SORT:
            return read.differing if column == "differing" else natural(self._text(read, column))
        if role == KEY:
            return key_of(read)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headed[index.column()][1]}: {self._text(read, column)}"
        return None

    def _text(self, read: SecondRead, column: str) -> str:
        if column == "first_status":
            return status_words(read.first_status)
        if column == "state":
            return second_words(read.state)
        if column == "differing":
            return str(read.differing) if read.comparable else "–"
        if column == "settling":
            if not read.comparable:
                return self.tr("Blind")
            return self.tr("%1 to settle").replace("%1", str(read.to_settle)) if read.to_settle else self.tr("Settled")
        return str(getattr(read, column)) or "–"


def key_of(read: SecondRead) -> str:
    """What tells a second read from all others."""
    return f"{read.ref}\n{read.reader}"


class Sorted(QSortFilterProxyModel):
    """The rows of a table in the order asked for, ties as they were."""

    def __init__(self, model: ColumnModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSourceModel(model)
        self.setSortRole(SORT)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Qt's question."""
        one, other = left.data(SORT), right.data(SORT)
        return bool(one < other or (one == other and left.row() < right.row()))
