"""All counts behind the report, question by question: for whoever wants to look one up."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Heading, Text
from inspector_app.domain.figures import CriterionFinding, InterviewFinding, OutcomeFinding
from inspector_app.report.input import ReportInput
from inspector_app.report.tables import Tables
from inspector_app.report.words import Words


def data_in_full(given: ReportInput, words: Words) -> Iterator[Block]:
    """Outcome by outcome: the scored questions, and the factors.

    With the annex it is criterion by criterion, with reasons, facts and officers' views: another twenty pages.
    """
    tables, whole = Tables(words, given.caution_below, dense=True), given.settings.annex
    yield Text(words.say("data_lead", cases=words.count("case", given.findings.scores.counted)), "lead")
    for outcome in given.findings.outcomes:
        yield Heading(2, outcome.title, f"full-{outcome.id}", label=outcome.id, listed=False)
        yield from _by_criterion(given, words, outcome) if whole else _at_once(tables, outcome)
    if whole and (given.findings.facts or given.findings.measures):
        yield Heading(2, words.say("other_facts"), "full-facts", listed=False)
        yield from tables.spreads(given.findings.facts, words.say("facts"))
        yield from tables.measures(given.findings.measures)


def _at_once(tables: Tables, outcome: OutcomeFinding) -> Iterator[Block]:
    if any(criterion.questions for criterion in outcome.criteria):
        yield tables.all_questions(outcome.criteria)
    if outcome.factors:
        yield tables.factors(outcome.factors)


def _by_criterion(given: ReportInput, words: Words, outcome: OutcomeFinding) -> Iterator[Block]:
    tables = Tables(words, given.caution_below, dense=True)
    views = Tables(words, given.caution_below, who="officer", dense=True)
    places = {c.id: place for place, c in enumerate(given.instrument.criteria)}
    parts: list[CriterionFinding | InterviewFinding] = [*outcome.criteria, *outcome.interviews]
    for part in sorted(parts, key=lambda p: places[p.id]):
        if isinstance(part, CriterionFinding):
            yield from _criterion(tables, part, outcome)
        else:
            yield from _interview(words, views, part, given.findings.officers or 0)


def _criterion(tables: Tables, criterion: CriterionFinding, outcome: OutcomeFinding) -> Iterator[Block]:
    yield Heading(3, criterion.title, f"full-{criterion.id}", label=criterion.id)
    if criterion.questions:
        yield tables.questions(criterion)
    if outcome.factors and criterion.id == outcome.factor_criterion:
        yield tables.factors(outcome.factors)
    yield from tables.spreads(criterion.reasons)
    yield from tables.spreads(criterion.facts)
    yield from tables.measures(criterion.measures)


def _interview(words: Words, tables: Tables, interview: InterviewFinding, officers: int) -> Iterator[Block]:
    yield Heading(3, interview.title, f"full-{interview.id}", label=interview.id)
    if not officers:
        yield Text(words.say("views_none"))
        return
    yield Text(words.say("views_lead", officers=words.count("officer", officers)))
    yield from tables.spreads(interview.views, words.say("views"))
    yield from tables.measures(interview.measures)
