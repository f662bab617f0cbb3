"""What the makers of flowables share while they go through a document: the tag tree, the numbers of notes, the keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reportlab.platypus import Flowable, Spacer

from inspector_app.domain import document as model
from inspector_app.report import styles
from inspector_app.report.setting.lines import Piece, plain
from inspector_app.report.setting.notes import MOST, Footnote, height_of
from inspector_app.report.setting.prose import Prose
from inspector_app.report.setting.tags import Tag
from inspector_app.report.styles import Look

_RAISED = 0.62
"""The size of a footnote's number beside the text's."""


@dataclass(slots=True)
class Setter:
    """State of one document being set.

    Attributes:
        keys: the keys that links may lead to.
        root: the whole document in the tag tree; `section` is the part at hand.
        hanging: whether paragraphs stand indented beside their numbers here, and so does what is between them.
    """

    keys: frozenset[str] = frozenset()
    root: Tag = field(default_factory=lambda: Tag("Document", None))
    section: Tag = field(init=False)
    hanging: bool = False
    _level: int = 0
    _notes: int = 0

    def __post_init__(self) -> None:
        self.section = self.root

    def tag(self, role: str, parent: Tag | None = None) -> Tag:
        """A tag in the section at hand, or in another."""
        return Tag(role, parent or self.section)

    def heading(self, level: int) -> Tag:
        """The tag of a heading: never more than one level below the heading before it, whatever its looks.

        A first-level heading begins a section.
        """
        self._level = min(level, self._level + 1)
        if self._level == 1:
            self.section = Tag("Sect", self.root)
        return self.tag(f"H{self._level}")

    def pieces(self, runs: model.Runs, look: Look, tag: Tag) -> list[Piece]:
        """The runs of a written paragraph in a look. Links to unknown keys are plain text."""
        pieces: list[Piece] = []
        for run in runs:
            known = run.link in self.keys
            font = _face(run, look)
            colour = styles.ACCENT if known else look.colour
            inner = Tag("Link", tag) if known else None
            pieces.append(Piece(plain(run.text), font, look.size, colour, tag=inner, link=run.link if known else ""))
            if run.note:
                pieces.append(self._raised(run.note, look, tag))
        return pieces

    def written(self, block: model.Paragraph, look: Look, tag: Tag, mark: str = "") -> list[Flowable]:
        """A written paragraph, with its notes after it where they are too long for the foot of a page."""
        pieces = self.pieces(block.runs, look, tag)
        number = Piece(plain(mark), styles.SEMIBOLD, min(look.size, 9.0), styles.QUIET) if mark else None
        made = Prose(pieces, look, tag, number, block.key)
        notes = made.footnotes
        if height_of(notes) <= MOST:
            return [made]
        # They are drawn where they stand, so no page keeps room for them.
        made.pieces = [replace(p, note=None) if p.note else p for p in pieces]
        return [made, *(f for note in notes for f in (note.prose, Spacer(0, 3)))]

    def _raised(self, text: str, look: Look, tag: Tag) -> Piece:
        self._notes += 1
        size = look.size * _RAISED
        prose = Prose(
            [Piece(plain(text), styles.NOTE.font, styles.NOTE.size, styles.NOTE.colour)],
            styles.NOTE,
            Tag("Note", tag),
            Piece(str(self._notes), styles.SEMIBOLD, styles.NOTE.size, styles.NOTE.colour),
        )
        prose.mark_tag = Tag("Lbl", prose.tag)
        note = Footnote(self._notes, prose)
        return Piece(
            str(self._notes), styles.SEMIBOLD, size, look.colour, 0.38 * look.size, Tag("Reference", tag), note=note
        )


def _face(run: model.Run, look: Look) -> str:
    if run.strong:
        return styles.BOLD if run.emphasis else styles.SEMIBOLD
    if run.emphasis:
        return styles.REGULAR if look.font == styles.ITALIC else styles.ITALIC
    return look.font
