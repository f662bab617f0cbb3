"""The readings of one case side by side, question by question, until everything is settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.roles import refusal
from inspector_app.services.commands import Command, Redo, SetConsensus, Undo
from inspector_app.services.second_reading import compared
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.differences_model import DifferencesModel
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.fitted_columns import FittedColumns
from inspector_app.ui.widgets.settling import Settling
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in


class Comparison(QWidget):
    """A table of questions, and beside it the one that is chosen.

    Signals:
        left: back to the list of second reads.
        moved: another question is the chosen one, or something was settled; what can be asked for may be different.
    """

    left = Signal()
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.ref = ""
        self.model = DifferencesModel(bridge.session.instrument, self)
        self._seen = False
        self.settling = Settling()
        self._build()
        bridge.changed.connect(self._on_changed)

    def show_case(self, ref: str) -> None:
        """Lays the readings of a case side by side, as far as they may be seen."""
        self.ref = ref
        session = self._bridge.session
        self.settling.may_settle = not refusal(session.details().team, session.person.author, "overrule")
        self.model.show_lines(())
        lines = compared(session, ref)
        self._seen = bool(lines)
        self.model.show_lines(lines)
        readers = [side.reader for side in lines[0].difference.sides] if lines else []
        self._about.setText(self.tr("Case %1").replace("%1", ref))
        others = ", ".join(readers[1:])
        text = self.tr("first reading %1, read again by %2") if readers else ""
        self._who.setText(text.replace("%1", readers[0] if readers else "").replace("%2", others))
        self._columns.size(self.model.columns, "question")
        self._after(0)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        state = self._bridge.session.undo_state("case", self.ref)
        offered: dict[str, Callable[[], None]] = {
            "back": self.left.emit,
            "next_unanswered": lambda: self.step(1),
            "previous_unanswered": lambda: self.step(-1),
            "to_question": self.table.setFocus,
        }
        if state.undo is not None:
            offered["undo"] = lambda: self._do(Undo("case", self.ref))
        if state.redo is not None:
            offered["redo"] = lambda: self._do(Redo("case", self.ref))
        return offered

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.table if self.model.rowCount() else self.back).setFocus()

    def step(self, by: int) -> None:
        """Goes to the next question to settle, or with -1 to the one before."""
        place = self.model.next_to_settle(self.table.currentIndex().row(), by)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self.table.setFocus()

    # Making the page

    def _build(self) -> None:
        self._nothing = label("", "quiet", wrap=True)
        left = QWidget()
        inside = column(self._nothing, self._table(), spacing=0)
        inside.setContentsMargins(24, 0, 8, 16)
        left.setLayout(inside)
        self.settling.agreed.connect(self._agree)
        self.settling.lifted.connect(lambda question: self._set(question, "", ""))
        self.settling.left.connect(self.table.setFocus)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("comparison_splitter")
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.settling)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([780, 480])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._head())
        whole.addWidget(self.splitter, 1)

    def _head(self) -> QHBoxLayout:
        self.back = button(self.tr("All second reads"), "link")
        self.back.clicked.connect(self.left)
        self._about, self._who = label("", "heading"), label("", "quiet", wrap=True)
        self._count = label("", "strong")
        self.which = PatientComboBox()
        for name, text in (
            ("to_settle", self.tr("To settle")),
            ("differing", self.tr("All that differs")),
            ("all", self.tr("Every question")),
        ):
            self.which.addItem(text, name)
        self.which.setCurrentIndex(1)
        self.which.setAccessibleName(self.tr("Which questions are shown"))
        self.which.currentIndexChanged.connect(self._keep)
        self.take_away = TakeAway(self._taken)
        head = row(self.back, self._about, self._who, -1, self._count, self.which, self.take_away)
        head.setStretch(2, 1)
        head.setContentsMargins(24, 8, 24, 8)
        return head

    def _table(self) -> Table:
        self.table = Table(self.tr("Questions of the case"))
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        self._columns = FittedColumns(self.table, 132, 170)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.opened.connect(lambda _: self.settling.take_keyboard())
        return self.table

    def _taken(self) -> PlainTable:
        title = f"{self._about.text()} · {self.which.currentText()}"
        return shown_in(self.table, title, f"{self._who.text()} {self._count.text()}".strip())

    # What happens

    def _keep(self) -> None:
        kept = self.table.key()
        self.model.keep(str(self.which.currentData()))
        self._columns.size(self.model.columns, "question")
        if not (kept and self.table.go_to(kept)):
            self._after(0)
        self._tell()

    def _after(self, place: int) -> None:
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(min(place, self.model.rowCount() - 1), 0))
        self._tell()
        self._show_current()

    def _on_changed(self, changes: Changes) -> None:
        if not self.ref or not changes.touches("case", self.ref):
            return
        kept = self.table.key()
        lines = compared(self._bridge.session, self.ref)
        self._seen = bool(lines)
        self.model.show_lines(lines)
        if self.table.key() != kept and not self.table.go_to(kept):
            self._after(0)
        self._tell()
        self._show_current()

    def _show_current(self) -> None:
        line = self.model.line(self.table.key())
        self.settling.setVisible(line is not None)
        if line is not None:
            question = self._bridge.session.instrument.questions_by_id[line.difference.question]
            self.settling.show_line(question, line)
        self.moved.emit()

    def _tell(self) -> None:
        left = self.model.count("to_settle")
        self._count.setText(
            counted(left, self.tr("%1 to settle"), self.tr("%1 to settle"))
            if left
            else self.tr("Everything is settled")
        )
        empty = self.model.rowCount() == 0
        self.table.setVisible(not empty)
        self.take_away.setVisible(not empty)
        self._nothing.setVisible(empty)
        words = {
            "to_settle": self.tr("Nothing is left to settle here. Choose another list to see what was."),
            "differing": self.tr("The readings of this case do not differ."),
        }
        blind = self.tr("These readings may not be seen side by side now.")
        self._nothing.setText(words.get(self.model.which, blind) if self._seen else blind)
        self._count.setVisible(self._seen)

    def _agree(self, question: str, value: str, reason: str) -> None:
        if self._set(question, value, reason):
            self.step(1)

    def _do(self, command: Command) -> None:
        self._bridge.handle(command, "comparison")

    def _set(self, question: str, value: str, reason: str) -> bool:
        done = self._bridge.handle(SetConsensus(self.ref, question, value, reason), "comparison")
        if not done:
            self.settling.reason.setFocus()
        return done
