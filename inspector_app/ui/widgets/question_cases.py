"""One question: how its answers spread, and the cases behind its figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from inspector_app.domain.drilling import NARROWED, CaseAnswer, spread, standings
from inspector_app.domain.figures import Part
from inspector_app.domain.instrument import Question
from inspector_app.domain.plain_table import PlainTable
from inspector_app.ui.counted_line import counted_line
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.place import Place
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, column, empty, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import standing_words
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.form_flow import FlowLayout
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.table import draw_bar
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_LONGEST = 200


class ShareBar(QWidget):
    """A proportion as a bar; what it says stands beside it."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(painter, QRectF(0, self.height() / 2 - 4, self.width(), 8), self._share, self.palette())
        painter.end()


class QuestionCases(QWidget):
    """The level of one question.

    Signals:
        narrowed: where the answers stand that are to be kept; empty for all.
        opened: the reference of a case.
    """

    narrowed = Signal(str)
    opened = Signal(str)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens, self._instrument = lens, lens.session.instrument
        self._behind: tuple[CaseAnswer, ...] = ()
        self._text = label("", "heading", wrap=True)
        self._spread = QGridLayout()
        self._spread.setContentsMargins(0, 0, 0, 0)
        self._spread.setHorizontalSpacing(12)
        self._spread.setVerticalSpacing(2)
        self._spread.setColumnStretch(4, 1)
        self.keep: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._choices = QWidget()
        flow = FlowLayout(self._choices, gap=4)
        for standing in ("", *NARROWED):
            made = self.keep[standing] = button(standing_words(standing) or self.tr("All"), "subtab")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, s=standing: self.narrowed.emit(s))
            self._group.addButton(made)
            flow.addWidget(made)
        self.search = SearchField(self.tr("Search cases and notes"))
        self.search.setMaximumWidth(280)
        self.take_away = TakeAway(self._taken)
        self._lay_out_table()
        tools = row(self._spread, column(-1, row(self.search, self.take_away)))
        tools.setStretch(0, 1)
        inside = column(self._text, tools, self._choices, self.table, spacing=8)
        inside.setStretch(inside.count() - 1, 1)
        inside.setContentsMargins(24, 4, 16, 16)
        self.setLayout(inside)

    def show_question(self, question: Question, behind: Sequence[CaseAnswer], place: Place) -> None:
        """Shows a question and the cases behind it, kept to where their answers stand."""
        self._behind = tuple(behind)
        self._text.setText(f"{question.number}  {question.text}")
        self._show_spread(question)
        counts = standings(self._behind)
        for standing, made in self.keep.items():
            many = sum(counts.values()) if not standing else counts[standing]  # type: ignore[index]
            words = standing_words(standing) if standing else self.tr("All")
            made.setText(f"{words} {many}")
            made.setAccessibleName(f"{words}: {counted(many, self.tr('%1 case'), self.tr('%1 cases'))}")
            made.setChecked(standing == place.standing)
            made.setVisible(standing != "answered" or many > 0)
        kept = [a for a in self._behind if place.standing in ("", a.standing)]
        self.table.show_rows([self._row(question, answer) for answer in kept])

    def take_keyboard(self, ref: str = "") -> None:
        """Puts the keyboard on a case, else on the first."""
        if not (ref and self.table.go_to(ref)) and not self.table.key() and self.table.shown.rowCount():
            self.table.setCurrentIndex(self.table.shown.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out_table(self) -> None:
        bars = [f for f in self._instrument.fields if f.bar and f.kind == "text"]
        self._unit = bars[0] if bars else None
        unit = [("unit", self._unit.label)] if self._unit else []
        headed = [
            ("ref", self.tr("Case")), *unit, ("assessor", self.tr("Assessor")), ("answer", self.tr("Answer")),
            ("counts", self.tr("Counts as")), ("note", self.tr("Note")),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Cases behind the figure"), headed, "note", as_given=True)
        self.table.setMinimumHeight(120)
        self.table.open_on_click()
        self.table.opened.connect(self.opened)
        self.search.textChanged.connect(self.table.shown.search)
        self.search.left.connect(self.table.setFocus)

    def _taken(self) -> PlainTable:
        return shown_in(self.table, self._text.text(), counted_line(self._lens))

    def _row(self, question: Question, answer: CaseAnswer) -> Row:
        case = answer.case
        unit = [Cell(case.fields.get(self._unit.name, "") or "–")] if self._unit else []
        place = float(NARROWED.index(answer.standing))
        return Row(case.ref, (
            Cell(case.ref), *unit, Cell(case.assessor or "–"), Cell(question.label_of(answer.value) or "–"),
            Cell(standing_words(answer.standing), sort=place), Cell(answer.note, tip=answer.note[:_LONGEST]),
        ))  # fmt: skip

    def _show_spread(self, question: Question) -> None:
        empty(self._spread)
        counts = standings(self._behind)
        base = counts["above"] + counts["below"]
        for place, choice in enumerate(spread(question, self._behind)):
            lined = choice.line != "none"
            part = Part(choice.label, choice.count, base)
            said = self.tr("%1 of %2").replace("%1", str(choice.count)).replace("%2", str(base))
            figure = label(said if lined else counted(choice.count, self.tr("%1 case"), self.tr("%1 cases")), "quiet")
            share = label(f"{part.percent}%" if lined and base else "", "strong")
            where = standing_words(choice.line) if lined else self.tr("not in the score")
            cells: list[QWidget | None] = [
                label(choice.label), ShareBar(choice.count / base) if lined and base else None, share, figure,
                label(where, "small"),
            ]  # fmt: skip
            for at, cell in enumerate(cells):
                if cell is not None:
                    self._spread.addWidget(cell, place, at)

    @property
    def labels(self) -> list[str]:
        """What the spread says, for those who do not see its bars."""
        items = (self._spread.itemAt(at) for at in range(self._spread.count()))
        return [w.text() for item in items if item is not None and isinstance(w := item.widget(), QLabel)]
