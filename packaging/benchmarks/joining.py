"""The lead takes the team's work back: twelve hand-outs of six cases each, answered on twelve laptops, joined again."""

from __future__ import annotations

import csv
import io
import shutil
import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from benchmarks.timing import times
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.handing_out import prepare, write
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person, Session

FILES, CASES_EACH = 12, 6
ROUNDS = 7
LEAD = Person("HMI-01", "device-of-the-lead")
ASSESSORS = tuple(f"A-{n:02d}" for n in range(1, FILES + 1))


def print_joining(folder: Path) -> None:
    """Prints what joining takes, beside merely copying the same files and reading their rows, all in `folder`."""
    inspections = Inspections(load_all(paths.resources() / "instruments"))
    lead, others = _files(inspections, folder)
    bare = times(lambda _: [_copy_and_read(path, folder) for path in others], ROUNDS)
    ours, brought = [], 0
    for turn in range(ROUNDS):
        mine = shutil.copy2(lead, folder / f"joined-{turn}.inspection")
        session = inspections.open(Path(mine), LEAD)
        ours += times(lambda _, session=session: _join(session, others), 1)  # type: ignore[misc]
        brought = len(session.ledger)
        assert session.flaws == () and len(session.refs()) == FILES * CASES_EACH, "all cases are there"
        session.close()
    one, other = statistics.median(bare), statistics.median(ours)
    print(f"  {FILES} files of {CASES_EACH} cases copied, and their rows read by the bare driver: {one * 1000:.0f} ms")
    print(
        f"  the same files checked, compared and joined into {brought:,} changes on the disk: {other * 1000:.0f} ms"
        f"  {other / one:.1f} x"
    )


def _join(session: Session, others: Sequence[Path]) -> None:
    union = read_others(session, others)
    assert union is not None and not union.refused and not union.conflicts, "nothing stands in the way"
    pending = merge(session, union)
    assert pending is not None, "they bring something"
    session.settle(pending)


def _files(inspections: Inspections, folder: Path) -> tuple[Path, list[Path]]:
    """The lead's file with the example's cases allocated, and the hand-outs with their answers."""
    example = paths.resources() / "example"
    cases, answers = (_rows(example / name) for name in ("cases.csv", "answers.csv"))
    for place, case in enumerate(cases):
        case |= {"status": "allocated", "assessor": ASSESSORS[place // CASES_EACH]}
    path = folder / "lead.inspection"
    team = {LEAD.author: "lead", **dict.fromkeys(ASSESSORS, "inspector")}
    session = inspections.create(path, "violence-2013", LEAD, {"trust": "A Trust"}, team)
    _take(session, cases, None)
    handed = write(prepare(session, ASSESSORS), folder, "handed out", datetime.now(UTC))
    session.close()
    assert handed is not None, "all were written"
    for one in handed:
        refs = {case["case_ref"] for case in cases if case["assessor"] == one.assessor}
        given = [{**row, "assessor": one.assessor} for row in answers if row["case_ref"] in refs]
        finished = [{**case, "status": "signed_off"} for case in cases if case["case_ref"] in refs]
        copy = inspections.open(one.path, Person(one.assessor, f"device-{one.assessor}"))
        _take(copy, finished, given)
        copy.close()
    return path, [one.path for one in handed]


def _take(session: Session, cases: Sequence[Mapping[str, str]], answers: Sequence[Mapping[str, str]] | None) -> None:
    texts = [Text("table.csv", _text(rows)) if rows else None for rows in (cases, answers)]
    pending = take_in(session, read_in(session, *texts))
    assert pending is not None, "there was something to take in"
    session.settle(pending)


def _copy_and_read(path: Path, folder: Path) -> int:
    copy = shutil.copyfile(path, folder / "bare.inspection")
    connection = dbapi2.connect(str(copy))
    rows = connection.execute("SELECT * FROM revision").fetchall()
    connection.close()
    return len(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _text(rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
