"""What a person can ask of an inspection. Commands are values; the session handles them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.answers import About


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Answer a question of a case or an officer; what is None stays as it stands."""

    about: About
    ref: str
    question: str
    value: str | None = None
    note: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class SkipSection:
    """Answer *not applicable* to every open question of a section that has that choice."""

    ref: str
    section: str


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Mark a question to come back to, or take the mark away."""

    about: About
    ref: str
    question: str
    on: bool


@dataclass(frozen=True, slots=True)
class AddCase:
    """A new case with its first facts."""

    ref: str
    assessor: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetFields:
    """Set facts of a case; ``assessor`` among them allocates it."""

    ref: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Let a warning stand, and say why; an empty reason takes it back."""

    ref: str
    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """Sign a case off; refused while something blocks it."""

    ref: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a signed-off case again, with a reason that stays in its history."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetDetails:
    """Say something of the inspection as a whole; `team` maps codes to roles."""

    details: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one's last act on a case or an officer."""

    about: About
    ref: str


@dataclass(frozen=True, slots=True)
class Redo:
    """Bring back what was undone last."""

    about: About
    ref: str


Command = (
    SetAnswer | SkipSection | SetFlag | AddCase | SetFields | GiveReason | SignOff | Reopen | SetDetails | Undo | Redo
)
