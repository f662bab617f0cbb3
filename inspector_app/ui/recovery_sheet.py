"""The sheet of paper with a recovery key: what stands on it, as a PDF and on a printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

_POINTS = {"title": 20.0, "text": 11.0, "key": 15.0}


def lines_of(written: str, groups: int = 5) -> list[str]:
    """A recovery key as lines of so many groups."""
    parts = written.split("-")
    return ["-".join(parts[i : i + groups]) for i in range(0, len(parts), groups)]


def sheet(name: str, written: str, family: str) -> QTextDocument:
    """What stands on the sheet for a file with this name. All of it is text, never markup."""
    say = _say
    document = QTextDocument()
    document.setDefaultFont(QFont(family, 11))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    _put(cursor, say("Recovery key"), "title", strong=True)
    _put(cursor, name, "text", strong=True)
    _put(cursor, say("This key opens the inspection when its passphrase is forgotten. In Inspector choose the file, "
                     "then “Use the recovery key instead”."))  # fmt: skip
    for line in lines_of(written):
        _put(cursor, line, "key")
    _put(cursor, say("Whoever has this sheet can open the file. Keep it locked away, and never with the laptop."))
    cursor.endEditBlock()
    return document


def as_pdf(document: QTextDocument, title: str) -> bytes:
    """The sheet as a PDF on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(25, 25, 25, 25), QPageLayout.Unit.Millimeter)
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


def print_it(document: QTextDocument, parent: QWidget) -> bool:
    """Asks for a printer and prints the sheet; False where that was cancelled."""
    # What knows printers is loaded when somebody prints, which few do.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialogue = QPrintDialog(printer, parent)
    if dialogue.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document.print_(printer)
    return True


def _put(cursor: QTextCursor, text: str, kind: str = "text", strong: bool = False) -> None:
    block = QTextBlockFormat()
    block.setTopMargin(0 if kind == "key" else 7)
    block.setBottomMargin(4 if kind == "key" else 7)
    look = QTextCharFormat()
    if kind == "key":
        look.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    look.setFontPointSize(_POINTS[kind])
    if strong:
        look.setFontWeight(QFont.Weight.Bold)
    cursor.insertBlock(block, look)
    cursor.insertText(text, look)


def _say(text: str) -> str:
    return QCoreApplication.translate("recovery_sheet", text)
