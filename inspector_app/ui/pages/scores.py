"""The scores: pages that all look through the same filters, by the same method."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.scoring import Method, Scores
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.place import Place
from inspector_app.ui.pages.breakdown import BreakdownPage
from inspector_app.ui.pages.compare import ComparePage
from inspector_app.ui.pages.result_tables import ResultTablesPage
from inspector_app.ui.pages.score_walk import ScoreWalk
from inspector_app.ui.parts import button, column, label, restyle, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.filter_bar import FilterBar
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class ScoresPage(LivePage):
    """The scores of the open inspection.

    A further page is one line in `_pages`: it is given `lens`, shows what `lens.scores` and `lens.cases` hold, and
    connects `lens.moved` to its `refresh` (see `LivePage`).

    Signals:
        cases_asked: to the list of cases, where nothing can be scored yet.
        form_asked: a case and a question whose form is wanted.
        notice: a sentence and its tone.
    """

    cases_asked = Signal()
    form_asked = Signal(str, str)
    notice = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Scores")
        self.lens = Lens(bridge, self)
        self.walk = ScoreWalk(self.lens)
        self.results = ResultTablesPage(self.lens)
        self.breakdown = BreakdownPage(self.lens)
        self.compare = ComparePage(self.lens)
        self.tabs = SubTabs(self._pages(), "scores_tabs", self._options())
        self._counted = label("", "quiet", wrap=True)
        self._counted.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tabs.row.addWidget(self._counted, 4)
        self.to_cases = button(self.tr("To the cases"), "link")
        self.to_cases.clicked.connect(self.cases_asked)
        self.tabs.row.addWidget(self.to_cases)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.lens.moved.connect(self.refresh)
        self.walk.form_asked.connect(self.form_asked)
        for page in (self.walk, self.breakdown, self.results, self.compare):
            page.notice.connect(self.notice)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()

    def show_question(self, question: str, criterion: str) -> None:
        """Shows the cases behind a question, on the way through one of its criteria."""
        outcome = next(c.outcome for c in self.lens.session.instrument.criteria if c.id == criterion)
        self.tabs.show_page("grid")
        self.walk.go(Place(outcome, criterion, question))
        self.take_keyboard()

    def show_now(self) -> None:
        """Says how many cases count."""
        self._tell(self.lens.scores)

    def abandon(self) -> None:
        """Stops what still runs, before the page goes."""
        self.breakdown.abandon()
        self.compare.jobs.abandon()

    def _pages(self) -> list[tuple[str, str, QWidget]]:
        return [
            ("grid", self.tr("Grid"), self.walk),
            ("breakdown", self.tr("Breakdown"), self.breakdown),
            ("tables", self.tr("Tables"), self.results),
            ("compare", self.tr("Compare"), self.compare),
        ]

    def _options(self) -> QWidget:
        self.by_question = QRadioButton(self.tr("Question mean"))
        self.by_criterion = QRadioButton(self.tr("Criterion mean"))
        self.by_question.setToolTip(self.tr("An outcome is the plain mean over all its questions"))
        self.by_criterion.setToolTip(self.tr("An outcome is the mean of its criterion scores"))
        self.by_question.setChecked(True)
        group = QButtonGroup(self)
        methods: dict[QRadioButton, Method] = {
            self.by_question: "question-mean", self.by_criterion: "criterion-mean",
        }  # fmt: skip
        for radio, method in methods.items():
            radio.setAccessibleName(self.tr("Method: %1").replace("%1", radio.text()))
            radio.setAccessibleDescription(radio.toolTip())
            radio.toggled.connect(lambda on, m=method: self.lens.use_method(m) if on else None)
            group.addButton(radio)
        self.unfinished = QCheckBox(self.tr("Include unfinished cases"))
        self.unfinished.setAccessibleName(self.unfinished.text())
        self.unfinished.toggled.connect(self.lens.include_unfinished)
        self.filters = FilterBar(self.lens)
        line = row(
            self.filters.add_button, -1, label(self.tr("Outcomes by"), "quiet"), self.by_question, self.by_criterion,
            8, self.unfinished,
        )  # fmt: skip
        made = QWidget()
        inside = column(line, self.filters, spacing=4)
        inside.setContentsMargins(24, 4, 24, 4)
        made.setLayout(inside)
        return made

    def _tell(self, scores: Scores) -> None:
        words = counted(scores.counted, self.tr("%1 case counted"), self.tr("%1 cases counted"))
        role = "quiet"
        if self.unfinished.isChecked():
            words, role = (
                self.tr("Preview with unfinished cases: %1. Not for use outside.").replace("%1", words),
                "attention",
            )
        elif scores.left_out:
            left = counted(
                scores.left_out,
                self.tr("one left out because it is not signed off yet"),
                self.tr("%1 left out because they are not signed off yet"),
            )
            words = self.tr("%1, signed off; %2.").replace("%1", words).replace("%2", left)
        else:
            words = self.tr("%1, all signed off.").replace("%1", words)
        if 0 < scores.counted < CAUTION_BELOW:
            words = self.tr("%1 Fewer than %2: read with caution.").replace("%1", words)
            words, role = words.replace("%2", str(CAUTION_BELOW)), "attention"
        if not scores.counted and self.lens.chosen.where:
            words = self.tr("No case that counts fulfils all filters. Remove one to see scores.")
        elif not scores.counted:
            words = self.tr(
                "No case is signed off yet, so there is nothing to score. Sign a case off, or include unfinished cases."
            )
        self.to_cases.setVisible(not scores.counted and not self.lens.chosen.where)
        restyle(self._counted, "role", role)
        self._counted.setText(words)
