"""What is on the disk, as against what stands on screen: one ledger, less the changes that are still on their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from inspector_app.domain.answers import About, Ledger, Revision
from inspector_app.domain.case import Case, read_case
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.scoring import Tally, tally


class Committed:
    """The committed part of a ledger, and its cases worked out for the scores; a case is kept until it changes.

    A second ledger would hold every change twice; few are ever on their way, so those alone are told apart.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: dict[tuple[About, str], set[str]] = defaultdict(set)
        self._cases: dict[str, tuple[Case, Tally]] = {}
        self._by: Instrument | None = None

    def wait_for(self, revisions: Iterable[Revision]) -> None:
        """These are in the ledger and on their way to the disk."""
        for revision in revisions:
            self._waiting[revision.slot.about, revision.slot.ref].add(revision.id)

    def settle(self, revisions: Iterable[Revision]) -> None:
        """These are on the disk now, and count."""
        for revision in revisions:
            place = revision.slot.about, revision.slot.ref
            waiting = self._waiting.get(place, set())
            waiting.discard(revision.id)
            if not waiting:
                self._waiting.pop(place, None)
            if revision.slot.about == "case":
                self._cases.pop(revision.slot.ref, None)

    def revisions(self) -> tuple[Revision, ...]:
        """All committed revisions, in the order in which they were read or written."""
        waiting = set[str]().union(*self._waiting.values())
        return tuple(r for r in self._ledger if r.id not in waiting)

    def refs(self) -> tuple[str, ...]:
        """The references of the cases of which anything is committed, in order of first mention."""
        return tuple(
            ref for ref in self._ledger.refs("case") if ("case", ref) not in self._waiting or len(self._of_case(ref))
        )

    def assessed(self, ref: str, instrument: Instrument) -> tuple[Case, Tally]:
        """A case as committed, and where each of its questions stands in a question set."""
        if instrument is not self._by:
            self._cases.clear()
            self._by = instrument
        known = self._cases.get(ref)
        if known is None:
            case = read_case(self._of_case(ref), ref)
            known = self._cases[ref] = (case, tally(instrument.case_questions, case.sheet))
        return known

    def _of_case(self, ref: str) -> Ledger:
        """A ledger that says of this case what is committed."""
        waiting = self._waiting.get(("case", ref))
        return self._ledger.part("case", ref, waiting) if waiting else self._ledger
