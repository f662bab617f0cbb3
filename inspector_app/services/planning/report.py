"""The report: its text, settings, changed names, proposals, and the comments of the Trust. The lead's to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from inspector_app.domain.answers import Slot
from inspector_app.domain.changed_names import NameFlaw, name_problems
from inspector_app.domain.errors import KnownError
from inspector_app.domain.report_outline import section_of
from inspector_app.domain.report_text import (
    COMMENT_DECISIONS,
    PROPOSAL_DECISIONS,
    Printed,
    changed_names,
    pack_read,
    read_slot,
    setting_fault,
    text_slot,
)
from inspector_app.services.commands import (
    AcceptHit,
    ChangeName,
    DecideComment,
    DecideProposal,
    MarkRead,
    NewComment,
    WriteSection,
)
from inspector_app.services.planning.ground import Draft, Ground, Plan, edit

_REFUSED: Mapping[NameFlaw, str] = {
    "blank": "A real and a changed name each need a letter; nothing was changed.",
    "unchanged": "“{changed}” is a part of the real name, so nothing was changed. Choose another.",
    "is_real": "“{changed}” is a part of a real name in the register, so nothing was changed. Choose another.",
    "twice": "The same person stands in the register as “{other}” with another changed name; nothing was changed.",
}


def write_section(ground: Ground, command: WriteSection) -> Plan:
    """The text of a section, and that its writer has read the figures in it."""
    section = _section(ground, command.section)
    text = command.text.replace("\r\n", "\n").replace("\r", "\n")
    read = () if command.read is None else _read(ground, section, command.read)
    return Plan((Draft(text_slot(section), text), *read))


def mark_read(ground: Ground, command: MarkRead) -> Plan:
    """That somebody has read a section with its figures as they are."""
    return Plan(_read(ground, _section(ground, command.section), command.read))


def set_report(ground: Ground, settings: Mapping[str, str]) -> Plan:
    """Settings of the report."""
    ground.refuse_unless_allowed("write_report")
    given = {name: value.strip() for name, value in settings.items()}
    faults = [fault for fault in (setting_fault(name, value) for name, value in given.items()) if fault]
    if faults:
        raise KnownError(f"Nothing was changed: {faults[0]}.")
    return Plan(tuple(Draft(Slot("report", "", "setting", name), value) for name, value in given.items()))


def change_name(ground: Ground, command: ChangeName) -> Plan:
    """The first name that stands for a real one."""
    ground.refuse_unless_allowed("write_report")
    real, changed = command.real.strip(), command.changed.strip()
    if not real:
        raise KnownError("Say whose name is changed; nothing was changed.")
    if changed.casefold() == real.casefold():
        raise KnownError("The changed name is the real one, so nothing was changed. Choose another.")
    register = {one.real: one.changed for one in changed_names(ground.ledger)} | {real: changed}
    if changed and (problem := next((p for p in name_problems(register) if p.real == real and p.is_error), None)):
        raise KnownError(_REFUSED[problem.flaw].format(changed=changed, other=problem.other))
    where_from = command.where_from.strip() if changed else ""
    return edit(Draft(Slot("report", "", "changed_name", real), changed, where_from))


def accept_hit(ground: Ground, command: AcceptHit) -> Plan:
    """That something the disclosure check found may stand, with the reason."""
    slot = Slot("report", _section(ground, command.section), "accepted", command.hit)
    reason = command.reason.strip()
    return edit(Draft(slot, "yes" if reason else "", reason))


def decide_proposal(ground: Ground, command: DecideProposal) -> Plan:
    """What becomes of a proposal for a section."""
    slot = Slot("report", _section(ground, command.section), "proposal", command.proposal)
    _refuse_unknown(command.decision, PROPOSAL_DECISIONS)
    return edit(Draft(slot, command.decision, command.rested_on if command.decision else ""))


def add_comments(ground: Ground, comments: Sequence[NewComment], new_id: Callable[[], str]) -> Plan:
    """Comments of the Trust; one that is here already adds nothing."""
    ground.refuse_unless_allowed("write_report")
    drafts = []
    for one in comments:
        if not one.text.strip():
            raise KnownError("A comment without words says nothing; nothing was taken in.")
        drafts.append(Draft(Slot("report", one.paragraph, "comment", one.id or new_id()), one.text.strip(), one.about))
    return Plan(tuple(drafts))


def decide_comment(ground: Ground, command: DecideComment) -> Plan:
    """What was decided on a comment, and the reply."""
    ground.refuse_unless_allowed("write_report")
    _refuse_unknown(command.decision, COMMENT_DECISIONS)
    if not ground.ledger.heads(Slot("report", command.paragraph, "comment", command.comment)):
        raise KnownError("There is no such comment in this inspection; nothing was changed.")
    slot = Slot("report", command.paragraph, "decision", command.comment)
    return edit(Draft(slot, command.decision, command.reply.strip()))


def _section(ground: Ground, section: str) -> str:
    ground.refuse_unless_allowed("write_report")
    if section_of(ground.instrument, section) is None:
        raise KnownError(f"The report has no section “{section}”; nothing was changed.")
    return section


def _read(ground: Ground, section: str, read: Mapping[str, Printed]) -> tuple[Draft, ...]:
    return (Draft(read_slot(section, ground.author), pack_read(read) if read else ""),)


def _refuse_unknown(decision: str, known: Sequence[str]) -> None:
    if decision and decision not in known:
        raise KnownError(f"A decision is one of {', '.join(known)}, and not “{decision}”; nothing was changed.")
