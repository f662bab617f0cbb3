"""Two texts of one section, from copies that went on separately, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.answers import Revision
from inspector_app.ui.parts import button, column, empty, frame, label, row
from inspector_app.ui.phrases import clock, day
from inspector_app.ui.widgets.cut_label import CutLabel
from inspector_app.ui.widgets.report_gutter import WIDTH, Gutter
from inspector_app.ui.widgets.source_edit import SourceEdit

SIGN = "≠"


class ConflictTexts(QWidget):
    """The texts side by side; paragraphs that stand in one of them only carry a sign.

    Signals:
        picked: the id of the revision that is to stand.
        joined: all are to stand, one after the other.
    """

    picked = Signal(str)
    joined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.texts: list[SourceEdit] = []
        self._told = label("", "", wrap=True)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(12)
        self.join = button(self.tr("Keep all, one after the other"))
        self.join.clicked.connect(self.joined)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 0, 4)
        layout.addLayout(column(label(self.tr("Two copies say different things"), "strong"), self._told))
        layout.addLayout(self._cards, 1)
        self._picks = QHBoxLayout()
        self._picks.setSpacing(8)
        layout.addLayout(row(self._picks, self.join, -1))

    def show_heads(self, heads: Sequence[Revision], may: bool) -> None:
        """Shows what stands, the oldest first; `may` says whether one of them can be picked."""
        told = self.tr("Copies of this section went on separately. All that was written stays in the history.")
        self._told.setText(told)
        empty(self._cards)
        empty(self._picks)
        self.buttons, self.texts = [], []
        for number, head in enumerate(heads, 1):
            others = {line for other in heads if other is not head for line in other.value.split("\n")}
            self._cards.addWidget(self._card(number, head, others, may), 1)
        self.join.setVisible(may)

    def _card(self, number: int, head: Revision, others: set[str], may: bool) -> QWidget:
        at = f"{day(head.at.astimezone())} {clock(head.at)}"
        who = self.tr("%1, %2").replace("%1", head.author).replace("%2", at)
        text = _Text()
        text.setAccessibleName(self.tr("Text of %1").replace("%1", who))
        text.show_source(head.value)
        text.tell_others(others, self.tr("Stands in this text only"))
        self.texts.append(text)
        keep = self.tr("Keep %1").replace("%1", str(number))
        pick = button(keep, name=self.tr("Keep the text of %1").replace("%1", who))
        pick.setEnabled(may)
        pick.clicked.connect(partial(self.picked.emit, head.id))
        self.buttons.append(pick)
        self._picks.addWidget(pick)
        named = CutLabel("strong")
        named.setText(f"{number}  {who}")
        named.setToolTip(self.tr("%1, at device %2").replace("%1", who).replace("%2", head.device))
        inside = column(named, text, margins=12)
        inside.setStretch(1, 1)
        return frame("card", inside)


class _Text(SourceEdit):
    """A text to be read, with a margin for signs."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self._gutter = Gutter(self)
        self.setViewportMargins(WIDTH, 0, 0, 0)

    def tell_others(self, others: set[str], words: str) -> None:
        """Puts a sign at each paragraph that is not among those of the other texts."""
        lines = self.source().text.split("\n")
        own = [n for n, line in enumerate(lines) if line.strip() and line not in others]
        self._gutter.show_signs({n: (SIGN, words) for n in own})
        if own:
            self.setTextCursor(QTextCursor(self.document().findBlockByNumber(own[0])))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the margin beside the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(inside.left(), inside.top(), WIDTH, inside.height())
