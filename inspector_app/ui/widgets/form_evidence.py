"""Where an answer rests: the evidence status and the note."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

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
    above, or `beside` something else, where the caller puts it. What is folded is made only when it first unfolds.
    """

    def __init__(self, hand: FormHand, with_status: bool, folded: bool, parent: QWidget, beside: bool = False) -> None:
        super().__init__(parent)
        self._hand = hand
        self._asked: Question | None = None
        self._folds = folded
        self._with_status = with_status
        self._read_only = False
        self._body: QWidget | None = None
        self._note: NoteField | None = None
        self._title: QLabel | None = None
        self.status: ChoiceList | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.link = button(self.tr("Add evidence") if with_status else self.tr("Add a note"), "link")
        self.link.setParent(parent)
        self.link.clicked.connect(self.open_note)
        if not beside:
            self._layout.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold(folded)

    @property
    def question(self) -> str:
        """The id of the question whose evidence it is."""
        return self._asked.id if self._asked is not None else ""

    @property
    def note(self) -> NoteField:
        """The field of the note, made if it is not there yet."""
        return self._note or self._build()

    def show_question(self, question: Question) -> None:
        """Says whose evidence it is from now on; what was typed for another is committed first."""
        if question.id == self.question:
            return
        if self._note is not None:
            self._note.flush()
            self._note.let_go()
        self._asked = question
        self._name()

    def show_answer(self, answered: Answered, read_only: bool) -> None:
        """Shows what stands."""
        self._read_only = read_only
        stands = bool(answered.note or answered.evidence)
        if stands and self._note is None:
            self._build()
        if self._note is not None:
            self._note.set_text(answered.note)
            self._note.setReadOnly(read_only)
        if self.status is not None:
            self.status.set_value(answered.evidence)
            self.status.set_read_only(read_only)
        if stands or (self._folds and not self.isAncestorOf(self._with_focus())):
            self._fold(self._folds and not stands)
        folded = self._body is None or self._body.isHidden()
        self.link.setVisible(folded and not read_only)

    def open_note(self) -> None:
        """Unfolds it and puts the cursor into the note."""
        self._fold(False)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def cycle(self) -> None:
        """The next evidence status; after the last, none."""
        if not self._with_status or self.note.isReadOnly() or self.status is None:
            return
        self._fold(False)
        order = (*EVIDENCE, "")
        following = order[(order.index(self.status.value) + 1) % len(order)]
        self.status.set_value(following)
        self._hand.evidenced.emit(self.question, following)

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through."""
        inner: list[QWidget] = [self.link]
        if self.status is not None:
            inner += self.status.buttons
        return [*inner, self._note] if self._note is not None else inner

    def flush(self) -> None:
        """Commits the note, if it was typed in."""
        if self._note is not None:
            self._note.flush()

    def _build(self) -> NoteField:
        self._body = QWidget(self)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(3, 0, 0, 0)
        inner.setSpacing(4)
        self._title = label("", "caps", wrap=True)
        inner.addWidget(self._title)
        if self._with_status:
            self.status = self._status_list(self._body)
            inner.addWidget(self.status)
        note = self._note = NoteField(self._body)
        found = self.tr("What you found, and where in the file. No names.")
        note.setPlaceholderText(found if self._with_status else self.tr("What the officer said. No names."))
        note.drafted.connect(lambda text: self._hand.drafted.emit(self.question, "note", text))
        note.committed.connect(lambda text: self._hand.noted.emit(self.question, text))
        note.left.connect(self._hand.escaped)
        note.next_asked.connect(self._hand.next_asked)
        note.setReadOnly(self._read_only)
        if self.status is not None:
            self.status.set_read_only(self._read_only)
        inner.addWidget(note)
        self._layout.addWidget(self._body)
        self._name()
        for one, other in pairwise(self.chain()):
            QWidget.setTabOrder(one, other)
        return note

    def _name(self) -> None:
        if self._asked is None or self._title is None or self._note is None:
            return
        number = self._asked.number
        title = self.tr("Evidence for {number}") if self._with_status else self.tr("Note for {number}")
        self._title.setText(title.format(number=number))
        self._note.setAccessibleName(self.tr("Evidence note for {number}").format(number=number))
        self._note.setAccessibleDescription(self._asked.guidance.record)
        if self.status is not None:
            self.status.setAccessibleName(self.tr("Evidence status for {number}").format(number=number))

    def _status_list(self, parent: QWidget) -> ChoiceList:
        labels = (
            self.tr("On file"), self.tr("Told in interview"), self.tr("Not on file"), self.tr("Cannot be determined"),
        )  # fmt: skip
        choices = tuple(Choice(code, words) for code, words in zip(EVIDENCE, labels, strict=True))
        made = ChoiceList(choices, False, "cell", parent, may_clear=True)
        for one in made.buttons:
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.chosen.connect(lambda code: self._hand.evidenced.emit(self.question, code))
        return made

    def _with_focus(self) -> QWidget:
        return self.window().focusWidget() or self.window()

    def _fold(self, folded: bool) -> None:
        if not folded and self._body is None:
            self._build()
        if self._body is not None:
            self._body.setVisible(not folded)
        self.link.setVisible(folded)
