"""The criteria grid as a map of the form: how much of each cell is answered, and a way there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QWidget

from inspector_app.domain.instrument import Criterion, Instrument
from inspector_app.domain.progress import Share
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import label
from inspector_app.ui.theme import tabular
from inspector_app.ui.widgets.form_marks import colour, draw_tick

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ProgressCell(QAbstractButton):
    """One criterion: answered of open, in figures and as a bar."""

    def __init__(self, criterion: Criterion, parent: QWidget) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._share: Share | None = None
        self._here = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(tabular(self.font()))
        self._name(None)

    @property
    def figures(self) -> str:
        """What stands in the cell."""
        if self._share is None or not self._share.open:
            return "–"
        return f"{self._share.answered}/{self._share.open}"

    def show_share(self, share: Share | None, here: bool) -> None:
        """Shows how much is answered; None where nothing is asked."""
        if (share, here) == (self._share, self._here):
            return
        self._share, self._here = share, here
        self._name(share)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(52, max(36, self.fontMetrics().height() + 16))

    def minimumSizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(38, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for the grid."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Figures over a thin bar; the cell of the question on screen has a frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        share = self._share
        painter.setPen(Qt.PenStyle.NoPen)
        if share is not None and share.open:
            painter.setBrush(colour(role.Highlight if self._here or self.underMouse() else role.Base))
            painter.drawRoundedRect(body, 4, 4)
            self._paint_bar(painter, body, share)
        self._paint_words(painter, body)
        if self._here or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(role.Accent), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(body, 4, 4)
        painter.end()

    def _paint_bar(self, painter: QPainter, body: QRectF, share: Share) -> None:
        """A thin bar; a tick at its end says *done* without colour."""
        bar = QRectF(body.left() + 4, body.bottom() - 6, body.width() - (20 if share.complete else 8), 3)
        painter.setBrush(colour(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bar.setWidth(bar.width() * share.answered / share.open)
        painter.setBrush(colour(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if share.complete:
            draw_tick(painter, body.right() - 14, body.bottom() - 7, colour(QPalette.ColorRole.Accent))

    def _paint_words(self, painter: QPainter, body: QRectF) -> None:
        role = QPalette.ColorRole
        asked = self._share is not None and self._share.open > 0
        font = QFont(self.font())
        font.setPixelSize(12)
        if self._here:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour(role.Text if asked else role.PlaceholderText))
        painter.drawText(body.adjusted(0, 0, 0, -6 if asked else 0), Qt.AlignmentFlag.AlignCenter, self.figures)

    def _name(self, share: Share | None) -> None:
        asked = share is not None and share.open > 0
        self.setEnabled(asked)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if asked else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if asked else Qt.CursorShape.ArrowCursor)
        said = (
            self.tr("{answered} of {open} answered").format(answered=share.answered, open=share.open)
            if share is not None and asked
            else self.tr("nothing is asked here")
        )
        self.setAccessibleName(f"{self.criterion.id} {self.criterion.title}: {said}")
        self.setToolTip(f"{self.criterion.id}  {self.criterion.title}\n{said}")


class CriteriaGrid(QWidget):
    """Outcomes down, process across. Arrow keys walk, Enter or a click jumps.

    Signals:
        asked: the id of a criterion to jump to.
    """

    asked = Signal(str)

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Criteria grid"))
        self.cells: dict[str, ProgressCell] = {}
        self._places: dict[tuple[int, int], ProgressCell] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(2)
        for column, process in enumerate(instrument.processes):
            grid.addWidget(self._head(process.short, process.title), 0, column + 1)
            grid.setColumnStretch(column + 1, 1)
        by_place = {(c.outcome, c.process): c for c in instrument.criteria}
        for row, outcome in enumerate(instrument.outcomes):
            grid.addWidget(self._head(outcome.id, outcome.title), row + 1, 0)
            for column, process in enumerate(instrument.processes):
                criterion = by_place.get((outcome.id, process.id))
                if criterion is not None:
                    self._add(grid, criterion, row, column)

    def show_state(self, state: FormState, here: tuple[str, ...]) -> None:
        """Shows the shares; `here` are the criteria of the question on screen."""
        for criterion, cell in self.cells.items():
            cell.show_share(state.criterion_share(criterion), criterion in here)

    def take_focus(self, criterion: str) -> None:
        """Puts the focus on a cell, or on the first that can take it."""
        wanted = self.cells.get(criterion)
        if wanted is None or not wanted.isEnabled():
            wanted = next((c for c in self.cells.values() if c.isEnabled()), None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks to the next cell in which something is asked."""
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((place for place, cell in self._places.items() if cell.hasFocus()), None)
        if step is None or here is None:
            event.ignore()
            return
        row, column = here[0] + step[0], here[1] + step[1]
        while 0 <= row < 12 and 0 <= column < 12:
            cell = self._places.get((row, column))
            if cell is not None and cell.isEnabled():
                cell.setFocus(Qt.FocusReason.TabFocusReason)
                return
            row, column = row + step[0], column + step[1]

    def _add(self, grid: QGridLayout, criterion: Criterion, row: int, column: int) -> None:
        cell = ProgressCell(criterion, self)
        cell.clicked.connect(lambda: self.asked.emit(criterion.id))
        grid.addWidget(cell, row + 1, column + 1)
        self.cells[criterion.id] = cell
        self._places[row, column] = cell

    def _head(self, short: str, title: str) -> QLabel:
        head = label(short, "small")
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.setToolTip(title)
        head.setAccessibleName(title)
        return head
