"""What a report is made from, frozen, so that a worker can write it while the inspection goes on changing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.case import InspectionDetails
from inspector_app.domain.chart_parts import ChartParts
from inspector_app.domain.figure_annex import AnnexRow
from inspector_app.domain.figures import CAUTION_BELOW, Findings
from inspector_app.domain.instrument import Criterion, Instrument, Process
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.report_outline import Section, outline
from inspector_app.domain.report_text import ReportSettings


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures come from: the file's question set and how far its history had come.

    Attributes:
        instrument, version, content_hash: the question set as the file names it.
        revisions: how many changes the history holds.
        digest: the digest of the latest change; empty where there is none.
        as_at: when the latest change was made.
    """

    instrument: str
    version: str
    content_hash: str
    revisions: int
    digest: str
    as_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a bound figure prints.

    Attributes:
        text, begun: its words within a sentence, and at the beginning of one.
        caution: whether its base is small.
    """

    text: str
    begun: str = ""
    caution: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one section, with its pieces as they are named and numbered."""

    section: Section
    text: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """What was written, and what its figures print.

    Attributes:
        passages: section id -> its text; every section of the outline has one, which may be empty.
        figures: a bound figure as typed -> what it prints; one that cannot be printed is not among them.
        charts: a chart as typed -> what it shows, likewise.
        annex: every figure in the order of the text.
    """

    passages: Mapping[str, Passage] = field(default_factory=dict)
    figures: Mapping[str, Said] = field(default_factory=dict)
    charts: Mapping[str, ChartParts] = field(default_factory=dict)
    annex: tuple[AnnexRow, ...] = ()

    @property
    def places(self) -> dict[str, tuple[str, Section]]:
        """The key of a paragraph -> its number (empty for none) and the section in which it stands."""
        return {p.key: (p.number, one.section) for one in self.passages.values() for p in one.pieces}


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything that a report prints.

    Attributes:
        unfinished: how many of the counted cases are not signed off.
        findings: the figures, already counted.
        caution_below: bases smaller than this are marked.
        narrative: what was written, and what its figures print.
        settings: state, version, and how the report is to be.
    """

    instrument: Instrument
    details: InspectionDetails
    findings: Findings
    origin: Origin
    unfinished: int = 0
    caution_below: int = CAUTION_BELOW
    narrative: Narrative = field(default_factory=Narrative)
    settings: ReportSettings = field(default_factory=ReportSettings)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that the report has."""
        return outline(self.instrument, self.findings.officers is not None)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that the report speaks of: without interviews, those of leadership are not among them."""
        told = self.findings.officers is not None
        return tuple(c for c in self.instrument.criteria if told or c.scored)

    @property
    def processes(self) -> tuple[Process, ...]:
        """The columns of the grid that hold one of these criteria."""
        held = {c.process for c in self.criteria}
        return tuple(p for p in self.instrument.processes if p.id in held)
