"""Which answer is to stand: the choices of the question with who gave which, or a field where it has none."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.ui.parts import caption, empty, widgets_in
from inspector_app.ui.phrases import day_of, typed_day


class AnswerPicker(QWidget):
    """One question at a time.

    Signals:
        edited: another answer is chosen.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._group = QButtonGroup(self)
        self.boxes: dict[str, QRadioButton | QCheckBox] = {}
        self.field: QLineEdit | None = None
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)

    @property
    def value(self) -> str:
        """The chosen answer as it is stored; empty where none is."""
        if self.field is not None:
            text = self.field.text().strip()
            is_day = self._question is not None and self._question.kind == "date"
            return typed_day(text) if is_day else text
        return ";".join(code for code, box in self.boxes.items() if box.isChecked())

    def ask(self, question: Question, given: Mapping[str, str], stands: str) -> None:
        """Offers the answers to a question.

        Args:
            given: reader -> what they answered.
            stands: what is chosen to begin with.
        """
        empty(self._list)
        self._question, self.boxes, self.field = question, {}, None
        self._group = QButtonGroup(self)
        if question.kind not in ("single", "multiple"):
            self._ask_field(question, stands)
            return
        chosen = set(stands.split(";"))
        for choice in question.choices:
            who = ", ".join(reader for reader, value in given.items() if choice.code in value.split(";"))
            text = f"{choice.label}  ({who})" if who else choice.label
            box: QRadioButton | QCheckBox = (
                QRadioButton(caption(text)) if question.kind == "single" else QCheckBox(caption(text))
            )
            box.setAccessibleName(text)
            box.setChecked(choice.code in chosen)
            box.toggled.connect(self.edited)
            if question.kind == "single":
                self._group.addButton(box)
            self._list.addWidget(box)
            self.boxes[choice.code] = box

    def take_keyboard(self) -> None:
        """Puts the keyboard on what is chosen, else on the first answer."""
        chosen = next((box for box in self.boxes.values() if box.isChecked()), None)
        target = chosen or next(iter(widgets_in(self._list)), None)
        if target is not None:
            target.setFocus()

    def _ask_field(self, question: Question, stands: str) -> None:
        self.field = QLineEdit(day_of(stands) if question.kind == "date" else stands)
        self.field.setAccessibleName(self.tr("The answer that is to stand"))
        self.field.textChanged.connect(self.edited)
        self._list.addWidget(self.field)
