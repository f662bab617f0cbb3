"""What comes back at the next start: place and size of the window, splitters, last pages, section and case.

Where one was in an encrypted inspection is kept in its own file, and nowhere else.
"""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from inspector_app.domain.idling import minutes_of
from inspector_app.services.last_place import PLACE, keep_place, place_in
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

    @property
    def lock_after(self) -> int:
        """After how many minutes without anybody an encrypted inspection is locked; 0 is never."""
        return minutes_of(self._state.get("lock_after", ""))

    @lock_after.setter
    def lock_after(self, minutes: int) -> None:
        self._state["lock_after"] = str(minutes)
        self._desk.keep_state(self._state)

    def restore(self, window: QMainWindow, work: Workspace) -> str:
        """Puts splitters back and the last case of this inspection; returns the page that was on."""
        self.restore_parts(window)
        work.assessment.restore_state(self._state)
        if work.session.key is not None:
            kept = place_in(work.session)
        else:
            kept = {name: self._state.get(f"{name}/{work.path}", "") for name in PLACE}
        work.cases.go_to(kept["case"])
        if kept["page"] == "assessment":
            return "assessment" if _back_in_form(work, kept["place"]) else "cases"
        return kept["page"] if kept["page"] in PAGES else "cases"

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
            self._keep_place(work, page)
        self._desk.keep_state(self._state)

    def _keep_place(self, work: Workspace, page: str) -> None:
        place = {
            "page": page if page in PAGES else "cases",
            "case": work.cases.table.key(),
            "place": json.dumps(work.assessment.place),
        }
        encrypted = work.session.key is not None
        if encrypted:
            keep_place(work.session, place)
        for name, value in place.items():
            # What was kept while the file was plain goes.
            self._state.pop(f"{name}/{work.path}", "")
            if not encrypted:
                self._state[f"{name}/{work.path}"] = value


def _back_in_form(work: Workspace, place: str) -> bool:
    """Opens the form where it was left; False where that is not there any more, or nobody said who works here."""
    try:
        about, ref, from_case, question = json.loads(place)
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
