"""Takes what a window shows out of sight, and puts it back as it was; no screen reader finds it meanwhile."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMainWindow, QScrollBar, QToolTip, QWidget

from inspector_app.ui.parts import column

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection, QClipboard.Mode.FindBuffer)


class Cover:
    """Shows something in the place of all that a window shows.

    To hide the other is not enough, because assistive technology is told of hidden parts too. It is made a pop-up that
    is never shown: such a one is no part of the window and none of the program's windows, and nothing in it changes. To
    take it out of the window would do the same and cost a second, in which each part of it is styled anew.
    """

    def __init__(self, window: QMainWindow, over: QWidget) -> None:
        under = window.takeCentralWidget()
        assert under is not None  # the window is made already
        self._window, self._under, self._over = window, under, over
        both = QWidget()
        both.setLayout(column(under, over, spacing=0))
        window.setCentralWidget(both)
        self._focus: QWidget | None = None
        self._scrolled: list[tuple[QScrollBar, int]] = []
        self.on = False
        over.hide()

    def put_on(self) -> None:
        """Covers the window, closes what floats above it, and takes back what the program put on the clipboard."""
        if self.on:
            return
        self.on = True
        put_away_what_floats(self._window)
        empty_clipboard()
        self._focus = self._window.focusWidget()
        areas = [area for area in self._under.findChildren(QAbstractScrollArea) if area.isVisible()]
        self._scrolled = [(bar, bar.value()) for area in areas for bar in _bars(area)]
        self._under.hide()
        self._under.setWindowFlag(Qt.WindowType.Popup, True)
        self._over.show()

    def take_off(self) -> None:
        """Shows again what was covered, with the keyboard where it was."""
        if not self.on:
            return
        self.on = False
        self._over.hide()
        self._under.setWindowFlag(Qt.WindowType.Popup, False)
        self._under.show()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus()
        self._focus = None
        self._put_back()
        # To have the keyboard brings a field into sight, once the layout has run: where it was scrolled to comes after.
        QTimer.singleShot(0, self._under, self._put_back)

    def _put_back(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        for bar, value in self._scrolled:
            if shiboken6.isValid(bar):
                bar.setValue(value)


def put_away_what_floats(window: QMainWindow) -> None:
    """Closes what stands above a window: menus, lists, tool tips, and dialogues as with *Cancel*."""
    QToolTip.hideText()
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    for widget in QApplication.topLevelWidgets():
        if widget is not window and not isinstance(widget, QMainWindow) and widget.isVisible():
            widget.close()


def empty_clipboard() -> None:
    """Takes off the clipboard what this program put there; what comes from another program stays."""
    clipboard = QGuiApplication.clipboard()
    owned = (clipboard.ownsClipboard(), clipboard.ownsSelection(), clipboard.ownsFindBuffer())
    for mode, ours in zip(_MODES, owned, strict=True):
        if ours:
            clipboard.clear(mode)


def _bars(area: QAbstractScrollArea) -> tuple[QScrollBar, QScrollBar]:
    return area.horizontalScrollBar(), area.verticalScrollBar()
