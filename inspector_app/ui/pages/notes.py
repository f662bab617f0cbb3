"""Notes: what assessors wrote, found by words, gathered under tags, and marked for the report."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.answers import About
from inspector_app.domain.notes import ILLUSTRATION, QUOTATION, Note, themes
from inspector_app.domain.plain_table import PlainTable
from inspector_app.services.commands import Redo, TagNote, Undo
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.errors import announce
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.notes_model import NoteKey, NotesModel, NotesReader
from inspector_app.ui.parts import column, label, row, scrolled
from inspector_app.ui.phrases import counted, tag_words
from inspector_app.ui.widgets.hits import HitsDelegate
from inspector_app.ui.widgets.note_filters import NoteFilters, ThemeList
from inspector_app.ui.widgets.note_panel import NotePanel
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.take_away import TakeAway

INITIATOR = "notes"
_PAUSE = 120
"""Milliseconds without a key before the list follows what is typed, where it is long."""
_LONG = 3000
_WIDTHS = (124, 68, 120, 340, 130, 110, 140)


class NotesPage(QWidget):
    """The notes of the open inspection.

    Signals:
        opened: a note in the form: ``case`` or ``officer``, reference, question.
        notice: a sentence and its tone.
    """

    opened = Signal(str, str, str)
    notice = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Notes")
        self._bridge = bridge
        self._done: list[tuple[About, str]] = []
        self._undone: list[tuple[About, str]] = []
        self._stale, self._sized = True, False
        self._current: NoteKey | None = None
        self.model = NotesModel(bridge, self)
        self.reader = NotesReader(bridge, self)
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._sift)
        self._connect()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {
            "search": self.filters.search.setFocus,
            "tag_note": self.panel.field.setFocus,
            "tag_illustration": lambda: self.panel.toggle(ILLUSTRATION),
            "tag_quotation": lambda: self.panel.toggle(QUOTATION),
            "undo": self.undo,
            "redo": self.redo,
        }

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        first = self.table if self.model.rowCount() else self.filters.search
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """Takes back the last change of tags made here, else the last of the case that is looked at."""
        self._step_back(self._done, self._undone, back=True)

    def redo(self) -> None:
        """Brings back what was undone last."""
        self._step_back(self._undone, self._done, back=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Brings what went stale up to date."""
        super().showEvent(event)
        if self._stale and not self.reader.reading:
            self._show_all()

    # Making the page

    def _build(self) -> None:
        self._count = label("", "quiet")
        self.take_away = TakeAway(self.taken)
        self.take_away.notice.connect(self.notice)
        head = row(label(self.title, "title"), 8, self._count, -1, self.take_away)
        self.filters = NoteFilters(self._bridge.session.instrument)
        self.themes = ThemeList()
        self.themes.setMinimumWidth(140)
        self.table = Table(self.tr("Notes"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._marker = HitsDelegate(self.table)
        self.table.setItemDelegateForColumn(NotesModel.NOTE, self._marker)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.panel = NotePanel(self._bridge.session.instrument)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("notes_splitter")
        side = scrolled(self.panel)
        side.setMinimumWidth(260)
        for part, stretch in ((self.themes, 1), (self.table, 5), (side, 2)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([170, 800, 340])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(8)
        whole.addLayout(column(head, self.filters))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self.splitter)
        whole.addWidget(self._stack, 1)

    def _empty(self) -> QWidget:
        text = self.tr(
            "What assessors write beside their answers is gathered here, to be searched, tagged and marked for the "
            "report. Open a case and press N at a question to write the first note."
        )
        words = label(text, "quiet", wrap=True)
        words.setMaximumWidth(560)
        made = QWidget()
        made.setLayout(column(24, label(self.tr("No notes yet"), "question"), words, -1))
        return made

    def _connect(self) -> None:
        self.reader.read.connect(self._on_read)
        self.reader.tagged.connect(self._on_tagged)
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self.table.setFocus)
        self.themes.chosen.connect(self._sift)
        self.themes.left.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(lambda key: self._open(self.model.notes[int(key)]))
        self.panel.tags_set.connect(self._tag)
        self.panel.open_asked.connect(self._open_current)
        self.panel.left.connect(self.table.setFocus)

    # What happens

    def _on_read(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self._show_all()

    def _show_all(self) -> None:
        self._stale = False
        header = self.table.horizontalHeader()
        self.model.show_notes(self.reader.notes)
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        if not self._sized and self.model.total:
            self._sized = True
            scale = self.table.text_scale()
            for place, width in enumerate(_WIDTHS):
                self.table.setColumnWidth(place, round(width * scale))
        self._show_themes()
        self._sift()

    def _show_themes(self) -> None:
        notes = self.model.notes
        found = themes(notes)
        self.themes.show_themes(len(notes), sum(1 for note in notes if not note.tags), found)
        self.panel.offer([tag for tag, _ in found])

    def _on_filter(self) -> None:
        """Follows at once, or in a long list when the person pauses."""
        if self.model.total > _LONG:
            self._soon.start()
        else:
            self._sift()

    def _sift(self) -> None:
        self._soon.stop()
        self._marker.words = self.filters.words
        tests = [test for test in (self.filters.accepts(), self.themes.accepts()) if test is not None]
        notes = self.model.notes
        accept = (lambda place: all(test(notes[place]) for test in tests)) if tests else None
        key = self._current
        self.model.keep(" ".join(self.filters.words), accept)
        shown = self.model.row_of(self.model.place_of(key)) if key is not None else -1
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(max(shown, 0), 0))
        self._show_current()
        self._tell_count()

    def _tell_count(self) -> None:
        total, shown = self.model.total, self.model.rowCount()
        self._stack.setCurrentIndex(1 if total else 0)
        self.filters.setVisible(bool(total))
        self.take_away.setVisible(bool(total))
        if not total:
            text = ""
        elif shown == total:
            text = counted(total, self.tr("%1 note"), self.tr("%1 notes"))
        elif shown:
            text = self.tr("%1 of %2 notes").replace("%1", str(shown)).replace("%2", str(total))
        else:
            text = self.tr("No note matches; %1 in all.").replace("%1", str(total))
        self._count.setText(text)

    def _on_row(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._current = self._note_at(index.row()).key
            self._show_current()

    def _show_current(self) -> None:
        index = self.table.currentIndex()
        self.panel.show_note(self._note_at(index.row()) if index.isValid() else None, self.filters.words)

    def _note_at(self, shown: int) -> Note:
        return self.model.notes[self.model.place_at(shown)]

    def _tag(self, tags: tuple[str, ...]) -> None:
        note = self.panel.note
        if note is None:
            return
        about, ref, question, assessor = note.key
        if self._bridge.handle(TagNote(about, ref, question, assessor, tags), INITIATOR):
            self._done.append((about, ref))
            self._undone.clear()
            announce(self, ", ".join(map(tag_words, tags)) or self.tr("No tags"))

    def _on_tagged(self, note: Note) -> None:
        if self._stale or self.model.place_of(note.key) < 0:
            self._stale = True
            return
        self.model.take_in(note)
        if self.panel.note is not None and self.panel.note.key == note.key:
            self.panel.show_note(note, self.filters.words)
        self._show_themes()

    def _step_back(self, taken: list[tuple[About, str]], given: list[tuple[About, str]], back: bool) -> None:
        note = self.panel.note
        here = [(note.about, note.ref)] if note is not None else []
        for place in [*reversed(taken), *here]:
            state = self._bridge.session.undo_state(*place, tags=True)
            if state.undo if back else state.redo:
                if place in taken:
                    taken.reverse()
                    taken.remove(place)
                    taken.reverse()
                self._bridge.handle(Undo(*place, True) if back else Redo(*place, True), INITIATOR)
                given.append(place)
                return
        text = self.tr("There is no tagging to undo.") if back else self.tr("There is no tagging to redo.")
        self.notice.emit(text, "plain")

    def _open_current(self) -> None:
        if self.panel.note is not None:
            self._open(self.panel.note)

    def _open(self, note: Note) -> None:
        self.opened.emit(note.about, note.ref, note.question)

    def taken(self) -> PlainTable:
        """The notes that are shown, to be taken away."""
        parts = [self._count.text() + "."]
        if self.filters.words:
            parts.append(self.tr("Words: %1.").replace("%1", " ".join(self.filters.words)))
        for box in (self.filters.pages, self.filters.criteria, self.filters.answers):
            if box.currentIndex() > 0:
                parts.append(f"{box.currentText().strip()}.")
        if self.filters.signed_off.isChecked():
            parts.append(self.filters.signed_off.toolTip() + ".")
        if (tag := self.themes.tag) is not None:
            parts.append(self.tr("Tag: %1.").replace("%1", tag_words(tag) or self.tr("none")))
        return self.model.taken(self.title, " ".join(parts))
