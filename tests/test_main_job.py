"""What `packaging/run.sh` does without a display: one new case through the real form, scores, and the draft report."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_main_job_is_done_off_screen_and_may_be_done_again(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / "main_job.py"), str(tmp_path / "out")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for _ in range(2):
        told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert told.returncode == 0, told.stderr
        assert "signed off" in told.stderr
        assert "73 cases counted, 0 left out" in told.stdout
        report = Path(told.stdout.splitlines()[-1])
        assert report.read_bytes().startswith(b"%PDF")
