"""What a process reaches for while something hostile goes through it: files, sockets, other programs.

Python's own audit hook tells what Python opens; what C opens (Qt, SQLite, libxml2) is seen by a trap, a file that
hostile text names and that the system watches (Linux).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
_PROGRAMS = (
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "pty.spawn",
)
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.", "os.chmod")
_OPENED = 0x20 | 0x01
"""IN_OPEN and IN_ACCESS of inotify(7)."""


@dataclass
class Seen:
    """What was reached for and is not allowed, one line each."""

    allowed: tuple[str, ...]
    reached: list[str] = field(default_factory=list)

    def note(self, event: str, args: tuple[Any, ...]) -> None:
        """Looks at one event of the audit hook."""
        if event == "open":
            self._opened(args)
        elif event.startswith(_CHANGES):
            self._outside(event, _within(args))
        elif event.startswith(_PROGRAMS) or (event.startswith("socket.") and event != "socket.gethostname"):
            self.reached.append(f"{event} {args!r}"[:300])

    def _opened(self, args: tuple[Any, ...]) -> None:
        path, _, flags = args
        if isinstance(path, int):
            return
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes or not _is_program(os.fsdecode(path)):
            self._outside("open to write" if writes else "open", path)

    def _outside(self, event: str, path: Any) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != os.devnull and not real.startswith(self.allowed) and not _is_compiled(real):
            self.reached.append(f"{event} {real}")


def _within(args: tuple[Any, ...]) -> Any:
    """The path of a change; one that is said from an open folder (`os.remove` and `os.rmdir` know such) as a whole."""
    path, folder = args[0] if args else "", args[1] if len(args) == 2 else -1
    if isinstance(folder, int) and folder >= 0 and isinstance(path, str):
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)
    return path


def _is_compiled(real: str) -> bool:
    """Whether a path is what Python keeps of a module of ours that it reads for the first time."""
    return real.startswith(str(ROOT)) and os.path.basename(os.path.dirname(real)) == "__pycache__"


def _is_program(path: str) -> bool:
    """Whether a path is one of Python's modules, of ours, of what ships with us, or tells of this process alone."""
    real = os.path.realpath(path)
    places = (
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_paths()["stdlib"],
        str(ROOT),
        "/proc/self",
        f"/proc/{os.getpid()}",
    )
    return real.startswith((*places, "/usr/share/zoneinfo", "/usr/lib", "/etc/localtime", "/etc/mime.types"))


_watching: list[Seen] = []
_hooked = threading.Event()


def _hook(event: str, args: tuple[Any, ...]) -> None:
    for seen in _watching:
        seen.note(event, args)


@contextmanager
def watching(*allowed: Path) -> Iterator[Seen]:
    """Notes down what is reached for outside some folders, on any thread."""
    if not _hooked.is_set():
        _hooked.set()
        sys.addaudithook(_hook)
    seen = Seen(tuple(os.path.realpath(path) for path in allowed))
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)


class Trap:
    """A picture that nobody may read; `touched` says whether somebody did."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "trap.png"
        self.path.write_bytes(_picture())
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch: int = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self._libc.inotify_add_watch(self._watch, os.fsencode(self.path), _OPENED) >= 0

    @property
    def url(self) -> str:
        """The trap as hostile text names it."""
        return self.path.as_uri()

    def touched(self) -> bool:
        """Whether the file was opened or read since it was last asked."""
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Takes the watch off."""
        os.close(self._watch)


def _picture() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xff\0\0" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    """A trap in the folder of the test."""
    if sys.platform != "linux":
        pytest.skip("inotify is Linux's")
    made = Trap(tmp_path)
    assert made.path.read_bytes() and made.touched(), "the trap does not work"
    yield made
    made.close()
