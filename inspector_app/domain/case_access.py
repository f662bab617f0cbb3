"""What one person may do with a case as it stands: answer it, finish it, ask about it, change it with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from inspector_app.domain.case import Case
from inspector_app.domain.reviewing import Said, Thread
from inspector_app.domain.roles import is_led, leads

Bar = Literal["", "signed_off", "submitted", "locked", "others"]
"""Why a case is to read only: signed off, submitted, a locked second read, or somebody else's in a team that is led."""

Finish = Literal["", "submit", "lock", "sign_off"]
"""How somebody finishes a case: it goes to the lead, a second read is locked, or it is signed off."""


def is_others(case: Case, team: Mapping[str, str], code: str) -> bool:
    """Whether the answers of a case are somebody else's to give.

    Nobody's case is everybody's, and a second read is its reader's. Without a lead everybody answers for everybody; who
    is not in the team works from the command line.
    """
    theirs = not case.assessor or case.assessor == code or bool(case.second)
    return not theirs and code in team and is_led(team)


def barred(case: Case, team: Mapping[str, str], code: str) -> Bar:
    """Why somebody may not answer a case in the ordinary way; empty where they may."""
    if case.signed_off:
        return "signed_off"
    if case.status == "submitted":
        return "locked" if case.second else "submitted"
    return "others" if is_others(case, team, code) else ""


def finishing(case: Case, team: Mapping[str, str], code: str) -> Finish:
    """How somebody finishes a case; empty where that is not theirs to do, or done."""
    if case.second:
        return "" if case.status == "submitted" else "lock"
    if case.signed_off:
        return ""
    if leads(team, code):
        return "sign_off"
    return "" if barred(case, team, code) else "submit"


def may_reopen(case: Case, team: Mapping[str, str], code: str) -> bool:
    """Whether somebody may open a case again: a submitted one its assessor, a signed-off one the lead.

    A submitted case of somebody else the lead returns instead.
    """
    if case.second or case.status not in ("submitted", "signed_off"):
        return False
    return leads(team, code) if case.signed_off else not is_others(case, team, code)


def may_return(case: Case, team: Mapping[str, str], code: str) -> bool:
    """Whether somebody may send a case back to whoever submitted it."""
    done = case.status in ("submitted", "signed_off") and not case.second
    return done and leads(team, code) and case.assessor not in ("", code)


def may_overrule(case: Case, team: Mapping[str, str], code: str) -> bool:
    """Whether somebody may change an answer of a case with a reason, because it is not theirs to answer."""
    others = not case.second and case.reader not in ("", code)
    return others and is_led(team) and leads(team, code) and bool(barred(case, team, code))


def may_say(case: Case, thread: Thread | None, team: Mapping[str, str], code: str) -> tuple[Said, ...]:
    """What somebody may say about an answer of a case, the likeliest first; a second read is not spoken of."""
    if case.second:
        return ()
    found: list[Said] = []
    lead, state = leads(team, code), thread.state if thread else "settled"
    if state != "settled" and not is_others(case, team, code):
        found.append("reply")
    if lead:
        found.append("ask")
        if state != "settled":
            found.append("settle")
    return tuple(found)
