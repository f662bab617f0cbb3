"""How far the cases are: by assessor, by unit, what is late, and how long cases take. Each line leads to its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import ColumnKind, PlainTable
from inspector_app.domain.progress_board import DUE, QUIET_DAYS, Reading, active, board, elapsed, late
from inspector_app.domain.roles import leads
from inspector_app.domain.values import STATUSES
from inspector_app.services.commands import SetDetails
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.readings import APART, Readings, board_rows, reading_rows, time_rows, unit_field
from inspector_app.ui.models.rows_model import Row
from inspector_app.ui.parts import button, label, row
from inspector_app.ui.phrases import counted, day, how_long, in_a_sentence, status_words
from inspector_app.ui.widgets.deadline_bar import DeadlineBar
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_KINDS: dict[str, ColumnKind] = dict.fromkeys((*STATUSES, "cases", "late", "n"), "number")


def _now() -> datetime:
    return datetime.now().astimezone()


class ProgressPage(LivePage):
    """The board. Return on a line shows its cases; return on a case goes to it in the list of cases.

    Signals:
        case_asked: the reference of a case to go to.
        notice: a sentence and its tone.
    """

    case_asked = Signal(str)
    notice = Signal(str, str)

    def __init__(self, bridge: Bridge, now: Callable[[], datetime] = _now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._now = bridge, now
        self.readings = Readings(bridge.session)
        self._open: str | None = None
        self._build()
        self._connect()
        self.views["reader"].setChecked(True)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"back": self.back} if self._open is not None else {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self._table.setFocus()

    @property
    def view(self) -> str:
        """What is shown: ``reader``, ``unit``, ``late`` or ``times``."""
        return next(name for name, radio in self.views.items() if radio.isChecked())

    def back(self) -> None:
        """From the cases of one line back to the board."""
        if self._open is not None:
            was, self._open = self._open, None
            self.show_now()
            self._table.go_to(was)
            self._table.setFocus()

    def show_now(self) -> None:
        """Shows what stands."""
        readings, deadline, now = self.readings.all, self.readings.deadline, self._now()
        nobody = self.tr("Nobody yet")
        by_reader = board(readings, "reader")
        self.tables["reader"].show_rows(board_rows(by_reader, deadline, now, nobody))
        self.tables["unit"].show_rows(board_rows(board(readings, "unit"), deadline, now, self.tr("Not recorded")))
        self.tables["times"].show_rows(time_rows(by_reader, nobody))
        self.tables["cases"].show_rows(self._rows(self._behind(readings)))
        self._show_view()
        self._tell(readings, sum(1 for r in readings if late(r, deadline, now)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes back on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._open is not None:
            self.back()
            return
        super().keyPressEvent(event)

    # Making the page

    def _build(self) -> None:
        unit = unit_field(self._bridge.session.instrument)
        named = unit.label if unit else self.tr("Unit")
        self.views = {
            "reader": QRadioButton(self.tr("By assessor")),
            "unit": QRadioButton(self.tr("By %1").replace("%1", in_a_sentence(named))),
            "late": QRadioButton(self.tr("Late")), "times": QRadioButton(self.tr("Time taken")),
        }  # fmt: skip
        group = QButtonGroup(self)
        for radio in self.views.values():
            radio.setAccessibleName(self.tr("Show: %1").replace("%1", radio.text()))
            group.addButton(radio)
        self.deadline_button = button(self.tr("Set when a case is late…"))
        self.deadline = DeadlineBar()
        self._summary = label("", wrap=True)
        self._note = label("", "quiet", wrap=True)
        self.take_away = TakeAway(self._taken)
        told = row(self._summary, self.take_away)
        told.setStretch(0, 1)
        self.back_button = button(self.tr("Back"), "link", self.tr("Back to the board"))
        self._crumb = label("", "strong")
        self._crumbs = QWidget()
        self._crumbs.setLayout(row(self.back_button, self._crumb, -1))
        self.tables = self._tables(named)
        self.stack = QStackedWidget()
        for table in self.tables.values():
            self.stack.addWidget(table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 24, 16)
        whole.setSpacing(10)
        whole.addLayout(row(*self.views.values(), -1, self.deadline_button, spacing=12))
        whole.addWidget(self.deadline)
        whole.addLayout(told)
        for part in (self._crumbs, self.stack, self._note):
            whole.addWidget(part, 1 if part is self.stack else 0)

    def _tables(self, unit: str) -> dict[str, RowsTable]:
        states = tuple((state, status_words(state)) for state in STATUSES)
        counts = (*states, ("cases", self.tr("Cases")), ("late", self.tr("Late")), ("second", self.tr("Second reads")))
        figures = frozenset((*STATUSES, "cases", "late"))
        times = (
            ("name", self.tr("Assessor")), ("n", self.tr("Cases")),
            ("active", self.tr("At work (median)")), ("active_range", self.tr("Range")),
            ("elapsed", self.tr("First answer to submission")), ("elapsed_range", self.tr("Range")),
        )  # fmt: skip
        cases = (
            ("ref", self.tr("Case")), ("unit", unit), ("reader", self.tr("Assessor")), ("state", self.tr("Status")),
            ("last", self.tr("Last change")), ("active", self.tr("At work")), ("late", self.tr("Late")),
        )  # fmt: skip
        by_unit = self.tr("Cases by %1").replace("%1", in_a_sentence(unit))
        by_reader = (("name", self.tr("Assessor")), *counts)
        return {
            "reader": RowsTable(self.tr("Cases by assessor"), by_reader, "name", figures, kinds=_KINDS),
            "unit": RowsTable(by_unit, (("name", unit), *counts), "name", figures, kinds=_KINDS),
            "times": RowsTable(
                self.tr("How long cases take"),
                times,
                "name",
                frozenset({"n"}),
                ("elapsed_range", "active_range"),
                kinds=_KINDS,
            ),
            "cases": RowsTable(self.tr("Cases behind the line"), cases, "late", gives_way=("unit", "active")),
        }

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        for radio in self.views.values():
            radio.toggled.connect(lambda on: self._turn() if on else None)
        for name in ("reader", "unit", "times"):
            self.tables[name].opened.connect(self._enter)
        self.tables["cases"].opened.connect(lambda key: self.case_asked.emit(key.split(APART)[0]))
        self.back_button.clicked.connect(self.back)
        self.deadline_button.clicked.connect(self._ask_deadline)
        self.deadline.filled.connect(self._take_deadline)
        self.deadline.left.connect(self.deadline_button.setFocus)
        self.take_away.notice.connect(self.notice)

    # What happens

    @property
    def _table(self) -> RowsTable:
        return self.tables["cases" if self._open is not None or self.view == "late" else self.view]

    def _taken(self) -> PlainTable:
        title = " · ".join(filter(None, (self._table.accessibleName(), self._crumb.text() if self._open else "")))
        return shown_in(self._table, title, f"{self._summary.text()} {self._note.text()}")

    def _on_changed(self, changes: Changes) -> None:
        self.readings.forget(changes)
        if changes.touches("case") or changes.touches("inspection"):
            self.refresh()

    def _turn(self) -> None:
        self._open = None
        self.refresh()

    def _enter(self, name: str) -> None:
        self._open = name
        self.show_now()
        self._table.setFocus()

    def _behind(self, readings: tuple[Reading, ...]) -> list[Reading]:
        """The readings behind the open line, or those that are late."""
        if self._open is None:
            deadline, now = self.readings.deadline, self._now()
            return [r for r in readings if late(r, deadline, now)]
        if self.view == "unit":
            return [r for r in readings if r.unit == self._open]
        return [r for r in readings if r.reader == self._open]

    def _rows(self, readings: list[Reading]) -> list[Row]:
        why = {"due": self.tr("not submitted in time"), "quiet": self.tr("no change for days")}
        second, nobody = self.tr("%1, second read"), self.tr("Nobody yet")
        return reading_rows(readings, self.readings.deadline, self._now(), why, second, nobody)

    def _show_view(self) -> None:
        self.stack.setCurrentWidget(self._table)
        self._crumbs.setVisible(self._open is not None)
        if self._open is not None:
            again = sum(APART in r.key for r in self.tables["cases"].rows.rows)
            first = self.tables["cases"].rows.rowCount() - again
            parts = [self._open or self.tr("Nobody yet"), counted(first, self.tr("%1 case"), self.tr("%1 cases"))]
            if again:
                parts.append(counted(again, self.tr("%1 second read"), self.tr("%1 second reads")))
            self._crumb.setText(" · ".join(parts))

    def _tell(self, readings: tuple[Reading, ...], late_ones: int) -> None:
        first = [r for r in readings if not r.second]
        states = Counter(r.state for r in first)
        parts = [f"{states[state]} {status_words(state).lower()}" for state in STATUSES if states[state]]
        text = f"{counted(len(first), self.tr('%1 case'), self.tr('%1 cases'))}: {', '.join(parts)}." if first else ""
        seconds = [r for r in readings if r.second]
        if seconds:
            locked = str(sum(1 for r in seconds if r.state == "submitted"))
            again = counted(len(seconds), self.tr("%1 second read, %2 locked."), self.tr("%1 second reads, %2 locked."))
            text = f"{text} {again.replace('%2', locked)}"
        self._summary.setText(text or self.tr("There are no cases yet. Import or add them on the page Cases."))
        self.views["late"].setText(self.tr("Late (%1)").replace("%1", str(late_ones)))
        self._note.setText(" ".join(self._notes(readings)))

    def _notes(self, readings: tuple[Reading, ...]) -> list[str]:
        fair = self.tr("All of this is about cases; it is no mark for a person.")
        if self.view == "times":
            taken, worked = elapsed(readings), active(readings)
            said = [self.tr("At work: the time between changes, pauses of ten minutes and more left out.")]
            if taken is None or worked is None:
                said.insert(0, self.tr("No case was submitted yet."))
            else:
                base = counted(taken.n, self.tr("Of one case"), self.tr("Of %1 cases"))
                text = self.tr("%1: median %2 at work, %3 from first answer to submission.")
                for place, value in enumerate((base, how_long(worked.median), how_long(taken.median)), 1):
                    text = text.replace(f"%{place}", value)
                said.insert(0, text)
            return [*said, fair]
        deadline = self.readings.deadline
        rules = []
        if deadline.due is not None:
            rules.append(self.tr("not submitted by %1").replace("%1", day(deadline.due)))
        if deadline.quiet_days:
            text = counted(deadline.quiet_days, self.tr("one day"), self.tr("%1 days"))
            rules.append(self.tr("in progress without a change for %1").replace("%1", text))
        either = self.tr(" or ").join(rules)
        said = [self.tr("Late: %1.").replace("%1", either) if rules else self.tr("No date is set, so no case is late.")]
        return [*said, fair]

    def _ask_deadline(self) -> None:
        details = self._bridge.session.details()
        may = leads(details.team, self._bridge.session.person.author)
        self.deadline.ask(details.details.get(DUE, ""), details.details.get(QUIET_DAYS, ""), may)

    def _take_deadline(self, due: str, days: str) -> None:
        self._bridge.handle(SetDetails({DUE: due, QUIET_DAYS: days}), "progress")
        self.deadline_button.setFocus()
