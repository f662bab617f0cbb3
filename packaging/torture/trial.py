"""One kill: the app lives in a child of this process, is ended with SIGKILL, and another child looks at what is left.

This process never opens a file or a window itself, so that each child begins as a fresh start of the app does, only
without the second that Python takes to load it.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from torture.acts.act import Act, Job
from torture.disk import Disk
from torture.hands import Hands
from torture.shims import NoShim
from torture.stage import Stage
from torture.stock import Stock
from torture.told import OVER, Heard, RunningClock, Teller, heard_from
from torture.verdict import Verdict

STARTS_WITHIN = 180.0
"""Seconds after which an app that did not get to its act is taken for broken."""
_DONE, _AFTERWARDS = b'"done"', 0.3
"""What an act tells that is over then, and so many seconds later."""
_OVER = json.dumps(OVER).encode()
CALLS = 250
"""A kill within a call to the disk comes within one of the first so many."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where trials are held.

    Attributes:
        folder: for the files of trials; those of failures are kept below `kept`.
        typed_age: see `Job`.
    """

    folder: Path
    kept: Path
    typed_age: float = 0.5


def kill(act: Act, stock: Stock, place: Place, seed: int) -> Verdict:
    """One trial of an act."""
    folder = place.folder / f"{act.name.replace(' ', '-')}-{seed}"
    (folder / "home").mkdir(parents=True)
    job: Job | None = None
    try:
        job = replace(act.lay_out(stock, folder, seed), typed_age=place.typed_age)
        heard = live_and_die(act, stock, job, _end_within_a_call)
        if not heard.begun and not heard.errors:
            heard.errors.append("the app did not get to its act")
        done, found = job, heard
        verdict = in_child(folder, lambda: act.judge(stock, done, found))
    except Exception:
        verdict = Verdict(broken=[traceback.format_exc()])
    return put_away(verdict, folder, place)


def put_away(verdict: Verdict, folder: Path, place: Place) -> Verdict:
    """Keeps the files of a failure, and removes all others."""
    if verdict.bad:
        place.kept.mkdir(parents=True, exist_ok=True)
        kept = place.kept / folder.name
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(folder, kept)
        (kept / "verdict.json").write_text(json.dumps(verdict.plain(), indent=1), encoding="utf-8")
        verdict.kept = [str(kept)]
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return verdict


def at_home(folder: Path) -> None:
    """Has the account of this process be in a folder, and its words go to a file there."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR", "HOME"):
        os.environ[name] = str(folder / "home")
    words = os.open(folder / "words.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(words, 1)
    os.dup2(words, 2)


def live_and_die(
    act: Act, stock: Stock, job: Job, before: Callable[[Job, Teller], None], after: float | None = None
) -> Heard:
    """One life of the app in a child, until it is killed.

    Args:
        before: done there once the window is made.
        after: seconds after the act began; any within its span where it is not said.
    """
    clock = RunningClock()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _live(act, stock, job, Teller(write, clock), clock, before)
    os.close(write)
    delay = random.Random(job.seed + 1).random() * act.span if after is None else after
    try:
        heard, lines = _watch(read, child, delay, _DONE if act.until_done else _OVER)
    finally:
        os.close(read)
        os.waitpid(child, 0)
    (job.folder / "told.jsonl").write_bytes(b"".join(lines))
    heard.ran = clock.now
    return heard


def _live(
    act: Act, stock: Stock, job: Job, teller: Teller, clock: RunningClock, before: Callable[[Job, Teller], None]
) -> None:
    """The app's life, in its own process; it does not return."""
    try:
        at_home(job.folder)
        stage = Stage(stock.inspections, job.folder / "home", job.me, teller)
        before(job, teller)
        hands = Hands(act.live(stage, job), teller, clock, act.pace, job.seed)
        hands.begin()
        stage.app.exec()
    except BaseException:
        teller.tell("error", text=traceback.format_exc())
    os._exit(3)


def _end_within_a_call(job: Job, teller: Teller) -> None:
    """In every third trial the process ends within a call to the disk, not at some time."""
    if job.seed % 3 == 0:
        with suppress(NoShim):
            disk, call = Disk(), random.Random(job.seed + 2).randrange(1, CALLS)

            def begin() -> None:
                disk.watch(job.folder)
                disk.end_at(call)

            teller.on_begun = begin


def _watch(pipe: int, child: int, delay: float, end: bytes) -> tuple[Heard, list[bytes]]:
    """Listens until the act has gone on for so long, and kills; then to the end of what was told."""
    rest, lines = b"", []
    ends, killed = time.monotonic() + STARTS_WITHIN, False
    begun = False
    while True:
        left = ends - time.monotonic()
        if left <= 0 and not killed:
            os.kill(child, signal.SIGKILL)
            killed = True
        ready, _, _ = select.select([pipe], [], [], None if killed else max(left, 0))
        if not ready:
            continue
        got = os.read(pipe, 1 << 16)
        if not got:
            return heard_from(lines, 0.0), lines
        *whole, rest = (rest + got).split(b"\n")
        lines += [line + b"\n" for line in whole]
        if not begun and any(b'"begun"' in line for line in whole):
            begun, ends = True, time.monotonic() + delay
        if any(end in line for line in whole):
            ends = time.monotonic() + _AFTERWARDS
            end = b"\n"  # no line holds one


def in_child(folder: Path, act: Callable[[], Verdict], patience: float = STARTS_WITHIN) -> Verdict:
    """Has a child do something and takes its verdict."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _answer(write, folder, act)
    os.close(write)
    parts: list[bytes] = []
    ends = time.monotonic() + patience
    while select.select([read], [], [], max(0.0, ends - time.monotonic()))[0]:
        got = os.read(read, 1 << 16)
        if not got:
            break
        parts.append(got)
    else:
        os.kill(child, signal.SIGKILL)
    os.close(read)
    _, status = os.waitpid(child, 0)
    if status != 0:
        return Verdict(broken=[f"what looked at it ended with {status}: {_last_words(folder)}"])
    return Verdict(**json.loads(b"".join(parts)))


def _answer(pipe: int, folder: Path, act: Callable[[], Verdict]) -> None:
    try:
        at_home(folder)
        verdict = act()
    except BaseException:
        verdict = Verdict(broken=[traceback.format_exc()])
    left = json.dumps(verdict.plain()).encode()
    while left:
        left = left[os.write(pipe, left) :]
    # Past the ends of Qt and Python: nothing of this process is needed any more.
    os._exit(0)


def _last_words(folder: Path) -> str:
    words = folder / "words.txt"
    return words.read_text(encoding="utf-8", errors="replace")[-2000:] if words.exists() else ""


def preload(modules: Sequence[str]) -> None:
    """Loads what the app would load later, so that its children need not."""
    for name in modules:
        __import__(name)
    sys.stdout.flush()
