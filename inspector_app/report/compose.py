"""From a `ReportInput` to the document: what the report says, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Cell, Column, Contents, Cover, Document, Heading, Table, Text
from inspector_app.domain.scoring import METHODS, Method, percent
from inspector_app.report.appendices import appendices, people
from inspector_app.report.chapters import chapter
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.report.words import Words

_COVER_CODES = 12
"""More people than this in one role are counted on the cover; the last appendix lists them."""
_LONG_CODE = 24


def compose(given: ReportInput) -> Document:
    """The whole report as plain blocks."""
    words = words_for(given.instrument.language)
    title = given.details.details.get("title") or given.instrument.title
    trust = given.details.trust or words.say("trust_unknown")
    foot = [words.say("foot")]
    if given.details.synthetic:
        foot.append(words.say("foot_synthetic"))
    if given.unfinished:
        foot.append(words.say("foot_unfinished"))
    return Document(
        title=f"{title}: {trust}",
        author=words.say("author"),
        subject=words.say("subject"),
        language=words.language,
        head=(trust, title),
        foot=" · ".join(foot),
        page=words.say("page"),
        blocks=tuple(_blocks(given, words, title, trust)),
    )


def _blocks(given: ReportInput, words: Words, title: str, trust: str) -> Iterator[Block]:
    yield _cover(given, words, title, trust)
    yield Contents(words.say("contents"))
    yield from _summary(given, words)
    for outcome in given.findings.outcomes:
        yield from chapter(given, words, outcome)
    yield from appendices(given, words)


def _cover(given: ReportInput, words: Words, title: str, trust: str) -> Cover:
    details, findings = given.details.details, given.findings
    dates = words.period(details.get("fieldwork_start", ""), details.get("fieldwork_end", ""))
    officers = words.say("not_held") if findings.officers is None else str(findings.officers)
    notices = [words.say("cover_draft")]
    if given.details.synthetic:
        notices.insert(0, words.say("cover_synthetic"))
    if given.unfinished:
        notices.append(words.count("cover_unfinished", given.unfinished))
    facts = [
        (words.say("fieldwork"), dates or words.say("dates_unknown")),
        (words.say("cases"), str(findings.scores.counted)),
        (words.say("interviews"), officers),
        (words.say("programme"), given.instrument.title),
    ]
    if given.details.team:
        facts.append((words.say("cover_team"), "\n".join(_cover_team(given, words))))
    return Cover(words.say("draft"), title, trust, tuple(facts), tuple(notices))


def _cover_team(given: ReportInput, words: Words) -> Iterator[str]:
    for role, codes in people(given.details.team, words)[:_COVER_CODES]:
        short = len(codes) <= _COVER_CODES and all(len(c) <= _LONG_CODE for c in codes)
        named = ", ".join(codes) if short else words.say("cover_many", n=len(codes))
        yield words.say("cover_codes", role=role[:_LONG_CODE], codes=named)


def _summary(given: ReportInput, words: Words) -> Iterator[Block]:
    scores = given.findings.scores
    other = other_method(scores.method)
    yield Heading(1, words.say("summary"), "summary")
    if not scores.counted:
        yield Text(words.say("summary_none"), "lead")
    else:
        yield Text(words.say("summary_lead", cases=words.count("case", scores.counted)), "lead")
    if scores.left_out:
        yield Text(words.count("left_out", scores.left_out))
    yield _five_scores(given, words)
    names = {m: words.say(f"method.{m}") for m in METHODS}
    yield Text(words.say("method_used", method=names[scores.method], other=names[other]))
    yield _scores_grid(given, words)


def _five_scores(given: ReportInput, words: Words) -> Table:
    method = given.findings.scores.method
    in_use, other = words.say(f"column.{method}"), words.say(f"column.{other_method(method)}")
    columns = (
        Column("", "quiet", 6),
        Column(words.say("outcome"), "text", 0),
        Column(words.say("in_use", column=in_use), "number", 26),
        Column("", "bar", 30),
        Column(other, "number", 17),
        Column(words.say("questions"), "number", 19),
    )
    rows: list[tuple[Cell, ...]] = []
    for outcome in given.findings.outcomes:
        score, alternative = percent(outcome.score.score), percent(outcome.alternative.score)
        cells = (words.percent(score), score, words.percent(alternative), str(outcome.score.questions))
        rows.append((outcome.id, outcome.title, *cells))
    return Table(words.say("five_scores"), "", columns, tuple(rows))


def _scores_grid(given: ReportInput, words: Words) -> Table:
    instrument, scores = given.instrument, given.findings.scores
    by_criterion = {g.id: words.percent(percent(g.score)) for g in scores.criteria}
    columns = (
        Column("", "quiet", 6),
        Column(words.say("outcome"), "text", 0),
        *(Column(p.title, "number", min(25, 125 / len(given.processes))) for p in given.processes),
    )
    rows: list[tuple[Cell, ...]] = []
    for outcome in instrument.outcomes:
        cells: list[Cell] = [outcome.id, outcome.short]
        for process in given.processes:
            here = [c for c in given.criteria if c.outcome == outcome.id and c.process == process.id]
            cells.append(", ".join(by_criterion.get(c.id, words.say("unscored")) for c in here))
        rows.append(tuple(cells))
    by_process = {g.id: g.score for g in scores.processes}
    means = [by_process.get(p.id) for p in given.processes]
    rows.append(("", words.say("process_score"), *("" if m is None else words.percent(percent(m)) for m in means)))
    return Table(words.say("scores_grid"), _grid_note(given, words), columns, tuple(rows), total=True)


def _grid_note(given: ReportInput, words: Words) -> str:
    note = words.say("scores_grid_note")
    return note if given.findings.officers is None else f"{note} {words.say('scores_grid_leadership')}"


def other_method(method: Method) -> Method:
    """The method that is not in use."""
    return METHODS[1] if method == METHODS[0] else METHODS[0]
