"""From a command to the revisions that carry it out. Nothing is written here, and nothing is half done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.answers import About, Kind, Ledger, Revision, Slot, undo_state
from inspector_app.domain.case import ASSESSOR, Case, interviewer, read_case, read_details, read_officer
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.progress import remaining
from inspector_app.domain.routing import open_questions
from inspector_app.domain.values import clean_answer, clean_evidence, clean_field
from inspector_app.services.commands import (
    AddCase,
    Command,
    GiveReason,
    Redo,
    Reopen,
    SetAnswer,
    SetDetails,
    SetFields,
    SetFlag,
    SignOff,
    SkipSection,
    Undo,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A change to one slot that is not yet a revision. `at` is when it was made, where that is not now."""

    slot: Slot
    value: str
    note: str = ""
    evidence: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of one act. Those that change nothing are left out before they become revisions."""

    drafts: tuple[Draft, ...] = ()
    kind: Kind = "edit"
    undoes: str = ""


@dataclass(frozen=True)
class Planner:
    """Plans commands against what stands, for one person at one device.

    Raises (each method): KnownError, where the command cannot be carried out.
    """

    instrument: Instrument
    ledger: Ledger
    author: str
    device: str

    def plan(self, command: Command) -> Plan:
        """The changes that carry a command out."""
        match command:
            case SetAnswer():
                return self._set_answer(command)
            case SkipSection(ref, section):
                return self._skip_section(self._open_case(ref), section)
            case SetFlag(about, ref, question, on):
                self._question(question)
                return _edit(Draft(Slot(about, ref, "flag", question), "yes" if on else ""))
            case AddCase(ref, assessor, fields):
                return self._add_case(ref, assessor, fields)
            case SetFields(ref, fields):
                return Plan(tuple(self._field_drafts(self._open_case(ref).ref, fields)))
            case GiveReason(ref, check, reason):
                return _edit(Draft(Slot("case", self._open_case(ref).ref, "reason", check), reason.strip()))
            case SignOff(ref):
                return self._sign_off(self._open_case(ref))
            case Reopen(ref, reason):
                return self._reopen(ref, reason)
            case SetDetails(details, team):
                return Plan(tuple(_detail_drafts(details, team)))
            case Undo(about, ref):
                return self._undo(about, ref)
            case Redo(about, ref):
                return self._redo(about, ref)

    def _set_answer(self, command: SetAnswer) -> Plan:
        question = self._question(command.question)
        slot = self.answer_slot(command.about, command.ref, question.id)
        stands = self.ledger.standing(slot)
        value, note, evidence = (stands.value, stands.note, stands.evidence) if stands else ("", "", "")
        if command.value is not None:
            value = clean_answer(question, command.value)
        if command.note is not None:
            note = command.note
        if command.evidence is not None:
            evidence = clean_evidence(command.evidence)
        return Plan((Draft(slot, value, note, evidence), *self._begun(slot)))

    def answer_slot(self, about: About, ref: str, question: str) -> Slot:
        """Where an answer goes: to the assessor whose answers count, or the author where there is none."""
        if about == "officer":
            return Slot("officer", ref, "answer", question, interviewer(self.ledger, ref) or self.author)
        case = self._open_case(ref)
        return Slot("case", ref, "answer", question, case.reader or self.author)

    def _begun(self, slot: Slot) -> Iterable[Draft]:
        """The first answer begins the case, and allocates it where nobody was allocated."""
        if slot.about != "case":
            return
        case = read_case(self.ledger, slot.ref)
        if case.status == "allocated":
            yield Draft(Slot("case", slot.ref, "status", ""), "in_progress")
        if not case.assessor:
            yield Draft(Slot("case", slot.ref, "field", ASSESSOR), slot.assessor)

    def _skip_section(self, case: Case, section: str) -> Plan:
        part = next((s for p in self.instrument.pages for s in p.sections if s.id == section), None)
        if part is None or not part.skippable:
            raise KnownError("This block cannot be skipped as a whole; answer its questions one by one.")
        open_ids = open_questions(self.instrument.case_questions, case.sheet)
        drafts = []
        for question in self.instrument.case_questions:
            if question.section == section and question.id in open_ids and question.not_applicable:
                slot = self.answer_slot("case", case.ref, question.id)
                stands = self.ledger.standing(slot)
                note, evidence = (stands.note, stands.evidence) if stands else ("", "")
                drafts.append(Draft(slot, question.not_applicable, note, evidence))
        return Plan((*drafts, *self._begun(drafts[0].slot)) if drafts else ())

    def _add_case(self, ref: str, assessor: str, fields: Mapping[str, str]) -> Plan:
        ref = ref.strip()
        if not ref:
            raise KnownError(
                "A case needs a reference; nothing was added. Use the reference on the file, never a name."
            )
        if self.ledger.slots("case", ref):
            raise KnownError(
                f"There is a case {ref} already; nothing was added. Open that one, or use another reference."
            )
        facts = {**fields, ASSESSOR: assessor} if assessor else fields
        return Plan((Draft(Slot("case", ref, "status", ""), "allocated"), *self._field_drafts(ref, facts)))

    def _field_drafts(self, ref: str, fields: Mapping[str, str]) -> Iterable[Draft]:
        for name, raw in fields.items():
            if name == ASSESSOR:
                yield Draft(Slot("case", ref, "field", ASSESSOR), raw.strip())
                continue
            known = self.instrument.fields_by_name.get(name)
            if known is None:
                raise KnownError(f"The question set has no case field “{name}”; nothing was changed.")
            yield Draft(Slot("case", ref, "field", name), clean_field(known, raw))

    def _sign_off(self, case: Case) -> Plan:
        details = read_details(self.ledger)
        officer = read_officer(self.ledger, case.officer)
        left = remaining(self.instrument, case, officer, details.interviews_held)
        if not left.may_sign_off:
            raise KnownError(f"Case {case.ref} cannot be signed off yet; see what remains, then sign it off again.")
        return Plan((Draft(Slot("case", case.ref, "status", ""), "signed_off"),), "act")

    def _reopen(self, ref: str, reason: str) -> Plan:
        if not reason.strip():
            raise KnownError("Reopening a case needs a reason; nothing was changed. Say in a few words why.")
        if not self._case(ref).signed_off:
            raise KnownError(f"Case {ref} is not signed off, so there is nothing to reopen.")
        return Plan((Draft(Slot("case", ref, "status", ""), "in_progress", note=reason.strip()),), "act")

    def _undo(self, about: About, ref: str) -> Plan:
        batch = undo_state(self.ledger, about, ref, self.author, self.device).undo
        if batch is None:
            raise KnownError("There is nothing to undo here.")
        self._refuse_if_signed_off(about, ref)
        drafts = []
        for revision in self._undoable(batch):
            before = self.ledger.before(revision)
            value, note, evidence = (before.value, before.note, before.evidence) if before else ("", "", "")
            if revision.slot.facet == "status" and not value:
                value = "allocated"
            drafts.append(Draft(revision.slot, value, note, evidence))
        return Plan(tuple(drafts), "undo", batch)

    def _redo(self, about: About, ref: str) -> Plan:
        batch = undo_state(self.ledger, about, ref, self.author, self.device).redo
        if batch is None:
            raise KnownError("There is nothing to redo here.")
        self._refuse_if_signed_off(about, ref)
        revisions = self._undoable(batch)
        return Plan(tuple(Draft(r.slot, r.value, r.note, r.evidence) for r in revisions), "redo", batch)

    def _undoable(self, batch: str) -> tuple[Revision, ...]:
        """What undo takes back. A case stays begun and allocated when its first answer is undone."""
        revisions = self.ledger.of_batch(batch)
        answers = tuple(r for r in revisions if r.slot.facet == "answer")
        return answers or revisions

    def _question(self, question_id: str) -> Question:
        question = self.instrument.questions_by_id.get(question_id)
        if question is None:
            raise KnownError(f"The question set has no question “{question_id}”; nothing was changed.")
        return question

    def _case(self, ref: str) -> Case:
        if not self.ledger.slots("case", ref):
            raise KnownError(f"There is no case {ref} in this inspection; nothing was changed.")
        return read_case(self.ledger, ref)

    def _open_case(self, ref: str) -> Case:
        case = self._case(ref)
        if case.signed_off:
            raise KnownError(f"Case {ref} is signed off; nothing was changed. Reopen it first.")
        return case

    def _refuse_if_signed_off(self, about: About, ref: str) -> None:
        if about == "case":
            self._open_case(ref)


def _edit(draft: Draft) -> Plan:
    return Plan((draft,))


def _detail_drafts(details: Mapping[str, str], team: Mapping[str, str]) -> Iterable[Draft]:
    for name, value in details.items():
        yield Draft(Slot("inspection", "", "detail", name), value)
    for code, role in team.items():
        yield Draft(Slot("inspection", "", "member", code), role)
