"""From one version of a question set to another: what stays, what wants confirming, what goes and what comes.

Questions and facts are told apart by their stable ids. Nothing here changes an answer: it says which answers were given
to a question that now reads otherwise, and which say what can no longer be said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from inspector_app.domain.answers import About, Ledger, Revision, Slot
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import CaseField, Choice, Instrument, Question
from inspector_app.domain.values import CONSENSUS, fitting

Class = Literal["kept", "confirm", "retired", "new"]
CLASSES: tuple[Class, ...] = ("confirm", "retired", "new", "kept")

Part = Literal["text", "choices", "kind", "line", "criteria", "opening"]
"""What matters of a question. For a fact: its label (*text*), its choices and its kind."""

Asked = TypeVar("Asked", Question, CaseField)


@dataclass(frozen=True, slots=True)
class Change(Generic[Asked]):
    """What becomes of one question or fact.

    Attributes:
        id: its stable id.
        kind: *kept*: nothing that matters changed; *confirm*: `parts` did; *retired*: not in the new set; *new*.
        old, new: how it reads in either set; None where it is not there.
    """

    id: str
    kind: Class
    old: Asked | None
    new: Asked | None
    parts: tuple[Part, ...] = ()

    @property
    def gone(self) -> tuple[Choice, ...]:
        """Choices that the new set does not have any more."""
        if self.old is None or self.new is None:
            return ()
        codes = {c.code for c in self.new.choices}
        return tuple(c for c in self.old.choices if c.code not in codes)

    def lost(self, value: str) -> str:
        """What of an answer can no longer be said, in the words of the old set; empty where all of it can."""
        if self.old is None or self.new is None or fitting(self.new, value) == value:
            return ""
        if not self.old.choices:
            return value
        kept = set(fitting(self.new, value).split(";"))
        return ", ".join(self.old.label_of(code) for code in value.split(";") if code not in kept)


QuestionChange = Change[Question]
FieldChange = Change[CaseField]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one set, question by question and fact by fact: in the order of the new one, then the retired."""

    old: Instrument
    new: Instrument
    questions: tuple[QuestionChange, ...]
    fields: tuple[FieldChange, ...]

    def count(self, kind: Class) -> int:
        """How many questions are of a class."""
        return sum(1 for change in self.questions if change.kind == kind)


def compare(old: Instrument, new: Instrument) -> Comparison:
    """What becomes of every question and fact when `new` takes the place of `old`."""
    return Comparison(
        old,
        new,
        tuple(_changes(old.questions_by_id, new.questions_by_id, _question_parts)),
        tuple(_changes(old.fields_by_name, new.fields_by_name, _field_parts)),
    )


def obstacles(old: Instrument, new: Instrument) -> tuple[str, ...]:
    """Why a set cannot take the place of another, in sentences; empty where it can."""
    if new.id != old.id:
        return (
            f"This is another question set ({new.id}); the inspection is made with {old.id}. Choose a version of it.",
        )
    if new.content_hash == old.content_hash:
        return (f"This is the version in force already ({new.version}); there is nothing to change.",)
    if new.version == old.version:
        return (
            f"This set has the version in force ({new.version}) and other content, so answers could not be told apart. "
            "Raise the version in instrument.toml and choose it again.",
        )
    return tuple(
        f"Question {asked.id} is asked of each {asked.per} here and of each {before.per} before; an id never changes "
        "what it is asked of. Give it a new id and choose the set again."
        for asked in new.questions
        if (before := old.questions_by_id.get(asked.id)) is not None and before.per != asked.per
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer or fact that can no longer be said, in words: whose it is, what it says, and if its case counts."""

    about: About
    ref: str
    assessor: str
    says: str
    signed_off: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches.

    Attributes:
        answers: answers (or facts), whoever gave them.
        open_answers: those that are not of signed-off cases.
        open_cases, signed_off, officers: how many of each they are of.
        lost: those that can no longer be said.
    """

    answers: int = 0
    open_answers: int = 0
    open_cases: int = 0
    signed_off: int = 0
    officers: int = 0
    lost: tuple[Lost, ...] = ()


NOTHING = Touched()


def touched(ledger: Ledger, comparison: Comparison) -> tuple[Mapping[str, Touched], Mapping[str, Touched]]:
    """What stands of every question, and of every fact, of either set, whoever answered; blanks are not counted."""
    answers: dict[str, list[Revision]] = defaultdict(list)
    facts: dict[str, list[Revision]] = defaultdict(list)
    signed_off = set()
    for ref in ledger.refs("case"):
        status = ledger.standing(Slot("case", ref, "status", ""))
        if status is not None and status.value == "signed_off":
            signed_off.add(ref)
        for slot in ledger.slots("case", ref):
            if slot.facet == "answer" or (slot.facet == "field" and slot.name != ASSESSOR):
                _note(ledger, slot, answers if slot.facet == "answer" else facts)
    for code in ledger.refs("officer"):
        for slot in ledger.slots("officer", code):
            if slot.facet == "answer":
                _note(ledger, slot, answers)
    return (
        {c.id: _touched(c, answers.get(c.id, ()), signed_off) for c in comparison.questions},
        {c.id: _touched(c, facts.get(c.id, ()), signed_off) for c in comparison.fields},
    )


@dataclass(frozen=True, slots=True)
class Again:
    """An answer that was given to a question which has changed since.

    Attributes:
        version: the version it was given under.
        value: what of it the question still takes; empty where it counts as a blank and is to be given anew.
        lost: what it says that can no longer be said, in the words of then.
        over: whether it stands over the readers' own answers, with a reason: it is confirmed where such may be set.
    """

    change: QuestionChange
    version: str
    value: str
    lost: str
    over: bool = False


def to_ask(again: Mapping[str, Again], overrules: bool) -> frozenset[str]:
    """The questions that hold a case up for whoever works here: changes with a reason only where they may set such."""
    return frozenset(question for question, one in again.items() if overrules or not one.over)


@dataclass(frozen=True)
class Earlier:
    """What changed since the versions under which answers were given.

    Attributes:
        in_force: the version that is asked now.
        changes: version -> question id -> how the question changed since, for those to confirm again.
    """

    in_force: str = ""
    changes: Mapping[str, Mapping[str, QuestionChange]] = field(default_factory=dict)

    def to_confirm(self, ledger: Ledger, answers: Mapping[str, Revision]) -> dict[str, Again]:
        """The answers that were given to a question that has changed since, by question id; in no order.

        An answer that was given in the same words before, such as before a version that was taken back, needs no
        second confirmation.
        """
        found: dict[str, Again] = {}
        if not self.changes:
            return found
        for question, revision in answers.items():
            if revision.value and revision.instrument != self.in_force:
                change = self.changes.get(revision.instrument, {}).get(question)
                if (
                    change is not None
                    and change.new
                    and all(self._differs(question, v) for v in _given_under(ledger, revision))
                ):
                    value, over = revision.value, revision.slot.assessor == CONSENSUS
                    kept = fitting(change.new, value)
                    found[question] = Again(change, revision.instrument, kept, change.lost(value), over)
        return found

    def as_asked(self, question: str) -> dict[str, Question]:
        """How a question read in the versions in which it read otherwise, by version."""
        return {v: c.old for v, changes in self.changes.items() if (c := changes.get(question)) and c.old}

    def _differs(self, question: str, version: str) -> bool:
        return version != self.in_force and question in self.changes.get(version, {})


def earlier(in_force: Instrument, others: Iterable[Instrument]) -> Earlier:
    """What changed between some other versions and the one in force."""
    changes = {}
    for other in others:
        confirm = (c for c in compare(other, in_force).questions if c.kind == "confirm")
        changes[other.version] = {c.id: c for c in confirm}
    return Earlier(in_force.version, changes)


def _given_under(ledger: Ledger, revision: Revision) -> frozenset[str]:
    """The versions under which an answer was given: its own, and those of earlier changes that said the same.

    What was undone was not given.
    """
    left = {r.id: r for r in ledger.history(revision.slot)}
    versions = set()
    ahead = [(revision, True)]
    while ahead:
        one, counts = ahead.pop()
        if counts:
            versions.add(one.instrument)
        for name in one.supersedes:
            before = left.pop(name, None)
            if before is not None and before.value == revision.value:
                ahead.append((before, not (one.undoes and one.undoes == before.batch)))
    return frozenset(versions)


def _changes(
    old: Mapping[str, Asked], new: Mapping[str, Asked], parts_of: Callable[[Asked, Asked], Iterable[Part]]
) -> Iterable[Change[Asked]]:
    for name, asked in new.items():
        before = old.get(name)
        if before is None:
            yield Change(name, "new", None, asked)
            continue
        parts = tuple(parts_of(before, asked))
        yield Change(name, "confirm" if parts else "kept", before, asked, parts)
    for name, asked in old.items():
        if name not in new:
            yield Change(name, "retired", asked, None)


def _question_parts(old: Question, new: Question) -> Iterable[Part]:
    """What matters and changed. The order of choices and criteria, numbers, short labels and guidance do not."""
    yield from _plain_parts(old.text, new.text, old, new)
    shared = {c.code: c.line for c in old.choices}
    lines = any(shared.get(c.code, c.line) != c.line for c in new.choices)
    if old.scored != new.scored or (new.scored and lines):
        yield "line"
    if set(old.criteria) != set(new.criteria):
        yield "criteria"
    if old.open_when != new.open_when:
        yield "opening"


def _field_parts(old: CaseField, new: CaseField) -> Iterable[Part]:
    yield from _plain_parts(old.label, new.label, old, new)


def _plain_parts(before: str, now: str, old: Question | CaseField, new: Question | CaseField) -> Iterable[Part]:
    if before.split() != now.split():
        yield "text"
    if {c.code: c.label for c in old.choices} != {c.code: c.label for c in new.choices}:
        yield "choices"
    if old.kind != new.kind:
        yield "kind"


def _note(ledger: Ledger, slot: Slot, found: dict[str, list[Revision]]) -> None:
    stands = ledger.standing(slot)
    if stands is not None and stands.value:
        found[slot.name].append(stands)


def _touched(change: QuestionChange | FieldChange, revisions: Iterable[Revision], signed_off: set[str]) -> Touched:
    counted = tuple(revisions)
    cases = {r.slot.ref for r in counted if r.slot.about == "case"}
    lost = tuple(
        Lost(slot.about, slot.ref, slot.assessor, says, slot.about == "case" and slot.ref in signed_off)
        for r in counted
        if (slot := r.slot) and (says := change.lost(r.value))
    )
    return Touched(
        len(counted),
        sum(1 for r in counted if r.slot.about != "case" or r.slot.ref not in signed_off),
        len(cases - signed_off),
        len(cases & signed_off),
        len({r.slot.ref for r in counted if r.slot.about == "officer"}),
        lost,
    )
