"""The grid of scores, and under it the questions of what is chosen in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainBar, PlainChart, PlainTable, is_small
from inspector_app.domain.scoring import Scores
from inspector_app.ui.counted_line import counted_line, small_base
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.place import Place
from inspector_app.ui.models.questions_model import QuestionsFilter, QuestionsModel
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import figure, method_words, target_words
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.score_grid import ScoreGrid
from inspector_app.ui.widgets.score_tables import grid_table, with_bases
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_WIDTHS = {
    "number": 64,
    "criteria": 90,
    "above": 70,
    "below": 70,
    "not_applicable": 60,
    "blank": 66,
    "closed": 74,
    "score": 136,
}


class ScoreOverview(QWidget):
    """All outcomes, all criteria, and their questions.

    Signals:
        asked: a place that was chosen here.
    """

    asked = Signal(object)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens, self._instrument = lens, lens.session.instrument
        self._place = Place()
        self.model = QuestionsModel(self._instrument, self)
        self.shown = QuestionsFilter(self.model, self)
        self._build()
        self.show_place(self._place)

    def show_scores(self, scores: Scores) -> None:
        """Shows scores."""
        self.grid.show_scores(scores)
        self.model.show_scores(scores.questions)
        self._tell_of_small_bases()

    def show_place(self, place: Place) -> None:
        """Marks what is chosen, and keeps the table to its questions."""
        self._place = place
        self.grid.mark(place.outcome, place.criterion)
        chosen = place if not place.question else Place(place.outcome, place.criterion)
        own = {c.id for c in self._instrument.criteria if c.outcome == place.outcome}
        kept = {place.criterion} if place.criterion else own
        self.shown.keep_criteria(frozenset(kept) if chosen.target else None)
        self._about.setText(self._title(chosen))
        self.lift.setVisible(chosen.target is not None)
        self._tell_of_small_bases()

    def take_keyboard(self, came_from: Place) -> None:
        """Puts the keyboard where one goes on from: the question one comes from, else what is chosen."""
        if came_from.question and self.table.go_to(came_from.question):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        criterion, outcome = (came_from.criterion or self._place.criterion), (came_from.outcome or self._place.outcome)
        first = next(c for c in self.grid.cells.values() if c.isEnabled())
        target = self.grid.cells.get(criterion) or self.grid.names.get(outcome) or first
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_into_table(self) -> None:
        """Puts the keyboard into the table of questions, on its first row."""
        if self.shown.rowCount():
            self.table.go_to(str(self.shown.index(0, 0).data(KEY)))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.grid = ScoreGrid(self._instrument)
        self.grid_away = TakeAway(self._grid_taken, names=self.tr("grid of scores"), kind="link")
        self.grid_away.copy_button.setText(self.tr("Copy grid"))
        self.grid_away.save_button.setText(self.tr("Save grid…"))
        self.grid.put_under_results(self.grid_away)
        self.grid.chosen.connect(self._on_criterion)
        self.grid.entered.connect(self._on_entered)
        self.grid.outcome_chosen.connect(lambda outcome: self.asked.emit(Place(outcome)))
        top = QWidget()
        top.setProperty("surface", "paper")
        inside = column(self.grid, spacing=8)
        inside.setContentsMargins(24, 4, 16, 8)
        top.setLayout(inside)
        bottom = QWidget()
        under = column(self._table_head(), self._table(), spacing=8)
        under.setContentsMargins(24, 8, 16, 16)
        bottom.setLayout(under)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("scores_splitter")
        self.splitter.addWidget(scrolled(top))
        self.splitter.addWidget(bottom)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([370, 240])
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _table_head(self) -> QVBoxLayout:
        self._about = label("", "heading", wrap=True)
        self.lift = button(self.tr("All questions"), "link")
        self.lift.clicked.connect(lambda: self.asked.emit(Place()))
        self.search = SearchField(self.tr("Search questions"))
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self.shown.search)
        self.search.textChanged.connect(self._tell_of_small_bases)
        self.take_away = TakeAway(self._taken, self._chart_taken, self.tr("scored questions"))
        self._few = label(small_base(), "small")
        about = QWidget()
        about.setLayout(column(self._about, self._few, spacing=2))
        line = row(about, self.lift, self.search, self.take_away)
        line.setStretch(0, 1)
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
        self.table.open_on_click()
        self.table.opened.connect(self._on_question)
        self.search.left.connect(self.table.setFocus)
        return self.table

    def _title(self, place: Place) -> str:
        """What the table holds, short enough to stand beside what can be done with it."""
        short = {o.id: o.short for o in self._instrument.outcomes}
        if place.target is None:
            return self.tr("All scored questions")
        if place.target.kind == "outcome":
            return f"{place.outcome}  {short[place.outcome]}"
        return target_words(self._instrument, place.target)

    def _taken(self) -> PlainTable:
        return with_bases(shown_in(self.table, self._about.text(), counted_line(self._lens)))

    def _grid_taken(self) -> PlainTable:
        return grid_table(self._instrument, self._lens.scores, counted_line(self._lens))

    def _tell_of_small_bases(self) -> None:
        sources = (self.shown.mapToSource(self.shown.index(at, 0)).row() for at in range(self.shown.rowCount()))
        self._few.setVisible(any(is_small(self.model.base(source)) for source in sources))

    def _chart_taken(self) -> PlainChart:
        """Outcomes with their criteria, as the grid has them."""
        scores = self._lens.scores
        title = self.tr("Scores by criterion; outcomes by %1").replace("%1", method_words(scores.method))
        known = {c.id: c for c in scores.criteria}
        bars = []
        for outcome, group in zip(self._instrument.outcomes, scores.outcomes, strict=True):
            head = f"{outcome.id}  {outcome.title}: {figure(group.score)}"
            for criterion in self._instrument.criteria:
                if criterion.outcome == outcome.id and criterion.id in known:
                    found = known[criterion.id]
                    label_ = f"{criterion.id}  {criterion.title}"
                    behind = counted(found.questions, self.tr("%1 question"), self.tr("%1 questions"))
                    bars.append(PlainBar(label_, found.score, behind, head))
        return PlainChart(title, counted_line(self._lens), tuple(bars))

    def _on_criterion(self, criterion: str) -> None:
        found = self._instrument.criteria_by_id.get(criterion)
        self.asked.emit(Place(found.outcome, found.id) if found else Place(self._place.outcome))

    def _on_entered(self, criterion: str) -> None:
        self._on_criterion(criterion)
        self.go_into_table()

    def _on_question(self, question: str) -> None:
        self.asked.emit(Place(self._place.outcome, self._place.criterion, question))
