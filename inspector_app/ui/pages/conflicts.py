"""Places where copies went on separately: all that stands there is kept, and the lead picks what counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.conflicts import Conflict, conflicts_in
from inspector_app.domain.roles import reserved
from inspector_app.services.commands import SettleConflict
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.own_acts import OwnActs
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.models.slot_words import owner_words, place_words, value_words, whose_words
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.conflict_cards import ConflictCards
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

ME = "conflicts"


class ConflictsPage(LivePage):
    """The open conflicts, and what stands in the chosen one. A number picks, Ctrl+Z opens the conflict again.

    Signals:
        case_asked: the reference of a case to go to.
        notice: a sentence and its tone.
        offers: what can be asked for may be different now.
    """

    case_asked = Signal(str)
    notice = Signal(str, str)
    offers = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._by_key: dict[str, Conflict] = {}
        self.acts = OwnActs(bridge, ME, self)
        self._build()
        self._connect()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.acts.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.table.setFocus()

    @property
    def current(self) -> Conflict | None:
        """The chosen conflict."""
        return self._by_key.get(self.table.key())

    def show_now(self) -> None:
        """Shows what is open; where one was settled, the next one is the chosen one."""
        before, place = set(self._by_key), self.table.currentIndex().row()
        self._by_key = {"\n".join(c.slot): c for c in conflicts_in(self._bridge.session.ledger)}
        self.table.show_rows([self._row(key, one) for key, one in self._by_key.items()])
        again = [key for key in self._by_key if key not in before]
        if before and len(again) == 1:
            self.table.go_to(again[0])
        elif place >= 0 and before - set(self._by_key) and self._by_key:
            at = self.table.shown.index(min(place, len(self._by_key) - 1), 0)
            self.table.setCurrentIndex(at)
        self._stack.setCurrentIndex(0 if self._by_key else 1)
        self._show_current()

    def pick(self, place: int) -> None:
        """Settles the chosen conflict with what stands at a place, counted from 0."""
        conflict = self.current
        if conflict is not None and place < len(conflict.heads):
            self._settle(conflict.heads[place].id)

    def leave_open(self) -> None:
        """Goes on to the next one, from the last to the first."""
        if self._by_key:
            at = self.table.shown.index((self.table.currentIndex().row() + 1) % len(self._by_key), 0)
            self.table.setCurrentIndex(at)

    # Making the page

    def _build(self) -> None:
        headed = (("owner", self.tr("Case")), ("place", self.tr("Where")), ("values", self.tr("What stands there")))
        self.table = RowsTable(self.tr("Open conflicts"), headed, "place", gives_way=("values",))
        self._heading = label("", "heading", wrap=True)
        self._whose = label("", "quiet", wrap=True)
        self._said = label("", "attention", wrap=True)
        self.cards = ConflictCards(self._bridge.session.instrument)
        self.keep_notes = QCheckBox(self.tr("Keep the other notes too (K)"))
        self.keep_notes.setAccessibleName(self.keep_notes.text())
        self.leave = button(self.tr("Leave open (L)"), name=self.tr("Leave open and go on"))
        self.to_case = button(self.tr("Go to the case"), "link")
        keys = self.tr("The keys 1, 2 … pick. Nothing is lost: what is not picked stays in the history.")
        body = QWidget()
        body.setProperty("surface", "paper")
        body.setLayout(
            column(
                self._heading, self._whose, self._said, self.cards, self.keep_notes, row(self.leave, self.to_case, -1),
                label(keys, "quiet", wrap=True), -1, margins=4, spacing=10,
            )
        )  # fmt: skip
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("conflicts_splitter")
        splitter.setChildrenCollapsible(False)
        listed = QWidget()
        self.take_away = TakeAway(lambda: shown_in(self.table, self.tr("Open conflicts"), ""))
        inside = column(self.table, row(self.take_away, -1), spacing=10)
        inside.setStretch(0, 1)
        listed.setLayout(inside)
        splitter.addWidget(listed)
        splitter.addWidget(scrolled(body))
        splitter.setSizes([320, 960])
        splitter.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(splitter)
        self._stack.addWidget(self._empty())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 24, 16)
        whole.addWidget(self._stack)

    def _empty(self) -> QWidget:
        words = self.tr(
            "Where the same answer was changed in two copies of a file, both are kept, and the lead picks here which "
            "one stands. Take files back first; whatever conflicts is listed then."
        )
        text = label(words, "quiet", wrap=True)
        text.setMaximumWidth(560)
        made = QWidget()
        made.setLayout(column(24, label(self.tr("No conflicts"), "question"), text, -1))
        return made

    def _connect(self) -> None:
        self._bridge.changed.connect(self._on_changed)
        self.acts.refused.connect(lambda text: self.notice.emit(text, "attention"))
        self.table.moved.connect(self._show_current)
        self.take_away.notice.connect(self.notice)
        self.cards.picked.connect(self._settle)
        self.leave.clicked.connect(self.leave_open)
        self.to_case.clicked.connect(self._go_to_case)
        for place in range(9):
            self._key(str(place + 1), partial(self.pick, place))
        self._key("K", self.keep_notes.toggle)
        self._key("L", self.leave_open)

    def _key(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # What happens

    def _on_changed(self, changes: Changes) -> None:
        self.refresh()
        self.offers.emit()

    def _row(self, key: str, conflict: Conflict) -> Row:
        instrument = self._bridge.session.instrument
        values = " / ".join(value_words(instrument, conflict.slot, head.value) for head in conflict.heads)
        return Row(key, (Cell(owner_words(conflict.slot)), Cell(place_words(instrument, conflict.slot)), Cell(values)))

    def _show_current(self) -> None:
        conflict = self.current
        if conflict is None:
            return
        session, slot = self._bridge.session, conflict.slot
        said = reserved(session.details().team, session.person.author, "settle_conflict")
        self._heading.setText(f"{owner_words(slot)} · {place_words(session.instrument, slot)}")
        text = counted(len(conflict.heads), self.tr("%1 change stands here"), self.tr("%1 changes stand here"))
        whose = ", ".join(dict.fromkeys(whose_words(head.slot) for head in conflict.heads))
        said_by = self.tr("The answers of %1.") if ", " in whose else self.tr("The answer of %1.")
        self._whose.setText(f"{text}. {said_by.replace('%1', whose)}" if whose else f"{text}.")
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self.cards.show_heads([(head, session.ledger.first_said(head)) for head in conflict.heads], not said)
        self.keep_notes.setVisible(not said and any(head.note for head in conflict.heads))
        self.to_case.setVisible(slot.about == "case")

    def _settle(self, pick: str) -> None:
        conflict = self.current
        if conflict is None:
            return
        keep = self.keep_notes.isChecked() and not self.keep_notes.isHidden()
        if self._bridge.handle(SettleConflict(conflict.slot, pick, keep), ME):
            self.keep_notes.setChecked(False)
            self.notice.emit(self._settled_words(conflict, pick), "good")

    def _settled_words(self, conflict: Conflict, pick: str) -> str:
        instrument = self._bridge.session.instrument
        picked = next(head for head in conflict.heads if head.id == pick)
        text = self.tr("%1, %2: %3 stands. Ctrl+Z takes it back.")
        text = text.replace("%1", owner_words(conflict.slot)).replace("%2", place_words(instrument, conflict.slot))
        return text.replace("%3", value_words(instrument, conflict.slot, picked.value))

    def _go_to_case(self) -> None:
        if self.current is not None:
            self.case_asked.emit(self.current.slot.ref)
