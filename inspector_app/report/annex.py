"""The annex of figures: each figure of the text with its question, filter, numerator and base."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from inspector_app.domain.document import Block, Column, Heading, Table, Text
from inspector_app.domain.figure_annex import AnnexRow
from inspector_app.report.input import ReportInput
from inspector_app.report.words import Words


def annex(given: ReportInput, words: Words) -> Iterator[Block]:
    """A table for each section in which figures stand."""
    yield Text(words.say("annex_lead"), "lead")
    columns = (
        Column(words.say("annex_paragraph"), "quiet", 16),
        Column(words.say("annex_printed"), "text", 34),
        Column(words.say("annex_counted"), "text", 0),
        Column(words.say("annex_numerator"), "number", 15),
        Column(words.say("annex_base"), "number", 13),
    )
    for place, (section, rows) in enumerate(groupby(given.narrative.annex, key=lambda row: row.section), start=1):
        yield Heading(3, section, f"annex-{place}")
        yield Table("", "", columns, tuple(_row(row, words) for row in rows), dense=True)


def _row(row: AnnexRow, words: Words) -> tuple[str, ...]:
    about = f"{row.number} {row.wording}".strip()
    where = words.say("annex_where", where=row.where) if row.where else ""
    said = "\n".join(filter(None, (about, row.answers, where)))
    base = f"{words.say('mark')} {row.base}" if row.caution else _number(row.base, words)
    return (row.paragraph, row.printed, said, _number(row.count, words), base)


def _number(value: int | None, words: Words) -> str:
    return words.say("none") if value is None else str(value)
