"""Messages about an answer: asked by the lead, replied to by the assessor, settled by the lead."""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.domain.case import read_details
from inspector_app.domain.case_access import is_others
from inspector_app.domain.errors import KnownError
from inspector_app.domain.reviewing import Said, Thread, message_slot, threads
from inspector_app.domain.roles import leads
from inspector_app.services.commands import Ask, Reply, Settle
from inspector_app.services.planning.ground import Draft, Ground, Plan, edit


def ask(ground: Ground, command: Ask, new_id: Callable[[], str]) -> Plan:
    """The lead asks about an answer, in a new thread or in the one that is there."""
    ground.refuse_unless_allowed("ask")
    ground.case(command.ref)
    ground.question(command.question, "case")
    if not command.text.strip():
        raise KnownError("A query needs words; nothing was asked. Say what should be looked at again.")
    return _message(ground, command.ref, command.question, "ask", command.text, new_id)


def reply(ground: Ground, command: Reply, new_id: Callable[[], str]) -> Plan:
    """The assessor replies."""
    _thread(ground, command.ref, command.question)
    case, team = ground.own_view(command.ref), read_details(ground.ledger).team
    if case.second or (is_others(case, team, ground.author) and not leads(team, ground.author)):
        raise KnownError(f"What is asked about case {case.ref} is {case.assessor}’s to reply to; nothing was sent.")
    if not command.text.strip():
        raise KnownError("A reply needs words; nothing was sent. Say what you found, or what you changed.")
    return _message(ground, command.ref, command.question, "reply", command.text, new_id)


def settle(ground: Ground, command: Settle, new_id: Callable[[], str]) -> Plan:
    """The lead is content."""
    ground.refuse_unless_allowed("ask")
    if _thread(ground, command.ref, command.question).state == "settled":
        raise KnownError("This query is settled already.")
    return _message(ground, command.ref, command.question, "settle", command.text, new_id)


def _thread(ground: Ground, ref: str, question: str) -> Thread:
    ground.case(ref)
    found = next((t for t in threads(ground.ledger, ref) if t.question == question), None)
    if found is None:
        raise KnownError(f"Nothing is asked about {ground.question(question, 'case').number} of case {ref}.")
    return found


def _message(ground: Ground, ref: str, question: str, said: Said, text: str, new_id: Callable[[], str]) -> Plan:
    thread = next((t for t in threads(ground.ledger, ref) if t.question == question), None)
    after = ";".join(sorted(thread.last)) if thread else ""
    return edit(Draft(message_slot(ref, question, new_id(), ground.author), said, text.strip(), after))
