"""A disk whose power may go at any moment: what a recording of calls leaves on it, under several rules of what is kept.

What a file held at its last sync is there. Of what was written since, anything may be there: all, nothing, what came
first, or any choice of it, a write torn at the borders of sectors. Names (made, changed, gone) are kept by the sync of
their folder; without one all, none, the first ones or any choice of them may be there, also before the content.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from torture.disk import Record

SECTOR = 512
RULES = ("all", "nothing", "first", "some", "torn")
"""What is kept of what was not synced."""


@dataclass(slots=True)
class _File:
    """One file: what is safe of it, and the calls since its last sync."""

    safe: bytes = b""
    since: list[tuple[int, Record]] = field(default_factory=list)

    def sync(self) -> None:
        self.safe = _after(self.safe, [record for _, record in self.since])
        self.since.clear()

    def left(self, rule: str, first: int, chance: random.Random) -> bytes:
        """What is found of it; `first` is the number of the last call that is kept under the rule *first*."""
        if rule == "all":
            kept = [record for _, record in self.since]
        elif rule == "nothing":
            kept = []
        elif rule == "first":
            kept = [record for number, record in self.since if number <= first]
        else:
            kept = [record for _, record in self.since if chance.random() < 0.5]
        if rule == "torn":
            kept = [torn for record in kept for torn in _torn(record, chance)]
        return _after(self.safe, kept)


@dataclass(frozen=True, slots=True)
class _Change:
    """A name that came, went or moved, and the file behind one that came."""

    number: int
    record: Record
    made: _File | None = None

    def touches(self, folder: str) -> bool:
        """Whether it is written into a folder."""
        return folder in {str(PurePosixPath(name).parent) for name in (self.record.path, self.record.to) if name}


class PoweredDisk:
    """One folder on a disk: takes calls one after the other, and tells what it would hold if the power went now."""

    def __init__(self, folder: Path) -> None:
        paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*")}
        self._safe_names = {name: None if p.is_dir() else _File(p.read_bytes()) for name, p in paths.items()}
        self._names = dict(self._safe_names)
        self._files = {paths[name].stat().st_ino: file for name, file in self._names.items() if file is not None}
        self._folders = {p.stat().st_ino: name for name, p in paths.items() if p.is_dir()}
        self._folders[folder.stat().st_ino] = "."
        self._changes: list[_Change] = []
        self._number = 0

    def take(self, record: Record) -> None:
        """One call."""
        self._number += 1
        match record.kind:
            case "W" | "T":
                self._files.setdefault(record.inode, _File()).since.append((self._number, record))
            case "S" if record.inode in self._folders:
                self._sync_folder(self._folders[record.inode])
            case "S":
                self._files.setdefault(record.inode, _File()).sync()
            case "C":
                made = self._files[record.inode] = _File()
                self._folders.pop(record.inode, None)
                self._change(record, made)
            case "D":
                self._folders[record.inode] = record.path
                self._files.pop(record.inode, None)
                self._change(record)
            case "d" | "U" | "R":
                self._change(record)

    def left(self, rule: str, chance: random.Random) -> Iterator[tuple[str, bytes | None]]:
        """What would be found: names with contents, None for a folder."""
        last = chance.randrange(self._oldest(), self._number + 1) if rule == "first" else self._number
        changes = [change for change in self._changes if change.number <= last]
        names = dict(self._safe_names)
        for change in self._kept_names(changes, rule, chance):
            _rename(names, change)
        for name, file in names.items():
            yield name, None if file is None else file.left(rule, last, chance)

    def _kept_names(self, changes: list[_Change], rule: str, chance: random.Random) -> list[_Change]:
        if rule == "nothing":
            return []
        if rule == "some":
            return changes[: chance.randrange(len(changes) + 1)]
        return [change for change in changes if rule != "torn" or chance.random() < 0.5]

    def _oldest(self) -> int:
        numbers = [change.number for change in self._changes]
        numbers += [number for file in self._files.values() for number, _ in file.since]
        return min(numbers, default=self._number) - 1

    def _change(self, record: Record, made: _File | None = None) -> None:
        change = _Change(self._number, record, made)
        self._changes.append(change)
        _rename(self._names, change)

    def _sync_folder(self, folder: str) -> None:
        for change in [c for c in self._changes if c.touches(folder)]:
            _rename(self._safe_names, change)
            self._changes.remove(change)


def _rename(names: dict[str, _File | None], change: _Change) -> None:
    record = change.record
    if record.kind in "CD":
        names[record.path] = change.made
    elif record.kind in "Ud":
        names.pop(record.path, None)
    elif record.path in names:
        names[record.to] = names.pop(record.path)


def _after(content: bytes, records: list[Record]) -> bytes:
    whole = bytearray(content)
    for record in records:
        if record.kind == "T":
            whole = whole[: record.number].ljust(record.number, b"\0")
        else:
            end = record.number + len(record.data)
            if len(whole) < record.number:
                whole = whole.ljust(record.number, b"\0")
            whole[record.number : end] = record.data
    return bytes(whole)


def _torn(record: Record, chance: random.Random) -> Iterator[Record]:
    """The sectors of a write, of which each is kept or not."""
    if record.kind == "T":
        yield record
        return
    at, end = record.number, record.number + len(record.data)
    while at < end:
        border = min((at // SECTOR + 1) * SECTOR, end)
        if chance.random() < 0.5:
            yield Record("W", record.inode, at, record.data[at - record.number : border - record.number])
        at = border


def put_down(left: Iterator[tuple[str, bytes | None]], folder: Path) -> None:
    """Writes what was left; a name whose folder is not there is left out."""
    for name, content in sorted(left, key=lambda one: one[0]):
        path = folder / name
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        elif path.parent.is_dir():
            path.write_bytes(content)
