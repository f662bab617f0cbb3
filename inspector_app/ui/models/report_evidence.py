"""What is known of a criterion as lines of a list, each with the figure that it can put into the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.bound_figures import BoundFigure, FigureStyle
from inspector_app.domain.figures import CAUTION_BELOW, Part, QuestionFinding, Spread
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.notes import QUOTATION, Note
from inspector_app.domain.report_outline import Section
from inspector_app.domain.scoring import percent
from inspector_app.services.report_desk import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line.

    Attributes:
        words: the question in short, or beneath it one of its answers.
        part: how many of how many.
        question, answer: what the figure is of; without an answer, what is above the line.
        beneath: whether it is an answer, and belongs to the question before it.
        heading: whether it only names the question of the answers after it, and is no figure.
    """

    words: str
    part: Part
    question: Question
    answer: str = ""
    beneath: bool = False
    heading: bool = False

    @property
    def key(self) -> str:
        """What identifies it."""
        return f"{self.question.id}/{'' if self.heading else self.answer or '+'}"

    def figure(self, style: FigureStyle = "") -> BoundFigure:
        """The figure that prints it, in a style; empty for that of the house."""
        return BoundFigure("question", self.question.id, (self.answer,) if self.answer else (), style=style)

    @property
    def chart(self) -> str:
        """The chart of its question."""
        return f"{{{{chart: question={self.question.id}}}}}"

    @property
    def caution(self) -> bool:
        """Whether its base is small."""
        return 0 < self.part.base < CAUTION_BELOW

    @property
    def share(self) -> Fraction | None:
        """The proportion; None of nothing."""
        return Fraction(self.part.count, self.part.base) if self.part.base else None


def lines_of(evidence: Evidence, instrument: Instrument) -> tuple[EvidenceLine, ...]:
    """The lines of a criterion: each question with its reasons beneath it, then facts, then officers' views."""
    return tuple(_lines(evidence, instrument))


def counts_words(line: EvidenceLine) -> str:
    """What a line counts, in a sentence."""
    part, whole = line.part, percent(line.share)
    if line.heading:
        return _say("Of %1; choose one of its answers.").replace("%1", str(part.base))
    if whole is None:
        return _say("No case to which it applies.")
    if not line.answer:
        text = _say("%1 of %2 above the line, %3%.")
    elif line.question.per == "officer":
        text = _say("%1 of %2 officers, %3%.")
    else:
        text = _say("%1 of %2, %3%.")
    told = text.replace("%1", str(part.count)).replace("%2", str(part.base)).replace("%3", str(whole))
    few = _say("Fewer than %1: it is printed with a caution.").replace("%1", str(CAUTION_BELOW))
    return f"{told} {few}" if line.caution else told


def criteria_of(section: Section | None, instrument: Instrument) -> tuple[str, ...]:
    """The criteria that a section speaks of, the most important first; all of them where it speaks of the whole."""
    ids = tuple(c.id for c in instrument.criteria)
    if section is None or not section.outcome:
        return ids
    own = {c.id for c in instrument.criteria if c.outcome == section.outcome}
    return tuple(sorted(ids, key=lambda c: (c != section.criterion, c not in own)))


def as_box(note: Note, kind: str) -> str:
    """A note as an illustration or a quotation, as Markdown. Its title, and names in it, are for the writer."""
    lines = [" ".join(line.split()) for line in note.text.splitlines() if line.strip()]
    if kind == QUOTATION:
        return "\n>\n".join(f"> {line}" for line in _quoted(lines))
    first = f"> [!illustration] {{note: {note.ref}/{note.question}/{note.assessor}}}"
    return first + "\n" + "\n>\n".join(f"> {line}" for line in lines)


def _quoted(lines: Sequence[str]) -> list[str]:
    bare = [line.strip('“”"') for line in lines]
    return [f"“{line}{'”' if place == len(bare) - 1 else ''}" for place, line in enumerate(bare)]


def _lines(evidence: Evidence, instrument: Instrument) -> Iterator[EvidenceLine]:
    questions = instrument.questions_by_id
    finding = evidence.finding
    if finding is not None:
        reasons = {s.id: s for s in finding.reasons}
        for found in finding.questions:
            yield _scored(found, questions[found.id])
            for under in [s for s in reasons.values() if questions[s.id].under == found.id]:
                yield from _parts(reasons.pop(under.id), questions[under.id])
        for spread in (*reasons.values(), *finding.facts):
            yield from _facts(spread, questions[spread.id])
    if evidence.interview is not None:
        for spread in evidence.interview.views:
            yield from _facts(spread, questions[spread.id])


def _scored(found: QuestionFinding, question: Question) -> EvidenceLine:
    return EvidenceLine(f"{found.number}  {found.short}", found.part, question)


def _facts(spread: Spread, question: Question) -> Iterator[EvidenceLine]:
    yield EvidenceLine(f"{spread.number}  {spread.short}", Part("", 0, spread.base), question, heading=True)
    yield from _parts(spread, question)


def _parts(spread: Spread, question: Question) -> Iterator[EvidenceLine]:
    codes = {choice.label: choice.code for choice in question.choices}
    for part in spread.parts:
        yield EvidenceLine(f"{spread.number}  {spread.short}: {part.label}", part, question, codes[part.label], True)


def _say(text: str) -> str:
    return QCoreApplication.translate("evidence", text)
