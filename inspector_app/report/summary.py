"""What stands before the chapters: the scores at a glance, a word on each outcome, and all recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Cell, Column, Figure, Heading, Table, Text
from inspector_app.domain.figures import OutcomeFinding
from inspector_app.domain.scoring import METHODS, Method, percent
from inspector_app.report.input import ReportInput
from inspector_app.report.words import Words
from inspector_app.report.written import Written


def summary(given: ReportInput, words: Words, written: Written) -> Iterator[Block]:
    """The five scores with what was written of them, then outcome by outcome."""
    scores = given.findings.scores
    yield Heading(1, words.say("summary"), "summary")
    if not scores.counted:
        yield Text(words.say("summary_none"), "lead")
    elif not written.has("summary"):
        yield Text(words.say("summary_lead", cases=words.count("case", scores.counted)), "lead")
    if scores.left_out:
        yield Text(words.count("left_out", scores.left_out))
    yield _five_scores(given, words)
    names = {m: words.say(f"method.{m}") for m in METHODS}
    yield Text(words.say("method_used", method=names[scores.method], other=names[other_method(scores.method)]))
    if written.has("summary"):
        yield from written.blocks("summary")
    yield _scores_grid(given, words)
    for outcome in given.findings.outcomes:
        yield from _of_outcome(words, written, outcome)


def recommendations(given: ReportInput, words: Words, written: Written) -> Iterator[Block]:
    """The recommendations of all chapters, each with the way to its findings."""
    listed = [o for o in given.findings.outcomes if written.has(f"recommend-{o.id}")]
    if not listed and not written.shows("recommendations"):
        return
    yield Heading(1, written.title("recommendations"), "recommendations")
    if written.has("recommendations") or not listed:
        yield from written.blocks("recommendations")
    for outcome in listed:
        title = words.say("recommend_of", id=outcome.id, title=outcome.title)
        yield Heading(2, title, f"recommendations-{outcome.id}", listed=False)
        yield from written.again(f"recommend-{outcome.id}", words.say("in_chapter", id=outcome.id))


def _of_outcome(words: Words, written: Written, outcome: OutcomeFinding) -> Iterator[Block]:
    section = f"summary-{outcome.id}"
    if not written.shows(section):
        return
    yield Heading(2, outcome.title, section, label=outcome.id, listed=False)
    score = percent(outcome.score.score)
    if score is not None:
        questions = words.count("question", outcome.score.questions)
        yield Figure(words.percent(score), words.say("score_label"), words.say("score_over", questions=questions))
    yield from written.blocks(section)


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
