"""What can still be read of a damaged inspection file: by SQL as far as SQLite goes, and page by page beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Revision, Slot, digest_of
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.missing import Trace, refitted
from inspector_app.storage.drafts import Draft
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.raw_pages import RawPages
from inspector_app.storage.raw_rows import RawRows
from inspector_app.storage.rows import read_revisions
from inspector_app.storage.salvage_rows import FoundRows, revision_cells, wanted
from inspector_app.storage.salvage_sql import read_by_sql

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read, every change of it proven by its digest.

    Attributes:
        revisions: in the order in which they were written.
        refused: how many rows look like changes whose digest does not hold, and that were not found whole elsewhere.
        anchors, tips: changes kept elsewhere, and the ends that the chains had.
        written: how many changes the file says it had; 0 where it does not say.
        traces: what the indexes still say of changes whose rows are gone.
        signatures: (id of a revision, public key, signature).
        damaged, pages: how many pages could not be read in full, and how many there are.
        unread: names of the tables that neither SQLite nor the pages gave in full, as far as can be known.
    """

    revisions: tuple[Revision, ...]
    refused: int
    sets: tuple[QuestionSet, ...]
    drafts: tuple[Draft, ...]
    local: Mapping[str, str]
    anchors: tuple[Anchor, ...]
    tips: tuple[Anchor, ...]
    written: int
    traces: tuple[Trace, ...]
    signatures: tuple[tuple[str, str, bytes], ...]
    damaged: int
    pages: int
    unread: frozenset[str]


def salvage(path: Path, key: FileKey | None, progress: Progress, cancelled: Cancelled) -> Salvaged | None:
    """Reads what can be read; the file is not changed. None where `cancelled` said yes.

    Args:
        key: what opens it, where it is encrypted; see `file_key.fits`.

    Raises:
        OSError: the file cannot be read at all.
    """
    progress(0.0, "reading what SQLite still reads")
    found = FoundRows()
    whole = read_by_sql(path, key, found)
    pages = RawPages(path, key)
    try:
        reader = RawRows(pages)
        if not _read_pages(pages, reader, found, whole, progress, cancelled):
            return None
        for page in pages.journal(path.with_name(path.name + "-journal")):
            found.take(*(reader.tree_page(page) or ([], [])), whole)
    finally:
        pages.close()
    progress(0.8, "proving each change")
    revisions, refused = _proven(found)
    places = {found.rowids[r.id]: r for r in revisions if r.id in found.rowids}
    return Salvaged(
        revisions, refused, tuple(found.sets.values()), found.latest_drafts(), found.local,
        _sorted(found.anchors), _sorted(found.tips), found.written, tuple(found.traces(places)),
        tuple((*names, made) for names, made in found.signatures.items()),
        len(reader.damaged), pages.count, frozenset(found.tables - whole),
    )  # fmt: skip


def _read_pages(
    pages: RawPages,
    reader: RawRows,
    found: FoundRows,
    whole: frozenset[str],
    progress: Progress,
    cancelled: Cancelled,
) -> bool:
    """Every page in turn; then, where a tree's page is damaged, every place of it."""
    odd: list[int] = []
    for number in range(1, pages.count + 1):
        if number % 64 == 1:
            if cancelled():
                return False
            progress(0.1 + 0.6 * number / pages.count, f"page {number} of {pages.count}")
        page = pages.page(number)
        if page is None:
            reader.damaged.add(number)
            continue
        rows = reader.tree_page(page)
        if rows is not None:
            found.take(*rows, whole)
        if rows is None or number in reader.damaged:
            odd.append(number)
    for number in odd:
        page = pages.page(number)
        # What somebody typed is not searched for rows: it could be made to look like some.
        if page is not None and number not in reader.overflow and any(page.content):
            found.take(list(reader.carved(page, wanted)), [], whole)
    return True


def _proven(found: FoundRows) -> tuple[tuple[Revision, ...], int]:
    """The changes whose digest holds, with links tried where they are lost, in the order in which they were written."""
    held: dict[str, Revision] = {}
    open_ones: dict[str, list[Revision]] = {}
    for id_, variants in found.revisions.items():
        read = [r for r in (_read(row, found) for row in variants) if r is not None]
        good = next((r for r in read if digest_of(r) == r.digest), None)
        if good is not None:
            held[id_] = good
        elif read:
            open_ones[id_] = read
    by_slot: dict[Slot, list[str]] = defaultdict(list)
    for revision in (*held.values(), *(r for several in open_ones.values() for r in several)):
        by_slot[revision.slot].append(revision.id)
    lost = found.lost_ids(set(held))
    for id_, read in open_ones.items():
        for revision in read:
            others = [*reversed(by_slot[revision.slot]), *lost.get(revision.slot[:4], ())]
            made = refitted(revision, revision.supersedes, [one for one in others if one != id_])
            if made is not None:
                held[id_] = made
                break
    order = sorted(held.values(), key=lambda r: found.rowids.get(r.id, 1 << 62))
    return tuple(order), len(open_ones.keys() - held.keys())


def _read(row: tuple[object, ...], found: FoundRows) -> Revision | None:
    try:
        return read_revisions([revision_cells(row)], {str(row[0]): tuple(found.links[str(row[0])])})[0]
    except ValueError:
        return None


def _sorted(anchors: set[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted(anchors, key=lambda a: (a.device, a.sequence, a.digest)))
