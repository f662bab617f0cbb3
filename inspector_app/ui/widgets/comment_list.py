"""The Trust's comments in a list, and beside it the one that is decided on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.trust_comments import DECISIONS, counted
from inspector_app.services.trust_comments import CommentView
from inspector_app.ui.models.comment_rows import comment_rows, decision_words
from inspector_app.ui.models.figure_words import figure_words
from inspector_app.ui.models.report_source import body_of
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import column, row, scrolled
from inspector_app.ui.widgets.comment_panel import CommentPanel
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway


class CommentList(QWidget):
    """The comments by paragraph, all of them or those of one decision.

    Args:
        taken: gives the table of comments and replies.

    Signals:
        section_asked: a section, and from where to where in its text, to be shown where it is written.
        question_asked: a question, and a criterion, whose cases are to be shown.
    """

    section_asked = Signal(str, int, int)
    question_asked = Signal(str, str)

    def __init__(self, state: ReportState, taken: Callable[[], PlainTable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.views: tuple[CommentView, ...] = ()
        self._build(taken)
        self.filter.activated.connect(lambda _: self._show_list())
        self.table.moved.connect(self._show_chosen)
        self.table.opened.connect(lambda _: self.panel.take_keyboard())
        self.panel.section_asked.connect(self._ask_section)
        self.panel.question_asked.connect(self._ask_question)

    def show_views(self, views: Sequence[CommentView]) -> None:
        """Shows comments; the filter and the current one stay."""
        self.views = tuple(views)
        self._fill_filter()
        self._show_list()

    @property
    def view(self) -> CommentView | None:
        """The comment that is chosen."""
        key = self.table.key()
        return next((view for view in self.views if view.comment.id == key), None)

    def _build(self, taken: Callable[[], PlainTable]) -> None:
        self.filter = PatientComboBox()
        self.filter.setAccessibleName(self.tr("Which comments are listed"))
        self.filter.setMinimumWidth(200)
        headed = (
            ("place", self.tr("Paragraph")), ("words", self.tr("Comment")), ("who", self.tr("Who")),
            ("decision", self.tr("Decision")),
        )  # fmt: skip
        self.table = RowsTable(self.tr("Comments of the Trust"), headed, "words", gives_way=("who",), as_given=True)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.take_away = TakeAway(taken, names=self.tr("comments and replies"), kind="link")
        left = QWidget()
        inside = column(row(self.filter, -1, self.take_away), self.table)
        inside.setStretch(1, 1)
        left.setLayout(inside)
        self.panel = CommentPanel()
        side = scrolled(self.panel, narrow=True)
        side.setMinimumWidth(300)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("report_comments_splitter")
        for part, stretch in ((left, 3), (side, 2)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([760, 460])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _fill_filter(self) -> None:
        counts = counted(view.comment for view in self.views)
        kept = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(self.tr("All (%1)").replace("%1", str(len(self.views))), "all")
        for decision in DECISIONS:
            self.filter.addItem(f"{decision_words(decision)} ({counts[decision]})", decision)
        self.filter.setCurrentIndex(max(0, self.filter.findData(kept)))

    def _show_list(self) -> None:
        wanted = self.filter.currentData()
        shown = [view for view in self.views if wanted in ("all", view.comment.decision)]
        self.table.show_rows(comment_rows(shown))
        self._show_chosen()

    def _show_chosen(self) -> None:
        view = self.view
        self.panel.show_comment(view, self.behind_lines(), self._state.refusal)

    def behind_lines(self) -> list[tuple[str, str]]:
        """What the paragraph of the chosen comment rests on: words, and the question whose cases can be shown."""
        instrument = self._state.bridge.session.instrument
        lines = []
        for chip in self.view.figures if self.view is not None else ():
            figure = self._state.figure_of(chip.source) if chip.kind == "fig" else None
            words = figure_words(body_of(chip.source), instrument)
            if chip.base is not None:
                of = self.tr("%1 of %2").replace("%1", str(chip.numerator)).replace("%2", str(chip.base))
                words = [*words, of]
            asked = instrument.questions_by_id.get(figure.name) if figure is not None else None
            leads = asked is not None and asked.scored and asked.per == "case"
            printed = f"“{chip.printed}”" if chip.printed else self.tr("Chart")
            lines.append((" · ".join((printed, *words)), asked.id if asked is not None and leads else ""))
        return lines

    def _ask_section(self) -> None:
        view = self.view
        if view is None or view.gone:
            return
        section = self._state.desk.section(view.section)
        piece = next(one for one in section.pieces if one.key == view.comment.paragraph)
        lines = section.text.split("\n")
        start = sum(len(line) + 1 for line in lines[: piece.first])
        self.section_asked.emit(view.section, start, start + len("\n".join(lines[piece.first : piece.last])))

    def _ask_question(self, question: str) -> None:
        self.question_asked.emit(question, self._state.bridge.session.instrument.questions_by_id[question].criteria[0])
