"""Everything that filled-in forms of cases bring, as one act."""

from __future__ import annotations

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import ASSESSOR
from inspector_app.services.commands import FilledCase, FillIn, SetAnswer
from inspector_app.services.planning import answering, casework
from inspector_app.services.planning.ground import Draft, Ground, Plan


def fill_in(ground: Ground, command: FillIn) -> Plan:
    """Facts and answers of several cases and interviews. What may not be touched refuses the whole."""
    drafts: dict[Slot, Draft] = {}
    for case in command.cases:
        for draft in _case(ground, case):
            drafts.setdefault(draft.slot, draft)
    for answer in command.interviews:
        for draft in answering.set_answer(ground, answer).drafts:
            drafts.setdefault(draft.slot, draft)
    return Plan(tuple(drafts.values()))


def _case(ground: Ground, case: FilledCase) -> tuple[Draft, ...]:
    if case.new:
        return _new_case(ground, case)
    drafts: list[Draft] = []
    if case.fields:
        drafts += casework.set_fields(ground, case.ref, case.fields).drafts
    if case.answers:
        # One look at the case for all of its answers: a whole form may hold hundreds.
        reader = ground.own_case(case.ref).reader or ground.author
        drafts += ground.begun(Slot("case", case.ref, "answer", case.answers[0].question, reader))
        for answer in case.answers:
            drafts += _answer(ground, answer, reader)
    return tuple(drafts)


def _answer(ground: Ground, answer: SetAnswer, reader: str) -> tuple[Draft, ...]:
    question = ground.question(answer.question, "case")
    slot = Slot("case", answer.ref, "answer", question.id, reader)
    return answering.answer_drafts(ground, answer, question, slot)


def _new_case(ground: Ground, case: FilledCase) -> tuple[Draft, ...]:
    """A case that is added and answered at once: it is begun, and its answers are those of whoever takes it in."""
    added = casework.add_case(ground, case.ref, "", case.fields).drafts
    if not case.answers:
        return added
    begun = (
        Draft(Slot("case", case.ref, "status", ""), "in_progress"),
        Draft(Slot("case", case.ref, "field", ASSESSOR), ground.author),
    )
    answers = [draft for answer in case.answers for draft in _answer(ground, answer, ground.author)]
    return (*begun, *answers, *(draft for draft in added if draft.slot.facet != "status"))
