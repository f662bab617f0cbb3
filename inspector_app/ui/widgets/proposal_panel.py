"""One proposal: what it rests on, the sentence that would go into the report, and what is decided on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.services.proposals import ProposalView
from inspector_app.ui.models.proposal_rows import counted_words, kind_words, question_lines, state_of
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import button, column, label, restyle, row
from inspector_app.ui.widgets.cases_behind import CasesBehind
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.source_edit import SourceEdit


class ProposalPanel(QWidget):
    """Shows a proposal. Its sentence can be changed before it is taken.

    Signals:
        taken: this text goes to the end of its section.
        dropped, opened_again: what it says.
        question_asked: the cases behind a question are to be shown.
        section_asked: the section is to be shown where it is written.
    """

    taken = Signal(str)
    dropped = Signal()
    opened_again = Signal()
    question_asked = Signal(str)
    section_asked = Signal()

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._instrument = state.bridge.session.instrument
        self.view: ProposalView | None = None
        self._build()
        self.show_proposal(None, "")

    def show_proposal(self, view: ProposalView | None, heading: str) -> None:
        """Shows a proposal for a section; a sentence that is being changed stays as it is typed."""
        same = view is not None and self.view is not None and view.proposal == self.view.proposal
        self.view = view
        self._all.setVisible(view is not None)
        self._nothing.setVisible(view is None)
        if view is None:
            return
        one, refusal = view.proposal, self._state.refusal
        self._kind.setText(kind_words(one.kind))
        self.where.setText(self.tr("For: %1").replace("%1", heading))
        self._score.setText(counted_words(one))
        self._score.setVisible(one.score is not None)
        if not same:
            self._show_text(view)
        self._show_questions(view)
        is_open = view.state == "open"
        self.status.setText("" if is_open and not view.told else self._status(view))
        self.status.setVisible(bool(self.status.text()))
        restyle(self.status, "role", "attention" if view.moved else "quiet")
        self.text.setReadOnly(bool(refusal) or not is_open)
        self.accept.setVisible(is_open and not refusal)
        self.drop.setVisible(is_open and not refusal)
        self.again.setVisible(not is_open and not refusal)
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))
        self._name_button()

    def edit(self) -> None:
        """Puts the keyboard into the sentence."""
        if self.view is not None:
            self.text.setFocus()

    # Making it

    def _build(self) -> None:
        self._kind, self._score = label("", "heading"), label("", "strong")
        self.where = label("", "quiet", wrap=True)
        self.text = SourceEdit()
        self.text.setAccessibleName(self.tr("Sentence for the report"))
        self.text.setMinimumHeight(96)
        self.text.setMaximumHeight(130)
        self.text.textChanged.connect(self._name_button)
        self.accept = button(self.tr("Accept"), "primary")
        self.accept.clicked.connect(lambda: self.taken.emit(self.text.source().text))
        self.drop = button(self.tr("Drop"))
        self.drop.clicked.connect(self.dropped)
        self.again = button(self.tr("Open it again"))
        self.again.clicked.connect(self.opened_again)
        self.to_section = button(self.tr("Show the section"), "link")
        self.to_section.clicked.connect(self.section_asked)
        self.status = label("", "quiet", wrap=True)
        self._refusal = label("", "quiet", wrap=True)
        self.behind = CasesBehind()
        self.behind.asked.connect(self.question_asked)
        self._all = QWidget()
        self._all.setLayout(
            column(
                row(self._kind, -1, self._score), self.where, self.status, self.text,
                flowing(self.accept, self.drop, self.again, self.to_section), self._refusal, 4, self.behind, -1,
            )
        )  # fmt: skip
        self._nothing = label(self.tr("Choose a proposal in the list to see what it rests on."), "quiet", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)

    def _show_text(self, view: ProposalView) -> None:
        self.text.show_source(view.proposal.text)
        source = self.text.source()
        self.text.show_looks(self._state.looks(view.proposal.section, source.text), source)

    def _show_questions(self, view: ProposalView) -> None:
        lines = question_lines(view.proposal, self._instrument)
        told = [(words, question if has_cases else "") for question, words, has_cases in lines]
        self.behind.show_lines(self.tr("What it rests on"), told)

    def _status(self, view: ProposalView) -> str:
        if view.state == "open":
            return self.tr("The section has a figure of this question already.")
        return self.tr("%1.").replace("%1", state_of(view))

    def _name_button(self) -> None:
        view = self.view
        edited = view is not None and self.text.source().text.strip() != view.proposal.text
        self.accept.setText(self.tr("Accept as changed") if edited else self.tr("Accept"))
        self.accept.setAccessibleName(self.accept.text())
