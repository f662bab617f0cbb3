"""A score by group: each group of cases against all the others, what differs most first."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.breakdown import Assessed, Comparison, Group, traits, with_intervals
from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.plain_table import ColumnKind, PlainBar, PlainChart, PlainTable, is_small, text_of
from inspector_app.domain.targets import Target, TargetKind
from inspector_app.services.results import broken_down, intervals
from inspector_app.ui.counted_line import counted_line, small_base
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.models.roles import KEY
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import figure, interval_words, points, target_words, trait_words, value_words
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.finding_box import FindingBox
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_FIGURES = frozenset({"cases", "base", "rest", "difference", "interval"})
_KINDS: dict[str, ColumnKind] = {
    "cases": "number", "base": "base", "score": "share", "rest": "share", "difference": "points",
}  # fmt: skip


class BreakdownPage(LivePage):
    """By one or two facts or answers. Scores stand at once; intervals of means come when they are worked out.

    Signals:
        notice: a sentence and its tone.
    """

    notice = Signal(str, str)

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lens = lens
        self._instrument = lens.session.instrument
        self.comparison: Comparison | None = None
        self.job: Job | None = None
        self._cases: tuple[Assessed, ...] = ()
        self._build()
        lens.moved.connect(self.refresh)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.by.setFocus()

    @property
    def keys(self) -> tuple[str, ...]:
        """By what cases are grouped."""
        return tuple(dict.fromkeys(key for key in (self.by.key, self.cross.key) if key))

    @property
    def target(self) -> Target:
        """What the score is of."""
        kind, _, id_ = self.of.key.partition("/")
        kinds: dict[str, TargetKind] = {"outcome": "outcome", "criterion": "criterion", "question": "question"}
        return Target(kinds[kind], id_)

    def show_now(self) -> None:
        """Groups the cases anew."""
        self._cases = self.lens.cases
        self.comparison = broken_down(self.lens.session, self.lens.chosen, self.keys, self.target)
        self._show()
        self._work_out()

    def abandon(self) -> None:
        """Stops what still runs, before the page goes."""
        if self.job is not None:
            self.job.stop()
            self.job.wait()

    # Making the page

    def _build(self) -> None:
        self.of = FindingBox(self.tr("Score to break down"), letters=34)
        self.by = FindingBox(self.tr("Group the cases by"))
        self.cross = FindingBox(self.tr("and, within each, by"))
        by = [(t.key, trait_words(self._instrument, t.key)) for t in traits(self._instrument)]
        self.of.offer(self._targets())
        self.by.offer(by)
        self.cross.offer([("", self.tr("nothing else")), *by])
        for box in (self.of, self.by, self.cross):
            box.picked.connect(self.refresh)
        self._about = label("", "heading", wrap=True)
        self._state = label("", "quiet", wrap=True)
        self.search = SearchField(self.tr("Search groups"))
        self.search.setMaximumWidth(260)
        self.take_away = TakeAway(self._taken, self._chart_taken)
        self.take_away.notice.connect(self.notice)
        self.table = RowsTable(self.tr("Groups"), self._headed(), "group", _FIGURES, ("rest", "cases"), True, _KINDS)
        self.search.textChanged.connect(self.table.shown.search)
        self.search.left.connect(self.table.setFocus)
        self._method = label("", "small", wrap=True)
        head = row(self._about, self.search, self.take_away)
        head.setStretch(0, 1)
        inside = column(self._choices(), head, self._state, self.table, self._method, spacing=8)
        inside.setContentsMargins(24, 4, 24, 12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(inside)

    def _choices(self) -> QWidget:
        made = QWidget()
        made.setLayout(
            row(
                column(label(self.tr("Score of"), "caps"), self.of, spacing=2),
                column(label(self.tr("By"), "caps"), self.by, spacing=2),
                column(label(self.tr("and by"), "caps"), self.cross, spacing=2),
                -1, spacing=12,
            )
        )  # fmt: skip
        return made

    def _targets(self) -> list[tuple[str, str]]:
        scored = [c for c in self._instrument.criteria if c.scored]
        targets = [
            *(Target("outcome", o.id) for o in self._instrument.outcomes),
            *(Target("criterion", c.id) for c in scored),
            *(Target("question", q.id) for q in self._instrument.scored_questions),
        ]
        return [(f"{t.kind}/{t.id}", target_words(self._instrument, t)) for t in targets]

    def _headed(self) -> list[tuple[str, str]]:
        return [
            ("group", self.tr("Group")), ("cases", self.tr("Cases")), ("base", self.tr("Base")),
            ("score", self.tr("Score")), ("rest", self.tr("The rest")), ("difference", self.tr("Difference")),
            ("interval", self.tr("95% interval")), ("caution", self.tr("Caution")),
        ]  # fmt: skip

    # Showing

    def _show(self) -> None:
        found = self.comparison
        if found is None:
            return
        by = " × ".join(trait_words(self._instrument, key) for key in found.keys)
        text = self.tr("%1 by %2").replace("%1", target_words(self._instrument, found.target)).replace("%2", by)
        self._about.setText(text)
        cases = counted(found.whole.cases, self.tr("%1 case"), self.tr("%1 cases"))
        text = self.tr("All together: %1 over %2, of which %3 with a scored answer (the base).")
        text = text.replace("%1", figure(found.score)).replace("%2", cases).replace("%3", str(found.whole.base))
        nothing = self.tr(
            "No case counts here yet. Groups stand here once cases are signed off, or unfinished ones included."
        )
        self._state.setText(text if found.whole.cases else nothing)
        self.take_away.setEnabled(bool(found.groups))
        self.table.show_rows([self._row(group) for group in found.groups])
        self._method.setText(self._method_in_words(found))

    def _row(self, group: Group) -> Row:
        pairs = zip(self.keys, group.values, strict=True)
        words = " · ".join(value_words(self._instrument, key, value) for key, value in pairs)
        apart = group.difference
        return Row("/".join(group.values), (
            Cell(words), *(Cell(str(n), sort=n, value=n) for n in (group.counts.cases, group.counts.base)),
            _score_cell(group.score, bar=True), _score_cell(group.rest_score),
            Cell(points(apart), sort=-1.0 if apart is None else float(abs(apart)), value=apart),
            Cell(self._interval(group), sort=2.0 if group.interval is None else group.interval.low),
            Cell(self._caution(group)),
        ))  # fmt: skip

    def _taken(self) -> PlainTable:
        how = f"{counted_line(self.lens)} {self._state.text()} {self._method.text()}"
        return shown_in(self.table, self._about.text(), how)

    def _chart_taken(self) -> PlainChart:
        table = self._taken()
        groups = {row.key: row for row in self.table.rows.rows}
        shown = [str(self.table.shown.index(at, 0).data(KEY)) for at in range(self.table.shown.rowCount())]
        bars = [
            PlainBar(cells[0].text, _share(cells[3]), self._bar_words(cells))
            for key in shown
            for cells in [groups[key].cells]
        ]
        few = any(is_small(row.cells[2].value) for row in groups.values())
        return PlainChart(table.title, f"{table.counted} {small_base()}" if few else table.counted, tuple(bars))

    def _bar_words(self, cells: tuple[Cell, ...]) -> str:
        return self.tr("base %1").replace("%1", text_of(cells[2].value, "base"))

    def _interval(self, group: Group) -> str:
        if group.interval is not None or group.difference is None:
            return interval_words(group.interval)
        return self.tr("working…") if self._working else self.tr("too few cases")

    @property
    def _working(self) -> bool:
        return self.comparison is not None and not self.comparison.proportion and self.job is not None

    def _caution(self, group: Group) -> str:
        few = self.tr("! Under %1 cases") if group.caution == "group" else self.tr("! Rest under %1 cases")
        return few.replace("%1", str(CAUTION_BELOW)) if group.caution else ""

    def _method_in_words(self, found: Comparison) -> str:
        common = self.tr(
            "Each group is set against all other cases that count; differences are in points before rounding. Where an "
            "interval holds 0, chance alone may explain the difference; of many intervals, one in twenty misses by "
            "chance."
        )
        how = (
            self.tr("Interval: Newcombe’s for two proportions.")
            if found.proportion
            else self.tr("Interval: bootstrap, whole cases drawn 2,000 times with a fixed seed.")
        )
        return f"{common} {how}"

    # Intervals of means

    def _work_out(self) -> None:
        """Works intervals out on a thread of their own; what still runs for something else is stopped first."""
        if self.job is not None:
            self.job.stop()
            return
        asked, cases, instrument = self.comparison, self._cases, self._instrument
        if asked is None or asked.proportion or len(asked.groups) < 2:
            return
        job = self.job = Job(
            self.tr("Working out intervals"),
            lambda progress, cancelled: intervals(asked, instrument, cases, progress, cancelled),
            self,
        )
        found: list[object] = []
        job.done.connect(lambda result: found.append(result))
        job.ended.connect(lambda: self._on_intervals(asked, found))
        job.start()
        self._show()

    def _on_intervals(self, asked: Comparison, found: list[object]) -> None:
        self.job = None
        if asked is not self.comparison:
            self._work_out()
        elif found and isinstance(found[0], Mapping):
            self.comparison = with_intervals(asked, found[0])
            self._show()


def _share(cell: Cell) -> Fraction | None:
    return cell.value if isinstance(cell.value, Fraction) else None


def _score_cell(score: Fraction | None, bar: bool = False) -> Cell:
    known = None if score is None else float(score)
    return Cell(figure(score), sort=-1.0 if known is None else known, share=known if bar else None, value=score)
