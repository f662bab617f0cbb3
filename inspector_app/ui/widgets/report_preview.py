"""How the section that is written will look on paper: its pages as pictures, set anew when one pauses."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.report_preview import Preview
from inspector_app.ui.jobs import Job
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import label, restyle
from inspector_app.ui.widgets.pages_view import PagesView

PAUSE_MS = 700
"""How long nothing changes before the pages are set anew, in milliseconds."""


class PreviewFace(QWidget):
    """The pages of one section. They are set while somebody looks, and beside the window: typing never waits.

    Signals:
        shown: pages were shown.
    """

    shown = Signal()

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._wanted: tuple[str, str] | None = None
        self._drawn: tuple[str, str, int] | None = None
        self._preview: Preview | None = None
        self._line = 0
        self._job: Job | None = None
        self.told = label("", "quiet", wrap=True)
        self.pages = PagesView(self.tr("Pages of this section"))
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._begin)
        self.pages.widened.connect(self._soon.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.told)
        layout.addWidget(self.pages, 1)

    def show_text(self, section: str, text: str) -> None:
        """Follows a section with its text as it is typed."""
        self._wanted = (section, text)
        if self.isVisible():
            self._soon.start()

    def follow(self, line: int) -> None:
        """Keeps the paragraph at a line of the text in sight."""
        if line != self._line:
            self._line = line
            self._go()

    def look_again(self) -> None:
        """Sets the pages anew at the next pause: figures may have moved."""
        self._drawn = None
        if self.isVisible():
            self._soon.start()

    def abandon(self) -> None:
        """Stops what still runs, before the page goes."""
        if self._job is not None:
            self._job.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Sets the pages where they are not up to date, once their size is known."""
        super().showEvent(event)
        self._soon.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks, so nothing is set."""
        super().hideEvent(event)
        self._soon.stop()

    def _begin(self) -> None:
        self._soon.setInterval(PAUSE_MS)
        if self._wanted is None or self._is_drawn():
            return
        if self._job is not None:
            # One at a time; what is wanted by then is set when this one has ended.
            self._job.stop()
            return
        wanted = (*self._wanted, self.pages.room)
        try:
            work = self._state.preview(*wanted)
        except KnownError as error:
            self._fail(wanted, str(error))
            return
        if self._preview is None:
            self._tell(self.tr("Setting the pages…"), "quiet")
        job = self._job = Job("preview", work, self)
        job.done.connect(lambda found: self._show(wanted, found))
        job.failed.connect(lambda text: self._fail(wanted, text))
        job.ended.connect(self._end)
        job.start()

    def _is_drawn(self) -> bool:
        return self._wanted is not None and self._drawn == (*self._wanted, self.pages.room)

    def _show(self, wanted: tuple[str, str, int], found: Preview | None) -> None:
        if found is None:
            return
        self._drawn, self._preview = wanted, found
        # A picture borrows the bytes of its page, so it is copied.
        images = [
            QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
            for page in found.pages
        ]
        self.pages.show_pages(images)
        self._tell(self.tr("This section as it will be printed, set anew when you pause."), "quiet")
        self._go()
        self.shown.emit()

    def _go(self) -> None:
        preview, same = self._preview, self._drawn and self._wanted and self._drawn[0] == self._wanted[0]
        if preview is not None and same:
            self.pages.go_to(*preview.place(self._line))

    def _fail(self, wanted: tuple[str, str, int], text: str) -> None:
        self._drawn = wanted
        self._tell(text, "stop")

    def _end(self) -> None:
        self._job = None
        if self.isVisible() and not self._is_drawn():
            self._soon.start()

    def _tell(self, text: str, role: str) -> None:
        restyle(self.told, "role", role)
        self.told.setText(text)
