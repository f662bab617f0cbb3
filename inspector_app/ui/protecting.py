"""Changes the passphrase of the open inspection, and shows its recovery key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.passphrases import FileKey, is_known, new_key
from inspector_app.ui.desk import Desk
from inspector_app.ui.errands import Errands
from inspector_app.ui.jobs import Job
from inspector_app.ui.locking import Locking
from inspector_app.ui.opening import Opening
from inspector_app.ui.pages.recovery import RecoveryPage
from inspector_app.ui.widgets.safe_protection import SafeProtection
from inspector_app.ui.workspace import Workspace

_Found = tuple[FileKey | None, str]
"""The key under which the file lies now, and why it is not the one that was wanted."""


class Protecting(QObject):
    """Serves the section *Protection* and the page of the recovery key.

    The file is closed, written anew under the other key beside the old one, put in its place in one step, and opened
    again. It lies there whole at every moment, under one key or the other.

    Signals:
        page_asked: a page to show.
    """

    page_asked = Signal(str)

    def __init__(self, desk: Desk, opening: Opening, errands: Errands, page: RecoveryPage, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._opening, self._errands, self._page = desk, opening, errands, page
        self._next: Callable[[Workspace], None] | None = None
        self._back_to = "cases"
        page.put_away.connect(lambda: self.page_asked.emit(self._back_to))
        opening.encrypted_made.connect(lambda work: self.show_key(work, "cases"))
        opening.opened.connect(self._on_opened)
        opening.closed.connect(page.forget)

    def serve(self, page: QWidget, locking: Locking) -> None:
        """Takes what a section *Protection* in a new page asks for."""
        for section in page.findChildren(SafeProtection):
            section.show_minutes(locking.minutes)
            section.minutes_chosen.connect(locking.lock_after)
            section.lock_asked.connect(locking.lock)
            section.agreed.connect(lambda *asked, to=section: self._on_agreed(to, *asked))

    def tell_recovered(self) -> None:
        """Has the inspection that is being opened with its recovery key say what to do next."""
        text = self.tr("Opened with the recovery key. Set a new passphrase under Safekeeping, Protection.")
        self._next = lambda work: work.notice.emit(text, "attention")

    def show_key(self, work: Workspace, back_to: str) -> None:
        """Shows the recovery key of the open inspection, and then another page."""
        if work.session.key is not None:
            self._back_to = back_to
            self._page.show_key(work.path.name, work.session.key.written())
            self.page_asked.emit("recovery")

    def _on_agreed(self, section: SafeProtection, asked: str, old: str, new: str) -> None:
        work = self._opening.work
        if work is None:
            return
        if self._errands.busy:
            section.form.complain(self.tr("Something else is still running; wait for it, or stop it."))
            return
        key = work.session.key
        job = Job("key", lambda *_: _prepare(key, old, new), self)
        job.done.connect(lambda ready: self._on_ready(section, work, asked, ready))
        job.failed.connect(section.form.complain)
        job.ended.connect(job.deleteLater)
        job.start()

    def _on_ready(self, section: SafeProtection, work: Workspace, asked: str, ready: object) -> None:
        if work is not self._opening.work:
            return
        if ready is None:
            section.form.refuse(self.tr("This is not the passphrase of this inspection."))
            return
        section.done()
        if asked == "show":
            self.show_key(work, "safekeeping")
            return
        wanted = ready if isinstance(ready, FileKey) else None
        path, old = work.path, work.session.key
        self._opening.close(lambda: self._rewrite(path, old, wanted))

    def _rewrite(self, path: Path, old: FileKey | None, new: FileKey | None) -> None:
        what = self.tr("Encrypting the file") if new is not None else self.tr("Writing the file without encryption")
        # What nobody signed while it was plain is vouched for first, so that it is never encrypted without proof.
        vouch = self._opening.vouch_for if old is None else _nothing
        self._errands.run(
            what,
            lambda *_: self._change(path, old, new, vouch),
            lambda found: self._on_written(path, found),
            stoppable=False,
        )

    def _change(self, path: Path, old: FileKey | None, new: FileKey | None, vouch: Callable[[Path], None]) -> _Found:
        try:
            vouch(path)
            self._desk.change_key(path, old, new)
        except KnownError as error:
            return old, str(error)
        return new, ""

    def _on_written(self, path: Path, found: object) -> None:
        assert isinstance(found, tuple)
        key, problem = found
        self._next = lambda work: self._tell(work, problem)
        self._opening.open_with(path, key)

    def _on_opened(self, work: Workspace) -> None:
        then, self._next = self._next, None
        if then is not None:
            # Once the window has shown the page that was on.
            QTimer.singleShot(0, work, lambda: then(work))

    def _tell(self, work: Workspace, problem: str) -> None:
        if problem:
            self.page_asked.emit("safekeeping")
            work.notice.emit(problem, "stop")
        elif work.session.key is not None:
            self.show_key(work, "safekeeping")
        else:
            self.page_asked.emit("safekeeping")
            work.notice.emit(self.tr("The file is no longer encrypted."), "attention")


def _prepare(key: FileKey | None, old: str, new: str) -> FileKey | bool | None:
    """The new key, or True where none is wanted; None where `old` opens nothing."""
    if key is not None and not is_known(key, old):
        return None
    return new_key(new) if new else True


def _nothing(_: Path) -> None:
    pass
