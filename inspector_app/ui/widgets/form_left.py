"""The left panel: the grid as a map, the pages in order, what remains."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button, label, rule
from inspector_app.ui.phrases import counted, finish_words, remains_words
from inspector_app.ui.widgets.form_grid import CriteriaGrid
from inspector_app.ui.widgets.form_pages import PageList, PanelLine


class LeftPanel(QScrollArea):
    """Where am I, and how far is it.

    Signals:
        remains_asked: the list of what remains.
        sign_off_asked: the case is to be finished: submitted, or signed off.
    """

    remains_asked = Signal()
    sign_off_asked = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget(self)
        content.setProperty("surface", "side")
        self.setWidget(content)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 12)
        layout.setSpacing(4)
        self.grid = CriteriaGrid(instrument, content)
        layout.addWidget(self.grid)
        layout.addSpacing(4)
        layout.addWidget(rule())
        self.pages = PageList(instrument, content)
        layout.addWidget(self.pages)
        layout.addWidget(rule())
        self.remains = PanelLine(content)
        self.remains.clicked.connect(self.remains_asked)
        layout.addWidget(self.remains)
        self.words = label("", "small", wrap=True)
        self.words.setContentsMargins(12, 0, 8, 4)
        layout.addWidget(self.words)
        self.sign_off = button(self.tr("Sign off case"), "plain")
        self.sign_off.clicked.connect(self.sign_off_asked)
        layout.addWidget(self.sign_off)
        layout.addStretch(1)

    def show_state(self, state: FormState, here: Question | None, on_remains: bool) -> None:
        """Refreshes what changed."""
        criteria = here.criteria if here is not None and not on_remains else ()
        self.grid.show_state(state, criteria)
        self.pages.show_state(state, here.page if here is not None and not on_remains else "")
        left = state.remaining
        number = left.count + state.to_settle
        count = str(number) if number else self.tr("nothing")
        self.remains.show_line(self.tr("What remains"), count, not number, on_remains)
        words = remains_words(left)
        if state.to_settle:
            settle = counted(state.to_settle, self.tr("%1 query to settle"), self.tr("%1 queries to settle"))
            words = f"{settle}, {words}" if left.count else settle
        if words != self.words.text():
            self.words.setText(words[:1].upper() + words[1:])
        self.words.setVisible(bool(number))
        self.sign_off.setVisible(bool(state.review.finish))
        self.sign_off.setEnabled(state.may_finish)
        if self.sign_off.text() != finish_words(state.review.finish):
            self.sign_off.setText(finish_words(state.review.finish))
            self.sign_off.setAccessibleName(self.sign_off.text())
