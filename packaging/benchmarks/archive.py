"""Makes a national archive: many Trusts' inspections in one file, as the program itself would have written it.

Every change is a sealed revision in the chain of its device: cases taken in by each Trust's lead, answers given one by
one on the assessors' laptops, some put right later, then sign-off. Facts and answers are dealt from the cases of the
example, question by question along the opening rules, so that each question keeps its usual spread of answers. All is
drawn from a seed: the same arguments give the same revisions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector_app.domain.answers import Kind, Ledger, Revision, Slot, seal
from inspector_app.domain.case import ASSESSOR, read_case
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, holds
from inspector_app.storage.store import Store

SEED = 20130610
CASES_PER_TRUST = 72
LDUS = ("North", "South", "City")
READERS = 11
BEGIN = datetime(2009, 6, 8, 9, 0, tzinfo=UTC)
PUT_RIGHT = 0.03
"""The share of answers that are changed later."""
UNFINISHED = {"in_progress": 0.03, "submitted": 0.03}
LIFT = 0.45
"""How far LDUs differ: the best do again up to this share of the work below the line, the worst of that above."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What is dealt: whole sets of facts, and for each question the (value, note, evidence) that were given to it."""

    facts: Sequence[Mapping[str, str]]
    answers: Mapping[str, Sequence[tuple[str, str, str]]]


def pool_of(revisions: Sequence[Revision]) -> Pool:
    """The facts and answers of the cases of an inspection."""
    ledger = Ledger(revisions)
    cases = [read_case(ledger, ref) for ref in ledger.refs("case")]
    answers: dict[str, list[tuple[str, str, str]]] = {}
    for case in cases:
        for question, given in case.answers.items():
            answers.setdefault(question, []).append((given.value, given.note, given.evidence))
    return Pool([case.fields for case in cases], answers)


class Device:
    """One installation: its chain, its clock and whose it is."""

    def __init__(self, author: str, draw: random.Random, begun: datetime, version: str) -> None:
        self.author = author
        self.now = begun
        self._id = _uuid(draw)
        self._draw = draw
        self._version = version
        self._tip = (0, "")

    def batch(self, seconds: float) -> str:
        """Lets time pass, and begins an act."""
        self.now += timedelta(seconds=seconds)
        return _uuid(self._draw)

    def say(
        self, slot: Slot, value: str, batch: str, kind: Kind = "edit", note: str = "", evidence: str = "",
        over: Revision | None = None,
    ) -> Revision:  # fmt: skip
        """One sealed revision, over the one that stood."""
        sequence, previous = self._tip
        supersedes = (over.id,) if over else ()
        made = Revision(
            _uuid(self._draw), slot, value, note, evidence, kind, batch, "", self.author, self.now, self._id,
            self._version, supersedes,
        )  # fmt: skip
        sealed = seal(made, sequence + 1, previous)
        self._tip = (sealed.sequence, sealed.digest)
        return sealed


def make_archive(path: Path, instrument: Instrument, pool: Pool, cases: int, seed: int = SEED) -> int:
    """Writes the archive; returns how many revisions it holds."""
    draw = random.Random(f"{seed} {cases}")
    store = Store.create(path)
    try:
        head = list(_head(instrument, draw))
        store.append(head)
        count = len(head)
        for first in range(0, cases, CASES_PER_TRUST):
            numbers = range(first, min(first + CASES_PER_TRUST, cases))
            revisions = list(_trust(instrument, pool, first // CASES_PER_TRUST + 1, numbers, draw))
            store.append(revisions)
            count += len(revisions)
    finally:
        store.close()
    return count


def _head(instrument: Instrument, draw: random.Random) -> Iterator[Revision]:
    device = Device("HMI-01", draw, BEGIN, instrument.version)
    details = {
        "id": _uuid(draw),
        "instrument": instrument.id,
        "instrument_version": instrument.version,
        "instrument_hash": instrument.content_hash,
        "trust": "All Trusts",
        "title": "National archive (made up)",
        "interviews": "no",
        "synthetic": "yes",
    }
    batch = device.batch(0)
    for name, value in details.items():
        yield device.say(Slot("inspection", "", "detail", name), value, batch)
    yield device.say(Slot("inspection", "", "member", "HMI-01"), "lead", batch)


def _trust(
    instrument: Instrument, pool: Pool, trust: int, numbers: Sequence[int], draw: random.Random
) -> Iterator[Revision]:
    begun = BEGIN + timedelta(days=28 * trust)
    lead = Device("HMI-01", draw, begun, instrument.version)
    readers = [Device(f"T{trust:02d}-{n:02d}", draw, begun, instrument.version) for n in range(1, READERS + 1)]
    batch = lead.batch(60)
    for reader in readers:
        yield lead.say(Slot("inspection", "", "member", reader.author), "inspector", batch, "import")
    lifts = {ldu: draw.uniform(-LIFT, LIFT) for ldu in LDUS}
    for number in numbers:
        reader = readers[number % READERS]
        ldu = LDUS[draw.randrange(len(LDUS))]
        ref = f"T{trust:02d}-{number + 1:05d}"
        fields = {
            **draw.choice(pool.facts),
            "ldu": f"Trust {trust:02d} {ldu}",
            "officer": f"O-{trust:02d}-{draw.randrange(50):02d}",
        }
        status = lead.say(Slot("case", ref, "status", ""), "allocated", batch, "import")
        yield status
        for name, value in {**fields, ASSESSOR: reader.author}.items():
            yield lead.say(Slot("case", ref, "field", name), value, batch, "import")
        yield from _reading(instrument, pool, reader, ref, fields, status, lifts[ldu], draw)


def _reading(
    instrument: Instrument, pool: Pool, reader: Device, ref: str, fields: Mapping[str, str], status: Revision,
    lift: float, draw: random.Random,
) -> Iterator[Revision]:  # fmt: skip
    """One case read from the first question to the last, along the opening rules."""
    given: dict[str, str] = {}
    sheet, open_ids = Sheet(fields, given), set[str]()
    ends_as = draw.random()
    left_at = draw.randrange(len(instrument.case_questions)) if ends_as < UNFINISHED["in_progress"] else None
    over = status
    for place, question in enumerate(instrument.case_questions):
        if place == left_at:
            return
        if not holds(question.open_when, sheet, open_ids):
            continue
        open_ids.add(question.id)
        value, note, evidence = _deal(question, pool, lift, draw)
        if not value:
            continue
        slot = Slot("case", ref, "answer", question.id, reader.author)
        batch = reader.batch(draw.uniform(5, 60))
        if draw.random() < PUT_RIGHT:
            first = _deal(question, pool, 0, draw)[0]
            wrong = reader.say(slot, first, batch)
            yield wrong
            yield reader.say(slot, value, reader.batch(20), note=note, evidence=evidence, over=wrong)
        else:
            yield reader.say(slot, value, batch, note=note, evidence=evidence)
        given[question.id] = value
        if over is status:
            over = reader.say(status.slot, "in_progress", batch, over=status)
            yield over
    last = "submitted" if ends_as < sum(UNFINISHED.values()) else "signed_off"
    yield reader.say(status.slot, last, reader.batch(120), "act", over=over)


def _deal(question: Question, pool: Pool, lift: float, draw: random.Random) -> tuple[str, str, str]:
    """An answer that some case gave to this question; of two, where the LDU does better or worse than others."""
    given = pool.answers.get(question.id)
    if not given:
        return (draw.choice(question.choices).code if question.choices else "", "", "")
    dealt = draw.choice(given)
    worse = "below" if lift > 0 else "above"
    if question.scored and question.line_of(dealt[0]) == worse and draw.random() < abs(lift):
        dealt = draw.choice(given)
    return dealt


def _uuid(draw: random.Random) -> str:
    """As uuid4 writes it, from the seed."""
    text = f"{draw.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
