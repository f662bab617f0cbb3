"""The frame of every page: running head and foot, state of the report, bookmarks, contents, and the number of pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, PageTemplate
from reportlab.platypus.doctemplate import IndexingFlowable

from inspector_app.domain.document import Cover, Document
from inspector_app.report import styles
from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.front import ContentsList
from inspector_app.report.setting.lines import fitted, in_line, width_of
from inspector_app.report.setting.notes import NotedFrame
from inspector_app.report.setting.story import Head
from inspector_app.report.setting.tags import Structure, Tag

_SIZE = 8.0
_HEAD, _FOOT = styles.PAGE[1] - 16 * mm, 13 * mm
_WATERMARK = 88.0
_SLOPE = 52
Tick = Callable[[str, int], None]


class PageTotal(IndexingFlowable):
    """Knows after one pass how many pages there are, and asks for another pass until that holds."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = self._before = 0

    def isSatisfied(self) -> bool:  # noqa: N802
        """Whether the last pass had as many pages as the one before."""
        return self.pages == self._before

    def beforeBuild(self) -> None:  # noqa: N802
        """A pass begins."""
        self._before, self.pages = self.pages, 0

    @property
    def known(self) -> int:
        """The number of pages of the pass before."""
        return self._before

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """It draws nothing."""


class Pages(BaseDocTemplate):
    """Sets a story on A4 pages. `tick` is called with what happens, and may raise to stop.

    Attributes:
        structure: the tag tree of the last pass; None where nothing is tagged.
        places: where each key lies: its page (from 0) and its height above the foot of the page, in points.
    """

    def __init__(self, target: object, document: Document, tick: Tick, root: Tag | None) -> None:
        self.total = PageTotal()
        self.structure: Structure | None = None
        self.places: dict[str, tuple[int, float]] = {}
        self._root, self._document = root, document
        self._chapter, self._level = "", -1
        self.waiting: list[Flowable] = []
        self._turned = False
        self._covered = bool(document.blocks) and isinstance(document.blocks[0], Cover)
        super().__init__(
            target,
            pagesize=styles.PAGE,
            title=in_line(document.title),
            author=in_line(document.author),
            subject=in_line(document.subject),
            creator="Inspector",
            lang=document.language,
            displayDocTitle=1,
            invariant=1,
            initialFontName=styles.REGULAR,
            initialFontSize=styles.BODY_SIZE,
            pageCompression=1,
        )
        self._frame = NotedFrame(styles.LEFT, styles.BOTTOM, styles.WIDTH, styles.HEIGHT, 0, 0, 0, 0, id="page")
        self.addPageTemplates([PageTemplate("page", [self._frame], onPage=self._begin, onPageEnd=self._finish)])
        self.setProgressCallBack(tick)

    def set(self, story: Sequence[Flowable]) -> None:
        """Sets the story, in as many passes as contents and page numbers need."""
        self.multiBuild([self.total, *story], canvasmaker=self._canvas)

    def beforeDocument(self) -> None:  # noqa: N802
        """A pass begins, before any chapter."""
        self._chapter, self._level, self.waiting, self._turned = "", -1, [], False

    def handle_pageBegin(self) -> None:  # noqa: N802
        """A page begins with the charts that did not fit on the one before."""
        super().handle_pageBegin()
        self._turned = True

    def filterFlowables(self, flowables: list[Flowable]) -> None:  # noqa: N802
        """Puts those charts before what comes next. What ReportLab itself has in hand then is left alone."""
        if not self._turned or flowables is self._hanging:
            return
        if self.waiting and hasattr(flowables[0], "_postponed"):
            # ReportLab gives up on what it puts off twice; this one finds the charts before it, not an empty page.
            flowables[0] = copy(flowables[0])
            del flowables[0]._postponed
        flowables[:0], self.waiting, self._turned = self.waiting, [], False

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        """Enters headings in the bookmarks and the contents."""
        if isinstance(flowable, ContentsList):
            # What stood before the contents does not go on in them.
            self._chapter = ""
        if not isinstance(flowable, Head) or flowable.heading.level > 2:
            return
        heading = flowable.heading
        level = heading.level - 1
        if level == 0:
            self._chapter = flowable.entry
        # A bookmark cannot hang below one that is not there.
        self._level = min(level, self._level + 1)
        self.canv.addOutlineEntry(flowable.entry, heading.key, self._level, closed=self._level == 0)
        if heading.listed:
            self.notify("entry", (level, flowable.entry, self.page, heading.key))

    def afterPage(self) -> None:  # noqa: N802
        """Counts the pages."""
        self.total.pages = max(self.total.pages, self.page)

    def _canvas(self, *given: Any, **named: Any) -> TaggedCanvas:
        self.structure = Structure(self._root) if self._root is not None else None
        canvas = TaggedCanvas(*given, structure=self.structure, **named)
        self.places = canvas.places
        return canvas

    def _begin(self, canvas: TaggedCanvas, _template: Any) -> None:
        if canvas.getPageNumber() == 1:
            canvas.showOutline()
        with canvas.silent():
            canvas.saveState()
            if not self._on_cover():
                self._watermark(canvas)
                self._head(canvas)
            self._foot(canvas)
            canvas.restoreState()

    def _watermark(self, canvas: TaggedCanvas) -> None:
        words = in_line(self._document.watermark)
        if not words:
            return
        wide = width_of(words, styles.BOLD, _WATERMARK)
        size = _WATERMARK * min(1.0, 0.86 * (styles.PAGE[0] ** 2 + styles.PAGE[1] ** 2) ** 0.5 / wide)
        canvas.saveState()
        canvas.translate(styles.PAGE[0] / 2, styles.PAGE[1] / 2)
        canvas.rotate(_SLOPE)
        canvas.setFillColor(styles.PALE)
        canvas.setFont(styles.BOLD, size)
        canvas.drawCentredString(0, -0.35 * size, words)
        canvas.restoreState()

    def _on_cover(self) -> bool:
        return self._covered and self.page == 1

    def _head(self, canvas: TaggedCanvas) -> None:
        left, right = styles.LEFT, styles.PAGE[0] - styles.RIGHT
        canvas.setFillColor(styles.QUIET)
        canvas.setFont(styles.REGULAR, _SIZE)
        canvas.drawString(left, _HEAD, fitted(self._document.head[0], styles.WIDTH * 0.48, styles.REGULAR, _SIZE))
        self._banner(canvas)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(styles.HAIRLINE)
        canvas.line(left, _HEAD - 2.5 * mm, right, _HEAD - 2.5 * mm)

    def _foot(self, canvas: TaggedCanvas) -> None:
        document, left, right = self._document, styles.LEFT, styles.PAGE[0] - styles.RIGHT
        foot = fitted(document.foot, styles.WIDTH * 0.8, styles.SEMIBOLD, _SIZE)
        page = document.page.format(page=self.page, pages=self.total.known or self.page)
        canvas.setFillColor(styles.QUIET)
        canvas.setFont(styles.REGULAR, _SIZE)
        canvas.drawRightString(right, _FOOT, page)
        canvas.setFont(styles.SEMIBOLD, _SIZE)
        canvas.drawString(left, _FOOT, foot)
        self._edition(canvas, foot, page)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(styles.HAIRLINE)
        canvas.line(left, _FOOT + 4 * mm, right, _FOOT + 4 * mm)

    def _edition(self, canvas: TaggedCanvas, foot: str, page: str) -> None:
        """Version and date before the number of the page, as far as there is room."""
        room = styles.WIDTH - width_of(foot, styles.SEMIBOLD, _SIZE) - width_of(page, styles.REGULAR, _SIZE) - 30
        words = fitted(self._document.edition, room, styles.REGULAR, _SIZE) if room > 60 else ""
        if words:
            end = styles.PAGE[0] - styles.RIGHT - width_of(page, styles.REGULAR, _SIZE) - 14
            canvas.setFont(styles.REGULAR, _SIZE)
            canvas.drawRightString(end, _FOOT, words)

    def _banner(self, canvas: TaggedCanvas) -> None:
        """The state of the report above the running head."""
        words = fitted(self._document.banner, styles.WIDTH, styles.SEMIBOLD, _SIZE)
        if words:
            canvas.setFont(styles.SEMIBOLD, _SIZE)
            canvas.setFillColor(styles.ACCENT)
            canvas.drawCentredString(styles.PAGE[0] / 2, _HEAD + 5 * mm, words)
            canvas.setFillColor(styles.QUIET)

    def _finish(self, canvas: TaggedCanvas, _template: Any) -> None:
        """The notes of the page, and its chapter, which is known once it is set; before the first one, the title."""
        self._frame.draw_notes(canvas)
        if self._on_cover():
            return
        shown = in_line(self._chapter) or self._document.head[1]
        with canvas.silent():
            canvas.saveState()
            canvas.setFont(styles.REGULAR, _SIZE)
            canvas.setFillColor(styles.QUIET)
            right = styles.PAGE[0] - styles.RIGHT
            canvas.drawRightString(right, _HEAD, fitted(shown, styles.WIDTH * 0.48, styles.REGULAR, _SIZE))
            canvas.restoreState()
