"""One comment of the Trust: the paragraph it is about, the data behind that, the decision and the reply."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.trust_comments import DECISIONS, Decision
from inspector_app.services.trust_comments import CommentView
from inspector_app.ui.models.comment_rows import decision_words, place_words, whence_words
from inspector_app.ui.parts import button, column, frame, label, row
from inspector_app.ui.phrases import breakable
from inspector_app.ui.widgets.cases_behind import CasesBehind
from inspector_app.ui.widgets.cut_label import CutLabel
from inspector_app.ui.widgets.form_flow import flowing


class ReplyEdit(QPlainTextEdit):
    """A text that is kept when it is left.

    Signals:
        left: the keyboard is elsewhere.
    """

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusOutEvent(event)
        self.left.emit()


class CommentPanel(QWidget):
    """Shows a comment. A decision is kept when it is chosen, a reply when it is left.

    Signals:
        decided: the comment (`CommentView`), what is decided on it, and the reply.
        question_asked: the cases behind a question are to be shown.
        section_asked: the paragraph is to be shown where it is written.
    """

    decided = Signal(object, str, str)
    question_asked = Signal(str)
    section_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: CommentView | None = None
        self._build()
        self.show_comment(None, (), "")

    def show_comment(self, view: CommentView | None, lines: Sequence[tuple[str, str]], refusal: str) -> None:
        """Shows a comment with what its paragraph rests on; a reply that is being typed is left alone."""
        same = view is not None and self.view is not None and view.comment.id == self.view.comment.id
        if not same:
            self.flush()
        self.view = view
        self._all.setVisible(view is not None)
        self._nothing.setVisible(view is None)
        if view is None:
            return
        comment = view.comment
        place = place_words(view)
        self._place.setText(self.tr("Paragraph %1").replace("%1", place) if view.number else place)
        self._whence.setText(whence_words(view))
        self._whence.setToolTip(self._whence.text())
        self.words.setText(breakable(comment.words))
        self.note.setText(self._note(view))
        self.note.setVisible(bool(self.note.text()))
        self.paragraph.setText(breakable(view.text))
        self._printed.setVisible(not view.gone)
        self.behind.show_lines(self.tr("The data behind it"), lines)
        self.choices[comment.decision].setChecked(True)
        if not same or not self.reply.document().isModified():
            self.reply.setPlainText(comment.reply)
        for control in (*self.choices.values(), self.reply):
            control.setEnabled(not refusal)
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))

    def flush(self) -> None:
        """Keeps a reply that was typed."""
        if self.view is not None and self.reply.document().isModified():
            self._decide()

    def take_keyboard(self) -> None:
        """Puts the keyboard on the decision."""
        if self.view is not None:
            self.choices[self.view.comment.decision].setFocus()

    def _build(self) -> None:
        self._place, self._whence = label("", "heading"), CutLabel("quiet")
        self.words, self.note = label("", "", wrap=True), label("", "attention", wrap=True)
        self.paragraph = label("", "quiet", wrap=True)
        to_text = button(self.tr("Show in the text"), "link")
        to_text.clicked.connect(self.section_asked)
        printed = label(self.tr("As it is printed now"), "strong")
        self._printed = frame("card", column(row(printed, -1, to_text), self.paragraph, margins=12, spacing=4))
        self.behind = CasesBehind()
        self.behind.asked.connect(self.question_asked)
        self.choices: dict[Decision, QRadioButton] = {d: QRadioButton(decision_words(d)) for d in DECISIONS}
        group = QButtonGroup(self)
        for decision, made in self.choices.items():
            made.setAccessibleName(self.tr("Decision: %1").replace("%1", decision_words(decision)))
            made.clicked.connect(self._decide)
            group.addButton(made)
        self.reply = ReplyEdit()
        self.reply.setAccessibleName(self.tr("Reply to the Trust"))
        self.reply.setPlaceholderText(self.tr("What is replied to the Trust"))
        self.reply.setTabChangesFocus(True)
        self.reply.setMinimumHeight(72)
        self.reply.setMaximumHeight(96)
        self.reply.left.connect(self.flush)
        self._refusal = label("", "quiet", wrap=True)
        self._all = QWidget()
        self._all.setLayout(
            column(
                self._head(), self.words, self.note, self._printed,
                label(self.tr("Decision"), "strong"), flowing(*self.choices.values()),
                label(self.tr("Reply"), "strong"), self.reply, self._refusal, self.behind, -1,
            )
        )  # fmt: skip
        self._nothing = label(self.tr("Choose a comment in the list to decide on it."), "quiet", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)

    def _head(self) -> QHBoxLayout:
        line = row(self._place, self._whence)
        line.setStretch(1, 1)
        self._whence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def _note(self, view: CommentView) -> str:
        about = view.comment.about
        notes = []
        if view.gone:
            notes.append(self.tr("The report has no such paragraph any more."))
        elif view.moved:
            notes.append(self.tr("It was paragraph %1 when the Trust read it.").replace("%1", about.number))
        if about.reply_to:
            notes.append(self.tr("It replies to a comment of %1.").replace("%1", about.reply_to))
        return " ".join(notes)

    def _decide(self) -> None:
        if self.view is not None:
            chosen = next(d for d, made in self.choices.items() if made.isChecked())
            self.reply.document().setModified(False)
            self.decided.emit(self.view, chosen, self.reply.toPlainText())
