"""Measures one of the other programs on the exported tables; prints JSON.

python -m benchmarks.engines.run duckdb|polars|pandas FOLDER
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from benchmarks.timing import measured, middle, peak_megabytes

ROUNDS = 5


def main() -> None:
    """Runs and prints."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    engine = importlib.import_module(f"benchmarks.engines.with_{name}")
    change = json.loads((folder / "change.json").read_text(encoding="utf-8"))
    seconds = {}
    seconds["open"], data = measured(lambda: engine.read(folder))
    seconds["scores"], scores = measured(lambda: engine.scores(data))
    breakdowns = [measured(lambda: engine.by_ldu(data)) for _ in range(ROUNDS)]
    counts = engine.counts(data)
    again = []
    for turn in range(ROUNDS):
        value = change["values"][turn % 2]

        def rescore(value: str = value) -> dict[str, float]:
            nonlocal data
            data = engine.change(data, change["case"], change["question"], value)
            return dict(engine.scores(data, unfinished=True))

        again.append(measured(rescore))
    seconds["by_ldu"] = middle(taken for taken, _ in breakdowns)
    seconds["again"] = middle(taken for taken, _ in again)
    result = {
        "version": sys.modules[name].__version__,
        "seconds": seconds,
        "counts": counts,
        "scores": scores,
        "by_ldu": breakdowns[-1][1],
        "again": again[-1][1],
        "peak": peak_megabytes(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
