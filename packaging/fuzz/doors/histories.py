"""Histories from strangers: a sound file with sound hashes, and whatever they like in its changes.

Each byte of an input chooses the next part; a stranger who makes a file chooses just so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from fuzz.ground import BEGUN, PERSON, base_file, desk, folder, inspections
from fuzz.target import Target, refused
from inspector_app.domain.answers import Revision, Slot, seal
from inspector_app.report.compose import compose
from inspector_app.services import checking, exporting, handing_out, merging
from inspector_app.services.proposals import ProposalDesk
from inspector_app.services.recovery import recover
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_readiness import readiness
from inspector_app.services.review_queue import in_review
from inspector_app.services.second_reading import candidates, readings, second_reads_of
from inspector_app.services.session import Session
from inspector_app.services.trust_comments import CommentDesk
from inspector_app.storage.store import Draft, Store

One = TypeVar("One")

ABOUT = ("case", "officer", "inspection", "report", "x", "")
REFS = (
    "C1",
    "C2",
    "C3",
    "",
    "OM1",
    "foreword",
    "findings-1.1",
    "aaaaaaaa",
    "\u202eX",
    "a\x00b",
    "<b>x</b>",
    "../x",
    "x" * 300,
)
FACETS = (
    "answer", "field", "status", "flag", "reason", "detail", "member", "query", "second", "tag", "works_with", "text",
    "read", "setting", "changed_name", "accepted", "proposal", "comment", "decision", "key", "x", "",
)  # fmt: skip
NAMES = (
    "", "plan", "review", "plan_reasons", "visits", "seen", "comment", "fair", "topics", "views", "type", "officer",
    "age",
    "start", "assessor", "odd", "trust", "title", "id", "instrument", "instrument_version", "instrument_hash",
    "interviews",
    "synthetic", "lead", "fieldwork_start", "fieldwork_end", "deadline", "deadline_reviewed", "unit_field", "AB",
    "CD", "state",
    "style", "version", "smallest", "thresholds", "annex", "plan/00000000-0000-4000-8000-000000000001", "plan/", "/",
    "Ann Howe",
    "x", "\u0000", "\u202e",
)  # fmt: skip
ASSESSORS = ("", "AB", "CD", "consensus", "x", "<i>")
VALUES = (
    "", "sufficient", "insufficient", "na", "late;thin", ";", "yes", "no", "licence", "OM1", "3", "1e999999", "-0",
    "NaN",
    "2013-09-02", "0001-01-01", "9999-12-31", "2013-13-01", "1" * 5000, "signed_off", "submitted", "returned",
    "in_progress",
    "allocated", "locked", "lead", "inspector", "local_assessor", "AB", "C1", "draft", "comment", "final",
    "accepted", "partly",
    "small", "1.0.0", "{}", "[]", "[" * 3000, '{"who": [1]}', '{"{{fig: cases}}": ["x", 1]}', "strength=" + "9" * 5000,
    "{{fig: question=plan}} of {{fig: cases}} {{chart: criterion=1.1}}",
    "- a\n- b\n\n> [!illustration] X {note: C1}\n> y",
    '<img src="file:///etc/passwd"/>', '<font color="[__import__(\'os\')]">', "=1+1", "\x00", "\u202e", "a\u0300" * 50,
    "2013-09-02T10:00:00+01:00", "2013-09-02T10:00:00", "9" * 30, "x" * 3000, "5", "percent", "words", "Anna",
    "settle", "ask",
)  # fmt: skip
KINDS = ("edit", "undo", "redo", "import", "act", "x")
MOMENTS = (
    BEGUN, BEGUN + timedelta(days=3), datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC),
    datetime(2013, 9, 2, 9), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
)  # fmt: skip
SEQUENCES = (0, 0, 0, 0, 0, 0, 2**62, -(2**63), 2**63 - 1 - 200, -1)
MOST = 40


@dataclass
class _Bytes:
    """Chooses by the bytes of an input, one each; behind its end the first of each."""

    data: bytes
    at: int = 0

    def left(self) -> bool:
        return self.at < len(self.data)

    def number(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def of(self, choices: tuple[One, ...]) -> One:
        return choices[self.number() % len(choices)]

    def text(self, choices: tuple[str, ...]) -> str:
        """One of these, or (one time in eight) a few bytes of the input as they are."""
        first = self.number()
        if first % 8:
            return self.of(choices)
        length = self.number() % 24
        said = self.data[self.at : self.at + length].decode("utf-8", "replace")
        self.at += length
        return said


def revisions_of(data: bytes) -> list[Revision]:
    """The changes that an input chooses."""
    choose, made = _Bytes(data), list[Revision]()
    tips: dict[str, tuple[int, str]] = {}
    while choose.left() and len(made) < MOST:
        slot = Slot(
            choose.text(ABOUT), choose.text(REFS), choose.text(FACETS), choose.text(NAMES), choose.text(ASSESSORS)
        )  # type: ignore[arg-type]
        over = tuple({made[choose.number() % len(made)].id}) if made and choose.number() % 4 == 0 else ()
        batch = f"batch-{choose.number() % 5}"
        device = choose.of(("d-1", "device-1", "d-2"))
        one = Revision(
            f"00000000-0000-4000-9000-{len(made):012d}", slot, choose.text(VALUES), choose.text(VALUES),
            choose.of(("", "on_file", "x")), choose.of(KINDS), batch, choose.of(("", "batch-0", "batch-1")),
             # type: ignore[arg-type]
            choose.of(ASSESSORS), choose.of(MOMENTS), device, choose.of(("1.0.0", "0.9", "")), over,
        )  # fmt: skip
        sequence, previous = tips.get(device, (choose.of(SEQUENCES), ""))
        sealed = seal(one, min(sequence + 1, 2**63 - 1), previous)
        tips[device] = (sealed.sequence, sealed.digest)
        made.append(sealed)
    return made


def _history(data: bytes) -> None:
    path = folder() / "history.inspection"
    path.write_bytes(base_file())
    revisions = revisions_of(data)
    with refused():
        store = Store.open(path)
        try:
            store.append(revisions)
            if revisions:
                last = revisions[-1]
                store.save_draft(Draft(last.slot.about, last.slot.ref, last.slot.name, "value", "AB", "typed", BEGUN))
        finally:
            store.close()
    with refused():
        for finding in checking.check(path, inspections().instruments):
            assert all(problem.strip() for problem in finding.problems)
    with refused():
        union = merging.read_others(desk(), [path])
        assert union is not None
    with refused():
        session = inspections().open(path, PERSON)
        try:
            look_around(session)
        finally:
            session.close()
    for left in folder().glob("history.inspection*"):
        left.unlink()


def look_around(session: Session) -> None:
    """Reads what every page reads."""
    with refused():
        recover(session)
    for ref in session.refs():
        with refused():
            session.case(ref), session.remaining(ref), session.assessed(ref), session.undo_state("case", ref)
            in_review(session, ref), second_reads_of(session, ref)
    for code in session.officers():
        session.officer(code), session.undo_state("officer", code)
    session.scores("criterion-mean", include_unfinished=True)
    with refused():
        candidates(session), readings(session)
    exporting.tables(exporting.freeze(session))
    with refused():
        handing_out.prepare(session, ["CD"])
    handing_out.last_handed_out(session)
    desk_ = ReportDesk(session)
    desk_.outline(), desk_.left_out(), readiness(desk_)
    CommentDesk(desk_).all(), ProposalDesk(desk_).all()
    compose(desk_.freeze())


__all__ = ["TARGETS", "revisions_of"]

TARGETS = (Target("history", _history, lambda: [b"", bytes(range(1, 200)), bytes(range(7, 250, 3)) * 3], 1024),)
