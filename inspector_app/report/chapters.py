"""One chapter per outcome."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Cell, Column, Figure, Heading, Table, Text
from inspector_app.domain.figures import CriterionFinding, InterviewFinding, OutcomeFinding
from inspector_app.domain.scoring import METHODS, percent
from inspector_app.report.input import ReportInput
from inspector_app.report.tables import Tables
from inspector_app.report.words import Words


def chapter(given: ReportInput, words: Words, outcome: OutcomeFinding) -> Iterator[Block]:
    """What is looked for, the score, the key questions, the findings by criterion, and what officers told."""
    tables = Tables(words, given.caution_below)
    above = words.say("chapter", id=outcome.id)
    yield Heading(1, outcome.title, f"outcome-{outcome.id}", label=outcome.id, above=above)
    yield Heading(3, words.say("look_for"), f"look-{outcome.id}")
    yield Text(outcome.expectation, "lead")
    yield from _score(given, words, outcome)
    yield from _data_summary(given, words, tables, outcome)
    views = Tables(words, given.caution_below, who="officer")
    places = {c.id: place for place, c in enumerate(given.instrument.criteria)}
    parts: list[CriterionFinding | InterviewFinding] = [*outcome.criteria, *outcome.interviews]
    for part in sorted(parts, key=lambda p: places[p.id]):
        if isinstance(part, CriterionFinding):
            yield from _criterion(words, tables, part, outcome)
        else:
            yield from _interview(words, views, part, given.findings.officers or 0)


def _score(given: ReportInput, words: Words, outcome: OutcomeFinding) -> Iterator[Block]:
    method = given.findings.scores.method
    other = next(m for m in METHODS if m != method)
    score = percent(outcome.score.score)
    yield Heading(2, words.say("case_score"), f"score-{outcome.id}", listed=False)
    if score is None:
        yield Text(words.say("score_none"))
        return
    beside = words.say(
        "score_beside",
        method=words.say(f"method.{method}"),
        questions=words.count("question", outcome.score.questions),
        other=words.say(f"method.{other}"),
        alternative=words.percent(percent(outcome.alternative.score)),
    )
    yield Figure(words.percent(score), words.say("score_label"), beside)
    columns = (
        Column("", "quiet", 8), Column(words.say("criterion"), "text", 0),
        Column(words.say("questions"), "number", 20), Column(words.say("score"), "number", 16), Column("", "bar", 40),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for criterion in outcome.criteria:
        value = percent(criterion.score.score)
        counted = str(criterion.score.questions)
        rows.append((criterion.id, criterion.title, counted, words.percent(value), value))
    yield Table("", "", columns, tuple(rows))


def _data_summary(given: ReportInput, words: Words, tables: Tables, outcome: OutcomeFinding) -> Iterator[Block]:
    chart = tables.key_questions(outcome.criteria)
    if chart is None:
        return
    cases = words.count("case", given.findings.scores.counted)
    yield Heading(2, words.say("data_summary"), f"data-{outcome.id}")
    yield Text(words.say("data_note", cases=cases))
    yield chart


def _criterion(words: Words, tables: Tables, criterion: CriterionFinding, outcome: OutcomeFinding) -> Iterator[Block]:
    yield Heading(2, criterion.title, f"criterion-{criterion.id}", label=criterion.id)
    score = percent(criterion.score.score)
    if score is None:
        yield Text(words.say("criterion_none"))
    else:
        questions = words.count("question", criterion.score.questions)
        yield Text(words.say("criterion_score", score=words.percent(score), questions=questions))
    if criterion.questions:
        yield tables.questions(criterion)
    if outcome.factors and criterion.id == outcome.factor_criterion:
        yield tables.factors(outcome.factors)
    yield from tables.spreads(criterion.reasons)
    yield from tables.spreads(criterion.facts)
    yield from tables.measures(criterion.measures)


def _interview(words: Words, tables: Tables, interview: InterviewFinding, officers: int) -> Iterator[Block]:
    yield Heading(2, interview.title, f"criterion-{interview.id}", label=interview.id)
    if not officers:
        yield Text(words.say("views_none"))
        return
    yield Text(words.say("views_lead", officers=words.count("officer", officers)))
    yield from tables.spreads(interview.views, words.say("views"))
    yield from tables.measures(interview.measures)
