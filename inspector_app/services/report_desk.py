"""What the page that writes the report asks: the outline, a section with its figures, the evidence beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from inspector_app.domain.answers import Revision
from inspector_app.domain.figures import CriterionFinding, Findings, InterviewFinding
from inspector_app.domain.findings import find
from inspector_app.domain.notes import Note, case_notes, officer_notes
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.report_outline import Section, outline
from inspector_app.domain.report_text import (
    Printed,
    ReportSettings,
    WrittenSection,
    read_section,
    read_settings,
    text_slot,
)
from inspector_app.domain.scoring import tally
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.report.titles import title_of
from inspector_app.services.reporting import freeze
from inspector_app.services.session import Session

ChipKind = Literal["fig", "chart", "para", "plain"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A place of the text that the report prints otherwise than typed.

    Attributes:
        kind: a bound figure, a chart, a link to a paragraph, or a number that is bound to nothing on purpose.
        source: as typed, with its braces; it stands at `start` of the text and ends before `end`.
        printed: what stands there in the report.
        numerator, base: what it counts; None where it counts nothing.
        caution: whether the base is below the minimum.
        changed: whether it prints something else than when this person last read the section; `was` is that.
        problem: why it cannot be printed, as a sentence; empty where it can.
    """

    kind: ChipKind
    source: str
    start: int
    end: int
    printed: str
    numerator: int | None = None
    base: int | None = None
    caution: bool = False
    changed: bool = False
    was: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Some of a text, from `start` to before `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section as the page shows it.

    Attributes:
        heads: what stands, the latest last; more than one are in conflict where they differ.
        pieces: paragraphs and other pieces, with keys and numbers.
        unbound: numbers and fraction words that are bound to nothing.
        changed: the sentences with a figure that has moved since this person read them.
        reading: figure -> what it prints now: what `WriteSection` and `MarkRead` take.
        history: every revision of the text, oldest first.
    """

    section: Section
    title: str
    text: str
    heads: tuple[Revision, ...]
    in_conflict: bool
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...] = ()
    unbound: tuple[Span, ...] = ()
    changed: tuple[Span, ...] = ()
    reading: Mapping[str, Printed] = field(default_factory=dict)
    history: tuple[Revision, ...] = ()

    @property
    def mistakes(self) -> tuple[Chip, ...]:
        """The places that cannot be printed."""
        return tuple(chip for chip in self.chips if chip.problem)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline: a section, or (`section` is None) the heading of those after it.

    Attributes:
        id: the section's, or of a heading the outcome's, ``chapters`` or ``appendices``.
        level: 0 for what stands at the left, 1 for what stands beneath a heading.
        label: the number of the outcome or criterion; empty for none.
        words: how many words are written.
        changed, unbound, mistakes: how many sentences have changed, numbers are unbound, places cannot be printed.
    """

    id: str
    title: str
    level: int
    label: str = ""
    section: Section | None = None
    words: int = 0
    changed: int = 0
    unbound: int = 0
    mistakes: int = 0
    in_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one criterion: its figures, and the notes about it that were marked for use."""

    criterion: str
    title: str
    finding: CriterionFinding | None
    interview: InterviewFinding | None
    notes: tuple[Note, ...]


class ReportDesk:
    """Reads an open inspection for the page that writes its report; it changes nothing.

    What it worked out is kept until a figure or the section itself changes. To be used on the session's own thread.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._keys: dict[str, Keys] = {}
        self._views: dict[str, tuple[object, SectionView]] = {}
        self._findings: tuple[int, Findings] | None = None
        self._notes: tuple[int, dict[str, tuple[Note, ...]]] | None = None

    # The report

    def sections(self) -> tuple[Section, ...]:
        """The sections that there are to write."""
        return outline(self.session.instrument, self.session.details().interviews_held)

    def outline(self) -> tuple[Entry, ...]:
        """Every section, in order, beneath the headings of its part."""
        entries: list[Entry] = []
        heading = ""
        for section in self.sections():
            part = _part_of(section)
            if part and part != heading:
                entries.append(Entry(part, self._part_title(part), 0, part if part != "appendices" else ""))
            heading = part
            entries.append(self._entry(section))
        return tuple(entries)

    def section(self, section: str) -> SectionView:
        """One section with everything that is to be seen in it.

        Raises:
            KeyError: there is no such section.
        """
        found = {s.id: s for s in self.sections()}[section]
        ledger = self.session.ledger
        state = (
            len(ledger.changes("report", section)), len(ledger.changes("report", "")), self.session.answers_version,
            self.session.person,
        )  # fmt: skip
        known = self._views.get(section)
        if known is None or known[0] != state:
            known = self._views[section] = (state, self._view(found))
        return known[1]

    def typed(self, section: str, text: str) -> SectionView:
        """A section as it would be with a text that is still being typed; the screen asks at each pause.

        Raises:
            KeyError: there is no such section.
        """
        view = self.section(section)
        return view if text == view.text else replace(view, text=text)

    def settings(self) -> ReportSettings:
        """How the report is to be."""
        return read_settings(self.session.ledger)

    def freeze(self) -> ReportInput:
        """What the report would say, for a worker to write or to show."""
        return freeze(self.session)

    # The evidence

    def findings(self) -> Findings:
        """The figures of what is committed."""
        version = self.session.answers_version
        if self._findings is None or self._findings[0] != version:
            self._findings = (version, self._find())
        return self._findings[1]

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

    def _view(self, section: Section) -> SectionView:
        written = self._written(section)
        return SectionView(
            section,
            self._title(section),
            written.text,
            written.heads,
            written.in_conflict,
            written.pieces,
            history=self.session.history(text_slot(section.id)),
        )

    def _entry(self, section: Section) -> Entry:
        view = self.section(section.id)
        return Entry(
            section.id,
            view.title,
            1 if _part_of(section) or section.kind == "summary_of" else 0,
            section.criterion or (section.outcome if section.kind == "summary_of" else ""),
            section,
            len(view.text.split()),
            len(view.changed),
            len(view.unbound),
            len(view.mistakes),
            view.in_conflict,
        )

    def _written(self, section: Section) -> WrittenSection:
        return read_section(self.session.ledger, section, self._keys.setdefault(section.id, Keys()))

    def _title(self, section: Section) -> str:
        instrument = self.session.instrument
        return title_of(section, instrument, words_for(instrument.language))

    def _part_title(self, part: str) -> str:
        if part == "appendices":
            return words_for(self.session.instrument.language).say("appendices")
        return next(o.title for o in self.session.instrument.outcomes if o.id == part)

    def _find(self) -> Findings:
        session = self.session
        cases = [session.assessed(ref)[0] for ref in session.counted()]
        held = session.details().interviews_held
        officers = [session.officer(code) for code in session.officers()] if held else None
        return find(session.instrument, session.scores(), cases, officers)

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


def _part_of(section: Section) -> str:
    """The heading beneath which a section stands: an outcome, or the appendices; empty for what stands alone."""
    if section.kind in ("context", "thanks", "arrangements", "role"):
        return "appendices"
    return "" if section.kind == "summary_of" else section.outcome
