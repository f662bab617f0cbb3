"""What an installation remembers of a file since it was last open there, and what to say where it is another now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was closed. Nothing of it can be read from this.

    Attributes:
        inspection: a hash of the id of its inspection.
        encrypted: whether it was encrypted.
        changes: how many changes it held.
        tip: the digest of the last one; empty where there was none.
    """

    inspection: str
    encrypted: bool
    changes: int
    tip: str


def seen(inspection: str, encrypted: bool, digests: Sequence[str]) -> Seen:
    """What is remembered of a file with an inspection's id and the digests of its changes, in their order."""
    hashed = hashlib.sha256(f"seen\n{inspection}".encode()).hexdigest()[:32]
    return Seen(hashed, encrypted, len(digests), digests[-1] if digests else "")


def since_then(before: Seen, now: Seen, held: frozenset[str]) -> str:
    """What is to be said of a file that is not what it was; empty where it is, or only went on.

    Args:
        held: the digests of its changes now.
    """
    if before.encrypted and not now.encrypted:
        return (
            "This file was encrypted when it was last open here and is not any more, so nothing proves who wrote what "
            "is in it. If you did not make it plain, close it and ask who put it there."
        )
    lacks = before.tip and before.tip not in held
    if before.inspection != now.inspection or not (lacks or now.changes < before.changes):
        return ""
    missing = max(before.changes - now.changes, 1)
    told = "1 change is" if missing == 1 else f"{missing:,} changes are"
    return (
        f"This file is older than what was last open here: {'at least ' if lacks else ''}{told} missing. If you did "
        "not go back to a backup, close it and look for the newer file."
    )
