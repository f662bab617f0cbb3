"""Who reads which case: by hand, out of a table, or as proposed; nothing is allocated before it was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.roles import reserved
from inspector_app.services.commands import Allocate, SetWorksWith
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.allocation import Allocation, Proposed
from inspector_app.ui.models.own_acts import OwnActs
from inspector_app.ui.models.readings import unit_field
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.ask_bar import AskBar
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.give_bar import GiveBar
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.propose_panel import ProposePanel
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in
from inspector_app.ui.widgets.ties_panel import TiesPanel

ME = "allocate"
_ROOM_FOR_BOTH = 1000


class AllocatePage(LivePage):
    """The cases with who has them, and beside them a proposal or the conflicts of interest.

    Signals:
        import_asked: allocate by a table.
        notice: a sentence and its tone.
        offers: what can be asked for may be different now.
    """

    import_asked = Signal()
    notice = Signal(str, str)
    offers = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.allocation = Allocation(bridge.session)
        self.acts = OwnActs(bridge, ME, self)
        self.proposed: Proposed | None = None
        self._build()
        self._connect()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"search": self.search.setFocus, **self.acts.handlers()}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.table.setFocus()

    def show_now(self) -> None:
        """Shows what stands, and what is proposed."""
        self.table.show_rows(self.allocation.rows(self.proposed))
        self.table.leave_out(*(("proposed",) if self.proposed is None else ()))
        self.giving.show_assessors(self.allocation.assessors)
        self.ties.show_ties(self.allocation.ties, self.allocation.assessors, self._bridge.session.officers())
        self._tell()
        self._name_button()

    # Making the page

    def _build(self) -> None:
        unit = unit_field(self._bridge.session.instrument)
        headed = (
            ("ref", self.tr("Case")), ("unit", unit.label if unit else self.tr("Unit")),
            ("officer", self.tr("Officer")), ("assessor", self.tr("Assessor")), ("proposed", self.tr("Proposed")),
            ("status", self.tr("Status")),
        )  # fmt: skip
        self.table = RowsTable(self.tr("Cases to allocate"), headed, "unit", gives_way=("status", "officer"))
        self.search = SearchField(self.tr("Search cases"))
        self.summary = label("", "quiet", wrap=True)
        self.import_button = button(self.tr("By a table…"), name=self.tr("Allocate by a table"))
        self.import_button.setToolTip(self.tr("A CSV with the columns case_ref and assessor; other columns are facts"))
        self.ties_button = button(self.tr("Conflicts of interest…"))
        self.propose_button = button(self.tr("Propose evenly…"), "primary")
        self.bar = AskBar()
        self.giving = GiveBar()
        self._lay_out_main()
        self.panel, self.ties, self.side = ProposePanel(), TiesPanel(), QStackedWidget()
        for one in (self.panel, self.ties):
            self.side.addWidget(one)
        self.side.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("allocate_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._main)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([940, 380])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _lay_out_main(self) -> None:
        head = row(self.search, self.import_button, self.ties_button, self.propose_button)
        head.setStretch(0, 1)
        self._main = QWidget()
        self.take_away = TakeAway(lambda: shown_in(self.table, self.tr("Allocation"), self.summary.text()))
        told = row(self.summary, self.take_away)
        told.setStretch(0, 1)
        inside = column(head, told, self.bar, self.table, self.giving, spacing=10)
        inside.setStretch(3, 1)
        inside.setContentsMargins(24, 12, 24, 16)
        self._main.setLayout(inside)

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.acts.refused.connect(lambda text: self.notice.emit(text, "attention"))
        self.search.textChanged.connect(self.table.shown.search)
        self.search.left.connect(self.table.setFocus)
        self.take_away.notice.connect(self.notice)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._name_button())
        self.giving.given.connect(self._give)
        self.bar.left.connect(self.table.setFocus)
        self.import_button.clicked.connect(self.import_asked)
        self.ties_button.clicked.connect(self._open_ties)
        self.propose_button.clicked.connect(self._open_panel)
        self.panel.asked.connect(self._propose)
        self.panel.agreed.connect(self._allocate_proposed)
        self.panel.begun_anew.connect(self._begin_anew)
        for one in (self.panel, self.ties):
            one.closed.connect(self._close_side)
        self.ties.recorded.connect(lambda o, a, why: self._bridge.handle(SetWorksWith(o, a, True, why), ME))
        self.ties.lifted.connect(lambda o, a: self._bridge.handle(SetWorksWith(o, a, False), ME))

    # What happens

    def resizeEvent(self, event: object) -> None:
        """Where there is no room for both, the panel takes the place of the list."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < round(_ROOM_FOR_BOTH * self.table.text_scale())
        covered = (
            not self.side.isHidden() and narrow and not (self.proposed and self.side.currentWidget() is self.panel)
        )
        self._main.setVisible(not covered)

    def _on_changed(self, changes: Changes) -> None:
        touched = {s.ref for s in changes.slots if s.about == "case"}
        if self.proposed is not None and touched & {*self.proposed.assignments, *self.proposed.unplaced}:
            self._discard()
        self.refresh()
        self.offers.emit()

    def _may(self) -> str:
        session = self._bridge.session
        return reserved(session.details().team, session.person.author, "allocate")

    def _tell(self) -> None:
        cases = self.allocation.cases
        free = sum(1 for c in cases if not c.assessor)
        text = counted(len(cases), self.tr("%1 case"), self.tr("%1 cases"))
        text = f"{text}, {counted(free, self.tr('%1 with nobody'), self.tr('%1 with nobody'))}."
        if not cases:
            text = self.tr("There are no cases yet. Import or add them on the page Cases.")
        if self.proposed is not None:
            text = self.tr("This is a proposal; nothing is allocated yet. Select cases to give them to somebody else.")
        said = self._may()
        self.summary.setText(said or text)
        for part in (self.import_button, self.ties_button, self.propose_button):
            part.setVisible(self.proposed is None)
        for widget in (self.import_button, self.ties_button, self.propose_button):
            widget.setEnabled(not said)

    def _name_button(self) -> None:
        self.giving.name(len(self.table.chosen()), self.proposed is not None, not self._may())

    def _give(self, to: str) -> None:
        self._ask_first({ref: to for ref in self.table.chosen()}, self._carry_out)

    def _carry_out(self, assignments: Mapping[str, str]) -> None:
        if self.proposed is not None:
            self.proposed = self.proposed.changed(assignments)
            self._show_proposal()
        elif self._bridge.handle(Allocate(assignments), ME):
            self.notice.emit(self.allocation.done_words(len(assignments)), "good")

    def _ask_first(self, assignments: Mapping[str, str], then: Callable[[Mapping[str, str]], None]) -> None:
        """Warns of conflicts of interest and of cases that are begun, then goes on."""
        against = self.allocation.cautions(assignments)
        if not against:
            then(assignments)
            return
        agree = self.tr("Allocate all the same") if self.proposed is None else self.tr("Propose all the same")
        self.bar.ask(self.allocation.words(against), agree, lambda: then(assignments))

    def _open_panel(self) -> None:
        held = self.allocation.held(Proposed())
        rows = [(code, [str(held.get(code, 0))], True) for code in self.allocation.assessors]
        first = not self.panel.assessors.boxes
        self.panel.assessors.show_assessors((self.tr("Assessor"), self.tr("Cases now")), rows)
        if first:
            self.panel.assessors.choose(self.panel.assessors.boxes)
        self.panel.begin()
        self._open(self.panel)
        self.panel.propose.setFocus()

    def _open_ties(self) -> None:
        self._open(self.ties)
        self.ties.take_keyboard()

    def _open(self, panel: QWidget) -> None:
        if panel is not self.panel:
            self._discard()
        self.side.setCurrentWidget(panel)
        self.side.show()
        self._make_room()

    def _propose(self) -> None:
        self.bar.drop()
        self.proposed = self.allocation.propose(self.panel.assessors.chosen(), self.panel.all_not_begun.isChecked())
        if not self.proposed.assignments and not self.proposed.unplaced:
            self.proposed = None
            self.notice.emit(self.tr("There is no such case to allocate; nothing is proposed."), "attention")
        self._show_proposal()

    def _show_proposal(self) -> None:
        self._make_room()
        if self.proposed is None:
            self.panel.begin()
        else:
            self.panel.tell(
                self.proposed.assignments,
                self.allocation.held(self.proposed),
                self.allocation.units(),
                self.allocation.officers(self.proposed.unplaced),
            )
            if self.panel.allocate.isEnabled():
                self.panel.allocate.setFocus()
        self.show_now()

    def _allocate_proposed(self) -> None:
        if self.proposed is not None:
            assignments, self.proposed = self.proposed.assignments, None
            if self._bridge.handle(Allocate(assignments), ME):
                self.notice.emit(self.allocation.done_words(len(assignments)), "good")
            self._close_side()

    def _close_side(self) -> None:
        self._discard()
        self.side.hide()
        self._make_room()
        self.show_now()
        self.table.setFocus()

    def _begin_anew(self) -> None:
        self._discard()
        self._make_room()
        self.show_now()
        self.panel.propose.setFocus()

    def _discard(self) -> None:
        self.proposed = None
        self.bar.drop()
        self.panel.begin()
