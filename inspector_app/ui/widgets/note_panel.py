"""One note in full, with its question and its tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.notes import ILLUSTRATION, QUOTATION, RESERVED, Note, known_as, toggled
from inspector_app.ui.parts import button, column, empty, frame, label, row
from inspector_app.ui.phrases import day_and_clock, tag_words
from inspector_app.ui.widgets.form_flow import FlowLayout, flowing
from inspector_app.ui.widgets.hits import mark_hits

_CHIP = 150
"""How wide a tag may be drawn, in pixels; the panel is not much wider on a small screen."""


class TagField(QLineEdit):
    """A field for one tag, which offers those in use.

    Signals:
        given: a tag, as it was typed.
        left: Escape in an empty field.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Add a tag, then Enter"))
        self.setAccessibleName(self.tr("Add a tag"))
        self.setMaxLength(60)
        self.returnPressed.connect(self._give)
        self.offer(())

    def offer(self, tags: Sequence[str]) -> None:
        """Offers these tags while one types."""
        completer = QCompleter(list(tags), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # Qt puts what was picked into the field only after it has told of it.
        completer.activated.connect(lambda _: QTimer.singleShot(0, self, self._give))
        self.setCompleter(completer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears, and leaves what is clear."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
            return
        super().keyPressEvent(event)

    def _give(self) -> None:
        text = self.text().strip()
        self.clear()
        if (popup := self.completer().popup()) is not None:
            popup.hide()
        if text:
            self.given.emit(text)


class NotePanel(QWidget):
    """Shows a note and takes changes of its tags.

    Signals:
        tags_set: the tags that the note is to have (a tuple).
        open_asked: to the question in the form.
        left: back to the list.
    """

    tags_set = Signal(object)
    open_asked = Signal()
    left = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._known: dict[str, str] = {}
        self.note: Note | None = None
        self._build()
        self.show_note(None, ())

    def show_note(self, note: Note | None, words: Sequence[str]) -> None:
        """Shows a note, with the words that were looked for marked."""
        self.note = note
        self._whole.setVisible(note is not None)
        self._nothing.setVisible(note is None)
        if note is None:
            return
        question = self._instrument.questions_by_id[note.question]
        about = self.tr("Case %1") if note.about == "case" else self.tr("Officer %1")
        self._where.setText(f"{about.replace('%1', note.ref)} · {question.number}")
        self._question.setText(question.text)
        answers = "; ".join(question.label_of(code) for code in note.value.split(";") if code)
        lines = {"above": self.tr("above the line"), "below": self.tr("below the line")}
        lines |= {"closed": self.tr("the question is closed and not counted")}
        self._answer.setText(" – ".join(filter(None, (answers, lines.get(note.standing, "")))))
        self._answer.setVisible(bool(self._answer.text()))
        self._who.setText(f"{note.author} · {day_and_clock(note.at)}")
        if self.text.toPlainText() != note.text:
            self.text.setPlainText(note.text)
        mark_hits(self.text, words)
        self._show_tags(note)

    def offer(self, tags: Sequence[str]) -> None:
        """Tags in use, to be offered."""
        known = {tag: tag_words(tag) for tag in tags}
        if known != self._known:
            self._known = known
            self.field.offer(list(known.values()))

    def toggle(self, tag: str) -> None:
        """Adds a tag to the note, or takes it away."""
        if self.note is not None:
            self.tags_set.emit(toggled(self.note.tags, tag))

    def _build(self) -> None:
        self._nothing = label(self.tr("Choose a note to read it in full and to tag it."), "quiet", wrap=True)
        self._where, self._question = label("", "heading"), label("", "strong", wrap=True)
        self._answer, self._who = label("", "", wrap=True), label("", "quiet")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Note"))
        self.text.setMinimumHeight(120)
        self.reserved = {tag: self._reserved(tag) for tag in RESERVED}
        self._chips = QWidget()
        self.chips = FlowLayout(self._chips)
        self.field = TagField()
        self.field.given.connect(self._add)
        self.field.left.connect(self.left)
        self.open_button = button(self.tr("Open in the form"))
        self.open_button.clicked.connect(self.open_asked)
        self._whole = QWidget()
        self._whole.setLayout(
            column(
                self._where, self._question, self._answer, self._who, self.text,
                label(self.tr("For the report"), "caps"), flowing(*self.reserved.values()),
                label(self.tr("Tags"), "caps"), self._chips, self.field, 8, row(self.open_button, -1),
            )
        )  # fmt: skip
        card = frame("card", column(self._nothing, self._whole, margins=16))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def _reserved(self, tag: str) -> QPushButton:
        keys = {ILLUSTRATION: "I", QUOTATION: "Q"}
        made = button(f"{tag_words(tag)} ({keys[tag]})", "plain", tag_words(tag))
        made.setCheckable(True)
        made.clicked.connect(lambda: self.toggle(tag))
        return made

    def _show_tags(self, note: Note) -> None:
        for tag, made in self.reserved.items():
            made.setChecked(tag in note.tags)
            sign = "✓ " if tag in note.tags else ""
            keys = {ILLUSTRATION: "I", QUOTATION: "Q"}
            made.setText(f"{sign}{tag_words(tag)} ({keys[tag]})")
        free = [tag for tag in note.tags if tag not in RESERVED]
        empty(self.chips)
        for tag in free:
            name = self.tr("Take away the tag %1").replace("%1", tag)
            short = self.fontMetrics().elidedText(tag, Qt.TextElideMode.ElideRight, _CHIP)
            chip = button(f"{short}  ×", "plain", name)
            chip.setToolTip(name)
            chip.clicked.connect(lambda _=False, t=tag: self.toggle(t))
            self.chips.addWidget(chip)
        self._chips.setVisible(bool(free))

    def _add(self, typed: str) -> None:
        tag = known_as(typed, self._known | {tag: tag_words(tag) for tag in RESERVED})
        if self.note is not None and tag and tag not in self.note.tags:
            self.tags_set.emit(toggled(self.note.tags, tag))
