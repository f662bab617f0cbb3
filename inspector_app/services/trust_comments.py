"""The Trust's comments on an open inspection: read from Word files and tables, taken in once, decided, printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.document import Block, Column, Document, Heading, Paragraph, Run, Table, Text
from inspector_app.domain.errors import KnownError
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.report_text import comments
from inspector_app.domain.trust_comments import (
    DECISIONS,
    About,
    CommentWords,
    Incoming,
    Sorted,
    TrustComment,
    pack_about,
    sort_out,
    table_of,
    trust_comment,
)
from inspector_app.exchange.csv_text import read_table
from inspector_app.exchange.word_comments import KnownParagraph, read_comments
from inspector_app.exchange.word_parts import LARGEST_FILE
from inspector_app.report.languages import words_for
from inspector_app.runtime.files import read_bytes, read_text, write_whole
from inspector_app.runtime.paths import resources
from inspector_app.services.commands import AddComments, DecideComment, NewComment
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_views import Chip, SectionView
from inspector_app.services.work import Cancelled, Progress, never, unheard

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_COLUMNS, _MORE = ("paragraph", "comment"), ("who", "when")
_LONG = 1_200
"""A comment or reply of more signs than this stands beneath the table's row, not in it: a row must fit on a page."""


@dataclass(frozen=True, slots=True)
class SentOut:
    """A paragraph to which comments may come: its key, number and printed words, and the id of its section."""

    key: str
    number: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as the page shows it.

    Attributes:
        section: the id of the section in which its paragraph stands now; empty where the paragraph is gone.
        title: of that section.
        number: of the paragraph now; empty for none.
        text: the words of the paragraph as they are printed now.
        figures: the bound figures of the paragraph, which lead to the data behind it.
        moved: whether the paragraph has another number than when the Trust read it.
    """

    comment: TrustComment
    section: str = ""
    title: str = ""
    number: str = ""
    text: str = ""
    figures: tuple[Chip, ...] = ()
    moved: bool = False

    @property
    def gone(self) -> bool:
        """Whether the report has no such paragraph any more."""
        return not self.section


def read_file(path: Path, sent: Sequence[SentOut]) -> tuple[Incoming, ...]:
    """The comments in a Word file or, by the name of the file, in a table (CSV). May run on any thread.

    Raises:
        KnownError: the file cannot be read or is neither.
    """
    if path.suffix.lower() == ".csv":
        return _from_table(path.name, read_text(path), sent)
    known = [KnownParagraph(one.key, one.number, one.text) for one in sent]
    numbers = {one.key: one.number for one in sent}
    found = read_comments(read_bytes(path, LARGEST_FILE), path.name, known)
    return tuple(
        Incoming(
            one.text,
            About(one.author, one.at, numbers.get(keys[0], "") if keys else "", one.reply_to, keys[1:]),
            keys[0] if keys else "",
            one.beside,
            "" if keys else "no_paragraph",
        )
        for one in found
        for keys in [tuple(key for key in one.keys if key in numbers)]
    )


def _from_table(name: str, text: str, sent: Sequence[SentOut]) -> tuple[Incoming, ...]:
    """A row names its paragraph by key, by number, or by section and number where several have the same."""
    table = read_table(name, text, _COLUMNS, (*_COLUMNS, *_MORE))
    if table.bad:
        line, why = table.bad[0]
        raise KnownError(f"{name}, line {line}: {why} Nothing was taken in.")
    named: dict[str, list[SentOut]] = {}
    for one in sent:
        for by in (one.key, one.number, f"{one.section} {one.number}"):
            if by.strip():
                named.setdefault(by, []).append(one)
    found = []
    for row in table.rows:
        words, by = row.get("comment").strip(), " ".join(row.get("paragraph").split())
        if not words:
            continue
        here = named.get(by, [])
        about = About(row.get("who").strip(), row.get("when").strip(), here[0].number if len(here) == 1 else by)
        if len(here) == 1:
            found.append(Incoming(words, about, here[0].key))
        else:
            found.append(Incoming(words, about, beside=by, why="several" if here else "no_paragraph"))
    return tuple(found)


class CommentDesk:
    """Reads the comments of an open inspection. To be used on the session's own thread, as the desk it rests on."""

    def __init__(self, desk: ReportDesk) -> None:
        self._desk = desk

    def sent_out(self) -> tuple[SentOut, ...]:
        """Every paragraph that has a key, as it is printed now: what a worker needs in order to read a file."""
        return tuple(
            SentOut(piece.key, piece.number, _printed(view, piece), view.section.id)
            for view in self._views()
            for piece in view.pieces
            if piece.key
        )

    def sort_out(self, incoming: Sequence[Incoming]) -> Sorted:
        """What of a file is new, what is here already, and what found no paragraph."""
        return sort_out(incoming, self._comments())

    def place(self, incoming: Incoming, key: str) -> Incoming:
        """A comment that found no paragraph, put to one by hand."""
        number = next((one.number for one in self.sent_out() if one.key == key), "")
        return replace(incoming, paragraph=key, why="", about=replace(incoming.about, number=number))

    def take_in(self, chosen: Sequence[Incoming]) -> AddComments:
        """What to do in order to take comments in; those that are here already add nothing."""
        held = {comment.id for comment in self._comments()}
        fresh = {one.id: one for one in chosen if one.paragraph and one.id not in held}
        return AddComments(
            [NewComment(one.paragraph, one.words, pack_about(one.about), id_) for id_, one in fresh.items()]
        )

    def decide(self, comment: TrustComment, decision: str, reply: str = "") -> DecideComment:
        """What to do in order to decide a comment; an empty decision opens it again."""
        return DecideComment(comment.paragraph, comment.id, decision, reply)

    def all(self) -> tuple[CommentView, ...]:
        """Every comment in the order of the report; those whose paragraph is gone come last."""
        places: dict[str, tuple[int, SectionView, Piece]] = {}
        for view in self._views():
            for piece in view.pieces:
                places[piece.key] = (len(places), view, piece)
        held = self._comments()
        order = {comment.id: place for place, comment in enumerate(held)}
        last = len(places)

        def place(comment: TrustComment) -> tuple[int, list[int], int]:
            here = places[comment.paragraph][0] if comment.paragraph in places else last
            return here, [int(n) for n in re.findall(r"\d{1,9}", comment.about.number)], order[comment.id]

        held = sorted(held, key=place)
        return tuple(self._view(c, *places[c.paragraph][1:]) if c.paragraph in places else CommentView(c) for c in held)

    def table(self) -> PlainTable:
        """Comments and replies as a table."""
        views = self.all()
        named = {v.comment.paragraph: v.number or v.title for v in views if not v.gone}
        return table_of([view.comment for view in views], named, self._words())

    def document(self) -> Document:
        """Comments and replies as a document, which `write_table` prints."""
        given, table = self._desk.freeze(), self.table()
        say = words_for(given.instrument.language).say
        trust = given.details.trust or say("trust_unknown")
        blocks: list[Block] = [Heading(1, table.title, "comments")]
        blocks += _rows_of(table) if table.rows else [Text(say("comments_none"))]
        return Document(
            f"{table.title}: {trust}",
            say("author"),
            table.title,
            given.instrument.language,
            (trust, table.title),
            say(f"foot.{given.settings.state}"),
            say("page"),
            blocks,
        )

    def _words(self) -> CommentWords:
        words = words_for(self._desk.session.instrument.language)
        say = words.say
        return CommentWords(
            say("comments"),
            words.texts["comments_counted"],
            (
                say("comments_paragraph"),
                say("comments_said"),
                say("comments_who"),
                say("comments_decision"),
                say("comments_reply"),
            ),
            {decision: say(f"decision.{decision}") for decision in DECISIONS},
        )

    def _comments(self) -> list[TrustComment]:
        return [trust_comment(kept) for kept in comments(self._desk.session.ledger)]

    def _views(self) -> list[SectionView]:
        return [self._desk.section(section.id) for section in self._desk.sections()]

    def _view(self, comment: TrustComment, view: SectionView, piece: Piece) -> CommentView:
        start, end = _extent(view, piece)
        figures = tuple(chip for chip in view.chips if start <= chip.start < end and chip.kind in ("fig", "chart"))
        moved = bool(comment.about.number) and comment.about.number != piece.number
        return CommentView(comment, view.section.id, view.title, piece.number, _printed(view, piece), figures, moved)


def write_table(
    document: Document, path: Path, progress: Progress = unheard, cancelled: Cancelled = never
) -> Path | None:
    """Prints comments and replies as PDF; may run on any thread. None where `cancelled` said yes.

    Raises:
        KnownError: the place cannot be written to, or the disk is full; what stood there is as it was.
    """
    from inspector_app.report import render

    try:
        rendered = render.render(
            document,
            resources() / "fonts",
            lambda share, page: progress(0.95 * share, f"Setting page {page}"),
            cancelled,
        )
    except render.Cancelled:
        return None
    write_whole(path, rendered.content)
    progress(1.0, "Table written")
    return path


def _rows_of(table: PlainTable) -> list[Block]:
    """A table of the rows that fit in one; the words of the others stand beneath it."""
    widths = (20.0, 0.0, 28.0, 22.0, 52.0)
    columns = tuple(Column(c.title, "text", w) for c, w in zip(table.columns, widths, strict=True))
    rows, beneath = [], list[Block]()
    for number, cells in enumerate(table.as_text(), start=1):
        kept = []
        for column, text in zip(table.columns, cells, strict=True):
            if len(text) > _LONG:
                runs = (Run(f"{number}. {column.title} ({cells[0]}): ", strong=True), Run(text))
                beneath.append(Paragraph(runs))
                text = f"{text[:200]}… ({number}.)"
            kept.append(text)
        rows.append(tuple(kept))
    return [Table("", table.counted, columns, tuple(rows)), *beneath]


def _extent(view: SectionView, piece: Piece) -> tuple[int, int]:
    """Where a piece begins in the text of its section, and where it ends."""
    lines = view.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: piece.first])
    return start, start + sum(len(line) + 1 for line in lines[piece.first : piece.last])


def _printed(view: SectionView, piece: Piece) -> str:
    """The words of a piece as the report prints them, as far as that can be told without setting it."""
    start, end = _extent(view, piece)
    text, at = piece.text, 0
    for chip in (chip for chip in view.chips if start <= chip.start < end):
        found = text.find(chip.source, at)
        if found >= 0:
            text = f"{text[:found]}{chip.printed}{text[found + len(chip.source) :]}"
            at = found + len(chip.printed)
    return _FOOTNOTE.sub("", text)
