"""Measures Inspector on an archive, and exports the flat tables that the other programs begin from; prints JSON.

python -m benchmarks.ours ARCHIVE FOLDER
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.timing import measured, middle, peak_megabytes
from inspector_app import __version__
from inspector_app.domain.scoring import Scores, Tally, score
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.commands import SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session

ROUNDS = 5


def by_ldu(session: Session) -> dict[str, Scores]:
    """LDU -> scores, from the cases as they were worked out for the scores."""
    divided: dict[str, list[Tally]] = defaultdict(list)
    for ref in session.counted():
        case, tally = session.assessed(ref)
        divided[case.fields.get("ldu", "")].append(tally)
    return {ldu: score(session.instrument, tallies) for ldu, tallies in divided.items()}


def change_of(session: Session) -> dict[str, object]:
    """An answer above the line of a case in progress, and what to write there in turn."""
    for ref in session.refs():
        case, tally = session.assessed(ref)
        if case.status != "in_progress":
            continue
        for question in session.instrument.scored_questions:
            below = next((c.code for c in question.choices if c.line == "below"), "")
            if tally[question.id] == "above" and below:
                return {"case": ref, "question": question.id, "values": [below, case.answers[question.id].value]}
    raise LookupError("the archive has no unfinished case")


def export(session: Session, folder: Path) -> None:
    """Writes the tables: answers with whether their question is open, cases, lines of scored answers, outcomes."""
    instrument = session.instrument
    scored = instrument.scored_questions
    cases = [session.assessed(ref) for ref in session.refs()]

    def answers() -> Iterator[Sequence[object]]:
        for case, tally in cases:
            for question, given in case.answers.items():
                if given.value:
                    yield case.ref, question, given.value, tally[question] != "closed"

    _write(folder / "answers.csv", ("case", "question", "value", "is_open"), answers())
    facts = ((c.ref, c.fields.get("ldu", ""), c.signed_off) for c, _ in cases)
    _write(folder / "cases.csv", ("case", "ldu", "signed_off"), facts)
    lines = ((q.id, c.code, c.line) for q in scored for c in q.choices if c.line != "none")
    _write(folder / "lines.csv", ("question", "value", "line"), lines)
    outcomes = sorted({(q.id, instrument.criteria_by_id[c].outcome) for q in scored for c in q.criteria})
    _write(folder / "outcomes.csv", ("question", "outcome"), outcomes)


def main() -> None:
    """Runs and prints."""
    archive, folder = Path(sys.argv[1]), Path(sys.argv[2])
    inspections = Inspections(load_all(paths.resources() / "instruments"))
    seconds = {}
    seconds["open"], session = measured(lambda: inspections.open(archive, Person("HMI-01", "bench")))
    assert session.flaws == (), "the archive's history holds"
    seconds["scores"], scores = measured(session.scores)
    breakdowns = [measured(lambda: by_ldu(session)) for _ in range(ROUNDS)]
    peak = peak_megabytes()
    export(session, folder)
    change = change_of(session)
    (folder / "change.json").write_text(json.dumps(change), encoding="utf-8")
    # The answer is its assessor's to change.
    session.person = Person(session.case(str(change["case"])).assessor, "bench")
    again = []
    for turn in range(ROUNDS):
        value = change["values"][turn % 2]  # type: ignore[index]

        def rescore(value: str = value) -> Scores:
            session.do(SetAnswer("case", str(change["case"]), str(change["question"]), value))
            return session.scores(include_unfinished=True)

        again.append(measured(rescore))
    seconds["by_ldu"] = middle(taken for taken, _ in breakdowns)
    seconds["again"] = middle(taken for taken, _ in again)
    answers = sum(len(session.assessed(ref)[0].answers) for ref in session.refs())
    result = {
        "version": __version__,
        "seconds": seconds,
        "counts": {q.id: [q.above, q.below] for q in scores.questions if q.base},
        "scores": _outcomes(scores),
        "by_ldu": {ldu: _outcomes(found) for ldu, found in breakdowns[-1][1].items()},
        "again": _outcomes(again[-1][1]),
        "peak": peak,
        "answers": answers,
        "revisions": len(session.ledger),
    }
    session.close()
    print(json.dumps(result))


def _outcomes(scores: Scores) -> dict[str, float]:
    return {o.id: float(o.score) for o in scores.outcomes if o.score is not None}


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([str(v).lower() if isinstance(v, bool) else v for v in row] for row in rows)


if __name__ == "__main__":
    main()
