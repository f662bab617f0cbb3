"""Fuzzing where atheris is not there: Hypothesis changes what is kept of a target, without seeing what comes of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.failures import Failures
from fuzz.kept import kept_inputs
from fuzz.target import Target

AT_ONCE = 500


def changed(seeds: Sequence[bytes], longest: int) -> st.SearchStrategy[bytes]:
    """Bytes of any kind, and seeds of which stretches are taken out, put in, or doubled."""
    edits = st.lists(
        st.tuples(st.integers(0, longest), st.integers(0, 12), st.binary(max_size=12) | st.sampled_from(MARKS)),
        min_size=1, max_size=6,
    )  # fmt: skip
    return st.binary(max_size=min(longest, 400)) | st.builds(_edited, st.sampled_from(list(seeds)), edits)


MARKS = (
    b'"', b"'", b"\\", b"\n", b"\r\n", b"\0", b",", b";", b"=", b"[", b"]", b"{{", b"}}", b"<", b">", b"&#0;",
    b"\xff\xfe",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"[" * 2000, b'{"a":' * 500, b"9" * 5000, b"-", b"1e999", b"../", b"%s",
    b"\x1b[2J",
)  # fmt: skip


def _edited(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for where, out, put in edits:
        where %= len(seed) + 1
        seed = seed[:where] + put + seed[where + out :]
    return seed


def run_blindly(target: Target, folder: Path, seconds: float, inputs: int) -> tuple[int, float]:
    """Runs a target for some seconds, or on so many inputs; how many there were, and how long the slowest took."""
    failures, done, slowest = Failures(folder), 0, 0.0
    until = time.monotonic() + seconds

    @settings(
        max_examples=min(inputs, AT_ONCE) if inputs else AT_ONCE, deadline=None, database=None, derandomize=False,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(changed([*target.seeds(), *kept_inputs(target.name)], target.longest))
    def some(data: bytes) -> None:
        nonlocal done, slowest
        begun = time.monotonic()
        if not inputs and begun > until:
            return
        try:
            target.run(data)
        except Exception as error:
            failures.note(data, error)
        done, slowest = done + 1, max(slowest, time.monotonic() - begun)

    while done < inputs if inputs else time.monotonic() < until:
        some()
    return done, slowest
