"""A light hand on Markdown while it is written: headings, emphasis, quotations, lists and footnotes stand out."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QGuiApplication, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

_HEADING = re.compile(r"#{1,6}\s")
_QUOTE = re.compile(r"\s*>")
_LIST = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![*\w])")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")


class MarkdownInk(QSyntaxHighlighter):
    """Shows what the marks of Markdown mean; the marks themselves stay, quieter."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.dress()

    def dress(self) -> None:
        """Takes over the colours in use."""
        palette = QGuiApplication.palette()
        self._quiet, self._strong, self._emphasis = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self._quiet.setForeground(palette.color(QPalette.ColorRole.PlaceholderText))
        self._strong.setFontWeight(QFont.Weight.Bold)
        self._emphasis.setFontItalic(True)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Qt's hook."""
        if heading := _HEADING.match(text):
            self.setFormat(0, len(text), self._strong)
            self._quieten(0, heading.end(), bold=True)
            return
        if quote := _QUOTE.match(text):
            self._quieten(0, quote.end())
        elif item := _LIST.match(text):
            self._quieten(0, item.end())
        for found in _STRONG.finditer(text):
            self._inline(found.start(), found.end(), 2, self._strong)
        for found in _EMPHASIS.finditer(text):
            self._inline(found.start(), found.end(), 1, self._emphasis)
        for found in _NOTE.finditer(text):
            self._quieten(found.start(), found.end())

    def _inline(self, first: int, behind: int, marks: int, format_: QTextCharFormat) -> None:
        self.setFormat(first + marks, behind - first - 2 * marks, format_)
        self._quieten(first, first + marks)
        self._quieten(behind - marks, behind)

    def _quieten(self, first: int, behind: int, bold: bool = False) -> None:
        format_ = QTextCharFormat(self._quiet)
        if bold:
            format_.setFontWeight(QFont.Weight.Bold)
        self.setFormat(first, behind - first, format_)
