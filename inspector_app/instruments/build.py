"""From the shapes of the files to the domain's question set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.instrument import (
    CaseField,
    Check,
    Choice,
    Criterion,
    Grid,
    GridCell,
    Guidance,
    Instrument,
    Outcome,
    Page,
    Process,
    Question,
    Rule,
    Section,
)
from inspector_app.instruments.rules import BadRule, read_rule
from inspector_app.instruments.shapes import (
    ChecksShape,
    Choices,
    ChoiceShape,
    ColumnShape,
    FieldsShape,
    GlossaryShape,
    GuidanceShape,
    InstrumentShape,
    PageShape,
    QuestionShape,
    RowShape,
)
from inspector_app.instruments.validate import Mistake


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from the files of one set; `pages` by file name in form order, `texts` all of its files."""

    head: InstrumentShape
    pages: Mapping[str, PageShape]
    fields: FieldsShape
    checks: ChecksShape
    glossary: GlossaryShape
    texts: Mapping[str, str]
    content_hash: str


def build(source: Source, found: list[Mistake]) -> Instrument:
    """The question set; what cannot be built is added to `found`."""
    head = source.head
    builders = [_PageBuilder(file, page, head.choices, found) for file, page in source.pages.items()]
    for builder in builders:
        builder.run()
    return Instrument(
        id=head.id,
        version=head.version,
        title=head.title,
        language=head.language,
        outcomes=tuple(Outcome(o.id, o.title, o.short, o.expectation) for o in head.outcome),
        processes=tuple(Process(p.id, p.title, p.short) for p in head.process),
        criteria=tuple(Criterion(c.id, c.title, c.outcome, c.process, c.scored) for c in head.criterion),
        pages=tuple(b.page for b in builders),
        fields=tuple(
            CaseField(f.name, f.label, f.kind, _choices(f.choices), f.required, f.bar, f.help)
            for f in source.fields.field
        ),
        questions=tuple(q for b in builders for q in b.questions),
        grids=tuple(g for b in builders for g in b.grids),
        checks=_checks(source.checks, found),
        glossary=tuple((t.term, t.meaning) for t in source.glossary.term),
        content_hash=source.content_hash,
        files=source.texts,
    )


def _choices(shapes: list[ChoiceShape]) -> tuple[Choice, ...]:
    return tuple(Choice(c.code, c.label, c.line) for c in shapes)


def _guidance(shape: GuidanceShape, names: Mapping[str, str] | None = None) -> Guidance:
    texts = (shape.sufficient, shape.where, shape.record)
    return Guidance(*(_filled(text, names or {}) for text in texts))


def _filled(text: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _filled_rule(raw: Any, names: Mapping[str, str]) -> Any:
    if isinstance(raw, str):
        return _filled(raw, names)
    if isinstance(raw, list):
        return [_filled_rule(part, names) for part in raw]
    if isinstance(raw, dict):
        return {key: _filled_rule(part, names) for key, part in raw.items()}
    return raw


@dataclass
class _PageBuilder:
    file: str
    shape: PageShape
    lists: Mapping[str, list[ChoiceShape]]
    found: list[Mistake]
    questions: list[Question] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    @property
    def page(self) -> Page:
        head = self.shape.page
        sections = tuple(Section(s.id, s.title, s.skippable) for s in self.shape.section)
        return Page(head.id, head.title, head.per, sections)

    def run(self) -> None:
        place = 0
        for shape in self.shape.question:
            if shape.under is None:
                place += 1
                letter = ord("a")
                number = f"{self.shape.page.id}{place}"
            else:
                number = f"{self.shape.page.id}{place}{chr(letter)}" if place else f"{self.shape.page.id}0"
                letter += 1
            if shape.kind == "grid":
                self._grid(shape, number)
            else:
                self.questions.append(self._question(shape, number))

    def _question(self, shape: QuestionShape, number: str) -> Question:
        assert shape.kind != "grid"
        head = self.shape.page
        return Question(
            id=shape.id,
            number=number,
            page=head.id,
            section=shape.section,
            criteria=tuple(shape.criteria),
            text=shape.text,
            short=shape.short or shape.text,
            kind=shape.kind,
            per=head.per,
            required=shape.required,
            scored=shape.scored,
            key=shape.key,
            choices=self._listed(shape.choices, shape.id),
            open_when=self._rule(shape.open_when, shape.id),
            under=shape.under,
            base=self._rule(shape.base, shape.id),
            guidance=_guidance(shape.guidance),
            finding=shape.finding,
            recommendation=shape.recommendation,
        )

    def _grid(self, shape: QuestionShape, number: str) -> None:
        if not shape.rows or not shape.column:
            self.found.append(Mistake(self.file, shape.id, "a grid needs rows and columns"))
        self.grids.append(
            Grid(
                shape.id,
                self.shape.page.id,
                shape.text,
                tuple((r.code, r.label) for r in shape.rows),
                tuple((c.code, c.label) for c in shape.column),
            )
        )
        for place, row in enumerate(shape.rows, start=1):
            for column in shape.column:
                self.questions.append(self._cell(shape, row, column, f"{number}.{place}"))

    def _cell(self, shape: QuestionShape, row: RowShape, column: ColumnShape, number: str) -> Question:
        names = {"row": row.code, "label": row.label}
        inner = {
            "row": row.code,
            "label": row.label[:1].lower() + row.label[1:] if row.label[1:2].islower() else row.label,
        }
        cell_id = f"{shape.id}_{row.code}_{column.code}"
        opening = column.open_when if column.open_when is not None else shape.open_when
        return Question(
            id=cell_id,
            # A letter tells the columns apart; a grid with one column needs none.
            number=number + (chr(ord("a") + shape.column.index(column)) if len(shape.column) > 1 else ""),
            page=self.shape.page.id,
            section=shape.section,
            criteria=tuple(shape.criteria if column.criteria is None else column.criteria),
            text=_sentence(_filled(column.text, inner)),
            short=_sentence(_filled(column.short, inner)),
            kind=column.kind,
            per=self.shape.page.per,
            required=column.required,
            scored=column.scored,
            key=column.key,
            choices=self._listed(column.choices, cell_id),
            open_when=self._rule(_filled_rule(opening, names), cell_id),
            cell=GridCell(shape.id, row.code, column.code),
            guidance=_guidance(column.guidance or shape.guidance, inner),
            finding=_sentence(_filled(column.finding, inner)),
            recommendation=_filled(column.recommendation, inner),
        )

    def _listed(self, choices: Choices | None, question: str) -> tuple[Choice, ...]:
        if choices is None:
            return ()
        if isinstance(choices, list):
            return _choices(choices)
        if choices not in self.lists:
            self.found.append(Mistake(self.file, question, f"there is no shared list of choices “{choices}”"))
            return ()
        return _choices(self.lists[choices])

    def _rule(self, raw: dict[str, Any] | None, question: str) -> Rule | None:
        if raw is None:
            return None
        try:
            return read_rule(raw)
        except BadRule as error:
            self.found.append(Mistake(self.file, question, str(error)))
            return None


def _checks(shape: ChecksShape, found: list[Mistake]) -> tuple[Check, ...]:
    checks = []
    for raw in shape.check:
        try:
            checks.append(Check(raw.id, raw.severity, read_rule(raw.when), raw.say, tuple(raw.go_to)))
        except BadRule as error:
            found.append(Mistake("checks.toml", raw.id, str(error)))
    return tuple(checks)
