"""The canvas: everything drawn is marked, either as the piece of the document it is or as an artifact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from inspector_app.report.setting.tags import Structure, Tag

ARTIFACT = "/Artifact BMC"


class TaggedCanvas(Canvas):
    """Marks what is drawn with the tag at hand; lines and areas are artifacts unless they belong to a figure.

    Attributes:
        structure: the tag tree that grows; None where nothing is tagged (previews).
        places: where keys lie: page (from 0) and height above its foot, in points.
    """

    def __init__(self, *given: Any, structure: Structure | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.structure = structure
        self.places: dict[str, tuple[int, float]] = {}
        self._tag: Tag | None = None
        self._open: Tag | str | None = None
        self._silent = False

    @contextmanager
    def tagged(self, tag: Tag | None) -> Iterator[None]:
        """What is drawn meanwhile belongs to that tag. Without one it goes on as before."""
        before = self._tag
        if tag is not None and self.structure is not None and not self._silent:
            self.structure.element(tag)
            self._tag = tag
        try:
            yield
        finally:
            self._tag = before

    @contextmanager
    def silent(self) -> Iterator[None]:
        """What is drawn meanwhile is an artifact: page furniture, repeated table heads."""
        before, self._silent, tag, self._tag = self._silent, True, self._tag, None
        try:
            yield
        finally:
            self._silent, self._tag = before, tag

    def enter(self, tag: Tag) -> None:
        """Gives a tag its place in the tree now, though it is drawn later or never: notes, empty cells."""
        if self.structure is not None and not self._silent:
            self.structure.element(tag)

    def place(self, key: str, height: float) -> None:
        """A destination for links and bookmarks, at a height above the origin at hand. The first of a key stands."""
        if key and key not in self.places:
            top = self.absolutePosition(0, height)[1]
            self.places[key] = (self.getPageNumber() - 1, top)
            self.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)

    def link(self, key: str, rect: tuple[float, float, float, float], tag: Tag | None, told: str) -> None:
        """A link to a key over a rectangle of the page."""
        if self._silent:
            return
        self.linkRect(told, key, rect, relative=1)
        if self.structure is not None and tag is not None:
            self.structure.link(tag, self.getPageNumber() - 1, len(self._annotationrefs) - 1, told)

    def begin_text(self, parts: bool) -> PDFTextObject:
        """A text object. With `parts` it is marked inside, by `switch`, else as a whole."""
        text = self.beginText(0, 0)
        text.parts = parts and self.structure is not None and not self._silent
        if text.parts:
            self._leave()
            text.part = None
        return text

    def switch(self, text: PDFTextObject, tag: Tag | None) -> None:
        """The following words of such a text object belong to a tag, or to the one at hand."""
        tag = tag or self._tag
        if not text.parts or text.part is tag or tag is None:
            return
        if text.part is not None:
            text._code.append("EMC")
        text._code.append(self._mark(tag))
        text.part = tag

    def drawText(self, aTextObject: PDFTextObject) -> None:  # noqa: N802, N803
        """Draws a text object, marked."""
        if getattr(aTextObject, "parts", False):
            if aTextObject.part is not None:
                aTextObject._code.append("EMC")
        else:
            self._enter(self._tag)
        super().drawText(aTextObject)

    def line(self, *given: float) -> None:
        """A line."""
        self._enter(self._drawn())
        super().line(*given)

    def rect(self, *given: float, **named: Any) -> None:
        """A rectangle."""
        self._enter(self._drawn())
        super().rect(*given, **named)

    def saveState(self) -> None:  # noqa: N802
        """Marks and graphic states never cross."""
        self._leave()
        super().saveState()

    def restoreState(self) -> None:  # noqa: N802
        """Marks and graphic states never cross."""
        self._leave()
        super().restoreState()

    def showPage(self) -> None:  # noqa: N802
        """Ends the page."""
        self._leave()
        super().showPage()

    def _drawn(self) -> Tag | None:
        return self._tag if self._tag is not None and self._tag.role == "Figure" else None

    def _enter(self, tag: Tag | None) -> None:
        wanted = tag or ARTIFACT
        if self.structure is None or self._open is wanted:
            return
        self._leave()
        self._code.append(ARTIFACT if tag is None else self._mark(tag))
        self._open = wanted

    def _mark(self, tag: Tag) -> str:
        assert self.structure is not None
        return f"/{tag.role} <</MCID {self.structure.mark(tag, self.getPageNumber() - 1)}>> BDC"

    def _leave(self) -> None:
        # ReportLab saves the state while it is still being made.
        if getattr(self, "_open", None) is not None:
            self._code.append("EMC")
            self._open = None
