"""Says where an inspection lies in a folder that is synchronised or on a network, or is not what it was."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.ui.desk import Desk
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.jobs import Job
from inspector_app.ui.workspace import Workspace


class PlaceNotice(NoticeBar):
    """A line of its own, so that it stays until it is dismissed and no other notice takes its place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Where this inspection lies"))
        self._desk = desk
        self._of: Workspace | None = None

    def look(self, work: Workspace) -> None:
        """Looks, beside everything else, where an inspection that was just opened lies, and says what is to be said."""
        self._of, path, told = work, work.path, work.session.copy.told
        job = Job("place", lambda *_: self._desk.place_warning(path), self)
        job.done.connect(lambda text: self._tell(work, " ".join(filter(None, (told, str(text))))))
        job.ended.connect(job.deleteLater)
        job.start()

    def leave(self) -> None:
        """Forgets it; the inspection is closed."""
        self._of = None
        self.clear()

    def _tell(self, work: Workspace, text: str) -> None:
        if text and self._of is work:
            self.say(text, "attention")
