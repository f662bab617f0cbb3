"""What waits in the review: submitted and returned cases, and queries that are not settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import Case
from inspector_app.domain.first_look import FirstLook, first_look
from inspector_app.domain.reviewing import Thread, threads
from inspector_app.services.session import Session


@dataclass(frozen=True, slots=True)
class InReview:
    """A case that waits for somebody.

    Attributes:
        since: when it got the status that it has.
        by, why: who set that, and with which words.
        threads: its queries that are not settled.
        look: what to look at first; empty but for a submitted case.
    """

    case: Case
    since: datetime | None = None
    by: str = ""
    why: str = ""
    threads: tuple[Thread, ...] = ()
    look: FirstLook = field(default_factory=FirstLook)

    def count(self, state: str) -> int:
        """How many of its queries are open, or answered."""
        return sum(1 for t in self.threads if t.state == state)


def in_review(session: Session, ref: str) -> InReview | None:
    """A case as the review has it; None where nothing waits, or where whoever works here reads it a second time."""
    case = session.case(ref)
    if case.second:
        return None
    said = [t for t in threads(session.ledger, ref) if t.state != "settled"]
    open_ids = session.remaining(ref).open_ids if said else frozenset()
    asked = tuple(t for t in said if t.question in open_ids)
    if case.status not in ("submitted", "returned") and not asked:
        return None
    stands = session.ledger.standing(Slot("case", ref, "status", ""))
    submitted = case.status == "submitted"
    look = first_look(session.instrument, case, session.remaining(ref)) if submitted else FirstLook()
    if stands is None:
        return InReview(case, threads=asked, look=look)
    return InReview(case, stands.at, stands.author, stands.note, asked, look)
