"""What the page that writes the report asks: the outline, a section with its figures, the evidence beside it."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from inspector_app.domain.disclosure import Hit
from inspector_app.domain.figures import Findings
from inspector_app.domain.notes import Note, case_notes, officer_notes
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.paragraphs import numbered, pieces_of
from inspector_app.domain.report_outline import Section, outline
from inspector_app.domain.report_text import (
    ReportSettings,
    WrittenSection,
    read_section,
    read_settings,
    text_slot,
)
from inspector_app.domain.scoring import tally
from inspector_app.domain.text_places import words_in
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.report.titles import title_of
from inspector_app.services.report_disclosure import Disclosures
from inspector_app.services.report_marks import Marks, marks_of
from inspector_app.services.report_prints import ReportPrints
from inspector_app.services.report_views import Chip, Entry, Evidence, SectionView, Span
from inspector_app.services.reporting import freeze
from inspector_app.services.session import Session

__all__ = ["Chip", "Entry", "Evidence", "ReportDesk", "SectionView", "Span"]


class ReportDesk:
    """Reads an open inspection for the page that writes its report; it changes nothing.

    What it worked out is kept until a figure or the section itself changes. To be used on the session's own thread.
    `disclosures` knows whom no text may name; `behind` says whether the last outline left something to work out.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.disclosures = Disclosures(session)
        self.behind = False
        self._keys: dict[str, Keys] = {}
        self._sections: tuple[int, tuple[Section, ...]] | None = None
        self._linking: set[str] = set()
        self._places: tuple[int, dict[str, str]] | None = None
        self._disclosed: dict[str, tuple[object, tuple[Hit, ...]]] = {}
        self._views: dict[str, tuple[object, SectionView]] = {}
        self._prints: tuple[object, ReportPrints] | None = None
        self._notes: tuple[int, dict[str, tuple[Note, ...]]] | None = None

    # The report

    def sections(self) -> tuple[Section, ...]:
        """The sections that there are to write."""
        version = self.session.answers_version
        if self._sections is None or self._sections[0] != version:
            held = self.session.details().interviews_held
            self._sections = (version, outline(self.session.instrument, held))
        return self._sections[1]

    def outline(self, seconds: float | None = None) -> tuple[Entry, ...]:
        """Every section, in order, beneath the headings of its part.

        Args:
            seconds: no longer than this are sections worked out; those left are told as they were last, or without
                marks, and `behind` says so. To ask again goes on. None waits for all.
        """
        until = None if seconds is None else perf_counter() + seconds
        self.behind = False
        entries: list[Entry] = []
        heading, worked = "", 0
        for section in self.sections():
            part = _part_of(section)
            if part and part != heading:
                entries.append(Entry(part, self._part_title(part), 0, part if part != "appendices" else ""))
            heading = part
            missing = not self._at_hand(section.id)
            # One at least, so that asking again always comes to an end.
            late = missing and until is not None and worked > 0 and perf_counter() > until
            worked += missing and not late
            self.behind = self.behind or late
            entries.append(_entry(section, self._as_it_was(section) if late else self.section(section.id)))
        return tuple(entries)

    def left_out(self) -> tuple[str, ...]:
        """The ids of sections that are written and not printed: the report has them no more.

        Another question set came into force, or interviews are not held after all; the texts stay in the file.
        """
        known = {section.id for section in self.sections()}
        stands = ((ref, self.session.ledger.standing(text_slot(ref))) for ref in self.session.ledger.refs("report"))
        return tuple(ref for ref, text in stands if text is not None and text.value.strip() and ref not in known)

    def section(self, section: str) -> SectionView:
        """One section with everything that is to be seen in it.

        Raises:
            KeyError: there is no such section.
        """
        found = {s.id: s for s in self.sections()}[section]
        if not self._at_hand(section):
            view = self._marked(self._view(found), self.written(found))
            self._views[section] = (self._state(section), view)
        return self._views[section][1]

    def typed(self, section: str, text: str) -> SectionView:
        """A section as it would be with a text that is still being typed; the screen asks at each pause.

        Raises:
            KeyError: there is no such section.
        """
        view = self.section(section)
        if text == view.text:
            return view
        pieces = numbered(view.section, pieces_of(text))
        return self._marked(replace(view, text=text, pieces=pieces), self.written(view.section))

    def settings(self) -> ReportSettings:
        """How the report is to be."""
        return read_settings(self.session.ledger)

    def freeze(self) -> ReportInput:
        """What the report would say, for a worker to write or to show."""
        return freeze(self.session, keys=self._keys)

    # The evidence

    def findings(self) -> Findings:
        """The counts of what is committed."""
        return self.prints().findings

    def prints(self) -> ReportPrints:
        """What places print, by what is committed."""
        state = (self.session.answers_version, len(self.session.ledger.changes("report", "")))
        if self._prints is None or self._prints[0] != state:
            self._prints = (state, ReportPrints(self.session, self.settings()))
        return self._prints[1]

    def evidence(self, criterion: str) -> Evidence:
        """What is known of a criterion.

        Raises:
            KeyError: there is no such criterion.
        """
        title = {c.id: c.title for c in self.session.instrument.criteria}[criterion]
        outcomes = self.findings().outcomes
        finding = next((c for o in outcomes for c in o.criteria if c.id == criterion), None)
        interview = next((i for o in outcomes for i in o.interviews if i.id == criterion), None)
        return Evidence(criterion, title, finding, interview, self._noted().get(criterion, ()))

    # Working it out

    def _state(self, section: str) -> object:
        """What moves when a section has to be worked out anew; links to paragraphs follow any change of the report."""
        session, ledger = self.session, self.session.ledger
        about = [len(ledger.changes("report", ref)) for ref in (section, "")]
        linked = len(ledger) if section in self._linking else 0
        return (*about, session.answers_version, session.person, linked)

    def _at_hand(self, section: str) -> bool:
        known = self._views.get(section)
        return known is not None and known[0] == self._state(section)

    def _as_it_was(self, section: Section) -> SectionView:
        known = self._views.get(section.id)
        return known[1] if known is not None else self._view(section)

    def _view(self, section: Section) -> SectionView:
        """A section without what is to be seen in its text."""
        written = self.written(section)
        return SectionView(
            section,
            self._title(section),
            written.text,
            written.heads,
            written.in_conflict,
            written.pieces,
            history=self.session.history(text_slot(section.id)),
        )

    def _marked(self, view: SectionView, written: WrittenSection) -> SectionView:
        """A view with what is to be seen in its text."""
        (self._linking.add if "{{para" in view.text.replace(" ", "") else self._linking.discard)(view.section.id)
        seen = written.read_by(self.session.person.author)
        marks: Marks = marks_of(view.text, self.prints(), self.number_of, seen)
        hits = self._hits(view)
        return replace(
            view,
            chips=marks.chips,
            unbound=marks.unbound,
            changed=marks.changed,
            disclosed=tuple(hit for hit in hits if hit.key not in written.accepted),
            allowed=tuple((hit, written.accepted[hit.key]) for hit in hits if hit.key in written.accepted),
            reading=marks.reading,
        )

    def _hits(self, view: SectionView) -> tuple[Hit, ...]:
        """What would name a person: it moves with text and people, and not with figures."""
        state = (view.text, view.pieces, self.disclosures.people())
        known = self._disclosed.get(view.section.id)
        if known is None or known[0] != state:
            hits = self.disclosures.hits(view.section.id, view.text, view.pieces)
            known = self._disclosed[view.section.id] = (state, hits)
        return known[1]

    def number_of(self, key: str) -> str | None:
        """What a link to a paragraph prints: its number, or the title of its section; None where there is none."""
        version = len(self.session.ledger)
        if self._places is None or self._places[0] != version:
            written = [(self._title(s), piece) for s in self.sections() for piece in self.written(s).pieces]
            self._places = (version, {piece.key: piece.number or title for title, piece in written})
        return self._places[1].get(key)

    def written(self, section: Section) -> WrittenSection:
        """A section as it stands in the file."""
        return read_section(self.session.ledger, section, self._keys.setdefault(section.id, Keys()))

    def _title(self, section: Section) -> str:
        instrument = self.session.instrument
        return title_of(section, instrument, words_for(instrument.language))

    def _part_title(self, part: str) -> str:
        if part == "appendices":
            return words_for(self.session.instrument.language).say("appendices")
        return next(o.title for o in self.session.instrument.outcomes if o.id == part)

    def _noted(self) -> dict[str, tuple[Note, ...]]:
        """Criterion -> the notes about its questions that carry a tag."""
        version = len(self.session.ledger)
        if self._notes is None or self._notes[0] != version:
            self._notes = (version, self._gather())
        return self._notes[1]

    def _gather(self) -> dict[str, tuple[Note, ...]]:
        session, found = self.session, dict[str, list[Note]]()
        instrument, ledger = session.instrument, session.ledger
        criteria = {q.id: q.criteria for q in instrument.questions}
        notes = [n for ref in session.refs() for n in case_notes(instrument, ledger, *session.assessed(ref))]
        for code in session.officers():
            officer = session.officer(code)
            notes += officer_notes(instrument, ledger, officer, tally(instrument.officer_questions, officer.sheet))
        for note in notes:
            for criterion in criteria.get(note.question, ()) if note.tags else ():
                found.setdefault(criterion, []).append(note)
        return {criterion: tuple(held) for criterion, held in found.items()}


def _entry(section: Section, view: SectionView) -> Entry:
    return Entry(
        section.id,
        view.title,
        1 if _part_of(section) or section.kind == "summary_of" else 0,
        section.criterion or (section.outcome if section.kind == "summary_of" else ""),
        section,
        words_in(view.text),
        len(view.changed),
        len(view.unbound),
        len(view.mistakes),
        view.in_conflict,
        len(view.disclosed),
    )


def _part_of(section: Section) -> str:
    """The heading beneath which a section stands: an outcome, or the appendices; empty for what stands alone."""
    if section.kind in ("context", "thanks", "arrangements", "role"):
        return "appendices"
    return "" if section.kind == "summary_of" else section.outcome
