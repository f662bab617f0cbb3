"""Which figures of a section have changed since somebody read it, and the sentences that hold them.

A mark of having read holds for each figure, as it was written, what it printed and its ratio (see `report_text`). A
figure has changed when it prints something else now. One whose ratio moved within the same words has not, nor one that
says the same ratio in another style; they are told apart, so that nobody has to read a sentence again that says what it
said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.report_text import Printed
from inspector_app.domain.sentences import sentences_of
from inspector_app.domain.text_places import places_of


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that was read, then and now.

    Attributes:
        source: the figure as it is written, with its braces.
        same: whether it says the same: in the same words although its ratio has moved, or the same ratio in another
            style (*three-quarters*, *75%*, *54 of 72*).
    """

    source: str
    was: Printed
    now: Printed

    @property
    def same(self) -> bool:
        if self.was.said == self.now.said:
            return True
        return self.was.ratio is not None and self.was.ratio == self.now.ratio and _style(self.was) != _style(self.now)


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence that says something else than when it was read, from `start` to before `end` of the text."""

    start: int
    end: int
    text: str
    changes: tuple[FigureChange, ...]


def figure_changes(read: Mapping[str, Printed], now: Mapping[str, Printed]) -> tuple[FigureChange, ...]:
    """The figures that print something else or have another ratio, in the order of `now`.

    A figure that stands there only now was never read; one that stands there no more says nothing.
    """
    return tuple(
        FigureChange(source, read[source], printed)
        for source, printed in now.items()
        if source in read and read[source] != printed
    )


def changed_sentences(
    text: str, read: Mapping[str, Printed], now: Mapping[str, Printed]
) -> tuple[ChangedSentence, ...]:
    """The sentences of a text that hold a figure which prints something else than was read.

    Args:
        read: what the figures printed when the text was last read or written; empty where it never was.
        now: what they print.
    """
    changes = {change.source: change for change in figure_changes(read, now) if not change.same}
    if not changes:
        return ()
    places = [(place.start, changes[place.source]) for place in places_of(text) if place.source in changes]
    found = []
    for sentence in sentences_of(text):
        within = dict.fromkeys(change for start, change in places if sentence.start <= start < sentence.end)
        if within:
            found.append(ChangedSentence(*sentence, tuple(within)))
    return tuple(found)


def _style(printed: Printed) -> str:
    """In which style something is said: in the same style, another number is another figure even of the same ratio."""
    if "%" in printed.said:
        return "percent"
    return "counts" if any(c.isdigit() for c in printed.said) else "words"
