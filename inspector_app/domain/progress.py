"""How far a case is, and what stands between it and sign-off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.case import Case, Officer
from inspector_app.domain.checks import strikes
from inspector_app.domain.instrument import Check, Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.domain.values import fitting

INTERVIEW = "officer_interview"
"""The reason slot for signing a case off before its officer's interview is complete."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the required open questions are answered."""

    answered: int
    open: int

    @property
    def complete(self) -> bool:
        """Whether nothing required is left."""
        return self.answered >= self.open


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left on a case.

    Attributes:
        open_ids: ids of all open questions.
        unanswered: required open questions without an answer, in form order.
        missing_fields: names of required facts that are blank.
        flagged: ids of questions marked *come back to this*, in form order, closed ones left out.
        errors: checks that block sign-off.
        warnings: checks that want a reason and have none yet.
        interview: whether the officer's interview is incomplete without a reason given.
        asked: questions about which the lead asks something that is not answered yet.
        confirm: answered questions that have changed since, in form order: the answer counts, and is to be confirmed.
        whole, by_page, by_criterion, by_section: shares of the required open questions.
        kept: question id -> number of answers kept in closed questions beneath it (`under`).
    """

    open_ids: frozenset[str]
    unanswered: tuple[str, ...]
    missing_fields: tuple[str, ...]
    flagged: tuple[str, ...]
    errors: tuple[Check, ...]
    warnings: tuple[Check, ...]
    interview: bool
    whole: Share
    by_page: Mapping[str, Share]
    by_criterion: Mapping[str, Share]
    by_section: Mapping[str, Share]
    kept: Mapping[str, int]
    asked: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()

    @property
    def may_sign_off(self) -> bool:
        """Whether nothing blocks submitting it and signing it off."""
        blocks = (self.unanswered, self.missing_fields, self.errors, self.warnings, self.asked, self.confirm)
        return not (any(blocks) or self.interview)

    @property
    def count(self) -> int:
        """The number of things left, flags included."""
        listed = (self.unanswered, self.missing_fields, self.flagged, self.errors, self.warnings, self.asked)
        return len(self.confirm) + sum(len(part) for part in listed) + int(self.interview)


def remaining(
    instrument: Instrument,
    case: Case,
    officer: Officer | None = None,
    interviews: bool = True,
    asked: tuple[str, ...] = (),
    confirm: Container[str] = (),
) -> Remaining:
    """What remains on a case.

    The officer's interview counts where interviews are held and the question set has one; a second read holds none.

    Args:
        asked: the questions about which something is asked (`reviewing.open_queries`). Nobody can reply where a
            question is closed or retired: what is asked there waits until it is open again.
        confirm: the questions that have changed since they were answered (`upgrading.Earlier`).
    """
    left = _left(instrument, instrument.case_questions, case.sheet, case.flags, confirm)
    struck = strikes(instrument.checks, instrument.case_questions, case.sheet)
    return replace(
        left,
        missing_fields=tuple(
            f.name for f in instrument.fields if f.required and not fitting(f, case.fields.get(f.name, ""))
        ),
        errors=tuple(c for c in struck if c.severity == "error"),
        warnings=tuple(c for c in struck if c.severity == "warning" and c.id not in case.reasons),
        interview=not case.second
        and interviews
        and INTERVIEW not in case.reasons
        and not _interviewed(instrument, officer),
        asked=tuple(q for q in asked if q in left.open_ids),
    )


def remaining_interview(instrument: Instrument, officer: Officer, confirm: Container[str] = ()) -> Remaining:
    """What remains of one officer's interview; facts and cross-checks belong to cases."""
    return _left(instrument, instrument.officer_questions, officer.sheet, officer.flags, confirm)


def interview_share(instrument: Instrument, officer: Officer) -> Share:
    """How much of the officer's interview is answered."""
    questions = instrument.officer_questions
    return _share(questions, open_questions(questions, officer.sheet), officer.sheet)


def _interviewed(instrument: Instrument, officer: Officer | None) -> bool:
    if not instrument.officer_questions:
        return True
    return officer is not None and interview_share(instrument, officer).complete


def _is_due(question: Question, open_ids: frozenset[str]) -> bool:
    return question.required and question.id in open_ids


def _share(questions: tuple[Question, ...], open_ids: frozenset[str], sheet: Sheet) -> Share:
    due = [q for q in questions if _is_due(q, open_ids)]
    return Share(sum(1 for q in due if _answered(q, sheet)), len(due))


def _answered(question: Question, sheet: Sheet) -> bool:
    value = sheet.answers.get(question.id)
    return bool(value and fitting(question, value))


def _left(
    instrument: Instrument,
    questions: tuple[Question, ...],
    sheet: Sheet,
    flags: frozenset[str],
    confirm: Container[str],
) -> Remaining:
    """Everything that the questions alone tell, in one pass: it runs at each key press."""
    open_ids = open_questions(questions, sheet)
    unanswered: list[str] = []
    pages, criteria, sections = _Count(), _Count(), _Count()
    for question in questions:
        if not _is_due(question, open_ids):
            continue
        answered = _answered(question, sheet)
        if not answered:
            unanswered.append(question.id)
        pages.add(question.page, answered)
        sections.add(question.section, answered)
        for criterion in question.criteria:
            criteria.add(criterion, answered)
    due = sum(pages.open.values())
    return Remaining(
        open_ids=open_ids,
        unanswered=tuple(unanswered),
        missing_fields=(),
        flagged=tuple(q.id for q in questions if q.id in flags and q.id in open_ids),
        errors=(),
        warnings=(),
        interview=False,
        whole=Share(due - len(unanswered), due),
        by_page=pages.shares(p.id for p in instrument.pages),
        by_criterion=criteria.shares(c.id for c in instrument.criteria),
        by_section=sections.shares(s.id for p in instrument.pages for s in p.sections),
        kept=_kept(questions, open_ids, sheet),
        confirm=tuple(q.id for q in questions if q.id in confirm and q.id in open_ids and q.id not in unanswered),
    )


class _Count:
    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.open: Counter[str] = Counter()

    def add(self, group: str, answered: bool) -> None:
        self.open[group] += 1
        self.answered[group] += answered

    def shares(self, groups: Iterable[str]) -> dict[str, Share]:
        return {group: Share(self.answered[group], self.open[group]) for group in groups}


def _kept(questions: tuple[Question, ...], open_ids: frozenset[str], sheet: Sheet) -> dict[str, int]:
    kept: dict[str, int] = {}
    for question in questions:
        if question.under and question.id not in open_ids and sheet.answers.get(question.id):
            kept[question.under] = kept.get(question.under, 0) + 1
    return kept
