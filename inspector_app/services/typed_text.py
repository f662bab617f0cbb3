"""Text that is still being typed: on its way to the file as a draft, against a crash."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from inspector_app.domain.answers import About, Ledger, Revision
from inspector_app.services.writer import Writer
from inspector_app.storage.store import Draft, Place, Store


@dataclass(slots=True)
class _Waiting:
    draft: Draft | None
    future: Future[None] = field(default_factory=Future)


class TypedText:
    """Hands drafts to the writer. Of one place no more than one waits there, always with the latest text.

    So a disk that takes seconds gets a few drafts and not hundreds, and no answer waits behind them. A disk that does
    not take a draft is told as one that does not take an answer.

    Args:
        found: the drafts that the file holds.
    """

    def __init__(self, writer: Writer, found: Iterable[Draft] = ()) -> None:
        self._writer = writer
        self._waiting: dict[Place, _Waiting] = {}
        self._held = {draft.place: draft for draft in found}
        self._lock = threading.Lock()

    def held(self) -> Sequence[Draft]:
        """Every draft, those on their way to the file included."""
        with self._lock:
            return tuple(self._held.values())

    def keep(self, draft: Draft) -> Future[None]:
        """Keeps a text; the future ends when it, or a later text of the same place, is on the disk."""
        with self._lock:
            self._held[draft.place] = draft
            waiting = self._waiting.get(draft.place)
            if waiting is None:
                waiting = _Waiting(draft)
                waiting.future = self._writer.submit(partial(self._write, waiting=waiting), keep=True)
                self._waiting[draft.place] = waiting
            waiting.draft = draft
            return waiting.future

    def drop(self, about: About, ref: str, question: str, part: str) -> Future[None]:
        """Forgets a draft, also one that is on its way. A text that is kept afterwards is another one."""
        place = (about, ref, question, part)
        with self._lock:
            if not self._forget(place):
                nothing: Future[None] = Future()
                nothing.set_result(None)
                return nothing
            return self._writer.submit(lambda s: s.drop_draft(*place), keep=True)

    def settle(self, ledger: Ledger, revisions: Iterable[Revision]) -> tuple[Place, ...]:
        """Forgets the drafts whose text these revisions have taken; the file forgets them with the same write.

        No clock is asked whether a draft is older than a revision: what is found after a crash is always newer.
        """
        with self._lock:
            return tuple(place for r in revisions for place in _taken(ledger, r) if self._forget(place))

    def _forget(self, place: Place) -> bool:
        waiting = self._waiting.pop(place, None)
        if waiting is not None:
            waiting.draft = None
        return self._held.pop(place, None) is not None

    def _write(self, store: Store, waiting: _Waiting) -> None:
        with self._lock:
            draft = waiting.draft
            if draft is not None and self._waiting.get(draft.place) is waiting:
                del self._waiting[draft.place]
        if draft is not None:
            store.save_draft(draft)


def _taken(ledger: Ledger, revision: Revision) -> tuple[Place, ...]:
    """Where the drafts stand that a revision may have taken: what it says otherwise than what stood before."""
    slot = revision.slot
    if slot.facet == "text":
        return (("report", slot.ref, "text", "value"),)
    if slot.facet == "query" and revision.kind == "edit":
        return ((slot.about, slot.ref, slot.name.rpartition("/")[0], "query"),)
    if slot.facet != "answer":
        return ()
    before = ledger.before(revision)
    value, note, _ = before[-1].content if before else ("", "", "")
    said = (("value", revision.value != value), ("note", revision.note != note))
    return tuple((slot.about, slot.ref, slot.name, part) for part, other in said if other)
