"""The assessment page: one question at a time, with the way around it, and help beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.answers import About
from inspector_app.domain.instrument import Question
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.models.form_desk import FormDesk
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.widgets.form_acts import FormActs, FormParts
from inspector_app.ui.widgets.form_card import QuestionCard
from inspector_app.ui.widgets.form_evidence import EvidenceBox
from inspector_app.ui.widgets.form_facts import FactsBar
from inspector_app.ui.widgets.form_finder import Finder
from inspector_app.ui.widgets.form_grid_card import GridCellBox
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_left import LeftPanel
from inspector_app.ui.widgets.form_middle import FormMiddle
from inspector_app.ui.widgets.form_side import SidePanel
from inspector_app.ui.widgets.form_standing import StandingBar

_NARROW = 1080
_ARROWS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class AssessmentPage(QWidget):
    """The form of one case, or of one officer's interview.

    Signals:
        leave: back to the page one came from.
        officer_asked: the interview of the officer with this code.
        notice: a sentence about what happened; empty once it is past.
        facts_asked: the facts of the case with this reference, at a field where one is named.
    """

    leave = Signal()
    officer_asked = Signal(str)
    notice = Signal(str)
    facts_asked = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = False
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        instrument = bridge.session.instrument
        self.desk = FormDesk(bridge, self)
        self.hand = FormHand(self)
        self.facts = FactsBar(instrument, self)
        self.standing = StandingBar(self)
        self.left = LeftPanel(instrument, self)
        self.middle = FormMiddle(self.desk, self.hand, self)
        self.side = SidePanel(self)
        self._right = QScrollArea(self)
        self._lay_out()
        self.finder = Finder(self)
        parts = FormParts(self.middle, self.left, self.side, self.finder, self.standing)
        self.acts = FormActs(self.desk, parts, self)
        self.action_words = self.acts.action_words
        self._listen()

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What is open, to come back to it: ``case`` or ``officer``, reference, case it was opened from, question."""
        question = self.middle.current
        return self.desk.about, self.desk.ref, self.desk.from_case, question.id if question else ""

    def open_case(self, ref: str, question_id: str = "") -> None:
        """Opens a case, at a question if one is named."""
        self._open("case", ref, "", question_id)

    def open_officer(self, code: str, from_case: str = "", question_id: str = "") -> None:
        """Opens the interview of an officer, from a case or on its own, at a question if one is named."""
        self._open("officer", code, from_case, question_id)

    def flush(self) -> None:
        """Commits what was typed. The window calls it before it closes, hides or turns to another page."""
        if self.middle.view.body is not None:
            self.middle.view.body.flush()
        self.side.query.flush()

    def take_keyboard(self) -> None:
        """Puts the focus where the work is: on the question, or on what remains."""
        if self.middle.on_remains:
            self.middle.remains.title.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.middle.view.body is not None:
            self.middle.view.body.take_focus()

    def save_state(self) -> dict[str, str]:
        """Widths and folds, to come back at the next start."""
        return {
            "form_splitter": bytes(self._splitter.saveState().toBase64().data()).decode("ascii"),
            "form_guidance": "folded" if self.side.guidance.folded else "open",
            "form_query": "folded" if self.side.query.folded else "open",
            "form_history": "folded" if self.side.history.folded else "open",
        }

    def restore_state(self, state: Mapping[str, str]) -> None:
        """Brings widths and folds back; what is missing stays as it is."""
        if state.get("form_splitter"):
            self._splitter.restoreState(QByteArray.fromBase64(state["form_splitter"].encode("ascii")))
        self.side.guidance.fold(state.get("form_guidance") == "folded")
        self.side.query.fold(state.get("form_query") == "folded")
        self.side.history.fold(state.get("form_history") == "folded")

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be asked of this page, by the ids of the table of actions."""
        return self.acts.handlers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys answer, arrow keys move; what is typed in a field never comes here."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        body = self.middle.view.body
        key = Qt.Key(event.key())
        if not plain or body is None or self.middle.on_remains:
            event.ignore()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            body.press(int(key) - int(Qt.Key.Key_0))
        elif key in _ARROWS and self.middle.isAncestorOf(self.focusWidget() or self):
            body.arrow(*_ARROWS[key])
        else:
            event.ignore()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page commits what was typed."""
        self.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for guidance beside the question, it stands beneath it."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow and self._right.widget() is self.side:
            self.middle.view.dock(self._right.takeWidget())
            self._right.hide()
        elif not narrow and self._right.widget() is None:
            self._right.setWidget(self.side)
            self._right.show()
        self.side.setVisible(not self.middle.on_remains)
        self.finder.place()

    def _open(self, about: About, ref: str, from_case: str, question: str) -> None:
        self.flush()
        self.middle.forget()
        self.middle.open(self.desk.open(about, ref, from_case), question)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self.standing)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setObjectName("form")
        self._splitter.setChildrenCollapsible(False)
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QFrame.Shape.NoFrame)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setProperty("surface", "side")
        self._right.setWidget(self.side)
        for widget, least in ((self.left, 236), (self.middle, 360), (self._right, 220)):
            widget.setMinimumWidth(least)
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([284, 780, 288])
        layout.addWidget(self._splitter, 1)

    def _listen(self) -> None:
        desk, hand, middle, acts = self.desk, self.hand, self.middle, self.acts
        desk.state_changed.connect(self._show_state)
        desk.jumped.connect(middle.go_to)
        desk.history_changed.connect(self._show_history)
        hand.valued.connect(desk.set_value)
        hand.noted.connect(desk.set_note)
        hand.evidenced.connect(desk.set_evidence)
        hand.drafted.connect(desk.keep_draft)
        hand.flagged.connect(desk.toggle_flag)
        hand.retried.connect(desk.bridge.retry)
        middle.moved.connect(self._show_question)
        middle.told.connect(self._tell)
        middle.stack.currentChanged.connect(lambda _: self._show_left())
        middle.view.skip_asked.connect(acts.skip)
        middle.remains.reason_given.connect(desk.give_reason)
        self.facts.leave_asked.connect(self.leave)
        self._listen_to_review()
        self.finder.chosen.connect(middle.go_to)
        self.finder.closed.connect(middle.to_question)
        self._listen_to_panels()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _listen_to_review(self) -> None:
        review = self.acts.review
        self.standing.reopened.connect(review.reopen)
        self.standing.given_back.connect(review.give_back)
        self.hand.overruled.connect(review.overrule)
        self.side.query.said.connect(self.acts.say)
        self.side.query.left.connect(self.middle.to_question)
        self.side.query.drafted.connect(self.desk.keep_query)
        self.side.query.bring_back(self.desk.unsent())
        self.acts.shown.connect(self._bring_into_sight)

    def _bring_into_sight(self, widget: QWidget) -> None:
        if self._right.isAncestorOf(widget):
            self._right.ensureWidgetVisible(widget, 0, 24)
        else:
            self.middle.view.reveal(widget)

    def _listen_to_panels(self) -> None:
        acts, left, remains = self.acts, self.left, self.middle.remains
        acts.told.connect(self._tell)
        acts.facts_asked.connect(self._on_facts)
        acts.officer_asked.connect(self.officer_asked)
        left.remains_asked.connect(self.middle.to_remains)
        left.grid.asked.connect(acts.go_to_criterion)
        left.pages.page_asked.connect(acts.go_to_page)
        left.pages.officer_asked.connect(acts.ask_officer)
        remains.officer_asked.connect(acts.ask_officer)
        for facts in (self.facts.facts_asked, left.pages.facts_asked):
            facts.connect(lambda: acts.ask_facts())
        self.middle.view.again.confirmed.connect(acts.confirm)
        remains.facts_asked.connect(acts.ask_facts)
        for sign_off in (left.sign_off_asked, remains.sign_off_asked):
            sign_off.connect(acts.sign_off)
        for back in (self.facts.case_asked, remains.case_asked):
            back.connect(lambda: self._on_facts(self.desk.from_case))

    def _show_state(self, state: FormState) -> None:
        self.facts.show_state(state)
        self.standing.show_state(state)
        self.middle.show_state(state)
        self.side.show_query(self.middle.current, state)
        self._show_left()

    def _show_left(self) -> None:
        # Beside the list of what remains there is no question to which guidance and history would belong.
        self.side.setVisible(not self.middle.on_remains)
        if self.desk.state is not None:
            self.left.show_state(self.desk.state, self.middle.current, self.middle.on_remains)

    def _tell(self, text: str) -> None:
        self._told = True
        self.notice.emit(text)

    def _show_question(self, question: Question | None) -> None:
        if question is None:
            return
        if self._told:  # what was said of the question before is past
            self._told = False
            self.notice.emit("")
        self.side.show_question(question)
        self._show_history(question.id)
        self.side.show_query(question, self.desk.state)
        self._show_left()

    def _show_history(self, question_id: str) -> None:
        question = self.middle.current
        if question is not None and question.id == question_id:
            older = self.desk.session.earlier.as_asked(question_id)
            self.side.show_history(question, self.desk.history(question_id), older)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """The question in which the focus is has the keys."""
        widget = new
        while widget is not None and widget is not self:
            if isinstance(widget, EvidenceBox):
                self.hand.activated.emit(widget.question)
                return
            if isinstance(widget, QuestionCard | GridCellBox):
                self.hand.activated.emit(widget.question.id)
                return
            widget = widget.parentWidget()

    def _on_facts(self, ref: str, field: str = "") -> None:
        if self.desk.about == "officer":
            self.open_case(ref)
        else:
            self.facts_asked.emit(ref, field)
