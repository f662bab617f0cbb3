"""Bringing copies of one inspection together: a union of their changes, in any order, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from inspector_app.domain.answers import Anchor, Ledger, Revision, Slot
from inspector_app.domain.case import read_case, read_details
from inspector_app.domain.chain_ends import lost_before
from inspector_app.domain.conflicts import Conflict, conflicts_in
from inspector_app.domain.errors import KnownError, NeedsPassphrase, WrongPassphrase
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.missing import Gap
from inspector_app.domain.proof import Arrived, Believed, FirstKey, judge
from inspector_app.domain.roles import LEADING, is_led
from inspector_app.domain.routing import Sheet
from inspector_app.domain.signing import Keys as SigningKeys
from inspector_app.domain.signing import Signature, by_revision_of, message
from inspector_app.instruments.carried import unpack
from inspector_app.runtime.device_key import DeviceKey, verifies
from inspector_app.services.copies import Copy, read_copy
from inspector_app.services.passphrases import FileKey, handed_keys, key_for, key_of, own_keys, read_header
from inspector_app.services.salvaging import RESCUED_AT, lost_ends, still_lacking
from inspector_app.services.session import Pending, Session
from inspector_app.services.work import Cancelled, Progress, never, unheard


@dataclass(frozen=True, slots=True)
class Brought:
    """What one other copy brings.

    Attributes:
        new, same: how many of its changes are new here, and how many are here already.
        conflicting: how many places come to hold several values by it.
        handed_to: the assessor to whom it was handed out, where it is a hand-out.
        refused: why nothing of it is taken in, as a sentence; empty where it is.
        changes_signed_off: the references of cases that are signed off here, and of which it changes what counts.
        locked: it is encrypted, and no key is known that opens it.
        first: keys with which somebody signs for the first time here.
        unsigned: how many of the new changes their authors did not sign; none where nothing is signed here.
        acts: what of these is the lead's to do, each as a noun.
    """

    name: str
    new: int = 0
    same: int = 0
    conflicting: int = 0
    handed_to: str = ""
    refused: str = ""
    changes_signed_off: tuple[str, ...] = ()
    locked: bool = False
    first: tuple[FirstKey, ...] = ()
    unsigned: int = 0
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """What a merge would bring in, or brought in. `conflicts` are all that are open then, also those from before."""

    brought: tuple[Brought, ...]
    revisions: tuple[Revision, ...]
    sets: tuple[QuestionSet, ...]
    anchors: tuple[Anchor, ...]
    conflicts: tuple[Conflict, ...]
    signatures: tuple[Signature, ...] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        """Why copies are refused, a sentence for each."""
        return tuple(b.refused for b in self.brought if b.refused)


Keys = Callable[[Path], FileKey | None]
"""Finds what opens another file; None where it is not encrypted or no key is known."""


def opened_by(passphrases: Mapping[Path, str]) -> Keys:
    """Keys from what somebody typed for some files. Each takes Argon2's time: not for the main thread."""
    return lambda path: key_of(path, passphrases[path]) if path in passphrases else None


@dataclass(frozen=True, slots=True)
class Here:
    """What other copies are compared with: what is committed here, and what is known here of keys.

    Attributes:
        revisions, carried: the history, and the question sets that the file carries.
        made_for: header of a hand-out -> for whom it was made.
        keys: finds what opens a file that belongs to this inspection.
        own: the key of this device, where changes are signed; `trusts_plain` whether who asks may take in what is not.
        lost: digests of changes that this file held before it was damaged; `lacks` their devices and numbers.
        whole: the keys that this inspection has or had: who wrote a file under one had the lead's passphrase.
        saved: whether this file was saved from damage.
    """

    revisions: tuple[Revision, ...]
    carried: tuple[QuestionSet, ...] = ()
    made_for: Mapping[bytes, str] = field(default_factory=dict)
    keys: Keys = lambda _: None
    own: DeviceKey | None = None
    trusts_plain: bool = True
    lost: tuple[str, ...] = ()
    lacks: tuple[Gap, ...] = ()
    whole: tuple[FileKey, ...] = ()
    saved: bool = False


def freeze(session: Session) -> Here:
    """What stands now, for a comparison on another thread.

    Raises:
        KnownError: this is an encrypted hand-out, into which nothing is taken.
    """
    mine, carried, keys = session.revisions(), session.shelf.carried, partial(key_for, session)
    if session.signing is None:
        return Here(mine, carried, keys=keys)
    session.signing.refuse_taking_in()
    local = session.copy.local
    made_for, whole = handed_keys(local), own_keys(session)
    team = session.details().team
    trusts = not is_led(team) or team.get(session.person.author) in LEADING
    lost = lost_ends(local), still_lacking(local, mine)
    return Here(mine, carried, made_for, keys, session.signing.key, trusts, *lost, whole, RESCUED_AT in local)


def read_others(
    session: Session,
    others: Sequence[Path],
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    keys: Keys = lambda _: None,
) -> Union | None:
    """Reads other copies and compares them with the open inspection, as `compare` does; for callers that may wait."""
    return compare(freeze(session), others, progress, cancelled, keys)


def compare(
    here: Here,
    others: Sequence[Path],
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    keys: Keys = lambda _: None,
) -> Union | None:
    """Reads other copies and compares them with what is here; None where `cancelled` said yes.

    Nothing is written, neither here nor there. A copy that cannot be read, belongs to another inspection or question
    set, whose history does not hold, or that is not proven where changes are signed, is refused and named; the others
    are compared all the same. What is known here of keys is tried before `keys`.
    """
    union = Ledger(here.revisions)
    brought: list[Brought] = []
    added: list[Revision] = []
    sets: dict[str, QuestionSet] = {}
    anchors: list[Anchor] = []
    signatures: list[Signature] = []
    for place, path in enumerate(others):
        progress(0.9 * place / len(others), f"reading {path.name}")
        if cancelled():
            return None
        try:
            key = here.keys(path) or keys(path)
            copy = read_copy(path, "nothing was merged", key)
            new, believed = _look_at(here, union, path, copy, key in here.whole)
        except KnownError as error:
            locked = isinstance(error, NeedsPassphrase | WrongPassphrase)
            brought.append(Brought(path.name, refused=str(error), locked=locked))
            continue
        brought.append(_bring(union, path, copy, new, believed))
        added += new
        anchors += copy.anchors
        held = {r.id for r in new}
        signatures += [one for one in copy.signatures if one.revision in held]
        signatures += _signatures_again(here, union, copy) if here.saved else ()
        sets |= {one.content_hash: one for one in _sets_of(here, union, copy)}
    what = tuple(added), tuple(sets.values()), tuple(anchors)
    return Union(tuple(brought), *what, conflicts_in(union), tuple(signatures))


def merge(session: Session, union: Union) -> Pending | None:
    """Writes what the copies that were not refused bring, as one act; None when they bring nothing.

    Where changes are signed, who takes them in signs them too.
    """
    pending = session.join(union.revisions, union.sets, union.anchors, signatures=union.signatures)
    if pending is None and union.signatures:
        session.writer.submit(lambda s: s.sign(union.signatures), keep=True)
    return pending


def _look_at(here: Here, union: Ledger, path: Path, copy: Copy, whole: bool) -> tuple[tuple[Revision, ...], Believed]:
    """What is new in a copy, and what is to be told of it.

    Raises:
        KnownError: why nothing of it is taken in.
    """
    _refuse_stranger(path, union, Ledger(copy.revisions))
    _refuse_spoilt_sets(copy.sets, here.carried)
    new = union.lacks(copy.revisions)
    _refuse_report(path, copy, new)
    if here.own is None:
        return new, Believed()
    if new and not copy.encrypted and not here.trusts_plain:
        raise KnownError(
            f"{path.name} is not encrypted, so nothing proves who wrote it; nothing of it was merged. The lead "
            "inspector or the deputy can take it in."
        )
    made_for = here.made_for.get(read_header(path), "") if copy.encrypted else ""
    under = by_revision_of(copy.signatures)
    lost = lost_before(union, new, here.lost, _Lacking(here.lacks)) if here.lacks else ()
    arrived = Arrived(
        path.name, copy.encrypted, copy.revisions, new, under, copy.granted, copy.handed_to, made_for,
        anchors=copy.anchors, whole=whole, lost=frozenset(r.id for r in lost),
    )  # fmt: skip
    mine = Ledger((*union, *lost)) if lost else union
    return new, judge(arrived, mine, here.own.public, verifies)


class _Lacking:
    """Which changes a file saved from damage lacks, by device and number; gaps may be wide, so they are not listed."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self._gaps = tuple(gaps)

    def __contains__(self, change: object) -> bool:
        return isinstance(change, tuple) and any(
            gap.device == change[0] and gap.first <= change[1] <= gap.last for gap in self._gaps
        )


def _signatures_again(here: Here, union: Ledger, copy: Copy) -> list[Signature]:
    """The signatures under what is held here already: a file saved from damage may have lost them, not the changes."""
    held, details = {r.id: r for r in here.revisions}, read_details(union)
    keys, inspection = SigningKeys(tuple(union), details.team), details.details.get("id", "")
    leading = keys.leading()
    return [
        one
        for one in copy.signatures
        if (r := held.get(one.revision)) is not None
        and (one.key in keys.of(r.device, r.author) or one.key in leading)
        and verifies(one.key, one.signature, message(inspection, r.digest))
    ]


def _sets_of(here: Here, union: Ledger, copy: Copy) -> Sequence[QuestionSet]:
    """The question sets to take from a copy: nobody signs them, so from a hand-out just those that a change names."""
    if here.own is None or not (copy.handed_to or copy.granted):
        return copy.sets
    named = {r.value for r in union.history(Slot("inspection", "", "detail", "instrument_hash"))}
    return [one for one in copy.sets if one.content_hash in named]


def _bring(union: Ledger, path: Path, copy: Copy, new: Sequence[Revision], believed: Believed) -> Brought:
    before, signed_off = _in_conflict(union), _signed_off(union, new)
    for revision in new:
        union.add(revision)
    changed = tuple(ref for ref, stood in signed_off.items() if _counting(union, ref) != stood)
    counts = len(new), len(copy.revisions) - len(new), len(_in_conflict(union) - before)
    told = believed.first, believed.unsigned, believed.acts
    return Brought(path.name, *counts, copy.handed_to, "", changed, False, *told)


def _in_conflict(ledger: Ledger) -> set[Slot]:
    return {conflict.slot for conflict in conflicts_in(ledger)}


def _signed_off(ledger: Ledger, touching: Iterable[Revision]) -> dict[str, tuple[str, Sheet]]:
    """The cases that are signed off before some changes come, of those that they touch, as they count."""
    refs = dict.fromkeys(r.slot.ref for r in touching if r.slot.about == "case")
    return {ref: _counting(ledger, ref) for ref in refs if read_case(ledger, ref).signed_off}


def _counting(ledger: Ledger, ref: str) -> tuple[str, Sheet]:
    """What of a case counts: whether it is done, and its answers."""
    case = read_case(ledger, ref)
    return case.status, case.sheet


def _refuse_spoilt_sets(theirs: Sequence[QuestionSet], mine: Sequence[QuestionSet]) -> None:
    known = {one.content_hash for one in mine}
    for one in theirs:
        if one.content_hash not in known:
            unpack(one)


def _refuse_report(path: Path, copy: Copy, new: Iterable[Revision]) -> None:
    """An assessor's part holds nothing of the report, so what comes back in one was written on no ground."""
    if copy.handed_to and any(r.slot.about == "report" for r in new):
        raise KnownError(
            f"{path.name} is {copy.handed_to}’s hand-out and yet changes the report, so nothing of it was merged. "
            "The report is written in the lead’s own file."
        )


def _refuse_stranger(path: Path, mine: Ledger, theirs: Ledger) -> None:
    here, there = read_details(mine).details, read_details(theirs).details
    # What was saved from a damaged file may lack its details; that it holds the very same changes proves it kin.
    kin = not (here.get("id") and there.get("id")) and any(r.id in mine for r in theirs)
    if kin and not (here.get("instrument") and there.get("instrument")):
        return
    if not kin and there.get("id", "") != here.get("id", ""):
        named = there.get("trust") or "no Trust"
        raise KnownError(
            f"{path.name} belongs to another inspection ({named}), so nothing was merged; "
            "only copies of one inspection merge."
        )
    same_version = there.get("instrument_version") == here.get("instrument_version")
    same_content = there.get("instrument_hash") == here.get("instrument_hash")
    if there.get("instrument") != here.get("instrument") or (same_version and not same_content):
        raise KnownError(
            f"{path.name} was answered with another question set ({there.get('instrument', 'none')} "
            f"{there.get('instrument_version', '')}), so nothing of it was merged. Ask for a copy with the set in use."
        )
