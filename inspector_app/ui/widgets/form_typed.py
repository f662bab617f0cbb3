"""An answer that is typed: text, a number or a date, with its error beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.domain.values import BadValue, clean_answer
from inspector_app.ui.parts import label, restyle
from inspector_app.ui.phrases import day_of, typed_day
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_text import LineField, NoteField


class TypedAnswer(QWidget):
    """Checks before it sends: what cannot be taken stays in the field, and the error says how to write it."""

    def __init__(self, question: Question, hand: FormHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = question
        self._hand = hand
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.field: NoteField | LineField = NoteField(self, 4, 14) if question.kind == "text" else LineField(self)
        self.field.setAccessibleName(question.text)
        if isinstance(self.field, LineField):
            self.field.setMaximumWidth(320)
        if question.kind == "date":
            self.field.setPlaceholderText(self.tr("for example 2 September 2013 or 2/9/2013"))
        self.field.drafted.connect(lambda text: hand.drafted.emit(question.id, "value", text))
        self.field.committed.connect(self._commit)
        self.field.left.connect(hand.escaped)
        self.field.next_asked.connect(hand.next_asked)
        layout.addWidget(self.field)
        self.error = label("", "stop", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)

    @property
    def wrong(self) -> bool:
        """Whether what is in the field cannot be taken."""
        return bool(self.error.text())

    def show_value(self, value: str, read_only: bool) -> None:
        """Shows what stands; what was typed and cannot be taken stays until it is mended."""
        self.field.setReadOnly(read_only)
        if not self.wrong:
            self.field.set_text(day_of(value) if self._question.kind == "date" else value)

    def clear(self) -> None:
        """Empties the field, and with it what was wrong."""
        self._show_error("")
        self.field.put("")
        self.field.flush()

    def _commit(self, text: str) -> None:
        value = typed_day(text) if self._question.kind == "date" and text else text
        try:
            value = clean_answer(self._question, value)
        except BadValue:
            date = self._question.kind == "date"
            self._show_error(
                self.tr("This is no date. Write it as 2 September 2013 or 2/9/2013.")
                if date
                else self.tr("This is no number. Write it in figures, such as 12 or 3.5.")
            )
            return
        self._show_error("")
        self._hand.valued.emit(self._question.id, value)

    def _show_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        restyle(self.field, "wrong", "true" if text else "")
