"""Turns a `ReportInput` into the bytes of a PDF. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from inspector_app.domain.document import Block, Box, Document, Heading, Listed, Paragraph
from inspector_app.report import styles
from inspector_app.report.compose import compose
from inspector_app.report.input import ReportInput
from inspector_app.report.pages import Pages
from inspector_app.report.setting.story import tell
from inspector_app.report.tagging import tagged

_PASSES = 2
"""As many passes as a report usually takes: one finds the pages, one fills in contents and numbers."""
_SETTING = 0.85
"""The share of the work that setting takes; the rest is tagging."""
Progress = Callable[[float, int], None]


class Cancelled(Exception):
    """The person asked to stop; nothing went wrong."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF.

    Attributes:
        places: where headings and paragraphs lie, by key: the page (from 0) and the height above its foot, in points.
    """

    content: bytes
    pages: int
    places: Mapping[str, tuple[int, float]]


class _Ticker:
    """Tells how far setting has come, and stops it when asked to."""

    def __init__(self, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._passes = 0
        self._size = 1
        self._page = 0
        self._share = 0.0

    def __call__(self, what: str, value: int) -> None:
        self.stop_if_asked()
        if what == "STARTED":
            self._passes += 1
        elif what == "SIZE_EST":
            self._size = max(value, 1)
        elif what == "PAGE":
            self._page = value
        elif what == "PROGRESS":
            # A table that is split puts its rest back in the line, and a report may settle a pass earlier or later.
            share = (self._passes - 1 + min(value / self._size, 1.0)) / _PASSES
            self._tell(_SETTING * min(share, 1.0))

    def tagging(self, share: float) -> None:
        """So much is tagged."""
        self.stop_if_asked()
        self._tell(_SETTING + (1 - _SETTING) * share)

    def stop_if_asked(self) -> None:
        """Raises Cancelled where somebody wants to stop."""
        if self._cancelled():
            raise Cancelled

    def _tell(self, share: float) -> None:
        self._share = max(self._share, share)
        self._progress(self._share, self._page)


def render(
    given: ReportInput | Document,
    fonts: Path,
    progress: Progress = lambda _share, _page: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rendered:
    """Composes, sets and tags the report.

    Args:
        given: what the report is made from, or a document that is composed already.
        fonts: the folder with the bundled fonts.
        progress: told the share done (0 to 1) and the page being set.
        cancelled: asked often; when it says yes, nothing is returned.

    Raises:
        Cancelled: `cancelled` said yes.
        KnownError: a font is missing or damaged.
    """
    styles.use_fonts(fonts)
    document = given if isinstance(given, Document) else compose(given)
    ticker = _Ticker(progress, cancelled)
    pages, content = _set(document, ticker, tags=True)
    assert pages.structure is not None
    content = tagged(content, pages.structure, document.language, ticker.tagging)
    return Rendered(content, pages.total.pages, dict(pages.places))


def render_part(
    given: ReportInput | Document,
    fonts: Path,
    keys: Collection[str],
    cancelled: Callable[[], bool] = lambda: False,
) -> Rendered:
    """Sets some parts alone, untagged, for a preview: what stands under the headings or paragraphs with these keys.

    Page numbers count within the part. Links to other parts are plain text.

    Raises:
        Cancelled: `cancelled` said yes.
        KnownError: a font is missing or damaged.
    """
    styles.use_fonts(fonts)
    document = given if isinstance(given, Document) else compose(given)
    part = replace(document, blocks=tuple(part_of(document.blocks, keys)))
    pages, content = _set(part, _Ticker(lambda _share, _page: None, cancelled), tags=False)
    return Rendered(content, pages.total.pages, dict(pages.places))


def part_of(blocks: Sequence[Block], keys: Collection[str]) -> list[Block]:
    """The blocks with these keys; a heading brings all that stands under it."""
    chosen: list[Block] = []
    under = 0
    for block in blocks:
        if isinstance(block, Heading):
            if under and block.level <= under:
                under = 0
            if not under and block.key in keys:
                under = block.level
        if under or _has(block, keys):
            chosen.append(block)
    return chosen


def _has(block: Block | Paragraph, keys: Collection[str]) -> bool:
    if isinstance(block, Heading | Paragraph):
        return block.key in keys
    if isinstance(block, Listed):
        return any(part.key in keys for item in block.items for part in item)
    return isinstance(block, Box) and any(_has(part, keys) for part in block.blocks)


def _set(document: Document, ticker: _Ticker, tags: bool) -> tuple[Pages, bytes]:
    target = BytesIO()
    story, setter = tell(document)
    pages = Pages(target, document, ticker, setter.root if tags else None)
    ticker.stop_if_asked()
    pages.set(story)
    return pages, target.getvalue()
