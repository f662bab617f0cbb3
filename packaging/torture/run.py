"""Shares the time among the acts, has workers hold the trials, and prints the table."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torture.acts import ACTS, NEED_SHIM
from torture.shims import NoShim, build, preloaded
from torture.stock import QUICK, ROOT
from torture.table import table
from torture.verdict import Verdict, together


@dataclass(slots=True)
class Plan:
    """What is to be tried, and what came of it.

    Attributes:
        acts: names of `ACTS`.
        seconds: how long in all; `trials` of each act at most, where that is said.
        typed_age: typed text of this age, in seconds, is to be there at the next start.
    """

    acts: Sequence[str]
    seconds: float
    trials: int
    seed: int
    typed_age: float = 0.5
    lock: threading.Lock = field(default_factory=threading.Lock)
    verdicts: dict[str, list[Verdict]] = field(default_factory=lambda: defaultdict(list))
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def requests(self) -> Iterator[tuple[str, int]]:
        """Act and seed of one trial after the other, to be shared by several threads; ends with the time."""
        ends = time.monotonic() + self.seconds
        while time.monotonic() < ends:
            with self.lock:
                open_ = [act for act in self.acts if not self.trials or self._tried(act) < self.trials]
                if not open_:
                    return
                # The act that has had least of its share; each has a first turn.
                act = min(open_, key=lambda a: (self.asked[a] > 0, self.spent[a] / ACTS[a].share))
                number = self.asked[act]
                self.asked[act] += 1
                self.spent[act] += 0.2  # until it is known, so that not all threads take the same
            yield act, self.seed + number

    def _tried(self, act: str) -> int:
        under_way = self.asked[act] - len(self.verdicts[act])
        return under_way + sum(verdict.trials for verdict in self.verdicts[act])

    def take(self, act: str, seed: int, verdict: Verdict, seconds: float) -> None:
        """Takes a verdict."""
        with self.lock:
            self.verdicts[act].append(verdict)
            self.spent[act] += seconds - 0.2
            tried = sum(v.trials for held in self.verdicts.values() for v in held)
        for sentence in (*verdict.lost, *verdict.damaged, *verdict.broken):
            say(f"{act}, seed {seed}: {sentence}")
        for kept in verdict.kept:
            say(f"  kept in {kept}")
        if tried % 100 == 0:
            say(f"{tried} trials …")


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def run(plan: Plan, jobs: int, folder: Path) -> dict[str, Verdict]:
    """Holds the trials; act -> what came of it."""
    with tempfile.TemporaryDirectory(prefix="torture-stock-", dir=QUICK if QUICK.is_dir() else None) as quick:
        say("Making what the trials begin with …")
        stock = Path(quick) / "stock"
        subprocess.run([sys.executable, "-m", "torture.stock", str(stock)], check=True, env=_environment())
        (folder / "trials").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "torture.worker", str(stock), str(folder), str(plan.typed_age)]
        requests, turn = plan.requests(), threading.Lock()
        threads = [threading.Thread(target=_serve, args=(plan, requests, turn, command)) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return {act: together(plan.verdicts[act]) for act in plan.acts}


def _serve(plan: Plan, requests: Iterator[tuple[str, int]], turn: threading.Lock, command: Sequence[str]) -> None:
    """One worker, asked until the plan is through."""
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
    assert worker.stdin is not None and worker.stdout is not None
    try:
        while True:
            with turn:
                act, seed = next(requests, ("", 0))
            if not act:
                return
            began = time.monotonic()
            worker.stdin.write((json.dumps({"act": act, "seed": seed}) + "\n").encode())
            worker.stdin.flush()
            line = worker.stdout.readline()
            if not line:
                plan.take(act, seed, Verdict(broken=[f"the worker ended with seed {seed}"]), 1.0)
                return
            plan.take(act, seed, Verdict(**json.loads(line)), time.monotonic() - began)
    finally:
        worker.stdin.close()
        worker.wait()


def _that_can_be_held(acts: Sequence[str]) -> list[str]:
    """Without those that need a shim before the disk, where there can be none."""
    try:
        build("disk")
        return list(acts)
    except NoShim as error:
        left_out = [act for act in acts if act in NEED_SHIM]
        say(f"Left out, because {error}: {', '.join(left_out)}.")
        return [act for act in acts if act not in NEED_SHIM]


def _environment() -> dict[str, str]:
    """Without a screen, with one thread for numbers, and with the shims before the disk where there can be any."""
    paths = [str(ROOT), str(ROOT / "packaging"), str(ROOT / "tests")]
    plain = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ":".join(paths)}
    try:
        return preloaded(build("disk"), build("slow_sync"), environment=plain)
    except NoShim:
        return plain


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="torture.sh", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="how long, shared among the acts (default 2)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many trials at a time")
    parser.add_argument("--acts", nargs="+", choices=tuple(ACTS), default=tuple(ACTS), metavar="ACT",
                        help=f"some of: {', '.join(ACTS)}")  # fmt: skip
    parser.add_argument("--seed", type=int, help="the first trial of each act has this seed (default: any)")
    parser.add_argument("--trials", type=int, default=0, help="no more of each act than so many")
    parser.add_argument(
        "--typed-age", type=float, default=0.5, help="typed text of this age must be kept (default 0.5)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "torture", help="where failures are kept")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Does it; 1 where anything was lost or damaged, or could not be tried."""
    asked = arguments(given)
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    asked.folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=asked.folder))
    say(f"Seed {seed}; failures are kept in {folder / 'kept'}.")
    plan = Plan(_that_can_be_held(asked.acts), asked.minutes * 60, asked.trials, seed, asked.typed_age)
    began = time.monotonic()
    verdicts = run(plan, asked.jobs, folder)
    say(f"{(time.monotonic() - began) / 60:.1f} minutes, seed {seed}.")
    print(table({ACTS[act].words: verdict for act, verdict in verdicts.items()}))
    bad = any(verdict.bad for verdict in verdicts.values())
    shutil.rmtree(folder / "trials", ignore_errors=True)
    if not bad:
        shutil.rmtree(folder, ignore_errors=True)
    return int(bad)
