"""Second reads: which cases are read again, by whom, and how two readings of a case differ.

A dip sample is drawn by the SHA-256 of seed and reference, not by a random generator: whoever has the seed can draw the
same sample with any tool, on every machine, and adding a case never moves the order of the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from inspector_app.domain.even_loads import even_out
from inspector_app.domain.instrument import Question
from inspector_app.domain.routing import Sheet, open_questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case as the draw sees it.

    Attributes:
        assessor: who reads it first; empty where nobody is allocated.
        readers: who reads it again already.
    """

    ref: str
    ldu: str = ""
    officer: str = ""
    assessor: str = ""
    readers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would read a case again; `reader` is empty where nobody may."""

    ref: str
    reader: str


def rank(seed: str, ref: str) -> str:
    """The place of a case in the draw: the hexadecimal SHA-256 of seed, line feed and reference, in UTF-8."""
    return hashlib.sha256(f"{seed}\n{ref}".encode()).hexdigest()


def number_of(share: Fraction, cases: int) -> int:
    """How many cases a share is; rounded up, so that a share of anything is at least one case."""
    return min(cases, ceil(max(share, Fraction(0)) * cases))


def draw(candidates: Iterable[Candidate], number: int, seed: str, spread: bool = True) -> tuple[str, ...]:
    """The references of a dip sample, in the order in which they were drawn.

    Cases that somebody reads again already are left out. The rest are put in the order of `rank`, and the first
    `number` are taken. With `spread` the first case of each LDU goes before all others, so that each LDU has at least
    one where `number` allows.
    """
    order = sorted((c for c in candidates if not c.readers), key=lambda c: (rank(seed, c.ref), c.ref))
    if spread:
        firsts = {c.ldu: c.ref for c in reversed(order)}
        order.sort(key=lambda c: firsts[c.ldu] != c.ref)
    return tuple(c.ref for c in order[: max(0, number)])


def may_read(candidate: Candidate, team: Iterable[str], works_with: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Who of the team may read a case again, sorted.

    Args:
        works_with: pairs of an assessor and an officer with whom that assessor works.
    """
    barred = {candidate.assessor, *candidate.readers, *(who for who, o in works_with if o and o == candidate.officer)}
    return tuple(sorted(set(team) - barred - {""}))


def propose(
    candidates: Sequence[Candidate],
    team: Iterable[str],
    works_with: Collection[tuple[str, str]] = (),
    loads: Mapping[str, int] | None = None,
) -> tuple[Proposal, ...]:
    """A second reader for each case, loads as even as the rules allow.

    Each case goes to whoever has least so far; then `even_out` moves them.

    Args:
        loads: second reads that each reader has already.
    """
    allowed = {c.ref: may_read(c, team, works_with) for c in candidates}
    load = Counter(loads or {})
    given: dict[str, str] = {}
    for ref, readers in allowed.items():
        if readers:
            given[ref] = min(readers, key=lambda reader: (load[reader], rank(ref, reader)))
            load[given[ref]] += 1
    even_out(given, allowed, load)
    return tuple(Proposal(ref, given.get(ref, "")) for ref in allowed)


def benchmark(
    candidate: Candidate, team: Iterable[str], works_with: Collection[tuple[str, str]] = ()
) -> tuple[Proposal, ...]:
    """One case read by all who may."""
    return tuple(Proposal(candidate.ref, reader) for reader in may_read(candidate, team, works_with))


# How readings differ

Kind = Literal["same", "different", "only_one", "open_closed"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader said to a question."""

    value: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One reader's side of a question; what was said while it was open is kept where it is closed now."""

    reader: str
    said: Said
    is_open: bool

    @property
    def counts(self) -> str:
        """The value that counts: none where the question is closed."""
        return self.said.value if self.is_open else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question over all readings of a case.

    Attributes:
        kind: ``different`` where two readers give different answers; else ``open_closed`` where it is open for one
            and closed for another; else ``only_one`` where one answered and another left a blank; else ``same``.
        sides: one for each reader, in the order in which the readings were given.
    """

    question: str
    kind: Kind
    sides: tuple[Side, ...]


def differences(
    questions: Sequence[Question], fields: Mapping[str, str], readings: Mapping[str, Mapping[str, Said]]
) -> tuple[Difference, ...]:
    """Every question that a reader answered or has open and another not, scored ones first, texts last.

    Args:
        questions: all questions asked of a case, in form order.
        fields: the facts of the case, which all readers share.
        readings: reader -> question id -> what was said, the first reading first.
    """
    opened = {
        reader: open_questions(questions, Sheet(fields, {q: said.value for q, said in answers.items() if said.value}))
        for reader, answers in readings.items()
    }
    found = []
    for question in sorted(questions, key=lambda q: (not q.scored, q.kind == "text")):
        sides = tuple(
            Side(reader, answers.get(question.id, Said()), question.id in opened[reader])
            for reader, answers in readings.items()
        )
        kind = _kind(sides)
        if kind is not None:
            found.append(Difference(question.id, kind, sides))
    return tuple(found)


def _kind(sides: tuple[Side, ...]) -> Kind | None:
    values = {side.counts for side in sides}
    given = values - {""}
    if len(given) > 1:
        return "different"
    if len({side.is_open for side in sides}) > 1:
        return "open_closed"
    if not given:
        return None
    return "only_one" if "" in values else "same"
