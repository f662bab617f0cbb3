"""Second reads on screen: from the draw to the readings side by side, and the answer that is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.second_reads import draw, may_read
from inspector_app.services.commands import (
    AddCase,
    AssignSecondReads,
    Reopen,
    SetAnswer,
    SetDetails,
    SetWorksWith,
    Submit,
)
from inspector_app.services.second_reading import candidates, compared, readings
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.second_reads import SecondReadsPage
from tests.ui_fixtures import FACTS, SmallDesk, desk, session

__all__ = ["SmallDesk", "desk", "session"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ASKED = ("court_report", "court_proposal", "screening", "risk_plan", "risk_review")


def as_(session: Session, code: str) -> None:
    session.person = replace(session.person, author=code)


def read(session: Session, ref: str, reader: str, **other: str) -> None:
    """Answers every question of a case with yes, or as told, and hands the case in."""
    as_(session, reader)
    for question in ASKED:
        session.do(SetAnswer("case", ref, question, other.get(question, "yes"), f"{reader} on {question}", "on_file"))
    session.do(Submit(ref))
    as_(session, "A1")


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[SecondReadsPage]:
    """Six cases of three readers; 9, 10 and 11 are submitted. A1 leads and looks."""
    session.do(SetDetails({}, {"A3": "inspector"}))
    for ref, ldu, assessor in (("10", "Cornwall", "A2"), ("11", "Plymouth", "A2"), ("12", "Cornwall", "A3")):
        session.do(AddCase(ref, assessor, FACTS | {"ldu": ldu}))
    read(session, "10", "A2")
    read(session, "11", "A2")
    session.do(Submit("9"))
    bridge = Bridge(session)
    made = SecondReadsPage(bridge)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
    yield made
    qtbot.waitUntil(lambda: not bridge.saving)


def table(page: SecondReadsPage) -> list[list[str]]:
    return [
        [page.shown.index(r, c).data() for c in range(page.shown.columnCount())] for r in range(page.shown.rowCount())
    ]


def texts(widget: QWidget) -> str:
    return " ".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def press(qtbot: QtBot, page: QWidget, key: Qt.Key) -> None:
    target = page.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key)


def test_from_the_draw_to_the_consensus_and_back(page: SecondReadsPage, session: Session, qtbot: QtBot) -> None:
    page.take_keyboard()
    press(qtbot, page, Qt.Key.Key_Space)
    panel = page.panel
    panel.finished_only.setFocus()
    press(qtbot, page, Qt.Key.Key_Space)
    panel.unit.setCurrentIndex(1)
    panel.number.setFocus()
    panel.number.selectAll()
    qtbot.keyClicks(panel.number, "2")
    panel.seed.setFocus()
    panel.seed.selectAll()
    qtbot.keyClicks(panel.seed, "2013")
    finished = [c for c in candidates(session) if c.finished]
    expected = draw(finished, 2, "2013")
    assert tuple(ref for ref, _ in panel.preview.boxes) == expected
    assert panel.assign.text() == "Assign 2 second reads"
    chosen = panel.preview.readers
    panel.assign.setFocus()
    press(qtbot, page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert {(row[0], row[4], row[5], row[7]) for row in table(page)} == {
        (r, w, "Not begun", "Blind") for r, w in chosen
    }
    assert {row[8] for row in table(page)} == {"Sample of 2 of 3, each LDU, seed 2013"}

    ref, reader = chosen[0]
    read(session, ref, reader, screening="no", risk_plan="na")
    page.show_now()
    page.table.go_to(f"{ref}\n{reader}")
    page.table.setFocus()
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.comparing
    comparison = page.comparison
    assert [line.difference.question for line in comparison.model.shown] == ["screening", "risk_plan"]
    comparison.take_away.copy_button.click()
    taken = QGuiApplication.clipboard().text()
    assert "Screening done well" in taken and f"Case {ref} · All that differs" in taken
    page.take_away.copy_button.click()
    assert "Sample of 2 of 3, each LDU, seed 2013" in QGuiApplication.clipboard().text()
    said = texts(comparison.settling)
    assert "First reading" in said and f"{reader} on screening" in said and "Evidence: On file" in said

    press(qtbot, page, Qt.Key.Key_Return)
    assert comparison.settling.picker.isAncestorOf(comparison.focusWidget())
    no = comparison.settling.picker.boxes["no"]
    no.setFocus()
    press(qtbot, page, Qt.Key.Key_Space)
    press(qtbot, page, Qt.Key.Key_Return)
    assert comparison.settling.reason.hasFocus()
    qtbot.keyClicks(comparison.settling.reason, "The log shows no screening")
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: comparison.model.count("settled") == 1)
    # Both readings stay, the agreed answer counts, and the next question to settle is on screen.
    assert session.assessed(ref)[0].answers["screening"].value == "no"
    line = next(one for one in compared(session, ref) if one.difference.question == "screening")
    assert [side.said.value for side in line.difference.sides] == ["yes", "no"]
    assert comparison.table.key() == "risk_plan"
    assert texts(comparison).count("1 to settle") == 1

    comparison.handlers()["undo"]()
    qtbot.waitUntil(lambda: comparison.model.count("to_settle") == 2)
    assert session.case(ref).answers["screening"].value == "yes"
    comparison.handlers()["redo"]()
    qtbot.waitUntil(lambda: comparison.model.count("settled") == 1)
    comparison.handlers()["back"]()
    assert not page.comparing and page.table.hasFocus()
    assert next(row for row in table(page) if row[0] == ref)[6:8] == ["2", "1 to settle"]


def test_a_consensus_needs_an_answer_and_a_reason(page: SecondReadsPage, session: Session, qtbot: QtBot) -> None:
    session.do(AssignSecondReads((("10", "A3"),), "Chosen by hand"))
    read(session, "10", "A3", screening="no")
    page.show_now()
    page.table.go_to("10\nA3")
    page.compare()
    settling = page.comparison.settling
    settling.agree.click()
    assert page.comparison.model.count("settled") == 0 and settling.picker.isAncestorOf(settling.focusWidget())
    settling.picker.boxes["no"].click()
    with qtbot.waitSignal(page._bridge.refused) as refused:
        settling.agree.click()
    assert "reason" in refused.args[0]
    assert settling.picker.value == "no" and settling.reason.hasFocus()
    qtbot.keyClicks(settling.reason, "As the log says")
    qtbot.keyClick(settling.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.comparison.model.count("settled") == 1)
    page.comparison.table.go_to("screening")
    assert "Settled by A1" in texts(settling) and "As the log says" in texts(settling)
    settling.lift.click()
    qtbot.waitUntil(lambda: page.comparison.model.count("to_settle") == 1)


def test_nothing_is_shown_side_by_side_before_both_are_finished(
    page: SecondReadsPage, session: Session, qtbot: QtBot
) -> None:
    session.do(AssignSecondReads((("10", "A3"), ("101", "A3")), "Chosen by hand"))
    page.show_now()
    page.table.go_to("10\nA3")
    assert not page.compare_button.isEnabled()
    with qtbot.waitSignal(page.notice) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert "A3 has not locked" in told.args[0] and not page.comparing
    assert compared(session, "10") == () and readings(session) == {}
    read(session, "10", "A3", screening="no")
    read(session, "101", "A3")
    assert [line.verdict for line in compared(session, "10")].count("to_settle") == 1
    assert compared(session, "101") == ()  # the first reading is still being worked on
    page.show_now()
    page.table.go_to("101\nA3")
    assert "is not submitted yet" in texts(page)
    assert set(readings(session)) == {"10"}
    # Once the first reading is taken back, it is blind again.
    as_(session, "A2")
    session.do(Reopen("10", "A wrong date"))
    as_(session, "A1")
    assert compared(session, "10") == ()


def test_who_still_reads_a_benchmark_sees_nobody_elses_reading(session: Session, page: SecondReadsPage) -> None:
    session.do(AssignSecondReads((("10", "A1"), ("10", "A3")), "Benchmark, read by all"))
    read(session, "10", "A3", screening="no")
    assert compared(session, "10") == ()
    page.show_now()
    page.table.go_to("10\nA3")
    assert "you are reading case 10 yourself" in texts(page)
    read(session, "10", "A1")
    lines = compared(session, "10")
    assert [side.reader for side in lines[0].difference.sides] == ["A2", "A1", "A3"]


def test_one_case_for_all_leaves_out_who_may_not(page: SecondReadsPage, session: Session, qtbot: QtBot) -> None:
    session.do(SetDetails({}, {"A4": "inspector", "A5": "local_assessor"}))
    session.do(SetWorksWith("P1", "A4", True, "Line manager"))
    page.open_panel()
    page.panel.modes[2].click()
    page.panel.case.setCurrentIndex(page.panel.case.findData("10"))
    assert page.panel.preview.readers == (("10", "A1"), ("10", "A3"), ("10", "A5"))
    page.panel.readers["A5"].click()
    assert page.panel.preview.readers == (("10", "A1"), ("10", "A3"))
    page.panel.assign.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert {row[8] for row in table(page)} == {"Benchmark, read by all"}


def test_a_sample_too_small_for_every_unit_says_so(page: SecondReadsPage, session: Session) -> None:
    page.open_panel()
    panel = page.panel
    units = {c.ldu for c in candidates(session)}
    panel.unit.setCurrentIndex(panel.unit.findData("number"))
    panel.number.setText(str(len(units)))
    assert len(units) > 1 and panel.few.isHidden()
    panel.number.setText(str(len(units) - 1))
    assert panel.few.isVisible() and panel.few.text() == f"Too few for one from each LDU: there are {len(units)}."
    assert "each LDU" not in panel._how()
    panel.spread.setChecked(False)
    assert panel.few.isHidden()


def test_cases_chosen_by_hand_and_another_reader(page: SecondReadsPage, session: Session, qtbot: QtBot) -> None:
    page.open_panel()
    panel = page.panel
    panel.modes[1].click()
    assert panel.preview.readers == () and not panel.assign.isEnabled()
    item = next(i for i in (panel.list.item(n) for n in range(panel.list.count())) if i.text().startswith("11"))
    panel.list.setFocus()
    panel.list.setCurrentItem(item)
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    (proposed,) = panel.preview.readers
    may = may_read(next(c for c in candidates(session) if c.ref == "11"), session.details().team, ())
    other = next(reader for reader in may if reader != proposed[1])
    box = panel.preview.boxes[0][1]
    box.setCurrentIndex(box.findData(other))
    panel.assign.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert table(page)[0][4] == other
    page.withdraw.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.first.isVisible()


def test_who_does_not_lead_assigns_and_settles_nothing(page: SecondReadsPage, session: Session, qtbot: QtBot) -> None:
    as_(session, "A3")
    with qtbot.waitSignal(page.notice) as told:
        page.open_panel()
    assert told.args[1] == "attention" and page.panel.isHidden()
    as_(session, "A1")
    session.do(AssignSecondReads((("10", "A3"),), "Chosen by hand"))
    read(session, "10", "A3", screening="no")
    as_(session, "A2")
    page.look_again()
    page.table.go_to("10\nA3")
    page.compare()
    assert page.comparing and "Which answer is to stand?" not in texts(page.comparison)
    # Another person at the same screen begins at the list.
    as_(session, "A1")
    page.look_again()
    assert not page.comparing
    page.compare()
    assert "Which answer is to stand?" in texts(page.comparison)
    # What goes blind again is taken off the screen.
    as_(session, "A2")
    page._bridge.handle(Reopen("10", "A wrong date"))
    qtbot.waitUntil(lambda: "may not be seen side by side" in texts(page.comparison))
    assert "A3 on screening" not in texts(page.comparison)


def test_every_control_says_what_it_is(page: SecondReadsPage, session: Session) -> None:
    page.open_panel()
    for mode in page.panel.modes:
        mode.click()
        for control in page.panel.findChildren(QWidget):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                face = QAccessible.queryAccessibleInterface(control)
                assert face.text(QAccessible.Text.Name), control
