"""Safekeeping, *Backups*: what there is, what restoring one would change, and both ways to use it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.restoring import Compared
from inspector_app.services.backup_folder import Kept
from inspector_app.services.backups import Keeper
from inspector_app.services.merging import Union, merge
from inspector_app.services.passphrases import key_for
from inspector_app.services.restoring import comparing
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errand import Errand
from inspector_app.ui.models.backup_words import state_words
from inspector_app.ui.parts import button, column, label, restyle, row, rule
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.backup_list import BackupList
from inspector_app.ui.widgets.backup_settings import BackupSettings
from inspector_app.ui.widgets.compared_backup import ComparedBackup
from inspector_app.ui.widgets.safe_section import SafeSection


class _Relay(QObject):
    """Carries what is told on any thread to the main thread; it outlives a page that is gone meanwhile."""

    came = Signal()


class SafeBackups(SafeSection):
    """The backups of the open inspection.

    Signals:
        restore_asked: a backup is to take the place of the file (`Kept`).
    """

    restore_asked = Signal(object)

    id = "backups"

    def __init__(self, bridge: Bridge, desk: Desk, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Backups")
        self._bridge, self._desk, self._keeper = bridge, desk, keeper
        relay = _Relay()
        relay.came.connect(self._on_state)
        keeper.on_state = lambda _: relay.came.emit()
        self._build()
        self._on_state()

    def says(self) -> str:
        """When the last one was made, and where it is."""
        state = self._keeper.state
        return state.problem or state_words(state)

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins."""
        if self.stack.currentWidget() is self.compared:
            self.compared.take_keyboard()
        elif self.list.key():
            self.list.setFocus()
        else:
            self.now.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks again what there is."""
        super().showEvent(event)
        self._on_state()

    def compare(self) -> None:
        """Sets the chosen backup beside what stands."""
        kept = self.list.current
        session = self._bridge.session
        if kept is not None:
            self.errand_asked.emit(
                Errand(
                    self.tr("Looking at the backup"),
                    lambda: comparing(session.revisions(), kept.path, key_for(session, kept.path)),
                    lambda found: self._show_compared(kept, found),
                    self.tr("Stopped; nothing was changed."),
                )
            )

    # Making the section

    def _build(self) -> None:
        self.state = label("", "strong", wrap=True)
        self.now = button(self.tr("Back up now"))
        self.list = BackupList()
        self.look = button(self.tr("Show what would change…"), "primary")
        self.empty = label(
            self.tr("Backups are listed here once there are some. They are made by themselves: while somebody works, "
                    "at closing, and before anything that changes much at once."), "quiet", wrap=True,
        )  # fmt: skip
        session = self._bridge.session
        self.settings = BackupSettings(self._desk.keeping, session.key is not None)
        head = row(self.state, self.now)
        head.setStretch(0, 1)
        foot = row(self.look, -1, self.settings.every)
        listed = QWidget()
        layout = column(head, self.empty, self.list, foot, rule(), self.settings, spacing=8)
        layout.setStretch(2, 1)
        listed.setLayout(layout)
        self.compared = ComparedBackup(session.instrument)
        self.stack = QStackedWidget()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.compared)
        whole = column(self.stack)
        whole.setContentsMargins(24, 12, 24, 16)
        self.setLayout(whole)
        self.now.clicked.connect(lambda: self._keeper.make("asked"))
        self.look.clicked.connect(self.compare)
        self.list.opened.connect(lambda _: self.compare())
        self.settings.changed.connect(self._keeper.settings_changed)
        self.settings.refused.connect(lambda text: self.notice.emit(text, "stop"))
        self.settings.noted.connect(lambda text: self.notice.emit(text, "attention"))
        self.compared.left.connect(self._leave)
        self.compared.take_in_asked.connect(self._look_what_comes)
        self.compared.restore_asked.connect(self.restore_asked)

    # What happens

    def _on_state(self) -> None:
        state = self._keeper.state
        self.state.setText(self.says())
        restyle(self.state, "role", "attention" if state.problem or state.second_problem else "strong")
        if self.isVisible():
            kept = self._keeper.all_there_are()
            self.list.show_backups(kept, self._keeper.origin)
            self.list.setVisible(bool(kept))
            self.empty.setVisible(not kept)
            self.look.setEnabled(bool(kept))
        self.said.emit()

    def _show_compared(self, kept: Kept, compared: Compared) -> None:
        self.compared.show_compared(kept, compared)
        self.stack.setCurrentWidget(self.compared)
        self.compared.take_keyboard()

    def _leave(self) -> None:
        self.stack.setCurrentIndex(0)
        self.take_keyboard()

    def _look_what_comes(self, kept: Kept) -> None:
        session = self._bridge.session
        self.errand_asked.emit(
            Errand(
                self.tr("Reading the backup"),
                lambda: self._desk.read_others(session, [kept.path]),
                self._take_in,
                self.tr("Stopped; nothing was taken in."),
            )
        )

    def _take_in(self, union: Union) -> None:
        if union.refused:
            self.notice.emit(" ".join(union.refused), "stop")
            return
        self._bridge.follow(merge(self._bridge.session, union))
        text = counted(
            len(union.revisions),
            self.tr("%1 change of the backup is taken in."),
            self.tr("%1 changes of the backup are taken in."),
        )
        if union.conflicts:
            one, many = (
                self.tr("%1 conflict is to be settled under Team."),
                self.tr("%1 conflicts are to be settled under Team."),
            )
            text += " " + counted(len(union.conflicts), one, many)
        self.notice.emit(text, "good")
        self._leave()
