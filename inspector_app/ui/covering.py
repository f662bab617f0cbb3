"""Takes what a window shows out of it, and puts it back as it was: nobody, and no screen reader, finds it meanwhile."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMainWindow, QScrollBar, QToolTip, QWidget

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection, QClipboard.Mode.FindBuffer)


class Cover:
    """Puts a widget in the place of the middle of a window.

    What was there is no longer a part of the window: it takes no key, it is not painted, and it is not in the tree that
    assistive technology reads. It is kept with its texts, carets, selections and places of scrolling.
    """

    def __init__(self, window: QMainWindow, over: QWidget) -> None:
        self._window, self._over = window, over
        self._covered: QWidget | None = None
        self._focus: QWidget | None = None
        self._scrolled: list[tuple[QScrollBar, int]] = []

    @property
    def covers(self) -> bool:
        """Whether the cover is on."""
        return self._covered is not None

    def put_on(self) -> None:
        """Covers the window, closes what floats above it, and takes back what the program put on the clipboard."""
        if self.covers:
            return
        put_away_what_floats(self._window)
        empty_clipboard()
        self._focus = self._window.focusWidget()
        covered = self._covered = self._window.takeCentralWidget()
        assert covered is not None  # a window without anything in it is not covered
        bars = (bar for area in covered.findChildren(QAbstractScrollArea) for bar in _bars(area))
        self._scrolled = [(bar, bar.value()) for bar in bars if bar.maximum() > bar.minimum()]
        self._window.setCentralWidget(self._over)
        self._over.show()

    def take_off(self) -> None:
        """Shows again what was covered, with the keyboard where it was."""
        if self._covered is None:
            return
        covered, self._covered = self._covered, None
        self._window.takeCentralWidget()
        self._window.setCentralWidget(covered)
        covered.show()
        if self._focus is not None and shiboken6.isValid(self._focus) and covered.isAncestorOf(self._focus):
            self._focus.setFocus()
        self._focus = None
        self._put_back()
        # To have the keyboard brings a field into sight, once the layout has run: where it was scrolled to comes after.
        QTimer.singleShot(0, covered, self._put_back_last)

    def _put_back(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        for bar, value in self._scrolled:
            if shiboken6.isValid(bar):
                bar.setValue(value)

    def _put_back_last(self) -> None:
        self._put_back()
        self._scrolled = []


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
