"""The scores: pages that all look through the same filters, by the same method."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.scoring import Method, Scores
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.pages.result_tables import ResultTablesPage
from inspector_app.ui.pages.score_walk import ScoreWalk
from inspector_app.ui.parts import label, restyle, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class ScoresPage(LivePage):
    """The scores of the open inspection.

    A further page is one line in `_pages`: it is given `lens`, shows what `lens.scores` and `lens.refs` hold, and
    connects `lens.moved` to its `refresh` (see `LivePage`).

    Signals:
        cases_asked: to the list of cases, where nothing can be scored yet.
        notice: a sentence and its tone.
    """

    cases_asked = Signal()
    notice = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Scores")
        self.lens = Lens(bridge, self)
        self.walk = ScoreWalk(self.lens)
        self.results = ResultTablesPage(self.lens)
        self.results.notice.connect(self.notice)
        self.tabs = SubTabs(self._pages(), "scores_tabs", self._options())
        self._counted = label("", "quiet", wrap=True)
        self.tabs.row.addWidget(self._counted)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.lens.moved.connect(self.refresh)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()

    def show_now(self) -> None:
        """Says how many cases count."""
        self._tell(self.lens.scores)

    def _pages(self) -> list[tuple[str, str, QWidget]]:
        return [("grid", self.tr("Grid"), self.walk), ("tables", self.tr("Tables"), self.results)]

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
        line = row(-1, label(self.tr("Outcomes by"), "quiet"), self.by_question, self.by_criterion, 16, self.unfinished)
        line.setContentsMargins(24, 0, 24, 0)
        made = QWidget()
        made.setLayout(line)
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
        if not scores.counted:
            words = self.tr(
                "No case is signed off yet, so there is nothing to score. Sign a case off, or include unfinished cases."
            )
        restyle(self._counted, "role", role)
        self._counted.setText(words)
