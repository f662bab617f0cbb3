"""Saving what can be read of a damaged inspection into a new file, and telling what is missing in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.answers import Anchor, Ledger, Revision, anchors_of
from inspector_app.domain.case import read_details
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.domain.missing import Gap, Missing, still_missing, what_is_missing
from inspector_app.domain.missing_words import Lost, gap_words, missing_lines
from inspector_app.domain.signing import Signature
from inspector_app.instruments.carried import DamagedSet, unpack
from inspector_app.runtime.files import known_faults, write_whole
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.file_key import FileKey, refuse_without
from inspector_app.storage.salvage import Salvaged, salvage
from inspector_app.storage.store import Store

LACKS, LOST_ENDS, RESCUED_AT = "lacks", "lost_ends", "rescued_at"
"""What a rescued file says of itself: gaps in its history and the ends of chains that it lost, as JSON; and when it
was made."""
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Rescue:
    """What came of it.

    Attributes:
        path: the new file.
        saved: how many changes are in it.
        missing: what is known to be missing of the history.
        lines: what was saved and what is missing, in sentences to show, print and keep.
        whole: whether nothing is known to be missing.
    """

    path: Path
    saved: int
    missing: Missing
    lines: tuple[str, ...]
    whole: bool = False


def rescue(
    damaged: Path,
    new: Path,
    at: datetime,
    key: FileKey | None = None,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> Rescue | None:
    """Saves what can be read of a file into a new one, encrypted as the damaged one is. That one is not touched.

    Args:
        key: what opens the damaged file, where it is encrypted.

    Returns:
        None where `cancelled` said yes; there is no new file then.

    Raises:
        NeedsPassphrase: it is encrypted, and the key is missing or another file's.
        KnownError: nothing could be read, something is at the new place already, or it cannot be written to.
    """
    with known_faults(damaged, "read"):
        _refuse_places(damaged, new)
        refuse_without(damaged, key)
        found = salvage(damaged, key, progress, cancelled)
    if found is None:
        return None
    if not found.revisions:
        raise KnownError(
            f"Nothing of {damaged.name} could be read, so no file was made; it was left as it is. Go back to a backup."
        )
    missing = what_is_missing(found.revisions, found.tips, found.anchors, found.traces, found.written)
    progress(0.9, "writing the new file")
    read = {one: instrument for one in found.sets if (instrument := _unpacked(one)) is not None}
    sets = tuple(read)
    _write(new, key, found, sets, missing, at)
    progress(1.0, "Saved")
    lost = _lost(found, sets)
    asked = read[sets[-1]] if sets else None
    lines = tuple(missing_lines(damaged.name, len(found.revisions), missing, lost, asked))
    return Rescue(new, len(found.revisions), missing, lines, not missing.count and lost == Lost())


def keep_list(result: Rescue, path: Path) -> None:
    """Writes what is missing beside the new file, as text.

    Raises:
        KnownError: the place cannot be written to.
    """
    write_whole(path, ("\n".join(result.lines) + "\n").encode())


def still_lacking(local: Mapping[str, str], held: Iterable[Revision]) -> tuple[Gap, ...]:
    """What a rescued file still lacks of what it lacked when it was made; nothing in any other file."""
    try:
        said = json.loads(local.get(LACKS, "[]"))
        gaps = [Gap(str(device), int(first), int(last)) for device, first, last in said]
    except (ValueError, TypeError):
        return ()
    return still_missing(gaps, held) if gaps else ()


def gap_lines(local: Mapping[str, str], held: Iterable[Revision]) -> tuple[str, ...]:
    """The same in words, a line for each gap."""
    return tuple(gap_words(gap) for gap in still_lacking(local, held))


def lost_ends(local: Mapping[str, str]) -> tuple[str, ...]:
    """Digests of the last changes that a rescued file is known to have held: these are the very ones."""
    try:
        return tuple(str(digest) for digest in json.loads(local.get(LOST_ENDS, "[]")))
    except (ValueError, TypeError):
        return ()


def _refuse_places(damaged: Path, new: Path) -> None:
    if not damaged.is_file():
        raise KnownError(f"There is no file {damaged.name} at that place; choose the file again.")
    if new.exists():
        raise KnownError(f"{new.name} is there already and was left as it is; choose another name.")


def _write(
    new: Path,
    key: FileKey | None,
    found: Salvaged,
    sets: Sequence[QuestionSet],
    missing: Missing,
    at: datetime,
) -> None:
    made = new.with_name(f"{new.name}.{os.getpid()}.part")
    lacks = json.dumps([[gap.device, gap.first, gap.last] for gap in missing.gaps])
    ends = json.dumps([end.digest for end in missing.ends])
    try:
        store = Store.create(made, key)
        try:
            _fill(store, found, sets)
            store.set_local({**found.local, LACKS: lacks, LOST_ENDS: ends, RESCUED_AT: at.isoformat()})
        finally:
            store.close()
        with known_faults(new, "written"):
            os.replace(made, new)
    finally:
        for left in (made, made.with_name(made.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _fill(store: Store, found: Salvaged, sets: Sequence[QuestionSet]) -> None:
    anchors: dict[Anchor, None] = dict.fromkeys((*found.anchors, *anchors_of(found.revisions)))
    for begin in range(0, len(found.revisions), _AT_ONCE):
        part = found.revisions[begin : begin + _AT_ONCE]
        store.append(part, () if begin else sets, () if begin else tuple(anchors))
    held = {r.id for r in found.revisions}
    store.sign(Signature(*one) for one in found.signatures if one[0] in held)
    for draft in found.drafts:
        store.save_draft(draft)


def _unpacked(carried: QuestionSet) -> Instrument | None:
    try:
        return unpack(carried)
    except DamagedSet:
        return None


def _lost(found: Salvaged, sets: Sequence[QuestionSet]) -> Lost:
    details = read_details(Ledger(found.revisions)).details
    return Lost(
        sets=len(found.sets) - len(sets) or int("question_set" in found.unread and not found.sets),
        drafts="draft" in found.unread,
        local="local" in found.unread,
        details=not details.get("id"),
    )
