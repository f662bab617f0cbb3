"""What is wrong with cases that a file says are signed off: told, not refused, for older data is as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.case import read_case
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.progress import remaining
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Session

_COMING = datetime(9999, 1, 1, tzinfo=UTC)

SHOWN = 5
"""How many question numbers or facts a sentence names before it only counts."""


def gaps_of_signed_off(session: Session, drafts: Iterable[Draft]) -> tuple[str, ...]:
    """A sentence for each case that would be signed off with gaps or with cross-checks that strike, once drafts are in.

    Only cases that the drafts touch. Interviews are left out: they are the officer's, and may not be held at all.
    """
    coming = tuple(drafts)
    ledger = _with(session, coming)
    refs = dict.fromkeys(d.slot.ref for d in coming if d.slot.about == "case")
    sentences = (_gaps(session.instrument, ledger, ref) for ref in refs)
    return tuple(sentence for sentence in sentences if sentence)


def _with(session: Session, drafts: tuple[Draft, ...]) -> Ledger:
    ledger = Ledger(session.ledger)
    for place, draft in enumerate(drafts):
        heads = tuple(r.id for r in ledger.heads(draft.slot))
        ledger.add(_as_revision(session, draft, f"coming-{place}", heads))
    return ledger


def _as_revision(session: Session, draft: Draft, name: str, heads: tuple[str, ...]) -> Revision:
    who = session.person
    return Revision(
        name, draft.slot, draft.value, draft.note, draft.evidence, "import", "coming", "",
        who.author, draft.at or _COMING, who.device, session.instrument.version, heads,
    )  # fmt: skip


def _gaps(instrument: Instrument, ledger: Ledger, ref: str) -> str:
    case = read_case(ledger, ref)
    if not case.signed_off:
        return ""
    left = remaining(instrument, case, None, interviews=False)
    numbers = [instrument.questions_by_id[i].number for i in left.unanswered]
    parts = []
    if numbers:
        parts.append(f"{_count(numbers, 'unanswered question')} ({_listed(numbers)})")
    if left.missing_fields:
        parts.append(f"{_count(left.missing_fields, 'missing fact')} ({_listed(left.missing_fields)})")
    said = " ".join(check.say for check in (*left.errors, *left.warnings))
    if not parts and not said:
        return ""
    with_gaps = f" with {' and '.join(parts)}" if parts else ""
    checks = f" Cross-checks: {said}" if said else ""
    return f"Case {ref} is signed off{with_gaps}.{checks}"


def _count(items: Iterable[str], noun: str) -> str:
    count = len(tuple(items))
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def _listed(items: Iterable[str]) -> str:
    names = tuple(items)
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
