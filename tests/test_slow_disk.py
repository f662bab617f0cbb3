"""The shim that makes a disk slow does so, and only where it is told to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from torture.shims import NoShim, slowed  # noqa: E402

WRITES = """
import os, sys, time
from pathlib import Path
from inspector_app.storage.store import Store
took = []
for folder in map(Path, sys.argv[1:]):
    begun = time.perf_counter()
    Store.create(folder / "made.inspection").close()
    took.append(time.perf_counter() - begun)
print(*took)
"""


def test_a_slowed_folder_is_slow_and_another_is_not(tmp_path: Path) -> None:
    slow, other = tmp_path / "slow", tmp_path / "slow-not"
    slow.mkdir()
    other.mkdir()
    try:
        environment = slowed(slow, 300)
    except NoShim as why:
        pytest.skip(str(why))
    ran = subprocess.run(
        [sys.executable, "-c", WRITES, str(slow), str(other)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    slowly, quickly = map(float, ran.stdout.split())
    # A commit syncs at least twice; that sleeping takes as long as it is told to is not for this test to find out.
    assert slowly > 0.6 and slowly > quickly + 0.5
