"""Where an answer rests: the evidence status and the note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.instrument import Choice, Question
from inspector_app.domain.values import EVIDENCE
from inspector_app.ui.models.form_state import Answered
from inspector_app.ui.parts import button, label
from inspector_app.ui.widgets.form_choices import ChoiceList
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_text import NoteField


class EvidenceBox(QWidget):
    """Evidence status and note of one question at a time; a grid shows one box for the cell that has the keys.

    It is folded away behind a link where it is rarely needed, and unfolds where something stands in it. The link stands
    above, or `beside` something else, where the caller puts it.
    """

    def __init__(
        self, hand: FormHand, with_status: bool, folded: bool, parent: QWidget, beside: bool = False
    ) -> None:
        super().__init__(parent)
        self._hand = hand
        self.question = ""
        self._folds = folded
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.link = button(self.tr("Add evidence") if with_status else self.tr("Add a note"), "link")
        self.link.setParent(parent)
        self.link.clicked.connect(self.open_note)
        if not beside:
            layout.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QWidget(self)
        layout.addWidget(self._body)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(3, 0, 0, 0)
        inner.setSpacing(4)
        self.title = label("", "caps", wrap=True)
        inner.addWidget(self.title)
        self.status: ChoiceList | None = None
        if with_status:
            self.status = self._status_list()
            inner.addWidget(self.status)
        self.note = NoteField(self._body)
        found = self.tr("What you found, and where in the file. No names.")
        self.note.setPlaceholderText(found if with_status else self.tr("What the officer said. No names."))
        self.note.drafted.connect(lambda text: hand.drafted.emit(self.question, "note", text))
        self.note.committed.connect(lambda text: hand.noted.emit(self.question, text))
        self.note.left.connect(hand.escaped)
        self.note.next_asked.connect(hand.next_asked)
        inner.addWidget(self.note)
        self._fold(folded)

    def show_question(self, question: Question) -> None:
        """Says whose evidence it is from now on; what was typed for another is committed first."""
        if question.id == self.question:
            return
        self.note.flush()
        self.note.let_go()
        self.question = question.id
        title = self.tr("Evidence for {number}") if self.status is not None else self.tr("Note for {number}")
        self.title.setText(title.format(number=question.number))
        self.note.setAccessibleName(self.tr("Evidence note for {number}").format(number=question.number))
        self.note.setAccessibleDescription(question.guidance.record)
        if self.status is not None:
            self.status.setAccessibleName(self.tr("Evidence status for {number}").format(number=question.number))

    def show_answer(self, answered: Answered, read_only: bool) -> None:
        """Shows what stands."""
        self.note.set_text(answered.note)
        self.note.setReadOnly(read_only)
        if self.status is not None:
            self.status.set_value(answered.evidence)
            self.status.set_read_only(read_only)
        stands = bool(answered.note or answered.evidence)
        if stands or (self._folds and not self.isAncestorOf(self._with_focus())):
            self._fold(self._folds and not stands)
        self.link.setVisible(self._body.isHidden() and not read_only)

    def open_note(self) -> None:
        """Unfolds it and puts the cursor into the note."""
        self._fold(False)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def cycle(self) -> None:
        """The next evidence status; after the last, none."""
        if self.status is None or self.note.isReadOnly():
            return
        self._fold(False)
        order = (*EVIDENCE, "")
        following = order[(order.index(self.status.value) + 1) % len(order)]
        self.status.set_value(following)
        self._hand.evidenced.emit(self.question, following)

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through."""
        return [self.link, *(self.status.buttons if self.status is not None else ()), self.note]

    def flush(self) -> None:
        """Commits the note, if it was typed in."""
        self.note.flush()

    def _status_list(self) -> ChoiceList:
        labels = (
            self.tr("On file"), self.tr("Told in interview"), self.tr("Not on file"), self.tr("Cannot be determined"),
        )  # fmt: skip
        choices = tuple(Choice(code, words) for code, words in zip(EVIDENCE, labels, strict=True))
        made = ChoiceList(choices, False, "cell", self._body, may_clear=True)
        for one in made.buttons:
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.chosen.connect(lambda code: self._hand.evidenced.emit(self.question, code))
        return made

    def _with_focus(self) -> QWidget:
        return self.window().focusWidget() or self.window()

    def _fold(self, folded: bool) -> None:
        self._body.setVisible(not folded)
        self.link.setVisible(folded)
