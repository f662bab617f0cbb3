"""What was answered under an earlier version of the question set and cannot be said in the one in force, as a table.

It counts nowhere and is kept out of the other tables, so that these can be read in again; here it is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector_app.domain.answers import About, Ledger, Revision
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import CaseField, Instrument, Question
from inspector_app.domain.values import fitting
from inspector_app.exchange.csv_text import write_table
from inspector_app.exchange.inspection_tables import EARLIER_COLUMNS

RETIRED, GONE = "retired", "choice_gone"


def earlier_csv(instrument: Instrument, others: Iterable[Instrument], ledger: Ledger) -> str:
    """Answers and facts that the set in force does not take, a row each; `others` are the versions before it."""
    versions = {one.version: one for one in others}
    return write_table(EARLIER_COLUMNS, _rows(instrument, versions, ledger))


def asked_now(instrument: Instrument, revision: Revision) -> Question | CaseField | None:
    """The question or fact of an answer in the set in force; None where it is retired, or the slot is neither."""
    slot = revision.slot
    if slot.facet == "answer":
        return instrument.questions_by_id.get(slot.name)
    return instrument.fields_by_name.get(slot.name) if slot.facet == "field" else None


def _rows(instrument: Instrument, versions: dict[str, Instrument], ledger: Ledger) -> Iterator[tuple[str, ...]]:
    kinds: tuple[About, ...] = ("case", "officer")
    for about in kinds:
        for ref in sorted(ledger.refs(about)):
            stands = ledger.all_standing(about, ref).values()
            for revision in sorted(stands, key=lambda r: (r.slot.facet, r.slot.name, r.slot.assessor)):
                if revision.value and _is_said(revision):
                    asked = asked_now(instrument, revision)
                    if asked is None or fitting(asked, revision.value) != revision.value:
                        yield _row(revision, RETIRED if asked is None else GONE, versions.get(revision.instrument))


def _is_said(revision: Revision) -> bool:
    slot = revision.slot
    return slot.facet == "answer" or (slot.facet == "field" and slot.name != ASSESSOR)


def _row(revision: Revision, why: str, then: Instrument | None) -> tuple[str, ...]:
    slot = revision.slot
    case, officer = (slot.ref, "") if slot.about == "case" else ("", slot.ref)
    asked = asked_now(then, revision) if then is not None else None
    codes = revision.value.split(";") if asked is not None and asked.choices else [revision.value]
    words = ", ".join(asked.label_of(code) for code in codes) if asked is not None else revision.value
    return (
        slot.facet, case, officer, slot.name, why, revision.value, words, revision.instrument, slot.assessor,
        revision.note, revision.evidence, revision.at.isoformat(),
    )  # fmt: skip
