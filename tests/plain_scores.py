"""The scores worked out the plain way, from nothing but revisions: slow, short, and without anything kept or shared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from inspector_app.domain.answers import Revision
from inspector_app.domain.instrument import All, Any, FieldIs, Instrument, Not, Question, QuestionIs, Rule

Values = Mapping[str, str]
Figures = dict[str, Fraction | None]


def stands(revisions: Iterable[Revision]) -> dict[tuple[str, ...], str]:
    """Slot -> value of the latest revision that none supersedes."""
    history = list(revisions)
    replaced = {name for r in history for name in r.supersedes}
    heads = sorted((r for r in history if r.id not in replaced), key=lambda r: (r.at, r.device, r.sequence, r.id))
    return {tuple(r.slot): r.value for r in heads}


def case_of(values: Mapping[tuple[str, ...], str], ref: str) -> tuple[str, Values, Values]:
    """Status, fields, and the answers of the allocated assessor, or of the only reader where nobody is allocated."""
    own = {slot[2:]: value for slot, value in values.items() if slot[:2] == ("case", ref)}
    fields = {name: value for (facet, name, _), value in own.items() if facet == "field" and value}
    readers = {whose for (facet, _, whose) in own if facet == "answer"}
    reader = fields.pop("assessor", "") or (readers.pop() if len(readers) == 1 else "")
    answers = {name: value for (facet, name, whose), value in own.items() if (facet, whose) == ("answer", reader)}
    return own.get(("status", "", "")) or "allocated", fields, answers


def holds(rule: Rule | None, fields: Values, answers: Values, open_ids: Collection[str]) -> bool:
    """Whether an opening rule is true."""
    if isinstance(rule, QuestionIs):
        given = answers.get(rule.question, "") if rule.question in open_ids else ""
        return any(code in rule.any_of for code in given.split(";") if code)
    if isinstance(rule, FieldIs):
        return fields.get(rule.field, "") in rule.any_of
    if isinstance(rule, All):
        return all(holds(part, fields, answers, open_ids) for part in rule.parts)
    if isinstance(rule, Any):
        return any(holds(part, fields, answers, open_ids) for part in rule.parts)
    return not holds(rule.part, fields, answers, open_ids) if isinstance(rule, Not) else True


def lines(questions: Sequence[Question], fields: Values, answers: Values) -> dict[str, str]:
    """Question id -> above or below, for the open scored questions whose answer has a line."""
    open_ids: list[str] = []
    found = {}
    for question in questions:
        if holds(question.open_when, fields, answers, open_ids):
            open_ids.append(question.id)
            for choice in question.choices:
                if question.scored and choice.code == answers.get(question.id) and choice.line != "none":
                    found[question.id] = choice.line
    return found


def score_plainly(instrument: Instrument, sheets: Iterable[Mapping[str, str]]) -> Figures:
    """The score of every question, criterion and outcome (by both methods), from the lines of each counted case."""
    counted = list(sheets)
    figures: Figures = {}
    for question in instrument.scored_questions:
        given = [s[question.id] for s in counted if question.id in s]
        figures[question.id] = Fraction(given.count("above"), len(given)) if given else None
    for criterion in instrument.criteria:
        if criterion.scored:
            within = [q for q in instrument.scored_questions if criterion.id in q.criteria]
            figures[criterion.id] = mean(figures[q.id] for q in within)
    for outcome in instrument.outcomes:
        own = [c for c in instrument.criteria if c.outcome == outcome.id]
        within = [q for q in instrument.scored_questions if any(c.id in q.criteria for c in own)]
        figures[f"question-mean {outcome.id}"] = mean(figures[q.id] for q in within)
        figures[f"criterion-mean {outcome.id}"] = mean(figures[c.id] for c in own if c.scored)
    return figures


def scores_of(instrument: Instrument, revisions: Iterable[Revision], unfinished: bool) -> tuple[Figures, int]:
    """All figures, and how many cases count, from the history of a file."""
    values = stands(revisions)
    cases = [case_of(values, ref) for ref in dict.fromkeys(slot[1] for slot in values if slot[0] == "case")]
    counted = [(fields, answers) for status, fields, answers in cases if unfinished or status == "signed_off"]
    return score_plainly(instrument, (lines(instrument.case_questions, f, a) for f, a in counted)), len(counted)


def mean(scores: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean of those that are known."""
    known = [s for s in scores if s is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
