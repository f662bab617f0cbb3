"""The list of cases: where each stands, what to go on with, and the panel in which cases are added and changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.cases_model import CasesFilter, CasesModel
from inspector_app.ui.pages.case_acts import CaseActs
from inspector_app.ui.pages.case_panels import CasePanels
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.case_bar import CaseBar
from inspector_app.ui.widgets.case_columns import CaseColumns
from inspector_app.ui.widgets.case_filters import CaseFilters
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway, shown_in
from inspector_app.ui.widgets.who_bar import WhoBar

_ROOM_FOR_BOTH = 1060


class CasesPage(QWidget):
    """All cases of the open inspection.

    Signals:
        opened: the reference of a case to begin or go on with.
        interview_asked: an officer's code, and the case it was asked from.
        notice: a sentence and its tone, for the line of the window.
        who_said: the code of the person who works here.
        form_asked: the reference of a case of which a Word form is wanted.
        chosen: another case is the chosen one, or it has changed; what can be asked for may be different now.
    """

    opened = Signal(str)
    interview_asked = Signal(str, str)
    notice = Signal(str, str)
    who_said = Signal(str)
    form_asked = Signal(str)
    chosen = Signal()

    def __init__(self, bridge: Bridge, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Cases")
        self._bridge, self._desk = bridge, desk
        self._wanted = ""
        self._shown_before = False
        self.model = CasesModel(bridge.session, self)
        self.shown = CasesFilter(self.model, self)
        self._build()
        self._connect()
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._work_ahead)
        self._refresh_around()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        offered: dict[str, Callable[[], None]] = {
            "add_case": self.panels.add_case,
            "edit_case": lambda: self.edit_case(),
            "open_case": self.open_current,
            "open_interview": self._open_interview,
            "reopen": lambda: self.acts.ask_to_reopen(self.table.key()),
            "import_cases": self.panels.choose_import,
            "word_form": lambda: self.form_asked.emit(self.table.key()),
            "search": self.filters.search.setFocus,
        }
        if self.acts.finishing(self.table.key()):
            offered["sign_off"] = lambda: self.acts.finish(self.table.key())
        return offered

    def go_to(self, ref: str) -> None:
        """Makes a case the chosen one."""
        if not self.table.go_to(ref) and self.shown.rowCount():
            self.table.setCurrentIndex(self.shown.index(0, 0))

    def look_again(self) -> None:
        """Shows every case as whoever works here now has it before them."""
        self.model.look_again()
        self._refresh_around()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        target: QWidget = self.table if self.model.rowCount() else self.first_import
        (self.who.code if self.who.isVisible() else target).setFocus()

    def edit_case(self, ref: str = "", field: str = "") -> None:
        """Opens the facts of a case, the chosen one unless named, at a field where one is named."""
        if ref := ref or self.table.key():
            self.panels.edit_case(ref, field)

    def open_current(self) -> None:
        """Begins or goes on with the chosen case."""
        if ref := self.table.key():
            self._open(ref)

    # Making the page

    def _build(self) -> None:
        self.who = WhoBar()
        self._count = label("", "quiet")
        self.add_button = button(self.tr("Add case…"))
        self.import_button = button(self.tr("Import cases…"))
        self.table = Table(self.tr("Cases"))
        self.take_away = TakeAway(lambda: shown_in(self.table, self.title, self._count.text()))
        self.take_away.notice.connect(self.notice)
        head = row(label(self.title, "title"), 8, self._count, -1, self.take_away, self.import_button, self.add_button)
        self.filters = CaseFilters(self.model)
        self.table.setModel(self.shown)
        self.columns = CaseColumns(self.table, self.model)
        self._size_columns()
        self.bar = CaseBar()
        self.acts = CaseActs(self._bridge, self.model, self.bar, self)
        self.action_words = lambda: self.acts.action_words(self.table.key())
        listed = QWidget()
        listed.setLayout(column(self.filters, self.table, self.bar, spacing=12))
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self._empty())
        main = self._main = QWidget()
        inside = column(head, self._stack, spacing=12)
        inside.setContentsMargins(24, 16, 24, 16)
        main.setLayout(inside)
        self.panels = CasePanels(self._bridge, self._desk, self.model)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("cases_splitter")
        self.splitter.addWidget(main)
        self.splitter.addWidget(self.panels)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([960, 372])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.who)
        whole.addWidget(self.splitter, 1)

    def _size_columns(self) -> None:
        self._sized = self.model.rowCount()
        self.columns.size()

    def _empty(self) -> QWidget:
        self.first_import = button(self.tr("Import cases from a table…"), "primary")
        self.first_add = button(self.tr("Add the first case…"))
        made = QWidget()
        text = self.tr(
            "The sample of cases belongs here. Import it from a table (CSV) with a column case_ref and one for each "
            "fact, or add cases one by one."
        )
        words = label(text, "quiet", wrap=True)
        words.setMaximumWidth(560)
        made.setLayout(
            column(
                24, label(self.tr("No cases yet"), "question"), words, 8, row(self.first_import, self.first_add, -1), -1
            )
        )
        return made

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.who.said.connect(self.who_said)
        self.who.said.connect(self._on_said)
        self.filters.searched.connect(self.shown.search)
        self.filters.chosen.connect(self.shown.keep_only)
        self.filters.searched.connect(self._after_filter)
        self.filters.chosen.connect(self._after_filter)
        self.filters.left.connect(self._to_table)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        for widget in (self.add_button, self.first_add):
            widget.clicked.connect(self.panels.add_case)
        for widget in (self.import_button, self.first_import):
            widget.clicked.connect(self.panels.choose_import)
        self.bar.open_asked.connect(self.open_current)
        self.bar.facts_asked.connect(lambda: self.edit_case())
        self.bar.interview_asked.connect(self._open_interview)
        self.bar.sign_off_asked.connect(lambda: self.acts.finish(self.table.key()))
        self.bar.reopened.connect(lambda reason: self.acts.reopen(self.table.key(), reason))
        self.acts.notice.connect(self.notice)
        self.acts.reopened.connect(self.table.setFocus)
        self.panels.opened.connect(self._make_room)
        self.panels.closed.connect(self._make_room)
        self.panels.closed.connect(self.take_keyboard)
        self.panels.saved.connect(self._on_saved)
        self.panels.notice.connect(self.notice)

    # What happens

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the panel takes the place of the list."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self._main.setVisible(self.panels.isHidden() or self.width() >= round(_ROOM_FOR_BOTH * self.table.text_scale()))

    def showEvent(self, event: QShowEvent) -> None:
        """Uses idle moments to work out what nobody asked for yet."""
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            self._size_columns()  # anew, now that the table has the font in which it is drawn
        self._idle.start()

    def _work_ahead(self) -> None:
        if not self.isVisible() or not self.model.work_out_one():
            self._idle.stop()

    def _on_changed(self, changes: Changes) -> None:
        self.model.take_in(changes)
        self._idle.start()
        if changes.touches("case") or changes.touches("inspection"):
            self._refresh_around()
        else:
            self._show_current()

    def _refresh_around(self) -> None:
        self.filters.refresh()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        # A case that was added is in the table once its act is committed.
        if self._wanted and self.model.place(self._wanted) >= 0:
            self.go_to(self._wanted)
            self._wanted = ""
        if self._sized != self.model.rowCount():
            self._size_columns()
        if not self.table.currentIndex().isValid() and self.shown.rowCount():
            self.table.setCurrentIndex(self.shown.index(0, 0))
        self._show_count()
        self._show_current()

    def _show_count(self) -> None:
        shown, total = self.shown.rowCount(), self.model.rowCount()
        text = counted(total, self.tr("%1 case"), self.tr("%1 cases"))
        if shown != total:
            text = self.tr("%1 of %2 shown").replace("%1", str(shown)).replace("%2", text)
        self._count.setText(text if total else "")
        self.filters.lift.setVisible(self.shown.filtered)

    def _show_current(self) -> None:
        ref = self.table.key()
        case = self.model.case(ref) if ref else None
        session = self._bridge.session
        said = session.details()
        interviews = said.interviews_held and bool(session.instrument.officer_questions)
        left = self.model.remaining(ref) if ref else None
        self.bar.show_case(case, left, interviews, said.team, session.person.author)
        self.chosen.emit()

    def _after_filter(self) -> None:
        if not self.table.currentIndex().isValid() and self.shown.rowCount():
            self.table.setCurrentIndex(self.shown.index(0, 0))
        self._show_count()
        self._show_current()

    def _to_table(self) -> None:
        if self.shown.rowCount():
            self.table.setFocus()

    def _open(self, ref: str) -> None:
        if not self._bridge.session.person.author:
            self.who.show()
            self.who.take_keyboard()
            self.notice.emit(self.tr("Say who you are first; then begin the case."), "attention")
            return
        self.opened.emit(ref)

    def _open_interview(self) -> None:
        ref = self.table.key()
        if ref and (officer := self.model.case(ref).officer):
            self.interview_asked.emit(officer, ref)

    def _on_said(self) -> None:
        self.notice.emit("", "plain")
        self.take_keyboard()

    def _on_saved(self, ref: str) -> None:
        self._wanted = ref
        self._refresh_around()
