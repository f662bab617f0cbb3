"""Comparing: this inspection beside another one, or beside several taken together, where the same was asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.comparison import Comparison, Side, compare
from inspector_app.domain.plain_table import PlainChart, PlainTable, has_small_base
from inspector_app.services.comparing import Other, read_inspections
from inspector_app.ui.counted_line import counted_line
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.comparison_tables import LEVELS, comparison_chart, comparison_table, level_words
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.plain_model import PlainModel
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.chart_view import ChartView
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.job_bar import JobBar
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.other_list import OtherList, names_of
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.table_columns import fit_columns
from inspector_app.ui.widgets.take_away import TakeAway


class ComparePage(LivePage):
    """This inspection and others, side by side. The others are read once and held; their files are never changed.

    Signals:
        notice: a sentence and its tone.
    """

    notice = Signal(str, str)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = lens
        self.others: tuple[Other, ...] = ()
        self.found: Comparison | None = None
        self.model = PlainModel(self)
        self._shown = ""
        self._wanted: Side | None = None
        self._build()
        lens.moved.connect(self.refresh)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus} if self.others else {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.levels if self.others else self.first).setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self, paths: Sequence[Path]) -> None:
        """Reads other inspections and sets them beside this one; all of them or, where one cannot be read, none."""
        if self.jobs.busy or not paths:
            return
        beside, shelf = self.others, self.lens.session.shelf
        what = self.tr("Reading another inspection") if len(paths) == 1 else self.tr("Reading other inspections")
        job = Job(what, lambda progress, stopped: read_inspections(paths, beside, shelf, progress, stopped), self)
        job.done.connect(self._on_read)
        job.failed.connect(lambda text: self.notice.emit(text, "stop"))
        self.jobs.run(job)

    def remove(self, path: Path) -> None:
        """Takes one of the others away."""
        self.others = tuple(other for other in self.others if other.path != path)
        self._show_others()

    def show_now(self) -> None:
        """Compares anew, on a thread of its own; what stood before stays until then."""
        if not self.others:
            return
        session, lens = self.lens.session, self.lens
        here = Side(session.details().trust, session.instrument, tuple(tally for _, tally in lens.cases))
        there, method = [other.side(lens.chosen.unfinished) for other in self.others], lens.chosen.method
        self._wanted = here
        job = Job(self.tr("Comparing"), lambda *_: (here, compare(here, there, method)), QCoreApplication.instance())
        job.done.connect(self._on_compared)
        job.ended.connect(job.deleteLater)
        job.start()

    # Making the page

    def _build(self) -> None:
        self.jobs = JobBar()
        self.listed = OtherList()
        self.listed.removed.connect(self.remove)
        self.more = button(self.tr("Add another…"))
        self.first = button(self.tr("Compare with another file…"), "primary")
        for made in (self.more, self.first):
            made.clicked.connect(self._choose)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._compared())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 24, 16)
        whole.addWidget(self.jobs)
        whole.addWidget(self._stack, 1)

    def _empty(self) -> QWidget:
        text = self.tr(
            "Another inspection belongs here: an earlier one of this Trust, that of another Trust, or several taken "
            "together. Its file is read and never changed. Questions are compared where both inspections ask the same."
        )
        words = label(text, "quiet", wrap=True)
        words.setMaximumWidth(560)
        made = QWidget()
        made.setLayout(
            column(24, label(self.tr("Nothing to compare with yet"), "question"), words, 8, row(self.first, -1), -1)
        )
        return made

    def _compared(self) -> QWidget:
        self.levels = PatientComboBox()
        self.levels.setAccessibleName(self.tr("What is compared"))
        self.levels.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToContents)
        for level in LEVELS:
            self.levels.addItem(level_words(level), level)
        self.levels.currentIndexChanged.connect(self._show_level)
        self.search = SearchField(self.tr("Search this table"))
        self.search.setMaximumWidth(280)
        self.search.textChanged.connect(self._sift)
        self.take_away = TakeAway(self.taken, self.chart_taken)
        self.take_away.notice.connect(self.notice)
        self._about = label("", "quiet", wrap=True)
        self.table = Table(self.tr("Comparison"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        self.search.left.connect(self.table.setFocus)
        self.chart = ChartView()
        inside = QWidget()
        inside.setLayout(column(self.chart, -1))
        self._side = scrolled(inside)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("compare_splitter")
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self._side)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([880, 430])
        head = flowing(self.levels, self.search, self.more, self.take_away)
        lines = column(self.listed, head, self._about, self.splitter)
        lines.setStretchFactor(self.splitter, 1)
        made = QWidget()
        made.setLayout(lines)
        return made

    # What happens

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = self.tr("Inspections (*.inspection);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Compare with another file"), folder, kinds)
        self.add([Path(one) for one in chosen])

    def _on_read(self, found: tuple[Other, ...] | None) -> None:
        if found is None:
            self.notice.emit(self.tr("Stopped; nothing was added."), "plain")
            return
        self.others = (*self.others, *found)
        self.notice.emit("", "plain")
        self._show_others()
        self.take_keyboard()

    def _on_compared(self, came: tuple[Side, Comparison]) -> None:
        here, found = came
        if here is self._wanted and self.others:  # something else may be wanted by now
            self.found = found
            self._show_level()

    def _show_others(self) -> None:
        self.listed.show_others(self.others, self.lens.session.details().details.get("id", ""))
        self._stack.setCurrentIndex(1 if self.others else 0)
        if not self.others:
            self.found = None
            self.first.setFocus()
        self.refresh()

    def _show_level(self) -> None:
        if self.found is None:
            return
        level = str(self.levels.currentData())
        again, self._shown = level == self._shown, level
        table, keys = comparison_table(level, self.found, self.lens.session.instrument)
        header, key = self.table.horizontalHeader(), self.table.key()
        charted = level == "outcomes"
        self._side.setVisible(charted)
        self.take_away.chart_button.setVisible(charted)
        self.model.show_table(table, keys, bars=not charted)
        if again:
            self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        else:
            self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
            fit_columns(self.table, self.model, 1)
        self._sift()
        self.table.go_to(key if again else "")
        if charted:
            self.chart.show_chart(self.chart_taken())

    def _sift(self) -> None:
        self.model.keep(self.search.text())
        self._about.setText(self.line())

    def line(self) -> str:
        """What was compared, and how, for the screen and for what is taken away."""
        if self.found is None:
            return ""
        there = counted(self.found.counted_there, self.tr("%1 case"), self.tr("%1 cases"))
        names = names_of(self.others)
        text = self.tr("Here: %1 There: %2, %3.")
        text = text.replace("%1", counted_line(self.lens)).replace("%2", names).replace("%3", there)
        parts = [text, self.tr("Differences are worked out before rounding.")]
        if self.lens.chosen.where:
            parts.append(self.tr("Filters apply here, not there."))
        if self.found.unlike:
            number = len(self.found.unlike)
            parts.append(
                counted(number, self.tr("1 question is not compared."), self.tr("%1 questions are not compared."))
            )
        level = str(self.levels.currentData())
        table, _ = comparison_table(level, self.found, self.lens.session.instrument)
        if has_small_base(table.columns, table.rows):
            parts.append(self.tr("† Fewer than 10: read with caution."))
        return " ".join(parts)

    def taken(self) -> PlainTable:
        """What is shown, to be taken away."""
        title = self.tr("Comparison: %1").replace("%1", self.levels.currentText())
        return self.model.taken(title, self.line())

    def chart_taken(self) -> PlainChart:
        """The chart that is shown, with what was compared."""
        if self.found is None:
            return PlainChart(self.tr("Comparison"), "", ())
        made = comparison_chart(self.found, self.lens.session.instrument)
        return PlainChart(made.title, self.line(), made.bars)
