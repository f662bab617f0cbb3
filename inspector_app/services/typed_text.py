"""Text that is still being typed: on its way to the file as a draft, against a crash."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from inspector_app.domain.answers import About
from inspector_app.services.writer import Writer
from inspector_app.storage.store import Draft, Store

_Place = tuple[About, str, str, str]


@dataclass(slots=True)
class _Waiting:
    draft: Draft | None
    future: Future[None] = field(default_factory=Future)


class TypedText:
    """Hands drafts to the writer. Of one place no more than one waits there, always with the latest text.

    So a disk that takes seconds gets a few drafts and not hundreds, and no answer waits behind them.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._waiting: dict[_Place, _Waiting] = {}
        self._lock = threading.Lock()

    def keep(self, draft: Draft) -> Future[None]:
        """Keeps a text; the future ends when it, or a later text of the same place, is on the disk."""
        place = (draft.about, draft.ref, draft.question, draft.part)
        with self._lock:
            waiting = self._waiting.get(place)
            if waiting is None:
                waiting = _Waiting(draft)
                waiting.future = self._writer.submit(partial(self._write, place=place, waiting=waiting))
                self._waiting[place] = waiting
            waiting.draft = draft
            return waiting.future

    def drop(self, about: About, ref: str, question: str, part: str) -> Future[None]:
        """Forgets a draft, also one that is on its way. A text that is kept afterwards is another one."""
        with self._lock:
            waiting = self._waiting.pop((about, ref, question, part), None)
            if waiting is not None:
                waiting.draft = None
            return self._writer.submit(lambda s: s.drop_draft(about, ref, question, part))

    def _write(self, store: Store, place: _Place, waiting: _Waiting) -> None:
        with self._lock:
            if self._waiting.get(place) is waiting:
                del self._waiting[place]
            draft = waiting.draft
        if draft is not None:
            store.save_draft(draft)
