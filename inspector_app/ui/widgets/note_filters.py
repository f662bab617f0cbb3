"""What narrows the list of notes: words, place in the form, answer, whether the case is signed off, and a theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.notes import Note
from inspector_app.ui.parts import button, row
from inspector_app.ui.phrases import tag_words
from inspector_app.ui.widgets.case_filters import SearchField
from inspector_app.ui.widgets.criterion_box import CriterionBox
from inspector_app.ui.widgets.field_inputs import PatientComboBox

Accepts = Callable[[Note], bool]


class NoteFilters(QWidget):
    """A line of filters.

    Signals:
        changed: something else is looked for.
        left: on to the list.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self.search = SearchField(self.tr("Search notes"))
        self.criteria = CriterionBox(instrument)
        self.criteria.setMinimumContentsLength(18)
        self.pages = self._box(self.tr("All pages"), [(p.id, f"{p.id}  {p.title}") for p in instrument.pages])
        answers = [("above", self.tr("Above the line")), ("below", self.tr("Below the line"))]
        self.answers = self._box(self.tr("All answers"), answers)
        self.signed_off = QCheckBox(self.tr("Signed off only"))
        self.signed_off.setAccessibleName(self.signed_off.text())
        self.signed_off.setToolTip(self.tr("Only notes of cases that are signed off, and of interviews"))
        self.lift = button(self.tr("Clear filters"), "link")
        self.lift.clicked.connect(self.clear)
        line = row(self.search, self.pages, self.criteria, self.answers, self.signed_off, self.lift)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.search.left.connect(self.left)
        self.search.textChanged.connect(self._tell)
        self.criteria.chosen.connect(self._tell)
        for box in (self.pages, self.answers):
            box.currentIndexChanged.connect(self._tell)
        self.signed_off.toggled.connect(self._tell)
        self.lift.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are looked for."""
        return tuple(self.search.text().split())

    def accepts(self) -> Accepts | None:
        """Whether a note matches all but the words; None where all do."""
        page, within, answer = self.pages.currentData(), self.criteria.within, self.answers.currentData()
        only = self.signed_off.isChecked()
        if not (page or within or answer or only):
            return None
        asked = {
            q.id
            for q in self._instrument.questions
            if (not page or q.page == page) and (within is None or within.intersection(q.criteria))
        }
        return lambda n: n.question in asked and (not answer or n.standing == answer) and (n.signed_off or not only)

    def clear(self) -> None:
        """Lifts every filter."""
        self.search.clear()
        for box in (self.pages, self.criteria, self.answers):
            box.setCurrentIndex(0)
        self.signed_off.setChecked(False)

    def _tell(self) -> None:
        self.lift.setVisible(bool(self.words) or self.accepts() is not None)
        self.changed.emit()

    def _box(self, everything: str, items: Sequence[tuple[str, str]]) -> PatientComboBox:
        box = PatientComboBox()
        box.setAccessibleName(self.tr("Filter: %1").replace("%1", everything))
        box.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(13)
        box.addItem(everything, "")
        for data, text in items:
            box.addItem(text, data)
        return box


class ThemeList(QListWidget):
    """All notes, those without a tag, and each tag, with their numbers.

    Signals:
        chosen: another entry; see `accepts`.
        left: Return: on to the list of notes.
    """

    chosen = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("Themes"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentRowChanged.connect(lambda _: self.chosen.emit())

    @property
    def tag(self) -> str | None:
        """The tag that is chosen; empty for notes without one, None for all notes."""
        item = self.currentItem()
        kind, tag = item.data(Qt.ItemDataRole.UserRole) if item is not None else ("all", "")
        return None if kind == "all" else str(tag)

    def accepts(self) -> Accepts | None:
        """Whether a note belongs to what is chosen; None where all do."""
        tag = self.tag
        if tag is None:
            return None
        return (lambda note: tag in note.tags) if tag else (lambda note: not note.tags)

    def show_themes(self, total: int, untagged: int, themes: Sequence[tuple[str, int]]) -> None:
        """Shows the numbers as they stand; what is chosen stays chosen while it is there."""
        wanted = [("all", "", self.tr("All notes"), total)]
        wanted += [("tag", tag, tag_words(tag), count) for tag, count in themes]
        wanted.append(("none", "", self.tr("Without a tag"), untagged))
        kept = self.currentItem().data(Qt.ItemDataRole.UserRole) if self.currentItem() is not None else ("all", "")
        before = self.tag
        self.blockSignals(True)
        self.clear()
        for kind, tag, words, count in wanted:
            item = QListWidgetItem(f"{count}  {words}")
            item.setData(Qt.ItemDataRole.UserRole, (kind, tag))
            self.addItem(item)
            if (kind, tag) == tuple(kept):
                self.setCurrentItem(item)
        if self.currentItem() is None:
            self.setCurrentRow(0)
        self.blockSignals(False)
        if self.tag != before:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes on to the notes on Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)
