"""Taking back, and bringing back, one's last act on a case, an officer or the inspection."""

from __future__ import annotations

from inspector_app.domain.answers import About, Revision, is_own, that_undo_touches, undo_state
from inspector_app.domain.errors import KnownError
from inspector_app.domain.values import CONSENSUS
from inspector_app.services.planning.ground import Draft, Ground, Plan

REVIEW = frozenset({"query", "second", "tag", "works_with"})
"""Facets of the review; they may change while a case is submitted or signed off."""


def undo(ground: Ground, about: About, ref: str, tags: bool = False) -> Plan:
    """Restores what stood before one's last act. Where that settled a conflict, the conflict is open again."""
    batch = undo_state(ground.ledger, about, ref, ground.author, ground.device, tags).undo
    if batch is None:
        raise KnownError("There is nothing to undo here.")
    drafts: list[Draft] = []
    for revision in _undoable(ground, batch):
        _refuse_if_closed(ground, revision)
        stood = ground.ledger.before(revision)
        drafts += [_as_given(r) for r in stood] or [Draft(revision.slot, _nothing(revision))]
    return Plan(tuple(drafts), "undo", batch)


def redo(ground: Ground, about: About, ref: str, tags: bool = False) -> Plan:
    """Brings back what was undone last."""
    batch = undo_state(ground.ledger, about, ref, ground.author, ground.device, tags).redo
    if batch is None:
        raise KnownError("There is nothing to redo here.")
    revisions = _undoable(ground, batch)
    for revision in revisions:
        _refuse_if_closed(ground, revision)
    return Plan(tuple(_as_given(r) for r in revisions), "redo", batch)


def _undoable(ground: Ground, batch: str) -> tuple[Revision, ...]:
    """What undo takes back, less what somebody else has changed since in another case of the same act."""
    touched = that_undo_touches(ground.ledger.of_batch(batch))
    return tuple(r for r in touched if is_own(ground.ledger, r.slot, ground.author, ground.device))


def _as_given(revision: Revision) -> Draft:
    """What it said, under the version of the question set it was given under."""
    return Draft(revision.slot, *revision.content, under=revision.instrument)


def _nothing(revision: Revision) -> str:
    return "allocated" if revision.slot.facet == "status" else ""


def _refuse_if_closed(ground: Ground, revision: Revision) -> None:
    slot = revision.slot
    ordinary = slot.facet not in REVIEW and slot.assessor != CONSENSUS and len(revision.supersedes) < 2
    if slot.about == "case" and ordinary:
        ground.open_case(slot.ref)
