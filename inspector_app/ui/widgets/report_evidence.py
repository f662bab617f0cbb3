"""The evidence beside the text of a section: figures to put in, and notes that were marked for use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.bound_figures import FigureStyle
from inspector_app.domain.notes import RESERVED
from inspector_app.domain.plain_table import MARK
from inspector_app.domain.report_outline import Section
from inspector_app.domain.scoring import percent
from inspector_app.services.report_desk import Evidence
from inspector_app.services.report_samples import Sample
from inspector_app.ui.models.report_evidence import EvidenceLine, counts_words, criteria_of, lines_of
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, caption, column, frame, label, row, scrolled
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.report_notes import NotesForUse
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.table import BAR, BarDelegate

_STYLES: tuple[FigureStyle, ...] = ("", "percent", "counts")
_LEAST = 120
"""How narrow the questions may get, in pixels at the usual font size."""


_NARROW, _SHARE = 320, 2


class _Bars(BarDelegate):
    """Bars, where there is room for them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's hook."""
        table = self.parent()
        if isinstance(table, EvidenceTable) and table.narrow:
            QStyledItemDelegate.paint(self, painter, option, index)
        else:
            super().paint(painter, option, index)


class EvidenceTable(RowsTable):
    """Lines of evidence; a line is dragged into the text as its figure."""

    def __init__(self, name: str, headed: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, headed, "what", frozenset({"counts", "share"}), ("counts",), as_given=True)
        self.sources: dict[str, str] = {}
        self.setItemDelegate(_Bars(self))
        self.setDragEnabled(True)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(max(30, self.fontMetrics().height() + 12))
        self.setMinimumHeight(6 * self.verticalHeader().defaultSectionSize() + 8)

    @property
    def narrow(self) -> bool:
        """Whether there is no room for bars."""
        return self.viewport().width() < round(_NARROW * self.text_scale())

    def _needs(self, column: int) -> int:
        # Questions are long: bars go first, and then they are cut.
        needed = round(_LEAST * self.text_scale()) if column == 0 else super()._needs(column)
        return needed - BAR if column == _SHARE and self.narrow else needed

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Qt's hook: what is dragged is the text of the figure."""
        source = self.sources.get(self.key(), "")
        if source:
            data = QMimeData()
            data.setText(source)
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)


class EvidenceFace(QWidget):
    """What is known of the criterion that a section speaks of.

    Signals:
        inserted: the text of a figure for the caret.
        block_inserted: a text that is a paragraph of its own: a chart, an illustration, a quotation.
        picker_asked: the text of a figure that is to be chosen more closely.
    """

    inserted = Signal(str)
    block_inserted = Signal(str)
    picker_asked = Signal(str)

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._instrument = state, state.bridge.session.instrument
        self._lines: dict[str, EvidenceLine] = {}
        self._section: Section | None = None
        self._may = True
        self._build()
        self.criteria.activated.connect(lambda _: self._show())
        self.search.textChanged.connect(self.table.shown.search)
        self.table.moved.connect(self._show_line)
        self.table.opened.connect(lambda _: self._insert(""))
        self.notes.used.connect(self.block_inserted)

    def open(self, section: Section, may: bool) -> None:
        """Shows what a section speaks of; `may` says whether it can be put into the text."""
        self._may = may
        if section != self._section:
            self._section = section
            self._offer_criteria(section)
        self._show()

    @property
    def line(self) -> EvidenceLine | None:
        """The line that is chosen."""
        return self._lines.get(self.table.key())

    # Making it

    def _build(self) -> None:
        self.criteria = PatientComboBox()
        self.criteria.setAccessibleName(self.tr("Criterion"))
        self.criteria.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.criteria.setMinimumContentsLength(12)
        self.faces = QStackedWidget()
        self.figures_tab, self.notes_tab = button("", "subtab"), button("", "subtab")
        group = QButtonGroup(self)
        for place, tab in enumerate((self.figures_tab, self.notes_tab)):
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, p=place: self.faces.setCurrentIndex(p))
            group.addButton(tab)
        self.figures_tab.setChecked(True)
        self.notes = NotesForUse(self._instrument)
        self.faces.addWidget(self._figures())
        self.faces.addWidget(self.notes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addLayout(column(self.criteria, row(self.figures_tab, self.notes_tab, -1), spacing=6))
        layout.addWidget(self.faces, 1)

    def _figures(self) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a question"))
        self.search.setAccessibleName(self.tr("Find a question"))
        self.search.setClearButtonEnabled(True)
        headed = [("what", self.tr("Question")), ("counts", self.tr("Of")), ("share", self.tr("Share"))]
        self.table = EvidenceTable(self.tr("Figures of this criterion"), headed)
        self._question, self._counts = label("", "strong", wrap=True), label("", "", wrap=True)
        self.buttons: dict[FigureStyle, QPushButton] = {}
        for style in _STYLES:
            made = self.buttons[style] = button("", "chip")
            made.clicked.connect(lambda _=False, s=style: self._insert(s))
        self.chart = button(self.tr("Chart"), "chip", self.tr("Insert a chart of this question"))
        self.chart.clicked.connect(self._insert_chart)
        self.more = button(self.tr("More…"), "link", self.tr("Choose answers, cases and form of the figure"))
        self.more.clicked.connect(self._more)
        insert = label(self.tr("Insert"), "quiet")
        insert.setMinimumHeight(34)
        offers = flowing(insert, *self.buttons.values(), self.chart, self.more)
        self.detail = frame("card", column(self._question, self._counts, offers, margins=12, spacing=4))
        whole = QWidget()
        whole.setProperty("surface", "plain")
        self.nothing = label("", "quiet", wrap=True)
        inside = column(self.nothing, self.search, self.table, self.detail)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setStretch(2, 1)
        whole.setLayout(inside)
        area = scrolled(whole)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    # What is shown

    def _offer_criteria(self, section: Section) -> None:
        titles = {c.id: c.title for c in self._instrument.criteria}
        self.criteria.clear()
        for id_ in criteria_of(section, self._instrument):
            self.criteria.addItem(f"{id_}  {titles[id_]}", id_)

    def _show(self) -> None:
        criterion = self.criteria.currentData()
        if criterion is None:
            return
        evidence: Evidence = self._state.desk.evidence(str(criterion))
        lines = lines_of(evidence, self._instrument)
        self._lines = {line.key: line for line in lines}
        figures = [line for line in lines if not line.heading] if self._may else []
        self.table.sources = {line.key: line.figure().written() for line in figures}
        self.table.show_rows([_row(line) for line in lines])
        self.figures_tab.setText(self.tr("Figures %1").replace("%1", str(sum(not line.heading for line in lines))))
        notes = [note for note in evidence.notes if set(note.tags) & set(RESERVED)]
        self.notes_tab.setText(self.tr("Notes for use %1").replace("%1", str(len(notes))))
        self.notes.show_notes(notes, self._may)
        counted = bool(self._state.desk.prints().cases)
        if counted:
            nothing = self.tr("No question is counted under this criterion. Other figures: Ctrl+Shift+F.")
        else:
            nothing = self.tr(
                "No case is signed off yet, so there is nothing to count. What is counted will be shown here."
            )
        self.nothing.setText(nothing)
        self.nothing.setVisible(not counted or not lines)
        for part in (self.search, self.table):
            part.setVisible(bool(lines))
        self._show_line()

    def _show_line(self) -> None:
        line = self.line
        self.detail.setVisible(line is not None)
        if line is None:
            return
        answer = line.question.label_of(line.answer) if line.answer else ""
        self._question.setText(f"{line.question.number}  {line.question.text}{f' – {answer}' if answer else ''}")
        self._counts.setText(counts_words(line))
        self._offer(line)

    def _offer(self, line: EvidenceLine) -> None:
        """Shows on each button what it would print; what two would print alike is offered once."""
        said: set[str] = set()
        for style, made in self.buttons.items():
            sample = self._state.sample(line.figure(style)) if not line.heading else Sample()
            made.setVisible(bool(sample.base) and sample.printed not in said)
            made.setText(caption(sample.printed))
            made.setAccessibleName(self.tr("Insert: %1").replace("%1", sample.printed))
            said.add(sample.printed)
        for one in (*self.buttons.values(), self.chart, self.more):
            one.setEnabled(self._may)

    def _insert(self, style: FigureStyle) -> None:
        line = self.line
        if line is not None and self._may and not line.heading:
            self.inserted.emit(line.figure(style).written())

    def _insert_chart(self) -> None:
        if self.line is not None:
            self.block_inserted.emit(self.line.chart)

    def _more(self) -> None:
        if self.line is not None:
            self.picker_asked.emit(self.line.figure().written())


def _row(line: EvidenceLine) -> Row:
    mark = f" {MARK}" if line.caution else ""
    whole = percent(line.share)
    if line.heading:
        return Row(line.key, (Cell(line.words), Cell(str(line.part.base), tip=counts_words(line)), Cell("")))
    words = f"    {line.part.label}" if line.beneath else line.words
    share = None if line.share is None else float(line.share)
    cells = (
        Cell(words, tip=line.words),
        Cell(f"{line.part.count}/{line.part.base}{mark}", float(line.part.count), tip=counts_words(line)),
        Cell("–" if whole is None else f"{whole}%", -1.0 if whole is None else float(whole), share, counts_words(line)),
    )
    return Row(line.key, cells)
