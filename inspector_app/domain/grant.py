"""What a hand-out grants: for whom it was made, with which cases, and so what may be written in it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.answers import Ledger, Slot
from inspector_app.domain.case import ASSESSOR, read_case
from inspector_app.domain.values import CONSENSUS

OFFICER = "officer"
"""The case field that names the officer, whose interview is theirs to hold who have the case."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is an assessor's to write on: cases they assess, cases they read a second time, officers of the former."""

    assessor: str
    cases: frozenset[str] = frozenset()
    seconds: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()

    def with_officers(self, said: Iterable[tuple[Slot, str]]) -> Scope:
        """The same with the officers that some changes name as those of one of the cases."""
        named = {v for s, v in said if s == Slot("case", s.ref, "field", OFFICER) and s.ref in self.cases}
        return replace(self, officers=self.officers | (named - {""}))


@dataclass(frozen=True, slots=True)
class Grant:
    """What the lead says of a hand-out, and signs.

    Attributes:
        inspection: the id of the inspection.
        at: when it was made, as ISO 8601.
        anchors: digest of the changes kept elsewhere on which it follows; empty in one that does not say.
    """

    inspection: str
    scope: Scope
    at: str
    anchors: str = ""

    def text(self) -> str:
        """The grant in writing, always in the same form."""
        scope = self.scope
        parts = {
            "inspection": self.inspection, "for": scope.assessor, "at": self.at,
            "cases": sorted(scope.cases), "seconds": sorted(scope.seconds), "officers": sorted(scope.officers),
        }  # fmt: skip
        parts |= {"anchors": self.anchors} if self.anchors else {}
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_grant(text: str) -> Grant:
    """A grant from its writing.

    Raises:
        ValueError: it is none.
    """
    parts = json.loads(text)
    if not isinstance(parts, dict):
        raise ValueError("no grant")
    scope = Scope(_word(parts, "for"), _words(parts, "cases"), _words(parts, "seconds"), _words(parts, "officers"))
    anchors = _word(parts, "anchors") if "anchors" in parts else ""
    return Grant(_word(parts, "inspection"), scope, _word(parts, "at"), anchors)


def grant_message(text: str) -> bytes:
    """What is signed of a grant; nothing else that is signed begins so."""
    return f"inspector hand-out\n{text}".encode()


def scope_of(ledger: Ledger, assessor: str) -> Scope:
    """What is an assessor's to write on as cases are allocated."""
    cases = [read_case(ledger, ref) for ref in ledger.refs("case")]
    own = [case for case in cases if case.assessor == assessor]
    seconds = frozenset(case.ref for case in cases if assessor in case.seconds)
    officers = frozenset(case.officer for case in own if case.officer)
    return Scope(assessor, frozenset(case.ref for case in own), seconds, officers)


def beyond(scope: Scope, slot: Slot, value: str, instead_of: Container[str] = ()) -> str:
    """What somebody would change that is not theirs, as a noun; empty where it is theirs.

    Theirs are answers with notes and evidence, facts, flags, reasons and tags of their own cases, to submit them and to
    reply; their own second reads; the interviews of their officers.

    Args:
        instead_of: the values that it replaces.
    """
    if slot.about == "case":
        return _beyond_case(scope, slot, value, instead_of)
    if slot.about == "officer":
        theirs = slot.ref in scope.officers and slot.facet in ("answer", "flag", "tag")
        return "" if theirs else f"the interview of officer {slot.ref}"
    if slot.about == "report":
        return "the report"
    if slot.facet == "key":
        return "" if slot.assessor == scope.assessor else f"the device key of {slot.assessor}"
    return "the team" if slot.facet == "member" else "the details of the inspection"


def lead_act(slot: Slot, value: str, instead_of: Container[str] = ()) -> str:
    """What a change does that nobody but the lead or the deputy does, as a noun; empty where others may, too."""
    if slot.about == "inspection":
        return {"member": "the team", "key": f"a device key of {slot.assessor}"}.get(
            slot.facet, "the details of the inspection"
        )
    signs = slot.about == "case" and slot.facet == "status" and (value == "signed_off" or "signed_off" in instead_of)
    return f"the sign-off of case {slot.ref}" if signs else ""


def _beyond_case(scope: Scope, slot: Slot, value: str, instead_of: Container[str]) -> str:
    if slot.ref in scope.cases:
        return _beyond_own(scope, slot, value, instead_of)
    if slot.ref in scope.seconds:
        reads = slot.assessor == scope.assessor and slot.facet in ("answer", "flag", "reason", "tag")
        goes_on = slot.assessor == scope.assessor and slot.facet == "second" and value in ("in_progress", "locked")
        return "" if reads or goes_on else f"more than their own second read of case {slot.ref}"
    return f"case {slot.ref}"


def _beyond_own(scope: Scope, slot: Slot, value: str, instead_of: Container[str]) -> str:
    ref, whose = slot.ref, slot.assessor
    match slot.facet:
        case "field":
            return f"the allocation of case {ref}" if slot.name == ASSESSOR else ""
        case "status":
            if value == "signed_off" or "signed_off" in instead_of:
                return f"the sign-off of case {ref}"
            return "" if value in ("in_progress", "submitted") else f"the status of case {ref}"
        case "answer":
            return "" if whose == scope.assessor else f"another reader’s answers in case {ref}"
        case "flag" | "reason":
            return "" if not whose else f"another reader’s marks in case {ref}"
        case "tag":
            return "" if whose in (scope.assessor, CONSENSUS) else f"another reader’s tags in case {ref}"
        case "query":
            # An empty one is a reply that its author took back.
            return "" if whose == scope.assessor and value in ("reply", "") else f"the queries about case {ref}"
    return f"the second reads of case {ref}"


def _word(parts: Mapping[str, object], name: str) -> str:
    word = parts.get(name)
    if not isinstance(word, str):
        raise ValueError("no grant")
    return word


def _words(parts: Mapping[str, object], name: str) -> frozenset[str]:
    words = parts.get(name)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError("no grant")
    return frozenset(words)
