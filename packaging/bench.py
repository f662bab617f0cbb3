"""Times what people feel, each figure beside something known in the same run. Machines differ; the ratios matter.

Run with `bash packaging/bench.sh`. Nothing here is a test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2

from inspector_app.instruments.library import load_all
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.assessment import AssessmentPage

ROOT = Path(__file__).parent.parent
ROUNDS = 400
ROW = ("x" * 36, "case", "DC-4107", "answer", "rosh_screening", "HMI-01", "insufficient", "n" * 120, "y" * 64)

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


def figures(name: str, seconds: list[float], against: list[float] | None = None) -> None:
    """Prints median and p99 in milliseconds, and the ratio of medians to another series."""
    median, p99 = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
    ratio = f"  {median / statistics.median(against):5.1f} x" if against else ""
    print(f"  {name:<52} median {median * 1000:8.2f} ms   p99 {p99 * 1000:8.2f} ms{ratio}")


def times(act: Callable[[int], object], rounds: int) -> list[float]:
    """Seconds of each round."""
    taken = []
    for turn in range(rounds):
        start = time.perf_counter()
        act(turn)
        taken.append(time.perf_counter() - start)
    return taken


def raw_commits(folder: Path) -> list[float]:
    """One INSERT and commit of a row of our size, by the bare driver with our settings."""
    connection = dbapi2.connect(str(folder / "raw.db"))
    for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("CREATE TABLE revision (a, b, c, d, e, f, g, h, i)")

    def commit(_: int) -> None:
        connection.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ROW)
        connection.commit()

    taken = times(commit, ROUNDS)
    connection.close()
    return taken


def new_session(folder: Path) -> Session:
    """An inspection with one case, and a question set that ships."""
    sets = load_all(ROOT / "resources" / "instruments")
    session = Inspections(sets).create(folder / "bench.inspection", "violence-2013", Person("HMI-01", "bench"), {})
    session.do(AddCase("C-1", fields={"rosh": "high", "officer": "O-1", "mappa_eligible": "yes"}))
    return session


def key_presses(session: Session) -> tuple[list[float], list[float]]:
    """From a key press to the repainted screen, and to *Saved*, through the real page."""
    app = QApplication.instance() or QApplication([])
    bridge = Bridge(session)
    page = AssessmentPage(bridge)
    page.resize(1366, 768)
    page.show()
    page.open_case("C-1", "rosh_screening")
    QTest.qWaitForWindowExposed(page)
    painted, saved = [], []
    for turn in range(ROUNDS):
        start = time.perf_counter()
        QTest.keyClick(app.focusWidget() or page, Qt.Key.Key_1 if turn % 2 else Qt.Key.Key_2)
        app.sendPostedEvents()
        page.repaint()
        painted.append(time.perf_counter() - start)
        while bridge.saving:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        saved.append(time.perf_counter() - start)
    assert session.case("C-1").answers["rosh_screening"].value, "the key presses reached the form"
    page.close()
    return painted, saved


def start_up(file: Path, folder: Path) -> None:
    """Whole processes: a bare Qt window, and ours on a file, each shown and closed."""
    bare = times(lambda _: subprocess.run([sys.executable, "-c", BARE], check=True, cwd=ROOT), 7)
    ours = times(
        lambda _: subprocess.run(
            [sys.executable, "-c", OURS, str(file), str(folder / "settings.json")], check=True, cwd=ROOT
        ),
        7,
    )
    figures("a bare Qt window, shown and closed", bare)
    figures(f"Inspector on {file.name}, shown and closed", ours, bare)


def main_tool(*arguments: str) -> float:
    """Seconds that one command takes as a whole process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "inspector_app", *arguments], check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - start


def run() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("One answer")
        raw = raw_commits(folder)
        figures("a raw commit of one row", raw)
        session = new_session(folder)
        answers = times(
            lambda i: session.do(SetAnswer("case", "C-1", "rosh_screening", ("sufficient", "not_done")[i % 2])), ROUNDS
        )
        figures("answer -> committed row -> scores can move", answers, raw)
        painted, saved = key_presses(session)
        figures("key press -> repainted screen", painted, raw)
        figures("key press -> committed row -> Saved on screen", saved, raw)
        session.close()
        print("The example")
        example = folder / "example.inspection"
        print(f"  written in {main_tool('example', str(example)):.2f} s")
        print(f"  scored in {main_tool('score', str(example), '--json'):.2f} s")
        print(f"  draft report in {main_tool('report', str(example), '-o', str(folder / 'r.pdf')):.2f} s")
        print("Start-up")
        start_up(example, folder)


if __name__ == "__main__":
    run()
