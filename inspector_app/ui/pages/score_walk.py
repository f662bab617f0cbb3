"""From a score down to the answer of a case and back, with why the score is what it is beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.drilling import CaseAnswer
from inspector_app.services.results import behind, explanation
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.place import Place
from inspector_app.ui.parts import button, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import figure, standing_words
from inspector_app.ui.widgets.answer_view import AnswerView
from inspector_app.ui.widgets.breadcrumb import Breadcrumb
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.question_cases import QuestionCases
from inspector_app.ui.widgets.score_overview import ScoreOverview
from inspector_app.ui.widgets.why_panel import WhyPanel

_ROOM_FOR_BOTH = 1100


class ScoreWalk(LivePage):
    """One level at a time. Return or a click goes down; Escape, Alt+Left or the breadcrumb go back.

    Signals:
        form_asked: a case and a question whose form is wanted.
        notice: a sentence and its tone.
    """

    form_asked = Signal(str, str)
    notice = Signal(str, str)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = lens
        self.place = Place()
        self._instrument = lens.session.instrument
        self._behind: tuple[CaseAnswer, ...] = ()
        self._build()
        self._connect()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self._search, "back": self.go_up}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins, or left off."""
        self._take_keyboard(self.place)

    def go(self, place: Place) -> None:
        """Goes to a place; what has the keyboard there is what one goes on from."""
        before, self.place = self.place, place
        self.refresh()
        self._make_room()
        if self._level(before) != self._level(place):
            self._take_keyboard(before)

    def go_up(self) -> None:
        """One step back."""
        before = self.place
        if before.level == "all":
            return
        self.go(before.up)
        self._take_keyboard(before)

    def show_now(self) -> None:
        """Shows what stands at the place where one is."""
        scores = self.lens.scores
        place = self.place
        self.overview.show_scores(scores)
        self.overview.show_place(place)
        if place.question:
            question = self._instrument.questions_by_id[place.question]
            self._behind = behind(self.lens.session, self.lens.chosen, place.question)
            self.cases.show_question(question, self._behind, place)
        if place.ref:
            found = next((a for a in self._behind if a.case.ref == place.ref), None)
            slot = self.lens.session.answer_slot("case", place.ref, place.question)
            self.answer.show_answer(question, found, place.ref, self.lens.session.history(slot))
        self.stack.setCurrentIndex(self._level(place))
        self.way.show_steps(self._steps())
        self._explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes one step back."""
        if event.key() == Qt.Key.Key_Escape and self.place.level != "all":
            self.go_up()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the panel shows in place of the rest when it is asked for."""
        super().resizeEvent(event)
        self._make_room()

    def _build(self) -> None:
        self.way = Breadcrumb()
        self.why_button = button(self.tr("Why this score?"))
        self.overview = ScoreOverview(self.lens)
        self.cases = QuestionCases(self.lens)
        self.answer = AnswerView(self._instrument)
        self.stack = QStackedWidget()
        for level in (self.overview, self.cases, self.answer):
            self.stack.addWidget(level)
        self.why = WhyPanel(self.lens)
        self._left = QWidget()
        top = row(self.way, self.why_button)
        top.setStretch(0, 1)
        top.setContentsMargins(18, 0, 16, 0)
        inside = QVBoxLayout(self._left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(top)
        inside.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("why_splitter")
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self.why)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([900, 460])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self._asked_why = False

    def _connect(self) -> None:
        self.lens.moved.connect(self.refresh)
        for taken in (self.overview.take_away, self.overview.grid_away, self.cases.take_away, self.why.take_away):
            taken.notice.connect(self.notice)
        self.way.asked.connect(lambda step: self.go(self.place.way[step]))
        self.overview.asked.connect(self.go)
        self.cases.narrowed.connect(lambda standing: self.go(replace(self.place, standing=standing)))
        self.cases.opened.connect(lambda ref: self.go(replace(self.place, ref=ref)))
        self.answer.form_asked.connect(lambda: self.form_asked.emit(self.place.ref, self.place.question))
        self.why.opened.connect(lambda question: self.go(Place(self.place.outcome, self.place.criterion, question)))
        self.why.closed.connect(lambda: self._ask_why(False))
        self.why_button.clicked.connect(lambda: self._ask_why(True))

    @staticmethod
    def _level(place: Place) -> int:
        return {"question": 1, "case": 2}.get(place.level, 0)

    def _steps(self) -> list[str]:
        return [self._step(place) for place in self.place.way]

    def _step(self, place: Place) -> str:
        if place.level == "case":
            return place.ref
        if place.level == "question":
            kept = [a for a in self._behind if place.standing in ("", a.standing)]
            cases = counted(len(kept), self.tr("%1 case"), self.tr("%1 cases"))
            where = f" {standing_words(place.standing).lower()}" if place.standing else ""
            return f"{self._instrument.questions_by_id[place.question].short} · {cases}{where}"
        if place.level == "criterion":
            return place.criterion
        if place.level == "outcome":
            return f"{place.outcome} {next(o.short for o in self._instrument.outcomes if o.id == place.outcome)}"
        return self.tr("All")

    def _explain(self) -> None:
        target = self.place.target
        self.why_button.setEnabled(target is not None)
        if target is None:
            self.why.show_nothing()
            self.why_button.setText(self.tr("Why this score?"))
            return
        found = explanation(self.lens.session, self.lens.chosen, target)
        self.why.show_explanation(found)
        self.why_button.setText(self.tr("Why %1?").replace("%1", figure(found.score)))
        self.why_button.setAccessibleName(self.why_button.text())

    def _ask_why(self, asked: bool) -> None:
        self._asked_why = asked
        self._make_room()
        if asked and self.why.close_button.isVisible():
            self.why.close_button.setFocus()
        else:
            self._take_keyboard(self.place)

    def _make_room(self) -> None:
        wide = self.width() >= _ROOM_FOR_BOTH * self.overview.table.text_scale()
        over = not wide and self._asked_why and self.place.target is not None
        self.why.setVisible(wide or over)
        self._left.setVisible(not over)
        self.why_button.setVisible(not wide)
        self.why.close_button.setVisible(not wide)

    def _take_keyboard(self, before: Place) -> None:
        if self._left.isHidden():
            self.why.close_button.setFocus()
        elif self.place.level == "case":
            self.answer.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.place.level == "question":
            self.cases.take_keyboard(before.ref)
        else:
            self.overview.take_keyboard(before)

    def _search(self) -> None:
        level = self.stack.currentWidget()
        if isinstance(level, ScoreOverview | QuestionCases):
            level.search.setFocus()
