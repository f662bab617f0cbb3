"""Footnotes at the foot of the page, and the frame that keeps room for them.

A paragraph takes from the page its own height and that of the notes whose numbers stand in it. Where both do not fit it
is broken after a line whose notes fit. Notes that would take much of a page stand after their paragraph instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable, Frame

from inspector_app.report import styles
from inspector_app.report.setting.floats import Need

if TYPE_CHECKING:
    from inspector_app.report.setting.prose import Prose

_ABOVE = 12.0
"""What stands between the text and the first note: white, and a short rule."""
_BETWEEN = 2.0
MOST = 0.3 * styles.HEIGHT
"""The notes of one paragraph never take more of a page's foot than this."""


@dataclass(eq=False, slots=True)
class Footnote:
    """A note with its number, set."""

    number: int
    prose: Prose

    @property
    def height(self) -> float:
        """What it takes of the page, in points."""
        return float(self.prose.wrap(styles.WIDTH, styles.HEIGHT)[1]) + _BETWEEN


def notes_of(flowable: Flowable) -> Sequence[Footnote]:
    """The footnotes that hang on a flowable."""
    found: Sequence[Footnote] = getattr(flowable, "footnotes", ())
    return found


def height_of(notes: Iterable[Footnote]) -> float:
    """What the notes take on a page that has none yet."""
    heights = [note.height for note in notes]
    return sum(heights) + _ABOVE if heights else 0.0


class NotedFrame(Frame):
    """The frame of a page. `notes` are those of the page so far."""

    def _reset(self) -> None:
        super()._reset()
        self._y1p = self._y1 + self._bottomPadding
        self.notes: list[Footnote] = []

    def room(self, notes: Sequence[Footnote]) -> float:
        """What further notes would take of this page."""
        return height_of(notes) - (_ABOVE if notes and self.notes else 0.0)

    def _add(self, flowable: Flowable, canvas: Any, trySplit: int = 0) -> int:  # noqa: N803
        if isinstance(flowable, Need):
            # It takes no room, so a page has always room for it, even one that is filled to the last point.
            flowable.canv = canvas
            flowable.wrap(self._getAvailableWidth(), max(self._y - self._y1p, 0.0))
            del flowable.canv
            return 1
        notes = notes_of(flowable)
        room = self.room(notes)
        self._y1p += room
        added: int = super()._add(flowable, canvas, trySplit)
        if added:
            self.notes.extend(notes)
        else:
            self._y1p -= room
        return added

    add = _add

    def draw_notes(self, canvas: Any) -> None:
        """Draws the notes of the page at its foot."""
        if not self.notes:
            return
        top = self._y1 + height_of(self.notes)
        with canvas.silent():
            canvas.setStrokeColor(styles.QUIET)
            canvas.setLineWidth(styles.HAIRLINE)
            canvas.line(styles.LEFT, top - _ABOVE / 2, styles.LEFT + styles.NOTE_RULE, top - _ABOVE / 2)
        top -= _ABOVE
        for note in self.notes:
            top -= note.height
            note.prose.drawOn(canvas, styles.LEFT, top + _BETWEEN)
