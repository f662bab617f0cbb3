"""What opens an encrypted file: its first bytes, the recovery key as somebody types it, the passphrase."""

from __future__ import annotations

import unicodedata
from functools import cache

from fuzz.doors.inspection_files import patched
from fuzz.ground import PERSON, base_file, folder, inspections
from fuzz.target import Target, refused
from inspector_app.services.copies import read_copy
from inspector_app.storage.file_key import HEADER, Cost, FileKey, is_encrypted, key_from_recovery, key_of, new_key
from inspector_app.storage.store import Store

CHEAP = Cost(memory=3, passes=1, lanes=1)
PASSPHRASE = "correct horse"


@cache
def encrypted() -> tuple[bytes, FileKey]:
    """The small inspection under a key that costs next to nothing to derive, and the key."""
    plain, path = folder() / "plain.inspection", folder() / "encrypted.inspection"
    plain.write_bytes(base_file())
    key = new_key(PASSPHRASE, CHEAP)
    store = Store.open(plain)
    store.rewrite_to(path, key)
    store.close()
    content = path.read_bytes()
    for left in (plain, path):
        left.unlink()
    return content, key


def _recovery_key(data: bytes) -> None:
    """Typed with spaces, in small letters, with what is taken for something else: the right key or a sentence."""
    content, key = encrypted()
    path = folder() / "locked.inspection"
    path.write_bytes(content)
    written = data.decode("utf-8", "replace")
    with refused():
        found = key_from_recovery(path, written)
        assert found.same_as(key)
    with refused():
        key_of(path, written[:200])


def _head(data: bytes) -> None:
    """The first bytes of an encrypted file are another's; a derivation that costs much is not begun here."""
    content, key = encrypted()
    path = folder() / "head.inspection"
    head = data[:HEADER]
    path.write_bytes(head + content[len(head) :])
    is_encrypted(path)
    if head[:5] != b"INSC\x01" or (len(head) > 6 and head[5] <= 8 and head[6] <= 3):
        with refused():
            key_of(path, PASSPHRASE)
    with refused():
        key_from_recovery(path, key.written())
    with refused():
        inspections().open(path, PERSON, key=key).close()


def _pages(data: bytes) -> None:
    """Bytes of an encrypted file are changed: it is damaged, or nothing of it was."""
    content, key = encrypted()
    path = folder() / "pages.inspection"
    path.write_bytes(patched(content, data))
    for way in (lambda: read_copy(path, "nothing was merged", key), lambda: Store.open(path, key).close()):
        with refused():
            way()
    path.unlink()


def _written(key: FileKey) -> list[bytes]:
    written = key.written()
    spaced = written.lower().replace("-", " ").replace("o", "0")
    return [written.encode(), spaced.encode(), unicodedata.normalize("NFKC", written[:-2]).encode(), b"", b"AAAA-BBBB"]


def _heads() -> list[bytes]:
    content, _ = encrypted()
    changed = [content[:at] + b"\xff" + content[at + 1 : HEADER] for at in range(HEADER)]
    return [content[:HEADER], content[:9], b"INSC\x02" + bytes(11), b"INSC\x01\x01\x01\x08" + bytes(8), *changed]


PLACES = (0, 16, 24, 4000, 9000)

TARGETS = (
    Target("recovery_key", _recovery_key, lambda: _written(encrypted()[1]), 256),
    Target("key_header", _head, _heads, 16),
    Target("encrypted_pages", _pages, lambda: [at.to_bytes(3, "big") + b"\x01\xff" for at in PLACES], 256),
)
