"""The pages of the form in their order, and in a few words what remains."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.progress import Share
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.theme import tabular
from inspector_app.ui.widgets.form_marks import colour, draw_tick


class PanelLine(QAbstractButton):
    """One line of the left panel: words at the left, a figure at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._figure = ""
        self._done = False
        self._here = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, text: str, figure: str, done: bool = False, here: bool = False) -> None:
        """Shows a line; what is done has a tick besides its figure."""
        if (text, figure, done, here) == (self.text(), self._figure, self._done, self._here):
            return
        self.setText(text)
        self._figure, self._done, self._here = figure, done, here
        marks = (self.tr("done") if done else "", self.tr("on screen") if here else "")
        parts = [part for part in (text, figure, *marks) if part]
        self.setAccessibleName(", ".join(parts))
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(200, max(36, self.fontMetrics().height() + 16))

    def minimumSizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line; the one on screen has a bar at its left edge and heavier type."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._here or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(role.Highlight))
            painter.drawRoundedRect(body, 4, 4)
        if self._here:
            painter.setBrush(colour(role.Accent))
            painter.drawRoundedRect(QRectF(body.left(), body.top() + 6, 3, body.height() - 12), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(role.Accent), 2))
            painter.drawRoundedRect(body, 4, 4)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        role = QPalette.ColorRole
        area = self.rect().adjusted(12, 0, -26, 0)
        if self._done:
            draw_tick(painter, self.width() - 20, self.height() / 2, colour(role.Accent))
        painter.setFont(tabular(self.font()))
        room = painter.fontMetrics().horizontalAdvance(self._figure)
        painter.setPen(colour(role.PlaceholderText))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._figure)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self._here else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colour(role.Text))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width() - room - 8)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


class PageList(QWidget):
    """Case details, the pages, the officer's interview.

    Signals:
        page_asked: a page id.
        facts_asked: the facts of the case, or, in an interview, the case itself.
        officer_asked: the officer's interview.
    """

    page_asked = Signal(str)
    facts_asked = Signal()
    officer_asked = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self._instrument = instrument
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.facts = PanelLine(self)
        self.facts.clicked.connect(self.facts_asked)
        layout.addWidget(self.facts)
        self.lines: dict[str, PanelLine] = {}
        for page in instrument.pages:
            line = PanelLine(self)
            line.clicked.connect(lambda _=False, p=page.id: self._pressed(p))
            layout.addWidget(line)
            self.lines[page.id] = line
        self._about = "case"

    def show_state(self, state: FormState, here: str) -> None:
        """Shows the progress of each page; `here` is the one on screen."""
        self._about = state.about
        self.facts.setVisible(state.case is not None)
        self._show_facts(state)
        for page in self._instrument.pages:
            line = self.lines[page.id]
            left = state.interview if page.per == "officer" else state.remaining if state.about == "case" else None
            line.setVisible(left is not None)
            if left is None:
                continue
            share = left.by_page.get(page.id)
            done = share is not None and share.open > 0 and share.complete
            line.show_line(f"{page.id}  {page.title}", self._figure(share), done, page.id == here)

    def _show_facts(self, state: FormState) -> None:
        if state.case is None:
            return
        if state.about == "officer":
            self.facts.show_line(self.tr("Back to case {ref}").format(ref=state.case.ref), "")
            return
        missing = len(state.remaining.missing_fields)
        figure = self.tr("{count} missing").format(count=missing) if missing else self.tr("complete")
        self.facts.show_line(self.tr("Case details"), figure, not missing)

    def _figure(self, share: Share | None) -> str:
        if share is None or not share.open:
            return "–"
        return f"{share.answered}/{share.open}"

    def _pressed(self, page: str) -> None:
        per = next(p.per for p in self._instrument.pages if p.id == page)
        if per == "officer" and self._about == "case":
            self.officer_asked.emit()
        else:
            self.page_asked.emit(page)
