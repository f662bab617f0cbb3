"""The cases that wait in the review, as a table; a case is read anew only when something in it changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from inspector_app.services.review_queue import InReview, in_review
from inspector_app.services.session import Changes, Session
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.columns import ROOT, ColumnModel
from inspector_app.ui.models.roles import KEY, SORT, Index
from inspector_app.ui.phrases import counted, day, status_words


class ReviewModel(ColumnModel):
    """One row for each case: whose it is, where it stands, since when, its queries, and what stands out."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(frozenset(), parent)
        self._session = session
        self._known: dict[str, InReview | None] = {}
        self._rows: list[InReview] = []
        self.headed = (
            ("ref", self.tr("Case")), ("assessor", self.tr("Assessor")), ("status", self.tr("Status")),
            ("since", self.tr("Since")), ("queries", self.tr("Queries")), ("look", self.tr("To look at first")),
        )  # fmt: skip

    def forget(self, changes: Changes | None = None) -> None:
        """What an act touched is to be read anew; without one, everything."""
        if changes is None or changes.touches("inspection") or changes.touches("officer"):
            self._known.clear()
        else:
            for slot in changes.slots:
                self._known.pop(slot.ref, None)

    def read(self) -> None:
        """Reads what is not known any more."""
        for ref in self._session.refs():
            if ref not in self._known:
                self._known[ref] = in_review(self._session, ref)
        self.beginResetModel()
        self._rows = [row for row in self._known.values() if row is not None]
        self.endResetModel()

    @property
    def rows(self) -> list[InReview]:
        """Everything that waits."""
        return self._rows

    def row(self, ref: str) -> InReview | None:
        """One case of those that wait."""
        return self._known.get(ref)

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
            return row.case.ref
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = status_words(row.case.status) if column == "status" else self._text(row, column)
            return f"{self.headed[index.column()][1]}: {words}"
        return None

    def _text(self, row: InReview, column: str) -> str:
        if column == "ref":
            return row.case.ref
        if column == "assessor":
            return row.case.assessor or "–"
        if column == "status":
            return status_words(row.case.status, signed=True)
        if column == "since":
            return day(row.since.astimezone().date()) if row.since else "–"
        return self._queries(row) if column == "queries" else self._look(row)

    def _queries(self, row: InReview) -> str:
        parts = []
        if number := row.count("open"):
            parts.append(self.tr("%1 open").replace("%1", str(number)))
        if number := row.count("answered"):
            parts.append(self.tr("%1 replied to").replace("%1", str(number)))
        return ", ".join(parts) or "–"

    def _look(self, row: InReview) -> str:
        if row.case.status == "returned":
            return row.why or "–"
        look = row.look
        parts = []
        for number, one, many in (
            (look.count("blank"), self.tr("%1 blank"), self.tr("%1 blank")),
            (look.count("error") + look.count("warning"), self.tr("%1 cross-check"), self.tr("%1 cross-checks")),
            (look.count("reason"), self.tr("%1 reason given"), self.tr("%1 reasons given")),
            (look.count("cannot_determine"), self.tr("%1 cannot be determined"), self.tr("%1 cannot be determined")),
            (look.count("changed"), self.tr("%1 changed by the lead"), self.tr("%1 changed by the lead")),
        ):
            if number:
                parts.append(counted(number, one, many))
        if number := look.count("not_on_file"):
            text = self.tr("%1 of %2 not on file").replace("%1", str(number))
            parts.append(text.replace("%2", str(look.with_evidence)))
        return ", ".join(parts) or "–"

    def _sort_key(self, row: InReview, column: str) -> str:
        if column == "status":
            return f"{self._rank(row)}{natural(row.case.ref)}"
        if column == "since":
            return row.since.isoformat() if row.since else ""
        return natural(self._text(row, column))

    def _rank(self, row: InReview) -> int:
        """One's own first, and among them what came back; then what is submitted, returned, and the rest."""
        order = ("submitted", "returned").index(row.case.status) if row.case.status in ("submitted", "returned") else 2
        if row.case.assessor == self._session.person.author:
            return 0 if row.case.status == "returned" else 1
        return 2 + order
