"""Queries: what the lead asks about an answer, what the assessor replies, and when it is settled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inspector_app.domain.answers import Ledger, Slot

Said = Literal["ask", "reply", "settle"]
ThreadState = Literal["open", "answered", "settled"]

_STATES: dict[Said, ThreadState] = {"ask": "open", "reply": "answered", "settle": "settled"}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said about an answer.

    Attributes:
        id: tells it from all others.
        after: ids of the messages that were the last when it was written. They, not clocks, give the order: laptops
            disagree about the time.
    """

    id: str
    author: str
    said: Said
    text: str
    at: datetime
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Thread:
    """All that was said about one question of a case, each after what it follows on; at least one message."""

    question: str
    messages: tuple[Message, ...]

    @property
    def state(self) -> ThreadState:
        """*open* waits for the assessor, *answered* for the lead; of several last words the most pressing decides."""
        said = {_STATES[m.said] for m in self.messages if m.id in self.last}
        return next(state for state in ("open", "answered", "settled") if state in said)

    @property
    def last(self) -> frozenset[str]:
        """The ids of the messages that nothing follows on."""
        followed = frozenset().union(*(m.after for m in self.messages))
        return frozenset(m.id for m in self.messages) - followed


def message_slot(ref: str, question: str, message_id: str, author: str) -> Slot:
    """Where a message stands: each has a slot of its own, so that two messages never conflict."""
    return Slot("case", ref, "query", f"{question}/{message_id}", author)


def threads(ledger: Ledger, ref: str) -> tuple[Thread, ...]:
    """The threads of a case, in the order in which they began. What was undone is not said."""
    said: dict[str, list[Message]] = defaultdict(list)
    for slot in ledger.slots("case", ref):
        if slot.facet != "query":
            continue
        stands = ledger.standing(slot)
        if stands is None or stands.value not in _STATES:
            continue
        question, _, message_id = slot.name.rpartition("/")
        first = ledger.history(slot)[0]
        # A message has no evidence status; that column says what it follows on.
        after = frozenset(stands.evidence.split(";")) - {""}
        said[question].append(Message(message_id, slot.assessor, stands.value, stands.note, first.at, after))
    found = [Thread(question, _in_order(messages)) for question, messages in said.items()]
    return tuple(sorted(found, key=lambda t: (t.messages[0].at, t.question)))


def _in_order(messages: list[Message]) -> tuple[Message, ...]:
    ordered: list[Message] = []
    waiting = sorted(messages, key=lambda m: (m.at, m.id))
    known = {m.id for m in messages}
    while waiting:
        placed = {m.id for m in ordered}
        # What it follows on may be undone, or not merged yet; only what is here must come first.
        ready = next((m for m in waiting if (m.after & known) <= placed), waiting[0])
        ordered.append(ready)
        waiting.remove(ready)
    return tuple(ordered)


def open_queries(ledger: Ledger, ref: str) -> tuple[str, ...]:
    """The questions of a case about which something is asked and not yet answered."""
    return tuple(t.question for t in threads(ledger, ref) if t.state == "open")
