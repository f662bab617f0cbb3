"""One question: its number and text, its answer, and what it rests on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.ui.models.form_state import Answered, FormState
from inspector_app.ui.parts import button, label
from inspector_app.ui.widgets.form_choices import ChoiceList
from inspector_app.ui.widgets.form_confirm import again_marks
from inspector_app.ui.widgets.form_evidence import EvidenceBox
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_marks import FlagButton, colour
from inspector_app.ui.widgets.form_overrule import OverruleBox
from inspector_app.ui.widgets.form_typed import TypedAnswer


class QuestionCard(QFrame):
    """A question of any kind but a grid. The first of a screen is set large, its follow-ups smaller.

    It takes the focus itself: a screen reader then speaks the question, and the number keys are for it.
    """

    def __init__(
        self, question: Question, depth: int, heading: str, hand: FormHand, with_status: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.question = question
        self._hand = hand
        self._depth = depth
        self._shown: tuple[Answered, bool, bool] | None = None
        self._read_only = False
        self._active = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{question.number}. {question.text}")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16 if depth == 0 else 12, 4, 0, 8)
        self._layout.setSpacing(4)
        self.choices: ChoiceList | None = None
        self.typed: TypedAnswer | None = None
        self.overrule: OverruleBox | None = None
        self.evidence = EvidenceBox(hand, with_status, depth > 0 or question.kind == "text", self, beside=depth > 0)
        self._add_head(heading)
        self._add_input()
        self._add_unsaved()
        self.evidence.show_question(question)
        self._layout.addWidget(self.evidence)

    @property
    def id(self) -> str:
        """The id of its question."""
        return self.question.id

    def show_state(self, state: FormState) -> None:
        """Shows what stands; nothing is touched where nothing changed."""
        answered = state.answered(self.id)
        shown = (answered, state.read_only, state.review.overrules)
        if shown == self._shown:
            return
        self._shown = shown
        # An answer that was changed with a reason stands until the change is lifted.
        self._read_only = state.read_only or answered.change is not None
        if self.choices is not None:
            self.choices.set_value(answered.value)
            self.choices.set_read_only(self._read_only)
        if self.typed is not None:
            self.typed.show_value(answered.value, self._read_only)
        self._show_overrule(state, answered)
        self.evidence.show_answer(answered, state.read_only)
        self.flag.setChecked(answered.flagged)
        self.flag.setEnabled(not state.read_only)
        self.flag.setVisible(self._depth == 0 or answered.flagged)
        self._unsaved.setVisible(answered.unsaved)
        if self._depth > 0:  # over the first of a screen there is a band
            self._again.setText(" · ".join(again_marks(answered)))
            self._again.setVisible(answered.again or bool(answered.lost))
        said = state.label(self.question)
        self.setAccessibleDescription(
            self.tr("Answer: {answer}").format(answer=said) if said else self.tr("Not answered yet")
        )

    def set_active(self, active: bool) -> None:
        """Shows whether the keys are for this question."""
        if active != self._active:
            self._active = active
            self.update()
        if self.choices is not None:
            self.choices.set_active(active and not self._read_only)

    def take_focus(self) -> None:
        """Gets ready for an answer: the field where there is one, else the question itself."""
        if self.typed is not None and not self._read_only:
            self.typed.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def wrong_field(self) -> QWidget | None:
        """The field whose text cannot be taken; None where there is none."""
        return self.typed.field if self.typed is not None and self.typed.wrong else None

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through, its evidence left out."""
        over = self.overrule.chain() if self.overrule is not None else []
        if self.typed is not None:
            return [self, self.typed.field, *over]
        return [self, *(self.choices.buttons if self.choices is not None else ()), *over]

    def flush(self) -> None:
        """Commits what was typed."""
        if self.typed is not None:
            self.typed.field.flush()
        self.evidence.flush()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A bar at the left edge shows where the keys go."""
        if not self._active:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(QPalette.ColorRole.Accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(QRectF(0, 4, 4, self.height() - 8), 2, 2)
        painter.end()

    def _add_head(self, heading: str) -> None:
        head = self._head = QHBoxLayout()
        head.setContentsMargins(3, 0, 0, 0)
        head.setSpacing(8)
        first = self._depth == 0
        number = label(self.question.number, "heading" if first else "number")
        self._text = label(self.question.text, "question" if first else "followup", wrap=True)
        self._again = label("", "attention")
        self._again.setVisible(False)
        self.flag = FlagButton(self)
        self.flag.clicked.connect(lambda: self._hand.flagged.emit(self.id))
        self._layout.addLayout(head)
        if first:
            head.addWidget(number)
            head.addWidget(label(heading, "quiet", wrap=True), 1)
            head.addWidget(self.flag)
            self._text.setMaximumWidth(760)
            self._text.setContentsMargins(3, 0, 0, 4)
            self._layout.addWidget(self._text)
            return
        top = Qt.AlignmentFlag.AlignTop
        for words in (number, self._text):
            # The first line of the words stands level with the words of the link.
            words.setContentsMargins(0, 9, 0, 0)
            words.setAlignment(top)
        self._again.setContentsMargins(0, 9, 0, 0)
        head.addWidget(number, 0, top)
        head.addWidget(self._text, 1, top)
        head.addWidget(self._again, 0, top)
        head.addWidget(self.evidence.link, 0, top)
        head.addWidget(self.flag, 0, top)

    def _add_input(self) -> None:
        question = self.question
        if question.kind in ("single", "multiple"):
            several = question.kind == "multiple"
            if several:
                hint = label(self.tr("Tick all that apply."), "quiet")
                hint.setContentsMargins(3, 0, 0, 0)
                self._layout.addWidget(hint)
            self.choices = ChoiceList(question.choices, several, "rows" if self._depth == 0 else "chips", self)
            self.choices.setMaximumWidth(760)
            self.choices.setAccessibleName(question.text)
            self.choices.chosen.connect(lambda value: self._hand.valued.emit(self.id, value))
            self._layout.addWidget(self.choices)
            return
        self.typed = TypedAnswer(question, self._hand, self)
        self._layout.addWidget(self.typed)

    def _show_overrule(self, state: FormState, answered: Answered) -> None:
        if self.overrule is None:
            if not state.review.overrules and answered.change is None:
                return
            self.overrule = OverruleBox(self._hand, self, beside=True)
            self._head.insertWidget(self._head.indexOf(self.flag), self.overrule.link, 0, Qt.AlignmentFlag.AlignTop)
            self._layout.insertWidget(self._layout.indexOf(self._unsaved), self.overrule)
        self.overrule.show_state(self.question, state)

    def _add_unsaved(self) -> None:
        self._unsaved = QFrame(self)
        row = QHBoxLayout(self._unsaved)
        row.setContentsMargins(0, 0, 0, 0)
        words = self.tr("Not saved yet. The answer stays here until the disk takes it.")
        row.addWidget(label(words, "stop", wrap=True), 1)
        again = button(self.tr("Try again"), "danger", self.tr("Try again to save"))
        again.clicked.connect(self._hand.retried)
        row.addWidget(again)
        self._unsaved.hide()
        self._layout.addWidget(self._unsaved)
