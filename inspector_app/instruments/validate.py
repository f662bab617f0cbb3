"""Mistakes in a question set that its shape alone does not show."""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import SHARE, Compare, FieldIs, Instrument, Question, QuestionIs, Rule
from inspector_app.instruments.rules import leaves

_ID = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = {ASSESSOR, "case_ref", "status", "officer_id"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend: the file, the question (or other id; empty for the file as a whole) and the reason."""

    file: str
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.reason}" if self.where else f"{self.file}: {self.reason}"


def mistakes(instrument: Instrument, files: Mapping[str, str]) -> list[Mistake]:
    """Everything wrong with a question set, in the order of its files; `files` gives each page's file by page id."""
    return [
        *_grid_mistakes(instrument),
        *_field_mistakes(instrument),
        *_double_ids(instrument, files),
        *_question_mistakes(instrument, files),
        *_check_mistakes(instrument),
    ]


def _grid_mistakes(instrument: Instrument) -> Iterator[Mistake]:
    outcomes, processes = {o.id for o in instrument.outcomes}, {p.id for p in instrument.processes}
    for criterion in instrument.criteria:
        if criterion.outcome not in outcomes:
            yield Mistake("instrument.toml", criterion.id, f"there is no outcome {criterion.outcome}")
        if criterion.process not in processes:
            yield Mistake("instrument.toml", criterion.id, f"there is no process {criterion.process}")
    for double in _doubles(p.id for p in instrument.pages):
        yield Mistake("instrument.toml", double, "two pages have this id")


def _field_mistakes(instrument: Instrument) -> Iterator[Mistake]:
    for double in _doubles(f.name for f in instrument.fields):
        yield Mistake("fields.toml", double, "two fields have this name")
    for field in instrument.fields:
        if field.name in _RESERVED:
            yield Mistake("fields.toml", field.name, "this name is taken by the product")
        if not _ID.fullmatch(field.name):
            yield Mistake("fields.toml", field.name, "a name is made of small letters, digits and _")
        if (field.kind == "single") != bool(field.choices):
            yield Mistake("fields.toml", field.name, "a list of choices goes with kind “single”, and with no other")
        for double in _doubles(c.code for c in field.choices):
            yield Mistake("fields.toml", field.name, f"the choice “{double}” stands twice")


def _double_ids(instrument: Instrument, files: Mapping[str, str]) -> Iterator[Mistake]:
    pages = {q.id: q.page for q in instrument.questions}
    for double in _doubles(q.id for q in instrument.questions):
        yield Mistake(files[pages[double]], double, "two questions have this id")
    held = {s.id: p.id for p in reversed(instrument.pages) for s in p.sections}
    for double in _doubles(s.id for p in instrument.pages for s in p.sections):
        yield Mistake(files[held[double]], double, "two sections have this id")


def _question_mistakes(instrument: Instrument, files: Mapping[str, str]) -> Iterator[Mistake]:
    earlier: dict[str, Question] = {}
    sections: dict[str, set[str]] = {}
    for page in instrument.pages:
        sections.setdefault(page.id, set()).update(s.id for s in page.sections)
    for question in instrument.questions:
        file = files[question.page]
        for reason in _reasons(instrument, question, earlier, sections[question.page]):
            yield Mistake(file, question.id, reason)
        earlier[question.id] = question


def _reasons(
    instrument: Instrument, question: Question, earlier: dict[str, Question], sections: Container[str]
) -> Iterator[str]:
    if not _ID.fullmatch(question.id):
        yield "an id is made of small letters, digits and _"
    if question.section not in sections:
        yield f"the page has no section “{question.section}”"
    for criterion in question.criteria:
        if criterion not in instrument.criteria_by_id:
            yield f"there is no criterion {criterion}"
    if question.under is not None and question.under not in earlier:
        yield f"it stands under “{question.under}”, which is no earlier question"
    yield from _choice_reasons(question)
    if question.scored:
        yield from _scored_reasons(instrument, question)
    if question.key and not question.scored:
        yield "only a scored question can be a key question"
    yield from _draft_reasons(question)
    yield from _rule_reasons(instrument, question.open_when, earlier, question)
    yield from _rule_reasons(instrument, question.base, ChainMap({question.id: question}, earlier), question)


def _draft_reasons(question: Question) -> Iterator[str]:
    if (question.finding or question.recommendation) and not question.scored:
        yield "a finding or a recommendation is drafted for scored questions alone"
    elif question.finding and (
        question.finding.count(SHARE) != 1 or set("{}") & set(question.finding.replace(SHARE, ""))
    ):
        yield f"the finding holds {SHARE} once, and no other braces"
    if set("{}") & set(question.recommendation):
        yield "a recommendation holds no braces"


def _choice_reasons(question: Question) -> Iterator[str]:
    listed = question.kind in ("single", "multiple")
    if listed and not question.choices:
        yield f"kind “{question.kind}” needs choices"
    if not listed and question.choices:
        yield f"kind “{question.kind}” takes no choices"
    for double in _doubles(c.code for c in question.choices):
        yield f"the choice “{double}” stands twice"
    for choice in question.choices:
        if not _ID.fullmatch(choice.code) and not choice.code.isdecimal():
            yield f"the code “{choice.code}” is not made of small letters, digits and _"
        if choice.code == "na" and choice.line != "none":
            yield "not applicable (na) stands on neither side of the line"


def _scored_reasons(instrument: Instrument, question: Question) -> Iterator[str]:
    lines = {c.line for c in question.choices}
    if question.kind != "single":
        yield "only a single choice can be scored"
    elif not {"above", "below"} <= lines:
        yield "a scored question needs a choice above and one below the line"
    if question.per != "case":
        yield "an officer's interview is never scored"
    if not question.criteria:
        yield "a scored question needs a criterion"
    for criterion in question.criteria:
        known = instrument.criteria_by_id.get(criterion)
        if known is not None and not known.scored:
            yield f"criterion {criterion} is never scored"


def _rule_reasons(
    instrument: Instrument, rule: Rule | None, earlier: Mapping[str, Question], question: Question | None
) -> Iterator[str]:
    for leaf in leaves(rule):
        match leaf:
            case QuestionIs(asked, codes):
                yield from _asked_reasons(instrument, asked, codes, earlier, question)
            case FieldIs(name, values):
                yield from _field_reasons(instrument, name, values, question)
            case Compare(left, _, right):
                if question is not None:
                    yield "compare is for cross-checks, not for opening a question"
                for side in (left, right):
                    yield from _side_reasons(instrument, side)


def _asked_reasons(
    instrument: Instrument,
    asked: str,
    codes: tuple[str, ...],
    earlier: Mapping[str, Question],
    question: Question | None,
) -> Iterator[str]:
    target = earlier.get(asked)
    if target is None:
        known = asked in instrument.questions_by_id
        yield f"its rule asks about “{asked}”, which {'comes later' if known else 'does not exist'}"
        return
    if question is not None and target.per != question.per:
        yield f"its rule asks about “{asked}”, which is asked per {target.per}"
    for code in codes:
        if target.choices and not target.offers(code):
            yield f"its rule asks for “{code}”, which “{asked}” does not offer"


def _field_reasons(
    instrument: Instrument, name: str, values: tuple[str, ...], question: Question | None
) -> Iterator[str]:
    field = instrument.fields_by_name.get(name)
    if field is None:
        yield f"its rule asks about the case field “{name}”, which does not exist"
        return
    if question is not None and question.per != "case":
        yield "a question asked per officer cannot ask about a case"
    offered = {c.code for c in field.choices}
    for value in values:
        if field.choices and value not in offered:
            yield f"its rule asks for “{value}”, which the case field “{name}” does not offer"


def _side_reasons(instrument: Instrument, side: str) -> Iterator[str]:
    kind, _, name = side.partition(":")
    if kind == "question" and name not in instrument.questions_by_id:
        yield f"it compares “{name}”, which is no question"
    if kind == "field" and name not in instrument.fields_by_name:
        yield f"it compares “{name}”, which is no case field"


def _check_mistakes(instrument: Instrument) -> Iterator[Mistake]:
    for double in _doubles(c.id for c in instrument.checks):
        yield Mistake("checks.toml", double, "two checks have this id")
    asked = {q.id: q for q in instrument.case_questions}
    for check in instrument.checks:
        for reason in _rule_reasons(instrument, check.when, asked, None):
            yield Mistake("checks.toml", check.id, reason)
        for target in check.go_to:
            name = target.removeprefix("field:")
            known = instrument.fields_by_name if target.startswith("field:") else instrument.questions_by_id
            if name not in known:
                yield Mistake("checks.toml", check.id, f"it points to “{target}”, which does not exist")


def _doubles(ids: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(ids).items() if count > 1]
