"""Revisions: one idea that gives saving, history, undo and merge.

Nothing is ever updated. Each change appends a revision that names those it supersedes; what stands is what nothing
supersedes. A union of two histories is again a history, whatever the order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from inspector_app.domain.errors import CorruptHistory
from inspector_app.domain.order import in_order, when

About = Literal["case", "officer", "inspection", "report"]
Facet = Literal[
    "answer", "field", "status", "flag", "reason", "detail", "member", "query", "second", "tag", "works_with", "key",
    "text", "read", "setting", "changed_name", "accepted", "proposal", "comment", "decision",
]  # fmt: skip
Kind = Literal["edit", "undo", "redo", "import", "act"]


class Slot(NamedTuple):
    """One place that holds a value. A tuple, because each opening of a file hashes one for every change in it.

    Attributes:
        about: what the value is about.
        ref: case reference or officer code; of the report a section, or the key of a paragraph; empty for the
            inspection itself, and for what is said of the report as a whole.
        facet: an answer, a case field, the status, a *come back to this* flag, the reason given for a warning, a
            detail of the inspection, a member of the team, one message of a query, how far a second read is, the tags
            of a note, that an assessor works with an officer, or the public key of a device (`signing`). Of the report:
            see `report_text`.
        name: question id, field name, check id, detail name or assessor code; question id and a uuid for a message;
            the device of a key; empty for the status and for second reads.
        assessor: whose answer, message, second read or key it is; empty for what a case has only once.
    """

    about: About
    ref: str
    facet: Facet
    name: str
    assessor: str = ""


class Revision(NamedTuple):
    """One change, for ever. A tuple, as `Slot` is: a national archive makes a million at each opening.

    Attributes:
        id: a uuid.
        value: as `values` writes it; empty is blank.
        note: evidence or comment typed beside the answer.
        evidence: one of `values.EVIDENCE`, or empty.
        kind: *edit* can be undone; *undo* and *redo* are its traces; *import* came from a file; *act* (such as
            sign-off) has its own way back.
        batch: revisions made by one act share it, and are undone together.
        undoes: for undo and redo, the batch that it takes back or brings back.
        author: the code of who made the change, which may be another than the slot's assessor.
        at: when, with its offset to UTC.
        device, sequence: the installation, and its running number within this file.
        instrument: the version of the question set it was given under.
        supersedes: ids of the revisions it replaces; several when it settles a conflict.
        previous, digest: the chain of the device: hash of its previous revision, and of this one.
    """

    id: str
    slot: Slot
    value: str
    note: str
    evidence: str
    kind: Kind
    batch: str
    undoes: str
    author: str
    at: datetime
    device: str
    instrument: str
    supersedes: tuple[str, ...]
    sequence: int = 0
    previous: str = ""
    digest: str = ""

    @property
    def content(self) -> tuple[str, str, str]:
        """What it says: value, note and evidence."""
        return (self.value, self.note, self.evidence)


def seal(revision: Revision, sequence: int, previous: str) -> Revision:
    """The revision with its place in its device's chain and the hash of all it says."""
    placed = revision._replace(sequence=sequence, previous=previous, digest="")
    return placed._replace(digest=digest_of(placed))


def digest_of(revision: Revision) -> str:
    """SHA-256 over every part of a revision but its digest; parts are length-prefixed, so none can pose as another."""
    parts = (
        revision.id, *revision.slot,
        revision.value, revision.note, revision.evidence, revision.kind, revision.batch, revision.undoes,
        revision.author, revision.at.isoformat(), revision.device, revision.instrument,
        str(revision.sequence), revision.previous, *sorted(revision.supersedes),
    )  # fmt: skip
    text = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(text.encode()).hexdigest()


class Ledger:
    """All revisions of a file in memory, and what stands.

    Adding is idempotent and does not depend on order; `heads` of a slot are its revisions that none supersedes.
    """

    def __init__(self, revisions: Iterable[Revision] = ()) -> None:
        self._by_id: dict[str, Revision] = {}
        self._superseded: set[str] = set()
        self._refs: dict[tuple[About, str], dict[Slot, list[Revision]]] = {}
        for revision in revisions:
            self.add(revision)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Revision]:
        return iter(self._by_id.values())

    def __contains__(self, revision_id: str) -> bool:
        return revision_id in self._by_id

    def add(self, revision: Revision) -> bool:
        """Takes a revision in; False when it was there already.

        Raises:
            CorruptHistory: the same id with other content.
        """
        known = self._by_id.get(revision.id)
        if known is not None:
            _refuse_other_content(known, revision)
            return False
        self._by_id[revision.id] = revision
        if revision.supersedes:
            self._superseded.update(revision.supersedes)
        slot = revision.slot
        about = self._refs.setdefault((slot.about, slot.ref), {})
        held = about.get(slot)
        if held is None:
            about[slot] = [revision]
        else:
            held.append(revision)
        return True

    def lacks(self, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
        """Those of some revisions that are not here, each once. Nothing is taken in.

        Raises:
            CorruptHistory: one of them is here, or twice among them, with other content.
        """
        lacking: dict[str, Revision] = {}
        for revision in revisions:
            known = self._by_id.get(revision.id) or lacking.setdefault(revision.id, revision)
            _refuse_other_content(known, revision)
        return tuple(lacking.values())

    def refs(self, about: About) -> tuple[str, ...]:
        """The case references or officer codes that anything is known of, in order of first mention."""
        return tuple(ref for kind, ref in self._refs if kind == about)

    def slots(self, about: About, ref: str) -> tuple[Slot, ...]:
        """The slots of one case, one officer or the inspection."""
        return tuple(self._refs.get((about, ref), ()))

    def changes(self, about: About, ref: str) -> tuple[Revision, ...]:
        """Every revision of one case, one officer or the inspection, place by place."""
        return tuple(r for held in self._refs.get((about, ref), {}).values() for r in held)

    def heads(self, slot: Slot) -> tuple[Revision, ...]:
        """The revisions of a slot that none supersedes; more than one is a conflict."""
        return tuple(r for r in self._held(slot) if r.id not in self._superseded)

    def standing(self, slot: Slot) -> Revision | None:
        """What stands in a slot; in a conflict the latest head, the same on every machine."""
        return latest(self.heads(slot))

    def all_standing(self, about: About, ref: str) -> dict[Slot, Revision]:
        """What stands in each slot of one case, one officer or the inspection."""
        found = {}
        for slot, held in self._refs.get((about, ref), {}).items():
            # Nearly every slot was written once.
            stands = held[0] if len(held) == 1 and held[0].id not in self._superseded else self.standing(slot)
            if stands is not None:
                found[slot] = stands
        return found

    def history(self, slot: Slot) -> tuple[Revision, ...]:
        """Every revision of a slot, oldest first."""
        return in_order(self._held(slot))

    def part(self, about: About, ref: str, without: Container[str] = ()) -> Ledger:
        """The history of one case, one officer or the inspection alone, without the revisions of some ids."""
        held = self._refs.get((about, ref), {}).values()
        return Ledger(r for revisions in held for r in revisions if r.id not in without)

    def conflicts(self) -> tuple[Slot, ...]:
        """The slots whose heads say different things."""
        return tuple(
            slot
            for slots in self._refs.values()
            for slot, held in slots.items()
            if len(held) > 1 and self.conflicting(slot)
        )

    def conflicting(self, slot: Slot) -> bool:
        """Whether the heads of a slot say different things."""
        return len({r.content for r in self.heads(slot)}) > 1

    def before(self, revision: Revision) -> tuple[Revision, ...]:
        """What stood in the slot before a named revision, the latest last; several where it settled a conflict."""
        known = (self._by_id[i] for i in revision.supersedes if i in self._by_id)
        return tuple({r.content: r for r in sorted(known, key=when)}.values())

    def first_said(self, revision: Revision) -> Revision:
        """The change whose words an undo or a redo brought back, however often; any other change is its own."""
        while revision.kind in ("undo", "redo"):
            acted = [r for r in self.of_batch(revision.undoes) if r.slot == revision.slot]
            earlier = acted if revision.kind == "redo" else [b for r in acted for b in self.before(r)]
            found = next((r for r in earlier if r.content == revision.content), None)
            if found is None:
                break
            revision = found
        return revision

    def of_batch(self, batch: str) -> tuple[Revision, ...]:
        """The revisions made by one act."""
        return tuple(r for r in self._by_id.values() if r.batch == batch)

    def _held(self, slot: Slot) -> Sequence[Revision]:
        return self._refs.get((slot.about, slot.ref), {}).get(slot, ())


@dataclass(frozen=True, slots=True)
class UndoState:
    """What undo and redo would act on next: ids of batches, or None."""

    undo: str | None
    redo: str | None


def undo_state(ledger: Ledger, about: About, ref: str, author: str, device: str, tags: bool = False) -> UndoState:
    """The next batch to undo and to redo on one case (or officer), for one person at one device.

    It is read from the history alone, so it is the same after a restart. A new edit ends what could be redone. Tags of
    notes are set on another page than answers are given, so they are undone apart from them: `tags` asks for those.
    What somebody else has changed since, or what was changed in another copy, is not one's own to take back any more.
    """
    mine = [
        revision
        for slot in ledger.slots(about, ref)
        if (slot.facet == "tag") is tags
        for revision in ledger.history(slot)
        if revision.author == author and revision.device == device and revision.kind in ("edit", "undo", "redo")
    ]
    taken_over = {slot for slot in {r.slot for r in mine} if not is_own(ledger, slot, author, device)}
    batches: dict[str, list[Revision]] = defaultdict(list)
    for revision in mine:
        batches[revision.batch].append(revision)
    done: list[str] = []
    undone: list[str] = []
    seen = {b for b, made in batches.items() if any(r.slot in taken_over for r in that_undo_touches(made))}
    for revision in sorted(mine, key=lambda r: r.sequence):
        if revision.batch in seen:
            continue
        seen.add(revision.batch)
        _replay(revision, done, undone)
    own = (b for b in reversed(done) if _is_own_word(ledger, that_undo_touches(batches[b]), author, device))
    return UndoState(next(own, None), undone[-1] if undone else None)


def is_own(ledger: Ledger, slot: Slot, author: str, device: str) -> bool:
    """Whether all that stands in a slot was said by one person at one device."""
    return all((head.author, head.device) == (author, device) for head in ledger.heads(slot))


def _is_own_word(ledger: Ledger, touched: Iterable[Revision], author: str, device: str) -> bool:
    """Whether nothing that stands in these slots is what somebody else said and one's own undo brought back."""
    said = (ledger.first_said(head) for slot in {r.slot for r in touched} for head in ledger.heads(slot))
    return all((one.author, one.device) == (author, device) for one in said)


def that_undo_touches(batch: Iterable[Revision]) -> tuple[Revision, ...]:
    """What undo takes back of an act. A case stays begun and allocated when its first answer is undone."""
    revisions = tuple(batch)
    if not any(r.slot.facet == "answer" for r in revisions):
        return revisions
    # Facts may have come with the answers, from a form that was filled in elsewhere.
    return tuple(r for r in revisions if r.slot.facet == "answer" or _is_fact(r.slot))


def _is_fact(slot: Slot) -> bool:
    return slot.facet == "field" and slot.name != "assessor"


def _replay(revision: Revision, done: list[str], undone: list[str]) -> None:
    if revision.kind == "edit":
        done.append(revision.batch)
        undone.clear()
        return
    source, target = (done, undone) if revision.kind == "undo" else (undone, done)
    if revision.undoes in source:
        source.remove(revision.undoes)
        target.append(revision.undoes)


def _refuse_other_content(known: Revision, revision: Revision) -> None:
    if known != revision:
        raise CorruptHistory(
            f"The history holds two different changes with the id {revision.id}; nothing was taken in. "
            "Keep both files and ask for help."
        )


def latest(revisions: Iterable[Revision]) -> Revision | None:
    """The latest of some revisions by time, then id: the same on every machine."""
    return max(revisions, key=when, default=None)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A change that is kept in another file, named by its place and hash: a hand-out holds only some of a chain."""

    device: str
    sequence: int
    digest: str


def anchors_of(revisions: Iterable[Revision]) -> tuple[Anchor, ...]:
    """The changes on which some revisions follow and that are not among them."""
    chosen = tuple(revisions)
    held = {r.digest for r in chosen}
    missing = {Anchor(r.device, r.sequence - 1, r.previous) for r in chosen if r.previous and r.previous not in held}
    return tuple(sorted(missing, key=lambda a: (a.device, a.sequence, a.digest)))


def verify_chains(revisions: Iterable[Revision], anchors: Iterable[Anchor] = ()) -> tuple[str, ...]:
    """Sentences about every altered, missing, inserted or moved revision; empty when each device's chain is whole.

    A chain may fork: two copies of a file that went on separately at one device both follow on the same change.

    Args:
        anchors: changes that are known to be kept elsewhere; a chain may follow on them.
    """
    elsewhere: dict[str, dict[str, int]] = defaultdict(dict)
    for anchor in anchors:
        elsewhere[anchor.device][anchor.digest] = anchor.sequence
    chains: dict[str, list[Revision]] = defaultdict(list)
    altered: list[Revision] = []
    for revision in revisions:
        chains[revision.device].append(revision)
        if digest_of(revision) != revision.digest:
            altered.append(revision)
    followed = {r.previous for r in (r for chain in chains.values() for r in chain)} if altered else set()
    problems = [_altered(revision, followed) for revision in altered]
    for device, chain in chains.items():
        places = {"": 0, **elsewhere[device]} | {revision.digest: revision.sequence for revision in chain}
        numbers = {revision.sequence for revision in chain}
        for revision in sorted(chain, key=lambda r: r.sequence):
            if places.get(revision.previous) != revision.sequence - 1:
                problems.append(_broken(revision, places, numbers))
    return tuple(problems)


def _altered(revision: Revision, followed: Container[str]) -> str:
    slot = revision.slot
    where = " ".join(part for part in (slot.about, slot.ref, slot.facet, slot.name) if part)
    what = "was altered after it was written" if revision.digest in followed else "was altered or put in from outside"
    return f"Revision {revision.id} (device {revision.device}, change {revision.sequence}: {where}) {what}."


def _broken(revision: Revision, places: Mapping[str, int], numbers: Container[int]) -> str:
    begin = f"The chain of device {revision.device} is broken at its change {revision.sequence}"
    before = revision.sequence - 1
    if revision.previous in places:
        return f"{begin}: it follows on change {places[revision.previous]}, so it was moved."
    if before in numbers:
        return f"{begin}: change {before} is not the one that it was written after."
    return f"{begin}: change {before}, after which it was written, is missing."
