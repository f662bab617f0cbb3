"""What is to be looked at in a text, kept at its place while the text is edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from inspector_app.ui.models.report_document import chip_at
from inspector_app.ui.models.report_marks import SIGNS, MarkKind, TextMark, mark_title
from inspector_app.ui.models.report_source import SourceText
from inspector_app.ui.widgets.report_gutter import Gutter

_LINES: dict[MarkKind, QTextCharFormat.UnderlineStyle] = {
    "mistake": QTextCharFormat.UnderlineStyle.WaveUnderline,
    "person": QTextCharFormat.UnderlineStyle.DashUnderline,
    "unbound": QTextCharFormat.UnderlineStyle.DotLine,
}
"""How a kind is underlined; a change is told by its chip and the sign in the margin."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and the stretch of the document that it is about; its cursor moves with the text."""

    mark: TextMark
    cursor: QTextCursor


class PlacedMarks:
    """The marks of an editor."""

    def __init__(self, editor: QTextEdit, gutter: Gutter) -> None:
        self._editor, self._gutter = editor, gutter
        self.placed: tuple[Placed, ...] = ()

    def clear(self) -> None:
        """Takes all marks away."""
        self.placed = ()
        self._show()

    def place(self, marks: Sequence[TextMark], source: SourceText) -> None:
        """Shows marks; `source` is the text in whose places they are told."""
        document = self._editor.document()
        placed = []
        for mark in sorted(marks, key=lambda m: (m.first, m.behind)):
            cursor = QTextCursor(document)
            last = document.characterCount() - 1
            cursor.setPosition(min(source.position(mark.first), last))
            cursor.setPosition(min(source.position(mark.behind), last), QTextCursor.MoveMode.KeepAnchor)
            placed.append(Placed(mark, cursor))
        self.placed = tuple(placed)
        self._show()

    def beside(self, caret: QTextCursor, back: bool) -> QTextCursor | None:
        """The mark behind the caret, or before it; from the last on to the first and the other way round."""
        if not self.placed:
            return None
        if back:
            before = [p for p in self.placed if p.cursor.selectionStart() < caret.selectionStart()]
            return QTextCursor((before or self.placed)[-1].cursor)
        here = caret.selectionStart() if caret.hasSelection() else caret.position() - 1
        after = [p for p in self.placed if p.cursor.selectionStart() > here]
        return QTextCursor((after or self.placed)[0].cursor)

    def at(self, position: int) -> tuple[int, ...]:
        """The marks, by their place in the text, of the stretches in which a place lies."""
        held = enumerate(self.placed)
        return tuple(n for n, p in held if p.cursor.selectionStart() <= position <= p.cursor.selectionEnd())

    def _is_chip(self, cursor: QTextCursor) -> bool:
        """Whether a mark is about one bound piece, which shows it itself."""
        first = cursor.selectionStart()
        return cursor.selectionEnd() == first + 1 and bool(chip_at(self._editor.document(), first))

    def _show(self) -> None:
        palette = QGuiApplication.palette()
        selections = []
        signs: dict[int, list[MarkKind]] = defaultdict(list)
        words: dict[int, list[str]] = defaultdict(list)
        for placed in self.placed:
            kind = placed.mark.kind
            number = self._editor.document().findBlock(placed.cursor.selectionStart()).blockNumber()
            signs[number].append(kind)
            words[number].append(f"{mark_title(kind)}: {placed.mark.words}")
            if kind in _LINES and not self._is_chip(placed.cursor):
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = placed.cursor, _format(kind, palette)
                selections.append(selection)
        self._editor.setExtraSelections(selections)
        self._gutter.show_signs({n: (_signs(kinds), _lines(words[n])) for n, kinds in signs.items()})


def _format(kind: MarkKind, palette: QPalette) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(_LINES[kind])
    made.setUnderlineColor(QColor(palette.color(QPalette.ColorRole.BrightText)))
    return made


def _signs(kinds: Sequence[MarkKind]) -> str:
    return "".join(sign for kind, sign in SIGNS.items() if kind in kinds)


def _lines(words: Sequence[str]) -> str:
    shown = list(dict.fromkeys(words))
    more = len(shown) - 6
    if more > 0:
        rest = QCoreApplication.translate("marks", "and %1 more").replace("%1", str(more))
        shown = [*shown[:6], rest]
    return "\n".join(shown)
