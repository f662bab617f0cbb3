"""Small pieces of which all pages are made: labels, buttons, frames and boxes with their roles set."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the roles of the style sheet. What it shows is text, never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def caption(text: str) -> str:
    """A text as a button shows it: an ampersand in a name is a letter, not the mark of a key."""
    return text.replace("&", "&&")


def button(text: str, kind: str = "plain", name: str = "") -> QPushButton:
    """A button of one of the kinds of the style sheet; `name` is what a screen reader says instead."""
    made = QPushButton(caption(text))
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def frame(surface: str, layout: QLayout | None = None) -> QFrame:
    """A frame with one of the surfaces of the style sheet."""
    made = QFrame()
    made.setProperty("surface", surface)
    if layout is not None:
        made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def column(*parts: QWidget | QLayout | int, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Parts under each other; a number is so much empty space, and -1 takes what is left."""
    layout = QVBoxLayout()
    _fill(layout, parts, margins, spacing)
    return layout


def row(*parts: QWidget | QLayout | int, margins: int = 0, spacing: int = 8) -> QHBoxLayout:
    """Parts beside each other, as in `column`."""
    layout = QHBoxLayout()
    _fill(layout, parts, margins, spacing)
    return layout


def scrolled(content: QWidget, narrow: bool = False) -> QScrollArea:
    """A page that scrolls when it is taller than the window; one that is `narrow` never scrolls sideways."""
    area = _Scrolled()
    if narrow:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


class _Scrolled(QScrollArea):
    """Shows what gets the keyboard, also where the program gave it; Qt does so for the Tab key only."""

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        # Not while a button of the mouse is down: the target would move away under it.
        if now is not None and self.isAncestorOf(now) and not QApplication.mouseButtons():
            # Where a widget stands is known once the layout has run.
            QTimer.singleShot(0, now, lambda: self._show_it(now))

    def _show_it(self, widget: QWidget) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.ensureWidgetVisible(widget, 24, 72)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Sets a hook of the style sheet and has it take effect."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _fill(layout: QBoxLayout, parts: tuple[QWidget | QLayout | int, ...], margins: int, spacing: int) -> None:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif part < 0:
            layout.addStretch(1)
        else:
            layout.addSpacing(part)


def empty(layout: QLayout) -> None:
    """Takes every part out of a layout and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def widgets_in(layout: QLayout) -> list[QWidget]:
    """The widgets of a layout, in order."""
    items = (layout.itemAt(place) for place in range(layout.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]
