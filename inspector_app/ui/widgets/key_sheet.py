"""All keys on one sheet, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.actions import ACTIONS, CHOICE_KEYS, MENUS, WRITING, ActionSpec
from inspector_app.ui.menus import words
from inspector_app.ui.parts import button, label, row, scrolled


class KeySheet(QFrame):
    """Floats over the window until it is closed; the keyboard then goes back to where it was."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("surface", "float")
        self.setAccessibleName(self.tr("Keys"))
        self._window = window
        self._before: QWidget | None = None
        self._close = button(self.tr("Close"), "plain", self.tr("Close the sheet of keys"))
        self._close.clicked.connect(self.leave)
        head = row(label(self.tr("Keys"), "question"), -1, self._close)
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for part in _columns():
            columns.addLayout(part, 1)
        body = QWidget()
        body.setProperty("surface", "plain")
        body.setLayout(columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        for told in (CHOICE_KEYS, WRITING):
            layout.addWidget(label(words(told) + ".", "quiet", wrap=True))
        self._area = scrolled(body)
        self._area.setStyleSheet("QScrollArea { background: transparent; }")
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.tr("List of keys"))
        layout.addWidget(self._area, 1)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Shows the sheet, or puts it away."""
        if self.isVisible():
            self.leave()
            return
        self._before = self._window.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._area.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Puts the sheet away and gives the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays in the middle of the window, and takes Escape while it is up."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Escape closes the sheet also where the window has a shortcut on it."""
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # it is a key event
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Closes on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _place(self) -> None:
        width, height = self._window.width(), self._window.height()
        wide, high = min(1080, width - 48), min(680, height - 96)
        self.setGeometry((width - wide) // 2, (height - high) // 2, wide, high)


def _columns() -> list[QVBoxLayout]:
    groups = [(title, [s for s in ACTIONS if s.menu == menu and s.keys]) for menu, title in MENUS]
    half = sum(len(specs) + 2 for _, specs in groups) / 2
    columns: list[QVBoxLayout] = [QVBoxLayout(), QVBoxLayout()]
    so_far = 0
    for title, specs in groups:
        if not specs:
            continue
        columns[so_far >= half - 2].addLayout(_group(words(title).replace("&", ""), specs))
        so_far += len(specs) + 2
    for column in columns:
        column.setSpacing(16)
        column.addStretch(1)
    return columns


def _group(title: str, specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for place, spec in enumerate(specs, start=1):
        grid.addWidget(label(words(spec.text).rstrip("…"), wrap=True), place, 0)
        keys = row(-1, spacing=6)
        for key in spec.keys:
            keys.addWidget(label(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), "key"))
        grid.addLayout(keys, place, 1)
    return grid
