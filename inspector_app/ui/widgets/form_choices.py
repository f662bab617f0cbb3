"""The answers of a list as big targets, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.instrument import Choice
from inspector_app.ui.widgets.form_flow import FlowLayout
from inspector_app.ui.widgets.form_marks import colour, draw_tick

# The face is mixed into two kinds of Qt button, and Qt's classes do not mix with one another.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object

Form = Literal["rows", "chips", "cell"]
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_RING = 3
_BADGE = 22
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)


class ChoiceFace(_Button):
    """How a choice looks and measures; `ChoiceRadio` and `ChoiceCheck` add what it is.

    It paints itself from the palette, so a screen of a hundred choices builds and repaints quickly.
    """

    def dress(self, label: str, form: Form, key: int, one: bool) -> None:
        """Says once what it shows."""
        self.setText(label)
        self.setProperty("choice", form)
        self.setCheckable(True)
        self._form = form
        self._key = key
        self._one = one
        self._active = False
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if form == "rows" else QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if form == "cell" else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_active(self, active: bool) -> None:
        """Shows its key while the number keys are for its question."""
        if active != self._active:
            self._active = active
            self.update()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole target can be pressed, not only its mark."""
        return True

    def sizeHint(self) -> QSize:
        """One line of text."""
        metrics = QFontMetrics(self._strong())
        left, right = self._margins()
        return QSize(metrics.horizontalAdvance(self.text()) + left + right + 2, self._height(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Its longest word."""
        metrics = QFontMetrics(self._strong())
        left, right = self._margins()
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(longest + left + right + 2, self._height(metrics.height()))

    def hasHeightForWidth(self) -> bool:
        """Long labels wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its wrapped label."""
        left, right = self._margins()
        area = QRect(0, 0, max(40, width - left - right), 10_000)
        text = QFontMetrics(self._strong()).boundingRect(area, _WRAP, self.text()).height()
        return self._height(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses it; arrows and numbers are for its list."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, mark, label and tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        body = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        if self.hasFocus():
            painter.setPen(QPen(colour(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        self._paint_ground(painter, body, chosen)
        if self._form != "cell":
            self._paint_badge(painter, body, chosen)
        left, right = self._margins()
        area = self.rect().adjusted(left, 0, -right, 0)
        if self._form == "cell" and not chosen:
            # The room of the tick is kept, so that nothing moves when it comes.
            area.translate((right - left) // 2, 0)
        painter.setFont(self._strong() if chosen else self.font())
        painter.setPen(colour(QPalette.ColorRole.Text))
        painter.drawText(area, _WRAP, self.text())
        if chosen:
            self._paint_tick(painter, body)
        painter.end()

    def _paint_ground(self, painter: QPainter, body: QRectF, chosen: bool) -> None:
        role = QPalette.ColorRole
        hover = self.underMouse() and self.isEnabled()
        ground = role.Highlight if chosen or hover else role.Base
        painter.setBrush(colour(ground))
        edge = role.Accent if chosen else role.Mid if self.isEnabled() else role.Midlight
        pen = QPen(colour(edge), 2 if chosen else 1)
        painter.setPen(pen)
        half = pen.widthF() / 2
        painter.drawRoundedRect(body.adjusted(half, half, -half, -half), 6, 6)

    def _paint_badge(self, painter: QPainter, body: QRectF, chosen: bool) -> None:
        role = QPalette.ColorRole
        badge = QRectF(body.left() + 10, body.center().y() - _BADGE / 2, _BADGE, _BADGE)
        painter.setPen(QPen(colour(role.Accent if chosen else role.Mid), 1))
        painter.setBrush(colour(role.Accent) if chosen else colour(role.Base))
        radius = _BADGE / 2 if self._one else 4
        painter.drawRoundedRect(badge, radius, radius)
        if self._active and 1 <= self._key <= 9:
            font = QFont(self._strong())
            font.setPixelSize(max(11, round(QFontMetrics(self.font()).height() * 0.62)))
            painter.setFont(font)
            painter.setPen(colour(role.Base if chosen else role.PlaceholderText))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._key))

    def _paint_tick(self, painter: QPainter, body: QRectF) -> None:
        """The tick says *chosen* without colour."""
        left = body.left() + 2 if self._form == "cell" else body.right() - 24
        draw_tick(painter, left, body.center().y(), colour(QPalette.ColorRole.Accent))

    def _margins(self) -> tuple[int, int]:
        if self._form == "cell":
            return _RING + 18, _RING + 7
        return _RING + 10 + _BADGE + 10, _RING + 30

    def _height(self, text: int) -> int:
        least = 48 if self._form == "rows" else 36 + 2 * _RING - 2
        return max(least, text + 2 * (_RING + 8))

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font


class ChoiceRadio(ChoiceFace, QRadioButton):
    """One of a list. Choosing it again changes nothing."""

    def nextCheckState(self) -> None:
        """Stays chosen."""
        self.setChecked(True)


class ChoiceCheck(ChoiceFace, QCheckBox):
    """One of several."""


class ChoiceList(QWidget):
    """The choices of one question.

    Signals:
        chosen: a person chose; the value as it is stored, several codes joined with ``;``.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], several: bool, form: Form, parent: QWidget, may_clear: bool = False
    ) -> None:
        super().__init__(parent)
        self._codes = [c.code for c in choices]
        self._several = several
        self._may_clear = may_clear
        self._value = ""
        # Where the cell takes the focus for its choices, Qt must not hand it to the chosen one.
        self._exclusive = not several and (form != "cell" or may_clear)
        layout = QVBoxLayout(self) if form == "rows" else FlowLayout(self, 0 if form == "cell" else 2)
        layout.setContentsMargins(0, 0, 0, 0)
        if form == "rows":
            layout.setSpacing(2)
        face = ChoiceCheck if several else ChoiceRadio
        self.buttons: list[ChoiceFace] = []
        for place, choice in enumerate(choices, start=1):
            button = face(self)
            button.dress(_short(choice) if form == "cell" else choice.label, form, place, not several)
            button.setAccessibleName(choice.label)
            button.setAutoExclusive(self._exclusive)
            button.clicked.connect(lambda _=False, code=choice.code: self._pressed(code))
            layout.addWidget(button)
            self.buttons.append(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        """The value on screen."""
        return self._value

    def set_value(self, value: str) -> None:
        """Shows what stands."""
        self._value = value
        chosen = set(value.split(";")) if value else set()
        for code, button in zip(self._codes, self.buttons, strict=True):
            if button.isChecked() != (code in chosen):
                # Qt lets nobody take back the chosen one of an exclusive list.
                button.setAutoExclusive(False)
                button.setChecked(code in chosen)
                button.setAutoExclusive(self._exclusive)

    def set_active(self, active: bool) -> None:
        """Shows the keys while they are for this list."""
        for button in self.buttons:
            button.set_active(active)

    def set_read_only(self, read_only: bool) -> None:
        """Lets nobody change it."""
        for button in self.buttons:
            button.setEnabled(not read_only)

    def press(self, key: int) -> bool:
        """The number key `key`, from 1; False where there is no such choice."""
        if not 1 <= key <= len(self.buttons) or not self.buttons[key - 1].isEnabled():
            return False
        button = self.buttons[key - 1]
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()
        return True

    def take_focused(self) -> None:
        """Chooses the one of the list that has the focus; of several, nothing is chosen by going on."""
        focused = next((b for b in self.buttons if b.hasFocus()), None)
        if focused is not None and not self._several and not focused.isChecked() and focused.isEnabled():
            focused.click()

    def step_focus(self, step: int) -> bool:
        """Moves the focus up or down, from the chosen one at first; False where it has nowhere to go."""
        here = next((i for i, b in enumerate(self.buttons) if b.hasFocus()), None)
        if here is None:
            here = next((i for i, b in enumerate(self.buttons) if b.isChecked()), -1 if step > 0 else len(self.buttons))
        place = here + step
        if not 0 <= place < len(self.buttons):
            return False
        self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move along the list while one of its choices has the focus; nothing is chosen by that."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not any(b.hasFocus() for b in self.buttons):
            event.ignore()
            return
        self.step_focus(step)

    def _pressed(self, code: str) -> None:
        if self._several:
            ticked = [c for c, b in zip(self._codes, self.buttons, strict=True) if b.isChecked()]
            self._tell(";".join(ticked))
            return
        self._tell("" if self._may_clear and code == self._value else code)

    def _tell(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)


def _short(choice: Choice) -> str:
    """The label in a cell, where *not applicable* stands in every column."""
    return QCoreApplication.translate("choices", "N/A") if choice.code == "na" else choice.label
