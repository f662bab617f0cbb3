"""How alike assessors read: tables by question, criterion and assessor, and what each figure says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.ratings import Scope
from inspector_app.domain.routing import Sheet
from inspector_app.services.agreement import Measured, add_intervals, figures
from inspector_app.services.second_reading import readings
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Cancelled, Progress
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.agreement_model import AgreementModel
from inspector_app.ui.models.second_reads_model import Sorted
from inspector_app.ui.parts import column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets import agreement_words
from inspector_app.ui.widgets.fitted_columns import FittedColumns
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

Stage = Literal["figures", "intervals"]


class AgreementPage(LivePage):
    """The figures come first, their intervals when they are ready; both are worked out beside the screen.

    Signals:
        notice: a sentence and its tone, for the line of the window.
        settled: the figures on screen are complete.
    """

    notice = Signal(str, str)
    settled = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._readings: dict[str, dict[str, Sheet]] | None = None
        self._measured: tuple[Measured, ...] = ()
        self._scope: Scope = "question"
        self._round = 0
        self._running: list[Job] = []
        self.model = AgreementModel(bridge.session.instrument, self)
        self.shown = Sorted(self.model, self)
        self._build()
        self._turn("question")
        bridge.changed.connect(self._on_changed)
        running = self._running
        self.destroyed.connect(lambda: _stop_all(running))

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.table if self.model.rowCount() else self.scopes["question"]).setFocus()

    def show_now(self) -> None:
        """Works the figures out where the readings have changed."""
        found = readings(self._bridge.session)
        if found == self._readings:
            return
        self._readings = found
        instrument = self._bridge.session.instrument
        self._begin(lambda *_: figures(instrument, found), "figures")

    # Making the page

    def _build(self) -> None:
        self._overall = label("", wrap=True)
        self._progress = label("", "quiet")
        self.scopes = self._scope_buttons()
        self.table = Table(self.tr("Agreement"))
        self.table.setModel(self.shown)
        self._columns = FittedColumns(self.table, 210, 190)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.setMinimumHeight(120)
        self.take_away = TakeAway(self._taken)
        self.take_away.notice.connect(self.notice)
        head = row(*self.scopes.values(), 16, self._progress, -1, self.take_away)
        top = QWidget()
        above = column(self._overall, head, self.table)
        above.setContentsMargins(24, 8, 24, 8)
        top.setLayout(above)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("agreement_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(top)
        self.splitter.addWidget(scrolled(self._explained()))
        self.splitter.setSizes([460, 200])
        self.splitter.setStretchFactor(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._nothing())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _scope_buttons(self) -> dict[Scope, QRadioButton]:
        made: dict[Scope, QRadioButton] = {
            "question": QRadioButton(self.tr("By question")),
            "criterion": QRadioButton(self.tr("By criterion")),
            "assessor": QRadioButton(self.tr("By assessor")),
        }
        made["question"].setChecked(True)
        group = QButtonGroup(self)
        for scope, radio in made.items():
            radio.setAccessibleName(radio.text())
            radio.toggled.connect(lambda on, s=scope: self._turn(s) if on else None)
            group.addButton(radio)
        return made

    def _explained(self) -> QWidget:
        self._head, self._said = label("", "strong", wrap=True), label("", wrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        meaning = column(label(self.tr("What the figures mean"), "caps"), spacing=4)
        for name, text in agreement_words.meanings():
            meaning.addWidget(label(f"{name}: {text}", "quiet", wrap=True))
        said = column(self._head, self._said, -1, spacing=4)
        both = row(said, column(meaning, -1), spacing=32)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        both.setContentsMargins(24, 8, 24, 16)
        made = QWidget()
        made.setProperty("surface", "paper")
        made.setLayout(both)
        return made

    def _nothing(self) -> QWidget:
        text = self.tr(
            "The agreement is worked out from cases that two or more have read: the first reading submitted or signed "
            "off, the second one locked. Assign second reads, or have one case read by all, under Second reads."
        )
        made = QWidget()
        inside = column(24, label(self.tr("Nothing to compare yet"), "heading"), label(text, "quiet", wrap=True), -1)
        inside.setContentsMargins(24, 8, 24, 16)
        made.setLayout(inside)
        return made

    # Working out

    def _begin(self, act: Callable[[Progress, Cancelled], tuple[Measured, ...]], stage: Stage) -> None:
        _stop_all(self._running)
        self._round += 1
        this = self._round
        # It may outlive the page, so it is nobody's child; what it tells then goes nowhere.
        job = Job(stage, lambda progress, cancelled: (this, stage, act(progress, cancelled)))
        self._running[:] = [job]
        job.done.connect(self._on_done)
        job.progressed.connect(self._on_progress)
        self._progress.setText(self.tr("Working out the figures…"))
        job.start()

    def _on_done(self, result: tuple[int, Stage, tuple[Measured, ...]]) -> None:
        this, stage, measured = result
        if this != self._round:
            return
        self._measured = measured
        self._show()
        if stage == "figures" and measured:
            self._begin(lambda progress, cancelled: add_intervals(measured, progress, cancelled), "intervals")
            return
        self._running.clear()
        self._progress.setText("")
        self.settled.emit()

    def _on_progress(self, done: float, _: str) -> None:
        self._progress.setText(self.tr("Working out intervals… %1%").replace("%1", str(round(done * 100))))

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("case"):
            self.refresh()

    # Showing

    def _turn(self, scope: Scope) -> None:
        self._scope = scope
        self.model.show_rows([one.row for one in self._measured], scope)
        self._columns.size(self.model.columns, "name")
        # What differs most comes first.
        self.table.sortByColumn(self.model.columns.index("same"), Qt.SortOrder.AscendingOrder)
        self._to_first()

    def _show(self) -> None:
        rows = [one.row for one in self._measured]
        self._stack.setCurrentIndex(0 if rows else 1)
        whole = next((r for r in rows if r.scope == "all"), None)
        if whole is None:
            self._overall.setText(self.tr("No scored question was answered by two readers yet."))
        else:
            parts = (agreement_words.in_common(whole), agreement_words.coefficient("AC1", whole.ac1),
                     agreement_words.coefficient("Alpha", whole.alpha))  # fmt: skip
            self._overall.setText(self.tr("All scored questions: %1").replace("%1", " ".join(parts)))
        kept = self.table.key()
        self.model.show_rows(rows, self._scope)
        self._columns.size(self.model.columns, "name")
        if not self.table.go_to(kept):
            self._to_first()
        self._show_current()

    def _to_first(self) -> None:
        if self.shown.rowCount():
            self.table.setCurrentIndex(self.shown.index(0, 0))
        self._show_current()

    def _show_current(self) -> None:
        found = self.model.row(self.table.key())
        if found is None:
            self._head.setText("")
            self._said.setText("")
            return
        self._head.setText(" ".join(part for part in (self.model.number(found), self.model.name(found)) if part))
        lines = [agreement_words.in_common(found), agreement_words.coefficient("AC1", found.ac1)]
        if found.scope == "question":
            lines.append(agreement_words.coefficient("AC2", found.ac2))
        lines += [agreement_words.coefficient("Alpha", found.alpha), *agreement_words.leniency(found)]
        self._said.setText("\n".join(lines))

    def _taken(self) -> PlainTable:
        cases = counted(
            len(self._readings or ()), self.tr("%1 case read twice or more"), self.tr("%1 cases read twice or more")
        )
        about = self.tr(
            "%1. Intervals hold 95 of 100 resamples of the cases. Leniency is about the reading of cases, not a mark "
            "for a person."
        )
        return shown_in(self.table, self.tr("Agreement between assessors"), about.replace("%1", cases))


def _stop_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.stop()
