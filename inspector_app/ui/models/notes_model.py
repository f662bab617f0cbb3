"""All notes of an inspection as one table, read a few cases at a time so that nothing waits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.answers import About
from inspector_app.domain.notes import Note, case_notes, officer_notes
from inspector_app.domain.plain_table import PlainColumn, PlainTable
from inspector_app.domain.scoring import tally
from inspector_app.services.session import Changes, Pending
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.models.plain_model import PlainModel
from inspector_app.ui.phrases import day_and_clock, tag_words

AT_ONCE = 25
"""How many cases are read between two glances at what the person does."""

NoteKey = tuple[About, str, str, str]


class NotesReader(QObject):
    """Keeps the notes of every case and officer, and reads again those that changed.

    Signals:
        read: all is read that was to be read.
        tagged: a note whose tags alone changed, at once.
    """

    read = Signal()
    tagged = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = bridge.session
        self._notes: dict[tuple[About, str], tuple[Note, ...]] = {}
        self._waiting: dict[tuple[About, str], None] = {}
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._read_some)
        bridge.staged.connect(self._on_staged)
        bridge.changed.connect(self._on_changed)
        self.read_all()

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes, by case in order of first mention, then by officer."""
        return tuple(note for found in self._notes.values() for note in found)

    @property
    def reading(self) -> bool:
        """Whether some are still to be read."""
        return bool(self._waiting)

    def read_all(self) -> None:
        """Reads everything anew: another person may be allowed to see other notes."""
        self._notes = {}
        self._wait([("case", ref) for ref in self._session.refs()])
        self._wait([("officer", code) for code in self._session.officers()])

    def _wait(self, places: Iterable[tuple[About, str]]) -> None:
        self._waiting |= dict.fromkeys(places)
        if self._waiting:
            self._next.start()

    def _read_some(self) -> None:
        for _ in range(min(AT_ONCE, len(self._waiting))):
            place = next(iter(self._waiting))
            del self._waiting[place]
            self._notes[place] = self._read(*place)
        if not self._waiting:
            self._next.stop()
            self.read.emit()

    def _read(self, about: About, ref: str) -> tuple[Note, ...]:
        session, instrument = self._session, self._session.instrument
        if about == "officer":
            officer = session.officer(ref)
            standings = tally(instrument.officer_questions, officer.sheet)
            return officer_notes(instrument, session.ledger, officer, standings)
        # As the session shows it: whoever reads a case a second time sees nothing of the first reading.
        case = session.case(ref)
        if case.second:
            return case_notes(instrument, session.ledger, case, tally(instrument.case_questions, case.sheet))
        return case_notes(instrument, session.ledger, case, session.assessed(ref)[1])

    def _on_staged(self, pending: Pending) -> None:
        """A tag stands on screen at once, as answers do on the form."""
        for slot in {r.slot for r in pending.revisions if r.slot.facet == "tag"}:
            place = (slot.about, slot.ref)
            if place in self._notes:
                self._notes[place] = self._read(*place)
                wanted = (slot.about, slot.ref, slot.name, slot.assessor)
                for note in self._notes[place]:
                    if note.key == wanted:
                        self.tagged.emit(note)

    def _on_changed(self, changes: Changes) -> None:
        self._wait({(s.about, s.ref) for s in changes.slots if s.about in ("case", "officer") and s.facet != "tag"})


class NotesModel(PlainModel):
    """One row for each note."""

    NOTE = 3

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._instrument = bridge.session.instrument
        self.notes: list[Note] = []
        self._places: dict[NoteKey, int] = {}
        self.headings = (
            PlainColumn(self.tr("Case or officer")),
            PlainColumn(self.tr("No.")),
            PlainColumn(self.tr("Answer")),
            PlainColumn(self.tr("Note")),
            PlainColumn(self.tr("Tags")),
            PlainColumn(self.tr("Author")),
            PlainColumn(self.tr("Written")),
        )

    def show_notes(self, notes: Iterable[Note]) -> None:
        """Takes all notes anew."""
        self.notes = list(notes)
        self._places = {note.key: place for place, note in enumerate(self.notes)}
        rows = tuple(map(self._row, self.notes))
        self.show_table(PlainTable("", "", self.headings, rows), [str(place) for place in range(len(rows))])

    def take_in(self, note: Note) -> None:
        """Takes a note whose tags changed. It stays where it is, also where it does not match any more."""
        place = self._places.get(note.key)
        if place is not None:
            self.notes[place] = note
            self.replace_row(place, self._row(note))

    def place_of(self, key: NoteKey) -> int:
        """The place of a note among all; -1 where there is none."""
        return self._places.get(key, -1)

    def text(self, row: int, column: int) -> str:
        """A cell as it is shown; a note on one line."""
        text = super().text(row, column)
        return " ".join(text.split()) if column == self.NOTE else text

    def haystack(self, row: int) -> str:
        """Words are looked for in what was written, the tags, and the reference."""
        note = self.notes[row]
        return "\n".join((note.text, *map(tag_words, note.tags), note.ref)).casefold()

    def _row(self, note: Note) -> tuple[str, ...]:
        question = self._instrument.questions_by_id[note.question]
        labels = (question.label_of(code) for code in note.value.split(";") if code)
        tags = ", ".join(map(tag_words, note.tags))
        return (
            note.ref, question.number, "; ".join(labels), note.text, tags, note.author, day_and_clock(note.at),
        )  # fmt: skip
