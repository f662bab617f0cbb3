"""All that stands in one place, side by side, to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from inspector_app.domain.answers import Revision
from inspector_app.domain.instrument import Instrument
from inspector_app.ui.models.slot_words import value_words
from inspector_app.ui.parts import button, column, empty, label, row
from inspector_app.ui.phrases import clock, day, evidence_words

_CARD = 230


class ConflictCards(QWidget):
    """A card for each revision: its value on a button with a number, who gave it, when, where, and what they wrote.

    Signals:
        picked: the id of a revision.
    """

    picked = Signal(str)

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._cards: list[QFrame] = []
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)

    def show_heads(self, heads: Sequence[tuple[Revision, Revision]], may: bool) -> None:
        """Shows what stands, the oldest first.

        Args:
            heads: what stands, and the change in which it was first said.
            may: whether one of them can be picked.
        """
        empty(self._grid)
        self.buttons = []
        self._cards = [self._card(place, *head, may) for place, head in enumerate(heads, 1)]
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts as many beside each other as there is room for."""
        super().resizeEvent(event)
        self._place()

    def texts(self) -> list[str]:
        """What the buttons say, in order."""
        return [one.text() for one in self.buttons]

    def _place(self) -> None:
        across = max(1, min(len(self._cards), self.width() // _CARD))
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def _card(self, number: int, head: Revision, said: Revision, may: bool) -> QFrame:
        value = value_words(self._instrument, head.slot, head.value)
        at = f"{day(said.at.astimezone())} {clock(said.at)}"
        who = self.tr("%1, %2").replace("%1", said.author).replace("%2", at)
        where = self.tr("at device %1").replace("%1", said.device[:8])
        pick = button(f"{number}  {value}", name=self.tr("Pick %1: %2").replace("%1", str(number)).replace("%2", value))
        pick.setEnabled(may)
        pick.clicked.connect(partial(self.picked.emit, head.id))
        self.buttons.append(pick)
        told = label(where, "small")
        told.setToolTip(said.device)
        parts: list[QWidget] = [label(who, "strong", wrap=True), told]
        if head.evidence:
            evidence = self.tr("Evidence: %1").replace("%1", evidence_words(head.evidence))
            parts.append(label(evidence, "quiet", wrap=True))
        parts.append(label(head.note or self.tr("No note"), "" if head.note else "quiet", wrap=True))
        made = QFrame()
        made.setProperty("surface", "card")
        made.setAccessibleName(", ".join((value, who, where, head.note)))
        made.setLayout(column(row(pick, -1), *parts, margins=12))
        return made
