"""What is asked about a case, as a list: each query with its last words, one press away from its question."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.reviewing import Thread
from inspector_app.ui.parts import label
from inspector_app.ui.widgets.form_line import QuietLine


class AskedList(QWidget):
    """The queries that are not settled.

    Signals:
        question_asked: a question id to go to.
    """

    question_asked = Signal(str)

    def __init__(self, instrument: Instrument, threads: Iterable[Thread], parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        for thread in threads:
            question = instrument.questions_by_id.get(thread.question)
            if question is None:
                continue
            line = QuietLine(self, f"{question.number}   {question.text}")
            line.clicked.connect(lambda _=False, q=question.id: self.question_asked.emit(q))
            layout.addWidget(line)
            words = label(self._words(thread), "", wrap=True)
            words.setContentsMargins(19, 0, 8, 8)
            layout.addWidget(words)

    def _words(self, thread: Thread) -> str:
        said = {"ask": self.tr("asks"), "reply": self.tr("replied"), "settle": self.tr("settled")}
        last = [m for m in thread.messages if m.text][-2:]
        if thread.state == "open":
            last = [m for m in last if m.said == "ask"][-1:] or last[-1:]
        return "\n".join(f"{m.author} {said[m.said]}: {m.text}" for m in last)
