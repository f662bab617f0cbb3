"""Cases as a whole: adding, facts, allocation, and the way from allocated to signed off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import ASSESSOR, Case, read_details, read_officer
from inspector_app.domain.case_access import is_others, may_overrule, may_reopen
from inspector_app.domain.errors import KnownError
from inspector_app.domain.progress import Remaining, remaining
from inspector_app.domain.reviewing import open_queries, threads
from inspector_app.domain.roles import leads
from inspector_app.domain.upgrading import to_ask
from inspector_app.domain.values import CONSENSUS, clean_field
from inspector_app.services.commands import Allocate, AssignSecondReads, SetDetails, SetWorksWith, WithdrawSecondRead
from inspector_app.services.planning.ground import Draft, Ground, Plan, edit, given


def add_case(ground: Ground, ref: str, assessor: str, fields: Mapping[str, str]) -> Plan:
    """A new case with its first facts."""
    ref = ref.strip()
    if not ref:
        raise KnownError("A case needs a reference; nothing was added. Use the reference on the file, never a name.")
    if ground.ledger.slots("case", ref):
        raise KnownError(f"There is a case {ref} already; nothing was added. Open that one, or use another reference.")
    facts = {**fields, ASSESSOR: assessor} if assessor else fields
    _refuse_allocation(ground, "", assessor)
    return Plan((Draft(Slot("case", ref, "status", ""), "allocated"), *_field_drafts(ground, ref, facts)))


def set_fields(ground: Ground, ref: str, fields: Mapping[str, str]) -> Plan:
    """Facts of a case."""
    case = ground.open_case(ref)
    if case.second:
        raise KnownError(f"The facts of case {ref} are the first reader’s to set; nothing was changed.")
    team = read_details(ground.ledger).team
    if is_others(case, team, ground.author) and not leads(team, ground.author):
        raise KnownError(
            f"Case {ref} is {case.assessor}’s; nothing was changed. Its facts are for them or the lead to set."
        )
    if ASSESSOR in fields:
        _refuse_allocation(ground, case.assessor, fields[ASSESSOR])
        _refuse_second_reader(case, fields[ASSESSOR].strip())
    return Plan(tuple(_field_drafts(ground, ref, fields)))


def allocate(ground: Ground, command: Allocate) -> Plan:
    """To whom cases go, as one act."""
    ground.refuse_unless_allowed("allocate")
    drafts = []
    for ref, assessor in command.assignments.items():
        case = ground.case(ref)
        if case.signed_off:
            raise KnownError(f"Case {ref} is signed off, so nothing was allocated. Reopen it first.")
        _refuse_second_reader(case, assessor)
        drafts.append(Draft(Slot("case", ref, "field", ASSESSOR), _reader(assessor)))
    return Plan(tuple(drafts))


def set_works_with(ground: Ground, command: SetWorksWith) -> Plan:
    """That an assessor works with an officer, and gets none of their cases."""
    ground.refuse_unless_allowed("allocate")
    slot = Slot("officer", command.officer, "works_with", command.assessor)
    return edit(Draft(slot, "yes" if command.on else "", command.why.strip()))


def submit(ground: Ground, ref: str) -> Plan:
    """A finished case goes to the lead; a finished second read is locked."""
    case = ground.own_case(ref)
    _refuse_unless_complete(ground, case, "submitted")
    if case.second:
        slot = Slot("case", ref, "second", "", case.second)
        return Plan((Draft(slot, "locked", ground.note_of(slot)),), "act")
    return Plan((Draft(Slot("case", ref, "status", ""), "submitted"),), "act")


def sign_off(ground: Ground, ref: str) -> Plan:
    """A case is declared finished, and counts from now on."""
    ground.refuse_unless_allowed("sign_off")
    case = ground.case(ref)
    if case.signed_off:
        raise KnownError(f"Case {ref} is signed off already.")
    _refuse_unless_complete(ground, case, "signed off")
    return Plan((Draft(Slot("case", ref, "status", ""), "signed_off"),), "act")


def return_case(ground: Ground, ref: str, reason: str) -> Plan:
    """A submitted case goes back to its assessor, who is shown what is asked."""
    ground.refuse_unless_allowed("return")
    case = ground.case(ref)
    if case.status not in ("submitted", "signed_off"):
        raise KnownError(f"Case {ref} is not submitted, so there is nothing to return.")
    if not reason.strip() and not _left(ground, case).asked:
        raise KnownError(f"Case {ref} was not returned: ask about a question first, or say why it goes back.")
    return Plan((Draft(Slot("case", ref, "status", ""), "returned", reason.strip()),), "act")


def reopen(ground: Ground, ref: str, reason: str) -> Plan:
    """A submitted or signed-off case may be changed again."""
    why = given(reason, "Reopening a case")
    case = ground.own_view(ref)
    if case.second:
        raise KnownError("A locked second read stays as it is; ask the lead to withdraw and assign it again.")
    if case.status not in ("submitted", "signed_off"):
        raise KnownError(f"Case {ref} is not signed off, so there is nothing to reopen.")
    if case.signed_off:
        ground.refuse_unless_allowed("sign_off")
    if not may_reopen(case, read_details(ground.ledger).team, ground.author):
        raise KnownError(f"Case {ref} is {case.assessor}’s to take back, or the lead’s to return; nothing was changed.")
    return Plan((Draft(Slot("case", ref, "status", ""), "in_progress", note=why),), "act")


def assign_second_reads(ground: Ground, command: AssignSecondReads) -> Plan:
    """Who reads which cases once more, blind; `how` says how they were chosen."""
    ground.refuse_unless_allowed("assign_second_read")
    drafts = []
    for ref, assessor in command.readers:
        case = ground.case(ref)
        if _reader(assessor) == case.reader:
            raise KnownError(f"{assessor} has read case {ref} already, so nothing was assigned. Choose somebody else.")
        if assessor not in case.seconds:
            drafts.append(Draft(Slot("case", ref, "second", "", assessor), "allocated", command.how.strip()))
    return Plan(tuple(drafts))


def withdraw_second_read(ground: Ground, command: WithdrawSecondRead) -> Plan:
    """A second read is not wanted any more; what was answered in it stays in the history."""
    ground.refuse_unless_allowed("assign_second_read")
    slot = Slot("case", command.ref, "second", "", command.assessor)
    return edit(Draft(slot, "", ground.note_of(slot)))


def set_details(ground: Ground, command: SetDetails) -> Plan:
    """What is said of the inspection, and who is in the team. To say what stands already is nobody's to refuse."""
    if CONSENSUS in (code.strip() for code in command.team):
        raise KnownError(
            f"“{CONSENSUS}” names the answer that stands over what was read, so it is nobody’s code; nothing was "
            "changed. Choose another."
        )
    details = (Draft(Slot("inspection", "", "detail", name), value) for name, value in command.details.items())
    team = (Draft(Slot("inspection", "", "member", code), role) for code, role in command.team.items())
    drafts = (*details, *team)
    if any(ground.stands_at(draft.slot) != draft.value for draft in drafts):
        ground.refuse_unless_allowed("say_details")
    return Plan(drafts)


def _refuse_allocation(ground: Ground, before: str, to: str) -> None:
    """Who does not lead may take what nobody has, and gives nothing to others."""
    if to.strip() not in (before, before or ground.author):
        ground.refuse_unless_allowed("allocate")


def _refuse_second_reader(case: Case, assessor: str) -> None:
    if assessor in case.seconds:
        raise KnownError(
            f"{assessor} reads case {case.ref} a second time, so nothing was allocated. Choose somebody else."
        )


def _reader(assessor: str) -> str:
    if assessor.strip() == CONSENSUS:
        raise KnownError("A case is read by an assessor, not by the consensus; nothing was changed.")
    return assessor.strip()


def _field_drafts(ground: Ground, ref: str, fields: Mapping[str, str]) -> Iterable[Draft]:
    for name, raw in fields.items():
        if name == ASSESSOR:
            yield Draft(Slot("case", ref, "field", ASSESSOR), _reader(raw))
            continue
        known = ground.instrument.fields_by_name.get(name)
        if known is None:
            raise KnownError(f"The question set has no case field “{name}”; nothing was changed.")
        yield Draft(Slot("case", ref, "field", name), clean_field(known, raw))


def _refuse_unless_complete(ground: Ground, case: Case, what: str) -> None:
    left = _left(ground, case)
    if not left.may_sign_off:
        raise KnownError(f"Case {case.ref} cannot be {what} yet; see what remains, then try again.")
    unsettled = (t for t in threads(ground.ledger, case.ref) if t.state != "settled")
    if what == "signed off" and any(t.question in left.open_ids for t in unsettled):
        raise KnownError(f"Case {case.ref} cannot be signed off yet: settle its queries first.")


def _left(ground: Ground, case: Case) -> Remaining:
    officer = read_officer(ground.ledger, case.officer)
    details = read_details(ground.ledger)
    asked = () if case.second else open_queries(ground.ledger, case.ref)
    overrules = may_overrule(case, details.team, ground.author)
    confirm = to_ask(ground.earlier.to_confirm(ground.ledger, case.answers), overrules)
    return remaining(ground.instrument, case, officer, details.interviews_held, asked, confirm)
