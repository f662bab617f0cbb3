"""How long a key press waits until it is painted: plain and encrypted, on this disk and on one that takes seconds."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import new_key
from inspector_app.services.session import Person
from torture.shims import NoShim, slowed

PASSPHRASE = "seven grey herons wade"
QUESTIONS = 12
SYNC_MS = 2000
ROOT = Path(__file__).resolve().parents[2]


def print_latency(folder: Path) -> None:
    """Prints the table; files go into `folder`."""
    example = {"plain": folder / "plain.inspection", "encrypted": folder / "encrypted.inspection"}
    makers = Inspections(load_all(paths.resources() / "instruments"))
    for name, path in example.items():
        key = new_key(PASSPHRASE) if name == "encrypted" else None
        write_example(makers, Person("HMI-01", "bench"), paths.resources() / "example", path, key=key)
    print(
        f"Key press -> painted, the example of 72 cases, {QUESTIONS} questions answered with a note, keys by the clock"
    )
    heads = ("p50", "p99", "worst", "typing p99", "worst", "work p99", "wait p99", "worst")
    print(f"  {'milliseconds':<26} {'presses':>7} " + " ".join(f"{one:>10}" for one in heads))
    runs = []
    for slow in (False, True):
        for name, path in example.items():
            ran = _run(folder, path, name, slow)
            if ran is not None:
                runs.append((name, slow, ran))
    print("Opening 72 cases, until they are on screen, and closing")
    for name, slow, ran in runs:
        argon = f"Argon2 {ran['argon'] * 1000:.0f} ms, then " if name == "encrypted" else ""
        away = f"closing keeps the window from answering for at most {ran['closing'] * 1000:.0f} ms"
        print(f"  {_title(name, slow):<26} {argon}{ran['opening'] * 1000:.0f} ms; {away}")


def _run(folder: Path, example: Path, name: str, slow: bool) -> dict[str, Any] | None:
    place = folder / f"{name}-{'slow' if slow else 'fast'}"
    place.mkdir()
    path = Path(shutil.copy(example, place / "work.inspection"))
    try:
        # The shim stands before both, so that the disk is the only difference.
        environment = slowed(place, SYNC_MS if slow else 0)
    except NoShim as why:
        if slow:
            print(f"  {_title(name, slow):<26} not measured: {why}")
            return None
        environment = None
    command = [sys.executable, "-m", "benchmarks.keys", str(path), str(QUESTIONS)]
    command += [PASSPHRASE] if name == "encrypted" else []
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    ran: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    every, typed = [one[1] for one in ran["taken"]], [one[1] for one in ran["taken"] if one[0] == "type"]
    worked, waited = [one[2] for one in ran["taken"]], [one[3] for one in ran["taken"]]
    cells = (
        statistics.median(every), _p99(every), max(every), _p99(typed), max(typed), _p99(worked), _p99(waited),
        max(waited),
    )  # fmt: skip
    print(f"  {_title(name, slow):<26} {len(every):>7} " + " ".join(f"{one * 1000:10.1f}" for one in cells))
    return ran


def _title(name: str, slow: bool) -> str:
    return f"{name}, {SYNC_MS / 1000:.0f} s to sync" if slow else f"{name}, this disk"


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]
