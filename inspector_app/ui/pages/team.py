"""The team at work: how far it is, who reads what, what goes out and what comes back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.menus import Handlers
from inspector_app.ui.pages.progress import ProgressPage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class TeamPage(QWidget):
    """Progress, allocation, hand-outs, taking back, and conflicts.

    Signals:
        case_asked: the reference of a case to go to.
    """

    case_asked = Signal(str)

    def __init__(self, bridge: Bridge, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Team")
        self.progress = ProgressPage(bridge)
        self.progress.case_asked.connect(self.case_asked)
        self.tabs = SubTabs([("progress", self.tr("Progress"), self.progress)], "team_tabs")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()
