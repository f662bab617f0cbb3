"""The agreement on screen: figures first, intervals when they are ready, sentences where there is too little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import AddCase, AssignSecondReads, SetConsensus
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.agreement import AgreementPage
from test_ui_second_reads import read
from tests.ui_fixtures import FACTS, SmallDesk, desk, session

__all__ = ["SmallDesk", "desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[AgreementPage]:
    bridge = Bridge(session)
    made = AgreementPage(bridge)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    yield made
    qtbot.waitUntil(lambda: not bridge.saving and not made._running)


def show(page: AgreementPage, qtbot: QtBot) -> None:
    with qtbot.waitActive(page), qtbot.waitSignal(page.settled):
        page.show()


def read_twice(session: Session, cases: int) -> None:
    """A2 reads, A1 reads again: alike but for the screening, which A1 finds good enough in one more of six."""
    for number in range(cases):
        ref = f"N{number:02}"
        session.do(AddCase(ref, "A2", FACTS))
        read(session, ref, "A2", screening="no" if number % 6 < 2 else "yes", risk_plan="na" if number == 3 else "yes")
        session.do(AssignSecondReads(((ref, "A1"),), "Chosen by hand"))
        read(session, ref, "A1", screening="no" if number % 6 == 0 else "yes")


def rows(page: AgreementPage) -> dict[str, dict[str, str]]:
    return {
        page.shown.index(r, page.model.columns.index("name")).data(): {
            name: page.shown.index(r, c).data() for c, name in enumerate(page.model.columns)
        }
        for r in range(page.shown.rowCount())
    }


def said(page: AgreementPage) -> str:
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def test_figures_intervals_and_who_is_more_lenient(page: AgreementPage, session: Session, qtbot: QtBot) -> None:
    read_twice(session, 12)
    show(page, qtbot)
    found = rows(page)
    screening = found["Screening done well"]
    assert (screening["n"], screening["pairs"], screening["cases"], screening["same"]) == ("12", "12", "12", "83%")
    # What differs most comes first; a coefficient has its interval.
    assert next(iter(found)) == "Screening done well"
    assert screening["ac1"].startswith("0.") and " to " in screening["ac1"]
    assert screening["ac2"] == "no scale"
    assert screening["lean"].startswith("A1 +17 points")
    assert found["Court report done well"]["alpha"] == "all the same"
    page.table.go_to("screening")
    assert "10 of 12 pairs of readings give the same answer (83%)" in said(page)
    assert "A1: above the line in 10 of 12, the others in 8 of 12: +17 points (n = 12)." in said(page)
    assert "not a mark for a person" in said(page)
    page.scopes["assessor"].setFocus()
    qtbot.keyClick(page.scopes["assessor"], Qt.Key.Key_Space)
    assert set(rows(page)) == {"A1", "A2"}
    page.scopes["criterion"].click()
    assert set(rows(page)) == {"Report for the court", "Assessing risk", "Reducing risk"}
    page.take_away.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "AC1" in copied and "Assessing risk" in copied


def test_below_the_minimum_a_sentence_stands_instead(page: AgreementPage, session: Session, qtbot: QtBot) -> None:
    read_twice(session, 3)
    show(page, qtbot)
    screening = rows(page)["Screening done well"]
    assert (screening["n"], screening["cases"], screening["ac1"], screening["alpha"], screening["lean"]) == (
        "3", "3 †", "too few", "too few", "too few",
    )  # fmt: skip
    page.table.go_to("screening")
    assert "AC1: not given, because it needs 10 in common and there are 3." in said(page)
    assert "Be careful: fewer than 10 cases." in said(page)
    # All questions together are enough for a coefficient, but three cases are too few for an interval.
    assert "without an interval, because that needs 10 cases and there are 3" in said(page)


def test_nothing_to_compare_says_what_belongs_here(page: AgreementPage, qtbot: QtBot) -> None:
    show(page, qtbot)
    assert "Nothing to compare yet" in said(page)


def test_a_consensus_changes_no_agreement(page: AgreementPage, session: Session, qtbot: QtBot) -> None:
    read_twice(session, 3)
    show(page, qtbot)
    before = rows(page)
    session.do(SetConsensus("N01", "screening", "no", "As the log says"))
    page.show_now()
    assert rows(page) == before and page._running == []


def test_a_page_that_goes_stops_its_work(session: Session, qtbot: QtBot) -> None:
    read_twice(session, 10)
    made = AgreementPage(Bridge(session))
    made.show_now()
    jobs = made._running
    qtbot.waitUntil(lambda: bool(made._measured))
    (job,) = jobs
    made.deleteLater()
    qtbot.waitUntil(lambda: job.stopping)
    job.wait()
