"""What the page that writes the report is shown, as plain values; `report_desk` works them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from inspector_app.domain.answers import Revision
from inspector_app.domain.disclosure import Hit
from inspector_app.domain.figures import CriterionFinding, InterviewFinding
from inspector_app.domain.notes import Note
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.report_outline import Section
from inspector_app.domain.report_text import Printed

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
        disclosed: what would name a person and nobody has accepted; a report that leaves the team has none.
        allowed: what was accepted, each with the reason.
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
    disclosed: tuple[Hit, ...] = ()
    allowed: tuple[tuple[Hit, str], ...] = ()
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
        disclosed: how many places would name a person.
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
    disclosed: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one criterion: its figures, and the notes about it that were marked for use."""

    criterion: str
    title: str
    finding: CriterionFinding | None
    interview: InterviewFinding | None
    notes: tuple[Note, ...]
