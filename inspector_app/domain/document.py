"""The report as plain blocks: no fonts, no markup, no ReportLab. All text is as typed; it is escaped when set.

The PDF, the Word file and the preview are made from the same blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TextRole = Literal["lead", "body", "note", "strong"]
ColumnKind = Literal["text", "quiet", "number", "bar"]
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. `notices` are what a reader must know before reading on."""

    mark: str
    title: str
    trust: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. Level 1 begins a page; `key` is its bookmark, `above` a small line over it.

    Levels 1 and 2 stand in the bookmarks; `listed` ones in the contents too.
    """

    level: Literal[1, 2, 3]
    text: str
    key: str
    label: str = ""
    above: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    role: TextRole = "body"


@dataclass(frozen=True, slots=True)
class Figure:
    """One large percentage with what it means beside it."""

    figure: str
    label: str
    beside: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `width` is in millimetres, 0 takes what is left.

    A bar column holds percentages to draw; it repeats what another column prints and is left out where a page is read
    aloud.
    """

    label: str
    kind: ColumnKind = "number"
    width: float = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and a line under the title (base, cautions).

    `total` sets the last row apart, `groups` those rows (counted from 0) that stand over the rows after them. A `dense`
    table is for looking things up and takes as little room as can be read.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    dense: bool = False
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its percentage (None without a base), the figures printed beside it, and the group it stands in."""

    label: str
    percent: int | None
    figures: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on an axis from 0 to 100."""

    title: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms and what they mean."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a written paragraph in one style.

    Attributes:
        link: the key of a heading or paragraph elsewhere in the document; empty for none.
        note: the text of a footnote that hangs on the end of this run; empty for none.
        source: the figure that this run prints, as it was written (`{{fig: …}}`); empty for typed words.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    note: str = ""
    source: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A written paragraph. `number` stands in the margin (*3.2.12*), `key` stays the same when numbers move."""

    runs: Runs
    number: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A written list; each item is one or more paragraphs, whose numbers, where they have any, stand as its marks."""

    items: tuple[tuple[Paragraph, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A case illustration or a quotation, set apart. `title` may be empty."""

    kind: Literal["illustration", "quotation"]
    title: str
    blocks: tuple[Paragraph | Listed, ...]


Block = Cover | Contents | Heading | Text | Figure | Table | Chart | Terms | Paragraph | Listed | Box


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report.

    Attributes:
        head: left side of the running head, and its right side before the first chapter.
        foot: the left side of the running foot.
        page: the right side of it, with ``{page}`` and ``{pages}``.
        banner: the state of the report (*Working draft*), on every page but the cover, above its head; empty for none.
        watermark: large pale words across every page but the cover, for a draft that must not be passed on; or empty.
        edition: version and date (*Version 3, 25 November 2013*), in the middle of the running foot; empty for none.
    """

    title: str
    author: str
    subject: str
    language: str
    head: tuple[str, str]
    foot: str
    page: str
    blocks: Sequence[Block]
    banner: str = ""
    watermark: str = ""
    edition: str = ""
