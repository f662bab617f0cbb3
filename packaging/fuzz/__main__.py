"""Fuzzes every door and prints a table; `packaging/fuzz.sh` calls it with the right Python.

With atheris each target runs in a process of its own, guided by the paths that its inputs take; without it Hypothesis
changes the kept inputs blindly. What fails is kept in `out/fuzz/<target>/failures`, beside its trace.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.doors import TARGETS
from fuzz.ground import memory

OUT = Path(os.environ.get("FUZZ_OUT", "out/fuzz"))
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_NEW = re.compile(r"stat::new_units_added:\s*(\d+)")
_SLOW = re.compile(r"stat::slowest_unit_time_sec:\s*(\d+)")


@dataclass(frozen=True)
class Told:
    """What came of one target. `slowest` is the longest time of one input, in whole seconds."""

    name: str
    inputs: int
    paths: int
    failures: int
    slowest: int


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="packaging/fuzz.sh", description=__doc__.split("\n")[0])
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--minutes", type=float, help="all targets together; 5 where nothing is said")
    amount.add_argument("--inputs", type=int, help="for each target")
    parser.add_argument("--targets", default="", help=f"some of {', '.join(TARGETS)}, with commas")
    parser.add_argument("--blind", action="store_true", help="with Hypothesis, also where atheris is there")
    return parser.parse_args()


def _with_atheris(name: str, seconds: float, inputs: int) -> Told:
    place = OUT / name
    place.mkdir(parents=True, exist_ok=True)
    known = _failures(place)
    amount = [f"-runs={inputs}"] if inputs else [f"-max_total_time={max(1, round(seconds))}"]
    command = [sys.executable, "-m", "fuzz.one", name, str(place), *amount, "-print_final_stats=1"]
    # libFuzzer ends its process at once, so that nobody in it could tidy up.
    with TemporaryDirectory(prefix="inspector-fuzz-", dir=memory()) as held:
        env = {**os.environ, "FUZZ_MEMORY": held}
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=env)
    said = ended.stdout.decode(errors="replace")
    (place / "last.log").write_text(said[-200_000:], encoding="utf-8")
    done, new, slow = (pattern.search(said) for pattern in (_DONE, _NEW, _SLOW))
    return Told(
        name, int(done[1]) if done else 0, int(new[1]) if new else 0, len(_failures(place) - known),
        int(slow[1]) if slow else 0,
    )  # fmt: skip


def _blindly(name: str, seconds: float, inputs: int) -> Told:
    from fuzz.blind import run_blindly

    place = OUT / name
    known = _failures(place)
    done, slowest = run_blindly(TARGETS[name], place / "failures", seconds, inputs)
    return Told(name, done, 0, len(_failures(place) - known), round(slowest))


def _failures(place: Path) -> set[str]:
    """Inputs that failed, hung or grew without end."""
    return {path.name for path in (place / "failures").glob("*") if path.suffix != ".txt"}


def main() -> int:
    """Fuzzes, and prints the table; 1 where something failed."""
    options = _options()
    names = [name for name in options.targets.split(",") if name] or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        print(f"There is no target {', '.join(unknown)}; there are {', '.join(TARGETS)}.", file=sys.stderr)
        return 2
    guided = find_spec("atheris") is not None and not options.blind
    if not guided and not options.blind:
        print("atheris is not there, so inputs are changed blindly.", file=sys.stderr)
    seconds = 60 * (options.minutes or 5) / len(names)
    print(f"{'target':<20}{'inputs':>12}{'new paths':>11}{'failures':>10}{'slowest s':>11}", flush=True)
    begun, all_told = time.monotonic(), list[Told]()
    for name in names:
        told = (_with_atheris if guided else _blindly)(name, seconds, options.inputs or 0)
        all_told.append(told)
        print(f"{told.name:<20}{told.inputs:>12,}{told.paths:>11,}{told.failures:>10,}{told.slowest:>11,}", flush=True)
    inputs, paths, failures = (sum(getattr(t, what) for t in all_told) for what in ("inputs", "paths", "failures"))
    slowest = max(t.slowest for t in all_told)
    print(f"{'all':<20}{inputs:>12,}{paths:>11,}{failures:>10,}{slowest:>11,}")
    print(f"{time.monotonic() - begun:,.0f} seconds; what failed lies in {OUT}/<target>/failures", file=sys.stderr)
    return 1 if failures or any(t.inputs == 0 for t in all_told) else 0


if __name__ == "__main__":
    sys.exit(main())
