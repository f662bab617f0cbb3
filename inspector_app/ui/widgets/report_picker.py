"""The panel in which a figure is chosen: of what, what is counted, of which cases, and how it is printed."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from inspector_app.domain.bound_figures import (
    FIGURE_STYLES,
    PLAIN_STYLES,
    SHARE_STYLES,
    BoundFigure,
    FigureStyle,
    Line,
    Subject,
)
from inspector_app.domain.instrument import Choice, Question
from inspector_app.services.results import values_of
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.finding_box import FindingBox
from inspector_app.ui.widgets.report_answers import CountedAnswers
from inspector_app.ui.widgets.report_conditions import Conditions
from inspector_app.ui.widgets.side_panel import SidePanel

_REFS = 24
"""So many cases are named behind a figure."""


class FigurePicker(SidePanel):
    """Chooses a figure and shows what it prints.

    Signals:
        chosen: the text of the figure.
    """

    chosen = Signal(str)

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._instrument = state.bridge.session.instrument
        self._figure = BoundFigure("cases")
        self._build()
        self.setMinimumWidth(260)
        self.subject.picked.connect(self._on_subject)
        self.answers.changed.connect(self._on_change)
        self.conditions.changed.connect(self._on_change)
        self.of_all.toggled.connect(lambda _: self._on_change())
        self.form.activated.connect(lambda _: self._on_change())
        self.insert.clicked.connect(self._insert)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            # From wherever the keyboard is in the panel.
            taking = QShortcut(QKeySequence(key), self)
            taking.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            taking.activated.connect(self._insert)

    @property
    def figure(self) -> BoundFigure:
        """The figure as it is chosen now."""
        return self._figure

    def begin(self, source: str, change: bool) -> None:
        """Begins with a figure, or with nothing chosen; `change` says whether it stands in the text."""
        figure = self._state.figure_of(source)
        self.heading.setText(self.tr("Change figure") if change else self.tr("Insert figure"))
        self.insert.setText(self.tr("Change") if change else self.tr("Insert"))
        self._show(figure or BoundFigure("question", ""))
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)
        self.subject.line.selectAll()

    # Making it

    def _build(self) -> None:
        self.subject = FindingBox(self.tr("Question, fact or score"), letters=14)
        self.subject.offer([("", self.tr("Choose a question, a fact or a score…")), *self._subjects()])
        self.answers = CountedAnswers()
        self.of_all = QCheckBox(self.tr("Of all cases"))
        self.of_all.setToolTip(self.tr("Of all cases that count, not just those to which it applies"))
        self.of_all.setAccessibleName(self.of_all.toolTip())
        self.conditions = Conditions(self._state.bridge.session)
        self.form = PatientComboBox()
        self.form.setAccessibleName(self.tr("How it is printed"))
        self._counts_head = label(self.tr("What is counted"), "caps")
        self._question = label("", "quiet", wrap=True)
        self.sample, self.behind, self.refs = (label("", role, wrap=True) for role in ("strong", "", "quiet"))
        content = column(
            label(self.tr("Figure of"), "caps"), self.subject, self._question, 4, self._counts_head, self.answers,
            self.of_all, 4, label(self.tr("Only cases where"), "caps"), self.conditions, 4,
            label(self.form.accessibleName(), "caps"), self.form, self.refs, -1, spacing=6,
        )  # fmt: skip
        self.insert = button(self.tr("Insert"), "primary")
        cancel = button(self.tr("Cancel"), "link", self.tr("Leave the text as it is"))
        cancel.clicked.connect(self.closed)
        self.lay_out(content, column(self.sample, self.behind, row(self.insert, cancel, -1), spacing=4))

    def _forms(self, subject: str) -> list[tuple[str, str]]:
        fitting = {"score": SHARE_STYLES, "cases": PLAIN_STYLES, "officers": PLAIN_STYLES}.get(subject, FIGURE_STYLES)
        all_forms = [
            ("", self.tr("As the whole report does")),
            ("words", self.tr("In words")),
            ("percent", self.tr("As a percentage")),
            ("counts", self.tr("As counts, so many of so many")),
            ("misses", self.tr("As what is missing, all but so many")),
            ("number", self.tr("As a number")),
            ("base", self.tr("As the number it is of")),
        ]
        return [(form, words) for form, words in all_forms if not form or form in fitting]

    def _subjects(self) -> list[tuple[str, str]]:
        instrument = self._instrument
        found = [(f"question:{q.id}", f"{q.number} {q.short}") for q in instrument.questions if q.choices]
        found += [(f"field:{f.name}", f.label) for f in instrument.fields if f.choices or f.kind in ("text", "number")]
        found += [(f"score:{o.id}", self._score(o.id, o.title)) for o in instrument.outcomes]
        found += [(f"score:{c.id}", self._score(c.id, c.title)) for c in instrument.criteria if c.scored]
        return [*found, ("cases:", self.tr("Cases that count")), ("officers:", self.tr("Officers interviewed"))]

    def _score(self, id_: str, title: str) -> str:
        return self.tr("Score of %1 %2").replace("%1", id_).replace("%2", title)

    # What is chosen

    def _show(self, figure: BoundFigure) -> None:
        self._figure = figure
        chosen = f"{figure.subject}:{figure.name}"
        self.subject.choose(chosen if figure.name or figure.subject in ("cases", "officers") else "")
        self._offer(figure)
        self.of_all.blockSignals(True)
        self.of_all.setChecked(figure.of == "all")
        self.of_all.blockSignals(False)
        self.conditions.show_where(figure.where)
        self._tell()

    def _offer(self, figure: BoundFigure) -> None:
        question = self._asked(figure)
        scored = question is not None and question.scored
        self.answers.offer(self._choices(figure), scored, figure.answers, figure.line)
        self._counts_head.setVisible(not self.answers.isHidden())
        self.of_all.setVisible(figure.subject in ("question", "field") and bool(figure.name))
        self.form.clear()
        for form, words in self._forms(figure.subject):
            self.form.addItem(words, form)
        self.form.setCurrentIndex(max(0, self.form.findData(figure.style)))
        self._question.setText(question.text if question is not None else "")
        self._question.setVisible(question is not None)

    def _asked(self, figure: BoundFigure) -> Question | None:
        return self._instrument.questions_by_id.get(figure.name) if figure.subject == "question" else None

    def _choices(self, figure: BoundFigure) -> tuple[Choice, ...]:
        question = self._asked(figure)
        if question is not None:
            return tuple(c for c in question.choices if c.code != question.not_applicable)
        if figure.subject == "field" and figure.name:
            return values_of(self._state.bridge.session, figure.name)
        return ()

    def _on_subject(self, key: str) -> None:
        subject, _, name = key.partition(":")
        figure = BoundFigure(cast(Subject, subject or "question"), name, where=self._figure.where)
        self._offer(figure)
        self._on_change()

    def _on_change(self) -> None:
        subject, _, name = self.subject.key.partition(":")
        has_answers = subject in ("question", "field")
        self._figure = BoundFigure(
            cast(Subject, subject or "question"),
            name,
            self.answers.answers if has_answers else (),
            cast(Line, self.answers.line if has_answers else ""),
            "all" if has_answers and self.of_all.isChecked() else "asked",
            self.conditions.where,
            cast(FigureStyle, self.form.currentData()),
        )
        self._tell()

    def _tell(self) -> None:
        figure = self._figure
        ready = bool(figure.name) or figure.subject in ("cases", "officers")
        unsaid = self.answers.unsaid and figure.style != "base"
        ready = ready and not unsaid
        sample = self._state.sample(figure) if ready else None
        self.insert.setEnabled(sample is not None and not sample.problem)
        _fill(self.sample, self.tr("Prints: %1").replace("%1", sample.printed) if sample and not sample.problem else "")
        if unsaid:
            told = self.tr("Tick the answers that are counted.")
        elif sample is None:
            told = self.tr("What it prints will be shown here.")
        elif sample.problem:
            told = sample.problem
        else:
            told = self._behind(sample.numerator, sample.base, sample.caution)
        _fill(self.behind, told)
        named = sample.refs[:_REFS] if sample and not sample.problem else ()
        more = len(sample.refs) - len(named) if sample else 0
        text = ", ".join(named)
        if named and more > 0:
            text = self.tr("%1 and %2 more").replace("%1", text).replace("%2", str(more))
        _fill(self.refs, text)

    def _behind(self, numerator: int, base: int, caution: bool) -> str:
        text = self.tr("%1 of %2.").replace("%1", str(numerator)).replace("%2", str(base))
        return f"{text} {self.tr('So small a base is printed with a caution.')}" if caution else text

    def _insert(self) -> None:
        if self.insert.isEnabled():
            self.chosen.emit(self._figure.written())


def _fill(one: QLabel, text: str) -> None:
    one.setText(text)
    one.setVisible(bool(text))
