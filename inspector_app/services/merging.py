"""Bringing copies of one inspection together: a union of their changes, in any order, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Ledger, Revision, Slot
from inspector_app.domain.case import read_case, read_details
from inspector_app.domain.conflicts import Conflict, conflicts_in
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.routing import Sheet
from inspector_app.instruments.carried import unpack
from inspector_app.services.copies import Copy, read_copy
from inspector_app.services.passphrases import key_for
from inspector_app.services.session import Pending, Session
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.file_key import FileKey


@dataclass(frozen=True, slots=True)
class Brought:
    """What one other copy brings.

    Attributes:
        new, same: how many of its changes are new here, and how many are here already.
        conflicting: how many places come to hold several values by it.
        handed_to: the assessor to whom it was handed out, where it is a hand-out.
        refused: why nothing of it is taken in, as a sentence; empty where it is.
        changes_signed_off: the references of cases that are signed off here, and of which it changes what counts.
    """

    name: str
    new: int = 0
    same: int = 0
    conflicting: int = 0
    handed_to: str = ""
    refused: str = ""
    changes_signed_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """What a merge would bring in, or brought in. `conflicts` are all that are open then, also those from before."""

    brought: tuple[Brought, ...]
    revisions: tuple[Revision, ...]
    sets: tuple[QuestionSet, ...]
    anchors: tuple[Anchor, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """Why copies are refused, a sentence for each."""
        return tuple(b.refused for b in self.brought if b.refused)


Keys = Callable[[Path], FileKey | None]
"""Finds what opens another file; None where it is not encrypted or no key is known."""


def read_others(
    session: Session,
    others: Sequence[Path],
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    keys: Keys = lambda _: None,
) -> Union | None:
    """Reads other copies and compares them with the open inspection, as `compare` does; for callers that may wait.

    The inspection's own keys are tried before `keys`.
    """
    known: Keys = lambda path: key_for(session, path) or keys(path)  # noqa: E731
    return compare(session.revisions(), session.shelf.carried, others, progress, cancelled, known)


def compare(
    mine: Iterable[Revision],
    carried: Sequence[QuestionSet],
    others: Sequence[Path],
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    keys: Keys = lambda _: None,
) -> Union | None:
    """Reads other copies and compares them with a history and the sets it carries; None where `cancelled` said yes.

    Nothing is written, neither here nor there. A copy that cannot be read, belongs to another inspection or question
    set, or whose history does not hold is refused and named; the others are compared all the same.
    """
    union = Ledger(mine)
    brought: list[Brought] = []
    added: list[Revision] = []
    sets: dict[str, QuestionSet] = {}
    anchors: list[Anchor] = []
    for place, path in enumerate(others):
        progress(0.9 * place / len(others), f"reading {path.name}")
        if cancelled():
            return None
        try:
            copy = read_copy(path, "nothing was merged", keys(path))
            _refuse_stranger(path, union, Ledger(copy.revisions))
            _refuse_spoilt_sets(copy.sets, carried)
            new = union.lacks(copy.revisions)
            _refuse_report(path, copy, new)
        except KnownError as error:
            brought.append(Brought(path.name, refused=str(error)))
            continue
        brought.append(_bring(union, path, copy, new))
        added += new
        anchors += copy.anchors
        sets |= {one.content_hash: one for one in copy.sets}
    return Union(tuple(brought), tuple(added), tuple(sets.values()), tuple(anchors), conflicts_in(union))


def merge(session: Session, union: Union) -> Pending | None:
    """Writes what the copies that were not refused bring, as one act; None when they bring nothing."""
    return session.join(union.revisions, union.sets, union.anchors)


def _bring(union: Ledger, path: Path, copy: Copy, new: Sequence[Revision]) -> Brought:
    before, signed_off = _in_conflict(union), _signed_off(union, new)
    for revision in new:
        union.add(revision)
    changed = tuple(ref for ref, sheet in signed_off.items() if read_case(union, ref).sheet != sheet)
    counts = len(new), len(copy.revisions) - len(new), len(_in_conflict(union) - before)
    return Brought(path.name, *counts, copy.handed_to, changes_signed_off=changed)


def _in_conflict(ledger: Ledger) -> set[Slot]:
    return {conflict.slot for conflict in conflicts_in(ledger)}


def _signed_off(ledger: Ledger, touching: Iterable[Revision]) -> dict[str, Sheet]:
    """The cases that are signed off before some changes come, of those that they touch, as they count."""
    refs = dict.fromkeys(r.slot.ref for r in touching if r.slot.about == "case")
    cases = (read_case(ledger, ref) for ref in refs)
    return {case.ref: case.sheet for case in cases if case.signed_off}


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
    if there.get("id", "") != here.get("id", ""):
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
