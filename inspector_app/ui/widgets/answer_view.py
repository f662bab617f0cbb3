"""The answer of one case to one question: what was found, who said so and when, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inspector_app.domain.answers import Revision
from inspector_app.domain.drilling import CaseAnswer
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.ui.parts import button, column, frame, label, row, scrolled
from inspector_app.ui.phrases import clock, day, status_words
from inspector_app.ui.score_words import evidence_words, standing_words
from inspector_app.ui.widgets.form_side import AnswerHistory


class AnswerView(QWidget):
    """The last level.

    Signals:
        form_asked: the form of this case is wanted, at this question.
    """

    form_asked = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._text = label("", "heading", wrap=True)
        self._facts = label("", "quiet", wrap=True)
        self._answer = label("", "question", wrap=True)
        self._where = label("", "strong", wrap=True)
        self._evidence = label("", "quiet", wrap=True)
        self._note = label("", "", wrap=True)
        self._who = label("", "quiet", wrap=True)
        for text in (self._answer, self._note):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.history = AnswerHistory()
        self.open_button = button(self.tr("Open the form at this question"), "primary")
        self.open_button.clicked.connect(self.form_asked)
        said = column(self._answer, self._where, 8, self._note, 8, self._evidence, self._who, spacing=4, margins=16)
        content = QWidget()
        content.setProperty("surface", "plain")
        inside = column(
            self._text, self._facts, 4, frame("card", said), 4, row(self.open_button, -1), 8,
            label(self.tr("History of the answer"), "caps"), self.history, -1, spacing=6,
        )  # fmt: skip
        inside.setContentsMargins(24, 4, 16, 16)
        content.setLayout(inside)
        content.setMaximumWidth(820)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    @property
    def text(self) -> str:
        """All that is said, in lines."""
        labels: list[QLabel] = [
            self._text, self._facts, self._answer, self._where, self._note, self._evidence, self._who,
        ]  # fmt: skip
        return "\n".join(one.text() for one in labels if not one.isHidden())

    def show_answer(self, question: Question, answer: CaseAnswer | None, ref: str, history: Sequence[Revision]) -> None:
        """Shows an answer; None where the case does not count any more."""
        self._text.setText(f"{question.number}  {question.text}")
        self.history.show_history(question, history)
        if answer is None:
            self._facts.setText(ref)
            self._answer.setText(self.tr("This case does not count here now."))
            self._where.setText(self.tr("It is not signed off, or the filters leave it out."))
            self._show_rest(False)
            return
        self._show_rest(True)
        case, stands = answer.case, answer.answer
        facts = [f.label_of(case.fields[f.name]) for f in self._instrument.fields if f.bar and case.fields.get(f.name)]
        self._facts.setText(" · ".join((case.ref, *facts, status_words(case.status))))
        self._answer.setText(question.label_of(answer.value) if answer.value else self.tr("No answer"))
        self._where.setText(self._standing(answer))
        self._note.setText(answer.note or self.tr("No note."))
        evidence = evidence_words(stands.evidence) if stands else ""
        self._evidence.setText(self.tr("Evidence: %1").replace("%1", evidence or self.tr("not said")))
        self._who.setText(self._said_by(case.assessor, stands))

    def _show_rest(self, shown: bool) -> None:
        for one in (self._note, self._evidence, self._who):
            one.setVisible(shown)

    def _standing(self, answer: CaseAnswer) -> str:
        words = standing_words(answer.standing)
        if answer.standing == "closed":
            return self.tr("%1: the question does not apply; what was answered is kept and not counted.").replace(
                "%1", words
            )
        return words

    def _said_by(self, assessor: str, stands: Revision | None) -> str:
        if stands is None:
            return self.tr("Assessor: %1").replace("%1", assessor or "–")
        at = stands.at.astimezone()
        text = self.tr("Assessor %1; entered by %2 on %3 at %4.")
        parts = (stands.slot.assessor, stands.author, day(at.date()), clock(at))
        for place, part in enumerate(parts, start=1):
            text = text.replace(f"%{place}", part)
        return text
