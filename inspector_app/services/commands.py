"""What a person can ask of an inspection. Commands are values; the session handles them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.answers import About, Slot
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import Printed


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
class FilledCase:
    """What a form that was filled in says of one case; `new` where there is none of that reference yet."""

    ref: str
    new: bool
    fields: Mapping[str, str]
    answers: tuple[SetAnswer, ...]


@dataclass(frozen=True, slots=True)
class FillIn:
    """Take in what forms say of cases, and of officers who were interviewed, as one act."""

    cases: tuple[FilledCase, ...]
    interviews: tuple[SetAnswer, ...] = ()


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
class Submit:
    """Hand a finished case to the lead, or lock one's second read of it; refused while something blocks it."""

    ref: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """Sign a case off; refused while something blocks it."""

    ref: str


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """Send a submitted case back to its assessor; a reason, unless queries are open that say it all."""

    ref: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a submitted or signed-off case again, with a reason that stays in its history."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask about an answer of a case."""

    ref: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Reply to what was asked."""

    ref: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Be content with the reply; words are optional."""

    ref: str
    question: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetConsensus:
    """Let another answer stand over what was read, with a reason; an empty value lifts it again."""

    ref: str
    question: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SettleConflict:
    """Pick one of the revisions that stand in one place; `keep_notes` adds what the others said to its note."""

    slot: Slot
    pick: str
    keep_notes: bool = False


@dataclass(frozen=True, slots=True)
class Allocate:
    """Give cases to assessors: case reference -> assessor; an empty one takes the case from whoever has it."""

    assignments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetWorksWith:
    """Record that an assessor works with an officer, and why that matters; or that they do not any more."""

    officer: str
    assessor: str
    on: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class AssignSecondReads:
    """Have cases read once more: pairs of case reference and assessor. `how` says how they were chosen."""

    readers: tuple[tuple[str, str], ...]
    how: str


@dataclass(frozen=True, slots=True)
class WithdrawSecondRead:
    """Take a second read back."""

    ref: str
    assessor: str


@dataclass(frozen=True, slots=True)
class TagNote:
    """Set the tags of a note, which is found by its question and by whose answer it stands beside."""

    about: About
    ref: str
    question: str
    assessor: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetDetails:
    """Say something of the inspection as a whole; `team` maps codes to roles."""

    details: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameDevice:
    """Have the history of an encrypted inspection name the key of this device, where it does not yet."""


@dataclass(frozen=True, slots=True)
class WriteSection:
    """The text of a section of the report, as Markdown; `read` is what its figures print as the writer sees them.

    None leaves as it stands what the writer has read. It settles a conflict of the section where there is one.
    """

    section: str
    text: str
    read: Mapping[str, Printed] | None = None


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Say that one has read a section with its figures as they are: source of a figure -> what it prints."""

    section: str
    read: Mapping[str, Printed]


@dataclass(frozen=True, slots=True)
class SetReport:
    """Settings of the report by name, as `report_text.SETTINGS` takes them; a blank goes back to what is usual."""

    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeName:
    """The first name that stands for a real one in the report, and where it comes from; an empty one forgets it."""

    real: str
    changed: str
    where_from: str = ""


@dataclass(frozen=True, slots=True)
class AcceptHit:
    """Let what the disclosure check found stand, with a reason; an empty reason takes that back."""

    section: str
    hit: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """A proposal for a section is ``accepted`` or ``dropped``; empty opens it again. `rested_on`: its figures then."""

    section: str
    proposal: str
    decision: str
    rested_on: str = ""


@dataclass(frozen=True, slots=True)
class NewComment:
    """The Trust's words on a paragraph, by its key. `about` says who, when, and the number printed then.

    `id` names it, so that the same comment comes in once; empty for a new one.
    """

    paragraph: str
    text: str
    about: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class AddComments:
    """Comments of the Trust, as one act."""

    comments: Sequence[NewComment]


@dataclass(frozen=True, slots=True)
class DecideComment:
    """A comment is ``accepted``, ``partly`` or ``not``, with the reply; empty opens it again."""

    paragraph: str
    comment: str
    decision: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class UpgradeInstrument:
    """Put another version of the question set in force, or an earlier one again. The session is to be opened anew."""

    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one's last act on a case or an officer; of tags of notes where `tags` says so."""

    about: About
    ref: str
    tags: bool = False


@dataclass(frozen=True, slots=True)
class Redo:
    """Bring back what was undone last; `tags` as for `Undo`."""

    about: About
    ref: str
    tags: bool = False


Command = (
    SetAnswer | FillIn | SkipSection | SetFlag | GiveReason | TagNote | SetConsensus | SettleConflict
    | AddCase | SetFields | Allocate | SetWorksWith | SetDetails | NameDevice | UpgradeInstrument
    | Submit | SignOff | ReturnCase | Reopen | Ask | Reply | Settle | AssignSecondReads | WithdrawSecondRead
    | WriteSection | MarkRead | SetReport | ChangeName | AcceptHit | DecideProposal | AddComments | DecideComment
    | Undo | Redo
)  # fmt: skip
