"""The tag tree of a PDF: what each piece on a page is, in reading order.

A `Tag` is made once, where the document's blocks become flowables. A `Structure` is grown afresh in each pass of
setting: an element is entered in the tree when its tag is first drawn, so the tree is in the order of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Tag:
    """What something is.

    Attributes:
        role: a structure type of PDF 1.7 (*P*, *H1*, *TD* …).
        alt: for a figure, what it shows in words.
        scope: for a table head, what it heads: *Row* or *Column*.
        span: how many columns a cell takes.
        numbered: for a list, whether its items carry numbers.
    """

    role: str
    parent: Tag | None
    alt: str = ""
    scope: str = ""
    span: int = 1
    numbered: bool | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of a page's content; `page` counts from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A link's annotation: the `place`-th of its page."""

    page: int
    place: int


@dataclass(eq=False, slots=True)
class Element:
    """A node of the tree with what is in it, in reading order."""

    tag: Tag
    kids: list[Element | Mark | Annotated] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A link's annotation, which the tree owns; `told` is what it says of itself."""

    page: int
    place: int
    owner: Element
    told: str


class Structure:
    """The tree of one document as it grows.

    Attributes:
        pages: for each page the elements that own its marked pieces, by number.
    """

    def __init__(self, root: Tag) -> None:
        self.root = Element(root)
        self.pages: list[list[Element]] = []
        self.links: list[Link] = []
        self._elements: dict[Tag, Element] = {root: self.root}

    def element(self, tag: Tag) -> Element:
        """The tag's element; entered in the tree, after all that is there, where it is new."""
        known = self._elements.get(tag)
        if known is None:
            known = self._elements[tag] = Element(tag)
            parent = self.root if tag.parent is None else self.element(tag.parent)
            parent.kids.append(known)
        return known

    def mark(self, tag: Tag, page: int) -> int:
        """Enters another marked piece of a page and gives its number."""
        self._turn_to(page)
        owner, numbers = self.element(tag), self.pages[page]
        owner.kids.append(Mark(page, len(numbers)))
        numbers.append(owner)
        return len(numbers) - 1

    def link(self, tag: Tag, page: int, place: int, told: str) -> None:
        """Enters a link's annotation."""
        self._turn_to(page)
        owner = self.element(tag)
        owner.kids.append(Annotated(page, place))
        self.links.append(Link(page, place, owner, told))

    def _turn_to(self, page: int) -> None:
        while len(self.pages) <= page:
            self.pages.append([])
