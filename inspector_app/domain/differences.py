"""How the readings of a case differ, what stands, and what is still to be settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.answers import Revision
from inspector_app.domain.case import Case
from inspector_app.domain.instrument import Question
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.domain.values import CONSENSUS

FINISHED = ("submitted", "signed_off")
"""The states of a case in which its first reading is no longer being worked on."""

Kind = Literal["same", "different", "only_one", "open_closed"]
Verdict = Literal["same", "to_settle", "settled", "follows"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader said to a question."""

    value: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One reader's side of a question; what was said while it was open is kept where it is closed now."""

    reader: str
    said: Said
    is_open: bool

    @property
    def counts(self) -> str:
        """The value that counts: none where the question is closed."""
        return self.said.value if self.is_open else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question over all readings of a case.

    Attributes:
        kind: ``different`` where two readers give different answers; else ``open_closed`` where it is open for one
            and closed for another; else ``only_one`` where one answered and another left a blank; else ``same``.
        sides: one for each reader, in the order in which the readings were given.
    """

    question: str
    kind: Kind
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A difference beside what stands.

    Attributes:
        stands: the value that counts now; empty where the question is closed or blank.
        consensus: the revision by which it was settled.
        verdict: ``same``; ``settled`` by a consensus; ``to_settle``; or ``follows`` where it hangs on other answers,
            or is a text, of which each reader keeps their own.
    """

    difference: Difference
    stands: str
    consensus: Revision | None
    verdict: Verdict


def comparable(case: Case, viewer: str) -> tuple[str, ...]:
    """The second readers whose reading somebody may see beside the first, sorted.

    Second reads are blind: nothing is shown before the first reading is submitted or signed off and the second is
    locked, and nothing at all to whoever is still reading the case themself.

    Args:
        case: the case as it counts.
    """
    if case.status not in FINISHED or case.seconds.get(viewer, "locked") != "locked":
        return ()
    return tuple(sorted(reader for reader, state in case.seconds.items() if state == "locked"))


def reading_of(case: Case) -> dict[str, Said]:
    """What the reader of a case said themself, whatever stands in its place: question id -> answer."""
    own = {**case.answers, **case.originals}
    return {q: Said(*revision.content) for q, revision in own.items() if revision.slot.assessor != CONSENSUS}


def line_up(questions: Sequence[Question], first: Case, seconds: Sequence[Case]) -> tuple[Line, ...]:
    """The first reading and some second ones side by side, with what stands.

    Args:
        questions: all questions asked of a case, in form order.
        first: the case as it counts.
        seconds: the second reads of it.
    """
    readings = {first.reader: reading_of(first), **{case.second: reading_of(case) for case in seconds}}
    asked = {q.id: q for q in questions}
    standing_open = open_questions(questions, first.sheet)
    lines = []
    for difference in differences(questions, first.fields, readings):
        counts = first.answers.get(difference.question)
        stands = counts.value if counts is not None and difference.question in standing_open else ""
        consensus = counts if counts is not None and counts.slot.assessor == CONSENSUS else None
        is_open = difference.question in standing_open
        verdict = _verdict(difference, asked[difference.question], is_open, stands, consensus)
        # A question that nobody answered, and that what stands does not ask, is no matter of theirs.
        if verdict != "follows" or consensus is not None or any(side.counts for side in difference.sides):
            lines.append(Line(difference, stands, consensus, verdict))
    return tuple(lines)


def differences(
    questions: Sequence[Question], fields: Mapping[str, str], readings: Mapping[str, Mapping[str, Said]]
) -> tuple[Difference, ...]:
    """Every question that a reader answered or has open and another not, scored ones first, texts last.

    Args:
        questions: all questions asked of a case, in form order.
        fields: the facts of the case, which all readers share.
        readings: reader -> question id -> what was said, the first reading first.
    """
    opened = {
        reader: open_questions(questions, Sheet(fields, {q: said.value for q, said in answers.items() if said.value}))
        for reader, answers in readings.items()
    }
    found = []
    for question in sorted(questions, key=lambda q: (not q.scored, q.kind == "text")):
        sides = tuple(
            Side(reader, answers.get(question.id, Said()), question.id in opened[reader])
            for reader, answers in readings.items()
        )
        kind = _kind(sides)
        if kind is not None:
            found.append(Difference(question.id, kind, sides))
    return tuple(found)


def _kind(sides: tuple[Side, ...]) -> Kind | None:
    values = {side.counts for side in sides}
    given = values - {""}
    if len(given) > 1:
        return "different"
    if len({side.is_open for side in sides}) > 1:
        return "open_closed"
    if not given:
        return None
    return "only_one" if "" in values else "same"


def _verdict(
    difference: Difference, question: Question, is_open: bool, stands: str, consensus: Revision | None
) -> Verdict:
    if difference.kind == "same" and consensus is None:
        return "same"
    if consensus is not None:
        return "settled" if is_open else "follows"
    if question.kind == "text" or not is_open:
        return "follows"
    # Where only one reader was asked and that answer stands, nobody has said otherwise.
    return "follows" if difference.kind == "open_closed" and stands else "to_settle"
