"""Whether a report may leave the team: what holds it back, and what to look at first.

A working draft is always written. What goes to the Trust or is published must say only what the data say:

=========================================  =============  =======  ======
found in a section                         working draft  comment  final
=========================================  =============  =======  ======
a place that cannot be printed             told           refused  refused
two texts in conflict                      told           refused  refused
what would name a person                   told           refused  refused
a figure that moved since it was read      told           told     refused
a number that is bound to nothing          told           told     refused
nothing written yet                        told           told     refused
a text whose section the report lacks      told           told     told
=========================================  =============  =======  ======

Before a case counts there is nothing to say to a Trust, and only a working draft is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.errors import KnownError
from inspector_app.domain.report_text import State
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_views import Entry

FoundKind = Literal["mistake", "conflict", "disclosed", "changed", "unbound", "unwritten"]
FOUND_KINDS: tuple[FoundKind, ...] = ("mistake", "conflict", "disclosed", "changed", "unbound", "unwritten")
_ALWAYS: frozenset[FoundKind] = frozenset({"mistake", "conflict", "disclosed"})
"""What holds back whatever leaves the team; the other kinds hold back what is final."""
_HOLDING: Mapping[FoundKind, str] = {
    "mistake": "places that cannot be printed in {}",
    "conflict": "two texts in conflict in {}",
    "disclosed": "places that would name a person in {}",
    "changed": "figures that moved since they were read in {}",
    "unbound": "numbers bound to no figure in {}",
    "unwritten": "no text yet in {}",
}
_TELLING: Mapping[FoundKind, str] = {
    "mistake": "Places that cannot be printed: {}.",
    "conflict": "Two texts in conflict, of which the latest is printed: {}.",
    "disclosed": "Places that would name a person: {}.",
    "changed": "Figures that moved since they were read: {}.",
    "unbound": "Numbers bound to no figure: {}.",
    "unwritten": "Nothing written yet: {}.",
}
_SHOWN = 4
"""More sections than this are counted, not named."""


def holds(kind: FoundKind, state: State) -> bool:
    """Whether something of this kind holds back a report of this state."""
    return state == "final" or (state == "comment" and kind in _ALWAYS)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found, by the names of the sections in which it is."""

    mistakes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unbound: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """What is printed besides the sections and would name a person. It cannot be accepted, so that it is only told."""

    def refuses(self, state: State) -> tuple[str, ...]:
        """What holds a report of this state back, each as a part of a sentence."""
        found = ((kind, self.names(kind)) for kind in FOUND_KINDS)
        return tuple(_HOLDING[kind].format(_named(names)) for kind, names in found if names and holds(kind, state))

    def tells(self, state: State) -> tuple[str, ...]:
        """What holds nothing back and should be known all the same, each as a sentence."""
        if self.refuses(state):
            return ()
        found = ((_TELLING[kind], self.names(kind)) for kind in FOUND_KINDS)
        left = ("Written and not printed, because this report has no such section: {}.", self.left_out)
        beside = ("Printed besides the sections, and would name a person: {}.", self.elsewhere)
        return tuple(said.format(_named(names)) for said, names in (*found, left, beside) if names)

    def names(self, kind: FoundKind) -> tuple[str, ...]:
        """The sections in which something of a kind was found."""
        held: dict[FoundKind, tuple[str, ...]] = {
            "mistake": self.mistakes, "conflict": self.conflicts, "disclosed": self.disclosed,
            "changed": self.changed, "unbound": self.unbound, "unwritten": self.unwritten,
        }  # fmt: skip
        return held[kind]


def readiness(desk: ReportDesk) -> Readiness:
    """Looks through the whole report as it stands."""
    entries = [entry for entry in desk.outline() if entry.section is not None]
    return Readiness(
        mistakes=_names(e for e in entries if e.mistakes),
        conflicts=_names(e for e in entries if e.in_conflict),
        changed=_names(e for e in entries if e.changed),
        unbound=_names(e for e in entries if e.unbound),
        unwritten=_names(e for e in entries if not e.words),
        disclosed=_names(e for e in entries if e.disclosed),
        left_out=desk.left_out(),
        elsewhere=tuple(dict.fromkeys(name for name, said in _elsewhere(desk) if desk.disclosures.names(said))),
    )


def _elsewhere(desk: ReportDesk) -> Iterator[tuple[str, str]]:
    """What somebody typed that is printed besides the sections, with what it is."""
    details, fields = desk.session.details().details, desk.session.instrument.fields_by_name
    yield from ((name, details.get(name.lower(), "")) for name in ("Trust", "Title"))
    yield "Version", desk.settings().version
    for breakdown in desk.findings().sample:
        field = fields.get(breakdown.name)
        if field is not None and not field.choices:
            yield from ((field.label, part.label) for part in breakdown.parts)


def refuse_unready(desk: ReportDesk) -> Readiness:
    """Lets a report pass that may leave the team in the state that is set for it, and says what was found.

    Raises:
        KnownError: it may not; one sentence says why, and in which sections.
    """
    found, state = readiness(desk), desk.settings().state
    holding = found.refuses(state)
    what = "draft for comment" if state == "comment" else "final report"
    if state != "working" and not desk.session.counted():
        raise KnownError(
            f"The {what} was not written, because no case is signed off yet; sign one off, or make a working draft."
        )
    if holding:
        raise KnownError(
            f"The {what} was not written, because of {'; '.join(holding)}; mend that, or go back to a working draft."
        )
    return found


def _names(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(_name(entry) for entry in entries)


def _name(entry: Entry) -> str:
    """A section so that it can be found: with the number of its criterion or outcome."""
    section = entry.section
    number = entry.label or (section.outcome if section is not None else "")
    return f"{number} {entry.title}".strip()


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
