"""Cases and answers from CSV into an open inspection: all rows or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspector_app.domain.answers import Slot
from inspector_app.domain.case import ASSESSOR, Case
from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import Question
from inspector_app.domain.values import CONSENSUS, STATUSES, BadValue, clean_answer, clean_evidence, clean_field
from inspector_app.exchange import csv_text
from inspector_app.exchange.inspection_tables import (
    AnswerRow,
    CaseRow,
    CaseTable,
    read_answers,
    read_cases,
    read_moment,
)
from inspector_app.services.gaps import gaps_of_signed_off
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Pending, Session

ROLE = "local_assessor"
"""The role of an assessor whose code an import adds to the team."""


@dataclass(frozen=True, slots=True)
class Text:
    """A CSV text, and what messages call it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import would add.

    Attributes:
        drafts: the changes, those that only repeat what stands left out.
        case_rows, answer_rows: how many rows the tables have.
        new, changed: references of cases that are added, and of those of which facts, allocation or status change.
        answers: how many answers are added or changed.
        members: assessor codes that join the team.
        gaps: a sentence for each signed-off case that has gaps or on which cross-checks strike.
    """

    drafts: tuple[Draft, ...]
    case_rows: int
    answer_rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    answers: int
    members: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def same(self) -> int:
        """How many rows say what stands already."""
        return self.case_rows + self.answer_rows - len(self.new) - len(self.changed) - self.answers


def read_in(session: Session, cases: Text | None, answers: Text | None) -> Intake:
    """Reads and checks both tables against the inspection; nothing is written.

    Raises:
        KnownError: a table cannot be read.
        BadRows: rows are wrong; each is named with its line and the reason.
    """
    reader = _Reader(session)
    if cases is not None:
        table = read_cases(cases.name, cases.text, session.instrument.fields_by_name)
        for case_row in table.rows:
            reader.take_case(table, case_row)
        reader.end_table(table.name, table.bad)
    if answers is not None:
        given = read_answers(answers.name, answers.text)
        for answer_row in given.rows:
            reader.take_answer(answer_row)
        reader.end_table(given.name, given.bad)
    return reader.finish()


def count_rows(cases: Text) -> int:
    """How many rows a table of cases has, whatever they hold; none where it cannot be read as a table at all."""
    try:
        return csv_text.count_rows(cases.name, cases.text)
    except KnownError:
        return 0


def take_in(session: Session, intake: Intake) -> Pending | None:
    """Writes what was read, as one act; None when it adds nothing."""
    return session.take_in(intake.drafts)


@dataclass
class _Reader:
    session: Session
    drafts: dict[Slot, Draft] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    """Of the table that is being read: the line, and what is wrong there."""
    seen: set[object] = field(default_factory=set)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    case_rows: int = 0
    answer_rows: int = 0
    answers: int = 0
    assessors: dict[str, None] = field(default_factory=dict)
    allocated: dict[str, str | None] = field(default_factory=dict)
    """The assessor of each case met; None where a case of this import has no such column, so its answers decide."""
    _refs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._refs = frozenset(self.session.refs())

    # Cases

    def take_case(self, table: CaseTable, row: CaseRow) -> None:
        self.case_rows += 1
        wrong = list(self._wrong_with(row))
        facts = {}
        for name, raw in row.fields.items():
            try:
                facts[name] = clean_field(self.session.instrument.fields_by_name[name], raw)
            except BadValue as error:
                wrong.append(str(error))
        if wrong:
            self._refuse(row.line, wrong)
            # Its answers are not blamed for it.
            self.allocated.setdefault(row.ref, row.assessor)
            return
        self.seen.add(row.ref)
        known = self.session.case(row.ref) if row.ref in self._refs else None
        if table.allocates:
            facts[ASSESSOR] = row.assessor
        status = row.status or (known.status if known else STATUSES[0])
        changes = self._case_drafts(row.ref, known, status, facts)
        if changes:
            (self.changed if known else self.new).append(row.ref)
        self.allocated[row.ref] = facts.get(ASSESSOR, known.assessor if known else None)

    def _wrong_with(self, row: CaseRow) -> list[str]:
        wrong = []
        if not row.ref:
            wrong.append("The case has no reference.")
        if row.ref in self.seen:
            wrong.append(f"The case {row.ref} stands twice in the table.")
        if row.status and row.status not in STATUSES:
            wrong.append(f"“{row.status}” is no status; use one of {', '.join(STATUSES)}.")
        if row.assessor == CONSENSUS:
            wrong.append("A case is allocated to an assessor, not to the consensus.")
        return wrong

    def _case_drafts(self, ref: str, known: Case | None, status: str, facts: Mapping[str, str]) -> bool:
        stands = {**known.fields, ASSESSOR: known.assessor} if known else {}
        changes = [Draft(Slot("case", ref, "field", n), v) for n, v in facts.items() if stands.get(n, "") != v]
        if known is None or known.status != status:
            changes.insert(0, Draft(Slot("case", ref, "status", ""), status))
        self._add(changes)
        self._meet(facts.get(ASSESSOR, ""))
        return bool(changes)

    # Answers

    def take_answer(self, row: AnswerRow) -> None:
        self.answer_rows += 1
        question = self.session.instrument.questions_by_id.get(row.question)
        wrong = self._wrong_place(row, question)
        if wrong or question is None:
            self._refuse(row.line, wrong)
            return
        slot = self._slot(row, question)
        stands = self.session.ledger.standing(slot)
        try:
            value = clean_answer(question, row.value)
            evidence = stands.evidence if row.evidence is None and stands else clean_evidence(row.evidence or "")
        except KnownError as error:
            self._refuse(row.line, [str(error)])
            return
        note = stands.note if row.note is None and stands else row.note or ""
        try:
            draft = Draft(slot, value, note, evidence, read_moment(row.recorded_at))
        except ValueError:
            reason = f"“{row.recorded_at}” is no moment; write it as 2013-09-02T10:30:00+01:00, or leave it empty."
            self._refuse(row.line, [reason])
            return
        if slot in self.seen:
            by = f" by {slot.assessor}" if slot.assessor else ""
            self._refuse(row.line, [f"Question {row.question} is answered twice{by} for {slot.about} {slot.ref}."])
            return
        self.seen.add(slot)
        self._meet(slot.assessor)
        if (
            (stands.value, stands.note, stands.evidence) != (value, note, evidence)
            if stands
            else value or note or evidence
        ):
            self.answers += 1
            self._add([draft])

    def _wrong_place(self, row: AnswerRow, question: Question | None) -> list[str]:
        if question is None:
            return [f"The question set has no question “{row.question}”."]
        if question.per == "officer":
            if row.case_ref or not row.officer:
                return [
                    f"Question {question.id} is asked once of each officer: name the officer, and leave case_ref empty."
                ]
            return []
        if row.officer or not row.case_ref:
            return [f"Question {question.id} is asked of each case: name the case_ref, and leave officer empty."]
        if row.case_ref not in self.allocated and row.case_ref not in self._refs:
            return [f"There is no case “{row.case_ref}” in the inspection."]
        return []

    def _slot(self, row: AnswerRow, question: Question) -> Slot:
        if question.per == "officer":
            stands = self.session.answer_slot("officer", row.officer, question.id)
            return stands._replace(assessor=row.assessor or stands.assessor)
        ref = row.case_ref
        if ref not in self.allocated:
            self.allocated[ref] = self.session.case(ref).assessor
        assessor = row.assessor or self.allocated[ref] or self.session.person.author
        if not self.allocated[ref] and (self.allocated[ref] is None or not row.assessor) and assessor != CONSENSUS:
            # As on screen: the first answer allocates a case that nobody was given.
            self.allocated[ref] = assessor
            self._add([Draft(Slot("case", ref, "field", ASSESSOR), assessor)])
        return Slot("case", ref, "answer", question.id, assessor)

    # Both

    def _meet(self, assessor: str) -> None:
        if assessor and assessor != CONSENSUS:
            self.assessors[assessor] = None

    def _add(self, drafts: list[Draft]) -> None:
        self.drafts.update((draft.slot, draft) for draft in drafts)

    def _refuse(self, line: int, reasons: list[str]) -> None:
        self.wrong.append((line, " ".join(reasons)))

    def end_table(self, name: str, other_length: Iterable[tuple[int, str]]) -> None:
        """Every bad row of one table, in the order of its lines."""
        self.bad += [f"{name}, line {line}: {reason}" for line, reason in sorted((*self.wrong, *other_length))]
        self.wrong.clear()

    def finish(self) -> Intake:
        if self.bad:
            count = "1 row is" if len(self.bad) == 1 else f"{len(self.bad)} rows are"
            raise BadRows(f"{count} wrong, so nothing was taken in; mend these and import again.", tuple(self.bad))
        team = self.session.details().team
        members = tuple(code for code in self.assessors if code not in team)
        self._add([Draft(Slot("inspection", "", "member", code), ROLE) for code in members])
        drafts = tuple(self.drafts.values())
        gaps = gaps_of_signed_off(self.session, drafts)
        return Intake(
            drafts, self.case_rows, self.answer_rows, tuple(self.new), tuple(self.changed), self.answers, members, gaps
        )
