"""Results on standard output, messages and progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import BadRows, KnownError

WIDTH = 30
PATIENCE = 1.0
"""Seconds that work may take before a progress bar shows."""


def put(text: str) -> None:
    """A result, as it is."""
    sys.stdout.write(text)


def put_line(line: str) -> None:
    """A line of a result."""
    put(line + "\n")


def say(lines: Iterable[str]) -> None:
    """Messages, one line each."""
    for line in lines:
        print(" ".join(line.splitlines()), file=sys.stderr)


def say_problem(error: KnownError) -> None:
    """A known problem in one line; of bad rows, one line each before it."""
    say([*error.rows, str(error)] if isinstance(error, BadRows) else [str(error)])


@contextmanager
def progress_bar() -> Iterator[ProgressBar]:
    """A bar for as long as work takes."""
    bar = ProgressBar()
    try:
        yield bar
    finally:
        bar.end()


class ProgressBar:
    """A bar on standard error, where that is a terminal and the work takes more than a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = False

    def __call__(self, done: float, doing: str) -> None:
        """Shows how much is done (0 to 1), and what is being done."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < PATIENCE:
            return
        filled = round(done * WIDTH)
        bar = "#" * filled + "." * (WIDTH - filled)
        print(f"\r[{bar}] {done:4.0%} {doing:<40.40}", end="", file=sys.stderr, flush=True)
        self._shown = True

    def end(self) -> None:
        """Leaves the line."""
        if self._shown:
            print(file=sys.stderr)
