"""Long errands of the window, each a job with progress: opening a file, making the example, exporting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.errors import DamagedFile, KnownError
from inspector_app.domain.report_text import read_settings
from inspector_app.services.handing_out import SUFFIX
from inspector_app.services.passphrases import FileKey
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_readiness import refuse_unready
from inspector_app.services.session import Session
from inspector_app.ui.desk import Desk, Work
from inspector_app.ui.errand import Errand as Errand
from inspector_app.ui.errors import NoticeBar, Offer
from inspector_app.ui.jobs import Act, Job
from inspector_app.ui.phrases import file_name
from inspector_app.ui.widgets.job_bar import JobBar

EXAMPLE = "example.inspection"


class Errands(QObject):
    """Runs one errand at a time; what comes of it is told in the notice bar.

    Signals:
        opened: a session and its path.
        not_opened: the path of an inspection that did not open, and the sentence.
        damaged: the path of one that did not open because it is damaged, its key, and the sentence.
        failed: an errand could not be done; the sentence, which the notice bar shows too.
    """

    opened = Signal(object, object)
    not_opened = Signal(object, str)
    damaged = Signal(object, object, str)
    failed = Signal(str)

    def __init__(self, desk: Desk, bar: JobBar, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._bar, self._notice, self._window = desk, bar, notice, parent
        self._failed = ""

    @property
    def busy(self) -> bool:
        """Whether an errand is on its way."""
        return self._bar.busy

    def open(self, path: Path, key: FileKey | None = None) -> None:
        """Opens an inspection, with its key where it is encrypted."""
        job = self._job(self.tr("Opening %1").replace("%1", path.name), lambda *_: self._desk.open(path, key))
        if job is None:
            return
        job.done.connect(lambda session: self.opened.emit(session, path))
        job.failed.connect(lambda text: self.not_opened.emit(path, text))
        self._bar.run(job)
        # Connected after the bar, so that what is asked for on the page finds it free.
        job.ended.connect(lambda: self._tell_damage(path, key, job.error))
        self._bar.stop.hide()

    def _tell_damage(self, path: Path, key: FileKey | None, error: KnownError | None) -> None:
        # What was never meant for an inspection is told in a line.
        if isinstance(error, DamagedFile) and (error.fault == "damaged" or path.suffix == SUFFIX):
            self.damaged.emit(path, key, str(error))

    def open_example(self) -> None:
        """Opens the example, made first where it is not there yet."""
        path = self._desk.documents / EXAMPLE
        if path.exists():
            self.open(path)
            return
        self._work(self.tr("Making the example"), lambda: self._desk.make_example(path), lambda: self.open(path))

    def export_report(self, session: Session, show_checks: Callable[[], None], for_word: bool = False) -> None:
        """Asks for a place and writes the report to it; `show_checks` leads to what holds it back, if anything does."""
        try:
            if read_settings(session.ledger).state != "working":
                refuse_unready(ReportDesk(session))
        except KnownError as error:
            self._notice.say(str(error), "stop", [(self.tr("Show the checks"), show_checks)])
            return
        ending, kind = (".docx", self.tr("Word (*.docx)")) if for_word else (".pdf", self.tr("PDF (*.pdf)"))
        name = f"{file_name(session.details().trust) or self.tr('Inspection')} {self._edition(session)}{ending}"
        title = self.tr("Save the report for the Trust") if for_word else self.tr("Export report")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(self._desk.documents / name), kind)
        if chosen:
            path = Path(chosen)
            # By its name the file is written as Word, so that it has to have one.
            self.write_report(session, path if path.suffix or not for_word else path.with_name(path.name + ending))

    def write_report(self, session: Session, path: Path) -> None:
        """Writes the draft report."""
        self._work(
            self.tr("Writing the report"),
            lambda: self._desk.export_report(session, path),
            lambda: self._tell(self._kept(path), path),
        )

    def export_tables(self, session: Session) -> None:
        """Asks for a folder and writes the tables into it."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Export tables"), str(self._desk.documents))
        if chosen:
            self.write_tables(session, Path(chosen))

    def write_tables(self, session: Session, folder: Path) -> None:
        """Writes the tables."""
        self._work(
            self.tr("Writing the tables"),
            lambda: self._desk.export_tables(session, folder),
            lambda: self._tell(self.tr("The tables are in %1.").replace("%1", str(folder)), folder),
        )

    def run(self, what: str, act: Act, then: Callable[[object], None], stoppable: bool = True) -> None:
        """Long work of a page, which takes what comes of it; nothing where it was stopped."""
        job = self._job(what, act)
        if job is None:
            return
        results: list[object] = []
        job.done.connect(results.append)
        self._bar.run(job)
        # Connected after the bar, so that the next errand finds it free.
        job.ended.connect(lambda: then(results[0]) if results and results[0] is not None else None)
        self._bar.stop.setVisible(stoppable)

    def wait_for(self, job: Job) -> None:
        """Starts a job that is no errand, and shows it where nothing else is shown; nobody may stop it."""
        if self._bar.busy:
            job.start()
        else:
            self._bar.run(job)
            self._bar.stop.hide()

    def _work(self, what: str, prepare: Callable[[], Work], then: Callable[[], None]) -> None:
        self.carry_out(Errand(what, prepare, lambda _: then()))

    def carry_out(self, errand: Errand) -> None:
        """Does what a page asks for, with progress and *Stop*."""
        try:
            work = errand.prepare()
        except KnownError as error:
            self._notice.say(str(error), "stop")
            return
        job = self._job(errand.what, work, [(self.tr("Try again"), lambda: self.carry_out(errand))])
        if job is None:
            return
        results: list[object] = []
        job.done.connect(lambda result: results.append(result))
        self._bar.run(job)
        # Connected after the bar, so that the next errand finds it free.
        job.ended.connect(lambda: self._after(results, errand))
        self._bar.stop.show()

    def _after(self, results: list[object], errand: Errand) -> None:
        if results and results[0] not in (None, False):
            errand.then(results[0])
        elif results:
            self._notice.say(errand.stopped or self.tr("Stopped; nothing was written."), "plain")

    def _job(self, what: str, act: Act, offers: Sequence[Offer] = ()) -> Job | None:
        if self._bar.busy:
            self._notice.say(self.tr("Something else is still running; wait for it, or stop it."), "attention")
            return None
        self._notice.say("")
        if self._failed and self._notice.text == self._failed:
            # Trying again was offered; now something is tried.
            self._notice.clear()
        job = Job(what, act, self)
        job.failed.connect(lambda text: self._fail(text, offers))
        return job

    def _fail(self, text: str, offers: Sequence[Offer]) -> None:
        self._notice.say(text, "stop", offers)
        self._failed = self._notice.text
        self.failed.emit(text)

    def _edition(self, session: Session) -> str:
        """What a report of this state and version is called in the name of a file."""
        settings = read_settings(session.ledger)
        state = {"comment": self.tr("draft for comment"), "final": self.tr("report")}.get(settings.state)
        return f"{state or self.tr('draft')} {file_name(settings.version)}".strip()

    def _kept(self, path: Path) -> str:
        text = self.tr("The report is kept as %1 in %2.")
        return text.replace("%1", path.name).replace("%2", str(path.parent))

    def _tell(self, text: str, path: Path) -> None:
        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._notice.say(text, "good", [(self.tr("Show"), show)])
