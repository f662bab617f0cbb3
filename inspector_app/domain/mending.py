"""A change in which one byte went bad: the byte is found by trying, because only the right one gives the digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

_LONGEST = 2500
"""Bytes of a change up to which every other byte is tried at each place; in a longer one, single bits alone."""
_SPOILT, _LAST_SPOILT = "\udc80", "\udcff"
"""The first and the last of the signs that `surrogateescape` puts for bytes that are no text."""
_BITS = tuple(1 << bit for bit in range(8))
_OTHERS = tuple(mask for mask in range(1, 256) if mask not in _BITS)


def mended(parts: Sequence[str], digest: str) -> tuple[str, ...] | None:
    """The parts of a change as they were before one byte of one of them changed; None where that does not explain it.

    Args:
        parts: all that its digest is made of, in that order (`answers.digest_of`); what is no text any more stands in
            them as `surrogateescape` has it.
        digest: the digest that it carries.
    """
    spoilt = [place for place, part in enumerate(parts) if not _is_text(part)]
    if len(spoilt) > 1:
        return None
    whole = spoilt or sum(map(len, parts)) <= _LONGEST
    masks = _BITS + (_OTHERS if whole else ())
    for place in spoilt or range(len(parts)):
        before = hashlib.sha256(_written(parts[:place]))
        after = _written(parts[place + 1 :])
        for tried in _one_byte_off(parts[place], masks, bool(spoilt)):
            made = before.copy()
            made.update(_written((tried,)) + after)
            if made.hexdigest() == digest:
                return (*parts[:place], tried, *parts[place + 1 :])
    return None


def same_but_one(digest: str, other: str) -> bool:
    """Whether two digests differ in no more than one sign: then it is the digest that went bad."""
    return len(digest) == len(other) and sum(a != b for a, b in zip(digest, other, strict=True)) <= 1


def _one_byte_off(part: str, masks: Sequence[int], spoilt: bool) -> Iterator[str]:
    raw = part.encode(errors="surrogateescape")
    places: Sequence[int] = range(len(raw))
    if spoilt:
        # A sign has four bytes at most, and one of those that are no text any more belongs to it.
        first = len(part[: next(i for i, sign in enumerate(part) if _SPOILT <= sign <= _LAST_SPOILT)].encode())
        places = places[max(0, first - 3) : first + 4]
    for mask in masks:
        for place in places:
            tried = raw[:place] + bytes([raw[place] ^ mask]) + raw[place + 1 :]
            try:
                yield tried.decode()
            except UnicodeDecodeError:
                continue


def _written(parts: Sequence[str]) -> bytes:
    return "".join([f"{len(part)}:{part}" for part in parts]).encode()


def _is_text(part: str) -> bool:
    try:
        part.encode()
    except UnicodeEncodeError:
        return False
    return True
