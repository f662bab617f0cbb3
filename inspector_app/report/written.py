"""The written sections as the report prints them: text with its figures, or that there is none yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from inspector_app.domain.chart_parts import ChartParts
from inspector_app.domain.document import Block, Box, Chart, Listed, Paragraph, Run, Text
from inspector_app.domain.report_outline import Section
from inspector_app.domain.text_places import places_of
from inspector_app.report.input import Passage, ReportInput
from inspector_app.report.narrative import Prints, blocks_of
from inspector_app.report.tables import Tables
from inspector_app.report.titles import title_of
from inspector_app.report.words import Words


class Written:
    """Sets out what was written. `words` are the words of the report around it."""

    def __init__(self, given: ReportInput, words: Words) -> None:
        self.given, self.words = given, words
        self._prints = Prints(self._figure, self._paragraph, self._chart)

    def has(self, section: str) -> bool:
        """Whether anything is written there."""
        return bool(self._passage(section).text.strip())

    def shows(self, section: str) -> bool:
        """Whether its heading is printed: of what is not written only a working draft speaks."""
        return self.has(section) or self.given.settings.state == "working"

    def title(self, section: str) -> str:
        """The title of a section."""
        return title_of(self._passage(section).section, self.given.instrument, self.words)

    def blocks(self, section: str) -> Iterator[Block]:
        """The text of a section; once, where a figure in it has a small base, what the mark means."""
        passage = self._passage(section)
        if not passage.text.strip():
            if self.given.settings.state == "working":
                yield Text(self.words.say("not_written"), "note")
            return
        yield from blocks_of(passage.text, passage.pieces, self._prints, passage.section.id)
        if self._cautions(passage):
            yield Text(self.words.say("caution", n=self.given.caution_below), "note")

    def again(self, section: str, beside: str) -> Iterator[Block]:
        """The text once more, in another place: `beside` links to where it stands, where nothing in it links."""
        for block in self.blocks(section):
            if isinstance(block, Listed):
                items = tuple(tuple(self._elsewhere(item, section, beside)) for item in block.items)
                yield replace(block, items=items)
            elif isinstance(block, Box):
                inside = (replace(one, key="") if isinstance(one, Paragraph) else one for one in block.blocks)
                yield replace(block, blocks=tuple(inside))
            else:
                yield replace(block, key="") if isinstance(block, Paragraph) else block

    def _elsewhere(self, item: tuple[Paragraph, ...], section: str, beside: str) -> Iterator[Paragraph]:
        """The paragraphs of an item without their keys: each key names one place of the document."""
        linked = any(run.link for paragraph in item for run in paragraph.runs)
        for place, paragraph in enumerate(item, start=1):
            runs = paragraph.runs
            if place == len(item) and not linked and item[0].key:
                runs = (*runs, Run(" "), Run(beside, link=item[0].key))
            yield replace(paragraph, runs=runs, key="")

    def _passage(self, section: str) -> Passage:
        return self.given.narrative.passages.get(section) or Passage(self._outlined[section], "")

    @cached_property
    def _outlined(self) -> Mapping[str, Section]:
        return {s.id: s for s in self.given.sections}

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, Section]]:
        return self.given.narrative.places

    def _cautions(self, passage: Passage) -> bool:
        figures = self.given.narrative.figures
        sources = (place.source for place in places_of(passage.text))
        return any(said.caution for source in sources if (said := figures.get(source)) is not None)

    def _figure(self, source: str, begins: bool) -> str:
        said = self.given.narrative.figures.get(source)
        if said is None:
            return self.words.say("no_figure")
        text = said.begun if begins else said.text
        return f"{text}{self.words.say('mark')}" if said.caution else text

    def _paragraph(self, key: str) -> tuple[str, str]:
        number, section = self._places.get(key, ("", None))
        if section is None:
            return self.words.say("no_paragraph"), ""
        return number or title_of(section, self.given.instrument, self.words), key

    def _chart(self, source: str) -> Block | None:
        chart = self.given.narrative.charts.get(source)
        return None if chart is None else self._drawn(chart)

    def _drawn(self, chart: ChartParts) -> Chart:
        tables = Tables(self.words, self.given.caution_below)
        bars = tuple(tables.bar(part, group) for group, part in chart.bars)
        note = self.words.say("chart_note" if chart.scored else "chart_note_answers")
        cautions = tables.caution(part.base for _, part in chart.bars)
        hidden = tables.hidden(part for _, part in chart.bars)
        return Chart("", " ".join(filter(None, (note, cautions, hidden))), bars)
