"""Another version of the question set during fieldwork: looked at first, then put in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.case import read_case
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.scoring import Scores, score, tally
from inspector_app.domain.upgrading import Class, Comparison, Touched, compare, touched
from inspector_app.instruments.sources import read_source
from inspector_app.services.planning.upgrading import refuse
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard


@dataclass(frozen=True, slots=True)
class Standing:
    """What a preview is made from: it stands still while the inspection goes on. `counted` are the cases that count."""

    instrument: Instrument
    revisions: tuple[Revision, ...]
    counted: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What another version would change.

    Attributes:
        questions, fields: by id, what stands of each question and fact.
        before, after: the scores of the same cases under either version.
    """

    comparison: Comparison
    questions: Mapping[str, Touched]
    fields: Mapping[str, Touched]
    before: Scores
    after: Scores

    @property
    def new(self) -> Instrument:
        """The set that would be put in force."""
        return self.comparison.new

    def answers(self, kind: Class) -> int:
        """How many answers stand of the questions of a class."""
        return sum(self.questions[c.id].answers for c in self.comparison.questions if c.kind == kind)

    @property
    def to_confirm(self) -> int:
        """How many answers are to be confirmed again at once: those of open cases and of officers."""
        asked = (self.questions[c.id] for c in self.comparison.questions if c.kind == "confirm")
        return sum(found.open_answers for found in asked)

    @property
    def lost(self) -> int:
        """How many answers say what can no longer be said."""
        return sum(len(found.lost) for found in self.questions.values())


def read_set(path: Path) -> Instrument:
    """A question set from a folder or a .zip archive.

    Raises:
        KnownError: there is none, or the place cannot be read.
        BadRows: it has mistakes; each row names file, question and reason.
    """
    return read_source(path)


def others(session: Session, at_hand: Mapping[str, Instrument]) -> tuple[Instrument, ...]:
    """The versions that can be chosen without a file: the one of this copy of Inspector, and those the file carries."""
    mine = session.instrument
    known = [at_hand[mine.id]] if mine.id in at_hand else []
    found = {i.content_hash: i for i in (*known, *session.shelf.others(mine))}
    return tuple(i for i in found.values() if i.content_hash != mine.content_hash)


def freeze(session: Session) -> Standing:
    """What is committed now."""
    counted = session.counted()
    return Standing(session.instrument, session.revisions(), counted, len(session.counted(True)) - len(counted))


def preview(
    standing: Standing, new: Instrument, progress: Progress = unheard, cancelled: Cancelled = never
) -> Preview | None:
    """What becomes of every question, answer and score when a set is put in force; nothing is changed.

    Returns:
        None where `cancelled` said yes.

    Raises:
        KnownError: the set cannot take the place of the one in force.
    """
    old = standing.instrument
    refuse(old, new)
    progress(0.1, "comparing the questions")
    comparison = compare(old, new)
    ledger = Ledger(standing.revisions)
    if cancelled():
        return None
    progress(0.4, "counting the answers")
    questions, fields = touched(ledger, comparison)
    if cancelled():
        return None
    progress(0.7, "working out the scores")
    sheets = [read_case(ledger, ref).sheet for ref in standing.counted]
    before, after = (
        score(one, [tally(one.case_questions, sheet) for sheet in sheets], left_out=standing.left_out)
        for one in (old, new)
    )
    progress(1.0, "done")
    return Preview(comparison, questions, fields, before, after)


def outdated(session: Session) -> bool:
    """Whether the session is to be opened anew, because by now another version is in force, or answers came under one.

    A session works with one version from beginning to end.
    """
    details, mine = session.details().details, session.instrument
    if details.get("instrument_hash", mine.content_hash) != mine.content_hash:
        return session.shelf.in_force(details).content_hash != mine.content_hash
    known = {mine.version, *session.earlier.changes}
    return any(one.instrument == mine.id and one.version not in known for one in session.shelf.carried)
