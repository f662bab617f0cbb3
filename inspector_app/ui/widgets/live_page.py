"""A page that follows what it shows: at once while it is seen, otherwise when it is shown again."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class LivePage(QWidget):
    """Calls `show_now` no more often than somebody looks. Connect what it follows to `refresh`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True

    def refresh(self) -> None:
        """Brings the page up to date, if it is seen; otherwise when it is."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.show_now()

    def show_now(self) -> None:
        """Shows what stands; pages fill this in."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Brings what went stale up to date."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
