"""Who may do what. Roles are chosen, not secured: until a file is encrypted they keep order, not secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from inspector_app.domain.answers import Revision

Act = Literal[
    "import",
    "allocate",
    "hand_out",
    "settle_conflict",
    "sign_off",
    "return",
    "ask",
    "overrule",
    "assign_second_read",
    "upgrade",
    "write_report",
    "say_details",
]
"""What is the lead's: everybody may answer what is allocated to them, submit it, reply, and read."""

ROLES = ("lead", "deputy", "inspector", "local_assessor")
LEADING = frozenset({"lead", "deputy"})
HANDED = "handed"
"""The role in an encrypted hand-out of whoever leads elsewhere; it is never written down."""

_WHAT: Mapping[Act, str] = {
    "import": "imports cases",
    "allocate": "allocates cases",
    "hand_out": "hands cases out",
    "settle_conflict": "settles conflicts",
    "sign_off": "signs cases off; submit it instead",
    "return": "returns cases",
    "ask": "asks about answers",
    "overrule": "changes the answers of others",
    "assign_second_read": "assigns second reads",
    "upgrade": "puts another version of the question set in force",
    "write_report": "writes the report",
    "say_details": "changes the details of the inspection and its team",
}


def leads(team: Mapping[str, str], code: str) -> bool:
    """Whether somebody leads: as lead or deputy, or because the team has neither, or does not know them.

    A team without a lead is one person, or a Trust that audits itself; whoever is not in the team works from the
    command line, and takes what the file says as given.
    """
    return not is_led(team) or code not in team or team[code] in LEADING


def is_led(team: Mapping[str, str]) -> bool:
    """Whether somebody in the team leads; otherwise everybody may do everything."""
    return bool((LEADING | {HANDED}) & set(team.values()))


def in_hand_out(team: Mapping[str, str], holder: str) -> Mapping[str, str]:
    """The team as it is in an encrypted hand-out: whoever holds that assesses there, also one who leads elsewhere."""
    return {**team, holder: HANDED} if leads(team, holder) else team


def reserved(team: Mapping[str, str], code: str, act: Act) -> str:
    """Whose it is to do something that somebody may not do, as a sentence; empty where they may."""
    return "" if leads(team, code) else f"The lead inspector or the deputy {_WHAT[act]}."


def refusal(team: Mapping[str, str], code: str, act: Act) -> str:
    """Why somebody may not do what they asked for, as a sentence; empty where they may."""
    said = reserved(team, code, act)
    return f"{said} Nothing was changed." if said else ""


def who_works(revisions: Iterable[Revision], device: str, team: Mapping[str, str], me: str) -> str:
    """Who is taken to work on an inspection at one device, where a machine knows one code for all that is done on it.

    Whoever is in the team is themselves; for another code stands whoever of the team worked on it last at this device.
    """
    if me in team or not team:
        return me
    own = (r for r in revisions if r.device == device and r.author in team)
    last = max(own, key=lambda r: r.sequence, default=None)
    return me if last is None else last.author
