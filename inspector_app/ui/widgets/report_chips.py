"""Bound pieces as they are drawn within the text of a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPalette,
    QPen,
    QPyTextObject,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from inspector_app.ui.models.report_document import chips_in, source_of
from inspector_app.ui.models.report_marks import ChipLook
from inspector_app.ui.models.report_source import body_of, kind_of

_SIDE = 5
"""Pixels between the words of a chip and its edge."""
_LONG = 60


class Chips(QPyTextObject):
    """Draws the bound pieces of one editor, each as it looks by its source."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._looks: dict[str, ChipLook] = {}
        self._beginning: tuple[QTextCursor, ...] = ()
        self._begins: tuple[int, frozenset[int]] = (-1, frozenset())

    def look(self, source: str) -> ChipLook:
        """How a piece looks; before it is worked out it shows what it asks for."""
        return self._looks.get(source) or _before(source)

    def show_looks(self, looks: Mapping[str, ChipLook]) -> None:
        """Takes over how pieces look; only those that look different are laid out anew."""
        moved = {s for s in looks if looks[s] != self._looks.get(s)}
        self._looks.update(looks)
        if moved:
            document = self._editor.document()
            for position, source in chips_in(document):
                if source in moved:
                    document.markContentsDirty(position, 1)
            self._editor.viewport().update()

    def begin_at(self, cursors: Sequence[QTextCursor]) -> None:
        """Takes over with which pieces a sentence begins; the cursors move with the text."""
        self._beginning = tuple(cursors)
        self._begins = (-1, frozenset())
        self._editor.viewport().update()

    def words(self, source: str, begins: bool = False) -> str:
        """What stands on a chip, also where a sentence begins with it."""
        look = self.look(source)
        said = look.begun if begins and look.begun else look.text
        text = said if len(said) <= _LONG else f"{said[: _LONG - 1]}…"
        sign = {"changed": "≠ ", "wrong": "! "}.get(look.state, "")
        lead = {"para": "¶ ", "chart": "▤ "}.get(kind_of(source), "")
        return f"{sign}{lead}{text}{' †' if look.caution else ''}"

    def intrinsicSize(self, document: QTextDocument, position: int, format_: QTextFormat) -> QSizeF:
        """Qt's hook: how much room the words take. Nothing may be asked of the document's layout here."""
        font = _font(document)
        metrics = QFontMetricsF(font)
        words = self.words(source_of(format_), self._begins_at(document, position))
        wide = metrics.horizontalAdvance(words) + 2 * _SIDE
        room = max(80.0, document.textWidth() - 2 * document.documentMargin() - 4)
        return QSizeF(min(wide, room), metrics.ascent() + _below(format_))

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, position: int, format_: QTextFormat
    ) -> None:
        """Qt's hook: draws one chip."""
        source = source_of(format_)
        font = _font(document)
        metrics = QFontMetricsF(font)
        palette, look = QGuiApplication.palette(), self.look(source)
        base = rect.top() + metrics.ascent()
        box = QRectF(rect.left() + 1, rect.top() - 1, rect.width() - 2, base - rect.top() + metrics.descent() + 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_edge(palette, look, self._chosen(position)))
        painter.setBrush(_ground(palette, look, kind_of(source)))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.BrightText if look.state == "wrong" else _INK[look.state]))
        said = self.words(source, self._begins_at(document, position))
        words = metrics.elidedText(said, Qt.TextElideMode.ElideRight, rect.width() - 2 * _SIDE + 1)
        painter.drawText(QPointF(rect.left() + _SIDE, base), words)
        painter.restore()

    def draw_chosen(self, painter: QPainter) -> None:
        """Draws the chips of the selection once more: Qt lays its colour over them, and they would be hard to read."""
        document, cursor = self._editor.document(), self._editor.textCursor()
        up = self._editor.verticalScrollBar().value()
        room = self._editor.viewport().rect()
        for position, _ in chips_in(document, cursor.selectionStart(), cursor.selectionEnd()):
            block = document.findBlock(position)
            line = block.layout().lineForTextPosition(position - block.position())
            at = QTextCursor(document)
            at.setPosition(position)
            left = self._editor.cursorRect(at).left()
            at.setPosition(position + 1)
            format_ = at.charFormat()
            size = self.intrinsicSize(document, position, format_)
            top = block.layout().position().y() + line.y() + line.ascent() - size.height() + _below(format_) - up
            rect = QRectF(QPointF(left, top), size)
            if rect.intersects(QRectF(room)):
                self.drawObject(painter, rect, document, position, format_)

    def _begins_at(self, document: QTextDocument, position: int) -> bool:
        revision, places = self._begins
        if revision != document.revision():
            places = frozenset(cursor.position() for cursor in self._beginning)
            self._begins = (document.revision(), places)
        return position in places

    def _chosen(self, position: int) -> bool:
        cursor = self._editor.textCursor()
        return cursor.selectionStart() <= position < cursor.selectionEnd()


_INK = {
    "plain": QPalette.ColorRole.Text,
    "changed": QPalette.ColorRole.Text,
    "waiting": QPalette.ColorRole.PlaceholderText,
}


def _font(document: QTextDocument) -> QFont:
    return document.defaultFont()


def _below(format_: QTextFormat) -> float:
    """How far Qt lets a chip reach below the line on which the letters stand: as its format's own font does."""
    return QFontMetricsF(format_.toCharFormat().font()).descent()


def _before(source: str) -> ChipLook:
    if not kind_of(source):
        return ChipLook("␣", "", "waiting")
    return ChipLook(body_of(source) or kind_of(source), "", "waiting")


def _edge(palette: QPalette, look: ChipLook, chosen: bool) -> QPen:
    if chosen:
        return QPen(palette.color(QPalette.ColorRole.Accent), 2)
    if look.state == "wrong":
        return QPen(palette.color(QPalette.ColorRole.BrightText), 1.2, Qt.PenStyle.DashLine)
    if look.state == "changed":
        return QPen(palette.color(QPalette.ColorRole.Accent), 1.6)
    return QPen(palette.color(QPalette.ColorRole.Midlight), 1)


def _ground(palette: QPalette, look: ChipLook, kind: str) -> QColor:
    if kind == "plain" or look.state == "wrong":
        return palette.color(QPalette.ColorRole.Base)
    return palette.color(QPalette.ColorRole.Highlight)
