"""Runs commands as a person would, in this process or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.bootstrap import Wiring
from inspector_app.cli.run import run
from inspector_app.domain.instrument import Instrument
from inspector_app.runtime import paths
from inspector_app.runtime.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Result:
    """What a command left."""

    status: int
    out: str
    err: str

    @property
    def err_lines(self) -> list[str]:
        return self.err.splitlines()


Cli = Callable[..., Result]


def commands(capsys: pytest.CaptureFixture[str], question_sets: dict[str, Instrument]) -> Cli:
    """Runs commands in this process; question sets are read once for all tests."""

    def call(*arguments: object) -> Result:
        wiring = Wiring(Settings(paths.config_folder() / "settings.json"))
        wiring.__dict__["instruments"] = question_sets
        capsys.readouterr()
        status = run([str(a) for a in arguments], wiring)
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return call


def process(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own, from the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *map(str, arguments)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False, **more,  # type: ignore[call-overload]
    )  # fmt: skip
