"""Coming and going of inspections: making, opening, changing what is said of one, closing without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import SetDetails
from inspector_app.services.session import Session
from inspector_app.ui.desk import Desk
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.pages.details import SUFFIX, DetailsPage, Filled
from inspector_app.ui.workspace import Workspace


def _nothing() -> None:
    return None


class Opening(QObject):
    """Holds the inspection that is open, if one is.

    Attributes:
        work: its bridge and pages; None while none is open.

    Signals:
        opened: another inspection is open (`Workspace`).
        closing: its pages are about to go.
        closed: none is open any more.
        forgotten: the list of recent ones changed.
        page_asked: a page to show.
    """

    opened = Signal(object)
    closing = Signal(object)
    closed = Signal()
    forgotten = Signal()
    page_asked = Signal(str)

    def __init__(self, desk: Desk, errands: Errands, details: DetailsPage, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.work: Workspace | None = None
        self._desk, self._errands, self._details, self._notice, self._window = desk, errands, details, notice, parent
        errands.opened.connect(self._take_session)
        details.filled.connect(self._take_details)
        details.left.connect(self._leave_details)

    def choose_file(self) -> None:
        """Asks for an inspection and opens it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open inspection"), str(self._desk.documents),
            self.tr("Inspections (*%1);;All files (*)").replace("%1", SUFFIX),
        )  # fmt: skip
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Opens an inspection in place of the one that is open."""
        self.close(lambda: self._errands.open(path))

    def open_example(self) -> None:
        """Opens the example in place of the inspection that is open."""
        self.close(self._errands.open_example)

    def forget(self, path: Path) -> None:
        """Takes an inspection off the list of recent ones."""
        self._desk.forget(path)
        self.forgotten.emit()

    def new(self) -> None:
        """Shows the page on which an inspection is made."""
        self._details.begin(self._desk.me)
        self.page_asked.emit("details")

    def edit_details(self) -> None:
        """Shows what is said of the open inspection."""
        if self.work is not None:
            said = self.work.session.details()
            self._details.edit(said.details, said.team, self.work.session.person.author)
            self.page_asked.emit("details")

    def say_who(self) -> None:
        """Shows the same page, ready to say who works here."""
        if self.work is not None:
            self.edit_details()
            self._details.ask_who()

    def close(self, then: Callable[[], None] = _nothing) -> None:
        """Closes the open inspection once all is saved, then does `then`; asks first where the disk refuses."""
        work = self.work
        if work is None:
            then()
            return
        work.flush()
        if work.stuck:
            self._ask_to_lose(work, then)
        else:
            work.when_saved(lambda: self._let_go(then))

    def _ask_to_lose(self, work: Workspace, then: Callable[[], None]) -> None:
        text = self.tr("Not closed, because the last change is not saved: %1").replace("%1", work.stuck)
        offers = [(self.tr("Try again"), work.bridge.retry), (self.tr("Close and lose it"), lambda: self._let_go(then))]
        self._notice.say(text, "stop", offers)

    def _let_go(self, then: Callable[[], None]) -> None:
        work = self.work
        if work is not None:
            self.closing.emit(work)
            self.work = None
            self._notice.clear()
            self.closed.emit()
            work.close()
        then()

    def _take_session(self, session: Session, path: Path) -> None:
        work = self.work = Workspace(session, path, self._desk, self)
        self._notice.clear()
        self._desk.remember(path, session.details().trust)
        self.opened.emit(work)
        work.begin()

    def _take_details(self, filled: Filled) -> None:
        if filled.instrument:
            self.close(lambda: self._create(filled))
        elif self.work is not None:
            self.work.bridge.handle(SetDetails(filled.details, filled.team), "details")
            self.work.work_as(filled.me)
            self.page_asked.emit("cases")

    def _create(self, filled: Filled) -> None:
        try:
            session = self._desk.create(filled.path, filled.instrument, filled.details, filled.team, filled.me)
        except KnownError as error:
            self.page_asked.emit("details")
            self._details.complain(str(error))
            return
        self._desk.set_me(filled.me)
        self._take_session(session, filled.path)

    def _leave_details(self) -> None:
        self.page_asked.emit("cases" if self.work else "start")
