"""Answers, flags, reasons and tags of one case or officer, and the answer that stands for several readers."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.case import interview_places
from inspector_app.domain.conflicts import goes_with, heads_at, places_of
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Question
from inspector_app.domain.routing import open_questions
from inspector_app.domain.values import CONSENSUS, clean_answer, clean_evidence
from inspector_app.services.commands import GiveReason, SetAnswer, SetConsensus, SetFlag, SettleConflict, TagNote
from inspector_app.services.planning.ground import Draft, Ground, Plan, edit, given

TAG_SEPARATOR = ";"


def set_answer(ground: Ground, command: SetAnswer) -> Plan:
    """An answer; what the command leaves out stays as it stands.

    To give the same answer again confirms it, where its question has changed since. A note or an evidence status alone
    does not: the answer keeps the version it was given under.
    """
    question = ground.question(command.question, command.about)
    if command.about == "case":
        ground.own_case(command.ref)
    slot = ground.answer_slot(command.about, command.ref, question.id)
    return Plan((*answer_drafts(ground, command, question, slot), *ground.begun(slot)))


def answer_drafts(ground: Ground, command: SetAnswer, question: Question, slot: Slot) -> tuple[Draft, ...]:
    """The answer alone, where it goes: to one place, or to those of several who held one interview.

    Raises:
        BadValue: the question does not take it.
    """
    stands = ground.ledger.standing(slot)
    value, note, evidence = stands.content if stands else ("", "", "")
    if command.value is not None:
        value = clean_answer(question, command.value)
    if command.note is not None:
        note = command.note
    if command.evidence is not None:
        evidence = clean_evidence(command.evidence)
    under = stands.instrument if stands and value and command.value is None else ""
    again = not under and _confirms(ground, slot)
    # Where two assessors held one interview, what is said now stands over both, whatever their clocks say.
    others = interview_places(ground.ledger, command.ref, question.id) if command.about == "officer" else ()
    places = dict.fromkeys((slot, *others))
    return tuple(Draft(place, value, note, evidence, under=under, again=again) for place in places)


def skip_section(ground: Ground, ref: str, section: str) -> Plan:
    """*Not applicable* for every open question of a section that has that choice."""
    case = ground.own_case(ref)
    part = next((s for p in ground.instrument.pages for s in p.sections if s.id == section), None)
    if part is None or not part.skippable:
        raise KnownError("This block cannot be skipped as a whole; answer its questions one by one.")
    open_ids = open_questions(ground.instrument.case_questions, case.sheet)
    drafts = []
    for question in ground.instrument.case_questions:
        if question.section == section and question.id in open_ids and question.not_applicable:
            slot = ground.answer_slot("case", ref, question.id)
            stands = ground.ledger.standing(slot)
            note, evidence = (stands.note, stands.evidence) if stands else ("", "")
            drafts.append(Draft(slot, question.not_applicable, note, evidence))
    return Plan((*drafts, *ground.begun(drafts[0].slot)) if drafts else ())


def set_flag(ground: Ground, command: SetFlag) -> Plan:
    """A *come back to this* mark."""
    ground.question(command.question, command.about)
    second = ground.own_case(command.ref).second if command.about == "case" else ""
    return edit(Draft(Slot(command.about, command.ref, "flag", command.question, second), "yes" if command.on else ""))


def give_reason(ground: Ground, command: GiveReason) -> Plan:
    """The reason for letting a warning stand."""
    case = ground.own_case(command.ref)
    return edit(Draft(Slot("case", case.ref, "reason", command.check, case.second), command.reason.strip()))


def set_consensus(ground: Ground, command: SetConsensus) -> Plan:
    """The answer that stands over what was read, with its reason. The readers' own answers stay as they are."""
    ground.refuse_unless_allowed("overrule")
    question = ground.question(command.question, "case")
    case = ground.case(command.ref)
    slot = Slot("case", case.ref, "answer", question.id, CONSENSUS)
    if not command.value:
        return edit(Draft(slot, ""))
    value = clean_answer(question, command.value)
    own = case.originals.get(question.id) or case.answers.get(question.id)
    evidence = own.evidence if own is not None else ""
    return edit(Draft(slot, value, given(command.reason, "Another answer"), evidence, again=_confirms(ground, slot)))


def settle_conflict(ground: Ground, command: SettleConflict) -> Plan:
    """One of several values that stand in one place, or both notes under one of them."""
    ground.refuse_unless_allowed("settle_conflict")
    heads = {r.id: r for r in heads_at(ground.ledger, command.slot)}
    picked = heads.get(command.pick)
    if picked is None or len(heads) < 2:
        raise KnownError(
            "This conflict is settled already, or changed meanwhile; nothing was changed. Look at it again."
        )
    note = _both_notes(picked, heads.values()) if command.keep_notes else picked.note
    told = (picked.value, note, picked.evidence)
    drafts = [Draft(place, *told, under=picked.instrument) for place in places_of(ground.ledger, command.slot)]
    drafts += [Draft(r.slot, *r.content, under=r.instrument) for r in goes_with(ground.ledger, picked)]
    return Plan(tuple(drafts))


def tag_note(ground: Ground, command: TagNote) -> Plan:
    """The tags of a note, sorted; none takes them all away."""
    ground.question(command.question, command.about)
    tags = sorted({" ".join(tag.replace(TAG_SEPARATOR, " ").split()) for tag in command.tags} - {""})
    slot = Slot(command.about, command.ref, "tag", command.question, command.assessor)
    return edit(Draft(slot, TAG_SEPARATOR.join(tags)))


def _confirms(ground: Ground, slot: Slot) -> bool:
    """Whether what stands is to be confirmed, so that to say it again says something."""
    stands = ground.ledger.standing(slot)
    return stands is not None and bool(ground.earlier.to_confirm(ground.ledger, {slot.name: stands}))


def _both_notes(picked: Revision, heads: Iterable[Revision]) -> str:
    others = sorted((r for r in heads if r.id != picked.id), key=lambda r: (r.at, r.id))
    said = [picked.note] if picked.note else []
    for other in others:
        head = f"[{other.author}, {other.at:%d.%m.%Y %H:%M}: {other.value or 'blank'}]"
        said.append(f"{head} {other.note}".rstrip())
    return "\n".join(said)
