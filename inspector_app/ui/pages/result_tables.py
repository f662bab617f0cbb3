"""Tables of results: factors, reasons, grids, facts and interviews, each percentage with its base."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainChart, PlainTable
from inspector_app.services.result_tables import Counted, ResultTable, count_out
from inspector_app.ui.counted_line import counted_line
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.plain_model import PlainModel
from inspector_app.ui.parts import column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.chart_view import ChartView
from inspector_app.ui.widgets.criterion_box import CriterionBox
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.table_columns import fit_columns
from inspector_app.ui.widgets.take_away import TakeAway


class ResultTablesPage(LivePage):
    """One table at a time, chosen above it, and the chart of it where it has one.

    Signals:
        notice: a sentence and its tone.
    """

    notice = Signal(str, str)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = lens
        self.model = PlainModel(self)
        self.tables: tuple[ResultTable, ...] = ()
        self._counted: Counted | None = None
        self._line = self._chosen = ""
        self._build()
        lens.moved.connect(self.refresh)

    @property
    def shown(self) -> ResultTable | None:
        """The table that is chosen."""
        return next((t for t in self.tables if t.id == self.chooser.currentData()), None)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.chooser.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_now(self) -> None:
        """Counts anew, on a thread of its own; what stood before stays until then."""
        session, lens = self.lens.session, self.lens
        cases = tuple(case for case, _ in lens.cases)
        held = session.details().interviews_held
        # Looked at through a filter, the officers are those who hold one of the cases that are left.
        codes = {case.officer for case in cases} if lens.chosen.where else None
        officers = [session.officer(c) for c in session.officers() if codes is None or c in codes] if held else None
        frozen = self._counted = Counted(
            session.instrument, lens.scores, cases, None if officers is None else tuple(officers)
        )
        line = counted_line(lens)
        job = Job(self.tr("Counting"), lambda *_: (frozen, line, count_out(frozen)), QCoreApplication.instance())
        job.done.connect(self._on_counted)
        job.ended.connect(job.deleteLater)
        job.start()

    # Making the page

    def _build(self) -> None:
        self.chooser = PatientComboBox()
        self.chooser.setAccessibleName(self.tr("Table"))
        self.chooser.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToContents)
        self.criteria = CriterionBox(self.lens.session.instrument)
        self.search = SearchField(self.tr("Search this table"))
        self.search.setMaximumWidth(280)
        self._about = label("", "quiet", wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.take_away = TakeAway(self.taken, self.chart_taken)
        self.take_away.notice.connect(self.notice)
        self.table = Table(self.tr("Results"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 24, 16)
        whole.setSpacing(8)
        self._head = flowing(self.chooser, self.criteria, self.search, self.take_away)
        whole.addWidget(self._head)
        whole.addWidget(self._about)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("tables_splitter")
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self._chart_side())
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([920, 390])
        whole.addWidget(self.splitter, 1)
        self.chooser.currentIndexChanged.connect(self._choose)
        self.criteria.chosen.connect(self._offer)
        self.search.textChanged.connect(self._sift)
        self.search.left.connect(self.table.setFocus)

    def _chart_side(self) -> QWidget:
        self.chart = ChartView()
        self.charts = PatientComboBox()
        self.charts.setAccessibleName(self.tr("Chart"))
        self.charts.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.charts.setMinimumContentsLength(8)
        self.charts.currentIndexChanged.connect(self._show_chart)
        inside = QWidget()
        inside.setLayout(column(self.chart, -1))
        line = row(label(self.tr("Chart of"), "quiet"), self.charts)
        line.setStretch(1, 1)
        self._side = QWidget()
        self._side.setLayout(column(line, scrolled(inside)))
        return self._side

    # What happens

    def _on_counted(self, came: tuple[Counted, str, tuple[ResultTable, ...]]) -> None:
        frozen, line, tables = came
        if frozen is not self._counted:
            return  # something else counts by now
        self.tables, self._line = tables, line
        for part in (self._head, self.splitter):
            part.setVisible(bool(tables))
        self._offer()

    def _offer(self) -> None:
        """Offers the tables that have a row under what is chosen; the chosen one stays where it can."""
        kept = self.chooser.currentData()
        within = self.criteria.within
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for one in self.tables:
            if within is None or within.intersection(one.criteria):
                self.chooser.addItem(one.table.title, one.id)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(kept)))
        self.chooser.blockSignals(False)
        self._choose()

    def _choose(self) -> None:
        one = self.shown
        again = one is not None and one.id == self._chosen
        self._chosen = one.id if one else ""
        key = self.table.key() if again else ""
        # Beside a chart the table needs no bars, which leaves it room for its columns.
        self.model.show_table(one.table if one else PlainTable("", "", (), ()), bars=one is None or not one.charts)
        self.table.setAccessibleName(one.table.title if one else self.tr("Results"))
        if again:
            header = self.table.horizontalHeader()
            self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        else:
            self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
            fit_columns(self.table, self.model)
        self._sift()
        self.table.go_to(key)
        self._offer_charts(one.charts if one else ())

    def _offer_charts(self, charts: tuple[PlainChart, ...]) -> None:
        kept = max(0, self.charts.currentIndex())
        self.charts.blockSignals(True)
        self.charts.clear()
        for chart in charts:
            self.charts.addItem(chart.title)
        self.charts.setCurrentIndex(min(kept, len(charts) - 1))
        self.charts.blockSignals(False)
        self._side.setVisible(bool(charts))
        self.take_away.chart_button.setVisible(bool(charts))
        self._show_chart()

    def _show_chart(self) -> None:
        if self.shown is not None and self.shown.charts:
            self.chart.show_chart(self.chart_taken())

    def _sift(self) -> None:
        one, within = self.shown, self.criteria.within
        if one is None:
            self._about.setText(
                self.tr(
                    "The tables of results belong here, once a case counts. Sign one off, or include unfinished cases."
                )
            )
            self._about.show()
            return
        criteria = one.criteria
        self.model.keep(self.search.text(), None if within is None else lambda place: criteria[place] in within)
        found = ""
        if self.model.rowCount() != self.model.total:
            found = self.tr("%1 of %2 rows shown.")
            found = found.replace("%1", str(self.model.rowCount())).replace("%2", str(self.model.total))
        # Which cases are counted stands above already, for all pages of scores.
        told = self._told(one).removeprefix(self._line).strip()
        self._about.setText(" ".join(filter(None, (found, told))))
        self._about.setVisible(bool(found or told))

    def _told(self, one: ResultTable) -> str:
        """What was counted for a table."""
        line = self._line
        if one.of_officers and self._counted is not None:
            number = len([o for o in self._counted.officers or () if o.sheet.answers])
            line = counted(
                number,
                self.tr("1 officer interviewed, counted once."),
                self.tr("%1 officers interviewed, each counted once."),
            )
            if self.lens.chosen.where:
                line = f"{line} {self.tr('Only officers who hold one of the cases looked at.')}"
        return " ".join(filter(None, (line, one.table.counted)))

    def taken(self) -> PlainTable:
        """What is shown, to be taken away."""
        one = self.shown
        return self.model.taken(one.table.title if one else "", self._told(one) if one else "")

    def chart_taken(self) -> PlainChart:
        """The chart that is shown, with what was counted for it."""
        one = self.shown
        charts = one.charts if one else ()
        chart = charts[max(0, self.charts.currentIndex())]
        return replace(chart, counted=" ".join(filter(None, (self._line, chart.counted))))
