"""Writes the example's files, reads them back, and says how true they are."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from example.people import INSPECTORS, LOCAL, SEED, CaseSeed, OfficerSeed, team
from example.skeleton import Unit
from example.words import FIELDWORK, Notes, Stock, clock, evidence, fill_facts, fill_texts
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.domain.scoring import score, tally
from published_rows import Material, Row, totals, work_out

COLUMNS = ("case_ref", "officer", "question_id", "value", "assessor", "note", "evidence", "recorded_at")


def write(
    instrument: Instrument,
    folder: Path,
    cases: Sequence[CaseSeed],
    solved: Sequence[Unit],
    staff: Sequence[OfficerSeed],
    interviewed: Sequence[Unit],
) -> None:
    """The three files of the example."""
    stock = Stock()
    fill_facts(cases, solved)
    for questions, units in ((instrument.case_questions, solved), (instrument.officer_questions, interviewed)):
        fill_texts(stock, questions, units, [open_questions(questions, Sheet(u.fields, u.answers)) for u in units])
    _write_head(folder / "inspection.toml", instrument.id)
    names = ["case_ref", "status", "assessor", *(f.name for f in instrument.fields)]
    rows = (
        {"case_ref": c.ref, "status": "signed_off", "assessor": c.assessor, **u.fields}
        for c, u in zip(cases, solved, strict=True)
    )
    _write_csv(folder / "cases.csv", names, rows)
    answers = _answers(instrument, stock, cases, solved, staff, interviewed)
    _write_csv(folder / "answers.csv", COLUMNS, answers)


def read_back(
    instrument: Instrument, folder: Path, cases: Sequence[CaseSeed], staff: Sequence[OfficerSeed]
) -> tuple[list[Unit], list[Unit]]:
    """The fields and coded answers that stand in the files."""
    coded = {q.id for q in instrument.questions if q.choices or (q.kind == "text" and q.required)}
    facts = {r["case_ref"]: r for r in _read_csv(folder / "cases.csv")}
    answers: dict[tuple[str, str], dict[str, str]] = {}
    for row in _read_csv(folder / "answers.csv"):
        if row["question_id"] in coded:
            answers.setdefault((row["case_ref"], row["officer"]), {})[row["question_id"]] = row["value"]
    names = [f.name for f in instrument.fields]
    solved = [
        Unit({n: facts[c.ref][n] for n in names if facts[c.ref][n]}, answers[c.ref, ""], c.quality) for c in cases
    ]
    return solved, [Unit({}, answers["", o.code], o.quality) for o in staff]


def keep_frame(path: Path, units: Sequence[Unit]) -> None:
    """Keeps a frame for a later run."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([[u.fields, u.answers] for u in units]), encoding="utf-8")


def kept_frame(path: Path, cases: Sequence[CaseSeed]) -> list[Unit]:
    """The frame of the last run."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [Unit(fields, answers, c.quality) for c, (fields, answers) in zip(cases, kept, strict=True)]


def report(
    instrument: Instrument, rows: Sequence[Row], folder: Path, cases: Sequence[CaseSeed], staff: Sequence[OfficerSeed]
) -> None:
    """Prints how many statements come out, and the scores."""
    solved, interviewed = read_back(instrument, folder, cases, staff)
    material = Material(
        instrument, [Sheet(u.fields, u.answers) for u in solved], [Sheet(u.fields, u.answers) for u in interviewed]
    )
    for row in rows:
        faults = work_out(row, material).faults
        if faults:
            print(row.id, row.paragraph, row.about, *faults, sep=" | ")
    print({kind: f"{right} of {of}" for kind, (right, of) in totals(rows, material).items()})
    scores = score(instrument, [tally(instrument.case_questions, s) for s, _ in material.cases])
    for mine, other in zip(scores.outcomes, scores.alternatives, strict=True):
        found, otherwise = float(mine.score or 0), float(other.score or 0)
        print(f"Outcome {mine.id}: {found:.4f} ({mine.questions} questions), criterion mean {otherwise:.4f}")
    size = (folder / "answers.csv").stat().st_size
    print(f"answers.csv: {size / 1e6:.2f} MB")


def _answers(
    instrument: Instrument,
    stock: Stock,
    cases: Sequence[CaseSeed],
    solved: Sequence[Unit],
    staff: Sequence[OfficerSeed],
    interviewed: Sequence[Unit],
) -> Iterable[dict[str, str]]:
    notes = Notes(stock)
    sittings = _sittings(cases)
    first_case: dict[str, CaseSeed] = {}
    for case, unit in zip(cases, solved, strict=True):
        first_case.setdefault(case.officer.code, case)
        day, hour = sittings[case.ref]
        draw = random.Random(f"{SEED} {case.ref}")
        sheet = (instrument.case_questions, unit)
        yield from _sheet_rows(sheet, {"case_ref": case.ref, "assessor": case.assessor}, notes, day, hour, draw)
    for officer, unit in zip(staff, interviewed, strict=True):
        case = first_case[officer.code]
        day, hour = sittings[case.ref]
        draw = random.Random(f"{SEED} {officer.code}")
        head = {"officer": officer.code, "assessor": case.assessor}
        yield from _sheet_rows((instrument.officer_questions, unit), head, notes, day, hour + 2.2, draw)


def _sheet_rows(
    sheet: tuple[Sequence[Question], Unit],
    head: dict[str, str],
    notes: Notes,
    day: int,
    hour: float,
    draw: random.Random,
) -> Iterable[dict[str, str]]:
    questions, unit = sheet
    of_case = "case_ref" in head
    times = clock(day, hour, draw, (6, 44) if of_case else (35, 150))
    for question in questions:
        value = unit.answers.get(question.id, "")
        if not value:
            continue
        status = evidence(question, value, unit, draw) if of_case else ""
        note = notes.note(question, value, status, unit, draw) if of_case and question.scored else ""
        at = next(times).isoformat()
        yield {**head, "question_id": question.id, "value": value, "note": note, "evidence": status, "recorded_at": at}


def _sittings(cases: Sequence[CaseSeed]) -> dict[str, tuple[int, float]]:
    """Day and hour at which each case was read: six or seven for each assessor, over the five days."""
    slots = [(0, 9.25), (0, 13.6), (1, 9.0), (1, 13.4), (2, 9.1), (3, 9.2), (4, 9.3)]
    found = {}
    for assessor in INSPECTORS + LOCAL:
        held = [c for c in cases if c.assessor == assessor]
        for case, slot in zip(held, slots, strict=False):
            found[case.ref] = slot
    return found


def _write_head(path: Path, instrument: str) -> None:
    lines = [
        "# The example inspection: the published figures of Devon & Cornwall, 2013, rebuilt on made-up cases.",
        "",
        "[details]",
        f'instrument = "{instrument}"',
        'title = "Adult offending work in Devon & Cornwall: violent offences"',
        'trust = "Devon & Cornwall Probation Trust"',
        f'fieldwork_start = "{FIELDWORK[0].isoformat()}"',
        f'fieldwork_end = "{FIELDWORK[1].isoformat()}"',
        'synthetic = "yes"',
        'interviews = "yes"',
        'lead = "HMI-01"',
        "",
        "[team]",
        *(f'{code} = "{role}"' for code, role in sorted(team().items())),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
