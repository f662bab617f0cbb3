"""An answer of somebody else's case, changed with a reason: what was read stays, another answer stands over it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.ui.models.form_state import Change, FormState
from inspector_app.ui.parts import button, label, row
from inspector_app.ui.phrases import answer_words, day_of, typed_day
from inspector_app.ui.widgets.form_choices import ChoiceList
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_text import NoteField

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS = (Qt.Key.Key_Escape, *_RETURN)


class OverruleBox(QWidget):
    """Says that an answer was changed, by whom and why, and is the way to change it or to lift the change.

    The choices and the reason are made when they are first asked for; most answers are never changed. The link stands
    above, or `beside` something else, where the caller puts it.
    """

    def __init__(self, hand: FormHand, parent: QWidget, beside: bool = False) -> None:
        super().__init__(parent)
        self._hand = hand
        self._question: Question | None = None
        self._stands = ""
        self._change: Change | None = None
        self.said = label("", "attention", wrap=True)
        self._beside = beside
        self.link = button(self.tr("Change with a reason…"), "link")
        self.link.setParent(parent)
        self.link.clicked.connect(self.open)
        self.lift = button(self.tr("Lift the change"), "link")
        self.lift.clicked.connect(self._lift)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(3, 0, 0, 4)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.said)
        self._layout.addLayout(row(self.lift, -1) if beside else row(self.link, self.lift, -1, spacing=12))
        self._form: QWidget | None = None

    @property
    def is_open(self) -> bool:
        """Whether the choices and the reason show."""
        return self._form is not None and not self._form.isHidden()

    def show_state(self, question: Question, state: FormState) -> None:
        """Shows how the answer to a question came to stand."""
        answered = state.answered(question.id)
        if question is not self._question:
            self.close_form()
            self._question = question
        self._stands, self._change = answered.value, answered.change
        self.said.setText(self._words(question, answered.change) if answered.change else "")
        self.said.setVisible(answered.change is not None)
        self.link.setVisible(state.review.overrules and not self.is_open)
        self.lift.setVisible(state.review.overrules and answered.change is not None)
        own_link = state.review.overrules and not self._beside
        self.setVisible(own_link or answered.change is not None or self.is_open)

    def open(self) -> None:
        """Shows the choices and the reason, the keyboard on the first choice."""
        self.close_form()
        if self._question is None:
            return
        self._form = self._make(self._question)
        self._layout.addWidget(self._form)
        self._form.show()
        self.show()
        self.link.hide()
        chain = self.chain()
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        (self.choices.buttons[0] if self.choices else self.typed).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_form(self) -> None:
        """Leaves the answer as it is."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self.link.show()
            if self._beside and self._change is None:
                self.hide()

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through."""
        found: list[QWidget] = [self.link, self.lift]
        if self._form is not None:
            answer = self.choices.buttons if self.choices else [self.typed]
            found += [*answer, self.reason, self.do, self.leave]
        return found

    def event(self, event: QEvent) -> bool:
        """Return and Escape are its own while it is open, rather than shortcuts of the form."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_open:
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if plain and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys choose, Return goes on to the reason, Escape leaves the answer as it is."""
        key = Qt.Key(event.key())
        if not self.is_open:
            event.ignore()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key in _RETURN:
            if not self.reason.hasFocus():
                self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and self.choices is not None:
            self.choices.press(int(key) - int(Qt.Key.Key_0))
        else:
            event.ignore()

    def _make(self, question: Question) -> QWidget:
        made = QWidget(self)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        name = self.tr("What is to stand for {number}").format(number=question.number)
        layout.addWidget(label(name, "caps"))
        self.choices: ChoiceList | None = None
        self.typed = NoteField(made, 1, 8)
        self.typed.setVisible(not question.choices)
        self.typed.setAccessibleName(name)
        if question.choices:
            self.choices = ChoiceList(question.choices, question.kind == "multiple", "chips", made)
            self.choices.set_value(self._stands)
            self.choices.set_active(True)
            self.choices.setAccessibleName(name)
            self.choices.chosen.connect(lambda _: self._enable())
            layout.addWidget(self.choices)
        else:
            self.typed.put(day_of(self._stands) if question.kind == "date" else self._stands)
        layout.addWidget(self.typed)
        self.reason = QLineEdit(made)
        self.reason.setPlaceholderText(self.tr("Why; the reason stands beside the answer"))
        self.reason.setAccessibleName(self.tr("Reason for the change of {number}").format(number=question.number))
        self.reason.textChanged.connect(self._enable)
        self.reason.returnPressed.connect(self._do)
        self.do = button(self.tr("Change the answer"), "primary")
        self.do.clicked.connect(self._do)
        self.leave = button(self.tr("Leave it as it is"))
        self.leave.clicked.connect(self._leave)
        layout.addLayout(row(self.reason, self.do, self.leave))
        self.typed.textChanged.connect(self._enable)
        self._enable()
        return made

    def _value(self) -> str:
        if self.choices is not None:
            return self.choices.value
        text = self.typed.toPlainText().strip()
        return typed_day(text) if self._question is not None and self._question.kind == "date" else text

    def _enable(self) -> None:
        value = self._value()
        self.do.setEnabled(bool(value and value != self._stands and self.reason.text().strip()))

    def _do(self) -> None:
        if self._question is None or not self.do.isEnabled():
            return
        value, reason = self._value(), self.reason.text().strip()
        self._hand.overruled.emit(self._question.id, value, reason)
        if self._change is not None and self._change.reason == reason:  # taken; what was refused stays to be mended
            self._leave()

    def _leave(self) -> None:
        # First the keyboard: what is hidden while it has it would hand it to the question that follows.
        self._hand.escaped.emit()
        self.close_form()

    def _lift(self) -> None:
        if self._question is not None:
            self._hand.overruled.emit(self._question.id, "", "")
            self._hand.escaped.emit()

    def _words(self, question: Question, change: Change) -> str:
        was = answer_words(question, change.value) if change.value else ""
        text = self.tr("Changed by {by}: {reason}; {reader} answered {was}.")
        if not was:
            text = self.tr("Changed by {by}: {reason}; {reader} had not answered.")
        return text.format(by=change.by, reason=change.reason, reader=change.reader, was=was)
