"""Fields for typing. What is typed is kept as a draft while it is typed, and committed when the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

KEPT_MS = 250
"""How old typed text gets before a draft of it is kept, in milliseconds; also while somebody types without a pause."""

# Mixed into two kinds of Qt field; Qt's classes do not mix with one another.
if TYPE_CHECKING:
    _Field = QWidget
else:
    _Field = object


class Drafting(_Field):
    """What both fields share: a baseline, a clock, and three things to say.

    Signals (declared by each field):
        drafted: the text, every moment while it changes.
        committed: the text, when the field is left and the text differs from what stood.
        left: Escape was pressed.
        next_asked: Ctrl+Enter was pressed.
    """

    if TYPE_CHECKING:
        drafted: Signal
        committed: Signal
        left: Signal
        next_asked: Signal

    def begin(self) -> None:
        """Sets up the clock; called once."""
        self._baseline = ""
        self._kept = ""
        self._telling = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(KEPT_MS)
        self._clock.timeout.connect(self._keep)

    def typed(self) -> str:
        """The text in the field."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Puts text into the field."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        """Whether something was typed that does not stand yet."""
        return self.typed() != self._baseline

    def set_text(self, text: str) -> None:
        """Shows what stands; what is being typed is never overwritten."""
        dirty, other = self.dirty, self._baseline != text
        self._baseline = text
        if self.typed() != text and not (dirty and self.hasFocus()):
            self.put(text)
            self._clock.stop()
        if other and not self.dirty:
            self._kept = text

    def flush(self) -> None:
        """Commits what was typed, at once."""
        self._clock.stop()
        if self.dirty and not self._telling:
            self._telling = True
            self.committed.emit(self.typed())
            self._telling = False
        elif not self.dirty:
            # What was typed is gone again; a draft of it must not come back after a crash.
            self._keep()

    def let_go(self) -> None:
        """Takes what is in the field for what stands: the next text shown is another question's."""
        self._clock.stop()
        self._baseline = self._kept = self.typed()

    def note_typing(self) -> None:
        """Starts the clock, where it does not run."""
        if not self._clock.isActive():
            self._clock.start()

    def own_key(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the field rather than to a shortcut; acts on it when it is pressed."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() != Qt.Key.Key_Escape and not (enter and ctrl):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.flush()
            (self.next_asked if enter else self.left).emit()
        return True

    def _keep(self) -> None:
        text = self.typed()
        if text != self._kept:
            self._kept = text
            self.drafted.emit(text)


class NoteField(Drafting, QPlainTextEdit):
    """Several lines; it grows with its text up to a limit, then scrolls."""

    drafted = Signal(str)
    committed = Signal(str)
    left = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget, least: int = 2, most: int = 10) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.begin()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.note_typing)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def typed(self) -> str:
        """The text in the field."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Puts text into the field."""
        self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        """Escape and Ctrl+Enter are its own while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.own_key(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question, Ctrl+Enter on to the next."""
        if not self.own_key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; the field's own menu is not leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its lines wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Its font may have grown."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(120, self.height())

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = min(max(round(self.document().size().height()), self._least), self._most)
        height = lines * line + 2 * int(self.document().documentMargin()) + 18
        if height != self.height():
            self.setFixedHeight(height)


class LineField(Drafting, QLineEdit):
    """One line, for a number or a date."""

    drafted = Signal(str)
    committed = Signal(str)
    left = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.begin()
        self.textChanged.connect(self.note_typing)

    def typed(self) -> str:
        """The text in the field."""
        return self.text()

    def put(self, text: str) -> None:
        """Puts text into the field."""
        self.setText(text)

    def event(self, event: QEvent) -> bool:
        """Escape and Ctrl+Enter are its own while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.own_key(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question, Ctrl+Enter on to the next."""
        if not self.own_key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; the field's own menu is not leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
