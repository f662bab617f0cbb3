"""The frame of every page: running head and foot, bookmarks, contents, and the number of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import IndexingFlowable

from inspector_app.domain.document import Document
from inspector_app.report import styles
from inspector_app.report.flowables import Head, markup, plain

_SIZE = 8.0
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
    """Sets a story on A4 pages. `tick` is called with what happens, and may raise to stop."""

    def __init__(self, target: object, document: Document, tick: Tick) -> None:
        self.total = PageTotal()
        trust, self._title = document.head
        self._trust = fitted(trust, styles.WIDTH * 0.48)
        self._chapter = ""
        self._foot = fitted(document.foot, styles.WIDTH * 0.8, styles.SEMIBOLD)
        self._page_text = document.page
        super().__init__(
            target,
            pagesize=styles.PAGE,
            title=plain(document.title),
            author=plain(document.author),
            subject=plain(document.subject),
            creator="Inspector",
            lang=document.language,
            displayDocTitle=1,
            invariant=1,
            initialFontName=styles.REGULAR,
            initialFontSize=styles.BODY_SIZE,
            pageCompression=1,
        )
        frame = Frame(styles.LEFT, styles.BOTTOM, styles.WIDTH, styles.HEIGHT, 0, 0, 0, 0, id="page")
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._furniture, onPageEnd=self._right_head)])
        self.setProgressCallBack(tick)

    def beforeDocument(self) -> None:  # noqa: N802
        """A pass begins, before any chapter."""
        self._chapter = ""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        """Enters headings in the bookmarks and the contents."""
        if not isinstance(flowable, Head) or flowable.heading.level > 2:
            return
        heading = flowable.heading
        level = heading.level - 1
        if level == 0:
            self._chapter = flowable.entry
        self.canv.bookmarkPage(heading.key)
        self.canv.addOutlineEntry(flowable.entry, heading.key, level, closed=level == 0)
        if heading.listed:
            self.notify("TOCEntry", (level, markup(flowable.entry), self.page, heading.key))

    def afterPage(self) -> None:  # noqa: N802
        """Counts the pages."""
        self.total.pages = max(self.total.pages, self.page)

    def _furniture(self, canvas: Canvas, _template: Any) -> None:
        canvas.saveState()
        if canvas.getPageNumber() == 1:
            canvas.showOutline()
        right, left = styles.PAGE[0] - styles.RIGHT, styles.LEFT
        top, foot = styles.PAGE[1] - 16 * mm, 13 * mm
        canvas.setFont(styles.REGULAR, _SIZE)
        canvas.setFillColor(styles.QUIET)
        canvas.drawString(left, top, self._trust)
        canvas.drawRightString(right, foot, self._page_of())
        canvas.setFont(styles.SEMIBOLD, _SIZE)
        canvas.drawString(left, foot, self._foot)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(styles.HAIRLINE)
        canvas.line(left, top - 2.5 * mm, right, top - 2.5 * mm)
        canvas.line(left, foot + 4 * mm, right, foot + 4 * mm)
        canvas.restoreState()

    def _right_head(self, canvas: Canvas, _template: Any) -> None:
        """The chapter, which is known once its page is set; before the first one, the title of the report."""
        canvas.saveState()
        canvas.setFont(styles.REGULAR, _SIZE)
        canvas.setFillColor(styles.QUIET)
        right, top = styles.PAGE[0] - styles.RIGHT, styles.PAGE[1] - 16 * mm
        shown = " ".join(self._chapter.split()) or self._title
        canvas.drawRightString(right, top, fitted(shown, styles.WIDTH * 0.48))
        canvas.restoreState()

    def _page_of(self) -> str:
        return self._page_text.format(page=self.page, pages=self.total.known or self.page)


def fitted(text: str, width: float, font: str = styles.REGULAR) -> str:
    """The text in one line of at most that width, with an ellipsis where it was cut."""
    line = plain(text).replace("\n", " ")
    if stringWidth(line, font, _SIZE) <= width:
        return line
    while line and stringWidth(f"{line}…", font, _SIZE) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
