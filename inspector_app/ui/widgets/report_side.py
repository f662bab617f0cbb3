"""The side of the page on which the report is written: evidence, preview, what to look at, history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.widgets.report_evidence import EvidenceFace
from inspector_app.ui.widgets.report_faces import HistoryFace, MarksFace
from inspector_app.ui.widgets.report_picker import FigurePicker
from inspector_app.ui.widgets.report_preview import PreviewFace
from inspector_app.ui.widgets.sub_tabs import SubTabs


class ReportSide(QWidget):
    """Faces of which one is shown, and panels that stand before them.

    Signals:
        mark_opened: the place of a mark, in the order of the text, that is to be shown.
        taken: an earlier text of the section that is to stand again.
        inserted: the text of a figure for the caret; `block_inserted` of what is a paragraph of its own.
        figure_chosen: the text of a figure from the picker.
        left: the picker is done with; back to the text.
    """

    mark_opened = Signal(int)
    taken = Signal(str)
    inserted = Signal(str)
    block_inserted = Signal(str)
    figure_chosen = Signal(str)
    left = Signal()

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._section = ""
        self.setProperty("surface", "side")
        self.evidence = EvidenceFace(state)
        self.preview = PreviewFace(state)
        self.marks, self.history = MarksFace(), HistoryFace()
        self.tabs = SubTabs(self._faces(), "report_side")
        self.tabs.row.setContentsMargins(8, 4, 4, 0)
        self.tabs.row.setSpacing(2)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tabs)
        self.picker = FigurePicker(state)
        self.stack.addWidget(self.picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setMinimumWidth(280)
        self.evidence.inserted.connect(self.inserted)
        self.evidence.block_inserted.connect(self.block_inserted)
        self.evidence.picker_asked.connect(self.pick)
        self.picker.chosen.connect(self._choose)
        self.picker.closed.connect(self._close_picker)
        self.marks.opened.connect(self.mark_opened)
        self.history.taken.connect(self.taken)
        self.history.shown.connect(self._resolve_history)
        self.tabs.turned.connect(lambda _: self.refresh())

    def open(self, section: str) -> None:
        """Shows what belongs to a section; a figure that was being chosen for another is left."""
        if section != self._section:
            self.stack.setCurrentWidget(self.tabs)
        self._section = section
        self.refresh()

    def pick(self, source: str, change: bool = False) -> None:
        """Shows the picker, which begins with a figure; `change` says whether it stands in the text."""
        self.show()
        self.stack.setCurrentWidget(self.picker)
        self.picker.begin(source, change)

    def refresh(self) -> None:
        """Brings the face that is on up to date."""
        if not self._section:
            return
        view, may = self._state.desk.section(self._section), not self._state.refusal
        if self.tabs.page == "evidence":
            self.evidence.open(view.section, may and not view.in_conflict)
        elif self.tabs.page == "history":
            self.history.show_history(view.history, may)

    def _choose(self, source: str) -> None:
        self.stack.setCurrentWidget(self.tabs)
        self.figure_chosen.emit(source)

    def _close_picker(self) -> None:
        self.stack.setCurrentWidget(self.tabs)
        self.left.emit()

    def _resolve_history(self) -> None:
        source = self.history.text.source()
        self.history.text.show_looks(self._state.looks(self._section, source.text), source)

    def _faces(self) -> list[tuple[str, str, QWidget]]:
        return [
            ("evidence", self.tr("Evidence"), self.evidence),
            ("preview", self.tr("Preview"), self.preview),
            ("marks", self.tr("Marks"), self.marks),
            ("history", self.tr("History"), self.history),
        ]
