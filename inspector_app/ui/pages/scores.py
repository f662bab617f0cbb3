"""The scores: the grid, both methods side by side, and the questions behind each figure, live."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHeaderView, QRadioButton, QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.scoring import Method, Scores
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.questions_model import QuestionsFilter, QuestionsModel
from inspector_app.ui.parts import button, column, label, restyle, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.case_filters import SearchField
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


class ScoresPage(QWidget):
    """The scores of the open inspection.

    Signals:
        cases_asked: to the list of cases, where nothing can be scored yet.
    """

    cases_asked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Scores")
        self._bridge = bridge
        self._stale = True
        self.scores: Scores | None = None
        self.model = QuestionsModel(bridge.session.instrument, self)
        self.shown = QuestionsFilter(self.model, self)
        self._build()
        # Several acts that are committed together are scored once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        bridge.changed.connect(self._on_changed)

    @property
    def method(self) -> Method:
        """The method in use."""
        return "question-mean" if self.by_question.isChecked() else "criterion-mean"

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        first = next(c for c in self.grid.cells.values() if c.isEnabled())
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Scores again, if the page is seen; otherwise when it is."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        scores = self._bridge.session.scores(self.method, self.unfinished.isChecked())
        self.scores = scores
        self.grid.show_scores(scores)
        self.model.show_scores(scores.questions)
        self._tell(scores)

    def showEvent(self, event: QShowEvent) -> None:
        """Brings what went stale up to date."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _build(self) -> None:
        self.grid = ScoreGrid(self._bridge.session.instrument)
        self.grid.chosen.connect(self._choose)
        self._counted = label("", "quiet", wrap=True)
        top = QWidget()
        top.setProperty("surface", "paper")
        inside = column(self._head(), self._counted, 4, self.grid, spacing=8)
        inside.setContentsMargins(24, 16, 24, 12)
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
        self.splitter.setSizes([430, 240])
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _head(self) -> QVBoxLayout:
        self.by_question = QRadioButton(self.tr("Question mean"))
        self.by_criterion = QRadioButton(self.tr("Criterion mean"))
        self.by_question.setToolTip(self.tr("An outcome is the plain mean over all its questions"))
        self.by_criterion.setToolTip(self.tr("An outcome is the mean of its criterion scores"))
        self.by_question.setChecked(True)
        group = QButtonGroup(self)
        for radio in (self.by_question, self.by_criterion):
            radio.setAccessibleName(self.tr("Method: %1").replace("%1", radio.text()))
            radio.setAccessibleDescription(radio.toolTip())
            group.addButton(radio)
        group.buttonToggled.connect(lambda _, on: self.refresh() if on else None)
        self.unfinished = QCheckBox(self.tr("Include unfinished cases"))
        self.unfinished.setAccessibleName(self.unfinished.text())
        self.unfinished.toggled.connect(self.refresh)
        return column(
            row(label(self.title, "title"), -1, label(self.tr("Outcomes by"), "quiet"),
                self.by_question, self.by_criterion, 16, self.unfinished),
        )  # fmt: skip

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
        found = self._bridge.session.instrument.criteria_by_id.get(criterion)
        self._about.setText(f"{found.id}  {found.title}" if found else self.tr("All scored questions"))
        self.lift.setVisible(found is not None)

    def _tell(self, scores: Scores) -> None:
        words = counted(scores.counted, self.tr("%1 case counted"), self.tr("%1 cases counted"))
        role = "quiet"
        if self.unfinished.isChecked():
            words, role = (
                self.tr("Preview with unfinished cases: %1. Not for use outside.").replace("%1", words),
                "attention",
            )
        elif scores.left_out:
            left = counted(
                scores.left_out,
                self.tr("one left out because it is not signed off yet"),
                self.tr("%1 left out because they are not signed off yet"),
            )
            words = self.tr("%1, signed off; %2.").replace("%1", words).replace("%2", left)
        else:
            words = self.tr("%1, all signed off.").replace("%1", words)
        if not scores.counted:
            words = self.tr(
                "No case is signed off yet, so there is nothing to score. Sign a case off, or include unfinished cases."
            )
        restyle(self._counted, "role", role)
        self._counted.setText(words)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("case"):
            self._soon.start()
