"""Coming and going of inspections: making, opening, changing what is said of one, closing without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import SetDetails
from inspector_app.services.passphrases import FileKey, is_encrypted, new_key
from inspector_app.services.session import Session
from inspector_app.services.signing import vouch_for_all
from inspector_app.ui.desk import Desk
from inspector_app.ui.elsewhere import Elsewhere
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.jobs import Job
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
        encrypted: a file that is to be opened and needs a passphrase (`Path`).
        encrypted_made: a new, encrypted inspection is open (`Workspace`).
        kept_open: it was not closed, because the disk did not take the last change.
        forgotten: the list of recent ones changed.
        page_asked: a page to show.
    """

    opened = Signal(object)
    closing = Signal(object)
    closed = Signal()
    encrypted = Signal(object)
    encrypted_made = Signal(object)
    kept_open = Signal()
    forgotten = Signal()
    page_asked = Signal(str)

    def __init__(self, desk: Desk, errands: Errands, details: DetailsPage, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.work: Workspace | None = None
        self._desk, self._errands, self._details, self._notice, self._window = desk, errands, details, notice, parent
        self._leaving: Job | None = None
        self._after: list[Callable[[], None]] = []
        self.elsewhere = Elsewhere(desk, errands, notice, self.leave_for, parent)
        errands.opened.connect(self._take_session)
        details.filled.connect(self._take_details)
        details.left.connect(self.go_back)

    @property
    def leaving(self) -> bool:
        """Whether an inspection was closed whose file is still being let go of."""
        return self._leaving is not None

    def choose_file(self) -> None:
        """Asks for an inspection and opens it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open inspection"), str(self._desk.documents),
            self.tr("Inspections (*%1);;All files (*)").replace("%1", SUFFIX),
        )  # fmt: skip
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Opens an inspection in place of the one that is open; what is encrypted is asked about first.

        The one that is open is opened anew with the key that it has.
        """
        if self.work is not None and self.work.path == path and self.work.session.key is not None:
            self.open_with(path, self.work.session.key)
            return
        job = Job("look", lambda *_: is_encrypted(path), self)
        job.done.connect(lambda found: self.encrypted.emit(path) if found else self.open_with(path, None))
        job.ended.connect(job.deleteLater)
        job.start()

    def open_with(self, path: Path, key: FileKey | None) -> None:
        """Opens an inspection, of which the key is known, in place of the one that is open."""
        self.close(lambda: self._errands.open(path, key))

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
        """Shows what is said of the open inspection; in an encrypted hand-out that is not for its holder to change."""
        if self.work is not None and self.work.granted_to:
            text = self.tr(
                "This file was handed out to %1: in it nobody becomes somebody else, and what is said of the "
                "inspection is changed in the lead inspector’s own file."
            )
            self._notice.say(text.replace("%1", self.work.granted_to), "attention")
        elif self.work is not None:
            said = self.work.session.details()
            self._details.edit(said.details, said.team, self.work.session.person.author)
            self.page_asked.emit("details")

    def say_who(self) -> None:
        """Shows the same page, ready to say who works here."""
        if self.work is not None:
            self.edit_details()
        if self.work is not None and not self.work.granted_to:
            self._details.ask_who()

    def leave_for(self, path: Path, key: FileKey | None) -> None:
        """Goes on working on another file that holds all of this one; what this one did not take is not asked about."""
        self._let_go(lambda: self._errands.open(path, key))

    def close(self, then: Callable[[], None] = _nothing) -> None:
        """Closes the open inspection once all is saved, then does `then`; asks first where the disk refuses."""
        work = self.work
        if work is None:
            self._once_left(then)
            return
        work.flush()
        if work.stuck:
            self._ask_to_lose(work, then)
        else:
            if work.bridge.busy:
                self._notice.say(self.tr("Closing once the disk has taken the last change…"))
            work.when_saved(lambda: self._let_go(then))

    def _ask_to_lose(self, work: Workspace, then: Callable[[], None]) -> None:
        text = self.tr("Not closed. %1").replace("%1", work.stuck)
        lose = (self.tr("Close and lose it"), lambda: self._let_go(then))
        leave = (self.tr("Close"), lambda: self._let_go(then))
        self._notice.say(text, "stop", [*self.elsewhere.offers(work, leave), lose])
        self.kept_open.emit()

    def _let_go(self, then: Callable[[], None]) -> None:
        work = self.work
        if work is not None:
            self.closing.emit(work)
            self.work = None
            self._notice.clear()
            self.closed.emit()
            work.leave()
            self._release(work.session, work.path)
        self._once_left(then)

    def _release(self, session: Session, path: Path) -> None:
        """Lets go of the file beside everything else: a slow disk takes seconds for it."""
        what = self.tr("Closing %1, as soon as the disk has taken everything").replace("%1", path.name)
        job = self._leaving = Job(what, lambda *_: session.close(), self)
        self._errands.wait_for(job)
        # Connected after the line that shows it, so that what comes next finds that free.
        job.ended.connect(self._on_left)

    def _on_left(self) -> None:
        self._leaving = None
        after, self._after = self._after, []
        for act in after:
            act()

    def _once_left(self, then: Callable[[], None]) -> None:
        if self._leaving is None:
            then()
        else:
            self._after.append(then)

    def _take_session(self, session: Session, path: Path) -> None:
        work = self.work = Workspace(session, path, self._desk, self)
        self._notice.clear()
        # Of an encrypted inspection nothing stands beside its file, not even whose it is.
        self._desk.remember(path, "" if session.key is not None else session.details().trust)
        self.opened.emit(work)
        work.begin()

    def _take_details(self, filled: Filled) -> None:
        if filled.instrument:
            self.close(lambda: self._create(filled))
        elif self.work is not None and self.work.bridge.handle(SetDetails(filled.details, filled.team), "details"):
            self.work.work_as(filled.me)
            self.page_asked.emit("cases")

    def _create(self, filled: Filled) -> None:
        self._errands.run(
            self.tr("Making the inspection"), lambda *_: self._make(filled), lambda made: self._on_made(filled, made),
            stoppable=False,
        )  # fmt: skip

    def _make(self, filled: Filled) -> Session | KnownError:
        try:
            key = new_key(filled.passphrase) if filled.passphrase else None
            return self._desk.create(filled.path, filled.instrument, filled.details, filled.team, filled.me, key)
        except KnownError as error:  # told on the page
            return error

    def _on_made(self, filled: Filled, made: object) -> None:
        if isinstance(made, KnownError):
            self.page_asked.emit("details")
            self._details.complain(str(made))
        elif isinstance(made, Session):
            self._details.forget()
            self._desk.set_me(filled.me)
            self._take_session(made, filled.path)
            if made.key is not None:
                self.encrypted_made.emit(self.work)

    def vouch_for(self, path: Path) -> None:
        """Has this device sign what nobody has signed in a plain file that nobody has open. On a background thread.

        Raises:
            KnownError: the file cannot be opened, or the disk does not take it.
        """
        session = self._desk.open(path)
        try:
            vouch_for_all(session)
        finally:
            session.close()

    def go_back(self) -> None:
        """Shows the page on which one begins."""
        self.page_asked.emit("cases" if self.work else "start")
