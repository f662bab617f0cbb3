"""The editor of one section of the report: Markdown, with bound figures as chips and marks beside the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from inspector_app.ui.models.report_looks import Looks
from inspector_app.ui.models.report_source import SourceText
from inspector_app.ui.widgets.form_text import Drafting
from inspector_app.ui.widgets.report_gutter import WIDTH, Gutter
from inspector_app.ui.widgets.report_markdown import MarkdownInk
from inspector_app.ui.widgets.report_places import PlacedMarks
from inspector_app.ui.widgets.source_edit import SourceEdit

PAUSE_MS = 250
"""How long nobody types before figures and marks are worked out, in milliseconds."""
_MEASURE = 31
"""The widest a line of text gets, against the height of its letters."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAIRS = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}


class ReportEditor(Drafting, SourceEdit):
    """Shows the text of a section and takes changes of it.

    What is typed is kept as a draft and committed as in the form (`Drafting`).

    Signals:
        drafted, committed, left, next_asked: as in `Drafting`.
        paused: nobody typed for a moment; now is the time to work out figures and marks.
        link_asked: the number of a paragraph (block) to which a link is wanted.
        caret_moved: the caret stands elsewhere, or what stands there looks different.
    """

    drafted = Signal(str)
    committed = Signal(str)
    left = Signal()
    next_asked = Signal()
    paused = Signal()
    link_asked = Signal(int)
    caret_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begin()
        self.setAccessibleName(self.tr("Text of the section"))
        self.ink = MarkdownInk(self.document())
        self.gutter = Gutter(self)
        self.marks = PlacedMarks(self, self.gutter)
        self._pausing = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pausing.timeout.connect(self.paused)
        self.textChanged.connect(self.note_typing)
        self.cursorPositionChanged.connect(self.caret_moved)
        self.gutter.pressed.connect(self._to_block)

    def open_text(self, text: str) -> None:
        """Shows the text of another section; the one before was flushed."""
        self.marks.clear()
        self.show_source(text)
        self.let_go()
        self._pausing.stop()

    def typed(self) -> str:
        """The text as it is stored."""
        return self.source().text

    def put(self, text: str) -> None:
        """Shows another state of the same section."""
        self.change_source(text)

    def note_typing(self) -> None:
        """Starts the clocks; whether the text differs is looked at when they ring."""
        super().note_typing()
        self._pausing.start()

    def show_read(self, looks: Looks, source: SourceText) -> None:
        """Shows how bound pieces look and what to look at; `source` is the text for which it was worked out."""
        self.show_looks(looks, source)
        self.marks.place(looks.marks, source)
        self.caret_moved.emit()

    def next_mark(self, back: bool = False) -> bool:
        """Selects the next thing to look at, or the one before; False where there is none."""
        found = self.marks.beside(self.textCursor(), back)
        if found is None:
            return False
        self.setTextCursor(found)
        self.ensureCursorVisible()
        return True

    def select(self, first: int, behind: int) -> None:
        """Selects a place of the stored text."""
        source, last = self.source(), self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(source.position(first), last))
        cursor.setPosition(min(source.position(behind), last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def surround(self, mark: str) -> None:
        """Puts marks of Markdown around the selection, or takes them away where they are there."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.insertText(mark + mark)
            cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(mark))
            self.setTextCursor(cursor)
            return
        chosen = self.selected()
        inside = chosen.strip()
        double = 2 * len(mark) < len(inside) and inside.startswith(mark) and inside.endswith(mark)
        changed = inside[len(mark) : -len(mark)] if double else f"{mark}{inside}{mark}"
        first = cursor.selectionStart()
        self.insert(chosen.replace(inside, changed, 1) if inside else chosen)
        behind = self.textCursor().position()
        cursor.setPosition(first)
        cursor.setPosition(behind, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def offers(self, point: QPoint) -> list[tuple[str, Callable[[], None]]]:
        """Also a link to the paragraph."""
        block = self.cursorForPosition(point).block()
        link = (self.tr("Copy a link to this paragraph"), lambda: self.link_asked.emit(block.blockNumber()))
        return [*super().offers(point), *([link] if block.text().strip() else [])]

    # Qt's hooks

    def event(self, event: QEvent) -> bool:
        """Keeps its own keys from the shortcuts of the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and (self._pair(event) or self.own_key(event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return on a selected chip opens it; a bound piece that is typed to its end becomes one."""
        if mark := self._pair(event):
            self.surround(mark)
        elif self.own_key(event):
            pass
        elif event.key() in _ENTER:
            self._enter()
        else:
            super().keyPressEvent(event)
            if event.text() == "}" and not self.isReadOnly():
                self.bind_typed()

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped is gone on with, and so saved on leaving."""
        super().dropEvent(event)
        self.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; the editor's own menu is not leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps lines at a length that reads well, and the margin beside them."""
        measure = _MEASURE * self.fontMetrics().height()
        room = self.contentsRect().width() - WIDTH - self.verticalScrollBar().sizeHint().width()
        self.setViewportMargins(WIDTH, 0, max(0, room - measure), 0)
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.gutter.setGeometry(inside.left(), inside.top(), WIDTH, inside.height())

    def changeEvent(self, event: QEvent) -> None:
        """Its colours may be others."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "ink"):
            self.ink.dress()

    def _pair(self, event: QKeyEvent) -> str:
        plain = event.modifiers() == Qt.KeyboardModifier.ControlModifier and not self.isReadOnly()
        return _PAIRS.get(Qt.Key(event.key()), "") if plain else ""

    def _enter(self) -> None:
        position, source = self.chip_beside()
        if source and self.textCursor().hasSelection():
            self.open_chip(position)
        elif not self.isReadOnly():
            self.textCursor().insertBlock()
            self.ensureCursorVisible()

    def _to_block(self, number: int) -> None:
        first = self.document().findBlockByNumber(number)
        found = next((p for p in self.marks.placed if p.cursor.selectionStart() >= first.position()), None)
        if found is not None:
            self.setTextCursor(QTextCursor(found.cursor))
            self.setFocus()
