"""The bounds of what somebody brings back: what was theirs when it was handed out, and is theirs still."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import cached_property

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.case import read_case
from inspector_app.domain.grant import Scope, beyond, scope_of
from inspector_app.domain.values import CONSENSUS


class Bounds:
    """What the changes of one copy may touch.

    Args:
        mine: the history here.
        new: the changes that the copy brings; `led` those of them that a leading device signed, which allocate, too.
        granted: what a hand-out grants; None in any other copy.
    """

    def __init__(
        self, mine: Ledger, new: Sequence[Revision], led: Sequence[Revision], granted: Scope | None = None
    ) -> None:
        self._mine, self._new, self._granted = mine, new, granted
        self._ground = Ledger((*mine, *led)) if led else mine
        self._scopes: dict[str, Scope] = {}
        self._signed_off: dict[str, bool] = {}

    def scope(self, who: str) -> Scope:
        """What is theirs: what is allocated to them here now; of a hand-out what it grants and nobody else has."""
        if who not in self._scopes:
            self._scopes[who] = self._narrowed(scope_of(self._ground, who))
        return self._scopes[who]

    def was_theirs(self, revision: Revision, instead_of: Container[str]) -> bool:
        """Whether a hand-out granted a change that is beyond its holder now."""
        if self._granted is None:
            return False
        return not beyond(self._granted, revision.slot, revision.value, instead_of)

    def takes_over(self, revision: Revision, who: str) -> str:
        """What of another's interview a change begins anew, as a noun; one goes on with it where one holds it."""
        slot = revision.slot
        others = slot.about == "officer" and slot.facet == "answer" and slot.assessor not in ("", who, CONSENSUS)
        if not others or revision.supersedes:
            return ""
        return f"the interview that {slot.assessor} held with officer {slot.ref}"

    def undoes_sign_off(self, revision: Revision) -> bool:
        """Whether a change stands beside what was signed off here, rather than after it."""
        slot = revision.slot
        if slot.about != "case" or slot.facet not in ("status", "answer") or not self._is_signed_off(slot.ref):
            return False
        return any(head.id not in self._before(revision) for head in self._mine.heads(slot))

    def _is_signed_off(self, ref: str) -> bool:
        if ref not in self._signed_off:
            self._signed_off[ref] = read_case(self._mine, ref).signed_off
        return self._signed_off[ref]

    def _before(self, revision: Revision) -> set[str]:
        """Ids of what a change stands in the place of, directly or one by one."""
        found: set[str] = set()
        wanted = [*revision.supersedes]
        while wanted:
            id_ = wanted.pop()
            if id_ not in found:
                found.add(id_)
                wanted += self._by_id[id_].supersedes if id_ in self._by_id else ()
        return found

    @cached_property
    def _by_id(self) -> dict[str, Revision]:
        return {r.id: r for r in self._new}

    def _narrowed(self, now: Scope) -> Scope:
        """Officers are theirs whom one of the cases names, or named on the way and who belong to nobody else here."""
        granted = self._granted or now
        # What nobody has now went to nobody else.
        idle = {ref for ref in granted.cases - now.cases if not read_case(self._ground, ref).assessor}
        cases, seconds = granted.cases & (now.cases | idle), now.seconds & granted.seconds
        after = Ledger((*self._ground, *self._new))
        standing = {read_case(ledger, ref).officer for ledger in (self._ground, after) for ref in cases}
        all_cases = (read_case(self._ground, ref) for ref in self._ground.refs("case"))
        others = {case.officer for case in all_cases if case.ref not in cases}
        named = (
            Scope(now.assessor, cases).with_officers((r.slot, r.value) for r in (*self._ground, *self._new)).officers
        )
        return replace(now, cases=cases, seconds=seconds, officers=(frozenset(standing) | (named - others)) - {""})
