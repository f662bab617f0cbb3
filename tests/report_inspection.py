"""Inspections for the tests of the report: seeded answers, given to the real question set along its own rules."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from inspector_app.domain.answers import Slot
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, holds
from inspector_app.instruments.library import load
from inspector_app.services.inspections import Inspections
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Person, Session

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "resources" / "fonts"
DETAILS = {
    "trust": "Northmoor Probation Trust",
    "title": "Inspection of adult offending work",
    "fieldwork_start": "2013-09-02",
    "fieldwork_end": "2013-09-20",
    "synthetic": "yes",
}
TEAM = {"LI1": "lead", "DL1": "deputy", "IN1": "inspector", "IN2": "inspector", "LA1": "local_assessor"}


@cache
def question_set() -> Instrument:
    """The question set that ships."""
    return load(ROOT / "resources" / "instruments" / "violence-2013")


def inspection(
    folder: Path,
    cases: int = 12,
    officers: int = 5,
    seed: int = 1,
    details: Mapping[str, str] | None = None,
    team: Mapping[str, str] | None = None,
    unfinished: int = 0,
) -> Session:
    """A session on a new file. The clock ticks by the second and ids count up, so that each run is the same."""
    ids, clock = iter(range(10**9)), iter(range(10**9))
    begun = datetime(2013, 9, 2, 9, tzinfo=UTC)
    makers = Inspections(
        {question_set().id: question_set()},
        now=lambda: begun + timedelta(seconds=next(clock)),
        new_id=lambda: f"id-{next(ids):07d}",
    )
    held = {**DETAILS, **(details or {})}
    session = makers.create(
        folder / "test.inspection", question_set().id, Person("LI1", "desk"), held, TEAM if team is None else team
    )
    dice = random.Random(seed)
    drafts = [d for n in range(cases) for d in _case(dice, n, officers, n >= cases - unfinished)]
    if held.get("interviews") != "no":
        drafts += [d for n in range(officers) for d in _officer(dice, n)]
    pending = session.take_in(drafts)
    if pending is not None:
        session.settle(pending)
    return session


def walk(dice: random.Random, questions: tuple[Question, ...], fields: Mapping[str, str]) -> dict[str, str]:
    """Answers to every open question, mostly above the line, as an assessor would give them in form order."""
    answers: dict[str, str] = {}
    open_ids: set[str] = set()
    for question in questions:
        if holds(question.open_when, Sheet(fields, answers), open_ids):
            open_ids.add(question.id)
            answers[question.id] = _answer(dice, question)
    return answers


def _answer(dice: random.Random, question: Question) -> str:
    codes = [c.code for c in question.choices]
    if question.kind == "multiple":
        return ";".join(c for c in codes if dice.random() < 0.3) or codes[0]
    if question.kind == "single":
        weights = [5 if c.line == "above" else 2 if c.line == "below" else 1.5 for c in question.choices]
        return dice.choices(codes, weights)[0]
    return {"number": "12", "date": "2013-06-03", "text": ""}[question.kind]


def _case(dice: random.Random, number: int, officers: int, unfinished: bool) -> Iterator[Draft]:
    ref, fields = f"C{number:03d}", _fields(dice, f"OM{number % max(officers, 1):02d}")
    yield Draft(Slot("case", ref, "status", ""), "in_progress" if unfinished else "signed_off")
    yield Draft(Slot("case", ref, "field", "assessor"), "IN1")
    for name, value in fields.items():
        yield Draft(Slot("case", ref, "field", name), value)
    for question, value in walk(dice, question_set().case_questions, fields).items():
        if value and not (unfinished and dice.random() < 0.5):
            yield Draft(Slot("case", ref, "answer", question, "IN1"), value)


def _officer(dice: random.Random, number: int) -> Iterator[Draft]:
    for question, value in walk(dice, question_set().officer_questions, {}).items():
        if value:
            yield Draft(Slot("officer", f"OM{number:02d}", "answer", question, "IN1"), value)


def _fields(dice: random.Random, officer: str) -> dict[str, str]:
    free = {"ldu": dice.choice(["North", "South", "Coast & Moor"]), "officer": officer, "office": "Main"}
    made = {}
    for field in question_set().fields:
        listed = [c.code for c in field.choices]
        if listed:
            made[field.name] = dice.choices(listed, [len(listed) - i for i in range(len(listed))])[0]
        else:
            kinds = {"number": str(dice.randint(19, 63)), "date": "2012-12-03", "text": ""}
            made[field.name] = free.get(field.name, kinds[field.kind])
    return {name: value for name, value in made.items() if value}
