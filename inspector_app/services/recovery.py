"""Text that was being typed when the program last ended without closing."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.answers import About, Slot
from inspector_app.domain.errors import KnownError
from inspector_app.domain.report_text import text_slot
from inspector_app.services.commands import SetAnswer, WriteSection
from inspector_app.services.session import Pending, Session
from inspector_app.storage.store import Draft

_SHOWN = 200
"""How much of a damaged text is told."""

QUERY = "query"
"""The part of a draft that holds words about an answer which were not sent."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """One piece of text found.

    Attributes:
        part: ``value`` or ``note``.
        pending: the revision on its way to the disk; None where it could not become one.
        problem: why it could not, as a sentence; it is then kept as it was and found again next time.
    """

    about: About
    ref: str
    question: str
    part: str
    pending: Pending | None
    problem: str = ""


def recover(session: Session) -> tuple[Recovered, ...]:
    """Turns what a crash left behind into revisions, and tells which. Text that stands already is passed over.

    Nothing waits for the disk: `pending` is followed, or settled, by the caller. Running it again finds nothing more.
    The words of a query that were not sent are left as they are: the form has them in their field.
    """
    found = (_recover(session, draft) for draft in session.typed.held() if draft.part != QUERY)
    return tuple(one for one in found if one is not None)


def _recover(session: Session, draft: Draft) -> Recovered | None:
    part = "note" if draft.part == "note" else "value"
    pending, problem = None, "" if draft.intact else _damaged(draft)
    if not problem and not _needs_nothing(session, draft, part):
        try:
            pending = session.handle(_command(draft, part), "recovery")
        except KnownError as error:
            problem = str(error)
    if not problem:
        # It follows the revision in the writer's line, so the draft is never gone before its text is safe.
        session.drop_draft(draft.about, draft.ref, draft.question, draft.part)
    if pending is None and not problem:
        return None
    return Recovered(draft.about, draft.ref, draft.question, part, pending, problem)


def _damaged(draft: Draft) -> str:
    where = " ".join((draft.about, draft.ref, draft.question)).strip()
    return (
        f"What was being typed ({where}) is not as it was written, so it was not taken in; it is kept. It reads: "
        f"{draft.text[:_SHOWN]}"
    )


def _command(draft: Draft, part: str) -> SetAnswer | WriteSection:
    if draft.about == "report":
        return WriteSection(draft.ref, draft.text)
    if part == "note":
        return SetAnswer(draft.about, draft.ref, draft.question, note=draft.text)
    return SetAnswer(draft.about, draft.ref, draft.question, value=draft.text)


def _needs_nothing(session: Session, draft: Draft, part: str) -> bool:
    """Whether the text is what stands."""
    try:
        slot = _slot(session, draft)
    except KnownError:
        return False
    if slot is None:
        return False
    stands = session.ledger.standing(slot)
    return draft.text == ("" if stands is None else stands.note if part == "note" else stands.value)


def _slot(session: Session, draft: Draft) -> Slot | None:
    if draft.about == "report":
        return text_slot(draft.ref)
    known = draft.question in session.instrument.questions_by_id
    return session.answer_slot(draft.about, draft.ref, draft.question) if known else None
