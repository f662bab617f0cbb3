"""What a reader of a submitted case would look at first: what is blank or odd, and where the evidence is thin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.case import Case
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.progress import INTERVIEW, Remaining

Sort = Literal["blank", "error", "warning", "reason", "cannot_determine", "changed", "not_on_file"]
_FIELD = "field:"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at.

    Attributes:
        sort: what it is.
        question: the id of the question to go to; empty where it is about a fact or the interview.
        words: the reason that was given, the note beside the answer, or what a check says.
    """

    sort: Sort
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class FirstLook:
    """All that stands out in a case.

    Attributes:
        points: in the order in which they are looked at.
        with_evidence: how many answers say what they rest on; the base of the share that is not on file.
    """

    points: tuple[Point, ...] = ()
    with_evidence: int = 0

    def count(self, sort: Sort) -> int:
        """How many points are of one sort."""
        return sum(1 for point in self.points if point.sort == sort)


def first_look(instrument: Instrument, case: Case, left: Remaining) -> FirstLook:
    """What stands out in a case; answers to closed questions do not."""
    points = [*_gaps(instrument, left), *_reasons(instrument, case)]
    answered = [case.answers[q.id] for q in instrument.case_questions if q.id in left.open_ids and q.id in case.answers]
    answered = [revision for revision in answered if revision.value]
    for sort in ("cannot_determine", "changed", "not_on_file"):
        for revision in answered:
            name, own = revision.slot.name, case.originals.get(revision.slot.name, revision)
            if sort == "changed":
                if name in case.originals:
                    points.append(Point("changed", name, revision.note))
            elif own.evidence == sort:
                points.append(Point("not_on_file" if sort == "not_on_file" else "cannot_determine", name, own.note))
    return FirstLook(tuple(points), sum(1 for r in answered if case.originals.get(r.slot.name, r).evidence))


def _gaps(instrument: Instrument, left: Remaining) -> Iterator[Point]:
    for name in left.missing_fields:
        yield Point("blank", "", instrument.fields_by_name[name].label)
    for question in left.unanswered:
        yield Point("blank", question, "")
    for check in left.errors:
        yield Point("error", _question(check.go_to), check.say)
    for check in left.warnings:
        yield Point("warning", _question(check.go_to), check.say)
    if left.interview:
        yield Point("blank", "", "")


def _reasons(instrument: Instrument, case: Case) -> Iterator[Point]:
    for check in instrument.checks:
        if check.id in case.reasons:
            yield Point("reason", _question(check.go_to), f"{check.say} – {case.reasons[check.id]}")
    if INTERVIEW in case.reasons:
        yield Point("reason", "", case.reasons[INTERVIEW])


def _question(targets: tuple[str, ...]) -> str:
    return next((t for t in targets if not t.startswith(_FIELD)), "")
