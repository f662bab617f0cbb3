"""What comes back at the next start: place and size of the window, splitters, last pages, section and case."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from inspector_app.ui.desk import Desk
from inspector_app.ui.widgets.report_outline import Outline
from inspector_app.ui.widgets.sub_tabs import SubTabs
from inspector_app.ui.workspace import PAGES, Workspace


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
        self.restore_parts(window)
        work.assessment.restore_state(self._state)
        work.cases.go_to(self._state.get(f"case/{work.path}", ""))
        page = self._state.get(f"page/{work.path}", "cases")
        return page if page != "assessment" or self._back_in_form(work) else "cases"

    def restore_parts(self, whole: QWidget) -> None:
        """Puts the splitters and sub-tabs in a window, or in a page that is made later, back."""
        for splitter in _splitters(whole):
            if kept := self._state.get(f"splitter/{splitter.objectName()}"):
                splitter.restoreState(_bytes(kept))
        for tabs in whole.findChildren(SubTabs):
            tabs.show_page(self._state.get(f"tab/{tabs.objectName()}", ""))
        for outline in whole.findChildren(Outline):
            outline.begin_at = self._state.get("section", "")

    def keep(self, window: QMainWindow, work: Workspace | None, page: str = "") -> None:
        """Keeps it all."""
        self._state["geometry"] = _text(window.saveGeometry())
        for splitter in _splitters(window):
            self._state[f"splitter/{splitter.objectName()}"] = _text(splitter.saveState())
        for tabs in window.findChildren(SubTabs):
            self._state[f"tab/{tabs.objectName()}"] = tabs.page
        for outline in window.findChildren(Outline):
            self._state["section"] = outline.section
        if work is not None:
            self._state |= work.assessment.save_state()
            self._state[f"page/{work.path}"] = page if page in PAGES else "cases"
            self._state[f"case/{work.path}"] = work.cases.table.key()
            self._state[f"place/{work.path}"] = json.dumps(work.assessment.place)
        self._desk.keep_state(self._state)

    def _back_in_form(self, work: Workspace) -> bool:
        """Opens the form where it was left; False where that is not there any more, or nobody said who works here."""
        try:
            about, ref, from_case, question = json.loads(self._state.get(f"place/{work.path}", ""))
        except ValueError:
            return False
        cases = set(work.session.refs())
        if not work.session.person.author:
            return False
        if about == "officer" and from_case in cases and work.session.case(from_case).officer == ref:
            work.assessment.open_officer(ref, from_case, question)
            return True
        if about == "case" and ref in cases:
            work.assessment.open_case(ref, question)
            return True
        return False


def _splitters(window: QWidget) -> list[QSplitter]:
    return [s for s in window.findChildren(QSplitter) if s.objectName()]


def _bytes(kept: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(kept.encode()))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
