"""Files and folders dropped on the window: opened, imported, or taken back, and asked where that is not clear."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject

from inspector_app.services.handing_out import SUFFIX
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.opening import Opening

WORD = ".docx"
"""How the name of a file ends in which the Trust's comments come back."""


class Drops(QObject):
    """Decides what becomes of what is dropped."""

    def __init__(self, opening: Opening, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._opening, self._notice = opening, notice

    @staticmethod
    def paths(dropped: QMimeData) -> list[Path]:
        """The files and folders of this machine among what is dropped."""
        return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]

    def take(self, paths: Sequence[Path]) -> None:
        """One file is opened, a table previewed for import, several files or a folder are taken back.

        In a Word file the Trust's comments are looked for.

        With an inspection open, another inspection file may be meant either way, so the person is asked.
        """
        work = self._opening.work
        one = paths[0] if len(paths) == 1 else None
        if one is not None and one.suffix.lower() == ".csv" and work is not None:
            work.preview_import(one)
        elif one is not None and one.suffix.lower() == WORD and work is not None and not work.handed_to:
            work.asked.emit("report")
            work.report.take_comments([one])
        elif one is not None and not os.path.isdir(one) and (work is None or work.handed_to):
            self._opening.open_path(one)
        elif work is None or work.handed_to:
            text = self.tr("Files are taken back in the lead inspector’s file. Open that first, then drop them again.")
            self._notice.say(text, "attention")
        elif one is not None and one.suffix.lower() == SUFFIX:
            self._ask(one)
        elif one is not None and not os.path.isdir(one):
            self._opening.open_path(one)
        else:
            work.take_back(paths)

    def _ask(self, path: Path) -> None:
        def open_it() -> None:
            self._notice.clear()
            self._opening.open_path(path)

        def take_back() -> None:
            self._notice.clear()
            if self._opening.work is not None:
                self._opening.work.take_back([path])

        text = self.tr("%1: take back what it brings, or open it instead of this inspection?").replace("%1", path.name)
        self._notice.say(text, "plain", [(self.tr("Take back"), take_back), (self.tr("Open it"), open_it)])
