"""The old files in `tests/files`, one for each version of the format: how they were made, and all they say.

    python tests/old_files.py 1.3 [PASSPHRASE]

makes the file of the version that this copy writes, with what it says beside it as JSON. That is done once, before the
version is released; from then on neither is touched.
"""

from __future__ import annotations

import itertools
import json
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from inspector_app.domain.answers import Ledger
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import text_slot
from inspector_app.services.commands import (
    AddCase,
    Ask,
    AssignSecondReads,
    ChangeName,
    Command,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetDetails,
    SetFields,
    SetFlag,
    SetReport,
    SignOff,
    Submit,
    TagNote,
    Undo,
    WriteSection,
)
from inspector_app.services.exporting import freeze, scores_csv, tables
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Draft
from set_files import with_files
from small import small

FILES = Path(__file__).parent / "files"
BEGAN = datetime(2013, 9, 2, 9, tzinfo=UTC)
PERSONS = (Person("LEAD", "laptop-1"), Person("AB", "laptop-2"), Person("CD", "laptop-3"))


def sets(version: str) -> dict[str, Instrument]:
    """The question sets at hand when a file of some version is opened: that of 1.0 was made without files."""
    return {"small": small() if version == "1.0" else with_files(small())}


def clockwork(begin: int = 0) -> dict[str, Any]:
    """A clock and a source of ids that give the same each time."""
    ticks, ids = itertools.count(begin), itertools.count(begin + 1)
    return {
        "now": lambda: BEGAN + timedelta(minutes=next(ticks)),
        "new_id": lambda: str(uuid.UUID(int=next(ids))),
    }


def make(path: Path, **key: Any) -> None:
    """An inspection of three people with something of everything: report, queries, second read, undo, a draft."""
    inspections = Inspections(sets("now"), **clockwork())
    details = {"trust": "Ynys Môn & “Éire” Trust", "interviews": "yes", "lead": "LEAD"}
    team = {"LEAD": "lead", "AB": "inspector", "CD": "local_assessor"}
    session = inspections.create(path, "small", PERSONS[0], details, team, **key)
    _do(session, _by_the_lead())
    session.close()
    for person, commands in ((PERSONS[1], _by_an_inspector()), (PERSONS[2], _by_a_local_assessor())):
        session = inspections.open(path, person, **key)
        _do(session, commands)
        session.keep_draft("case", "12", "comment", "value", "Half a sente").result()
        session.close()
    session = inspections.open(path, PERSONS[0], **key)
    _do(session, _by_the_lead_again())
    session.writer.submit(lambda s: s.set_local({"handed_out/AB": BEGAN.isoformat()})).result()
    session.close()


def everything(session: Session, drafts: Iterable[Draft]) -> dict[str, Any]:
    """All that an inspection says, as JSON takes it: tables, scores, report, queries, drafts, every change."""
    frozen = freeze(session)
    said = tables(frozen)
    preview = scores_csv(session.instrument, session.scores("criterion-mean", include_unfinished=True))
    ledger = Ledger(session.revisions())
    sections = {ref: ledger.standing(text_slot(ref)) for ref in sorted(ledger.refs("report"))}
    return {
        **{name: said[name] for name in ("cases.csv", "answers.csv", "scores.csv")},
        "scores with unfinished": preview,
        "report": {ref: stands.value for ref, stands in sections.items() if stands is not None},
        "details": dict(session.details().details),
        "team": dict(session.details().team),
        "drafts": [[d.about, d.ref, d.question, d.part, d.author, d.text, d.at.isoformat()] for d in drafts],
        "local": dict(session.copy.local),
        "changes": [r.digest for r in session.revisions()],
    }


def _do(session: Session, commands: Iterable[Command]) -> None:
    for command in commands:
        session.do(command)


def _by_the_lead() -> Iterable[Command]:
    yield AddCase("11", "AB", {"type": "licence", "officer": "P1", "age": "34", "start": "2013-02-01"})
    yield AddCase("12", "CD", {"type": "order", "officer": "P1", "office": "Caergybi"})
    yield AddCase("13", "AB", {"type": "order", "officer": "P2"})
    yield WriteSection("foreword", "Words — with *emphasis*, “quotes” and\n\nanother paragraph.")
    yield SetReport({"version": "0.2"})
    yield ChangeName("Real", "Changed", "case 11")


def _by_an_inspector() -> Iterable[Command]:
    for ref in ("11", "13"):
        yield SetAnswer("case", ref, "plan", "insufficient", "Late: “three weeks” — see contact log.", "on_file")
        yield SetAnswer("case", ref, "plan_reasons", "late;thin")
        yield SetAnswer("case", ref, "review", "not_done", evidence="interview")
    yield SetAnswer("case", "11", "contact", "sufficient")
    yield SetAnswer("case", "13", "plan", "sufficient")
    yield Undo("case", "13")
    yield SetFlag("case", "13", "review", True)
    yield SetAnswer("case", "13", "comment", "A long word: " + "sufficiently " * 900)
    yield SetAnswer("officer", "P1", "fair", "yes")
    yield SetAnswer("officer", "P1", "topics", "late")
    yield TagNote("case", "11", "plan", "AB", ("illustration",))
    yield from _finish("11")
    yield Submit("11")


def _by_a_local_assessor() -> Iterable[Command]:
    yield SetAnswer("case", "12", "plan", "not_done", "Nichts – 日本語 🙂")
    yield SetAnswer("case", "12", "review", "sufficient")
    yield from _finish("12")
    yield Submit("12")


def _by_the_lead_again() -> Iterable[Command]:
    yield Ask("11", "plan", "Which plan?")
    yield ReturnCase("11")
    yield Reply("11", "plan", "The first.")
    yield SetConsensus("11", "plan", "sufficient", "Agreed on the phone.")
    yield SetDetails({"fieldwork_start": "2013-09-02"})
    yield AssignSecondReads((("13", "CD"),), "chosen")
    yield SetFields("13", {"age": "51"})
    yield SignOff("12")


def _finish(ref: str) -> Iterable[Command]:
    """What the other questions of a case ask for."""
    asked = {q.id: q for q in small().questions if q.per == "case" and q.required}
    for name in asked:
        if name not in ("plan", "plan_reasons", "review", "contact"):
            yield SetAnswer("case", ref, name, asked[name].choices[0].code)


if __name__ == "__main__":
    version, *passphrase = sys.argv[1:]
    name = f"format-{version}{'-encrypted' if passphrase else ''}"
    more: dict[str, Any] = {}
    if passphrase:
        from inspector_app.services.passphrases import new_key

        more = {"key": new_key(passphrase[0])}
    make(FILES / f"{name}.inspection", **more)
    opened = Inspections(sets(version)).open(FILES / f"{name}.inspection", PERSONS[0], **more)
    said = everything(opened, opened.left_by_a_crash())
    opened.close()
    (FILES / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
