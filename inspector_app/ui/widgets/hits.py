"""Words that were looked for, marked where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from inspector_app.domain.notes import hits

_BEFORE = 24
"""How many characters before the first hit are shown, where it would be out of sight."""


def hit_format(palette: QPalette) -> QTextCharFormat:
    """How a hit looks: bold and underlined, so that it is not told by its ground alone."""
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.Bold)
    made.setFontUnderline(True)
    made.setBackground(QColor(palette.color(QPalette.ColorRole.Highlight)))
    return made


def mark_hits(field: QPlainTextEdit, words: Sequence[str]) -> None:
    """Marks words in a text and scrolls to the first."""
    selections = []
    for first, behind in hits(field.toPlainText(), words):
        cursor = QTextCursor(field.document())
        cursor.setPosition(first)
        cursor.setPosition(behind, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, hit_format(QGuiApplication.palette())
        selections.append(selection)
    field.setExtraSelections(selections)
    start = QTextCursor(field.document())
    if selections:
        start.setPosition(selections[0].cursor.selectionStart())
    field.setTextCursor(start)


class HitsDelegate(QStyledItemDelegate):
    """Draws a text of one line with the words marked, from shortly before the first of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: tuple[str, ...] = ()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's hook."""
        self.initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row, not the cell, is what is chosen
        text = option.text
        found = hits(text, self.words)
        if not found:
            super().paint(painter, option, index)
            return
        view = option.widget
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        rect = option.rect.adjusted(10, 0, -10, 0)
        shown = self._cut(option, self._from_hit(option, text, found[0][0], rect.width()), rect.width())
        layout = QTextLayout(shown, option.font)
        layout.setTextOption(_one_line())
        layout.setFormats([self._range(option, span) for span in hits(shown, self.words)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6)
        layout.endLayout()
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))
        painter.restore()

    def _from_hit(self, option: QStyleOptionViewItem, text: str, first: int, width: int) -> str:
        if option.fontMetrics.horizontalAdvance(text[: first + _BEFORE]) <= width:
            return text
        start = text.rfind(" ", 0, max(0, first - _BEFORE)) + 1
        return "… " + text[start:] if start else text

    def _cut(self, option: QStyleOptionViewItem, text: str, width: int) -> str:
        """The text as far as there is room, its end marked as left out; hits are bold and take a little more."""
        room = width - sum(_bolder(option.font, text[a:b]) for a, b in hits(text, self.words))
        return option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _range(self, option: QStyleOptionViewItem, span: tuple[int, int]) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = span[0], span[1] - span[0]
        made.format = hit_format(option.palette)
        return made


def _bolder(font: QFont, text: str) -> int:
    """How much wider a text is in bold."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    return max(0, QFontMetrics(bold).horizontalAdvance(text) - QFontMetrics(font).horizontalAdvance(text))


def _one_line() -> QTextOption:
    made = QTextOption(Qt.AlignmentFlag.AlignLeft)
    made.setWrapMode(QTextOption.WrapMode.NoWrap)
    return made
