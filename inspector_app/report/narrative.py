"""From the Markdown of a section to blocks: what the lead wrote, with every figure printed in its place.

It follows CommonMark with footnotes. Code, rules, images, links to the outside and HTML are printed as typed, so that
nothing that somebody writes is lost or does anything else than stand on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from inspector_app.domain.document import Block, Box, Heading, Listed, Paragraph, Run, Runs
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.sentences import begins_after
from inspector_app.domain.text_places import Place, places_of

_AS_TYPED = (
    "code", "fence", "hr", "html_block", "lheading", "reference", "html_inline", "backticks", "link", "image",
    "autolink", "footnote_inline",
)  # fmt: skip
_DEEPEST, _NESTING = 12, 100
_RUN_OF_MARKS = re.compile(rf"[ \t]*(?:(?:>|[-+*]|\d{{1,9}}[.)])[ \t]*){{{_DEEPEST}}}")
_INDENT = re.compile(rf"[ \t]{{{2 * _DEEPEST},}}")
_CALLOUT = re.compile(r"\[!(illustration)\][ \t]*(.*?)[ \t]*(?:\{note:[^{}]*\})?[ \t]*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINED = re.compile(r"^([ \t]*)\[\^([^\]\s]+)\]:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prints:
    """How the places of a text are printed.

    Attributes:
        figure: the source of a bound figure, and whether a sentence begins with it -> its words.
        paragraph: the key of a paragraph -> its number, and the key to link to (empty for none).
        chart: the source of a chart -> its block; None where there is nothing to draw.
    """

    figure: Callable[[str, bool], str]
    paragraph: Callable[[str], tuple[str, str]]
    chart: Callable[[str], Block | None]


def blocks_of(text: str, pieces: Sequence[Piece], prints: Prints, key: str = "") -> tuple[Block, ...]:
    """The blocks of a text, whatever it holds.

    Args:
        pieces: the text's pieces with their keys and numbers.
        key: the section's id, which begins the keys of its headings.
    """
    tokens = _parser().parse(_tamed(text), {})
    notes = _notes(tokens, prints)
    set_out = tuple(_Setter(prints, {p.first: p for p in pieces}, key, notes).blocks(_tree(tokens)))
    # A footnote on which only another one hangs has no place of its own.
    return (*set_out, *(Paragraph((Run(said),)) for said in notes.left()))


def _tamed(text: str) -> str:
    """The same text without marks nested so deep that nobody meant them, and without footnotes that hang on nothing.

    Both are printed as typed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    uses, defined = Counter(_FOOTNOTE.findall(text)), Counter(label for _, label in _DEFINED.findall(text))
    seen = set[str]()

    def hangs(found: re.Match[str]) -> str:
        label = found[2]
        if label in seen or uses[label] <= defined[label]:
            return f"{found[1]}&#91;{found[0].lstrip()[1:]}"
        seen.add(label)
        return found[0]

    text = _DEFINED.sub(hangs, text)
    return "\n".join(_tamed_line(line) for line in text.split("\n"))


def _tamed_line(line: str) -> str:
    if _RUN_OF_MARKS.match(line):
        first = len(line) - len(line.lstrip())
        line = f"{line[:first]}&#{ord(line[first])};{line[first + 1 :]}"
    deep = _INDENT.match(line)
    return line[deep.end() - 2 * _DEEPEST :] if deep else line


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING}).use(footnote_plugin)
    parser.disable([rule for rule in _AS_TYPED])
    parser.inline.ruler.before("escape", "place", _place)
    return parser


def _place(state: StateInline, silent: bool) -> bool:
    """The rule of the parser that takes a place whole, so that nothing in it is read as emphasis."""
    if not state.src.startswith("{{", state.pos):
        return False
    place = _places(state.src).get(state.pos)
    if place is None:
        return False
    if not silent:
        token = state.push("place", "", 0)
        token.content, token.info, token.meta = place.source, place.kind, {"body": place.body}
    state.pos = place.end
    return True


@lru_cache(maxsize=8)
def _places(text: str) -> Mapping[int, Place]:
    """Where a place begins -> the place."""
    return {place.start: place for place in places_of(text) if place.kind}


@dataclass(slots=True)
class _Node:
    """A block of the parser with what stands in it."""

    token: Token
    children: list[_Node] = field(default_factory=list)


def _tree(tokens: Sequence[Token]) -> list[_Node]:
    root: list[_Node] = []
    open_: list[list[_Node]] = [root]
    for token in tokens:
        if token.nesting < 0:
            open_.pop()
            continue
        node = _Node(token)
        open_[-1].append(node)
        if token.nesting > 0:
            open_.append(node.children)
    return root


@dataclass(slots=True)
class _Notes:
    """The words of the footnotes by number; each hangs where it is called, and those never called are left."""

    said: dict[int, str]
    called: set[int] = field(default_factory=set)

    def call(self, note: int) -> str:
        self.called.add(note)
        return self.said.get(note, "")

    def left(self) -> tuple[str, ...]:
        return tuple(said for note, said in self.said.items() if note not in self.called)


def _notes(tokens: Sequence[Token], prints: Prints) -> _Notes:
    found: dict[int, str] = {}
    at: int | None = None
    for token in tokens:
        if token.type == "footnote_open":
            at = int(token.meta["id"])
        elif token.type == "inline" and at is not None:
            said = "".join(run.text for run in _Inline(prints, _Notes({})).runs(token.children or []))
            found[at] = f"{found[at]}\n{said}" if at in found else said
        elif token.type == "footnote_close":
            at = None
    return _Notes(found)


@dataclass(slots=True)
class _Setter:
    """Sets blocks out. Boxes stand in no box and lists in no list: what is nested goes on in the one around it."""

    prints: Prints
    pieces: Mapping[int, Piece]
    key: str
    notes: _Notes
    headings: int = 0

    def blocks(self, nodes: Sequence[_Node]) -> Iterator[Block]:
        for node in nodes:
            kind = node.token.type
            if kind == "heading_open":
                yield self._heading(node)
            elif kind == "paragraph_open":
                yield self._chart(node) or self._paragraph(node)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                yield self._list(node)
            elif kind == "blockquote_open":
                yield self._box(node)

    def _heading(self, node: _Node) -> Heading:
        self.headings += 1
        inline = _inline_of(node)
        # No footnote hangs on a heading: it is left, and goes to the end.
        runs = _Inline(self.prints, _Notes({})).runs(inline.children or []) if inline else ()
        words = "".join(run.text for run in runs)
        return Heading(3, words, f"{self.key}-h{self.headings}", listed=False)

    def _chart(self, node: _Node) -> Block | None:
        inline = _inline_of(node)
        places = inline.children or [] if inline else []
        if len(places) != 1 or places[0].type != "place" or places[0].info != "chart":
            return None
        return self.prints.chart(places[0].content)

    def _paragraph(self, node: _Node, lead: Runs = ()) -> Paragraph:
        piece = self._piece(node)
        runs = (*lead, *self._runs(node))
        return Paragraph(runs, piece.number, piece.key) if piece else Paragraph(runs)

    def _list(self, node: _Node) -> Listed:
        ordered = node.token.type == "ordered_list_open"
        start = int(node.token.attrGet("start") or 1) if ordered else 1
        items = tuple(tuple(self._plain(item.children)) or (Paragraph(()),) for item in node.children)
        return Listed(items, ordered, start)

    def _plain(self, nodes: Sequence[_Node], mark: str = "") -> Iterator[Paragraph]:
        """What stands in an item, as paragraphs."""
        for node in nodes:
            kind = node.token.type
            lead = (Run(mark),) if mark else ()
            if kind == "paragraph_open":
                yield self._paragraph(node, lead)
            elif kind == "heading_open":
                yield Paragraph((*lead, *(replace(run, strong=True) for run in self._runs(node))))
            elif kind in ("bullet_list_open", "ordered_list_open"):
                for place, item in enumerate(node.children, start=int(node.token.attrGet("start") or 1)):
                    yield from self._plain(item.children, "– " if kind == "bullet_list_open" else f"{place}. ")
            elif kind == "blockquote_open":
                yield from self._plain(node.children, mark)
            mark = ""

    def _box(self, node: _Node) -> Box:
        title, inside = _called(node)
        blocks = tuple(self._boxed(inside))
        first, piece = next(iter(blocks), None), self.pieces.get(node.token.map[0]) if node.token.map else None
        if isinstance(first, Paragraph) and piece is not None and piece.kind == "box":
            # A box is one piece of the text; its key stands at its beginning.
            blocks = (replace(first, key=piece.key), *blocks[1:])
        if title is None:
            return Box("quotation", "", blocks)
        return Box("illustration", title, blocks)

    def _boxed(self, nodes: Sequence[_Node]) -> Iterator[Paragraph | Listed]:
        for node in nodes:
            if node.token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(node)
            elif node.token.type == "blockquote_open":
                yield from self._boxed(node.children)
            else:
                yield from self._plain([node])

    def _runs(self, node: _Node) -> Runs:
        inline = _inline_of(node)
        return _Inline(self.prints, self.notes).runs(inline.children or []) if inline else ()

    def _piece(self, node: _Node) -> Piece | None:
        lines = node.token.map
        piece = self.pieces.get(lines[0]) if lines else None
        return piece if piece is not None and piece.kind in ("paragraph", "item", "more") else None


def _called(node: _Node) -> tuple[str | None, list[_Node]]:
    """The title of an illustration and what follows it; None where a box is none."""
    first = node.children[0] if node.children else None
    inline = _inline_of(first) if first is not None and first.token.type == "paragraph_open" else None
    found = _CALLOUT.match(inline.content.split("\n")[0]) if inline is not None else None
    if first is None or inline is None or found is None:
        return None, node.children
    children = inline.children or []
    breaks = [n for n, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    if not breaks:
        return found[2], node.children[1:]
    rest = inline.copy(children=children[breaks[0] + 1 :])
    return found[2], [_Node(first.token, [_Node(rest)]), *node.children[1:]]


def _inline_of(node: _Node) -> Token | None:
    return next((child.token for child in node.children if child.token.type == "inline"), None)


@dataclass(slots=True)
class _Inline:
    """Sets the words of a paragraph out as runs."""

    prints: Prints
    notes: _Notes
    made: list[Run] = field(default_factory=list)
    strong: int = 0
    emphasis: int = 0

    def runs(self, tokens: Sequence[Token]) -> Runs:
        for token in tokens:
            self._take(token)
        return tuple(self.made)

    def _take(self, token: Token) -> None:
        if token.type in ("strong_open", "strong_close"):
            self.strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            self.emphasis += token.nesting
        elif token.type == "softbreak":
            self._say(" ")
        elif token.type == "hardbreak":
            self._say("\n")
        elif token.type == "footnote_ref":
            self._hang(self.notes.call(int(token.meta["id"])))
        elif token.type == "place":
            self._print(token)
        elif token.content:
            self._say(token.content)

    def _print(self, token: Token) -> None:
        source, body = token.content, str(token.meta["body"])
        if token.info == "fig":
            self._add(Run(self.prints.figure(source, self._begins()), source=source))
        elif token.info == "para":
            number, link = self.prints.paragraph(body)
            self._add(Run(number, link=link))
        elif token.info == "plain":
            self._say(body.strip('"'))
        else:
            self._say(source)

    def _begins(self) -> bool:
        """Whether a sentence begins here."""
        return begins_after("".join(run.text for run in self.made[-4:]))

    def _say(self, text: str) -> None:
        last = self.made[-1] if self.made else None
        style = (bool(self.strong), bool(self.emphasis))
        if last is not None and not (last.link or last.note or last.source) and (last.strong, last.emphasis) == style:
            self.made[-1] = replace(last, text=last.text + text)
        else:
            self._add(Run(text))

    def _add(self, run: Run) -> None:
        self.made.append(replace(run, strong=bool(self.strong), emphasis=bool(self.emphasis)))

    def _hang(self, note: str) -> None:
        if self.made and not self.made[-1].note:
            self.made[-1] = replace(self.made[-1], note=note)
        else:
            self._add(Run("", note=note))
