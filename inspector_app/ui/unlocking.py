"""The way into an encrypted file: its passphrase or its recovery key is asked for in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector_app.services.passphrases import FileKey, key_from_recovery, key_of
from inspector_app.ui.jobs import Job
from inspector_app.ui.pages.unlock import UnlockPage


class Unlocking(QObject):
    """Serves the page that asks.

    Signals:
        recovered: what follows is opened with its recovery key.
        unlocked: a path and the key that opens it.
        page_asked: a page to show.
    """

    recovered = Signal()
    unlocked = Signal(object, object)
    page_asked = Signal(str)

    def __init__(self, page: UnlockPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._path: Path | None = None
        page.tried.connect(self._try)

    def ask(self, path: Path) -> None:
        """Asks for what opens this file."""
        self._path = path
        self._page.ask(path.name)
        self.page_asked.emit("unlock")

    def leave(self) -> None:
        """Forgets the file, and what was typed for it."""
        self._path = None
        self._page.forget()

    def _try(self, text: str, recovery: bool) -> None:
        path = self._path
        if path is None:
            return
        find = key_from_recovery if recovery else key_of
        job = Job("unlock", lambda *_: find(path, text), self)
        job.done.connect(lambda key: self._on_key(path, key, recovery))
        job.failed.connect(lambda sentence: self._on_refused(path, sentence))
        job.ended.connect(job.deleteLater)
        job.start()

    def _on_key(self, path: Path, key: FileKey, recovery: bool) -> None:
        if path == self._path:
            self.leave()
            if recovery:
                self.recovered.emit()
            self.unlocked.emit(path, key)

    def _on_refused(self, path: Path, sentence: str) -> None:
        if path == self._path:
            self._page.refuse(sentence)
