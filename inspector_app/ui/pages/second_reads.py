"""Second reads: who reads what again, how far that is, and from there to the readings side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.roles import refusal
from inspector_app.services.commands import AssignSecondReads, WithdrawSecondRead
from inspector_app.services.second_reading import SecondRead
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.second_reads_model import SecondReadsModel, Sorted
from inspector_app.ui.pages.comparison import Comparison
from inspector_app.ui.parts import button, column, frame, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.draw_panel import DrawPanel
from inspector_app.ui.widgets.fitted_columns import FittedColumns
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in


class SecondReadsPage(LivePage):
    """The list of second reads, the panel that assigns them, and the comparison.

    Signals:
        notice: a sentence and its tone, for the line of the window.
        moved: something else is chosen or shown; what can be asked for may be different.
    """

    notice = Signal(str, str)
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = SecondReadsModel(bridge.session, self)
        self.shown = Sorted(self.model, self)
        self.comparison = Comparison(bridge)
        self.panel = DrawPanel(bridge.session)
        self.stack = QStackedWidget()
        self._build()
        bridge.changed.connect(self._on_changed)

    def show_now(self) -> None:
        """Looks at every case anew, when the page is shown after something changed."""
        kept = self.table.key()
        self.model.reload()
        self._refresh()
        self.table.go_to(kept)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        if self.comparing:
            return self.comparison.handlers()
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        if self.comparing:
            self.comparison.take_keyboard()
        else:
            (self.table if self.model.rowCount() else self.first).setFocus()

    def look_again(self) -> None:
        """Begins anew for somebody else, who may see other readings."""
        self.panel.hide()
        self.stack.setCurrentWidget(self.splitter)
        self.refresh()

    @property
    def comparing(self) -> bool:
        """Whether the readings of a case lie side by side."""
        return self.stack.currentWidget() is self.comparison

    def compare(self) -> None:
        """Lays the readings of the chosen case side by side, or says why that cannot be yet."""
        read = self.model.read(self.table.key())
        if read is None:
            return
        if not read.comparable:
            self.notice.emit(self._why_blind(read), "attention")
            return
        self.comparison.show_case(read.ref)
        self.stack.setCurrentWidget(self.comparison)
        self.comparison.take_keyboard()
        self.moved.emit()

    def open_panel(self) -> None:
        """Opens the panel in which second reads are assigned."""
        said = refusal(self._bridge.session.details().team, self._bridge.session.person.author, "assign_second_read")
        if said:
            self.notice.emit(said, "attention")
            return
        read = self.model.read(self.table.key())
        self.panel.show()
        self.panel.begin(read.ref if read is not None else "")

    # Making the page

    def _build(self) -> None:
        self._count = label("", "quiet")
        self.assign_button = button(self.tr("Assign second reads…"))
        self.assign_button.clicked.connect(self.open_panel)
        self.take_away = TakeAway(lambda: shown_in(self.table, self.tr("Second reads"), self._count.text()))
        self.take_away.notice.connect(self.notice)
        self.comparison.take_away.notice.connect(self.notice)
        head = row(label(self.tr("Second reads"), "heading"), self._count, -1, self.take_away, self.assign_button)
        self.table = Table(self.tr("Second reads"))
        self.table.setModel(self.shown)
        self.table.opened.connect(lambda _: self.compare())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._columns = FittedColumns(self.table, 190, 150)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._nothing())
        main = QWidget()
        inside = column(head, self._lists, self._foot())
        inside.setContentsMargins(24, 8, 24, 16)
        main.setLayout(inside)
        self.panel.hide()
        self.panel.closed.connect(self._close_panel)
        self.panel.agreed.connect(self._assign)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("second_reads_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(main)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.comparison)
        self.comparison.left.connect(self._to_list)
        self.comparison.moved.connect(self.moved)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _nothing(self) -> QWidget:
        self.first = button(self.tr("Draw a sample or choose cases…"), "primary")
        self.first.clicked.connect(self.open_panel)
        text = self.tr(
            "A second read is a case read again by somebody else, who does not see the first reading. Draw a sample, "
            "choose cases, or have one case read by all; when both readings are finished they are shown side by side."
        )
        made = QWidget()
        made.setLayout(column(24, label(self.tr("No case is read twice yet"), "heading"),
                              label(text, "quiet", wrap=True), row(self.first, -1), -1))  # fmt: skip
        return made

    def _foot(self) -> QWidget:
        self._name, self._state = label("", "strong"), label("", "quiet", wrap=True)
        self.withdraw = button(self.tr("Withdraw"), "plain", self.tr("Withdraw the second read"))
        self.withdraw.clicked.connect(self._withdraw)
        self.compare_button = button(self.tr("Compare the readings"), "primary")
        self.compare_button.clicked.connect(self.compare)
        line = row(self._name, self._state, self.withdraw, self.compare_button)
        line.setStretch(1, 1)
        line.setContentsMargins(16, 10, 12, 10)
        self._bar = frame("card", line)
        return self._bar

    # What happens

    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            self.refresh()
            return
        kept = self.table.key()
        if self.model.take_in(changes):
            self._refresh()
            self.table.go_to(kept)
        elif changes.touches("inspection"):
            self._show_current()

    def _refresh(self) -> None:
        some = self.model.rowCount() > 0
        self._lists.setCurrentIndex(0 if some else 1)
        self._bar.setVisible(some)
        self.assign_button.setVisible(some)
        self.take_away.setVisible(some)
        locked = sum(read.state == "locked" for read in self.model.reads)
        text = counted(self.model.rowCount(), self.tr("%1 second read"), self.tr("%1 second reads"))
        self._count.setText(self.tr("%1, %2 locked").replace("%1", text).replace("%2", str(locked)) if some else "")
        if some and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.shown.index(0, 0))
        self._columns.size(self.model.columns, "how")
        self._show_current()

    def _show_current(self) -> None:
        read = self.model.read(self.table.key())
        self._name.setText(self.tr("Case %1").replace("%1", read.ref) if read else "")
        self._state.setText(self._words(read) if read else self.tr("Choose a second read in the list."))
        self.withdraw.setEnabled(read is not None)
        self.compare_button.setEnabled(read is not None and read.comparable)
        self.moved.emit()

    def _words(self, read: SecondRead) -> str:
        if not read.comparable:
            return self._why_blind(read)
        differ = counted(read.differing, self.tr("%1 question differs"), self.tr("%1 questions differ"))
        left = self.tr("%1 to settle").replace("%1", str(read.to_settle)) if read.to_settle else self.tr("all settled")
        return f"{differ}, {left}"

    def _why_blind(self, read: SecondRead) -> str:
        if read.state != "locked":
            text = self.tr("Blind: %1 has not locked the second read of case %2 yet.")
        elif read.first_status not in ("submitted", "signed_off"):
            text = self.tr("Blind: the first reading of case %2 by %3 is not submitted yet.")
        else:
            text = self.tr("Blind: you are reading case %2 yourself; lock your reading first.")
        return text.replace("%1", read.reader).replace("%2", read.ref).replace("%3", read.first)

    def _assign(self, command: AssignSecondReads) -> None:
        if self._bridge.handle(command, "second_reads"):
            self._close_panel()
            number = len(command.readers)
            self.notice.emit(
                counted(number, self.tr("%1 second read is assigned."), self.tr("%1 second reads are assigned.")),
                "good",
            )

    def _withdraw(self) -> None:
        read = self.model.read(self.table.key())
        if read is not None and self._bridge.handle(WithdrawSecondRead(read.ref, read.reader), "second_reads"):
            text = self.tr("%1 does not read case %2 again. What was answered is kept in the history.")
            self.notice.emit(text.replace("%1", read.reader).replace("%2", read.ref), "plain")

    def _close_panel(self) -> None:
        self.panel.hide()
        self.take_keyboard()

    def _to_list(self) -> None:
        self.stack.setCurrentWidget(self.splitter)
        self.take_keyboard()
        self.moved.emit()
