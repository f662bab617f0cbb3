"""The example: written, scored and reported as whole processes; start-up beside a bare window; copies joined."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.joining import print_joining
from benchmarks.timing import figures, times

ROOT = Path(__file__).resolve().parents[2]

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([]); w = QWidget(); w.show(); QTimer.singleShot(0, app.quit); app.exec()
"""
OURS = """
import sys
from pathlib import Path
from inspector_app.bootstrap import Wiring
from inspector_app.runtime import paths
from inspector_app.runtime.settings import Settings
Wiring(Settings(Path(sys.argv[2]))).show_off_screen(Path(sys.argv[1]))
"""


def print_example(folder: Path) -> None:
    """Prints the figures; files go into `folder`."""
    print("The example")
    file = folder / "example.inspection"
    print(f"  written in {_command('example', str(file)):.2f} s")
    print(f"  scored in {_command('score', str(file), '--json'):.2f} s")
    print(f"  draft report in {_command('report', str(file), '-o', str(folder / 'r.pdf')):.2f} s")
    print_joining(folder)
    print("Start-up")
    bare = times(lambda _: subprocess.run([sys.executable, "-c", BARE], check=True, cwd=ROOT), 7)
    command = [sys.executable, "-c", OURS, str(file), str(folder / "settings.json")]
    ours = times(lambda _: subprocess.run(command, check=True, cwd=ROOT), 7)
    figures("a bare Qt window, shown and closed", bare)
    figures(f"Inspector on {file.name}, shown and closed", ours, bare)


def _command(*arguments: str) -> float:
    """Seconds that one command takes as a whole process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "inspector_app", *arguments], check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - start
