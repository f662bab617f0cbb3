"""A grid of questions on one screen; arrow keys move in it, number keys answer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Grid, Question
from inspector_app.domain.navigation import Screen, neighbour_cell, next_on_screen
from inspector_app.ui.models.form_state import Answered, FormState
from inspector_app.ui.parts import label
from inspector_app.ui.widgets.form_choices import ChoiceList
from inspector_app.ui.widgets.form_confirm import again_marks
from inspector_app.ui.widgets.form_evidence import EvidenceBox
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_marks import FlagButton, colour
from inspector_app.ui.widgets.form_overrule import OverruleBox
from inspector_app.ui.widgets.form_typed import TypedAnswer

_NAMES = 136
"""The width of the names of the rows, in px."""


class GridCellBox(QFrame):
    """One question of a grid. It takes the focus, and a screen reader then speaks the whole question."""

    def __init__(self, question: Question, hand: FormHand, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        self._hand = hand
        self._active = False
        self._shown: tuple[Answered, bool, bool] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{question.number}. {question.text}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(0)
        self.choices: ChoiceList | None = None
        self.typed: TypedAnswer | None = None
        if question.choices:
            self.choices = ChoiceList(question.choices, question.kind == "multiple", "cell", self)
            self.choices.setAccessibleName(question.text)
            self.choices.chosen.connect(self._on_chosen)
            layout.addWidget(self.choices)
        else:
            self.typed = TypedAnswer(question, hand, self)
            layout.addWidget(self.typed)
        self._closed = label("–", "quiet")
        self._closed.setAccessibleName(self.tr("Does not arise"))
        self._mark = label("", "small")
        layout.addWidget(self._closed)
        layout.addWidget(self._mark)
        self._mark.hide()

    def show_state(self, state: FormState) -> None:
        """Shows what stands, or that the question does not arise."""
        is_open = self.question.id in state.remaining.open_ids
        shown = (state.answered(self.question.id), is_open, state.read_only)
        if shown == self._shown:
            return
        self._shown = shown
        answered = shown[0]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus)
        self._closed.setVisible(not is_open)
        if self.choices is not None:
            self.choices.setVisible(is_open)
            self.choices.set_value(answered.value)
            self.choices.set_read_only(state.read_only or answered.change is not None)
        if self.typed is not None:
            self.typed.setVisible(is_open)
            self.typed.show_value(answered.value, state.read_only or answered.change is not None)
        self._show_mark(answered, is_open)
        said = state.label(self.question)
        self.setAccessibleDescription(
            self.tr("Answer: {answer}").format(answer=said) if said else self.tr("Not answered yet")
        )

    def set_active(self, active: bool) -> None:
        """Shows whether the keys are for this cell."""
        if active != self._active:
            self._active = active
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in it gives it the keys."""
        if self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring around the cell that has the keys."""
        if not self._active:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(QPalette.ColorRole.Accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _on_chosen(self, value: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.valued.emit(self.question.id, value)

    def _show_mark(self, answered: Answered, is_open: bool) -> None:
        marks = []
        if answered.unsaved:
            marks.append(self.tr("not saved yet"))
        if answered.flagged:
            marks.append(self.tr("come back"))
        if answered.change is not None:
            marks.append(self.tr("changed"))
        marks += again_marks(answered)
        if answered.note and is_open:
            marks.append(self.tr("note"))
        self._mark.setText(" · ".join(marks))
        self._mark.setVisible(bool(marks))


class GridBody(QWidget):
    """One whole grid with the evidence of the cell that has the keys."""

    def __init__(
        self, screen: Screen, grid: Grid, heading: str, hand: FormHand, with_status: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.screen_shown = screen
        self._grid = grid
        self._state: FormState | None = None
        self.grown = True
        self.current = screen.first.id
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 0, 8)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(screen.number, "heading"))
        head.addWidget(label(heading, "quiet", wrap=True), 1)
        self.flag = FlagButton(self)
        self.flag.clicked.connect(lambda: hand.flagged.emit(self.current))
        head.addWidget(self.flag)
        layout.addLayout(head)
        layout.addWidget(label(grid.title, "question", wrap=True))
        self.legend = label("", "quiet", wrap=True)
        layout.addWidget(self.legend)
        self.cells: dict[str, GridCellBox] = {}
        layout.addLayout(self._table(hand))
        self.asked = label("", "followup", wrap=True)
        layout.addSpacing(8)
        layout.addWidget(self.asked)
        self.overrule = OverruleBox(hand, self)
        layout.addWidget(self.overrule)
        self.evidence = EvidenceBox(hand, with_status, False, self)
        layout.addWidget(self.evidence)

    def show_state(self, state: FormState) -> None:
        """Shows what stands."""
        self._state = state
        for cell in self.cells.values():
            cell.show_state(state)
        if self.current not in state.remaining.open_ids:
            opened = self.screen_shown.open_in(state.remaining.open_ids)
            self.current = opened[0].id if opened else self.current
        self._show_current()

    def activate(self, question: str) -> None:
        """Gives the keys to a cell."""
        if question in self.cells:
            self.current = question
            self._show_current()

    def take_focus(self) -> None:
        """Puts the focus on the cell that has the keys."""
        cell = self.cells[self.current]
        (cell.typed.field if cell.typed is not None else cell).setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, key: int) -> bool:
        """A number key."""
        choices = self.cells[self.current].choices
        return choices.press(key) if choices is not None else False

    def arrow(self, rows: int, columns: int) -> bool:
        """Moves to the next open cell in a direction."""
        if self._state is None:
            return False
        found = neighbour_cell(self.screen_shown, self.current, self._state.remaining.open_ids, rows, columns)
        if found is None:
            return False
        self.activate(found.id)
        self.take_focus()
        return True

    def following(self) -> Question | None:
        """The next cell that wants an answer."""
        if self._state is None:
            return None
        ids = self._state.remaining.open_ids
        return next_on_screen(self.screen_shown, self.current, ids, self._state.answered_ids)

    def take_choice(self) -> None:
        """Nothing: in a grid only a number or a click answers."""

    def flush(self) -> None:
        """Commits what was typed."""
        self.evidence.flush()
        for cell in self.cells.values():
            if cell.typed is not None:
                cell.typed.field.flush()

    def wrong_field(self) -> QWidget | None:
        """The first field whose text cannot be taken; None where there is none."""
        return next((c.typed.field for c in self.cells.values() if c.typed is not None and c.typed.wrong), None)

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through, in the order in which it is read."""
        cells = [c.typed.field if c.typed is not None else c for c in self.cells.values()]
        return [*cells, *self.overrule.chain(), *self.evidence.chain(), self.flag]

    def box_of(self, question: str) -> QWidget:
        """The widget that shows a question."""
        return self.cells[question]

    def _table(self, hand: FormHand) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(4)
        table.setVerticalSpacing(0)
        by_place = {(q.cell.row, q.cell.column): q for q in self.screen_shown.questions if q.cell}
        for place, (_, title) in enumerate(self._grid.columns, start=1):
            table.addWidget(label(title, "caps", wrap=True), 0, place)
        for line, (row, title) in enumerate(self._grid.rows):
            rule = QFrame()
            rule.setProperty("role", "rule")
            table.addWidget(rule, 2 * line + 1, 0, 1, len(self._grid.columns) + 1)
            name = label(title, "", wrap=True)
            name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            name.setFixedWidth(_NAMES)
            table.addWidget(name, 2 * line + 2, 0)
            for place, (column, _) in enumerate(self._grid.columns, start=1):
                question = by_place.get((row, column))
                if question is not None:
                    cell = self.cells[question.id] = GridCellBox(question, hand, self)
                    table.addWidget(cell, 2 * line + 2, place)
        for place in range(1, len(self._grid.columns) + 1):
            table.setColumnStretch(place, 1)
        return table

    def _show_current(self) -> None:
        state = self._state
        for name, cell in self.cells.items():
            cell.set_active(name == self.current)
        if state is None:
            return
        question = self.cells[self.current].question
        keys = [f"{i} {c.label}" for i, c in enumerate(question.choices[:9], start=1)]
        self.legend.setText("   ".join([*keys, self.tr("arrow keys move")]))
        self.asked.setText(f"{question.number}  {question.text}")
        self.overrule.show_state(question, state)
        self.evidence.show_question(question)
        self.evidence.show_answer(state.answered(question.id), state.read_only)
        self.flag.setChecked(question.id in state.flags)
        self.flag.setEnabled(not state.read_only)
