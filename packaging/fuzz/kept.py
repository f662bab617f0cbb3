"""Inputs that are kept: a few for each target, and every one that ever failed, in `tests/corpus/<target>`."""

from __future__ import annotations

from pathlib import Path

CORPORA = Path(__file__).resolve().parents[2] / "tests" / "corpus"


def kept_inputs(name: str) -> list[bytes]:
    """What is kept of a target, in the order of the files' names."""
    return [path.read_bytes() for path in sorted((CORPORA / name).glob("*"))]
