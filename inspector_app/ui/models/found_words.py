"""What the checks of the report found, in words: kinds, signs, and what holds which report back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.disclosure import HitKind
from inspector_app.services.report_readiness import FOUND_KINDS, FoundKind, holds
from inspector_app.ui.phrases import counted

FOUND_SIGNS: Mapping[FoundKind, str] = {
    "mistake": "!", "conflict": "⇄", "disclosed": "@", "changed": "≠", "unbound": "?", "unwritten": "–",
}  # fmt: skip
"""The sign of each kind; never without words beside it."""


def found_words(kind: FoundKind, number: int | None = None) -> str:
    """So many of a kind, or some of it."""
    one, many = {
        "mistake": (_say("%1 place that cannot be printed"), _say("%1 places that cannot be printed")),
        "conflict": (_say("%1 section with two texts in conflict"), _say("%1 sections with two texts in conflict")),
        "disclosed": (_say("%1 place that would name a person"), _say("%1 places that would name a person")),
        "changed": (_say("%1 sentence changed since it was read"), _say("%1 sentences changed since they were read")),
        "unbound": (_say("%1 number bound to nothing"), _say("%1 numbers bound to nothing")),
        "unwritten": (_say("%1 section not written yet"), _say("%1 sections not written yet")),
    }[kind]
    return many.replace("%1", "").strip() if number is None else counted(number, one, many)


def found_title(kind: FoundKind) -> str:
    """A kind, in a few words."""
    return {
        "mistake": _say("Cannot be printed"),
        "conflict": _say("Two texts in conflict"),
        "disclosed": _say("Would name a person"),
        "changed": _say("Changed since read"),
        "unbound": _say("Bound to nothing"),
        "unwritten": _say("Not written yet"),
    }[kind]


def hit_words(kind: HitKind) -> str:
    """What the disclosure check takes something for."""
    return {
        "real_name": _say("a real name of the register"),
        "case_ref": _say("the reference of a case"),
        "officer": _say("the code of an officer"),
        "assessor": _say("the code of an assessor"),
        "birth_date": _say("a date of birth"),
        "postcode": _say("a postcode"),
        "phone": _say("a telephone number"),
        "pnc": _say("a PNC number"),
        "crn": _say("a CRN"),
        "prison_number": _say("a prison number"),
        "nhs": _say("an NHS number"),
        "ni": _say("a National Insurance number"),
        "email": _say("an address of e-mail"),
    }[kind]


def holds_words(kind: FoundKind) -> str:
    """Which reports are held back by something of a kind."""
    return _say("Comment and final") if holds(kind, "comment") else _say("Final")


def held_sentence(found: Mapping[FoundKind, int], counted: int) -> str:
    """What blocks which state, in one sentence; before a case counts, that.

    Args:
        found: how many places of each kind wait.
        counted: how many cases count.
    """
    if not counted:
        return _say("No case is signed off yet, so no report can leave the team; a working draft can be written.")
    first = [found_words(kind, found[kind]) for kind in FOUND_KINDS if found.get(kind) and holds(kind, "comment")]
    later = [found_words(kind, found[kind]) for kind in FOUND_KINDS if found.get(kind) and not holds(kind, "comment")]
    if not first and not later:
        return _say("Nothing holds the report back, in any state.")
    if not first:
        text = _say("Nothing holds back the draft for the Trust’s comment; the final report waits for %1.")
        return text.replace("%1", joined(later))
    if not later:
        text = _say("The draft for the Trust’s comment and the final report wait for %1.")
        return text.replace("%1", joined(first))
    text = _say("The draft for the Trust’s comment waits for %1, and the final report also for %2.")
    return text.replace("%1", joined(first)).replace("%2", joined(later))


def joined(parts: list[str]) -> str:
    """Parts of a sentence with commas, and *and* before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return _say("%1 and %2").replace("%1", ", ".join(parts[:-1])).replace("%2", parts[-1])


def _say(text: str) -> str:
    return QCoreApplication.translate("found", text)
