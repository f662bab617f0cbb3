"""Writes the text of a section into a Qt document and reads it out again; see `report_source`."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from inspector_app.ui.models.report_source import OBJECT, Run, SourceText, cut, pieces

CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
"""The kind of object that a bound piece is in the document."""
SOURCE = QTextFormat.Property.UserProperty.value + 1
"""The property that holds its source."""


def chip_format(source: str) -> QTextCharFormat:
    """The format of the one character that stands for a bound piece."""
    made = QTextCharFormat()
    made.setObjectType(CHIP)
    # It reaches below the line on which the letters stand, as they do.
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    # A byte order mark at the beginning of a text would be lost on its way through Qt.
    made.setProperty(SOURCE, f" {source}")
    return made


def insert_source(cursor: QTextCursor, text: str) -> None:
    """Puts a stored text in place of the selection, as one step of undo."""
    plain = QTextCharFormat()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    for piece, bound in pieces(text):
        if bound:
            cursor.insertText(OBJECT, chip_format(piece))
        else:
            cursor.insertText(piece, plain)
    # What is typed next is not to look like the piece before it.
    cursor.setCharFormat(plain)
    cursor.endEditBlock()


def read_source(document: QTextDocument, first: int = 0, behind: int | None = None) -> SourceText:
    """The stored text of a document, or of a part of it, with the way back to its places."""
    last = document.characterCount() - 1 if behind is None else behind
    runs: list[Run] = []
    offset = 0
    block = document.findBlock(first)
    while block.isValid() and block.position() <= last:
        for text, position, bound in _parts(block, max(first, block.position()), last):
            runs.append(Run(offset, position, text, bound))
            offset += len(text)
        end = block.position() + block.length() - 1
        block = block.next()
        if block.isValid() and end < last:
            runs.append(Run(offset, end, "\n", False))
            offset += 1
    return SourceText(tuple(runs))


def chips_in(document: QTextDocument, first: int = 0, behind: int | None = None) -> Iterator[tuple[int, str]]:
    """Where bound pieces stand in the document, or in a part of it, with their sources."""
    last = document.characterCount() - 1 if behind is None else behind
    block = document.findBlock(first)
    while block.isValid() and block.position() <= last:
        if OBJECT in block.text():
            for text, position, bound in _parts(block, max(first, block.position()), last):
                if bound:
                    yield position, text
        block = block.next()


def chip_at(document: QTextDocument, position: int) -> str:
    """The source of the piece that is the character at a place; empty where there is none."""
    if document.characterAt(position) != OBJECT:
        return ""
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)
    return source_of(cursor.charFormat())


def _parts(block: QTextBlock, first: int, last: int) -> Iterator[tuple[str, int, bool]]:
    start = block.position()
    behind = min(last, start + block.length() - 1)
    text = block.text()
    if OBJECT not in text:
        if first < behind:
            yield cut(text, first - start, behind - start), first, False
        return
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        begins = max(first, fragment.position())
        ends = min(behind, fragment.position() + fragment.length())
        if begins < ends:
            part = cut(text, begins - start, ends - start)
            source = source_of(fragment.charFormat())
            if source:
                for place in range(begins, ends):
                    yield source, place, True
            else:
                yield part, begins, False
        iterator += 1


def source_of(format_: QTextFormat) -> str:
    """The source of the bound piece that a format stands for; empty for typed text."""
    # Typed text keeps the property of the piece that it was typed behind, but not its type.
    return str(format_.property(SOURCE) or "")[1:] if format_.objectType() == CHIP else ""
