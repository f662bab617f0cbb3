"""Notes that were marked for the report, to be put into its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.notes import ILLUSTRATION, QUOTATION, Note
from inspector_app.ui.models.report_evidence import as_box
from inspector_app.ui.parts import button, column, empty, frame, label, row, scrolled
from inspector_app.ui.phrases import tag_words


class NotesForUse(QWidget):
    """Cards with notes and what can be made of them.

    Signals:
        used: a note as the text of a box.
    """

    used = Signal(str)

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._shown: tuple[tuple[Note, ...], bool] | None = None
        self._told = label("", "quiet", wrap=True)
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(0, 0, 4, 0)
        self._cards.setSpacing(8)
        inside = QWidget()
        inside.setProperty("surface", "plain")
        inside.setLayout(column(self._cards, -1))
        area = scrolled(inside)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._told)
        layout.addWidget(area, 1)

    def show_notes(self, notes: Sequence[Note], may: bool) -> None:
        """Shows notes; `may` says whether they can be put into the text."""
        if self._shown == (tuple(notes), may):
            return
        self._shown = (tuple(notes), may)
        nothing = self.tr(
            "No note on this criterion is marked for use. Mark one as an illustration or a quotation under Notes."
        )
        told = self.tr("A name in a note is changed before it is printed.")
        self._told.setText(told if notes else nothing)
        empty(self._cards)
        for note in notes:
            self._cards.addWidget(self._card(note, may))

    def _card(self, note: Note, may: bool) -> QWidget:
        question = self._instrument.questions_by_id[note.question]
        about = self.tr("Case %1") if note.about == "case" else self.tr("Officer %1")
        where = f"{about.replace('%1', note.ref)} · {question.number} · {note.author}"
        tags = ", ".join(map(tag_words, note.tags))
        illustrate = button(
            self.tr("Use as illustration"), name=self.tr("Use as illustration: %1").replace("%1", where)
        )
        quote = button(self.tr("Quote"), name=self.tr("Quote: %1").replace("%1", where))
        for made, kind in ((illustrate, ILLUSTRATION), (quote, QUOTATION)):
            made.setEnabled(may)
            made.clicked.connect(lambda _=False, k=kind: self.used.emit(as_box(note, k)))
        first, second = (illustrate, quote) if QUOTATION not in note.tags else (quote, illustrate)
        parts = column(
            label(where, "strong", wrap=True), label(note.text, "", wrap=True), label(tags, "quiet", wrap=True),
            row(first, second, -1), margins=12, spacing=4,
        )  # fmt: skip
        made_frame = frame("card", parts)
        made_frame.setAccessibleName(f"{where}: {note.text}")
        return made_frame
