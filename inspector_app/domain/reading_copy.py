"""An inspection laid out to be read without the program: every case with what was said of it, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.case import ASSESSOR, Case, Officer, read_case, read_details, read_officer, read_second
from inspector_app.domain.instrument import Instrument, Page, Per, Question
from inspector_app.domain.report_outline import outline
from inspector_app.domain.report_text import text_slot
from inspector_app.domain.reviewing import Thread, threads
from inspector_app.domain.routing import open_questions
from inspector_app.domain.values import CONSENSUS

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One answer that stands.

    Attributes:
        words: the answer as it reads on the form; empty where only a note was written.
        evidence: one of `values.EVIDENCE`, or empty.
        by: whose answer it is; `values.CONSENSUS` for one that stands over what was read.
        typed_by: who typed it, where that is somebody else.
        counts: whether it is the answer that counts. Where copies went on separately others stand beside it.
    """

    words: str
    note: str
    evidence: str
    by: str
    typed_by: str
    at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question and all that stands as an answer to it. `is_open` is false where it is not asked any more.

    `number` is empty for a question that the set in force does not have; its `text` is then the id.
    """

    number: str
    text: str
    is_open: bool
    flagged: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PageCopy:
    """One page of the form: what was answered, and the numbers of open questions that were not."""

    title: str
    lines: tuple[Line, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingOf:
    """One reading of a case, or an interview: by whom, how far it is, and its pages."""

    reader: str
    state: str
    pages: tuple[PageCopy, ...]


@dataclass(frozen=True, slots=True)
class CaseCopy:
    """A case. `facts` are (label, value, whether copies say different things), as far as they are known.

    `threads` come with the number of their question; `reasons` are (what a check says, the reason given).
    """

    ref: str
    status: str
    assessor: str
    facts: tuple[tuple[str, str, bool], ...]
    reading: ReadingOf
    seconds: tuple[ReadingOf, ...]
    threads: tuple[tuple[str, Thread], ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """A whole inspection. `report` are (id of the section, text); `team` is code -> role."""

    trust: str
    title: str
    details: Mapping[str, str]
    team: Mapping[str, str]
    instrument: str
    cases: tuple[CaseCopy, ...]
    interviews: tuple[ReadingOf, ...]
    report: tuple[tuple[str, str], ...]


def reading_copy(ledger: Ledger, instrument: Instrument) -> ReadingCopy:
    """All that stands in an inspection, in the order of the form."""
    said = read_details(ledger)
    return ReadingCopy(
        said.trust,
        said.details.get("title", ""),
        said.details,
        said.team,
        f"{instrument.title} ({instrument.version})",
        tuple(_case(ledger, instrument, ref) for ref in ledger.refs("case")),
        tuple(_interview(ledger, instrument, code) for code in sorted(ledger.refs("officer"))),
        tuple(
            (section.id, head.value)
            for section in outline(instrument)
            for head in ledger.heads(text_slot(section.id))
            if head.value
        ),
    )


def _case(ledger: Ledger, instrument: Instrument, ref: str) -> CaseCopy:
    case = read_case(ledger, ref)
    hidden = set(case.seconds)
    reading = ReadingOf(case.reader, case.status, tuple(_pages(ledger, instrument, case, hidden)))
    seconds = tuple(
        ReadingOf(code, state, tuple(_pages(ledger, instrument, read_second(ledger, ref, code), set())))
        for code, state in case.seconds.items()
    )
    numbered = {q.id: q.number for q in instrument.questions}
    checks = {c.id: c.say for c in instrument.checks}
    return CaseCopy(
        ref, case.status, case.assessor, tuple(_facts(ledger, instrument, ref)), reading, seconds,
        tuple((numbered.get(t.question, t.question), t) for t in threads(ledger, ref)),
        tuple((checks.get(check, check), reason) for check, reason in case.reasons.items()),
    )  # fmt: skip


def _facts(ledger: Ledger, instrument: Instrument, ref: str) -> Iterator[tuple[str, str, bool]]:
    labels = {f.name: f for f in instrument.fields}
    slots = [s for s in ledger.slots("case", ref) if s.facet == "field" and s.name != ASSESSOR]
    order = {name: place for place, name in enumerate(labels)}
    for slot in sorted(slots, key=lambda s: order.get(s.name, len(order))):
        heads = {head.value: head for head in ledger.heads(slot)}
        for value in heads:
            known = labels.get(slot.name)
            words = day_in_words(value) if known and known.kind == "date" else known.label_of(value) if known else value
            if value:
                yield known.label if known else slot.name, words, len(heads) > 1


def _interview(ledger: Ledger, instrument: Instrument, code: str) -> ReadingOf:
    slots = [s for s in ledger.slots("officer", code) if s.facet == "answer"]
    readers = ", ".join(dict.fromkeys(s.assessor for s in slots if s.assessor != CONSENSUS))
    held = read_officer(ledger, code)
    lines = _Lines(ledger, instrument, "officer", slots, held)
    return ReadingOf(readers, code, tuple(lines.pages()))


def _pages(ledger: Ledger, instrument: Instrument, case: Case, hidden: set[str]) -> Iterator[PageCopy]:
    """The pages of one reading. Those who read the case a second time have pages of their own."""
    mine = {case.second} if case.second else None
    slots = [
        s
        for s in ledger.slots("case", case.ref)
        if s.facet == "answer" and (s.assessor in mine if mine else s.assessor not in hidden)
    ]
    yield from _Lines(ledger, instrument, "case", slots, case).pages()


class _Lines:
    """What stands as answers in some slots of one case or officer, in the order of the form."""

    def __init__(
        self,
        ledger: Ledger,
        instrument: Instrument,
        per: Per,
        slots: Iterable[Slot],
        stands: Case | Officer,
    ) -> None:
        self._instrument, self._per, self._flags = instrument, per, stands.flags
        self._open = open_questions((q for q in instrument.questions if q.per == per), stands.sheet)
        self._said: dict[str, list[Said]] = {}
        for slot in slots:
            for head in ledger.heads(slot):
                if any(head.content):
                    counts = stands.answers.get(slot.name) == head
                    self._said.setdefault(slot.name, []).append(self._words(slot, head, counts))

    def pages(self) -> Iterator[PageCopy]:
        """The pages that hold an answer or an open question, and what no question of the set asks for any more."""
        for page in self._instrument.pages:
            if page.per == self._per:
                copy = self._page(page)
                if copy.lines or copy.unanswered:
                    yield copy
        known = self._instrument.questions_by_id
        gone = [Line("", name, False, False, tuple(said)) for name, said in self._said.items() if name not in known]
        if gone:
            yield PageCopy("", tuple(gone), ())

    def _page(self, page: Page) -> PageCopy:
        asked = [q for q in self._instrument.questions if q.page == page.id and q.per == self._per]
        lines = tuple(
            Line(q.number, q.text, q.id in self._open, q.id in self._flags, tuple(self._ordered(q)))
            for q in asked
            if q.id in self._said or q.id in self._flags
        )
        unanswered = tuple(q.number for q in asked if q.id in self._open and q.required and q.id not in self._said)
        return PageCopy(f"{page.id}  {page.title}", lines, unanswered)

    def _ordered(self, question: Question) -> list[Said]:
        return sorted(self._said.get(question.id, []), key=lambda said: (not said.counts, said.at))

    def _words(self, slot: Slot, head: Revision, counts: bool) -> Said:
        question = self._instrument.questions_by_id.get(slot.name)
        typed_by = head.author if head.author != slot.assessor else ""
        words = _answer(question, head.value)
        return Said(words, head.note, head.evidence, slot.assessor, typed_by, head.at, counts)


def _answer(question: Question | None, value: str) -> str:
    if question is None or not value:
        return value
    if question.kind == "date":
        return day_in_words(value)
    if question.choices:
        return "; ".join(question.label_of(code) for code in value.split(";"))
    return value


def day_in_words(iso: str) -> str:
    """A stored date such as 1 February 2013; what is none comes back as it is."""
    try:
        at = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
