"""How wide the columns of the list of cases are, and which give way where there is no room for all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHeaderView

from inspector_app.ui.models.cases_model import CasesModel
from inspector_app.ui.widgets.table import Table

_WIDTHS = {"ref": 70, "officer": 76, "assessor": 82, "status": 112, "progress": 148, "remains": 84}
_CODES = ("ref", "officer", "assessor")
_LONGEST_CODE, _LONGEST_FACT = 160, 200
_LEAST = 64
_AROUND_CODE, _AROUND_FACT = 36, 26


class CaseColumns(QObject):
    """Codes and figures have the width they need; facts share what is left over.

    Where that would cut what they say, the officer gives way, then the facts from the last to the second; all of it
    stands in the facts of the case.
    """

    def __init__(self, table: Table, model: CasesModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._needed: dict[str, int] = {}
        table.viewport().installEventFilter(self)

    def size(self) -> None:
        """Gives the columns their widths, anew where texts or the font have changed."""
        header = self._table.horizontalHeader()
        header.setMinimumSectionSize(_LEAST)
        scale = self._table.text_scale()
        for place, name in enumerate(self._model.columns):
            if name in _WIDTHS:
                least = min(self._longest(place) + _AROUND_CODE, round(_LONGEST_CODE * scale))
                width = max(round(_WIDTHS[name] * scale), least if name in _CODES else 0)
                self._table.setColumnWidth(place, width)
            else:
                head = header.fontMetrics().horizontalAdvance(self._model.headerData(place, Qt.Orientation.Horizontal))
                width = min(max(head, self._longest(place)) + _AROUND_FACT, round(_LONGEST_FACT * scale))
            self._needed[name] = width
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks at the room anew when it changes."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        shown = list(self._needed)
        facts = [name for name in shown if name not in _WIDTHS]
        for name in ("officer", *reversed(facts[1:])):
            if self._spare(shown) >= 0:
                break
            shown.remove(name)
        for place, name in enumerate(self._needed):
            if self._table.isColumnHidden(place) != (name not in shown):
                self._table.setColumnHidden(place, name not in shown)
        self._share([name for name in facts if name in shown], max(0, self._spare(shown)))

    def _share(self, facts: list[str], spare: int) -> None:
        """Gives the facts their width and a part of what is over; the last takes what there is."""
        header = self._table.horizontalHeader()
        for name in facts:
            place = self._model.columns.index(name)
            last = name == facts[-1]
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch if last else QHeaderView.ResizeMode.Fixed)
            if not last:
                self._table.setColumnWidth(place, self._needed[name] + spare // len(facts))

    def _spare(self, shown: list[str]) -> int:
        """The width that is over when nothing is cut in these columns; below 0 where it is missing."""
        return self._table.viewport().width() - sum(self._needed[name] for name in shown)

    def _longest(self, column: int) -> int:
        measure = self._table.fontMetrics()
        texts = (str(self._model.index(row, column).data() or "") for row in range(self._model.rowCount()))
        return max((measure.horizontalAdvance(text) for text in texts), default=0)
