"""Digests of rows that may be changed or dropped, so that a byte that rots in one is noticed when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def seal_of(cells: Iterable[str]) -> str:
    """SHA-256 over the cells of a row; they are length-prefixed, so that none can pose as another."""
    return hashlib.sha256("".join([f"{len(cell)}:{cell}" for cell in cells]).encode()).hexdigest()
