"""What can still be read of a damaged inspection file: by SQL as far as SQLite goes, and page by page beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.missing import Trace
from inspector_app.storage.drafts import Draft
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.raw_pages import RawPages
from inspector_app.storage.raw_rows import RawRows
from inspector_app.storage.refitting import Cells, holds, mend, relink
from inspector_app.storage.refitting import read as _read
from inspector_app.storage.salvage_rows import FoundRows, wanted
from inspector_app.storage.salvage_sql import read_by_sql

_MOST_MENDED = 100
"""Of how many rows each byte is tried: it takes up to a second each."""

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
    # In an encrypted page one byte that goes bad spoils sixteen.
    revisions, refused = _proven(found, 0 if key else _MOST_MENDED)
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


def _proven(found: FoundRows, mend_most: int) -> tuple[tuple[Revision, ...], int]:
    """The changes whose digest holds, in the order in which they were written.

    Where it does not hold at first, links are tried that may be lost, and bytes that may have gone bad.
    """
    held: dict[str, Revision] = {}
    open_ones: dict[str, list[Cells]] = {}
    for id_, variants in found.revisions.items():
        good = next((r for r in (_read(row, found) for row in variants) if r is not None and holds(r)), None)
        if good is not None:
            held[id_] = good
        else:
            open_ones[id_] = list(variants)
    relink(held, open_ones, found)
    for id_ in [one for one in open_ones if one not in held][:mend_most]:
        made = next((m for m in (mend(row, found.links) for row in open_ones[id_]) if m is not None), None)
        if made is not None and made.id not in held:
            held[made.id] = made
            found.rowids.setdefault(made.id, found.rowids[id_])
            found.mended.add(id_)
    order = sorted(held.values(), key=lambda r: found.rowids.get(r.id, 1 << 62))
    return tuple(order), len(open_ones.keys() - held.keys() - found.mended)


def _sorted(anchors: set[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted(anchors, key=lambda a: (a.device, a.sequence, a.digest)))
