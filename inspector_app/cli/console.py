"""Results on standard output, messages and progress on standard error."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import BadRows, KnownError

WIDTH = 30
PATIENCE = 1.0
"""Seconds that work may take before a progress bar shows."""

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def put(text: str) -> None:
    """A result, as it is; where there is no standard output, nowhere. What is no text in a file's name is marked."""
    if sys.stdout is not None:
        sys.stdout.write(text.encode(errors="surrogateescape").decode(errors="replace"))


def put_line(line: str) -> None:
    """A line of a result, in which no name steers the terminal."""
    put(plain(line) + "\n")


def say(lines: Iterable[str]) -> None:
    """Messages, one line each. What would steer a terminal is written out; it may come from a table."""
    if sys.stderr is None:
        return
    for line in lines:
        print(plain(" ".join(line.splitlines())), file=sys.stderr)


def plain(text: str) -> str:
    """The text with what would steer a terminal written out: it may come from a table, a file or a file's name."""
    return _STEERS.sub(_written_out, text)


def _written_out(control: re.Match[str]) -> str:
    return repr(control[0])[1:-1]


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
        if sys.stderr is None or not sys.stderr.isatty() or time.monotonic() - self._began < PATIENCE:
            return
        filled = round(done * WIDTH)
        bar = "#" * filled + "." * (WIDTH - filled)
        print(f"\r[{bar}] {done:4.0%} {doing:<40.40}", end="", file=sys.stderr, flush=True)
        self._shown = True

    def end(self) -> None:
        """Leaves the line."""
        if self._shown:
            print(file=sys.stderr)
