"""The middle of the assessment page: where one is in the form, and every way to move in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.domain.navigation import Direction, Screen
from inspector_app.ui.errors import announce
from inspector_app.ui.models.form_desk import FormDesk
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_remains import RemainsView
from inspector_app.ui.widgets.form_view import ScreenView


class FormMiddle(QWidget):
    """Shows one screen, or what remains, and walks between them.

    Signals:
        moved: the question that has the keys now.
        told: a sentence for the line of notices.
    """

    moved = Signal(object)
    told = Signal(str)

    def __init__(self, desk: FormDesk, hand: FormHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state: FormState | None = None
        self._screen: Screen | None = None
        self.setProperty("surface", "paper")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.stack = QStackedWidget(self)
        self.view = ScreenView(desk.session.instrument, hand, self.stack)
        self.remains = RemainsView(desk.session.instrument, self.stack)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.remains)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._bar())
        self.view.stepped.connect(lambda step: self.step(1 if step > 0 else -1))
        self.remains.question_asked.connect(self.go_to)
        self.moved.connect(lambda _: self._show_again())
        hand.activated.connect(self._activate)
        hand.next_asked.connect(self.answer_next)
        hand.escaped.connect(self.to_question)

    @property
    def current(self) -> Question | None:
        """The question that has the keys."""
        body = self.view.body
        return self._desk.session.instrument.questions_by_id.get(body.current) if body is not None else None

    @property
    def on_remains(self) -> bool:
        """Whether the list of what remains is on screen."""
        return self.stack.currentWidget() is self.remains

    def open(self, state: FormState, question: str) -> None:
        """Begins at a question; else at the first to answer or confirm, else at what remains; to read, at the first."""
        self._state = state
        self.remains.show_state(state)
        form = self._desk.form
        wanted = form.by_question.get(question)
        if wanted is None or not wanted.open_in(state.remaining.open_ids):
            to_confirm = () if state.read_only else state.remaining.confirm
            question = next(iter((*state.remaining.unanswered, *to_confirm)), "")
        if question:
            self.go_to(question)
            return
        opened = form.opened(state.remaining.open_ids)
        if opened:
            self._show(opened[0], opened[0].first.id)
            if not state.read_only:
                self.to_remains()

    def forget(self) -> None:
        """Leaves the screen on show: another form is about to open."""
        self._state = self._screen = None

    def show_state(self, state: FormState) -> None:
        """Refreshes what changed."""
        body = self.view.body
        if body is None or self._screen is None:
            return
        self._state = state
        before = body.current
        body.show_state(state)
        self.view.order_focus()
        self._show_around()
        if body.current != before:
            self.moved.emit(self.current)
        self._show_again()
        self.remains.show_state(state)

    def go_to(self, question: str) -> None:
        """Shows a question; one that is closed leads to the one above it, or is told."""
        if self._state is None:
            return
        screen = self._desk.form.by_question.get(question)
        opened = screen.open_in(self._state.remaining.open_ids) if screen is not None else ()
        if screen is None or not opened:
            number = self._desk.session.instrument.questions_by_id[question].number
            self.told.emit(self.tr("{number} is closed at present: other answers settle it.").format(number=number))
            return
        self._show(screen, question if any(q.id == question for q in opened) else opened[0].id)

    def step(self, direction: Direction) -> None:
        """The next or previous open screen; after the last comes what remains."""
        if self._state is None or self._screen is None or not self.settle():
            return
        if self.on_remains:
            if direction == -1:
                self.to_question()
            return
        following = self._desk.form.step(self._screen, self._state.remaining.open_ids, direction)
        if following is not None:
            opened = following.open_in(self._state.remaining.open_ids)
            self._show(following, opened[0].id)
        elif direction == 1:
            self.to_remains()

    def answer_next(self) -> None:
        """Takes what the arrow keys have reached, then goes to the next question, follow-ups first."""
        body = self.view.body
        if body is None or self.on_remains:
            return
        body.take_choice()
        if not self.settle():
            return
        following = body.following()
        if following is None:
            self.step(1)
            return
        body.activate(following.id)
        body.take_focus()
        self.view.reveal(body.box_of(following.id))
        self.moved.emit(self.current)

    def next_unanswered(self, direction: Direction) -> None:
        """The nearest question to answer, or to confirm, in a direction, going round at the end."""
        if self._state is None or not self.settle():
            return
        here = self.current.id if self.current is not None else ""
        left = self._state.remaining
        found = self._desk.form.unanswered(here, {*left.unanswered, *left.confirm}, direction)
        if found is None:
            self.to_remains()
        else:
            self.go_to(found.id)

    def to_remains(self) -> None:
        """Shows what remains."""
        if not self.settle():
            return
        self.stack.setCurrentWidget(self.remains)
        self.remains.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.remains.refresh()
        announce(self.remains, self.remains.title.text())
        self._show_around()

    def to_question(self) -> None:
        """Back to the question."""
        if self.view.body is not None:
            self.stack.setCurrentWidget(self.view)
            box = self.view.body.box_of(self.view.body.current)
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_around()

    def settle(self) -> bool:
        """Commits what was typed; False where something typed cannot be taken, which keeps the screen."""
        body = self.view.body
        if body is None:
            return True
        body.flush()
        wrong = body.wrong_field()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def _show(self, screen: Screen, question: str) -> None:
        state = self._state
        if state is None:
            return
        if screen is not self._screen:
            self._screen = screen
            self.view.show_screen(screen, state)
        body = self.view.body
        if body is None:
            return
        body.activate(question)
        self.stack.setCurrentWidget(self.view)
        self._show_around()
        body.take_focus()
        # Where a widget stands is known once the layout has run.
        QTimer.singleShot(0, self, self._reveal_current)
        self.moved.emit(self.current)
        if self.current is not None:
            announce(body, f"{self.current.number}. {self.current.text}")

    def _reveal_current(self) -> None:
        body = self.view.body
        if body is not None and self._screen is not None and body.current != self._screen.first.id:
            self.view.reveal(body.box_of(body.current))

    def _activate(self, question: str) -> None:
        body = self.view.body
        if body is not None and body.current != question:
            body.activate(question)
            self.moved.emit(self.current)

    def _show_again(self) -> None:
        if self._state is not None:
            self.view.again.show_question(self.current, self._state)

    def _show_around(self) -> None:
        state, screen = self._state, self._screen
        if state is None or screen is None:
            return
        before = self._desk.form.step(screen, state.remaining.open_ids, -1)
        after = self._desk.form.step(screen, state.remaining.open_ids, 1)
        self.view.show_neighbours(before, after, state)
        self.back.setEnabled(before is not None or self.on_remains)
        self.forward.setVisible(not self.on_remains)

    def _bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("surface", "foot")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(8)
        self.back = button(self.tr("← Back"), "plain", self.tr("Back, Alt and left arrow"))
        self.back.setToolTip(self.tr("Alt+←"))
        self.back.clicked.connect(lambda: self.step(-1))
        self.unanswered = button(self.tr("Next unanswered"), "plain", self.tr("Next unanswered, Ctrl and down arrow"))
        self.unanswered.setToolTip(self.tr("Ctrl+↓"))
        self.unanswered.clicked.connect(lambda: self.next_unanswered(1))
        self.forward = button(self.tr("Next →"), "primary", self.tr("Answer and next, Enter"))
        self.forward.setToolTip(self.tr("Enter"))
        self.forward.clicked.connect(self.answer_next)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.unanswered)
        row.addStretch(1)
        row.addWidget(self.forward)
        return bar
