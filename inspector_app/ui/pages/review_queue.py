"""Submitted and returned cases and their queries: what waits, for whom, and what to look at first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.case_access import finishing, may_return
from inspector_app.domain.errors import KnownError
from inspector_app.domain.plain_table import PlainTable
from inspector_app.services.commands import Command, ReturnCase, SignOff
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.columns import ColumnModel
from inspector_app.ui.models.points_model import APART, PointsModel
from inspector_app.ui.models.review_model import ReviewModel
from inspector_app.ui.models.roles import KEY, SORT
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.review_bar import ReviewBar
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_CASES = {"ref": 96, "assessor": 96, "status": 112, "since": 160, "queries": 150}
_POINTS = {"place": 170, "ref": 96, "question": 320}


class ReviewQueue(LivePage):
    """What waits in the review.

    Signals:
        opened: a case, and the question to go to; empty for where the case begins.
        notice: a sentence and its tone.
        cases_asked: to the list of cases, where nothing waits yet.
        moved: other cases are chosen; what can be asked for may be different now.
    """

    opened = Signal(str, str)
    notice = Signal(str, str)
    cases_asked = Signal()
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._session = bridge, bridge.session
        self.model = ReviewModel(bridge.session, self)
        self.points = PointsModel(bridge.session.instrument, self)
        self._build()
        bridge.changed.connect(self._on_changed)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        offered: dict[str, Callable[[], None]] = {"open_case": self._open_current}
        if not self.bar.sign_off.isHidden():
            offered["sign_off"] = self.sign_off
        if not self.bar.give_back.isHidden():
            offered["return_case"] = self.bar.ask_to_return
        return offered

    def action_words(self) -> dict[str, str]:
        """What it is called for the cases that are chosen."""
        return {"sign_off": self.bar.sign_off.text()} if not self.bar.sign_off.isHidden() else {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.cases if self.model.rowCount() else self.to_cases).setFocus()

    def look_again(self) -> None:
        """Another person works here."""
        self.model.forget()
        self.refresh()

    def show_now(self) -> None:
        """Shows what waits now, with the same cases chosen."""
        kept, current = set(self.chosen_refs()), self.cases.key()
        self.model.read()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        if not self.cases.go_to(current) and self.shown.rowCount():
            self.cases.setCurrentIndex(self.shown.index(0, 0))
        if len(kept) > 1:
            for place in range(self.shown.rowCount()):
                if self.shown.index(place, 0).data(KEY) in kept and place != self.cases.currentIndex().row():
                    self.cases.selectRow(place)
        self._count()
        self._show_chosen()

    def chosen_refs(self) -> tuple[str, ...]:
        """The references of the chosen cases, in the order of the list."""
        rows = sorted(self.cases.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(str(index.data(KEY)) for index in rows)

    def sign_off(self) -> None:
        """Signs off those chosen that may be, and tells of each that may not."""
        done = self._each([ref for ref in self.chosen_refs() if self._may_sign(ref)], SignOff)
        if done:
            self._tell(done, self.tr("Case %1 is signed off."), self.tr("%1 cases are signed off."))

    def give_back(self, reason: str) -> None:
        """Returns the chosen cases."""
        refs = [ref for ref in self.chosen_refs() if self._may_return(ref)]
        done = self._each(refs, lambda ref: ReturnCase(ref, reason))
        if done:
            self.bar.done()
            self._tell(done, self.tr("Case %1 is returned."), self.tr("%1 cases are returned."))

    def _tell(self, done: list[str], one: str, many: str) -> None:
        """Names the case where it is one: the list has gone on to the next by then."""
        text = one.replace("%1", done[0]) if len(done) == 1 else counted(len(done), one, many)
        self.notice.emit(text + self._told, "attention" if self._told else "good")

    def _each(self, refs: list[str], command: Callable[[str], Command]) -> list[str]:
        """Carries an act out on each case; on which it was, and in `_told` why not on the others."""
        done: list[str] = []
        refused: list[str] = []
        for ref in refs:
            try:
                self._bridge.follow(self._session.handle(command(ref), "review"))
                done.append(ref)
            except KnownError as error:
                refused.append(str(error))
        self._told = "".join(f" {text}" for text in refused)
        if refused and not done:
            self.notice.emit(self._told.strip(), "attention")
        return done

    # Making the page

    def _build(self) -> None:
        self._told = ""
        self._heard = label("", "quiet", wrap=True)
        self.cases, self.shown = self._table(self.tr("Cases in review"), self.model, _CASES)
        self.cases.sortByColumn(self.model.columns.index("status"), Qt.SortOrder.AscendingOrder)
        self.cases.opened.connect(lambda ref: self.opened.emit(ref, self._first(ref)))
        self.cases.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.bar = ReviewBar()
        self.bar.open_asked.connect(self._open_current)
        self.bar.sign_off_asked.connect(self.sign_off)
        self.bar.returned.connect(self.give_back)
        self.listed, self._sorted = self._table(self.tr("What to look at"), self.points, _POINTS)
        self.listed.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.listed.opened.connect(self._open_point)
        top, bottom = QWidget(), QWidget()
        self.take_cases = TakeAway(lambda: self._taken(self.cases), names=self.tr("cases in review"))
        head = row(self._heard, self.take_cases)
        head.setStretch(0, 1)
        top.setLayout(column(head, self.cases, self.bar, spacing=8))
        bottom.setLayout(column(self._choice(), self.listed, spacing=8))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("review_splitter")
        self.splitter.addWidget(top)
        self.splitter.addWidget(bottom)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([320, 260])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._empty())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 24, 16)
        whole.addWidget(self._stack)

    def _table(self, name: str, model: ColumnModel, widths: dict[str, int]) -> tuple[Table, QSortFilterProxyModel]:
        shown = QSortFilterProxyModel(self)
        shown.setSourceModel(model)
        shown.setSortRole(SORT)
        table = Table(name)
        table.setModel(shown)
        table.setMinimumHeight(84)
        for place, column_name in enumerate(model.columns):
            if column_name in widths:
                table.setColumnWidth(place, round(widths[column_name] * table.text_scale()))
        table.horizontalHeader().setStretchLastSection(True)
        return table, shown

    def _choice(self) -> QWidget:
        self.of_case: QPushButton = button("", "subtab")
        self.all_queries: QPushButton = button("", "subtab")
        group = QButtonGroup(self)
        for made in (self.of_case, self.all_queries):
            made.setCheckable(True)
            made.clicked.connect(lambda _: self._show_points())
            group.addButton(made)
        self.of_case.setChecked(True)
        whole = QWidget()
        self.take_points = TakeAway(lambda: self._taken(self.listed), names=self.tr("what to look at"))
        for taken in (self.take_cases, self.take_points):
            taken.notice.connect(self.notice)
        whole.setLayout(row(self.of_case, self.all_queries, -1, self.take_points))
        return whole

    def _taken(self, table: Table) -> PlainTable:
        about = self.of_case if self.of_case.isChecked() else self.all_queries
        title = table.accessibleName() if table is self.cases else f"{table.accessibleName()}: {about.accessibleName()}"
        return shown_in(table, title, self._heard.text())

    def _empty(self) -> QWidget:
        self.to_cases = button(self.tr("To the cases"), "primary")
        self.to_cases.clicked.connect(self.cases_asked)
        text = self.tr(
            "Cases that their assessors submit come here, and the queries about their answers. A complete case is "
            "submitted, or signed off by the lead, with Ctrl+Shift+S; a query about an answer begins with Q."
        )
        words = label(text, "quiet", wrap=True)
        words.setMaximumWidth(560)
        made = QWidget()
        title = label(self.tr("Nothing waits for review"), "question")
        made.setLayout(column(24, title, words, 8, row(self.to_cases, -1), -1))
        return made

    # What happens

    def _on_changed(self, changes: Changes) -> None:
        self.model.forget(changes)
        self.refresh()

    def _count(self) -> None:
        rows = self.model.rows
        statuses = [r.case.status for r in rows]
        opened, replied = sum(r.count("open") for r in rows), sum(r.count("answered") for r in rows)
        parts = [
            self.tr("%1 submitted").replace("%1", str(statuses.count("submitted"))),
            self.tr("%1 returned").replace("%1", str(statuses.count("returned"))),
            counted(opened, self.tr("%1 query open"), self.tr("%1 queries open")),
            counted(replied, self.tr("%1 query replied to"), self.tr("%1 queries replied to")),
        ]
        self._heard.setText(" · ".join(parts))
        number = sum(len(r.threads) for r in rows)
        self.all_queries.setText(self.tr("All queries · %1").replace("%1", str(number)))
        self.all_queries.setAccessibleName(self.all_queries.text())

    def _show_chosen(self) -> None:
        refs = self.chosen_refs()
        asked = bool(refs) and all(row is not None and row.count("open") for row in map(self.model.row, refs))
        sign, back = sum(map(self._may_sign, refs)), sum(map(self._may_return, refs))
        self.bar.show_chosen(refs, sign, back, asked)
        self.of_case.setText(self.tr("In case %1").replace("%1", self.cases.key() or "–"))
        self.of_case.setAccessibleName(self.of_case.text())
        self._show_points()
        self.moved.emit()

    def _show_points(self) -> None:
        if self.all_queries.isChecked():
            me = self._session.person.author
            self.points.show_queries(sorted(self.model.rows, key=lambda r: r.case.assessor != me))
        else:
            self.points.show_case(self.model.row(self.cases.key()))

    def _may_sign(self, ref: str) -> bool:
        found, session = self.model.row(ref), self._session
        if found is None or found.case.status != "submitted":
            return False
        return finishing(found.case, session.details().team, session.person.author) == "sign_off"

    def _may_return(self, ref: str) -> bool:
        found, session = self.model.row(ref), self._session
        return found is not None and may_return(found.case, session.details().team, session.person.author)

    def _first(self, ref: str) -> str:
        """The question at which a case is opened: its first query, else what to look at first."""
        found = self.model.row(ref)
        if found is None:
            return ""
        asked = sorted(found.threads, key=lambda t: t.state != "open")
        return next((t.question for t in asked), next((p.question for p in found.look.points if p.question), ""))

    def _open_current(self) -> None:
        if ref := self.cases.key():
            self.opened.emit(ref, self._first(ref))

    def _open_point(self, key: str) -> None:
        ref, _, question = key.partition(APART)
        self.opened.emit(ref, question)
