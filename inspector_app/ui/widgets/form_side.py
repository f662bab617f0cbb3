"""Beside the question: what good enough looks like, and how its answer came about."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inspector_app.domain.answers import Revision
from inspector_app.domain.instrument import Question
from inspector_app.domain.values import CONSENSUS
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import label
from inspector_app.ui.phrases import clock, day, evidence_words
from inspector_app.ui.widgets.form_folding import FoldingPart
from inspector_app.ui.widgets.form_query import QueryPart

_SHOWN = 12
_LONGEST = 160
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")


class AnswerHistory(QLabel):
    """Who said what when, the latest first, as one text: a long history costs no more than a short one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._older: Mapping[str, Question] = {}
        self.setProperty("role", "guidance")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_history(
        self, question: Question, revisions: Sequence[Revision], older: Mapping[str, Question] | None = None
    ) -> None:
        """Shows the revisions of an answer, which come oldest first.

        `older` is how the question read in earlier versions of the question set; answers are put in its words.
        """
        self._older = older or {}
        lines = []
        first = max(0, len(revisions) - _SHOWN)
        for place in range(len(revisions) - 1, first - 1, -1):
            revision = revisions[place]
            earlier = (r for r in reversed(revisions[:place]) if r.slot == revision.slot)
            lines.append(self._line(question, revision, next(earlier, None)))
        if not lines:
            lines.append(("", self.tr("Not answered yet.")))
        elif first:
            lines.append(("", self.tr("and {count} earlier changes").format(count=first)))
        self.setText("".join(_entry(head, said) for head, said in lines))
        self.setAccessibleName(". ".join(f"{head}: {said}" if head else said for head, said in lines))

    def _line(self, question: Question, revision: Revision, before: Revision | None) -> tuple[str, str]:
        kinds = {"undo": self.tr("undone"), "redo": self.tr("redone"), "import": self.tr("imported")}
        at = revision.at.astimezone()
        head = [day(at.date()), clock(at), revision.author, kinds.get(revision.kind, "")]
        asked = self._older.get(revision.instrument, question)
        if revision.instrument in self._older:
            head.append(self.tr("version %1").replace("%1", revision.instrument))
        if revision.slot.assessor == CONSENSUS:
            return "  ".join(part for part in head if part), self._changed(asked, revision)
        said = []
        same = before is not None and (before.slot, before.content) == (revision.slot, revision.content)
        if before is not None and same and before.instrument in self._older:
            said.append(self.tr("confirmed"))
        if before is None or revision.value != before.value:
            said.append(self._value(asked, revision.value))
        if revision.evidence != (before.evidence if before else ""):
            said.append(self.tr("evidence: {status}").format(status=evidence_words(revision.evidence)))
        if revision.note != (before.note if before else ""):
            note = self.tr("note: “{text}”").format(text=_cut(revision.note))
            said.append(note if revision.note else self.tr("note taken out"))
        return "  ".join(part for part in head if part), "\n".join(said) or self.tr("as before")

    def _changed(self, question: Question, revision: Revision) -> str:
        """What was set over the reader's own answer."""
        if not revision.value:
            return self.tr("change lifted")
        text = self.tr("changed with a reason: {value}\nreason: “{reason}”")
        return text.format(value=self._value(question, revision.value), reason=_cut(revision.note))

    def _value(self, question: Question, value: str) -> str:
        if not value:
            return self.tr("no answer")
        if question.kind in ("single", "multiple"):
            return ", ".join(question.label_of(code) for code in value.split(";"))
        return value


class SidePanel(QWidget):
    """Guidance, query and history of the question that has the keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = ""
        self.guidance = FoldingPart(self.tr("Guidance"), self)
        self.query = QueryPart(self)
        self.history = FoldingPart(self.tr("History of the answer"), self)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.guidance)
        layout.addWidget(self.query)
        layout.addWidget(self.history)
        layout.addStretch(1)
        self._parts: list[tuple[QLabel, QLabel]] = []
        for title in (
            self.tr("What good enough looks like"), self.tr("Where to look"), self.tr("What to record"),
        ):  # fmt: skip
            head, text = label(title, "caps"), label("", "guidance", wrap=True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.guidance.column.addWidget(head)
            self.guidance.column.addWidget(text)
            self.guidance.column.addSpacing(8)
            self._parts.append((head, text))
        self._none = label(self.tr("There is no guidance for this question."), "quiet", wrap=True)
        self.guidance.column.addWidget(self._none)
        self.lines = AnswerHistory()
        self.history.column.addWidget(self.lines)

    def show_question(self, question: Question) -> None:
        """Shows the guidance of a question."""
        if question.id == self._question:
            return
        self._question = question.id
        guidance = question.guidance
        texts = (guidance.sufficient, guidance.where, guidance.record)
        for (head, words), text in zip(self._parts, texts, strict=True):
            head.setVisible(bool(text))
            words.setVisible(bool(text))
            words.setText(_set(text))
            words.setAccessibleName(text)
        self._none.setVisible(not any(texts))

    def show_query(self, question: Question | None, state: FormState | None) -> None:
        """Shows what was said about a question."""
        if question is not None and state is not None:
            self.query.show_query(question.id, question.number, state)
            # What is asked comes first; where nothing is, guidance does.
            first = 0 if question.id in state.review.threads else 1
            if self._column.indexOf(self.query) != first:
                self._column.insertWidget(first, self.query)

    def show_history(
        self, question: Question, revisions: Sequence[Revision], older: Mapping[str, Question] | None = None
    ) -> None:
        """Shows how the answer came about."""
        self.lines.show_history(question, revisions, older)


def _set(text: str) -> str:
    """Guidance with the line height of a well-set page; a word between asterisks is in italics, all else is text."""
    words = _EMPHASIS.sub(r"<i>\1</i>", html.escape(text))
    return f'<p style="line-height:140%; margin:0">{words}</p>'


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _entry(head: str, said: str) -> str:
    words = html.escape(said).replace("\n", "<br>")
    when = f"<small>{html.escape(head)}</small><br>" if head else ""
    return f'<p style="line-height:130%; margin:0 0 8px 0">{when}{words}</p>'
