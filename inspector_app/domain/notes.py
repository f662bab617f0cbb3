"""Notes in the assessors' own words: evidence notes and free answers, found by words and gathered under tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.answers import About, Ledger, Revision, Slot
from inspector_app.domain.case import Case, Officer
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.scoring import Standing, Tally

ILLUSTRATION, QUOTATION = "illustration", "quotation"
"""The two tags that the report knows: a note that becomes an illustration of a case, or that is quoted."""
RESERVED = (ILLUSTRATION, QUOTATION)
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote beside one question.

    Attributes:
        about, ref: the case or the officer.
        question: its id.
        assessor: under whose name the answer stands.
        value: the answer as it is stored; empty for a question that is answered in words.
        standing: where the answer stands, *above* and *below* the line among others.
        text: the words; where a free answer has a note besides, the answer comes first.
        tags: sorted.
        author, at: who wrote it, and when.
        signed_off: whether it counts; an interview does as soon as it is held.
    """

    about: About
    ref: str
    question: str
    assessor: str
    value: str
    standing: Standing
    text: str
    tags: tuple[str, ...]
    author: str
    at: datetime
    signed_off: bool

    @property
    def key(self) -> tuple[About, str, str, str]:
        """What identifies it."""
        return self.about, self.ref, self.question, self.assessor


def case_notes(instrument: Instrument, ledger: Ledger, case: Case, standings: Tally) -> tuple[Note, ...]:
    """The notes of a case in the order of the form.

    Where a consensus stands, its reason and what the reader had written are both there.
    """
    found = []
    for question in instrument.case_questions:
        for revision in (case.answers.get(question.id), case.originals.get(question.id)):
            if revision is not None and (note := _note(question, revision, standings, ledger, case.signed_off)):
                found.append(note)
    return tuple(found)


def officer_notes(instrument: Instrument, ledger: Ledger, officer: Officer, standings: Tally) -> tuple[Note, ...]:
    """The notes of an officer's interview in the order of the form."""
    asked = ((q, officer.answers.get(q.id)) for q in instrument.officer_questions)
    made = (_note(q, revision, standings, ledger, True) for q, revision in asked if revision is not None)
    return tuple(note for note in made if note is not None)


def _note(question: Question, revision: Revision, standings: Tally, ledger: Ledger, signed_off: bool) -> Note | None:
    written = question.kind == "text"
    parts = (revision.value if written else "", revision.note)
    text = "\n".join(part.strip() for part in parts if part.strip())
    if not text:
        return None
    slot = revision.slot
    tagged = ledger.standing(Slot(slot.about, slot.ref, "tag", question.id, slot.assessor))
    return Note(
        slot.about,
        slot.ref,
        question.id,
        slot.assessor,
        "" if written else revision.value,
        standings.get(question.id, "blank"),
        text,
        tags_of(tagged.value) if tagged else (),
        revision.author,
        revision.at,
        signed_off,
    )


def tags_of(value: str) -> tuple[str, ...]:
    """The tags in a stored value."""
    return tuple(tag for tag in value.split(SEPARATOR) if tag)


def toggled(tags: Iterable[str], tag: str) -> tuple[str, ...]:
    """The tags with one added, or without it where it is among them."""
    kept = set(tags)
    return tuple(sorted(kept ^ {tag}))


def known_as(typed: str, known: Mapping[str, str]) -> str:
    """A tag as it is typed, made one: blanks and the separator tidied, and spelled as a known one where it is the same.

    Args:
        known: tags and the words under which they are shown.
    """
    tag = " ".join(typed.replace(SEPARATOR, " ").split())
    folded = tag.casefold()
    same = (one for one, words in known.items() if folded in (one.casefold(), words.casefold()))
    return next(same, tag)


def themes(notes: Iterable[Note]) -> tuple[tuple[str, int], ...]:
    """The tags in use with the number of notes that carry each: the reserved ones, then by number, then by name."""
    count = Counter({tag: 0 for tag in RESERVED})
    count.update(tag for note in notes for tag in note.tags)
    reserved = [(tag, count.pop(tag)) for tag in RESERVED]
    return (*reserved, *sorted(count.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0])))


def hits(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where words occur in a text, whatever their case, as (first, behind the last): in order, never overlapping."""
    spans = sorted(
        found.span() for word in words if word for found in re.finditer(re.escape(word), text, re.IGNORECASE)
    )
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
