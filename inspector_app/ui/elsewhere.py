"""What the window says and offers while the disk takes nothing: try again, or save a copy elsewhere and go on there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.elsewhere import Memory, freeze, save_elsewhere
from inspector_app.services.passphrases import FileKey
from inspector_app.ui.desk import Cancelled, Desk, Progress
from inspector_app.ui.errand import Errand
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import NoticeBar, Offer
from inspector_app.ui.pages.details import SUFFIX
from inspector_app.ui.workspace import Workspace


class Elsewhere(QObject):
    """Tells what the disk refuses, and brings everything that stands in the window to a place that takes it.

    Args:
        go_on: closes the open inspection as it is and opens another file with a key.
    """

    def __init__(
        self,
        desk: Desk,
        errands: Errands,
        notice: NoticeBar,
        go_on: Callable[[Path, FileKey | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._errands, self._notice, self._window = desk, errands, notice, parent
        self._go_on = go_on
        self._told = ""

    def follow(self, work: Workspace) -> None:
        """Tells of this inspection from now on what its disk refuses."""
        work.bridge.stalled.connect(lambda text: self._stall(work, text))
        work.bridge.saved.connect(lambda _: self._on_saved())

    def offers(self, work: Workspace, leave: Offer | None = None) -> list[Offer]:
        """What can be done; once a copy is saved `leave` is offered too."""
        words = self.tr("Save a copy elsewhere…")
        return [(self.tr("Try again"), work.bridge.retry), (words, lambda: self.ask(work, leave))]

    def ask(self, work: Workspace, leave: Offer | None = None) -> None:
        """Asks for a place and writes everything there that stands in the window."""
        name = self.tr("%1 (copy)").replace("%1", work.path.stem) + SUFFIX
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save a copy elsewhere"), str(self._desk.documents / name),
            self.tr("Inspections (*%1)").replace("%1", SUFFIX), options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self.save(work, path if path.suffix else path.with_name(path.name + SUFFIX), leave)

    def save(self, work: Workspace, path: Path, leave: Offer | None = None) -> None:
        """Writes everything there that stands in the window, also where its own file is gone."""
        work.flush()

        def prepare() -> Callable[[Progress, Cancelled], Path | KnownError | None]:
            return partial(_written, freeze(work.session, work.path), path)

        told = self.tr("Stopped; no copy was written.")
        what = self.tr("Saving a copy as %1").replace("%1", path.name)
        self._errands.carry_out(Errand(what, prepare, lambda made: self._tell(work, made, leave), told))

    def _tell(self, work: Workspace, made: object, leave: Offer | None) -> None:
        if isinstance(made, Path):
            self._notice.say(self._saved(work, made), "attention", self._ways_on(work, made, leave))
        elif isinstance(made, KnownError):
            self._notice.say(str(made), "stop", self.offers(work, leave))

    def _saved(self, work: Workspace, made: Path) -> str:
        text = self.tr("A copy with everything in this window is kept as %1 in %2.")
        if work.stuck:
            text = self.tr(
                "A copy with everything in this window, what is not saved here included, is kept as %1 in %2."
            )
        text = text.replace("%1", made.name).replace("%2", str(made.parent))
        return f"{text} {self.tr('The same passphrase opens it.')}" if work.session.key is not None else text

    def _ways_on(self, work: Workspace, made: Path, leave: Offer | None) -> Sequence[Offer]:
        ways: list[Offer] = [(self.tr("Go on working there"), lambda: self._go_on(made, work.session.key))]
        if work.stuck:
            ways.append((self.tr("Try again"), work.bridge.retry))
        return [*ways, leave] if leave is not None else ways

    def _stall(self, work: Workspace, text: str) -> None:
        self._notice.say(text, "stop", self.offers(work))
        self._told = self._notice.text

    def _on_saved(self) -> None:
        # Also what was said of it on closing: the sentence stands in that.
        if self._told and self._told in self._notice.text:
            self._notice.clear()
        self._told = ""


def _written(memory: Memory, path: Path, progress: Progress, cancelled: Cancelled) -> Path | KnownError | None:
    try:
        return save_elsewhere(memory, path, progress, cancelled)
    except KnownError as error:  # told with what can be done about it
        return error
