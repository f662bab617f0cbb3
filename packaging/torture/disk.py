"""The shim before the disk (`disk.c`): what it wrote down, and the orders that it takes."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torture.shims import NoShim

_HEAD = struct.Struct("<cQqII")


@dataclass(frozen=True, slots=True)
class Record:
    """One call that changed something, or a mark.

    Attributes:
        kind: as at the head of `disk.c`.
        inode: of the file or folder, where it has one.
        number: offset of a write, length of a truncation.
        data: what was written.
        path, to: what was named, relative to the folder that was watched.
    """

    kind: str
    inode: int
    number: int = 0
    data: bytes = b""
    path: str = ""
    to: str = ""


class Disk:
    """Gives orders to the shim within this process.

    Raises:
        NoShim: the process was not started with it.
    """

    def __init__(self) -> None:
        self._calls = ctypes.CDLL(None)
        if not hasattr(self._calls, "disk_watch"):
            raise NoShim("this process was started without the shim before the disk")

    def watch(self, folder: Path, journal: Path | None = None) -> None:
        """Watches a folder from now on, and writes down what is done in it."""
        to = -1 if journal is None else os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._calls.disk_watch(os.fsencode(os.path.realpath(folder)), to)

    def rest(self) -> None:
        """Watches nothing any more."""
        self._calls.disk_watch(b"", -1)

    def mark(self, text: str) -> None:
        """Writes a mark among the records."""
        self._calls.disk_mark(text.encode())

    def fail(self, first: int, times: int, error: int) -> None:
        """Lets calls fail, the next one being number 1."""
        self._calls.disk_fail(ctypes.c_long(first), ctypes.c_long(times), error)

    def end_at(self, call: int) -> None:
        """Ends the process within a call, the next one being number 1."""
        self._calls.disk_end(ctypes.c_long(call))

    @property
    def calls(self) -> int:
        """How many calls that change something there were since the last order."""
        return int(self._calls.disk_calls())


def read_records(journal: Path, folder: Path) -> Iterator[Record]:
    """What was written down of a folder, in order."""
    content, at = journal.read_bytes(), 0
    root = os.path.realpath(folder)
    while at + _HEAD.size <= len(content):
        kind, inode, number, first, second = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        one, other = content[at : at + first], content[at + first : at + first + second]
        at += first + second
        name = kind.decode()
        if name in "WTS":
            yield Record(name, inode, number, one if name == "W" else b"")
        elif name == "M":
            yield Record(name, 0, 0, b"", one.decode())
        else:
            yield Record(name, inode, number, b"", _below(one, root), _below(other, root))


def _below(path: bytes, root: str) -> str:
    text = os.fsdecode(path)
    return os.path.relpath(text, root) if text else ""
