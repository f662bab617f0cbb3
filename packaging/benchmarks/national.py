"""A national archive, beside DuckDB, polars and pandas on the same answers in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from benchmarks.archive import SEED, make_archive, pool_of
from benchmarks.timing import timed
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
from inspector_app.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
OTHERS = ("duckdb", "polars", "pandas")
ROWS = {
    "open": "open",
    "scores": "scores of the five outcomes, the first time",
    "by_ldu": "the same by LDU",
    "again": "one answer changed, scores again",
}
SAYS = """
Inspector: opens the file, verifies the whole history (every hash and chain), keeps every revision in memory with who,
  when and note; works out which questions are open, then the scores, as exact fractions; writes the changed answer to
  the disk. One thread.
DuckDB, polars, pandas: begin from CSV tables of the answers that stand, in which Inspector has worked out already what
  stands, whose answer counts and which questions are open; no history, no notes, nothing is verified. They count and
  average in floating point; the changed answer is changed in memory. DuckDB and polars use every core.
"Scores again" counts unfinished cases too, because a signed-off case cannot be changed. The breakdown and the scores
  again are the median of five; what is read, and the first scores, are taken once.
"""


def print_archive(folder: Path, cases: int, others_python: Path) -> None:
    """Makes the archive in `folder`, measures all four, and prints the table. Stops where their scores differ."""
    load = f", {os.getloadavg()[0]:.1f} programs at work on them" if hasattr(os, "getloadavg") else ""
    print(f"A national archive of {cases:,} cases, made from the seed {SEED}; {os.cpu_count()} cores{load}")
    archive = _make(folder, cases)
    bare, _ = timed(lambda: _go_through(archive))
    found = {"Inspector": _run(Path(sys.executable), "benchmarks.ours", str(archive), str(folder))}
    for name in OTHERS:
        found[name] = _run(others_python, "benchmarks.engines.run", name, str(folder))
    ours = found["Inspector"]
    print(f"  {ours['answers']:,} answers, {ours['revisions']:,} revisions, {len(ours['by_ldu'])} LDUs")
    print(SAYS)
    _print_table(found)
    print(
        f"  The bare SQLite driver goes through the same rows in {bare:.1f} s by the clock; opening takes "
        f"{ours['seconds']['open'][0] / bare:.1f} times as long."
    )
    for name in OTHERS:
        _refuse_difference(name, ours, found[name])
    print(
        "\n  All four agree: the counts above and below the line of every question exactly, and every score of an "
        "outcome\n  (whole, by LDU, and after the change) to 1e-9. Inspector's outcomes: "
        + ", ".join(f"{outcome}: {score:.10f}" for outcome, score in ours["scores"].items())
    )


def _make(folder: Path, cases: int) -> Path:
    sets = load_all(paths.resources() / "instruments")
    example, archive = folder / "example.inspection", folder / "archive.inspection"
    write_example(Inspections(sets), Person("HMI-01", "bench"), paths.resources() / "example", example)
    store = Store.open(example)
    pool = pool_of(store.load())
    store.close()
    instrument = sets["violence-2013"]
    seconds, _ = timed(lambda: make_archive(archive, instrument, pool, cases))
    print(f"  made in {seconds:.0f} s, {archive.stat().st_size / 1e6:,.0f} MB")
    return archive


def _go_through(archive: Path) -> None:
    connection = dbapi2.connect(str(archive))
    for _ in connection.execute("SELECT * FROM revision"):
        pass
    connection.close()


def _run(python: Path, module: str, *arguments: str) -> dict[str, Any]:
    path = os.pathsep.join((str(ROOT / "packaging"), str(ROOT)))
    told = subprocess.run(
        [str(python), "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": path}, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return dict(json.loads(told.stdout))


def _print_table(found: dict[str, dict[str, Any]]) -> None:
    names = {name: f"{name} {result['version']}" for name, result in found.items()}
    for place, kind in enumerate(("seconds by the clock", "seconds of the processors, all threads together")):
        print(f"  {kind:<48}" + "".join(f"{title:>22}" for title in names.values()))
        for key, title in ROWS.items():
            base = found["Inspector"]["seconds"][key][place]
            cells = [f"{s:9.3f} ({s / base:6.3f} x)" for s in (r["seconds"][key][place] for r in found.values())]
            print(f"    {title:<46}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"  {'most memory held, MB':<48}" + "".join(f"{r['peak']:>22,}" for r in found.values()))


def _refuse_difference(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    if ours["counts"] != theirs["counts"]:
        raise SystemExit(f"{name} counts otherwise: nothing of the above is to be relied on.")
    pairs = [(ours["scores"], theirs["scores"]), (ours["again"], theirs["again"])]
    if ours["by_ldu"].keys() != theirs["by_ldu"].keys():
        raise SystemExit(f"{name} finds other LDUs: nothing of the above is to be relied on.")
    pairs += [(ours["by_ldu"][ldu], theirs["by_ldu"][ldu]) for ldu in ours["by_ldu"]]
    for mine, other in pairs:
        if mine.keys() != other.keys() or any(abs(mine[o] - other[o]) > 1e-9 for o in mine):
            raise SystemExit(f"{name} scores otherwise ({other} where Inspector has {mine}).")
