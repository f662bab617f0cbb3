"""The way to another version of the question set: chosen, previewed off the main thread, put in force, opened anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.roles import refusal
from inspector_app.services.commands import UpgradeInstrument
from inspector_app.services.upgrading import Preview, Standing, freeze, others, outdated, preview, read_set
from inspector_app.ui.desk import Cancelled, Desk, Progress
from inspector_app.ui.errands import Errands
from inspector_app.ui.pages.upgrade import UpgradePage
from inspector_app.ui.workspace import Workspace


class Upgrading(QObject):
    """Serves the page of another version, for the inspection that is open.

    Signals:
        page_asked: a page to show.
        reopen_asked: the inspection at this path is to be opened anew.
    """

    page_asked = Signal(str)
    reopen_asked = Signal(object)

    def __init__(self, desk: Desk, errands: Errands, page: UpgradePage, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._errands, self._page = desk, errands, page
        self._work: Workspace | None = None
        self._to_say = ""
        page.chosen.connect(self.look_at)
        page.agreed.connect(self._put_in_force)
        page.left.connect(lambda: self.page_asked.emit("cases"))

    def follow(self, work: Workspace | None) -> None:
        """Another inspection is open, or none."""
        self._work = work
        if work is not None:
            work.bridge.changed.connect(lambda _: self._on_changed(work))
            if self._to_say:
                work.notice.emit(self._to_say, "good")
            self._to_say = ""

    def ask(self) -> None:
        """Shows the page on which a version is chosen."""
        if self._work is not None:
            session = self._work.session
            said = refusal(session.details().team, session.person.author, "upgrade")
            if said:
                self._work.notice.emit(said, "attention")
                return
            self._page.begin(session.instrument, others(session, self._desk.instruments))
            self.page_asked.emit("upgrade")

    def look_at(self, source: Path | Instrument) -> None:
        """Works out what a version would change, and shows it."""
        work = self._work
        if work is not None:
            work.when_saved(lambda: self._preview(work, source))

    def _preview(self, work: Workspace, source: Path | Instrument) -> None:
        standing = freeze(work.session)
        self._page.complain("")
        self._errands.run(self.tr("Comparing the question sets"), _work(standing, source), self._show)

    def _show(self, found: object) -> None:
        match found:
            case Preview():
                self._page.look(found)
            case BadRows():
                self._page.complain(str(found), found.rows)
            case KnownError():
                self._page.complain(str(found))

    def _put_in_force(self, new: Instrument) -> None:
        work = self._work
        if work is not None:
            work.flush()
            work.bridge.handle(UpgradeInstrument(new), "upgrade")

    def _on_changed(self, work: Workspace) -> None:
        """After an upgrade here, or a merge that brought one: a session works with one version to its end."""
        if work is self._work and outdated(work.session):
            version = work.session.details().details.get("instrument_version", "")
            words = self.tr("Version %1 is in force. Each open case lists under What remains what is to be confirmed.")
            self._to_say = words.replace("%1", version)
            self._work = None
            self.reopen_asked.emit(work.path)


def _work(standing: Standing, source: Path | Instrument) -> Callable[[Progress, Cancelled], object]:
    def act(progress: Progress, cancelled: Cancelled) -> object:
        try:
            new = source if isinstance(source, Instrument) else read_set(source)
            return preview(standing, new, progress, cancelled)
        except KnownError as error:  # told on the page, row by row
            return error

    return act
