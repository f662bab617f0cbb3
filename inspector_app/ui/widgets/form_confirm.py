"""Over a question that has changed since it was answered: how it read then, and a key to confirm the answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.upgrading import Again, Part
from inspector_app.ui.models.form_state import Answered, FormState
from inspector_app.ui.parts import button, label
from inspector_app.ui.question_words import part_of, part_words, parts_words


def again_marks(answered: Answered) -> list[str]:
    """What is said beside an answer to a question that has changed since."""
    say = QCoreApplication.translate
    marks = [say("versions", "was “%1”").replace("%1", answered.lost)] if answered.lost else []
    return [*marks, say("versions", "confirm again")] if answered.again else marks


class ConfirmBand(QFrame):
    """Shows itself where the question that has the keys was answered under an earlier version.

    Signals:
        confirmed: the answer is to stand as it is.
    """

    confirmed = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._shown: object = None
        self.setProperty("surface", "notice")
        self.setProperty("tone", "attention")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(4)
        head = QHBoxLayout()
        self.title = label("", "attention", wrap=True)
        self.confirm = button(self.tr("Confirm (Y)"), "plain", self.tr("Confirm the answer as it is, Y"))
        self.confirm.clicked.connect(self.confirmed)
        head.addWidget(self.title, 1)
        head.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        self.words = label("", "", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.words)
        self.hide()

    def show_question(self, question: Question | None, state: FormState) -> None:
        """Shows what changed about the question that has the keys; hides itself where nothing did."""
        again = state.again.get(question.id) if question is not None else None
        shown = (question.id if question else "", again, state.review.bar, state.review.overrules)
        if shown == self._shown:
            return
        self._shown = shown
        if again is None or question is None:
            self.hide()
            return
        self.title.setText(self._title(question, again, state))
        self.words.setText("\n".join(self._before(again, again.change.parts)))
        self.confirm.setVisible(state.may_confirm(question.id))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.words.text())
        self.show()

    def _title(self, question: Question, again: Again, state: FormState) -> str:
        lead = self.tr("%1 changed in version %2 (%3).")
        lead = lead.replace("%1", question.number).replace("%2", self._instrument.version)
        lead = lead.replace("%3", parts_words(again.change.parts))
        if state.may_confirm(question.id):
            return lead + " " + self.tr("Confirm the answer, or change it.")
        if state.review.bar == "signed_off":
            return lead + " " + self.tr("The case is signed off and counts as it is.")
        if again.value:
            return lead + " " + self.tr("The answer counts until whose it is confirms or changes it.")
        if state.read_only:
            return lead + " " + self.tr("The answer can no longer be said and counts as a blank.")
        return lead + " " + self.tr("The answer can no longer be said; give another.")

    def _before(self, again: Again, parts: tuple[Part, ...]) -> list[str]:
        old = again.change.old
        lines = []
        if old is not None:
            # Choices and their sides of the line are one list.
            listed = dict.fromkeys("choices" if part == "line" else part for part in parts)
            for part in listed:
                said = part_of(part, old, self._instrument).replace("\n", " · ")
                before = self.tr("%1 in version %2: %3").replace("%1", part_words(part))
                lines.append(before.replace("%2", again.version).replace("%3", f"“{said}”" if part == "text" else said))
        if again.lost:
            words = self.tr("“%1” can no longer be said: it is kept, and counts as a blank.")
            lines.append(words.replace("%1", again.lost))
        return lines
