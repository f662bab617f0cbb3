"""Makes `resources/example/`: run it from a checkout, with `pip install ortools` besides.

    python packaging/make_example.py [--seconds 300] [--same-frame | --words-only]

The solver stops by the clock, so a new run gives another example that is just as true to the published figures; that
is why its outcome is kept as data. `--same-frame` begins from the frame that the last run left in `build/` (who has
what, and which questions are open) and settles scores and leaves again; `--words-only` keeps the coded answers that
stand and renews dates, notes and texts.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "packaging")]

from example import people, solve, write  # noqa: E402
from inspector_app.instruments.library import load  # noqa: E402
from published_rows import read_rows  # noqa: E402

FRAME = ROOT / "build" / "example-frame.json"
TARGET = ROOT / "resources" / "example"


def main() -> None:
    """Solves, fills and writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300, help="time for each solving step")
    parser.add_argument("--same-frame", action="store_true", help="begin from the frame of the last run")
    parser.add_argument("--words-only", action="store_true", help="keep the coded answers that stand")
    arguments = parser.parse_args()
    began = time.monotonic()
    instrument = load(ROOT / "resources" / "instruments" / "violence-2013")
    rows = read_rows()
    staff = people.officers()
    cases = people.cases(staff)
    if arguments.words_only:
        solved, interviewed = write.read_back(instrument, TARGET, cases, staff)
    else:
        about_cases = [r for r in rows if not r.officers]
        if not arguments.same_frame:
            write.keep_frame(FRAME, solve.solve_frame(instrument, about_cases, cases, arguments.seconds))
        frame = write.kept_frame(FRAME, cases)
        solved = solve.solve_scores(instrument, about_cases, frame, arguments.seconds / 2)
        interviewed = solve.solve_officers(instrument, [r for r in rows if r.officers], staff, arguments.seconds / 10)
    write.write(instrument, TARGET, cases, solved, staff, interviewed)
    print(f"Done in {time.monotonic() - began:.0f} s")
    write.report(instrument, rows, TARGET, cases, staff)


if __name__ == "__main__":
    main()
