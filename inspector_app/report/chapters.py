"""One chapter per outcome: what was written of it, with the score before and the key questions after."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Cell, Column, Figure, Heading, Table, Text
from inspector_app.domain.figures import CriterionFinding, OutcomeFinding
from inspector_app.domain.instrument import Criterion
from inspector_app.domain.scoring import METHODS, percent
from inspector_app.report.input import ReportInput
from inspector_app.report.tables import Tables
from inspector_app.report.words import Words
from inspector_app.report.written import Written


def chapter(given: ReportInput, words: Words, written: Written, outcome: OutcomeFinding) -> Iterator[Block]:
    """What is looked for, the score, strengths, areas for improvement, findings, closing summary, data summary."""
    above = words.say("chapter", id=outcome.id)
    yield Heading(1, outcome.title, f"outcome-{outcome.id}", label=outcome.id, above=above)
    yield Heading(2, words.say("look_for"), f"look-{outcome.id}", listed=False)
    yield Text(outcome.expectation, "lead")
    yield from _score(given, words, outcome)
    for part in ("strengths", "areas"):
        if written.shows(f"{part}-{outcome.id}"):
            yield from _written(written, f"{part}-{outcome.id}", listed=False)
    for criterion in (c for c in given.criteria if c.outcome == outcome.id):
        yield from _findings(words, written, criterion, {c.id: c for c in outcome.criteria}.get(criterion.id))
    if written.shows(f"closing-{outcome.id}"):
        yield from _written(written, f"closing-{outcome.id}", listed=False)
    if written.shows(f"recommend-{outcome.id}"):
        yield Heading(3, written.title(f"recommend-{outcome.id}"), f"recommend-{outcome.id}", listed=False)
        yield from written.blocks(f"recommend-{outcome.id}")
    yield from _data_summary(given, words, outcome)


def _written(written: Written, section: str, listed: bool) -> Iterator[Block]:
    yield Heading(2, written.title(section), section, listed=listed)
    yield from written.blocks(section)


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


def _findings(
    words: Words, written: Written, criterion: Criterion, finding: CriterionFinding | None
) -> Iterator[Block]:
    section = f"findings-{criterion.id}"
    if not criterion.scored and not written.shows(section):
        return
    yield Heading(2, criterion.title, section, label=criterion.id)
    score = percent(finding.score.score) if finding is not None else None
    if finding is not None and score is not None:
        questions = words.count("question", finding.score.questions)
        yield Text(words.say("criterion_score", score=words.percent(score), questions=questions), "note")
    elif finding is not None:
        yield Text(words.say("criterion_none"), "note")
    yield from written.blocks(section)


def _data_summary(given: ReportInput, words: Words, outcome: OutcomeFinding) -> Iterator[Block]:
    chart = Tables(words, given.caution_below).key_questions(outcome.criteria)
    if chart is None or not given.findings.scores.counted:
        return
    cases = words.count("case", given.findings.scores.counted)
    yield Heading(2, words.say("data_summary"), f"data-{outcome.id}", listed=False)
    yield Text(words.say("data_note", cases=cases))
    yield chart
