"""What a report is made from, frozen, so that a worker can write it while the inspection goes on changing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.case import InspectionDetails
from inspector_app.domain.figures import CAUTION_BELOW, Findings
from inspector_app.domain.instrument import Criterion, Instrument, Process


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
class ReportInput:
    """Everything that a report prints.

    Attributes:
        unfinished: how many of the counted cases are not signed off.
        findings: the figures, already counted.
        caution_below: bases smaller than this are marked.
    """

    instrument: Instrument
    details: InspectionDetails
    findings: Findings
    origin: Origin
    unfinished: int = 0
    caution_below: int = CAUTION_BELOW

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
