"""What is kept of the report in the inspection file: texts, what was read, settings, changed names, comments.

All of it stands in slots about ``report``:

=================================================  =================================================================
``report, SECTION, text``                          the Markdown
``report, SECTION, read, "", READER``              figure -> what it printed and its ratio when this person read it
``report, "", setting, NAME``                      see `SETTINGS`
``report, "", changed_name, REAL``                 the changed first name; note: where it comes from
``report, SECTION, accepted, HIT``                 ``yes``; note: the reason
``report, SECTION, proposal, ID``                  ``accepted`` or ``dropped``; note: the figures it rested on
``report, PARAGRAPH, comment, ID``                 the Trust's words; note: who, when, the number printed then
``report, PARAGRAPH, decision, ID``                ``accepted``, ``partly`` or ``not``; note: the reply
=================================================  =================================================================
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.paragraphs import Piece, numbered
from inspector_app.domain.report_outline import Section
from inspector_app.domain.thresholds import threshold_fault

State = Literal["working", "comment", "final"]
Style = Literal["words", "percent", "counts"]
STATES: tuple[State, ...] = ("working", "comment", "final")
STYLES: tuple[Style, ...] = ("words", "percent", "counts")
PROPOSAL_DECISIONS = ("accepted", "dropped")
COMMENT_DECISIONS = ("accepted", "partly", "not")
SETTINGS = ("state", "version", "style", "smallest", "annex", "thresholds")
"""The settings by name: see `ReportSettings`. ``thresholds`` is the business of the proposals."""
_LARGEST_CELL = 99


class Printed(NamedTuple):
    """What a figure printed, and its ratio from 0 to 1; None where it has none."""

    said: str
    ratio: float | None


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How the report is to be.

    Attributes:
        state: a working draft, the draft for the Trust's comment, or final.
        version: as the lead calls it, such as *2*; printed as typed.
        style: how figures are printed that do not say so themselves.
        smallest: cells of fewer cases than this are suppressed; 0 suppresses none.
        annex: whether every figure is listed in an annex.
        others: settings that other parts of the report make sense of.
    """

    state: State = "working"
    version: str = ""
    style: Style = "words"
    smallest: int = 0
    annex: bool = False
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """The text of a section as it stands.

    Attributes:
        section: which one.
        heads: what stands, the latest last; more than one that differ are a conflict, and `text` is the latest.
        pieces: the text's pieces with keys and numbers.
        read: reader -> figure -> what it printed when they last read or wrote the section; the latest reader last.
        accepted: hit of the disclosure check -> the reason for letting it stand.
        proposals: proposal -> ``accepted`` or ``dropped``, and the figures it rested on.
    """

    section: Section
    heads: tuple[Revision, ...] = ()
    pieces: tuple[Piece, ...] = ()
    read: Mapping[str, Mapping[str, Printed]] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    proposals: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The Markdown; empty where nothing was written."""
        return self.heads[-1].value if self.heads else ""

    def read_by(self, reader: str) -> Mapping[str, Printed] | None:
        """What a person read; of who has not read the section, what others did, the latest; None where nobody has."""
        if reader in self.read:
            return self.read[reader]
        merged = {source: seen for read in self.read.values() for source, seen in read.items()}
        return merged if self.read else None

    @property
    def in_conflict(self) -> bool:
        """Whether two copies say different things."""
        return len({head.value for head in self.heads}) > 1


class ChangedName(NamedTuple):
    """The first name printed for a real one, and where the real one stands."""

    real: str
    changed: str
    where_from: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What the Trust says of a paragraph, and what was decided; `decision` is empty while nothing was."""

    id: str
    paragraph: str
    text: str
    about: str
    decision: str = ""
    reply: str = ""


def text_slot(section: str) -> Slot:
    """Where the text of a section stands."""
    return Slot("report", section, "text", "")


def read_slot(section: str, reader: str) -> Slot:
    """Where it stands what somebody read in a section."""
    return Slot("report", section, "read", "", reader)


def read_section(ledger: Ledger, section: Section, keys: Keys) -> WrittenSection:
    """A section as it stands; `keys` keeps what was worked out of its history, one for each section."""
    slot = text_slot(section.id)
    heads = tuple(sorted(ledger.heads(slot), key=lambda r: (r.at, r.id)))
    pieces = numbered(section, keys.pieces(ledger.history(slot), heads[-1])) if heads else ()
    stands = dict(sorted(ledger.all_standing("report", section.id).items(), key=lambda one: (one[1].at, one[1].id)))
    return WrittenSection(
        section,
        heads,
        pieces,
        {s.assessor: unpack_read(r.value) for s, r in stands.items() if s.facet == "read"},
        {s.name: r.note for s, r in stands.items() if s.facet == "accepted" and r.value},
        {s.name: (r.value, r.note) for s, r in stands.items() if s.facet == "proposal" and r.value},
    )


def read_settings(ledger: Ledger) -> ReportSettings:
    """The settings as they stand; what another version wrote and this one does not know is as if it were not set."""
    said = {s.name: r.value for s, r in ledger.all_standing("report", "").items() if s.facet == "setting" and r.value}
    state, style, smallest = said.get("state", ""), said.get("style", ""), said.get("smallest", "")
    return ReportSettings(
        state=state if state in STATES else "working",
        version=said.get("version", ""),
        style=style if style in STYLES else "words",
        smallest=int(smallest) if _is_size(smallest) else 0,
        annex=said.get("annex") == "yes",
        others={n: v for n, v in said.items() if n not in ("state", "version", "style", "smallest", "annex")},
    )


def setting_fault(name: str, value: str) -> str:
    """Why a setting cannot be so, as the middle of a sentence; empty where it can. A blank always can."""
    taken = {"state": STATES, "style": STYLES, "annex": ("yes", "no")}.get(name)
    if name not in SETTINGS:
        return f"the report has no setting “{name}”"
    if value and taken is not None and value not in taken:
        return f"“{name}” is one of {', '.join(taken)}, and not “{value}”"
    if value and name == "thresholds" and threshold_fault(value):
        return f"thresholds are written as in “strength=80; area=60”, and not “{value}”"
    if value and name == "smallest" and not _is_size(value):
        return f"the smallest cell is a whole number from 0 to {_LARGEST_CELL}, and not “{value}”"
    return ""


def changed_names(ledger: Ledger) -> tuple[ChangedName, ...]:
    """The register of changed names, by real name."""
    stands = ledger.all_standing("report", "").items()
    return tuple(
        sorted(ChangedName(s.name, r.value, r.note) for s, r in stands if s.facet == "changed_name" and r.value)
    )


def comments(ledger: Ledger) -> tuple[Comment, ...]:
    """All comments of the Trust, in the order in which they came in."""
    found = []
    for ref in ledger.refs("report"):
        stands = ledger.all_standing("report", ref)
        decided = {s.name: r for s, r in stands.items() if s.facet == "decision"}
        for slot, revision in stands.items():
            if slot.facet == "comment" and revision.value:
                reply = decided.get(slot.name)
                said = (reply.value, reply.note) if reply is not None else ("", "")
                found.append((revision.at, slot.name, Comment(slot.name, ref, revision.value, revision.note, *said)))
    return tuple(comment for _, _, comment in sorted(found, key=lambda one: one[:2]))


def pack_read(read: Mapping[str, Printed]) -> str:
    """What somebody read, as it is kept: the same mapping always gives the same text."""
    return json.dumps({source: list(seen) for source, seen in sorted(read.items())}, ensure_ascii=False)


def unpack_read(value: str) -> dict[str, Printed]:
    """What somebody read; a part of it that makes no sense was not read."""
    try:
        held = json.loads(value)
    except ValueError:
        return {}
    if not isinstance(held, dict):
        return {}
    return {source: Printed(seen[0], seen[1]) for source, seen in held.items() if _is_printed(seen)}


def _is_printed(seen: object) -> bool:
    if not isinstance(seen, list) or len(seen) != 2 or not isinstance(seen[0], str):
        return False
    return seen[1] is None or (isinstance(seen[1], int | float) and not isinstance(seen[1], bool))


def _is_size(value: str) -> bool:
    return value.isascii() and value.isdigit() and int(value) <= _LARGEST_CELL
