"""An inspection as plain tables: cases, answers, questions and scores."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from inspector_app.domain.answers import About, Ledger, Revision
from inspector_app.domain.case import Case, read_case
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.scoring import GroupScore, Method, Scores, percent
from inspector_app.domain.values import CONSENSUS, fitting
from inspector_app.exchange.csv_text import write_table
from inspector_app.exchange.inspection_tables import (
    QUESTION_COLUMNS,
    SCORE_COLUMNS,
    AnswerRow,
    CaseRow,
    write_answers,
    write_cases,
)
from inspector_app.instruments.rules import write_rule
from inspector_app.runtime.files import known_faults, make_folder, place_for, sync_folder, write_whole
from inspector_app.services.earlier_table import earlier_csv
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an export is made from: it stands still while the inspection goes on.

    `others` are the versions of the question set that were in force before.
    """

    instrument: Instrument
    revisions: tuple[Revision, ...]
    scores: Scores
    others: tuple[Instrument, ...] = ()


def freeze(session: Session) -> Frozen:
    """What is committed now."""
    return Frozen(session.instrument, session.revisions(), session.scores(), session.shelf.others(session.instrument))


def export_tables(
    frozen: Frozen, folder: Path, progress: Progress = unheard, cancelled: Cancelled = never
) -> tuple[Path, ...] | None:
    """Writes cases.csv, answers.csv, questions.csv and scores.csv into a folder, which is made where it is missing.

    Where another version of the question set was in force before, earlier.csv holds what counts nowhere any more.

    They are put in place together, when all are written, so that a full disk leaves those of before.

    Returns:
        The files; None where `cancelled` said yes, and nothing was written.

    Raises:
        KnownError: the folder cannot be written to, or something is in the way that is no table.
    """
    progress(0.0, "Reading the answers")
    texts = tables(frozen)
    if cancelled():
        return None
    progress(0.8, "Writing the tables")
    make_folder(folder)
    for name in texts:
        place_for(folder / name)
    with known_faults(folder, "written"), TemporaryDirectory(prefix=".tables-", dir=folder) as made:
        for name, text in texts.items():
            write_whole(Path(made) / name, text.encode())
        for name in texts:
            os.replace(Path(made) / name, folder / name)
        sync_folder(folder)
    progress(1.0, "Tables written")
    return tuple(folder / name for name in texts)


def tables(frozen: Frozen) -> Mapping[str, str]:
    """The four tables, as CSV by file name; a fifth where there were other versions of the question set."""
    ledger = Ledger(frozen.revisions)
    names = tuple(frozen.instrument.fields_by_name)
    cases = [read_case(ledger, ref) for ref in sorted(ledger.refs("case"))]
    if frozen.others:
        fields = frozen.instrument.fields
        cases = [replace(c, fields={f.name: fitting(f, c.fields.get(f.name, "")) for f in fields}) for c in cases]
    earlier = {"earlier.csv": earlier_csv(frozen.instrument, frozen.others, ledger)} if frozen.others else {}
    return {
        "cases.csv": write_cases(names, (CaseRow(0, c.ref, c.status, _counts_for(c), c.fields) for c in cases)),
        "answers.csv": write_answers(_answers(frozen, ledger)),
        "questions.csv": questions_csv(frozen.instrument),
        "scores.csv": scores_csv(frozen.instrument, frozen.scores),
        **earlier,
    }


def questions_csv(instrument: Instrument) -> str:
    """The question set as a table, one question a row."""
    return write_table(QUESTION_COLUMNS, (_question_row(q) for q in instrument.questions))


def questions_json(instrument: Instrument) -> str:
    """The question set as JSON."""
    whole = {
        "instrument": instrument.id,
        "version": instrument.version,
        "title": instrument.title,
        "questions": [_question_record(q) for q in instrument.questions],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def scores_csv(instrument: Instrument, scores: Scores) -> str:
    """The scores as a table: outcomes by both methods, criteria, processes, questions."""
    return write_table(SCORE_COLUMNS, _score_rows(instrument, scores))


def scores_json(instrument: Instrument, scores: Scores) -> str:
    """The scores as JSON; `score` is the unrounded ratio."""
    other = other_method(scores.method)
    outcomes = []
    for group, alternative in zip(scores.outcomes, scores.alternatives, strict=True):
        outcome = _group(group) | {"questions": group.questions}
        outcome["alternative"] = {"method": other, **_figures(alternative.score)}
        outcomes.append(_titled(outcome, titles(instrument)["outcome"]))
    whole = {
        "instrument": instrument.id,
        "version": instrument.version,
        "method": scores.method,
        "cases": {"counted": scores.counted, "left_out": scores.left_out},
        "outcomes": outcomes,
        "criteria": [_group(c) | {"questions": c.questions} for c in scores.criteria],
        "processes": [_titled(_group(p), titles(instrument)["process"]) for p in scores.processes],
        "questions": [
            {
                "id": q.id,
                "criteria": list(q.criteria),
                "above": q.above,
                "below": q.below,
                "not_applicable": q.not_applicable,
                "blank": q.blank,
                "closed": q.closed,
                "score": _number(q.score),
            }
            for q in scores.questions
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def titles(instrument: Instrument) -> Mapping[str, Mapping[str, str]]:
    """The titles of outcomes, criteria and processes, by id."""
    return {
        "outcome": {o.id: o.title for o in instrument.outcomes},
        "criterion": {c.id: c.title for c in instrument.criteria},
        "process": {p.id: p.title for p in instrument.processes},
    }


def other_method(method: Method) -> Method:
    """The method that a score does not follow."""
    return "criterion-mean" if method == "question-mean" else "question-mean"


def _answers(frozen: Frozen, ledger: Ledger) -> Iterator[AnswerRow]:
    order = {q.id: place for place, q in enumerate(frozen.instrument.questions)}
    kinds: tuple[About, ...] = ("case", "officer")
    for about in kinds:
        for ref in sorted(ledger.refs(about)):
            allocated = _counts_for(read_case(ledger, ref)) if about == "case" else ""
            standing = [ledger.standing(s) for s in ledger.slots(about, ref) if s.facet == "answer"]
            taken = (_as_taken(frozen, r) for r in standing if r is not None)
            said = [r for r in taken if r is not None and any(r.content)]
            if about == "officer":
                # Of an interview the latest answer counts, and of equal times the later row.
                said.sort(key=lambda r: (r.at, r.device, r.sequence))
            said.sort(key=lambda r: (order.get(r.slot.name, len(order)), r.slot.name, _rank(r, allocated)))
            yield from (_answer_row(r) for r in said)


def _counts_for(case: Case) -> str:
    """To whom it is allocated. Beside a second read also whose answers count, which the answers alone cannot tell."""
    return case.assessor or (case.reader if case.seconds else "")


def _as_taken(frozen: Frozen, revision: Revision) -> Revision | None:
    """An answer as the set in force takes it; None where its question is retired."""
    if not frozen.others:
        return revision
    asked = frozen.instrument.questions_by_id.get(revision.slot.name)
    if asked is None:
        return None
    value = fitting(asked, revision.value)
    return revision if value == revision.value else revision._replace(value=value)


def _rank(revision: Revision, allocated: str) -> tuple[bool, bool, str]:
    slot = revision.slot
    by_name = slot.assessor if slot.about == "case" else ""
    return (slot.assessor == CONSENSUS, slot.assessor != allocated and slot.about == "case", by_name)


def _answer_row(revision: Revision) -> AnswerRow:
    slot = revision.slot
    case, officer = (slot.ref, "") if slot.about == "case" else ("", slot.ref)
    return AnswerRow(
        0,
        case,
        officer,
        slot.name,
        revision.value,
        slot.assessor,
        revision.note,
        revision.evidence,
        revision.at.isoformat(),
    )


def _question_record(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "number": question.number,
        "page": question.page,
        "criteria": list(question.criteria),
        "text": question.text,
        "kind": question.kind,
        "per": question.per,
        "required": question.required,
        "scored": question.scored,
        "choices": [{"code": c.code, "label": c.label, "line": c.line} for c in question.choices],
        "open_when": write_rule(question.open_when),
    }


def _question_row(question: Question) -> tuple[str, ...]:
    rule = write_rule(question.open_when)
    return (
        question.id,
        question.number,
        question.page,
        question.section,
        ";".join(question.criteria),
        question.text,
        question.short,
        question.kind,
        question.per,
        _yes_no(question.required),
        _yes_no(question.scored),
        _yes_no(question.key),
        ";".join(c.code for c in question.choices),
        ";".join(c.line for c in question.choices),
        " | ".join(c.label for c in question.choices),
        "" if rule is None else json.dumps(rule, ensure_ascii=False),
    )


def _score_rows(instrument: Instrument, scores: Scores) -> Iterator[tuple[str, ...]]:
    named = titles(instrument)
    other = other_method(scores.method)
    for group, alternative in zip(scores.outcomes, scores.alternatives, strict=True):
        yield _group_row("outcome", group, named, scores.method)
        yield _group_row("outcome", alternative, named, other)
    for kind, groups in (("criterion", scores.criteria), ("process", scores.processes)):
        yield from (_group_row(kind, group, named, "") for group in groups)
    for q in scores.questions:
        counts = (q.above, q.below, q.not_applicable, q.blank, q.closed)
        short = instrument.questions_by_id[q.id].short
        yield ("question", q.id, short, "", _text(q.score), _whole(q.score), "", *map(str, counts))


def _group_row(kind: str, group: GroupScore, named: Mapping[str, Mapping[str, str]], method: str) -> tuple[str, ...]:
    figures = (_text(group.score), _whole(group.score), str(group.questions))
    return (kind, group.id, named[kind][group.id], method, *figures, *("",) * 5)


def _group(group: GroupScore) -> dict[str, Any]:
    return {"id": group.id, **_figures(group.score)}


def _titled(record: dict[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    return {"id": record["id"], "title": named[record["id"]], **record}


def _figures(score: Fraction | None) -> dict[str, Any]:
    return {"score": _number(score), "percent": percent(score)}


def _number(score: Fraction | None) -> float | None:
    return None if score is None else float(score)


def _text(score: Fraction | None) -> str:
    return "" if score is None else repr(float(score))


def _whole(score: Fraction | None) -> str:
    return "" if score is None else str(percent(score))


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"
