"""The shape of a question set's files. The JSON Schemas that ship are made from these classes; a test holds it so."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Shape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The base of all shapes: a misspelt name is an error."""


class ChoiceShape(Shape):
    """One answer of a list."""

    code: str
    label: str
    line: Literal["above", "below", "none"] = "none"


Choices = str | list[ChoiceShape]


class GuidanceShape(Shape):
    """What good enough looks like, where to look, what to record."""

    sufficient: str = ""
    where: str = ""
    record: str = ""


class RowShape(Shape):
    """One row of a grid."""

    code: str
    label: str


class ColumnShape(Shape):
    """One column of a grid: a question asked of each row."""

    code: str
    label: str
    text: str
    short: str
    kind: Literal["single", "multiple", "number", "date", "text"]
    choices: Choices | None = None
    criteria: list[str] | None = None
    open_when: dict[str, Any] | None = None
    scored: bool = False
    key: bool = False
    required: bool = True
    guidance: GuidanceShape | None = None
    finding: str = ""
    recommendation: str = ""


class QuestionShape(Shape):
    """One question, or a grid of them."""

    id: str
    section: str
    criteria: list[str]
    kind: Literal["single", "multiple", "number", "date", "text", "grid"]
    text: str
    short: str = ""
    finding: str = ""
    recommendation: str = ""
    scored: bool = False
    key: bool = False
    required: bool = True
    choices: Choices | None = None
    open_when: dict[str, Any] | None = None
    under: str | None = None
    base: dict[str, Any] | None = None
    guidance: GuidanceShape = msgspec.field(default_factory=GuidanceShape)
    rows: list[RowShape] = []
    column: list[ColumnShape] = []


class SectionShape(Shape):
    """A part of a page."""

    id: str
    title: str
    skippable: bool = False


class PageHeadShape(Shape):
    """The head of a page."""

    id: str
    title: str
    per: Literal["case", "officer"] = "case"


class PageShape(Shape):
    """A page file."""

    page: PageHeadShape
    section: list[SectionShape]
    question: list[QuestionShape]


class FieldShape(Shape):
    """A fact of a case."""

    name: str
    label: str
    kind: Literal["single", "number", "date", "text"]
    choices: list[ChoiceShape] = []
    required: bool = False
    bar: bool = False
    help: str = ""


class FieldsShape(Shape):
    """The file of case fields."""

    field: list[FieldShape]


class CheckShape(Shape):
    """One cross-check."""

    id: str
    severity: Literal["error", "warning"]
    when: dict[str, Any]
    say: str
    go_to: list[str] = []


class ChecksShape(Shape):
    """The file of cross-checks."""

    check: list[CheckShape] = []


class TermShape(Shape):
    """One term of the glossary."""

    term: str
    meaning: str


class GlossaryShape(Shape):
    """The glossary."""

    term: list[TermShape] = []


class OutcomeShape(Shape):
    """A row of the criteria grid."""

    id: str
    title: str
    short: str
    expectation: str


class ProcessShape(Shape):
    """A column of the criteria grid."""

    id: str
    title: str
    short: str


class CriterionShape(Shape):
    """A cell of the criteria grid."""

    id: str
    title: str
    outcome: str
    process: str
    scored: bool


class InstrumentShape(Shape):
    """The head file of a question set."""

    id: str
    version: str
    title: str
    language: str
    pages: list[str]
    outcome: list[OutcomeShape]
    process: list[ProcessShape]
    criterion: list[CriterionShape]
    choices: dict[str, list[ChoiceShape]]


SCHEMAS: dict[str, type[Shape]] = {
    "instrument": InstrumentShape,
    "fields": FieldsShape,
    "page": PageShape,
    "checks": ChecksShape,
    "glossary": GlossaryShape,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    schema = msgspec.json.schema(SCHEMAS[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Inspector question set: {name}",
        **schema,
    }
