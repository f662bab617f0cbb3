"""Names for paragraphs that stay the same while the text around them, and their own, is edited, moved and merged."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.answers import Revision
from inspector_app.domain.paragraphs import Piece, pieces_of

ALIKE = 0.5
"""Share of their words that a paragraph and what it was before must have in common (Dice's coefficient)."""
_PAIRS = 40_000
"""More pairs than this are not compared by their words: that is a text written anew."""


@dataclass(frozen=True, slots=True)
class _State:
    """One revision worked out: its pieces, how long its history is, and itself with all that it follows on, as bits."""

    pieces: tuple[Piece, ...]
    order: tuple[int, str]
    lineage: int


class Keys:
    """The pieces of every revision of one text, with their keys.

    A pure function of the history: a revision's keys come from those that it supersedes, so that neither the order in
    which changes came in nor what was written elsewhere moves them. What was worked out is kept.
    """

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._bits: dict[str, int] = {}
        self._said: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def pieces(self, history: Iterable[Revision], revision: Revision) -> tuple[Piece, ...]:
        """The pieces of one revision of a history. They have no numbers yet."""
        if revision.id not in self._states:
            by_id = {r.id: r for r in history} | {revision.id: revision}
            for one in _oldest_first(revision, by_id, self._states):
                self._work_out(one)
        return self._states[revision.id].pieces

    def _work_out(self, revision: Revision) -> None:
        before = sorted(i for i in revision.supersedes if i in self._states)
        before.sort(key=lambda i: self._states[i].order, reverse=True)
        bit = self._bits[revision.id] = 1 << len(self._bits)
        lineage = bit
        for one in before:
            lineage |= self._states[one].lineage
        pieces = pieces_of(revision.value)
        keys = self._inherited(pieces, before, lineage)
        taken = set(keys.values())
        keyed = []
        for place, piece in enumerate(pieces):
            key = keys.get(place) or _fresh(revision.id, place, taken)
            taken.add(key)
            keyed.append(replace(piece, key=key))
            self._said[_plain(piece)].append((revision.id, key))
        depth = 1 + max((self._states[i].order[0] for i in before), default=0)
        self._states[revision.id] = _State(tuple(keyed), (depth, revision.id), lineage)

    def _inherited(self, pieces: tuple[Piece, ...], before: list[str], lineage: int) -> dict[int, str]:
        """Place -> key, for the pieces that were there before."""
        old = list({p.key: p for i in before for p in self._states[i].pieces}.values())
        by_text = defaultdict(list)
        for piece in reversed(old):
            by_text[_plain(piece)].append(piece.key)
        keys: dict[int, str] = {}
        for place, piece in enumerate(pieces):
            if waiting := by_text.get(_plain(piece)):
                keys[place] = waiting.pop()
        taken = set(keys.values())
        for place, piece in enumerate(pieces):
            if place not in keys and (key := self._said_before(_plain(piece), lineage, taken)):
                keys[place] = key
                taken.add(key)
        left = {place: piece for place, piece in enumerate(pieces) if place not in keys}
        return keys | _alike(left, [p for p in old if p.key not in taken])

    def _said_before(self, text: str, lineage: int, taken: set[str]) -> str:
        """The key of a piece that stood so at some time before: what was deleted and brought back is the same piece."""
        stood = [
            (self._states[i].order, key)
            for i, key in self._said.get(text, ())
            if i in self._states and self._bits[i] & lineage and key not in taken
        ]
        return max(stood)[1] if stood else ""


def _alike(left: Mapping[int, Piece], old: list[Piece]) -> dict[int, str]:
    """Place -> key of the piece before with most words in common; the most alike pairs first."""
    if not old or not left or len(left) * len(old) > _PAIRS:
        return {}
    was = [frozenset(_plain(p).split()) for p in old]
    pairs = []
    for place, piece in left.items():
        words = frozenset(_plain(piece).split())
        for position, others in enumerate(was):
            share = 2 * len(words & others) / max(len(words) + len(others), 1)
            if share >= ALIKE:
                pairs.append((-share, position, place))
    keys: dict[int, str] = {}
    used: set[int] = set()
    for _, position, place in sorted(pairs):
        if place not in keys and position not in used:
            keys[place] = old[position].key
            used.add(position)
    return keys


def _oldest_first(revision: Revision, by_id: Mapping[str, Revision], known: Mapping[str, object]) -> Iterator[Revision]:
    """A revision after all that it follows on and that is not known yet."""
    waiting, seen = [(revision, False)], set[str]()
    while waiting:
        one, ready = waiting.pop()
        if ready:
            yield one
        elif one.id not in seen:
            seen.add(one.id)
            waiting.append((one, True))
            waiting += [(by_id[i], False) for i in sorted(one.supersedes) if i in by_id and i not in known]


def _fresh(revision: str, place: int, taken: set[str]) -> str:
    tried = 0
    while True:
        key = hashlib.sha256(f"{revision}/{place}/{tried}".encode()).hexdigest()[:8]
        if key not in taken:
            return key
        tried += 1


def _plain(piece: Piece) -> str:
    return " ".join(piece.text.split())
