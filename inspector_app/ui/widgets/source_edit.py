"""A text field whose text holds bound pieces, each shown as a chip and kept as its source."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from inspector_app.ui.models.report_document import CHIP, chip_at, insert_source, read_source
from inspector_app.ui.models.report_looks import Looks
from inspector_app.ui.models.report_source import SourceText, kind_of, pieces, units
from inspector_app.ui.tips import tip
from inspector_app.ui.widgets.report_chips import Chips

_LEADING = 135.0
"""The height of a line against that of its letters, in percent."""


class SourceEdit(QTextEdit):
    """Shows a stored text and gives it back, sign for sign.

    A bound piece is one character to the caret; copied, cut, pasted and dragged it is its source.

    Signals:
        chip_opened: the source of a bound piece that is to be changed; it is selected.
    """

    chip_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chips = Chips(self)
        self.document().documentLayout().registerHandler(CHIP, self.chips)
        self._space()

    # The text

    def source(self) -> SourceText:
        """The stored text with the way between its places and those on screen."""
        return read_source(self.document())

    def show_source(self, text: str) -> None:
        """Shows another text; what was done before cannot be undone any more."""
        self.document().setUndoRedoEnabled(False)
        self.clear()
        self._space()
        insert_source(self.textCursor(), text)
        self.document().setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def change_source(self, text: str) -> None:
        """Shows another state of the same text; the caret stays where it is as far as it can."""
        source = self.source()
        first, behind, added = _difference(source.text, text)
        caret, cursor = self.textCursor().position(), QTextCursor(self.document())
        cursor.setPosition(source.position(first))
        before = cursor.position()
        cursor.setPosition(source.position(behind), QTextCursor.MoveMode.KeepAnchor)
        insert_source(cursor, added)
        if caret == before:
            # What comes in at the caret is put behind it.
            cursor.setPosition(caret)
            self.setTextCursor(cursor)

    def selected(self) -> str:
        """The stored text of the selection."""
        cursor = self.textCursor()
        return read_source(self.document(), cursor.selectionStart(), cursor.selectionEnd()).text

    def insert(self, text: str) -> None:
        """Puts a stored text in place of the selection."""
        cursor = self.textCursor()
        insert_source(cursor, text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def insert_block(self, text: str) -> None:
        """Puts a stored text into a paragraph of its own, behind the one with the caret."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        above = cursor.block().previous()
        lead = "\n\n" if cursor.block().text().strip() else ""
        if not lead and above.isValid() and above.text().strip():
            # Right behind a box a new one would become a part of it.
            lead = "\n"
        behind = cursor.block().next()
        tail = "\n" if behind.isValid() and behind.text().strip() else ""
        insert_source(cursor, f"{lead}{text}{tail}")
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # Bound pieces

    def show_looks(self, looks: Looks, source: SourceText) -> None:
        """Shows how bound pieces look; `source` is the text for which it was worked out."""
        cursors = []
        for offset in looks.begins:
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(source.position(offset), self.document().characterCount() - 1))
            cursors.append(cursor)
        self.chips.begin_at(cursors)
        self.chips.show_looks(looks.chips)

    def chip_beside(self) -> tuple[int, str]:
        """The bound piece that is selected or stands at the caret: its place and source; the latter empty for none."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            first = cursor.selectionStart()
            alone = cursor.selectionEnd() == first + 1
            return first, chip_at(self.document(), first) if alone else ""
        for position in (cursor.position(), cursor.position() - 1):
            if position >= 0 and (source := chip_at(self.document(), position)):
                return position, source
        return cursor.position(), ""

    def select_chip(self, position: int) -> None:
        """Selects the character at a place."""
        cursor = self.textCursor()
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def bind_typed(self) -> None:
        """Makes the bound piece whose end was just typed a chip; Ctrl+Z shows it as typed again."""
        cursor = self.textCursor()
        start, caret = cursor.block().position(), cursor.position()
        for end in (caret, min(caret + 1, start + cursor.block().length() - 1)):
            last, bound = ([*pieces(read_source(self.document(), start, end).text)] or [("", False)])[-1]
            first = end - units(last)
            # A chip is one character; what is as long as its source is still typed out.
            if bound and first >= start and chip_at(self.document(), end - 1) == "":
                cursor.setPosition(first)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                insert_source(cursor, last)
                self.setTextCursor(cursor)
                return

    def unbind(self, position: int) -> None:
        """Shows a bound piece as it is written, so that it can be typed over."""
        source = chip_at(self.document(), position)
        self.select_chip(position)
        cursor = self.textCursor()
        cursor.insertText(source, QTextCharFormat())
        self.setTextCursor(cursor)

    def open_chip(self, position: int) -> None:
        """Asks for a bound piece to be changed."""
        self.select_chip(position)
        self.chip_opened.emit(chip_at(self.document(), position))

    def chip_under(self, point: QPoint) -> tuple[int, str]:
        """The bound piece at a point of the viewport: its place and source; the latter empty where there is none."""
        layout = self.document().documentLayout()
        place = point + QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        position = layout.hitTest(place.toPointF(), Qt.HitTestAccuracy.ExactHit)
        for near in (position, position - 1):
            if near >= 0 and (source := chip_at(self.document(), near)) and self._covers(near, point):
                return near, source
        return position, ""

    # Qt's hooks

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied, cut or dragged: the text as it is stored."""
        data = QMimeData()
        data.setText(self.selected())
        QTimer.singleShot(0, self, lambda: _hand_over(data))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Takes text."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Takes text, with line ends of any system; bound pieces in it become chips."""
        self.insert(source.text().replace("\r\n", "\n").replace("\r", "\n"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Keeps chosen chips readable."""
        super().paintEvent(event)
        if self.textCursor().hasSelection():
            self.chips.draw_chosen(QPainter(self.viewport()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Says what is behind a chip under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            source = self.chip_under(event.pos())[1]
            QToolTip.showText(event.globalPos(), tip(self.chips.look(source).tip) if source else "", self)
            return True
        return super().viewportEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a chip, or selects a word."""
        position, source = self.chip_under(event.position().toPoint())
        if source:
            self.open_chip(position)
            return
        super().mouseDoubleClickEvent(event)

    def offers(self, point: QPoint) -> list[tuple[str, Callable[[], None]]]:
        """What can be done with what is at a point of the viewport, beside the usual."""
        position, source = self.chip_under(point)
        if not kind_of(source) or self.isReadOnly():
            return []
        change = self.tr("Change figure…") if kind_of(source) == "fig" else self.tr("Change…")
        offered = [(change, lambda: self.open_chip(position))]
        if kind_of(source) == "fig":
            offered.append((self.tr("Show as it is written"), lambda: self.unbind(position)))
        return offered

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, with what else can be done first."""
        menu = self.createStandardContextMenu(event.pos())
        first, offered = menu.actions()[0], self.offers(event.pos())
        for words, act in offered:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, a=act: a())
            menu.insertAction(first, action)
        if offered:
            menu.insertSeparator(first)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _covers(self, position: int, point: QPoint) -> bool:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        before = self.cursorRect(cursor)
        cursor.setPosition(position + 1)
        behind = self.cursorRect(cursor)
        return before.left() <= point.x() <= behind.left() or before.top() != behind.top()

    def _space(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        format_ = QTextBlockFormat()
        format_.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(format_)


def _hand_over(data: QMimeData) -> None:
    """Leaves the clipboard with data of Qt's own: what Python made would be let go of when Python has ended."""
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        if shiboken6.isValid(data) and clipboard.mimeData(mode) is data:
            clipboard.setText(data.text(), mode)


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """What to replace in one text to get the other: first and behind of it, and what takes its place.

    A bound piece that differs is replaced as a whole.
    """
    was, becomes = _tokens(old), _tokens(new)
    least = min(len(was), len(becomes))
    first = next((n for n in range(least) if was[n] != becomes[n]), least)
    last = next((n for n in range(least - first) if was[-1 - n] != becomes[-1 - n]), least - first)
    start = len("".join(was[:first]))
    behind = len(old) - len("".join(was[len(was) - last :]))
    return start, behind, "".join(becomes[first : len(becomes) - last])


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for piece, bound in pieces(text):
        found.extend([piece] if bound else piece)
    return found
