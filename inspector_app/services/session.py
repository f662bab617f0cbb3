"""One open inspection: a command comes in, revisions are written, and what changed goes out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime

from inspector_app.domain.answers import (
    About,
    Anchor,
    Ledger,
    Revision,
    Slot,
    UndoState,
    seal,
    undo_state,
)
from inspector_app.domain.case import (
    Case,
    InspectionDetails,
    Officer,
    read_case,
    read_details,
    read_officer,
    read_second,
    reads_second,
)
from inspector_app.domain.case_access import may_overrule
from inspector_app.domain.chain_ends import UNSAID, Ends, history_flaws
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.domain.keeping import Why
from inspector_app.domain.progress import Remaining, remaining
from inspector_app.domain.reviewing import open_queries
from inspector_app.domain.roles import in_hand_out
from inspector_app.domain.scoring import Method, Scores, Tally, score
from inspector_app.domain.selecting import matches
from inspector_app.domain.signing import Signature
from inspector_app.domain.upgrading import to_ask
from inspector_app.runtime.device_key import DeviceKey
from inspector_app.services.backups import Keeper
from inspector_app.services.commands import Command
from inspector_app.services.committed import Committed
from inspector_app.services.planner import Planner
from inspector_app.services.planning.ground import Draft, Ground, Plan
from inspector_app.services.shelf import Shelf
from inspector_app.services.signing import signer_of, signing_of
from inspector_app.services.typed_text import TypedText
from inspector_app.services.writer import Writer
from inspector_app.storage import store as storage
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Store


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed act changed, and who began it.

    Attributes:
        initiator: the name of the widget or command that asked, so that it need not refresh itself.
        at: when it was committed.
        slots: every slot with a new revision.
    """

    initiator: str
    at: datetime
    slots: frozenset[Slot]

    def touches(self, about: About, ref: str | None = None) -> bool:
        """Whether a case, an officer or the inspection changed."""
        return any(s.about == about and (ref is None or s.ref == ref) for s in self.slots)


@dataclass(frozen=True, slots=True)
class Pending:
    """An act that stands on screen and is on its way to the disk; `future` ends when it is there."""

    initiator: str
    revisions: tuple[Revision, ...]
    future: Future[None]


@dataclass(frozen=True, slots=True)
class Person:
    """Who works, where: the assessor's code, the installation, and its key (one for this run, where it keeps none)."""

    author: str
    device: str
    key: DeviceKey | None = None


@dataclass(frozen=True, slots=True)
class CopyParts:
    """What belongs to one copy of an inspection beside its history.

    Attributes:
        anchors: changes kept in other copies, on which the history of this one follows.
        local: what is said of this copy alone, such as ``handed_to``.
        key: what opens its file; None where that is not encrypted.
        drafts: text that was being typed when the program last ended.
        ends: what its file says of how far the chains went.
        told: what is to be said where the file is not what was last open here.
    """

    anchors: tuple[Anchor, ...] = ()
    local: Mapping[str, str] = field(default_factory=dict)
    key: FileKey | None = None
    drafts: tuple[storage.Draft, ...] = ()
    ends: Ends = UNSAID
    told: str = ""


class Session:
    """The one way to read and change an open inspection.

    `handle` returns at once; `settle` is called on the caller's thread when the act is committed, and only then do the
    scores move. `do` is both, for callers that may wait. `writer` is the thread that owns the file; `ledger` is what
    stands on screen, changes on their way to the disk included, to be read only; `flaws` says what does not hold in the
    history that was read; `earlier` what changed since earlier versions of the question set; `copy` what belongs to
    this copy of the inspection alone, `key` what opens its file where that is encrypted; `answers_version` moves when a
    committed act may have moved a figure; `typed` is text that is still being typed; `keeper` makes backups, where any
    are made; `signing` signs what is written in an encrypted inspection; `now` is the clock. It works with one version
    of the set from beginning to end.
    """

    def __init__(
        self,
        writer: Writer,
        history: Ledger,
        instrument: Instrument,
        person: Person,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        shelf: Shelf,
        copy: CopyParts = CopyParts(),
    ) -> None:
        self.instrument, self.shelf = instrument, shelf
        self.copy, self.key = copy, copy.key
        self.person = person
        self.signing = None if copy.key is None else signing_of(person.key, person.device, copy.local)
        self.writer = writer
        self.typed = TypedText(writer, copy.drafts)
        self.keeper: Keeper | None = None
        self.now = self._now = now
        self._new_id = new_id
        self.ledger = history
        self._committed = Committed(history)
        own = (r for r in history if r.device == person.device)
        self._tip = max(own, key=lambda r: r.sequence, default=None)
        self.earlier = shelf.earlier(instrument)
        self.answers_version = 0
        self.flaws = (*history_flaws(tuple(history), copy.anchors, copy.ends), *shelf.flaws)

    # Changing

    def handle(self, command: Command, initiator: str = "") -> Pending | None:
        """Carries a command out: it stands at once and is on its way to the disk. None when it changes nothing.

        Raises:
            KnownError: it cannot be carried out; nothing changed.
        """
        if self.signing is not None:
            self.signing.refuse_others(self.person.author)
        return self._write(Planner(_ground(self), self._new_id).plan(command), initiator)

    def take_in(self, drafts: Iterable[Draft], initiator: str = "import") -> Pending | None:
        """Appends what came from a file, as one act; what stands already adds nothing.

        Raises:
            KnownError: this is an encrypted hand-out, into which nothing is taken.
        """
        if self.signing is not None:
            self.signing.refuse_taking_in()
        return self._write(Plan(tuple(drafts), "import"), initiator)

    def join(
        self,
        revisions: Iterable[Revision],
        sets: Sequence[QuestionSet] = (),
        anchors: Iterable[Anchor] = (),
        initiator: str = "merge",
        signatures: Iterable[Signature] = (),
    ) -> Pending | None:
        """Takes in revisions that another copy of this inspection holds, as they are; what is here adds nothing.

        `sets` are the question sets that the other copy carries; `anchors` the changes, kept in yet another copy, on
        which its changes follow; `signatures` those under the revisions. Where it signs at all, this device signs too
        what it takes in.

        Raises:
            CorruptHistory: one of them is here with other content; nothing was taken in.
            KnownError: this is an encrypted hand-out, into which nothing is taken.
        """
        added = self.ledger.lacks(revisions)
        if not added:
            return None
        if self.signing is not None:
            self.signing.refuse_taking_in()
        for revision in added:
            self.ledger.add(revision)
        self._committed.wait_for(added)
        own = (r for r in added if r.device == self.person.device)
        self._tip = max((*own, *((self._tip,) if self._tip else ())), key=lambda r: r.sequence, default=None)
        in_use, held = (self.instrument,), {r.digest for r in self.ledger}
        missing = tuple(a for a in anchors if a.digest not in held)
        added = (*added, *_introduced(self, self._now()))
        shelf, signed = self.shelf, signer_of(self.signing, self.ledger, added, signatures)
        write = _backed_up(
            self.keeper, "merge", lambda s: shelf.write(s, added, in_use, sets, missing, signatures=signed())
        )
        future = self.writer.submit(write, keep=True)
        return Pending(initiator, added, future)

    def settle(self, pending: Pending) -> Changes:
        """Makes a committed act count, and tells what it changed.

        Raises:
            KnownError: the commit failed and will not be tried again.
        """
        pending.future.result()
        self._committed.settle(pending.revisions)
        self.answers_version += any(r.slot.about != "report" for r in pending.revisions)
        return Changes(pending.initiator, self._now(), frozenset(r.slot for r in pending.revisions))

    def do(self, command: Command, initiator: str = "") -> Changes | None:
        """`handle`, wait for the disk, `settle`."""
        pending = self.handle(command, initiator)
        return None if pending is None else self.settle(pending)

    def keep_draft(self, about: About, ref: str, question: str, part: str, text: str) -> Future[None]:
        """Keeps text that is still being typed, against a crash. `part` is ``value`` or ``note``."""
        return self.typed.keep(storage.Draft(about, ref, question, part, self.person.author, text, self._now()))

    def drop_draft(self, about: About, ref: str, question: str, part: str) -> Future[None]:
        """Forgets a draft whose text became a revision."""
        return self.typed.drop(about, ref, question, part)

    def left_by_a_crash(self) -> Sequence[storage.Draft]:
        """Text in the file that was typed and never became a revision; waits for the file. `typed` holds it too."""
        return self.writer.submit(lambda s: s.drafts()).result()

    # Reading

    def refs(self) -> tuple[str, ...]:
        """The references of all cases, in order of first mention."""
        return self.ledger.refs("case")

    def case(self, ref: str) -> Case:
        """A case as it stands on screen, changes on their way to the disk included.

        For whoever reads it a second time that is their own reading of it: a second read is blind.
        """
        mine = reads_second(self.ledger, ref, self.person.author)
        return read_second(self.ledger, ref, self.person.author) if mine else read_case(self.ledger, ref)

    def officer(self, code: str) -> Officer:
        """An officer's interview as it stands on screen."""
        return read_officer(self.ledger, code)

    def officers(self) -> tuple[str, ...]:
        """The codes of all officers who hold a case or were interviewed, sorted."""
        named = {self.case(ref).officer for ref in self.refs()} | set(self.ledger.refs("officer"))
        return tuple(sorted(named - {""}))

    def details(self) -> InspectionDetails:
        """What is said of the inspection as a whole. In an encrypted hand-out nobody leads."""
        said, grant = read_details(self.ledger), self.signing and self.signing.grant
        return replace(said, team=in_hand_out(said.team, grant.scope.assessor)) if grant else said

    def remaining(self, ref: str) -> Remaining:
        """What remains on a case."""
        case = self.case(ref)
        asked = () if case.second else open_queries(self.ledger, ref)
        details = self.details()
        overrules = may_overrule(case, details.team, self.person.author)
        confirm = to_ask(self.earlier.to_confirm(self.ledger, case.answers), overrules)
        return remaining(self.instrument, case, self.officer(case.officer), details.interviews_held, asked, confirm)

    def history(self, slot: Slot) -> tuple[Revision, ...]:
        """Every revision of a slot, oldest first."""
        return self.ledger.history(slot)

    def answer_slot(self, about: About, ref: str, question: str) -> Slot:
        """Where the answer to a question stands or would go."""
        stands = (self.case(ref) if about == "case" else self.officer(ref)).answers.get(question)
        return stands.slot if stands is not None else _ground(self).answer_slot(about, ref, question)

    def undo_state(self, about: About, ref: str, tags: bool = False) -> UndoState:
        """What undo and redo would act on; of tags of notes where `tags` says so."""
        return undo_state(self.ledger, about, ref, self.person.author, self.person.device, tags)

    def revisions(self) -> tuple[Revision, ...]:
        """All committed revisions, in the order in which they were read or written."""
        return self._committed.revisions()

    def assessed(self, ref: str) -> tuple[Case, Tally]:
        """A case as committed, and where each of its questions stands; kept until the case changes."""
        return self._committed.assessed(ref, self.instrument)

    def counted(self, include_unfinished: bool = False, where: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The references of the cases that count: signed off unless told otherwise (scoring rule 8).

        Args:
            where: conditions that they fulfil, as in `domain.selecting`.
        """
        return tuple(
            ref
            for ref in self._committed.refs()
            if (include_unfinished or self.assessed(ref)[0].signed_off) and matches(where or {}, *self.assessed(ref))
        )

    def scores(
        self,
        method: Method = "question-mean",
        include_unfinished: bool = False,
        where: Mapping[str, str] | None = None,
    ) -> Scores:
        """The scores of what is committed."""
        counted = self.counted(include_unfinished, where)
        asked = self.counted(True, where)
        return score(self.instrument, (self.assessed(ref)[1] for ref in counted), method, len(asked) - len(counted))

    # The file

    def close(self) -> int:
        """Writes what is on its way and lets go of the file; returns how many acts could not be written."""
        return self.writer.close()

    def _write(self, plan: Plan, initiator: str) -> Pending | None:
        at, batch = self._now(), self._new_id()
        always = plan.kind in ("undo", "redo")
        drafts = [draft for draft in plan.drafts if always or draft.again or _adds(self.ledger, draft)]
        if self.signing is not None:
            self.signing.refuse_beyond(self.ledger, drafts)
        introduced = _introduced(self, at) if drafts or plan.introduces else ()
        # Before any of them is added: an undone settlement brings back several values in one place.
        heads = {d.slot: tuple(sorted(r.id for r in self.ledger.heads(d.slot))) for d in drafts}
        revisions = (*introduced, *(self._seal(draft, plan, at, batch, heads[draft.slot]) for draft in drafts))
        if not revisions:
            return None
        self._committed.wait_for(revisions)
        sets = (self.instrument,) if plan.brings is None else (self.instrument, plan.brings)
        settled = () if plan.kind == "import" else self.typed.settle(self.ledger, revisions)
        shelf, signed = self.shelf, signer_of(self.signing, self.ledger, revisions)
        why: Why | None = "upgrade" if plan.brings is not None else "import" if plan.kind == "import" else None
        write = _backed_up(
            self.keeper, why, lambda s: shelf.write(s, revisions, sets, settled=settled, signatures=signed())
        )
        future = self.writer.submit(write, keep=True)
        return Pending(initiator, revisions, future)

    def _seal(self, draft: Draft, plan: Plan, at: datetime, batch: str, heads: tuple[str, ...]) -> Revision:
        revision = Revision(
            self._new_id(), draft.slot, draft.value, draft.note, draft.evidence, plan.kind, batch, plan.undoes,
            self.person.author, draft.at or at, self.person.device, draft.under or self.instrument.version, heads,
        )  # fmt: skip
        sequence, previous = (self._tip.sequence + 1, self._tip.digest) if self._tip else (1, "")
        sealed = self._tip = seal(revision, sequence, previous)
        self.ledger.add(sealed)
        return sealed


def _ground(session: Session) -> Ground:
    return Ground(session.instrument, session.ledger, session.person.author, session.person.device, session.earlier)


def _backed_up(keeper: Keeper | None, why: Why | None, write: Callable[[Store], None]) -> Callable[[Store], None]:
    """What writes much at once, with a backup made before it."""
    if keeper is None or why is None:
        return write
    done = threading.Event()

    def act(store: Store) -> None:
        if not done.is_set():
            keeper.before(store, why)
            done.set()  # where the disk refuses what follows, that is tried again, and not this
        write(store)

    return act


def _introduced(session: Session, at: datetime) -> tuple[Revision, ...]:
    """The change by which the history names the key of this device, an act of its own; none where it does already."""
    signing, person = session.signing, session.person
    draft = signing and signing.introduction(session.ledger, person.author, person.device)
    if not draft:
        return ()
    heads = tuple(sorted(r.id for r in session.ledger.heads(draft.slot)))
    made = (session._seal(draft, Plan(kind="act"), at, session._new_id(), heads),)
    session._committed.wait_for(made)
    return made


def _adds(ledger: Ledger, draft: Draft) -> bool:
    """Whether a draft says anything else than what stands, or settles a conflict."""
    stands = ledger.standing(draft.slot)
    said = stands.content if stands else ("", "", "")
    return said != draft.content or ledger.conflicting(draft.slot)
