"""The grid of scores and the questions behind each figure."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSplitter, QVBoxLayout, QWidget

from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.questions_model import QuestionsFilter, QuestionsModel
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.score_grid import ScoreGrid
from inspector_app.ui.widgets.table import Table

_WIDTHS = {
    "number": 64,
    "criteria": 100,
    "above": 74,
    "below": 74,
    "not_applicable": 64,
    "blank": 70,
    "closed": 76,
    "score": 148,
}


class ScoreWalk(LivePage):
    """The grid, and the questions of what is chosen in it."""

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = lens
        self._instrument = lens.session.instrument
        self.model = QuestionsModel(self._instrument, self)
        self.shown = QuestionsFilter(self.model, self)
        self._build()
        lens.moved.connect(self.refresh)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        first = next(c for c in self.grid.cells.values() if c.isEnabled())
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_now(self) -> None:
        """Shows the scores as they stand."""
        self.grid.show_scores(self.lens.scores)
        self.model.show_scores(self.lens.scores.questions)

    def _build(self) -> None:
        self.grid = ScoreGrid(self._instrument)
        self.grid.chosen.connect(self._choose)
        top = QWidget()
        top.setProperty("surface", "paper")
        inside = column(self.grid, spacing=8)
        inside.setContentsMargins(24, 8, 24, 12)
        top.setLayout(inside)
        bottom = QWidget()
        under = column(self._table_head(), self._table(), spacing=8)
        under.setContentsMargins(24, 8, 24, 16)
        bottom.setLayout(under)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("scores_splitter")
        self.splitter.addWidget(scrolled(top))
        self.splitter.addWidget(bottom)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([400, 240])
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _table_head(self) -> QVBoxLayout:
        self._about = label("", "heading")
        self.lift = button(self.tr("All questions"), "link")
        self.lift.clicked.connect(self.grid.lift)
        self.lift.clicked.connect(lambda: self._choose(""))
        self.search = SearchField(self.tr("Search questions"))
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self.shown.search)
        self.copy_button = button(self.tr("Copy table"))
        line = row(self._about, self.lift, -1, self.search, self.copy_button)
        return column(line)

    def _table(self) -> Table:
        self.table = Table(self.tr("Questions"))
        self.table.setModel(self.shown)
        for place, name in enumerate(self.model.columns):
            if name in _WIDTHS:
                self.table.setColumnWidth(place, _WIDTHS[name])
            else:
                self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setMinimumHeight(120)
        self.copy_button.clicked.connect(self.table.copy)
        self.search.left.connect(self.table.setFocus)
        self._choose("")
        return self.table

    def _choose(self, criterion: str) -> None:
        self.shown.keep_criteria(frozenset({criterion}) if criterion else None)
        found = self._instrument.criteria_by_id.get(criterion)
        self._about.setText(f"{found.id}  {found.title}" if found else self.tr("All scored questions"))
        self.lift.setVisible(found is not None)
