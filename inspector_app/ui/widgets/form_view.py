"""The middle of the assessment page: one screen of the form, with its neighbours as quiet lines."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.navigation import Screen
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button
from inspector_app.ui.widgets.form_body import QuestionBody
from inspector_app.ui.widgets.form_confirm import ConfirmBand
from inspector_app.ui.widgets.form_grid_card import GridBody
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_line import QuietLine

Body = QuestionBody | GridBody
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ScreenView(QScrollArea):
    """Shows one screen at a time.

    Signals:
        stepped: -1 or 1, a neighbour was pressed.
        skip_asked: *not applicable* for the whole block was pressed.
    """

    stepped = Signal(int)
    skip_asked = Signal()

    def __init__(self, instrument: Instrument, hand: FormHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._sections = {s.id: s for p in instrument.pages for s in p.sections}
        self._hand = hand
        self.body: Body | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = self._content = QWidget(self)
        content.setProperty("surface", "plain")
        self.setWidget(content)
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(24, 8, 24, 16)
        self._layout.setSpacing(8)
        self.before = QuietLine(content)
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self._layout.addWidget(self.before)
        self.skip = button(self.tr("Not applicable for the whole block"), "link")
        self.skip.clicked.connect(self.skip_asked)
        self._layout.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignRight)
        self.again = ConfirmBand(instrument, content)
        self._layout.addWidget(self.again)
        self._place = QVBoxLayout()
        self._layout.addLayout(self._place)
        self.after = QuietLine(content)
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self._layout.addSpacing(8)
        self._layout.addWidget(self.after)
        self._below = QVBoxLayout()
        self._layout.addLayout(self._below)
        self._layout.addStretch(1)

    def show_screen(self, screen: Screen, state: FormState) -> Body:
        """Sets another screen; the one before goes."""
        old = self.body
        content = self._content
        content.setUpdatesEnabled(False)
        section = self._sections[screen.section]
        self.skip.setVisible(section.skippable and state.about == "case" and not state.read_only)
        body = self._make(screen, section.title, state)
        body.show_state(state)
        self.body = body
        if old is not None:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._place.addWidget(body)
        body.show()
        body.grown = True
        self.order_focus()
        self.verticalScrollBar().setValue(0)
        content.setUpdatesEnabled(True)
        return body

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for the choices; the page keys scroll."""
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def show_neighbours(self, before: Screen | None, after: Screen | None, state: FormState) -> None:
        """Names the screens before and after."""
        for line, screen, lead in ((self.before, before, self.tr("Back to")), (self.after, after, self.tr("On to"))):
            line.setVisible(screen is not None)
            if screen is not None:
                line.show_text(self._words(screen, state), lead)

    def order_focus(self) -> None:
        """Has the Tab key walk the screen in the order in which it is read, where something new has unfolded."""
        if self.body is None or not self.body.grown:
            return
        self.body.grown = False
        chain = [self.before, self.skip, self.again.confirm, *self.body.chain(), self.after]
        for one, other in pairwise(chain):
            self.setTabOrder(one, other)

    def dock(self, widget: QWidget | None) -> None:
        """Takes in, beneath the question, what stands beside it where there is room."""
        if widget is not None:
            self._below.addWidget(widget)

    def reveal(self, widget: QWidget) -> None:
        """Scrolls as little as needed to show a widget, its top before its end."""
        content = self._content
        top = widget.mapTo(content, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        if top < bar.value():
            bar.setValue(max(0, top - 16))
        elif top + widget.height() > bar.value() + room:
            bar.setValue(min(top - 16, top + widget.height() - room + 16))

    def _make(self, screen: Screen, heading: str, state: FormState) -> Body:
        with_status = state.about == "case"
        if screen.grid:
            grid = self._instrument.grids_by_id[screen.grid]
            return GridBody(screen, grid, heading, self._hand, with_status, self._content)
        return QuestionBody(screen, heading, self._hand, with_status, self._content)

    def _words(self, screen: Screen, state: FormState) -> str:
        title = self._instrument.grids_by_id[screen.grid].title if screen.grid else screen.first.text
        answer = "" if screen.grid else state.label(screen.first)
        return f"{screen.number}   {title}" + (f"   ·   {answer}" if answer else "")
