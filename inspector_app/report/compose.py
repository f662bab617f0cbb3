"""From a `ReportInput` to the document: what the report says, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import Block, Contents, Cover, Document, Heading
from inspector_app.report.appendices import appendices, glossary_of, people
from inspector_app.report.chapters import chapter
from inspector_app.report.chart_titles import numbered_charts
from inspector_app.report.input import ReportInput
from inspector_app.report.languages import words_for
from inspector_app.report.summary import recommendations, summary
from inspector_app.report.words import Words
from inspector_app.report.written import Written

_COVER_CODES = 12
"""More people than this in one role are counted on the cover; the last appendix lists them."""
_LONG_CODE = 24


def compose(given: ReportInput) -> Document:
    """The whole report as plain blocks."""
    words = words_for(given.instrument.language)
    title = given.details.details.get("title") or given.instrument.title
    trust = given.details.trust or words.say("trust_unknown")
    foot = [words.say(f"foot.{given.settings.state}")]
    if given.details.synthetic:
        foot.append(words.say("foot_synthetic"))
    if given.unfinished:
        foot.append(words.say("foot_unfinished"))
    return Document(
        title=f"{title}: {trust}",
        author=words.say("author"),
        subject=words.say(f"subject.{given.settings.state}"),
        language=words.language,
        head=(trust, title),
        foot=" · ".join(foot),
        page=words.say("page"),
        banner=words.say(f"banner.{given.settings.state}"),
        watermark=words.say(f"watermark.{given.settings.state}"),
        edition=_edition(given, words),
        blocks=glossary_of(given, tuple(numbered_charts(_blocks(given, words, title, trust), words))),
    )


def _blocks(given: ReportInput, words: Words, title: str, trust: str) -> Iterator[Block]:
    written = Written(given, words)
    yield _cover(given, words, title, trust)
    if written.shows("foreword"):
        yield Heading(1, written.title("foreword"), "foreword")
        yield from written.blocks("foreword")
    yield Contents(words.say("contents"))
    yield from summary(given, words, written)
    yield from recommendations(given, words, written)
    for outcome in given.findings.outcomes:
        yield from chapter(given, words, written, outcome)
    yield from appendices(given, words, written)


def _cover(given: ReportInput, words: Words, title: str, trust: str) -> Cover:
    details, findings, settings = given.details.details, given.findings, given.settings
    dates = words.period(details.get("fieldwork_start", ""), details.get("fieldwork_end", ""))
    officers = words.say("not_held") if findings.officers is None else str(findings.officers)
    notices = [words.say("cover_synthetic")] if given.details.synthetic else []
    if settings.state != "final":
        notices.append(words.say(f"cover_state.{settings.state}"))
    if given.unfinished:
        notices.append(words.count("cover_unfinished", given.unfinished))
    facts = [
        (words.say("fieldwork"), dates or words.say("dates_unknown")),
        (words.say("cases"), str(findings.scores.counted)),
        (words.say("interviews"), officers),
        (words.say("programme"), given.instrument.title),
    ]
    if settings.version:
        facts.append((words.say("version"), settings.version))
    if given.details.team:
        facts.append((words.say("cover_team"), "\n".join(_cover_team(given, words))))
    return Cover(words.say(f"mark.{settings.state}"), title, trust, tuple(facts), tuple(notices))


def _edition(given: ReportInput, words: Words) -> str:
    """Version and date: the day of the latest change, so that the same data give the same bytes."""
    as_at, version = given.origin.as_at, given.settings.version
    day = words.day(as_at) if as_at is not None else ""
    return words.say("edition", version=version, day=day) if version else day


def _cover_team(given: ReportInput, words: Words) -> Iterator[str]:
    for role, codes in people(given.details.team, words)[:_COVER_CODES]:
        short = len(codes) <= _COVER_CODES and all(len(c) <= _LONG_CODE for c in codes)
        named = ", ".join(codes) if short else words.say("cover_many", n=len(codes))
        yield words.say("cover_codes", role=role[:_LONG_CODE], codes=named)
