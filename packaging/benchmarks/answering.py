"""One answer: from a key press to a row on the disk, beside a bare commit of one row."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2

from benchmarks.timing import figures, times
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.assessment import AssessmentPage

ROUNDS = 400
ROW = ("x" * 36, "case", "DC-4107", "answer", "rosh_screening", "HMI-01", "insufficient", "n" * 120, "y" * 64)


def print_answering(folder: Path) -> None:
    """Prints the figures; files go into `folder`."""
    print("One answer")
    raw = _raw_commits(folder)
    figures("a raw commit of one row", raw)
    session = _new_session(folder)
    answers = times(
        lambda i: session.do(SetAnswer("case", "C-1", "rosh_screening", ("sufficient", "not_done")[i % 2])), ROUNDS
    )
    figures("answer -> committed row -> scores can move", answers, raw)
    painted, saved = _key_presses(session)
    figures("key press -> repainted screen", painted, raw)
    figures("key press -> committed row -> Saved on screen", saved, raw)
    session.close()


def _raw_commits(folder: Path) -> list[float]:
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


def _new_session(folder: Path) -> Session:
    """An inspection with one case, and a question set that ships."""
    sets = load_all(paths.resources() / "instruments")
    session = Inspections(sets).create(folder / "bench.inspection", "violence-2013", Person("HMI-01", "bench"), {})
    session.do(AddCase("C-1", fields={"rosh": "high", "officer": "O-1", "mappa_eligible": "yes"}))
    return session


def _key_presses(session: Session) -> tuple[list[float], list[float]]:
    """From a key press to the repainted screen, and to *Saved*, through the real page."""
    app = QApplication.instance() or QApplication([])
    bridge = Bridge(session)
    page = AssessmentPage(bridge)
    page.resize(1366, 768)
    page.show()
    page.open_case("C-1", "rosh_screening")
    QTest.qWaitForWindowExposed(page)
    painted, saved = [], []

    def press(turn: int) -> None:
        QTest.keyClick(app.focusWidget() or page, Qt.Key.Key_1 if turn % 2 else Qt.Key.Key_2)
        app.sendPostedEvents()
        page.repaint()

    def wait() -> None:
        while bridge.saving:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    for turn in range(ROUNDS):
        painted += times(lambda _, turn=turn: press(turn), 1)  # type: ignore[misc]
        saved.append(painted[-1] + times(lambda _: wait(), 1)[0])
    assert session.case("C-1").answers["rosh_screening"].value, "the key presses reached the form"
    page.close()
    return painted, saved
