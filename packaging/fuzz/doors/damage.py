"""Damaged files from which what can be read is saved."""

from __future__ import annotations

import hashlib

from fuzz.doors.inspection_files import patched
from fuzz.ground import BEGUN, PERSON, base_file, folder, inspections
from fuzz.target import Target, refused
from inspector_app.domain.answers import verify_chains
from inspector_app.services.salvaging import rescue
from inspector_app.storage.store import Store


def _rescue(data: bytes) -> None:
    """Patches, and one byte in front of them that says how much is cut off the end."""
    content = patched(base_file(), data[1:])
    content = content[: len(content) - 4096 * (data[0] % 8) - data[0] // 8] if data else content
    damaged, new = folder() / "damaged.inspection", folder() / "rescued.inspection"
    damaged.write_bytes(content)
    told = hashlib.sha256(content).digest()
    new.unlink(missing_ok=True)
    with refused():
        result = rescue(damaged, new, BEGUN)
        assert result is not None and result.lines
        store = Store.open(new)
        try:
            assert store.faults() == []
            revisions = store.load()
            assert len(revisions) == result.saved
            assert not any("altered" in problem for problem in verify_chains(revisions, store.anchors()))
        finally:
            store.close()
        with refused():
            inspections().open(new, PERSON).close()
    assert hashlib.sha256(damaged.read_bytes()).digest() == told, "the damaged file was changed"
    for left in folder().glob("rescued.inspection*"):
        left.unlink()


def _seeds() -> list[bytes]:
    places = (0, 18, 28, 100, 105, 4096, 4101, 8192, 12288, 20480)
    return [bytes([n]) + p.to_bytes(3, "big") + b"\x04\xff\x00\xff\x00" for n, p in enumerate(places)]


TARGETS = (Target("rescue", _rescue, _seeds, 512),)
