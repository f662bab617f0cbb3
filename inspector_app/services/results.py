"""What the pages of scores read: a score taken apart, the cases behind it, and groups compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.domain.breakdown import Assessed, Comparison, bands, compare, divide
from inspector_app.domain.drilling import CaseAnswer, answers_behind
from inspector_app.domain.explaining import Explanation, explain
from inspector_app.domain.instrument import Choice, Instrument
from inspector_app.domain.intervals import Interval
from inspector_app.domain.selecting import QUESTION, Selection, held
from inspector_app.domain.targets import Target
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard


def counted_cases(session: Session, chosen: Selection) -> tuple[Assessed, ...]:
    """The cases that count, as committed, each with where its questions stand."""
    return tuple(session.assessed(ref) for ref in session.counted(chosen.unfinished, chosen.where))


def explanation(session: Session, chosen: Selection, target: Target) -> Explanation:
    """Why the score of something is what it is."""
    signed_off = session.counted(False, chosen.where)
    known = set(signed_off)
    unfinished = [ref for ref in session.counted(True, chosen.where) if ref not in known]
    done, begun = ([session.assessed(ref)[1] for ref in refs] for refs in (signed_off, unfinished))
    return explain(session.instrument, target, chosen.method, done, begun, chosen.unfinished)


def behind(session: Session, chosen: Selection, question: str) -> tuple[CaseAnswer, ...]:
    """The cases behind the figure of a question, each with its answer."""
    return answers_behind(session.instrument.questions_by_id[question], counted_cases(session, chosen))


def broken_down(session: Session, chosen: Selection, keys: Sequence[str], target: Target) -> Comparison:
    """Groups of the cases that count, each against the rest; of a mean score without intervals yet."""
    return compare(session.instrument, keys, target, chosen.method, counted_cases(session, chosen))


def intervals(
    comparison: Comparison,
    instrument: Instrument,
    cases: Sequence[Assessed],
    progress: Progress = unheard,
    cancelled: Cancelled = never,
) -> Mapping[tuple[str, ...], Interval] | None:
    """The intervals of a mean score, by the values of their group; None where it was stopped. May take a while.

    Args:
        cases: those compared, read before, so that this can run on another thread.
    """
    # The library is heavy and only needed here.
    from inspector_app.services.resampling import Sample, bootstrap

    groups = tuple(divide(instrument, comparison.keys, cases))
    sample = Sample(comparison.parts, groups, tuple(tally for _, tally in cases))
    return bootstrap(sample, progress=progress, cancelled=cancelled)


def values_of(session: Session, key: str) -> tuple[Choice, ...]:
    """What can stand under a key, with labels: the choices of a list, the bands of a number, else what occurs."""
    assessed = [session.assessed(ref) for ref in session.refs()]
    found = {held(key, case, tally) for case, tally in assessed}
    instrument = session.instrument
    field = instrument.fields_by_name.get(key)
    if key.startswith(QUESTION):
        return instrument.questions_by_id[key.removeprefix(QUESTION)].choices
    if field is not None and field.kind == "number":
        return tuple(Choice(span, span) for span in bands(found))
    return (field.choices if field else ()) or tuple(Choice(value, value) for value in sorted(found - {""}))
