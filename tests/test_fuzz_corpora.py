"""Every input that fuzzing ever failed on, and a few that take ways of their own, through each door; and some anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "tests" / "corpus"
INPUTS = sorted(path for path in CORPORA.rglob("*") if path.is_file())
ANEW = "25"
"""Inputs of each target that are made anew in each run; `packaging/fuzz.sh` makes as many as one likes."""


@pytest.fixture(scope="module")
def targets() -> Mapping[str, Any]:
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from fuzz.doors import TARGETS
    finally:
        sys.path.remove(str(ROOT / "packaging"))
    return TARGETS


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_kept_is_taken_in_or_refused_in_a_sentence(path: Path, targets: Mapping[str, Any]) -> None:
    targets[path.parent.name].run(path.read_bytes())


def test_every_door_has_kept_inputs_and_every_folder_a_door(targets: Mapping[str, Any]) -> None:
    assert {path.name for path in CORPORA.iterdir()} == set(targets)
    assert all(len(path.read_bytes()) <= 64 << 10 for path in INPUTS)


def test_a_short_run_finds_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "fuzz", "--blind", "--inputs", ANEW],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((".", "packaging", "tests")), "FUZZ_OUT": str(tmp_path)},
    )  # fmt: skip
    traces = "\n".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.txt"))
    assert told.returncode == 0, f"{told.stdout}{told.stderr}{traces}"


def test_a_door_that_fails_is_told_and_its_input_kept(tmp_path: Path, targets: Mapping[str, Any]) -> None:
    from fuzz.blind import run_blindly
    from fuzz.target import Target

    def fails(data: bytes) -> None:
        raise ZeroDivisionError

    assert run_blindly(Target("x", fails), tmp_path, 0, 20)[0] >= 20
    assert [path.suffix for path in sorted(tmp_path.iterdir())] == [".bin", ".txt"]
