"""The query of a question: what the lead asks about its answer, what the assessor replies, and when it is settled."""

from __future__ import annotations

import html
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.reviewing import Message, Said, Thread
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button, label, restyle
from inspector_app.ui.phrases import clock, day
from inspector_app.ui.widgets.form_folding import FoldingPart
from inspector_app.ui.widgets.form_text import NoteField


class QueryPart(FoldingPart):
    """The thread of one question, and a field to say more.

    What is typed and not sent stays with its question, also when the window is closed.

    Signals:
        drafted: reference, question, and the words that are not sent; none where there are none any more.
        said: ``ask``, ``reply`` or ``settle``, and the words.
        left: Escape in the field.
    """

    said = Signal(str, str)
    left = Signal()
    drafted = Signal(str, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("QueryPart", "Query"), parent)
        self._place = ("", "")
        self._unsent: dict[tuple[str, str], str] = {}
        self._kept: dict[tuple[str, str], str] = {}
        self._shown: object = None
        self._may: tuple[Said, ...] = ()
        self._thread: Thread | None = None
        self.state = label("", "quiet", wrap=True)
        self.lines = label("", "guidance", wrap=True)
        self.lines.setTextFormat(Qt.TextFormat.RichText)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = NoteField(self.inner, 2, 8)
        self.field.next_asked.connect(self.send)
        self.field.left.connect(self.left)
        self.field.drafted.connect(lambda _: self.flush())
        self.field.committed.connect(lambda _: self.flush())
        self.hint = label("", "small", wrap=True)
        self.buttons: dict[Said, QPushButton] = {
            "ask": button(self.tr("Ask")), "reply": button(self.tr("Reply")), "settle": button(self.tr("Settle")),
        }  # fmt: skip
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for kind, made in self.buttons.items():
            made.clicked.connect(lambda _=False, k=kind: self._say(k))
            acts.addWidget(made)
        acts.addStretch(1)
        for widget in (self.state, self.lines, self.field):
            self.column.addWidget(widget)
        self.column.addLayout(acts)
        self.column.addWidget(self.hint)
        self.field.textChanged.connect(self._enable)

    @property
    def may_say(self) -> bool:
        """Whether there is anything to say here."""
        return bool(self._may)

    def bring_back(self, unsent: Mapping[tuple[str, str], str]) -> None:
        """Takes the words that were typed before and not sent, by reference and question."""
        self._unsent, self._kept = dict(unsent), dict(unsent)

    def flush(self) -> None:
        """Has what is in the field kept."""
        text = self.field.toPlainText()
        if self._place[1] and text != self._kept.get(self._place, ""):
            self._kept[self._place] = text
            self.drafted.emit(*self._place, text)

    def show_query(self, question: str, number: str, state: FormState) -> None:
        """Shows what was said about a question, and what may be said now."""
        thread, may = state.review.threads.get(question), state.may_say(question)
        shown = (state.about, state.ref, question, thread, may)
        if shown == self._shown:
            return
        self._shown, self._thread, self._may = shown, thread, may
        self._turn_to((state.ref, question))
        self.setVisible(bool(may) or thread is not None)
        self.lines.setVisible(thread is not None)
        messages = thread.messages if thread else ()
        self.lines.setText("".join(self._entry(m) for m in messages))
        self.lines.setAccessibleName(". ".join(f"{self._head(m)}: {m.text}" for m in messages))
        waits = state.case.assessor if state.case else ""
        self.state.setText(self._state_words(thread, waits))
        restyle(self.state, "role", "attention" if thread and thread.state == "open" else "quiet")
        self.field.setVisible(bool(may))
        self.field.setAccessibleName(self.tr("Query about {number}").format(number=number))
        for kind, made in self.buttons.items():
            made.setVisible(kind in may)
            restyle(made, "kind", "primary" if may and kind == may[0] else "plain")
        self.buttons["ask"].setText(self.tr("Ask again") if thread else self.tr("Ask"))
        self.buttons["ask"].setAccessibleName(self.buttons["ask"].text())
        self.hint.setText(self._hint())
        self.hint.setVisible(bool(may))
        self._enable()

    def take_keyboard(self) -> None:
        """Unfolds it and puts the cursor into the field."""
        self.fold(False)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        """Says what is likeliest; without words an answered query is settled."""
        if not self._may:
            return
        if not self.field.toPlainText().strip() and "settle" in self._may:
            self._say("settle")
        else:
            self._say(self._may[0])

    def _say(self, kind: Said) -> None:
        text = self.field.toPlainText().strip()
        if not text and kind != "settle":
            return
        place = self._place
        self.said.emit(kind, text)
        # Taken: the last of the thread says it. Refused: the words stay in the field.
        if self._place == place and self._thread and any(m.text == text for m in self._thread.messages):
            self.field.put("")
            self._unsent.pop(place, None)
            self.flush()

    def _turn_to(self, place: tuple[str, str]) -> None:
        if place == self._place:
            return
        self.flush()
        text = self.field.toPlainText()
        if text:
            self._unsent[self._place] = text
        self._place = place
        self.field.put(self._unsent.pop(place, ""))

    def _enable(self) -> None:
        has_words = bool(self.field.toPlainText().strip())
        for kind, made in self.buttons.items():
            made.setEnabled(has_words or kind == "settle")

    def _hint(self) -> str:
        if "settle" in self._may and self._may[0] == "ask":
            return self.tr("Ctrl+Enter asks again; with no words it settles.")
        return self.tr("Ctrl+Enter sends.")

    def _state_words(self, thread: Thread | None, assessor: str) -> str:
        if thread is None:
            return self.tr("Nothing is asked about this answer.")
        return {
            "open": self.tr("Open: waits for a reply from %1.").replace("%1", assessor or self.tr("the assessor")),
            "answered": self.tr("Replied to: waits for the lead."),
            "settled": self.tr("Settled."),
        }[thread.state]

    def _head(self, message: Message) -> str:
        words = {"ask": self.tr("asked"), "reply": self.tr("replied"), "settle": self.tr("settled")}
        at = message.at.astimezone()
        return f"{day(at.date())}  {clock(at)}  {message.author} {words[message.said]}"

    def _entry(self, message: Message) -> str:
        said = html.escape(message.text).replace("\n", "<br>")
        head = f"<small>{html.escape(self._head(message))}</small>"
        return f'<p style="line-height:130%; margin:0 0 8px 0">{head}{"<br>" + said if said else ""}</p>'
