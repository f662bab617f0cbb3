"""Charts are numbered through the report, so that the text and the Trust can refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from inspector_app.domain.document import Block, Chart, Heading
from inspector_app.report.words import Words


def numbered_charts(blocks: Iterable[Block], words: Words) -> Iterator[Block]:
    """The same blocks, each chart with its number and title; one without a title has that of the heading above it."""
    number, heading = 0, ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        if isinstance(block, Chart):
            number += 1
            block = replace(block, title=words.say("chart", n=number, title=block.title or heading))
        yield block
