"""Proves that an installed or packaged copy works, step by step, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import open_questions
from inspector_app.domain.scoring import percent
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.reporting import write_report
from inspector_app.services.session import Person, Session
from inspector_app.services.work import never, unheard

CASE = "SELF-TEST"
ShowWindow = Callable[[Path], None]
"""Opens the window on a file, off screen, and closes it again."""


class SelfTestFailed(Exception):
    """A step did not give what it must; the message says which."""


def self_test(inspections: Inspections, show_window: ShowWindow) -> Iterator[str]:
    """Yields a line for each step that worked.

    Raises:
        SelfTestFailed: a step gave something else than it must.
        KnownError: something of the machine stands in the way.
    """
    instrument = next(iter(inspections.instruments.values()), None)
    _must(instrument is not None, "no question set ships with this copy")
    assert instrument is not None
    yield f"question set {instrument.id} {instrument.version}: {len(instrument.questions)} questions"
    person = Person("SELF", "self-test")
    with tempfile.TemporaryDirectory(prefix="inspector-self-test-") as folder:
        path = Path(folder) / "self-test.inspection"
        session = inspections.create(path, instrument.id, person, {"trust": "Self-test"})
        try:
            given = _answer_all(session)
        finally:
            session.close()
        yield f"new file, {given} answers"
        yield from _after_reopening(inspections.open(path, person), given, Path(folder))
        show_window(path)
        yield "window"


def _after_reopening(session: Session, given: int, folder: Path) -> Iterator[str]:
    try:
        kept = sum(1 for r in session.case(CASE).answers.values() if r.value)
        _must(kept == given, f"of {given} answers {kept} were there after reopening")
        yield "file reopened, every answer there"
        outcomes = session.scores(include_unfinished=True).outcomes
        scores = {percent(o.score) for o in outcomes if o.score is not None}
        _must(scores == {100}, f"a case with nothing below the line scored {sorted(map(str, scores))}")
        yield f"scores of {len(outcomes)} outcomes"
        pdf = folder / "self-test.pdf"
        write_report(session, pdf, unheard, never)
        content = pdf.read_bytes()
        _must(content.startswith(b"%PDF") and b"%%EOF" in content[-1024:], "the report is no whole PDF")
        yield f"report of {len(content) // 1024} kB"
    finally:
        session.close()


def _answer_all(session: Session) -> int:
    session.do(AddCase(CASE, session.person.author))
    given: set[str] = set()
    while (question := _next(session.instrument, session, given)) is not None:
        session.do(SetAnswer("case", CASE, question.id, _above(question)))
        given.add(question.id)
    return len(given)


def _next(instrument: Instrument, session: Session, given: set[str]) -> Question | None:
    open_ids = open_questions(instrument.case_questions, session.case(CASE).sheet)
    return next((q for q in instrument.scored_questions if q.id in open_ids - given), None)


def _above(question: Question) -> str:
    return next(c.code for c in question.choices if c.line == "above")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SelfTestFailed(otherwise)
