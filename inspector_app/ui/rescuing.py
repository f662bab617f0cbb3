"""The way out of a damaged file: what can be read is saved into a new one, which is then opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.errors import KnownError
from inspector_app.services.handing_out import SUFFIX
from inspector_app.services.passphrases import FileKey
from inspector_app.services.salvaging import Rescue, keep_list, rescue
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.opening import Opening
from inspector_app.ui.pages.damaged import DamagedPage
from inspector_app.ui.restoring import Restoring


class Rescuing(QObject):
    """Serves the page about a damaged file.

    Signals:
        page_asked: a page to show.
    """

    page_asked = Signal(str)

    def __init__(
        self, opening: Opening, errands: Errands, restoring: Restoring, page: DamagedPage, notice: NoticeBar
    ) -> None:
        super().__init__(opening)
        self._opening, self._errands, self._page, self._notice = opening, errands, page, notice
        self._path = Path()
        self._key: FileKey | None = None
        self._result: Rescue | None = None
        errands.damaged.connect(self.show_damage)
        page.save_asked.connect(self.choose_place)
        page.backups_asked.connect(lambda: restoring.show_backups(self._path))
        page.left.connect(opening.go_back)
        page.open_asked.connect(self._open)
        page.list_asked.connect(self._choose_list)

    def show_damage(self, path: Path, key: FileKey | None, sentence: str) -> None:
        """Shows what can be done about a file that does not open."""
        self._path, self._key, self._result = path, key, None
        if self._notice.text == sentence:  # the page says it
            self._notice.clear()
        self._page.show_damage(path.name, sentence)
        self.page_asked.emit("damaged")

    def choose_place(self) -> None:
        """Asks where the new file is to be."""
        called = self.tr("%1 saved").replace("%1", self._path.stem) + SUFFIX
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save what can be read"), str(self._path.with_name(called)),
            self.tr("Inspections (*%1)").replace("%1", SUFFIX), options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            new = Path(chosen)
            self.save_to(new if new.suffix else new.with_name(new.name + SUFFIX))

    def save_to(self, new: Path) -> None:
        """Saves what can be read into a new file."""
        path, key = self._path, self._key
        self._errands.run(
            self.tr("Reading %1").replace("%1", path.name),
            lambda progress, cancelled: rescue(path, new, datetime.now().astimezone(), key, progress, cancelled),
            self._show,
        )

    def _show(self, result: object) -> None:
        assert isinstance(result, Rescue)
        self._result = result
        self._page.show_saved(result.path.name, result.lines, result.whole)
        self.page_asked.emit("damaged")

    def _open(self) -> None:
        if self._result is not None:
            self._opening.open_with(self._result.path, self._key)

    def _choose_list(self) -> None:
        if self._result is None:
            return
        called = self.tr("%1 - what is missing.txt").replace("%1", self._result.path.stem)
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save this list"), str(self._result.path.with_name(called)), self.tr("Text (*.txt)")
        )
        if chosen:
            self.save_list(Path(chosen))

    def save_list(self, path: Path) -> None:
        """Writes the list of what is missing."""
        if self._result is None:
            return
        try:
            keep_list(self._result, path)
        except KnownError as error:
            self._notice.say(str(error), "stop")
        else:
            self._notice.say(self.tr("The list is in %1.").replace("%1", str(path)), "good")
