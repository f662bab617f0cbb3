"""What stands between the draft report and its states: found, shown in its place, mended or accepted."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.report_text import changed_names
from inspector_app.services.commands import AcceptHit, ChangeName
from inspector_app.services.report_readiness import FOUND_KINDS, holds
from inspector_app.ui.errors import announce
from inspector_app.ui.models.found_words import found_title, held_sentence
from inspector_app.ui.models.report_found import Found, found_in, found_rows, open_kinds
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import column, label, row, scrolled
from inspector_app.ui.widgets.changed_names import NamesFace
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.found_panel import FoundPanel
from inspector_app.ui.widgets.report_sub_page import ReportSubPage
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.sub_tabs import SubTabs
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

OPEN, WAITING, ACCEPTED = "open", "comment", "accepted"
_WHERE = 168
"""How wide the column gets that says where, in pixels at the usual size of letters."""


class FoundTable(RowsTable):
    """The words have more room than where they stand."""

    def _needs(self, column: int) -> int:
        return min(super()._needs(column), round(_WHERE * self.text_scale())) if column == 1 else super()._needs(column)


class ReportChecksPage(ReportSubPage):
    """The checks of the report and the register of changed names.

    Signals:
        section_asked: a section, and from where to where in its text, to be shown where it is written.
    """

    section_asked = Signal(str, int, int)

    def __init__(self, state: ReportState) -> None:
        super().__init__(state, "report_checks")
        self.found: tuple[Found, ...] = ()
        self._build()
        self._connect()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.table if self.table.shown.rowCount() else self.filter).setFocus()

    def show_now(self) -> None:
        """Looks through the report as it stands."""
        self.found = found_in(self.state.desk)
        self.held.setText(held_sentence(open_kinds(self.found), len(self.state.bridge.session.counted())))
        left_out = self.tr("Written and not printed, because this report has no such section: %1.")
        self.left_out.setText(left_out.replace("%1", ", ".join(self.state.desk.left_out())))
        self.left_out.setVisible(bool(self.state.desk.left_out()))
        self._fill_filter()
        self._show_list()
        names = changed_names(self.state.bridge.session.ledger)
        self.names.show_names(names, self.state.desk.disclosures.name_problems(), self.state.refusal)

    def chosen(self) -> list[Found]:
        """The places that are chosen, the current one first."""
        by_key = {one.key: one for one in self.found}
        keys = list(dict.fromkeys((self.table.key(), *self.table.chosen())))
        return [by_key[key] for key in keys if key in by_key]

    # Making the page

    def _build(self) -> None:
        self.held, self.left_out = label("", "strong", wrap=True), label("", "attention", wrap=True)
        self.filter = PatientComboBox()
        self.filter.setAccessibleName(self.tr("What is listed"))
        self.filter.setMinimumWidth(260)
        headed = (
            ("what", self.tr("What")), ("where", self.tr("Where")), ("words", self.tr("Words")),
            ("waits", self.tr("Holds back")),
        )  # fmt: skip
        self.table = FoundTable(self.tr("Places to look at"), headed, "words", gives_way=("waits",), as_given=True)
        self.take_away = TakeAway(self.taken, names=self.tr("places to look at"), kind="link")
        self._none = label("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        nothing = QWidget()
        nothing.setLayout(column(16, self._none, -1))
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.table)
        head = row(self.filter, -1, self.take_away)
        left = QWidget()
        inside = column(head, self._stack)
        inside.setStretch(1, 1)
        left.setLayout(inside)
        self._build_side()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("report_checks_splitter")
        for part, stretch in ((left, 3), (self.side, 2)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([760, 420])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(column(self.held, self.left_out, spacing=4))
        whole.addWidget(self.splitter, 1)

    def _build_side(self) -> None:
        self.panel, self.names = FoundPanel(self.state), NamesFace()
        self.side = SubTabs(
            [
                ("place", self.tr("This place"), scrolled(self.panel, narrow=True)),
                ("names", self.tr("Changed names"), scrolled(self.names, narrow=True)),
            ],
            "report_checks_side",
        )
        self.side.setProperty("surface", "side")
        self.side.row.setContentsMargins(8, 4, 8, 0)
        self.side.setMinimumWidth(300)

    def _connect(self) -> None:
        self.state.moved.connect(self.refresh)
        self.filter.activated.connect(lambda _: self._show_list())
        self.table.moved.connect(self._show_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.opened.connect(lambda _: self._open())
        self.take_away.notice.connect(self.notice)
        self.panel.shown.connect(self._open)
        self.panel.accepted.connect(self._accept)
        self.panel.read.connect(self._mark_read)
        self.names.changed.connect(self._change_name)

    # What happens

    def _fill_filter(self) -> None:
        counts = Counter(one.kind for one in self.found if not one.reason)
        waiting = sum(number for kind, number in counts.items() if holds(kind, "comment"))
        accepted = sum(1 for one in self.found if one.reason)
        lines = [
            (OPEN, self.tr("Everything open"), counts.total()),
            (WAITING, self.tr("Holds back the draft for comment"), waiting),
        ]
        lines += [(kind, found_title(kind), counts[kind]) for kind in FOUND_KINDS if counts[kind]]
        lines.append((ACCEPTED, self.tr("Accepted"), accepted))
        kept = self.filter.currentData()
        self.filter.clear()
        for data, text, number in lines:
            self.filter.addItem(f"{text} ({number})", data)
        self.filter.setCurrentIndex(max(0, self.filter.findData(kept)))

    def _show_list(self) -> None:
        shown = [one for one in self.found if self._is_listed(one)]
        self.table.show_rows(found_rows(shown))
        self._stack.setCurrentIndex(1 if shown else 0)
        self.take_away.setVisible(bool(shown))
        self._none.setText(self._nothing())
        self._show_chosen()

    def _is_listed(self, one: Found) -> bool:
        wanted = self.filter.currentData()
        if wanted == ACCEPTED:
            return bool(one.reason)
        if one.reason:
            return False
        return wanted == OPEN or wanted == one.kind or (wanted == WAITING and holds(one.kind, "comment"))

    def _nothing(self) -> str:
        if self.filter.currentData() == ACCEPTED:
            return self.tr("Nothing was accepted. What the disclosure check finds can be let stand with a reason.")
        return self.tr(
            "Nothing to look at. Figures that cannot be worked out, numbers bound to nothing, sentences that changed "
            "since they were read, conflicts, empty sections and whatever would name a person are listed here."
        )

    def _show_chosen(self) -> None:
        self.panel.show_found(self.chosen() if self._stack.currentIndex() else ())

    def _open(self) -> None:
        if chosen := self.chosen():
            one = chosen[0]
            self.section_asked.emit(one.section, one.start, one.end)

    def _accept(self, reason: str) -> None:
        done = 0
        for one in self.chosen():
            if one.hit is not None and bool(one.reason) != bool(reason):
                done += self.steps.act(one.section, AcceptHit(one.section, one.hit.key, reason))
        if done:
            announce(self, self.tr("Accepted") if reason else self.tr("Open again"))
            self.table.setFocus()

    def _mark_read(self) -> None:
        if chosen := self.chosen():
            section = chosen[0].section
            self.state.mark_read(section, self.state.desk.section(section).reading)

    def _change_name(self, command: ChangeName) -> None:
        if self.steps.act("", command):
            self.names.saved()

    def taken(self) -> PlainTable:
        """What is listed, to be taken away."""
        return shown_in(self.table, self.tr("Checks of the report"), f"{self.filter.currentText()}.")
