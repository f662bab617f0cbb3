"""One question of two readings: both answers with their notes and evidence, what stands, and how it is settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.differences import Line, Side
from inspector_app.domain.instrument import Question
from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, column, empty, frame, label, row, scrolled
from inspector_app.ui.phrases import answer_words, clock, day, evidence_words
from inspector_app.ui.widgets.answer_picker import AnswerPicker

_BESIDE = 2


class Settling(QWidget):
    """The readings of one question, and the form in which the lead lets an answer stand.

    Attributes:
        may_settle: whether whoever looks may settle.

    Signals:
        agreed: question id, value and reason of the answer that is to stand.
        lifted: question id of a consensus that is to go.
        left: Escape; back to the list of questions.
    """

    agreed = Signal(str, str, str)
    lifted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self._question: Question | None = None
        self.may_settle = True
        self._title = label("", "heading", wrap=True)
        self._sides = QGridLayout()
        self._sides.setSpacing(12)
        self._stands = label("", "strong", wrap=True)
        self._why = label("", "quiet", wrap=True)
        self.picker = AnswerPicker()
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why this answer stands"))
        self.reason.setPlaceholderText(self.tr("In a few words; both readings stay as they are"))
        self.reason.returnPressed.connect(self._agree)
        self.agree = button(self.tr("Let this answer stand"), "primary")
        self.agree.clicked.connect(self._agree)
        self.lift = button(self.tr("Lift the consensus"))
        self.lift.clicked.connect(self._lift)
        self._form = QWidget()
        self._form.setLayout(
            column(
                label(self.tr("Which answer is to stand?"), "strong"), self.picker, 4,
                label(self.reason.accessibleName(), "strong"), self.reason, row(self.agree, self.lift, -1),
            )
        )  # fmt: skip
        inside = QWidget()
        inside.setProperty("surface", "paper")
        body = column(self._title, 4, self._sides, 4, self._stands, self._why, self._form, -1)
        body.setContentsMargins(16, 4, 24, 16)
        inside.setLayout(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def show_line(self, question: Question, line: Line) -> None:
        """Shows one question."""
        same = self._line is not None and self._line.difference.question == line.difference.question
        typed = self.reason.text() if same and self._line is not None and self._line.consensus is None else ""
        self._question, self._line = question, line
        self._title.setText(f"{question.number}  {question.text}")
        empty(self._sides)
        for place, side in enumerate(line.difference.sides):
            self._sides.addWidget(self._side(side, place == 0), place // _BESIDE, place % _BESIDE)
        self._stands.setText(self.tr("What stands: %1").replace("%1", answer_words(question, line.stands)))
        self._why.setText(self._because(line))
        given = {side.reader: side.counts for side in line.difference.sides}
        self.picker.ask(question, given, line.stands if line.consensus is not None else "")
        self.reason.setText(typed if line.consensus is None else line.consensus.note)
        self.lift.setVisible(line.consensus is not None)
        self._form.setVisible(self.may_settle and (line.difference.kind != "same" or line.consensus is not None))

    def take_keyboard(self) -> None:
        """Puts the keyboard where one decides."""
        if self._form.isVisible():
            self.picker.take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes back on Escape, and from the answers on to the reason on Return."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.reason.hasFocus():
            self.reason.setFocus()
        else:
            super().keyPressEvent(event)

    def _side(self, side: Side, first: bool) -> QWidget:
        assert self._question is not None
        role = self.tr("First reading") if first else self.tr("Second read")
        answer = answer_words(self._question, side.said.value)
        if not side.is_open:
            closed = self.tr("Not asked, because of an earlier answer")
            answer = f"{closed} ({answer})" if side.said.value else closed
        evidence = evidence_words(side.said.evidence)
        parts: list[QWidget] = [label(f"{role} · {side.reader}", "caps"), label(answer, "strong", wrap=True)]
        if evidence:
            parts.append(label(self.tr("Evidence: %1").replace("%1", evidence), "quiet", wrap=True))
        parts.append(label(side.said.note or self.tr("No note"), "" if side.said.note else "quiet", wrap=True))
        made = frame("card", column(*parts, -1, margins=12, spacing=4))
        made.setAccessibleName(". ".join(str(part.property("text")) for part in parts))
        return made

    def _because(self, line: Line) -> str:
        if line.consensus is not None:
            at = line.consensus.at.astimezone()
            text = self.tr("Settled by %1 on %2 at %3: %4")
            said = text.replace("%1", line.consensus.author).replace("%2", day(at.date())).replace("%3", clock(at))
            return said.replace("%4", line.consensus.note)
        if line.verdict == "follows":
            if self._question is not None and self._question.kind == "text":
                return self.tr("A text: each reader’s own stays, and there is nothing to settle.")
            return self.tr("It hangs on an earlier answer. Settle that one; this follows.")
        if line.verdict == "same":
            return self.tr("All readers gave this answer.")
        return self.tr("The first reading counts until another answer is agreed.")

    def _agree(self) -> None:
        if self._line is None:
            return
        if not self.picker.value:
            self.picker.take_keyboard()
            announce(self, self.tr("Choose the answer that is to stand."))
            return
        self.agreed.emit(self._line.difference.question, self.picker.value, self.reason.text())

    def _lift(self) -> None:
        if self._line is not None:
            self.lifted.emit(self._line.difference.question)
