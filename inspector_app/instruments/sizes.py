"""Question sets that would grow when they are built: grids multiply, and shared lists are copied to each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.instruments.limits import (
    DEEPEST,
    LONGEST_LABEL,
    MOST_CHOICES,
    MOST_PARTS,
    MOST_PUT_IN,
    MOST_QUESTIONS,
    too_wide,
)
from inspector_app.instruments.shapes import (
    Choices,
    ChoiceShape,
    ColumnShape,
    FieldsShape,
    InstrumentShape,
    PageShape,
    QuestionShape,
)
from inspector_app.instruments.validate import Mistake


def size_mistakes(head: InstrumentShape, pages: Mapping[str, PageShape], fields: FieldsShape) -> Iterator[Mistake]:
    """What is larger than anybody writes; `pages` by file name."""
    asked = sum(max(1, len(q.rows) * len(q.column)) for page in pages.values() for q in page.question)
    if asked > MOST_QUESTIONS:
        yield Mistake("instrument.toml", "", f"its pages ask more than {MOST_QUESTIONS} questions")
        return
    lists = [("instrument.toml", name, listed) for name, listed in head.choices.items()]
    lists += [("fields.toml", field.name, field.choices) for field in fields.field]
    lists += [(file, q.id, listed) for file, page in pages.items() for q in page.question for listed in _own(q)]
    for file, name, listed in lists:
        if len(listed) > MOST_CHOICES:
            yield Mistake(file, name, f"a list holds at most {MOST_CHOICES} choices")
    for file, page in pages.items():
        for question in page.question:
            yield from (Mistake(file, question.id, reason) for reason in _reasons(question))


def _own(question: QuestionShape) -> Iterator[list[ChoiceShape]]:
    choices: list[Choices | None] = [question.choices, *(column.choices for column in question.column)]
    yield from (list(one) for one in choices if isinstance(one, list))


def _reasons(question: QuestionShape) -> Iterator[str]:
    if any(len(row.label) > LONGEST_LABEL or len(row.code) > LONGEST_LABEL for row in question.rows):
        yield f"the label of a row has at most {LONGEST_LABEL} signs"
    if any(text.count("{") > MOST_PUT_IN for column in question.column for text in _texts(question, column)):
        yield f"a label is put into one text at most {MOST_PUT_IN} times"
    rules = (question.open_when, question.base, *(column.open_when for column in question.column))
    if any(rule is not None and too_wide(rule) for rule in rules):
        yield f"a rule has at most {MOST_PARTS} parts, and no more than {DEEPEST} in one another"


def _texts(question: QuestionShape, column: ColumnShape) -> tuple[str, ...]:
    told = column.guidance or question.guidance
    drafts = (column.finding, column.recommendation)
    return (column.text, column.short, *drafts, told.sufficient, told.where, told.record)
