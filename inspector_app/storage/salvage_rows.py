"""Rows of a damaged file, told apart by what they look like: the schema itself may be lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from inspector_app.domain.answers import About, Anchor, Facet, Revision
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.missing import Trace
from inspector_app.storage.drafts import Draft
from inspector_app.storage.raw_rows import Row
from inspector_app.storage.seals import seal_of

_ABOUTS, _FACETS, _PARTS = frozenset(get_args(About)), frozenset(get_args(Facet)), ("value", "note")
_ID = 36
_REVISION = (str,) * 15 + (int,) + (str,) * 3
"""Columns of a change as they lie in the file; `rows.SELECT` has the number last."""
_SHAPES: Mapping[tuple[type, ...], str] = {
    _REVISION: "revision",
    (str, str): "supersedes or local",
    (str, str, str): "local",
    (str,) * 7: "draft",
    (str,) * 8: "draft",
    (type(None), str, str, str, bytes): "question_set",
    (str, int, str): "anchor",
    (str, str, bytes): "signature",
}
TABLES = frozenset(("revision", "supersedes", "question_set", "draft", "local", "anchor", "signature", "tip"))


def shape(values: tuple[object, ...]) -> str:
    """Of which table a row is by its values; empty where of none."""
    return _SHAPES.get(tuple(map(type, values)), "")


def wanted(row: Row) -> bool:
    """Whether a row found anywhere in a page is one of ours."""
    return row.rowid > 0 and shape(row.values) != ""


def revision_cells(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The columns of a change in the order of `rows.SELECT`."""
    return (*row[:15], *row[16:], row[15])


class FoundRows:
    """Collects rows from wherever they come; the same row may come more than once, also as it was earlier.

    Attributes:
        revisions: id -> the different rows that were found under it.
        rowids: id -> the number of its row.
        links: id -> the ids that it is said to supersede.
        tips, written: the ends of the chains, and how many changes there were.
        mended: ids, as they were found, of rows in which a byte was mended.
        tables: names of the tables of which pages gave rows, or that SQLite knows.
    """

    def __init__(self) -> None:
        self.revisions: dict[str, dict[tuple[Any, ...], None]] = defaultdict(dict)
        self.rowids: dict[str, int] = {}
        self.links: dict[str, set[str]] = defaultdict(set)
        self.sets: dict[str, QuestionSet] = {}
        self.drafts: list[Draft] = []
        self.local: dict[str, str] = {}
        self.anchors: set[Anchor] = set()
        self.tips: set[Anchor] = set()
        self.written = 0
        self.signatures: dict[tuple[str, str], bytes] = {}
        self.tables: set[str] = set()
        self.mended: set[str] = set()
        self._slots: dict[int, tuple[Any, ...]] = {}
        self._numbers: dict[int, tuple[str, int]] = {}
        self._ids: dict[int, str] = {}

    def take(self, rows: list[Row], entries: list[Row], whole: frozenset[str] = frozenset()) -> None:
        """Rows and entries of indexes from a page. Of a table that SQLite read in `whole` no earlier rows are taken."""
        for row in rows:
            kind = shape(row.values)
            if kind != "revision" and not _is_text(row.values):
                continue
            if kind == "revision":
                self.add("revision", row.rowid, row.values)
            elif kind == "supersedes or local":
                self.add("supersedes", row.rowid, row.values)
                if "local" not in whole and _is_name(str(row.values[0])):
                    self.add("local", row.rowid, row.values)
            elif kind and kind not in whole:
                self.add(kind, row.rowid, row.values)
        for entry in filter(lambda entry: _is_text(entry.values), entries):
            self._take_entry(entry.values, whole)

    def add(self, table: str, rowid: int, values: tuple[Any, ...]) -> None:
        """One row of a table, as its columns lie in the file."""
        if table == "revision":
            self.revisions[values[0]].setdefault(values)
            self.rowids.setdefault(values[0], rowid)
        elif table == "supersedes":
            self.links[values[0]].add(values[1])
        elif table == "question_set":
            self.sets.setdefault(values[3], QuestionSet(*values[1:]))
        elif table == "draft":
            self._add_draft(values)
        elif table == "local" and (len(values) == 2 or values[2] in ("", seal_of(values[:2]))):
            self.local.setdefault(values[0], values[1])
        elif table == "anchor":
            self.anchors.add(Anchor(*values))
        elif table == "signature":
            self.signatures.setdefault((values[0], values[1]), values[2])
        elif table == "tip":
            self._add_tip(values)

    def latest_drafts(self) -> tuple[Draft, ...]:
        """Of each place the text that was typed last."""
        latest: dict[tuple[str, ...], Draft] = {}
        for draft in sorted(self.drafts, key=lambda d: d.at):
            latest[draft.about, draft.ref, draft.question, draft.part] = draft
        return tuple(latest.values())

    def lost_ids(self, held: set[str]) -> dict[tuple[Any, ...], list[str]]:
        """(about, ref, facet, name) -> ids of changes there whose rows are gone."""
        lost: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for rowid, id_ in self._ids.items():
            if id_ not in held and rowid in self._slots:
                lost[self._slots[rowid]].append(id_)
        return lost

    def traces(self, held: Mapping[int, Revision]) -> Iterator[Trace]:
        """What the indexes say of rows that are not held; an entry alone may itself be damaged, two agree."""
        ids, numbers = {r.id for r in held.values()}, {(r.device, r.sequence) for r in held.values()}
        for rowid in sorted(self._ids.keys() | self._slots.keys() | self._numbers.keys()):
            id_, slot, number = self._ids.get(rowid, ""), self._slots.get(rowid), self._numbers.get(rowid)
            known = (bool(id_), slot is not None, number is not None)
            if rowid in held or sum(known) < 2 or id_ in ids or number in numbers:
                continue
            about, ref, facet, name = slot or ("",) * 4
            yield Trace(id_, about, ref, facet, name, *(number or ("", 0)))

    def _take_entry(self, values: tuple[Any, ...], whole: frozenset[str]) -> None:
        kinds = tuple(map(type, values))
        if kinds == (str, int) and len(values[0]) == _ID:
            self._ids[values[1]] = values[0]
        elif kinds == (str, int, int):
            self._numbers[values[2]] = (values[0], values[1])
        elif kinds == (str, str, int) and len(values[1]) <= _ID:
            self.links[values[0]].add(values[1])
        elif kinds == (str,) * 4 + (int,) and values[0] in _ABOUTS and values[2] in _FACETS:
            self._slots[values[4]] = values[:4]
        elif kinds == (str, int, str) and "tip" not in whole:
            self._add_tip(values)

    def _add_draft(self, values: tuple[Any, ...]) -> None:
        about, ref, question, part, author, text, at, *sealed = values
        if part not in _PARTS or about not in _ABOUTS or sealed not in ([], [""], [seal_of(values[:7])]):
            return
        try:
            self.drafts.append(Draft(about, ref, question, part, author, text, datetime.fromisoformat(at)))
        except ValueError:
            return

    def _add_tip(self, values: tuple[Any, ...]) -> None:
        if values[0]:
            self.tips.add(Anchor(*values))
        else:
            self.written = max(self.written, values[1])


def _is_text(values: tuple[Any, ...]) -> bool:
    """Whether all texts among some values are text, and no byte in them went bad."""
    return all(value.isascii() or _encodes(value) for value in values if isinstance(value, str))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_name(text: str) -> bool:
    """Whether it names something said of one copy, rather than a change."""
    return len(text) != _ID
