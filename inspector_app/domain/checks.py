"""Cross-checks: what cannot be true together, or is worth a second thought."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.instrument import Check, Question
from inspector_app.domain.routing import Sheet, holds, open_questions


def strikes(checks: Iterable[Check], questions: Iterable[Question], sheet: Sheet) -> tuple[Check, ...]:
    """The checks that strike on a case, in the order of the question set."""
    open_ids = open_questions(questions, sheet)
    return tuple(check for check in checks if holds(check.when, sheet, open_ids))
