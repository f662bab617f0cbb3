"""What the figures would have the report say: proposed, never written by itself; accepted, changed or dropped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.thresholds import USUAL, Thresholds, written_thresholds
from inspector_app.services.commands import SetReport
from inspector_app.services.proposals import ProposalDesk, ProposalView
from inspector_app.ui.errors import announce
from inspector_app.ui.models.proposal_rows import KINDS, TO_DECIDE, is_listed, kind_words, proposal_rows
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.models.section_words import section_heading
from inspector_app.ui.parts import column, label, row, scrolled
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.proposal_panel import ProposalPanel
from inspector_app.ui.widgets.report_sub_page import ReportSubPage
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.sub_tabs import SubTabs
from inspector_app.ui.widgets.take_away import TakeAway, shown_in
from inspector_app.ui.widgets.threshold_panel import ThresholdPanel


class ReportProposalsPage(ReportSubPage):
    """The proposals by outcome and kind.

    Signals:
        section_asked: a section that is to be shown where it is written.
        question_asked: a question, and the criterion, whose cases are to be shown.
    """

    section_asked = Signal(str)
    question_asked = Signal(str, str)

    def __init__(self, state: ReportState) -> None:
        super().__init__(state, "report_proposals")
        self.desk = ProposalDesk(state.desk)
        self.views: tuple[ProposalView, ...] = ()
        self._headings: dict[str, str] = {}
        self._outcomes: dict[str, str] = {}
        self._build()
        self._connect()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.table if self.table.shown.rowCount() else self.states).setFocus()

    def show_now(self) -> None:
        """Works the proposals out of what stands."""
        instrument, desk = self.state.bridge.session.instrument, self.state.desk
        views = [desk.section(section.id) for section in desk.sections()]
        self._headings = {v.section.id: section_heading(v.section, v.title, instrument) for v in views}
        self._outcomes = {v.section.id: v.section.outcome for v in views}
        self.views = self.desk.all()
        self.thresholds.show_thresholds(self.desk.thresholds(), self.state.refusal)
        self._show_list()

    @property
    def view(self) -> ProposalView | None:
        """The proposal that is chosen."""
        key = self.table.key()
        return next((view for view in self.views if view.proposal.id == key), None)

    # Making the page

    def _build(self) -> None:
        instrument = self.state.bridge.session.instrument
        self.outcomes, self.kinds, self.states = PatientComboBox(), PatientComboBox(), PatientComboBox()
        self.outcomes.addItem(self.tr("All outcomes"), "")
        for outcome in instrument.outcomes:
            self.outcomes.addItem(f"{outcome.id}  {outcome.short}", outcome.id)
        self.kinds.addItem(self.tr("All kinds"), "")
        for kind in KINDS:
            self.kinds.addItem(kind_words(kind), kind)
        states = (
            (TO_DECIDE, self.tr("To decide")), ("open", self.tr("Open, told already or not")),
            ("accepted", self.tr("Accepted")), ("dropped", self.tr("Dropped")), ("", self.tr("All")),
        )  # fmt: skip
        for data, text in states:
            self.states.addItem(text, data)
        for box, name in (
            (self.outcomes, self.tr("Outcome")), (self.kinds, self.tr("Kind")), (self.states, self.tr("Decision")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            box.activated.connect(lambda _: self._show_list())
        self._count = label("", "quiet")
        headed = (
            ("kind", self.tr("Kind")), ("section", self.tr("For")), ("score", self.tr("Score")),
            ("text", self.tr("Sentence")), ("state", self.tr("Decision")),
        )  # fmt: skip
        self.table = RowsTable(
            self.tr("Proposals"), headed, "text", frozenset({"score"}), ("state", "section"), as_given=True
        )
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.take_away = TakeAway(self.taken, names=self.tr("proposals"), kind="link")
        self._lay_out()

    def _lay_out(self) -> None:
        self._none = label("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setMaximumWidth(560)
        nothing, left = QWidget(), QWidget()
        nothing.setLayout(column(16, self._none, -1))
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.table)
        head = flowing(self.outcomes, self.kinds, self.states)
        inside = column(head, row(self._count, -1, self.take_away), self._stack, spacing=4)
        inside.setStretch(2, 1)
        left.setLayout(inside)
        self.panel, self.thresholds = ProposalPanel(self.state), ThresholdPanel()
        self.side = SubTabs(
            [
                ("proposal", self.tr("This proposal"), scrolled(self.panel, narrow=True)),
                ("thresholds", self.tr("Thresholds"), scrolled(self.thresholds, narrow=True)),
            ],
            "report_proposals_side",
        )
        self.side.row.setContentsMargins(8, 4, 8, 0)
        self.side.setMinimumWidth(300)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("report_proposals_splitter")
        for part, stretch in ((left, 3), (self.side, 2)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([760, 420])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 12, 12)
        whole.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.state.moved.connect(self.refresh)
        self.table.moved.connect(self._show_chosen)
        self.table.opened.connect(lambda _: self._edit())
        self.take_away.notice.connect(self.notice)
        self.panel.taken.connect(self._accept)
        self.panel.dropped.connect(self._drop)
        self.panel.opened_again.connect(self._reopen)
        self.panel.question_asked.connect(self._ask_question)
        self.panel.section_asked.connect(self._ask_section)
        self.thresholds.changed.connect(self._set_thresholds)

    # What happens

    def _show_list(self) -> None:
        place = self.table.currentIndex().row()
        kind, outcome, state = (str(box.currentData()) for box in (self.kinds, self.outcomes, self.states))
        shown = [view for view in self.views if is_listed(view, self._outcomes, kind, outcome, state)]
        key = self.table.key()
        self.table.show_rows(proposal_rows(shown, self._headings))
        if shown and key not in {view.proposal.id for view in shown}:
            # What was decided has left the list; one goes on with what has taken its place.
            self.table.go_to(str(self.table.shown.index(min(max(place, 0), len(shown) - 1), 0).data(KEY)))
        self._stack.setCurrentIndex(1 if shown else 0)
        self.take_away.setVisible(bool(shown))
        taken = sum(1 for view in self.views if view.state == "accepted")
        told = self.tr("%1 of %2 proposals, %3 accepted").replace("%1", str(len(shown)))
        self._count.setText(told.replace("%2", str(len(self.views))).replace("%3", str(taken)))
        self._none.setText(self._nothing())
        self._show_chosen()

    def _nothing(self) -> str:
        if self.views:
            return self.tr("No proposal is of this outcome, kind and decision.")
        return self.tr(
            "Strengths, areas for improvement, findings and recommendations are proposed here from the figures, once "
            "cases are signed off. Each is accepted, changed or dropped by the lead."
        )

    def _show_chosen(self) -> None:
        view = self.view if self._stack.currentIndex() else None
        self.panel.show_proposal(view, self._headings.get(view.proposal.section, "") if view is not None else "")

    def _edit(self) -> None:
        self.side.show_page("proposal")
        self.panel.edit()

    def _accept(self, text: str) -> None:
        if (view := self.view) is not None and self.steps.act(view.proposal.section, *self.desk.accept(view, text)):
            announce(self, self.tr("Accepted"))
            self.take_keyboard()

    def _drop(self) -> None:
        if (view := self.view) is not None and self.steps.act(view.proposal.section, self.desk.drop(view)):
            announce(self, self.tr("Dropped"))
            self.take_keyboard()

    def _reopen(self) -> None:
        if (view := self.view) is not None:
            self.steps.act(view.proposal.section, self.desk.reopen(view))

    def _ask_question(self, question: str) -> None:
        if (view := self.view) is not None:
            found = next(s for s in self.state.desk.sections() if s.id == view.proposal.section)
            asked = self.state.bridge.session.instrument.questions_by_id[question].criteria
            self.question_asked.emit(question, found.criterion if found.criterion in asked else asked[0])

    def _ask_section(self) -> None:
        if (view := self.view) is not None:
            self.section_asked.emit(view.proposal.section)

    def _set_thresholds(self, thresholds: Thresholds) -> None:
        said = "" if thresholds == USUAL else written_thresholds(thresholds)
        self.steps.act("", SetReport({"thresholds": said}))

    def taken(self) -> PlainTable:
        """What is listed, to be taken away."""
        return shown_in(self.table, self.tr("Proposals for the report"), f"{self._count.text()}.")
