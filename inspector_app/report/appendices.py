"""What stands behind the findings: area, sample, team, arrangements, scoring, data, glossary, and the file's marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase

from inspector_app.domain.document import Block, Cell, Column, Heading, Table, Terms, Text
from inspector_app.domain.instrument import Criterion
from inspector_app.domain.report_outline import APPENDED
from inspector_app.report.annex import annex
from inspector_app.report.data_in_full import data_in_full
from inspector_app.report.input import ReportInput
from inspector_app.report.tables import Tables
from inspector_app.report.terms import said_in, used_terms
from inspector_app.report.words import Words
from inspector_app.report.written import Written

_CHARTED = ("gender", "ethnicity", "rosh", "case_type", "principal_offence")
"""The case fields that get a chart of their own."""
_SCORING = 10
_ON_LEADERSHIP = 8
"""The paragraph on leadership and management, which is said only where interviews are held."""
"""The number of paragraphs on scoring."""
_ROLES = ("lead", "deputy", "inspector", "local_assessor")


def appendices(given: ReportInput, words: Words, written: Written) -> Iterator[Block]:
    """All appendices in order; one that is nothing but a text stands there only where it is written."""
    parts: tuple[tuple[str, Iterable[Block]], ...] = (
        ("context", written.blocks("context")),
        ("sample", _sample(given, words)),
        ("inspection", (*_thanks(given, words, written), *_arrangements(given, words, written))),
        ("scoring", _scoring(given, words)),
        ("grid", _grid(given, words)),
        ("data", data_in_full(given, words)),
        ("glossary", (Terms(given.instrument.glossary),)),
        ("about", (*_role(written), *_imprint(given, words))),
        ("annex", annex(given, words)),
    )
    left = set() if written.shows("context") else {"context"}
    if not (given.settings.annex and given.narrative.annex):
        left.add("annex")
    there = [(key, part) for key, part in parts if key not in left]
    for letter, (key, part) in zip(ascii_uppercase, there, strict=False):
        title = written.title(key) if key in APPENDED else words.say(key)
        yield Heading(1, title, key, label=letter, above=words.say("appendix", letter=letter))
        yield from part


def glossary_of(given: ReportInput, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks, with those terms alone in the glossary that stand in one of the others, or in a meaning."""
    text = said_in(block for block in blocks if not isinstance(block, Terms))
    used = used_terms(given.instrument.glossary, text)
    return tuple(Terms(used) if isinstance(block, Terms) else block for block in blocks)


def _thanks(given: ReportInput, words: Words, written: Written) -> Iterator[Block]:
    if written.shows("thanks"):
        yield Heading(2, written.title("thanks"), "thanks", listed=False)
        yield from written.blocks("thanks")
    if given.details.team:
        yield _people(given.details.team, words)
    else:
        yield Text(words.say("no_team"))


def _arrangements(given: ReportInput, words: Words, written: Written) -> Iterator[Block]:
    if written.shows("arrangements"):
        yield Heading(2, written.title("arrangements"), "arrangements", listed=False)
        yield from written.blocks("arrangements")
    details = given.details.details
    dates = [(key, words.date(details.get(name, ""))) for key, name in _DATES]
    if given.origin.as_at is not None:
        dates.append(("as_at", words.moment(given.origin.as_at)))
    pair = (Column(words.say("what"), "text", 60), Column(words.say("when"), "text", 0))
    yield Table(words.say("dates"), "", pair, tuple((words.say(k), v or words.say("none")) for k, v in dates))


def _sample(given: ReportInput, words: Words) -> Iterator[Block]:
    findings, tables = given.findings, Tables(words, given.caution_below, dense=True)
    yield Text(words.say("sample_lead", cases=words.count("case", findings.scores.counted)), "lead")
    by_name = {b.name: b for b in findings.sample}
    yield from (tables.sample_chart(by_name[name]) for name in _CHARTED if name in by_name)
    others = [tables.sample_spread(b) for b in findings.sample if b.name not in _CHARTED]
    yield Heading(2, words.say("flags"), "sample-flags", listed=False)
    yield from tables.spreads(others, words.say("flags_table"))
    yield from tables.measures(findings.sample_measures)


def _scoring(given: ReportInput, words: Words) -> Iterator[Block]:
    method = words.say(f"method.{given.findings.scores.method}")
    silent = () if given.findings.officers is not None else (_ON_LEADERSHIP,)
    for place in (p for p in range(1, _SCORING + 1) if p not in silent):
        yield Text(words.say(f"scoring_{place}", method=method, n=given.caution_below))


def _grid(given: ReportInput, words: Words) -> Iterator[Block]:
    instrument = given.instrument
    yield Text(words.say("grid_lead"))
    columns = (
        Column(words.say("outcome"), "text", 27),
        *(Column(p.title, "text", 0) for p in given.processes),
    )
    rows: list[tuple[Cell, ...]] = []
    for outcome in instrument.outcomes:
        cells: list[Cell] = [f"{outcome.id}  {outcome.title}"]
        for process in given.processes:
            here = [c for c in given.criteria if c.outcome == outcome.id and c.process == process.id]
            cells.append("\n".join(_grid_cell(given, words, c) for c in here))
        rows.append(tuple(cells))
    yield Table("", "", columns, tuple(rows))


def _grid_cell(given: ReportInput, words: Words, criterion: Criterion) -> str:
    number = sum(1 for q in given.instrument.scored_questions if criterion.id in q.criteria)
    counted = words.count("question", number) if criterion.scored else words.say("unscored")
    return f"{criterion.id}  {criterion.title}\n{counted}"


def _people(team: Mapping[str, str], words: Words) -> Table:
    columns = (Column(words.say("role"), "text", 60), Column(words.say("code"), "text", 0))
    rows = tuple((label, ", ".join(codes)) for label, codes in people(team, words))
    return Table(words.say("team_table"), words.say("team_lead"), columns, rows)


def people(team: Mapping[str, str], words: Words) -> list[tuple[str, list[str]]]:
    """The roles that somebody holds, in order, each with its codes."""
    found = []
    for role in (*_ROLES, *sorted({*team.values()} - {*_ROLES})):
        codes = sorted(code for code, held in team.items() if held == role)
        if codes:
            label = words.say(f"role.{role}.{'one' if len(codes) == 1 else 'many'}") if role in _ROLES else role
            found.append((label, codes))
    return found


_DATES = (("first_day", "fieldwork_start"), ("last_day", "fieldwork_end"))


def _role(written: Written) -> Iterator[Block]:
    if written.shows("role"):
        yield Heading(2, written.title("role"), "role", listed=False)
        yield from written.blocks("role")


def _imprint(given: ReportInput, words: Words) -> Iterator[Block]:
    origin, scores, settings = given.origin, given.findings.scores, given.settings
    yield Heading(2, words.say("imprint"), "imprint", listed=False)
    yield Text(words.say("imprint_lead"))
    columns = (Column(words.say("entry"), "text", 48), Column(words.say("value"), "text", 0))
    entries = (
        ("state", words.say(f"state.{settings.state}")),
        ("version", settings.version),
        ("as_at", words.moment(origin.as_at) if origin.as_at is not None else ""),
        ("set_id", origin.instrument),
        ("set_version", origin.version),
        ("set_hash", origin.content_hash),
        ("revisions", str(origin.revisions)),
        ("digest", origin.digest),
        ("imprint_counted", f"{scores.counted} / {scores.left_out}"),
        ("imprint_method", words.say(f"method.{scores.method}")),
    )
    rows = tuple((words.say(key), value or words.say("none")) for key, value in entries)
    yield Table("", "", columns, rows)
