"""Who gets a key: the control that has the keyboard, or the shortcut of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Home, Qt.Key.Key_End)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ShortcutGuard(QObject):
    """Keeps shortcuts of a single key (N, ?, Delete, Return) from the controls that need the key themselves.

    Qt asks the control with the keyboard first whether it wants a key that is also a shortcut (`ShortcutOverride`).
    Fields say yes for letters; buttons, lists and Return in a field do not. This says it for them:

    - a text field keeps what writes or edits, and Return where it writes a line or the field acts on it;
    - a closed list of choices keeps letters, with which one picks;
    - a list or table keeps Return, which opens the current row;
    - a button keeps Return and is pressed by it, but for boxes and choices that are ticked, which Space changes.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, QWidget):
            if watched.hasFocus() and keeps(watched, event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(watched, QAbstractButton):
            return _press(watched, event)
        return False


def _press(button: QAbstractButton, event: QKeyEvent) -> bool:
    if not _plain(event) or event.key() not in _RETURN or not _pressed_by_return(button):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def keeps(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether the control needs this key more than any shortcut."""
    if not _plain(event):
        return False
    enter = event.key() in _RETURN
    if isinstance(widget, QLineEdit):
        return _acts_on_return(widget) if enter else not widget.isReadOnly() and _writes(event)
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly() and (enter or _writes(event))
    if isinstance(widget, QAbstractSpinBox):
        return not enter and _writes(event)
    if isinstance(widget, QComboBox):
        return not enter and _writes(event)
    if isinstance(widget, QAbstractItemView):
        # The open list of a box of choices takes its choice while Qt asks; to answer for it would leave it open.
        return enter and widget.currentIndex().isValid() and widget.window().windowType() != Qt.WindowType.Popup
    if isinstance(widget, QAbstractButton):
        return enter and _pressed_by_return(widget)
    return False


def _plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & _COMMANDS


def _writes(event: QKeyEvent) -> bool:
    return event.key() in _EDITING or (event.text().isprintable() and bool(event.text()))


def _pressed_by_return(button: QAbstractButton) -> bool:
    return button.isEnabled() and not button.isCheckable()


def _acts_on_return(field: QLineEdit) -> bool:
    signal = QMetaMethod.fromSignal(field.returnPressed)
    return field.isSignalConnected(signal)
