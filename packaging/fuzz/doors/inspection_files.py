"""Inspection files from strangers: a small real one in which bytes are changed.

An input is a row of patches: three bytes that say where, one that says how many bytes follow, and these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from fuzz.ground import PERSON, base_file, desk, folder, inspections
from fuzz.target import Target, refused
from inspector_app.services import checking, merging
from inspector_app.services.copies import read_copy
from inspector_app.storage.store import Store

LONGEST = 1024


def _patches(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        length = data[at + 3]
        yield int.from_bytes(data[at : at + 3], "big"), data[at + 4 : at + 4 + length]
        at += 4 + length


def patched(base: bytes, data: bytes) -> bytes:
    """The file with the patches of an input."""
    content = bytearray(base)
    for where, what in _patches(data):
        where %= len(content)
        content[where : where + len(what)] = what[: len(content) - where]
    return bytes(content)


def _read(content: bytes) -> None:
    path = folder() / "stranger.inspection"
    path.write_bytes(content)
    told = hashlib.sha256(content).digest()
    with refused():
        read_copy(path, "nothing was merged")
    with refused():
        merging.read_others(desk(), [path])
    assert hashlib.sha256(path.read_bytes()).digest() == told, "the other file was changed"
    with refused():
        for finding in checking.check(path, inspections().instruments):
            assert all(problem.strip() for problem in finding.problems)
    with refused():
        session = inspections().open(path, PERSON)
        try:
            for ref in session.refs():
                session.case(ref), session.remaining(ref)
            session.scores()
            session.left_by_a_crash()
        finally:
            session.close()
    with refused():
        store = Store.open(path)
        try:
            store.anchors(), store.local(), store.drafts()
        finally:
            store.close()
    for left in folder().glob("stranger.inspection*"):
        left.unlink()


def _inspection(data: bytes) -> None:
    _read(patched(base_file(), data))


def _head(data: bytes) -> None:
    """The first bytes are the input itself, so that no hash and no plain header stands in the way."""
    _read(data + base_file()[len(data) :] if len(data) < len(base_file()) else data)


def _seeds() -> list[bytes]:
    places = [0, 16, 18, 19, 24, 28, 52, 56, 60, 68, 100, 103, 105, 108, 4096, 4099, 4101, 8192, 12288, 16384]
    return [b"".join(p.to_bytes(3, "big") + b"\x01\xff" for p in places[n : n + 2]) for n in range(len(places))]


TARGETS = (
    Target("inspection_file", _inspection, _seeds, LONGEST),
    Target("inspection_head", _head, lambda: [base_file()[:100], base_file()[:200], b"INSC" + bytes(12)], 512),
)
