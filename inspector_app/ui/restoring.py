"""The way back to a backup: the inspection is closed, the file of now set aside, and the restored one opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.backup_folder import Kept
from inspector_app.services.passphrases import FileKey, is_encrypted, key_for
from inspector_app.ui.backing_up import BackingUp
from inspector_app.ui.desk import Desk
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.jobs import Job
from inspector_app.ui.models.backup_words import moment
from inspector_app.ui.opening import Opening
from inspector_app.ui.pages.backups import BackupsPage
from inspector_app.ui.widgets.safe_backups import SafeBackups
from inspector_app.ui.workspace import Workspace

_Came = tuple[Path | None, str, bool]
"""Where the file of before is now, why nothing was restored, and whether what lies there now is encrypted."""


class Restoring(QObject):
    """Serves the section *Backups*, and the page with the backups of a file that does not open.

    Signals:
        page_asked: a page to show.
    """

    page_asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        opening: Opening,
        errands: Errands,
        backing_up: BackingUp,
        page: BackupsPage,
        notice: NoticeBar,
    ) -> None:
        super().__init__(opening)
        self._desk, self._opening, self._errands, self._backing_up = desk, opening, errands, backing_up
        self._page, self._notice = page, notice
        self._to_say: tuple[str, str] | None = None
        page.restore_asked.connect(lambda path, kept: self._restore(path, kept, None, None))
        page.left.connect(opening.go_back)
        opening.opened.connect(self._on_opened)
        errands.not_opened.connect(self._on_not_opened)

    def serve(self, page: QWidget) -> None:
        """Takes what a section *Backups* in a new page asks for."""
        for section in page.findChildren(SafeBackups):
            section.restore_asked.connect(self.restore_over_open)

    def show_backups(self, path: Path) -> None:
        """Shows the backups of a file that does not open, or is not there."""
        self._errands.run(
            self.tr("Looking for backups"), lambda *_: (self._desk.keeping.of_file(path), path.exists()),
            lambda found: self._show(path, found), stoppable=False,
        )  # fmt: skip

    def restore_over_open(self, kept: Kept) -> None:
        """Puts a backup in the place of the inspection that is open, which is closed for it and opened anew."""
        work = self._opening.work
        if work is None:
            return
        if self._errands.busy:
            self._notice.say(self.tr("Something else is still running; wait for it, or stop it."), "attention")
            return
        path, key = work.path, work.session.key
        try:
            old_key = key_for(work.session, kept.path)
        except KnownError as error:
            self._notice.say(str(error), "stop")
            return
        self._backing_up.why_closing = "restore"
        self._opening.close(lambda: self._restore(path, kept, key, old_key))

    def _restore(self, path: Path, kept: Kept, key: FileKey | None, old_key: FileKey | None) -> None:
        # A backup whose key is not known here is put in place as it is; its passphrase is asked for at opening.
        known = key if old_key is not None else None

        def act(*_: object) -> _Came:
            try:
                return self._desk.restore(path, kept.path, known, old_key), "", is_encrypted(path)
            except KnownError as error:
                return None, str(error), is_encrypted(path)

        self._errands.run(
            self.tr("Restoring the backup"), act, lambda came: self._on_restored(path, kept, known, key, came),
            stoppable=False,
        )  # fmt: skip

    def _on_restored(self, path: Path, kept: Kept, known: FileKey | None, before: FileKey | None, came: object) -> None:
        assert isinstance(came, tuple)
        aside, problem, encrypted = came
        if problem and before is None and self._opening.work is None and not path.exists():
            self._notice.say(problem, "stop")
            return
        done = self._done_words(kept, aside, encrypted and known is None)
        self._to_say = (problem, "stop") if problem else (done, "good")
        key = before if problem else known
        if key is not None:
            self._opening.open_with(path, key)
            return
        if not problem and encrypted:
            self._notice.say(*self._to_say)
        self._opening.open_path(path)

    def _done_words(self, kept: Kept, aside: Path | None, of_its_time: bool) -> str:
        text = self.tr("The backup of %1 is restored.").replace("%1", moment(kept.backup))
        if of_its_time:
            text += " " + self.tr("It opens with the passphrase that the inspection had then.")
        if aside is None:
            return text
        return f"{text} {self.tr('The file of before is kept beside it as %1.').replace('%1', aside.name)}"

    def _on_opened(self, work: Workspace) -> None:
        said, self._to_say = self._to_say, None
        if said is not None:
            # Once the window has shown the page that was on.
            QTimer.singleShot(0, work, lambda: self._notice.say(*said))

    def _on_not_opened(self, path: Path, sentence: str) -> None:
        """Where a file does not open, its backups are offered beside the reason, if there are any."""
        said, self._to_say = self._to_say, None
        if said is not None and said[1] == "stop":
            self._notice.say(said[0], "stop")
            return
        job = Job("look for backups", lambda *_: self._desk.keeping.of_file(path), self)
        job.done.connect(lambda found: self._offer(path, sentence, bool(found)))
        job.ended.connect(job.deleteLater)
        job.start()

    def _offer(self, path: Path, sentence: str, found: bool) -> None:
        if found and self._notice.text == sentence:
            self._notice.say(sentence, "stop", [(self.tr("Show its backups"), lambda: self.show_backups(path))])

    def _show(self, path: Path, found: object) -> None:
        assert isinstance(found, tuple)
        kept, is_there = found
        self._page.show_backups(path, kept, bool(is_there))
        self.page_asked.emit("backups")
