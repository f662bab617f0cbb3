"""Taking times, and writing them down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def measured(act: Callable[[], T]) -> tuple[tuple[float, float], T]:
    """Seconds by the clock and of the processor (all threads together), and what came of it."""
    start, worked = time.perf_counter(), time.process_time()
    result = act()
    return (time.perf_counter() - start, time.process_time() - worked), result


def middle(taken: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The median by the clock, and that of the processor."""
    clock, processor = zip(*taken, strict=True)
    return statistics.median(clock), statistics.median(processor)


def times(act: Callable[[int], object], rounds: int) -> list[float]:
    """Seconds of each round."""
    return [timed(lambda turn=turn: act(turn))[0] for turn in range(rounds)]  # type: ignore[misc]


def figures(name: str, seconds: list[float], against: list[float] | None = None) -> None:
    """Prints median and p99 in milliseconds, and the ratio of medians to another series."""
    median, p99 = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
    ratio = f"  {median / statistics.median(against):5.1f} x" if against else ""
    print(f"  {name:<52} median {median * 1000:8.2f} ms   p99 {p99 * 1000:8.2f} ms{ratio}")


def peak_megabytes() -> int:
    """The most memory that this process has held so far; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
