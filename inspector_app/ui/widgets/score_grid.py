"""The criteria grid with its scores: rows are outcomes, columns are the process, results stand at the ends."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QWidget

from inspector_app.domain.instrument import Criterion, Instrument
from inspector_app.domain.scoring import GroupScore, Method, Scores
from inspector_app.ui.parts import label, restyle
from inspector_app.ui.score_words import figure
from inspector_app.ui.theme import tabular
from inspector_app.ui.widgets.outcome_cell import OutcomeCell
from inspector_app.ui.widgets.table import draw_bar

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}

_NO_TINT = 0.4
"""Scores up to this have no tint: few are lower, and where scores lie the tints should differ."""


class ScoreCell(QAbstractButton):
    """One criterion: its number, its score in figures, as a bar and as a tint. Pressed, it chooses the criterion.

    Signals:
        entered: Return; the person wants to go on to what is behind it.
    """

    entered = Signal()

    def __init__(self, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._score: Fraction | None = None
        self.setCheckable(criterion.scored)
        self.setEnabled(criterion.scored)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if criterion.scored else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFont(tabular(self.font()))
        self.show_score(None, 0)

    def show_score(self, score: Fraction | None, questions: int) -> None:
        """Shows a score and says it to a screen reader."""
        self._score = score
        says = (
            self.tr("%1, %2 questions").replace("%1", figure(score)).replace("%2", str(questions))
            if self.criterion.scored
            else self.tr("not scored")
        )
        self.setAccessibleName(f"{self.criterion.id} {self.criterion.title}: {says}")
        self.setToolTip(f"{self.criterion.id}  {self.criterion.title}\n{says}")
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(104, max(46, self.fontMetrics().height() * 2 + 14))

    def minimumSizeHint(self) -> QSize:
        """Qt's question."""
        return QSize(76, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes in on Return. Leaves the arrow keys to the grid; Qt would go to the next button in order."""
        if event.key() in _STEPS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        focused = self.hasFocus()
        edge = role.Accent if focused or self.isChecked() else role.Midlight
        painter.setPen(QPen(QColor(palette.color(edge)), 2 if focused or self.isChecked() else 1))
        painter.setBrush(self._ground(palette) if self.criterion.scored else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(10, 6, -10, -6)
        painter.setPen(palette.color(role.Dark))
        top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() - 8)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.criterion.id)
        font = self.font()
        if self._score is not None:
            font.setPixelSize(round(QFontInfo(font).pixelSize() * 17 / 14))
            font.setBold(True)
            painter.setPen(palette.color(QPalette.ColorGroup.Active, role.Text))
        painter.setFont(font)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure(self._score))
        if self._score is not None:
            draw_bar(painter, QRectF(inner.left(), inner.bottom() - 5, inner.width(), 5), float(self._score), palette)
        painter.end()

    def _ground(self, palette: QPalette) -> QColor:
        """From the plain surface to the deepest tint for all."""
        role = QPalette.ColorRole
        if self.underMouse() and self.isEnabled():
            return palette.color(role.Highlight)
        plain, deep = palette.color(role.Base), palette.color(role.Light)
        share = max(0.0, (float(self._score or 0) - _NO_TINT) / (1 - _NO_TINT))
        pairs = ((plain.red(), deep.red()), (plain.green(), deep.green()), (plain.blue(), deep.blue()))
        return QColor(*(round(a + (b - a) * share) for a, b in pairs))


class ScoreGrid(QWidget):
    """The whole grid. Arrow keys walk in it.

    Signals:
        chosen: the id of the criterion whose cell is pressed in; empty when none is.
        entered: the id of a criterion on whose cell Return was pressed.
        outcome_chosen: the id of an outcome whose name or score is pressed in; empty when none is.
    """

    chosen = Signal(str)
    entered = Signal(str)
    outcome_chosen = Signal(str)

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self.setAccessibleName(self.tr("Scores by criterion"))
        self.cells: dict[str, ScoreCell] = {}
        self.results: dict[tuple[str, Method], OutcomeCell] = {}
        self.processes: dict[str, QLabel] = {}
        self.names: dict[str, OutcomeCell] = {}
        self._heads: dict[Method, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 3)
        self._head()
        for place, outcome in enumerate(instrument.outcomes, start=1):
            name = self.names[outcome.id] = OutcomeCell(14, bold=True, right=False)
            name.setToolTip(outcome.title)
            name.setAccessibleName(outcome.title)
            name.toggled.connect(lambda on, o=outcome.id: self._choose_outcome(o, on))
            self._grid.addWidget(name, place, 0)
            self._row(place, outcome.id)
        self._foot(len(instrument.outcomes) + 1)

    def show_scores(self, scores: Scores) -> None:
        """Shows scores, and names the method in use."""
        for group in scores.criteria:
            self.cells[group.id].show_score(group.score, group.questions)
        other: Method = "criterion-mean" if scores.method == "question-mean" else "question-mean"
        self._show_results(scores.method, scores.outcomes, in_use=True)
        self._show_results(other, scores.alternatives, in_use=False)
        for group in scores.processes:
            self.processes[group.id].setText(figure(group.score))
            self.processes[group.id].setToolTip(self._mean_in_words(group.id, scores))

    def put_under_results(self, part: QWidget) -> None:
        """Puts something under the scores of the outcomes, beside the means of the columns."""
        place, first = len(self._instrument.outcomes) + 1, len(self._instrument.processes) + 1
        self._grid.addWidget(part, place, first, 1, len(self._heads), Qt.AlignmentFlag.AlignRight)

    def mark(self, outcome: str, criterion: str) -> None:
        """Presses in what is chosen, and nothing else."""
        marked = {self.cells[criterion]} if criterion in self.cells else self._of_outcome("" if criterion else outcome)
        for cell in (*self.cells.values(), *self.names.values(), *self.results.values()):
            cell.blockSignals(True)
            cell.setChecked(cell in marked)
            cell.blockSignals(False)
            cell.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names outcomes in short where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < 120 * self.fontMetrics().horizontalAdvance("0")
        for outcome in self._instrument.outcomes:
            name = outcome.short if narrow else outcome.title
            self.names[outcome.id].setText(f"{outcome.id}   {name}")
            self.names[outcome.id].setMinimumWidth(100 if narrow else 150)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks in the grid with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        here = self.focusWidget()
        if step is None or not isinstance(here, ScoreCell | OutcomeCell):
            super().keyPressEvent(event)
            return
        here_at = cast(tuple[int, int, int, int], self._grid.getItemPosition(self._grid.indexOf(here)))
        row, column = here_at[0] + step[0], here_at[1] + step[1]
        while 0 < row <= len(self._instrument.outcomes) and 0 <= column < self._grid.columnCount():
            item = self._grid.itemAtPosition(row, column)
            widget = item.widget() if item else None
            if isinstance(widget, ScoreCell | OutcomeCell) and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            row, column = row + step[0], column + step[1]

    def _head(self) -> None:
        for place, process in enumerate(self._instrument.processes, start=1):
            self._grid.addWidget(label(process.title, "small", wrap=True), 0, place)
            self._grid.setColumnStretch(place, 2)
        names: dict[Method, str] = {
            "question-mean": self.tr("Question mean"), "criterion-mean": self.tr("Criterion mean"),
        }  # fmt: skip
        for offset, (method, name) in enumerate(names.items(), start=len(self._instrument.processes) + 1):
            self._heads[method] = label(name, "small", wrap=True)
            self._heads[method].setProperty("plain_name", name)
            self._heads[method].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self._heads[method], 0, offset)
            self._grid.setColumnMinimumWidth(offset, 84)

    def _row(self, place: int, outcome: str) -> None:
        for criterion in self._instrument.criteria:
            if criterion.outcome != outcome:
                continue
            column = [p.id for p in self._instrument.processes].index(criterion.process) + 1
            cell = self.cells[criterion.id] = ScoreCell(criterion)
            cell.toggled.connect(lambda on, c=criterion.id: self.chosen.emit(c if on else ""))
            cell.entered.connect(lambda c=criterion.id: self.entered.emit(c))
            self._grid.addWidget(cell, place, column)
        for offset, method in enumerate(self._heads, start=len(self._instrument.processes) + 1):
            result = self.results[outcome, method] = OutcomeCell(22, bold=True, right=True)
            result.setText("–")
            result.toggled.connect(lambda on, o=outcome: self._choose_outcome(o, on))
            self._grid.addWidget(result, place, offset)

    def _foot(self, place: int) -> None:
        self._grid.addWidget(label(self.tr("Mean of the column"), "quiet"), place, 0)
        for column, process in enumerate(self._instrument.processes, start=1):
            made = self.processes[process.id] = label("–", "strong")
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.setContentsMargins(0, 4, 12, 0)
            self._grid.addWidget(made, place, column)

    def _show_results(self, method: Method, groups: tuple[GroupScore, ...], in_use: bool) -> None:
        head = self._heads[method]
        name = str(head.property("plain_name"))
        head.setText(self.tr("%1 (in use)").replace("%1", name) if in_use else name)
        restyle(head, "role", "caps" if in_use else "small")
        for group in groups:
            result = self.results[group.id, method]
            result.setText(figure(group.score))
            result.dress(22 if in_use else 17, bold=in_use, quiet=not in_use)
            result.setAccessibleName(f"{self._outcome(group.id)}, {head.text()}: {figure(group.score)}")

    def _mean_in_words(self, process: str, scores: Scores) -> str:
        """Of what the mean of a column is drawn (scoring rule 4)."""
        own = {c.id for c in self._instrument.criteria if c.process == process}
        parts = [f"{c.id} {figure(c.score)}" for c in scores.criteria if c.id in own and c.score is not None]
        if not parts:
            return self.tr("No score in this column.")
        return self.tr("The mean of its criterion scores: %1.").replace("%1", ", ".join(parts))

    def _outcome(self, outcome: str) -> str:
        return next(o.title for o in self._instrument.outcomes if o.id == outcome)

    def _of_outcome(self, outcome: str) -> set[QWidget]:
        if outcome not in self.names:
            return set()
        return {self.names[outcome], *(cell for (o, _), cell in self.results.items() if o == outcome)}

    def _choose_outcome(self, outcome: str, on: bool) -> None:
        self.outcome_chosen.emit(outcome if on else "")
