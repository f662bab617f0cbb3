"""Why a score is what it is: the method in words, its questions, what is missing, what may still change."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inspector_app.domain.explaining import Explanation, Term
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.plain_table import ColumnKind, PlainTable, is_small, text_of
from inspector_app.domain.scoring import percent
from inspector_app.ui.counted_line import cautioned, counted_line, few_cases, small_base
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import figure, method_words, points, target_words
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_ROW = 36
_KINDS: dict[str, ColumnKind] = {"p": "share", "n": "base", "points": "number"}
_MOST_ROWS = 6


class WhyPanel(QFrame):
    """The panel beside the grid.

    Signals:
        opened: the id of a question in it.
        closed: the person is done with it.
    """

    opened = Signal(str)
    closed = Signal()

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens, self._instrument = lens, lens.session.instrument
        self.setProperty("surface", "panel")
        self.setMinimumWidth(300)
        self.heading = label("", "heading", wrap=True)
        self.close_button = button(self.tr("Close"), "link", self.tr("Close the panel"))
        self.close_button.clicked.connect(self.closed)
        self._of = label("", "strong", wrap=True)
        self._method = label("", "", wrap=True)
        self._both = label("", "quiet", wrap=True)
        self._caution = label("", "attention", wrap=True)
        self._sum = label("", "quiet", wrap=True)
        self._missing = label("", "", wrap=True)
        self._effect = label("", "", wrap=True)
        self.table = self._make_table()
        self._heads = [label(text, "caps") for text in (self.tr("What is missing"), self.tr("Unfinished cases"))]
        self.take_away = TakeAway(self._taken, names=self.tr("questions of this score"))
        self._copy_row = QWidget()
        self._copy_row.setLayout(column(self._sum, row(self.take_away, -1), spacing=4))
        self._lay_out()

    @property
    def text(self) -> str:
        """All that is said, in lines."""
        labels = (
            self.heading,
            self._of,
            self._method,
            self._both,
            self._caution,
            self._sum,
            self._missing,
            self._effect,
        )
        return "\n".join(one.text() for one in labels if one.text())

    def show_nothing(self) -> None:
        """Says what belongs here."""
        self.heading.setText(self.tr("Why this score?"))
        self._of.setText("")
        self._method.setText(
            self.tr("Choose an outcome, a criterion or a question, and its score is taken apart here.")
        )
        for one in (self._both, self._caution, self._sum, self._missing, self._effect):
            one.setText("")
        self._fold(False)

    def show_explanation(self, found: Explanation) -> None:
        """Shows a score taken apart."""
        shown = figure(found.score)
        scored = found.score is not None
        self.heading.setText(self.tr("Why %1?").replace("%1", shown) if scored else self.tr("Why is there no score?"))
        self._of.setText(target_words(self._instrument, found.target))
        self._method.setText(self._method_in_words(found))
        both = (f"{method_words(method)} {figure(score)}" for method, score in found.by_method)
        self._both.setText(
            self.tr("Both methods: %1.").replace("%1", ", ".join(both)) if found.target.kind == "outcome" else ""
        )
        self._caution.setText(self._caution_in_words(found))
        self._fold(True)
        # One question has one row, which says nothing new.
        for part in (self.table, self._copy_row):
            part.setVisible(found.target.kind != "question")
        self.table.show_rows([self._row(part.id, term) for part in found.parts for term in part.terms])
        rows = min(_MOST_ROWS, max(1, len(found.terms)))
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + _ROW + 4)
        self._sum.setText(self._sum_in_words(found))
        self._missing.setText("\n".join(self._missing_in_words(found)))
        self._effect.setText(self._effect_in_words(found))

    def _lay_out(self) -> None:
        inside = column(
            self._of, self._method, self._both, self._caution, 4, self.table, self._copy_row, 8,
            self._heads[0], self._missing, 8, self._heads[1], self._effect, -1, spacing=4,
        )  # fmt: skip
        inside.setContentsMargins(20, 0, 20, 16)
        content = QWidget()
        content.setProperty("surface", "plain")
        content.setLayout(inside)
        head = row(self.heading, self.close_button)
        head.setStretch(0, 1)
        head.setContentsMargins(20, 8, 12, 4)
        area = scrolled(content)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(area, 1)

    def _fold(self, shown: bool) -> None:
        for one in (self.table, self._copy_row, *self._heads):
            one.setVisible(shown)
        for text in (self._of, self._both, self._caution):
            text.setVisible(bool(text.text()))

    def _make_table(self) -> RowsTable:
        headed = [
            ("number", self.tr("No.")), ("question", self.tr("Question")), ("p", self.tr("Score")), ("n", self.tr("n")),
            ("points", self.tr("Points")),
        ]  # fmt: skip
        made = RowsTable(
            self.tr("Questions of this score"), headed, "question", frozenset(_KINDS), as_given=True, kinds=_KINDS
        )
        made.setWordWrap(True)
        made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() * 2 + 14)
        made.opened.connect(lambda key: self.opened.emit(key.rpartition("/")[2]))
        return made

    def _taken(self) -> PlainTable:
        title = f"{self.heading.text()} {self._of.text()}"
        return cautioned(shown_in(self.table, title, counted_line(self._lens)))

    def _row(self, part: str, term: Term) -> Row:
        q = term.question
        question = self._instrument.questions_by_id[q.id]
        told = self.tr("%1 above, %2 below the line").replace("%1", str(q.above)).replace("%2", str(q.below))
        return Row(f"{part}/{q.id}", (
            Cell(question.number), Cell(question.short, tip=f"{question.text}\n{told}"),
            Cell(figure(q.score), sort=-1.0 if q.score is None else float(q.score), value=q.score),
            Cell(text_of(q.base, "base"), sort=q.base, value=q.base),
            _points_cell(term),
        ))  # fmt: skip

    def _method_in_words(self, found: Explanation) -> str:
        if found.score is None:
            return self.tr("No case that counts has an answer above or below the line here.")
        if found.target.kind == "question":
            q = found.terms[0].question
            text = self.tr(
                "%1 cases above the line ÷ (%1 above + %2 below) = %3. Not applicable, blank and closed do not count."
            )
            return text.replace("%1", str(q.above)).replace("%2", str(q.below)).replace("%3", figure(found.score))
        many = str(len(found.questions) - len(found.unanswered))
        if found.target.kind == "criterion":
            return self.tr("The plain mean of the scores of its %1 questions.").replace("%1", many)
        if found.method == "question-mean":
            return self.tr("The plain mean of the scores of its %1 questions (question mean).").replace("%1", many)
        scored = (f"{p.id} {figure(p.score)}" for p in found.parts if p.score is not None)
        text = self.tr(
            "The mean of its criterion scores (criterion mean): %1. Each is the plain mean of its questions."
        )
        return text.replace("%1", ", ".join(scored))

    def _caution_in_words(self, found: Explanation) -> str:
        if 0 < found.counted < CAUTION_BELOW:
            return few_cases()
        return small_base() if any(is_small(term.question.base) for term in found.questions) else ""

    def _sum_in_words(self, found: Explanation) -> str:
        if found.score is None:
            return ""
        text = self.tr("Points add up to %1; rounded once, %2.")
        return text.replace("%1", _exact(found.score)).replace("%2", figure(found.score))

    def _missing_in_words(self, found: Explanation) -> list[str]:
        lines = []
        blank = [t for t in found.questions if t.question.blank]
        if blank:
            answers = counted(
                sum(t.question.blank for t in blank), self.tr("%1 answer is blank"), self.tr("%1 answers are blank")
            )
            lines.append(f"{answers}, {self._in_questions(blank)}.")
        unscored = [t for t in found.questions if t.unscored]
        if unscored:
            answers = counted(
                sum(t.unscored for t in unscored),
                self.tr("%1 answer is neither above nor below the line"),
                self.tr("%1 answers are neither above nor below the line"),
            )
            lines.append(f"{answers}, {self._in_questions(unscored)}.")
        if found.unanswered:
            text = self.tr("No case answered %1: left out of the mean.")
            lines.append(text.replace("%1", self._numbers(found.unanswered)))
        if not found.counted:
            return [self.tr("Everything: no case counts here.")]
        return lines or [self.tr("Nothing: every question that applies is answered.")]

    def _in_questions(self, terms: list[Term]) -> str:
        if len(terms) == len(self.table.rows.rows) == 1:
            return self.tr("in this question")
        return self.tr("in %1").replace("%1", self._numbers(terms))

    def _numbers(self, terms: list[Term] | tuple[Term, ...]) -> str:
        numbers = [self._instrument.questions_by_id[t.question.id].number for t in terms]
        if len(numbers) > 8:
            return counted(len(numbers), self.tr("%1 question"), self.tr("%1 questions"))
        return ", ".join(numbers)

    def _effect_in_words(self, found: Explanation) -> str:
        if not found.everything.cases:
            return self.tr("There are none.")
        if not found.unfinished:
            return self.tr("All cases are signed off: nothing is still to come.")
        without, everything = found.signed_off.score, found.everything.score
        cases = counted(found.unfinished, self.tr("%1 unfinished case"), self.tr("%1 unfinished cases"))
        apart = None if without is None or everything is None else everything - without
        text = self.tr("Without the %1: %2. With them: %3 (%4 points before rounding), as far as they are answered.")
        return (
            text.replace("%1", cases).replace("%2", figure(without)).replace("%3", figure(everything))
            .replace("%4", points(apart))
        )  # fmt: skip


def _points_cell(term: Term) -> Cell:
    if term.question.score is None:
        return Cell("–", sort=0.0)
    return Cell(_exact(term.gives), sort=float(term.gives), value=float(term.gives * 100))


def _exact(share: Fraction) -> str:
    """A ratio as points with two decimals, half up, as percentages are rounded."""
    hundredths = percent(share * 100) or 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"
