"""What comes back at the next start: place and size of the window, splitters, last page and case."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from inspector_app.ui.desk import Desk
from inspector_app.ui.workspace import Workspace


class WindowState:
    """Reads and keeps it through the desk, as texts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._state = dict(desk.state())

    def place(self, window: QMainWindow) -> None:
        """Puts the window where it was; Qt keeps it on a screen that is there."""
        window.resize(1280, 720)
        if kept := self._state.get("geometry"):
            window.restoreGeometry(_bytes(kept))

    def restore(self, window: QMainWindow, work: Workspace) -> str:
        """Puts splitters back and the last case of this inspection; returns the page that was on."""
        for splitter in _splitters(window):
            if kept := self._state.get(f"splitter/{splitter.objectName()}"):
                splitter.restoreState(_bytes(kept))
        work.cases.go_to(self._state.get(f"case/{work.path}", ""))
        return self._state.get(f"page/{work.path}", "cases")

    def keep(self, window: QMainWindow, work: Workspace | None, page: str = "") -> None:
        """Keeps it all."""
        self._state["geometry"] = _text(window.saveGeometry())
        for splitter in _splitters(window):
            self._state[f"splitter/{splitter.objectName()}"] = _text(splitter.saveState())
        if work is not None:
            self._state[f"page/{work.path}"] = "scores" if page == "scores" else "cases"
            self._state[f"case/{work.path}"] = work.cases.table.key()
        self._desk.keep_state(self._state)


def _splitters(window: QMainWindow) -> list[QSplitter]:
    return [s for s in window.findChildren(QSplitter) if s.objectName()]


def _bytes(kept: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(kept.encode()))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
