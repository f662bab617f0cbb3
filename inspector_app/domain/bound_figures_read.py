"""Reads bound figures against the question set; whatever is wrong is told in one sentence, with what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from inspector_app.domain.bound_figures import (
    BASES,
    FIGURE_STYLES,
    LINES,
    PARAMETERS,
    PLAIN_STYLES,
    SHARE_STYLES,
    SUBJECTS,
    BoundFigure,
    FigureStyle,
    Subject,
    conditions,
)
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import CaseField, Choice, Instrument, Question
from inspector_app.domain.selecting import QUESTION, is_span
from inspector_app.domain.text_places import BadPlace, parameters

_One = TypeVar("_One", bound=str)
_LISTED_AT_MOST = 12


def read_figure(body: str, instrument: Instrument) -> BoundFigure:
    """The figure that a place ``{{fig: body}}`` means.

    Raises:
        BadPlace: it counts nothing that this question set knows.
    """
    parts = parameters(body)
    for name in parts:
        if name not in PARAMETERS:
            raise BadPlace(f"“{name}” is no part of a figure{_perhaps(name, PARAMETERS)}")
    subject, name = _subject(parts)
    question = question_of(instrument, name) if subject == "question" else None
    field = _field(instrument, name) if subject == "field" else None
    if subject == "score":
        _score(instrument, name)
    of_officers = subject == "officers" or (question is not None and question.per == "officer")
    style = _style(parts.get("as", ""), subject)
    line = _one_of(parts["line"], LINES, "line") if "line" in parts else ""
    answers = _answers(parts, subject, question, field)
    _needs_answer(question, field, answers, line, style)
    of = _one_of(parts["of"], BASES, "of") if "of" in parts else "asked"
    where = _where(parts.get("where", ""), instrument, of_officers)
    return BoundFigure(subject, name, answers, line, of, where, style)


def question_of(instrument: Instrument, name: str) -> Question:
    """The question of this id.

    Raises:
        BadPlace: there is none; the message names those that are near, or the id of a question number.
    """
    found = instrument.questions_by_id.get(name)
    if found is not None:
        return found
    numbered = next((q.id for q in instrument.questions if q.number == name), "")
    near = f"; number {name} is the question {numbered}." if numbered else _perhaps(name, instrument.questions_by_id)
    raise BadPlace(f"There is no question “{name}”{near}")


def _subject(parts: dict[str, str]) -> tuple[Subject, str]:
    given = [subject for subject in SUBJECTS if subject in parts]
    if len(given) != 1:
        told = "nothing" if not given else " and ".join(given)
        raise BadPlace(f"A figure counts one of question=…, field=…, score=…, cases or officers; this names {told}.")
    subject = given[0]
    if subject in ("cases", "officers") and parts[subject]:
        raise BadPlace(f"“{subject}” stands alone, without “={parts[subject]}”.")
    if subject not in ("cases", "officers") and not parts[subject]:
        raise BadPlace(f"“{subject}=” needs the name of what it counts.")
    if subject not in ("question", "field"):
        for part in ("answer", "line", "of"):
            if part in parts:
                raise BadPlace(f"“{part}” goes with a question or a field, and not with {subject}.")
    if subject == "field" and "line" in parts:
        raise BadPlace("A case field has no line; say answer=… instead.")
    if "answer" in parts and "line" in parts:
        raise BadPlace("Say either which answers are counted or which side of the line, and not both.")
    return subject, parts[subject]


def _field(instrument: Instrument, name: str) -> CaseField:
    found = instrument.fields_by_name.get(name)
    if found is None:
        raise BadPlace(f"There is no case field “{name}”{_perhaps(name, instrument.fields_by_name)}")
    return found


def _score(instrument: Instrument, name: str) -> None:
    outcomes = [outcome.id for outcome in instrument.outcomes]
    criteria = {criterion.id: criterion.scored for criterion in instrument.criteria}
    if criteria.get(name) is False:
        raise BadPlace(f"Criterion {name} is never scored: it explains the scores of the others.")
    if name not in outcomes and name not in criteria:
        raise BadPlace(f"There is no score “{name}”; use an outcome ({', '.join(outcomes)}) or a criterion.")


def _style(style: str, subject: Subject) -> FigureStyle:
    if not style:
        return ""
    fitting = {"score": SHARE_STYLES, "cases": PLAIN_STYLES, "officers": PLAIN_STYLES}.get(subject, FIGURE_STYLES)
    known = _one_of(style, FIGURE_STYLES, "as")
    if known not in fitting:
        of = "A score is a share" if subject == "score" else f"The number of {subject} is no share"
        raise BadPlace(f"{of}: it is printed as {_or(fitting)}, and not as {style}.")
    return known


def _answers(
    parts: dict[str, str], subject: Subject, question: Question | None, field: CaseField | None
) -> tuple[str, ...]:
    given = tuple(code.strip() for code in parts.get("answer", "").split("+"))
    if "answer" not in parts:
        return ()
    if len(set(given)) != len(given):
        raise BadPlace(f"“answer={parts['answer']}” names an answer twice.")
    if question is not None:
        if question.kind not in ("single", "multiple"):
            raise BadPlace(f"Question {question.number} ({question.id}) has no list of answers that could be counted.")
        for code in given:
            _choice(code, question.choices, f"Question {question.number} ({question.id})")
    elif field is not None:
        for code in given:
            _value(code, field)
    return given


def _choice(code: str, choices: Sequence[Choice], whose: str) -> None:
    codes = [choice.code for choice in choices]
    if code in codes:
        return
    labelled = next((c.code for c in choices if c.label.casefold() == code.casefold()), "")
    if labelled:
        raise BadPlace(f"{whose} writes the answer “{code}” as {labelled}.")
    listed = f"; it takes {', '.join(codes)}." if len(codes) <= _LISTED_AT_MOST else _perhaps(code, codes)
    raise BadPlace(f"{whose} has no answer “{code}”{listed}")


def _value(value: str, field: CaseField) -> None:
    """A value of a case field: of its list, or a number or a span of numbers; texts take any."""
    if field.choices:
        _choice(value, field.choices, f"The case field {field.name}")
    elif field.kind == "number" and not (is_span(value) or value.removeprefix("-").replace(".", "", 1).isdigit()):
        raise BadPlace(f"The case field {field.name} takes a number or a span such as 20..29, and not “{value}”.")


def _needs_answer(
    question: Question | None, field: CaseField | None, answers: tuple[str, ...], line: str, style: FigureStyle
) -> None:
    if answers or style == "base":
        return
    if field is not None:
        raise BadPlace(f"Say which values of {field.name} are counted: answer=…{_such(field.choices)}")
    if question is not None and not question.scored and not (line and any(c.line != "none" for c in question.choices)):
        whose = f"Question {question.number} ({question.id})"
        if question.kind not in ("single", "multiple"):
            raise BadPlace(f"{whose} has no list of answers that could be counted; as=base prints how many there are.")
        raise BadPlace(f"{whose} is not scored, so say which answers are counted: answer=…{_such(question.choices)}")


def _where(where: str, instrument: Instrument, of_officers: bool) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for key, value in conditions(where):
        if not value:
            raise BadPlace(f'“{key}” is no condition; write where="name=value" with semicolons between several.')
        if key in dict(found):
            raise BadPlace(f"“where” says “{key}” twice; each name stands there once.")
        _condition(key, value, instrument, of_officers)
        found.append((key, value))
    return tuple(found)


def _condition(key: str, value: str, instrument: Instrument, of_officers: bool) -> None:
    if key.startswith(QUESTION):
        question = question_of(instrument, key.removeprefix(QUESTION))
        if (question.per == "officer") != of_officers:
            whom, others = ("officers", "cases") if of_officers else ("cases", "officers")
            raise BadPlace(f"This figure counts {whom}, and {key.removeprefix(QUESTION)} is asked of {others}.")
        if question.choices:
            _choice(value, question.choices, f"Question {question.number} ({question.id})")
    elif of_officers:
        raise BadPlace(f"This figure counts officers, who have no “{key}”; use question:… with one of their questions.")
    elif key == ASSESSOR:
        return
    elif key in instrument.fields_by_name:
        _value(value, instrument.fields_by_name[key])
    elif key in instrument.questions_by_id:
        raise BadPlace(f"“{key}” is a question: write {QUESTION}{key}={value}.")
    else:
        known = [*instrument.fields_by_name, ASSESSOR]
        raise BadPlace(f"“where” knows no “{key}”{_perhaps(key, known, 'use a case field, assessor or question:…')}")


def _one_of(value: str, known: tuple[_One, ...], name: str) -> _One:
    found = next((one for one in known if one == value), None)
    if found is None:
        raise BadPlace(f"“{name}” is {_or(known)}, and not “{value}”.")
    return found


def _such(choices: Sequence[Choice]) -> str:
    codes = [choice.code for choice in choices]
    return f" ({', '.join(codes)})." if 0 < len(codes) <= _LISTED_AT_MOST else "."


def _perhaps(given: str, known: Iterable[str], otherwise: str = "") -> str:
    near = get_close_matches(given, list(known), n=3, cutoff=0.6)
    if near:
        return f"; did you mean {_or(near)}?"
    return f"; {otherwise}." if otherwise else "."


def _or(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
