"""The app under torture, for a minute: killed at work, its power cut. `packaging/torture.sh` goes on for hours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from torture.shims import NoShim, build  # noqa: E402

KILLS = 13
"""How many of each of five acts: more than sixty in all."""
TOGETHER = (
    ("kill-answering", "kill-taking-back", "cut-answering"),
    ("kill-typing", "kill-migrating", "kill-exporting", "cut-exporting"),
)
"""Acts that one process tries one after the other."""
ON_POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="trials are held in forks of a process")


def torture(folder: Path, *arguments: str) -> dict[str, list[str]]:
    """Holds trials as the command does; act -> cells of its row. Fails where anything was lost, with what was told."""
    paths = os.pathsep.join(str(ROOT / part) for part in ("", "packaging", "tests"))
    held = subprocess.run(
        # Text is given more time than the half second that is promised: other tests run on this machine, too.
        [sys.executable, "-m", "torture", *arguments, "--jobs", "1", "--minutes", "20", "--typed-age", "2",
         "--seed", "2013", "--folder", str(folder)],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert held.returncode == 0, held.stderr + held.stdout
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in held.stdout.splitlines()]
    return {row[0]: row[1:] for row in rows[2:]}


def shim() -> bool:
    """Whether what stands before the disk can be built here."""
    try:
        build("disk")
    except NoShim:
        return False
    return True


@ON_POSIX
@pytest.mark.parametrize("acts", [pytest.param(acts, marks=pytest.mark.xdist_group(acts[0])) for acts in TOGETHER])
def test_nothing_is_lost_when_the_app_is_killed_or_the_power_goes(acts: tuple[str, ...], tmp_path: Path) -> None:
    rows = torture(tmp_path, "--trials", str(KILLS), "--acts", *(act for act in acts if shim() or "cut" not in act))
    trials, lost, damaged, _ = rows.pop("all")
    assert (lost, damaged) == ("0", "0") and int(trials) >= KILLS * len(rows)
    assert all(int(row[0]) >= KILLS for row in rows.values())
