"""A page of the report beside the one on which it is written: follows what it shows, with an undo of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal

from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.models.steps import Steps
from inspector_app.ui.widgets.live_page import LivePage


class ReportSubPage(LivePage):
    """Checks, proposals or comments. `name` tells their acts apart from those of the others.

    Signals:
        notice: a sentence and its tone.
    """

    notice = Signal(str, str)

    def __init__(self, state: ReportState, name: str) -> None:
        super().__init__()
        self.state = state
        self.steps = Steps(state.bridge, name)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {"undo": self.undo, "redo": self.redo}

    def undo(self) -> None:
        """Takes back what was done here last, with what it wrote."""
        if not self.steps.undo():
            self.notice.emit(self.tr("There is nothing to undo here."), "plain")

    def redo(self) -> None:
        """Brings it back."""
        if not self.steps.redo():
            self.notice.emit(self.tr("There is nothing to redo here."), "plain")
