"""The lead in the window: propose, allocate, hand out, take back, settle; and a hand-out at an assessor’s desk."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.answers import Slot
from inspector_app.services.commands import AddCase, Allocate, AssignSecondReads, SetAnswer, SetFields, SetWorksWith
from inspector_app.services.inspections import Inspections
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Person
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.take_back import inspections_in
from inspector_app.ui.widgets.take_away import TakeAway
from inspector_app.ui.workspace import Workspace
from tests.ui_fixtures import FACTS, SmallDesk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
TEAM = {"LEAD": "lead", "A1": "inspector", "A2": "inspector", "A3": "local_assessor"}


@pytest.fixture
def path(desk: SmallDesk, tmp_path: Path) -> Path:
    """An inspection of six cases, of which one is begun and the others have nobody."""
    place = tmp_path / "whole.inspection"
    made = Inspections(desk.instruments).create(
        place, "small", Person("LEAD", "d-lead"), {"trust": "Small Trust", "interviews": "no"}, TEAM
    )
    for number in range(5):
        made.do(
            AddCase(f"C-{number}", "", FACTS | {"officer": f"P{number % 2}", "ldu": ("Plymouth", "Exeter")[number % 2]})
        )
    made.do(AddCase("C-9", "A1", FACTS))
    made.person = Person("A1", "d-lead")
    made.do(SetAnswer("case", "C-9", "screening", "yes", "On file"))
    made.close()
    desk.me = "LEAD"
    return place


@pytest.fixture
def window(desk: SmallDesk, path: Path, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: leave(made, qtbot))
    made.resize(1366, 728)
    with qtbot.waitActive(made):
        made.show()
    open_file(made, path, qtbot)
    return made


def leave(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def open_file(window: MainWindow, path: Path, qtbot: QtBot) -> Workspace:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(path)
    return work_of(window)


def work_of(window: MainWindow) -> Workspace:
    assert window.work is not None
    return window.work


def to(window: MainWindow, page: str, qtbot: QtBot) -> None:
    """By keys to a page of the tab Team."""
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    tabs = work_of(window).team.tabs
    for _ in range(len(tabs.buttons)):
        if tabs.page == page:
            return
        qtbot.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    raise AssertionError(f"no page {page}")


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work_of(window).bridge.saving and not window.jobs.busy)


def saved(taking: TakeAway, path: Path, qtbot: QtBot) -> list[list[str]]:
    """The header and the rows of a table that was saved as CSV; the line that says what was counted is left out."""
    with qtbot.waitSignal(taking.notice):
        taking.save_table(path)
    with path.open(encoding="utf-8-sig", newline="") as read:
        return [line for line in csv.reader(read) if any(line[1:])]


def who(window: MainWindow) -> dict[str, str]:
    session = work_of(window).session
    return {ref: session.case(ref).assessor for ref in session.refs()}


# Allocation


def test_a_proposal_is_seen_changed_allocated_and_undone_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    work_of(window).bridge.handle(SetWorksWith("P0", "A1", True, "Same office"))
    settled(window, qtbot)
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    page.propose_button.click()
    page.panel.assessors.choose(("A1", "A2", "A3"))
    assert page.panel.propose.hasFocus()
    qtbot.keyClick(page.panel.propose, Qt.Key.Key_Space)
    assert page.proposed is not None
    made = dict(page.proposed.assignments)
    # C-0, C-2 and C-4 are P0's, with whom A1 works; A1 holds one case already.
    assert set(made) == {f"C-{n}" for n in range(5)}
    assert all(made[ref] != "A1" for ref in ("C-0", "C-2", "C-4"))
    assert sorted(list(made.values()).count(code) for code in ("A1", "A2", "A3")) == [1, 2, 2]
    assert "A1: 2 cases, 1 of them new" in page.panel.lines()
    assert who(window)["C-0"] == ""
    assert not page.table.isColumnHidden(page.table.rows.columns.index("proposed"))
    page.table.go_to("C-1")
    page.giving.who.setCurrentIndex(page.giving.who.findData("A3"))
    page.giving.give.click()
    assert page.proposed is not None and page.proposed.assignments["C-1"] == "A3"
    qtbot.keyClick(page.panel.allocate, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert who(window) == {**made, "C-1": "A3", "C-9": "A1"}
    assert page.side.isHidden() and page.table.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    settled(window, qtbot)
    assert who(window) == {**dict.fromkeys(made, ""), "C-9": "A1"}
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    settled(window, qtbot)
    assert who(window)["C-1"] == "A3"


def test_who_nobody_may_read_stays_with_nobody_and_is_named(window: MainWindow, qtbot: QtBot) -> None:
    for code in ("A2", "A3"):
        work_of(window).bridge.handle(SetWorksWith("P1", code, True))
    settled(window, qtbot)
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    page.propose_button.click()
    page.panel.assessors.choose(("A2", "A3"))
    page.panel.propose.click()
    assert page.proposed is not None and page.proposed.unplaced == ("C-1", "C-3")
    assert "C-1 stays with nobody: all chosen work with its officer P1." in page.panel.lines()
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.proposed is None and set(who(window).values()) == {"", "A1"}


def test_by_hand_a_conflict_and_a_begun_case_are_warned_about_before_anything_happens(
    window: MainWindow, qtbot: QtBot
) -> None:
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    page.ties_button.click()
    page.ties.assessor.setCurrentText("A2")
    page.ties.officer.setCurrentText("P1")
    qtbot.keyClicks(page.ties.why, "Same office")
    qtbot.keyClick(page.ties.why, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert page.allocation.ties == [("P1", "A2", "Same office")]
    qtbot.keyClick(page.ties, Qt.Key.Key_Escape)
    page.table.choose(("C-0", "C-1", "C-9"))
    page.giving.who.setCurrentIndex(page.giving.who.findData("A2"))
    assert page.giving.give.text() == "Allocate 3 cases"
    page.giving.give.click()
    assert page.bar.isVisible()
    assert "A2 works with P1, the officer of case C-1." in page.bar.text.text()
    assert "Case C-9 is begun: the answers given so far stay with A1" in page.bar.text.text()
    assert set(who(window).values()) == {"", "A1"}
    qtbot.keyClick(page.bar.leave, Qt.Key.Key_Escape)
    assert page.bar.isHidden() and set(who(window).values()) == {"", "A1"}
    page.giving.give.click()
    qtbot.keyClick(page.bar.agree, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert [who(window)[ref] for ref in ("C-0", "C-1", "C-2", "C-9")] == ["A2", "A2", "", "A2"]
    page.ties_button.click()
    lift = next(b for b in page.ties.findChildren(QPushButton) if b.accessibleName() == "Lift: A2 works with P1")
    lift.click()
    settled(window, qtbot)
    assert page.allocation.ties == []


def test_a_warning_about_a_proposal_goes_when_the_proposal_does(window: MainWindow, qtbot: QtBot) -> None:
    work_of(window).bridge.handle(SetWorksWith("P0", "A1", True, "Same office"))
    settled(window, qtbot)
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    page.propose_button.click()
    page.panel.assessors.choose(("A2", "A3"))
    page.panel.propose.click()
    page.table.go_to("C-0")
    page.giving.who.setCurrentIndex(page.giving.who.findData("A1"))
    page.giving.give.click()
    assert page.bar.agree.text() == "Propose all the same"
    page.panel.allocate.click()
    settled(window, qtbot)
    assert page.bar.isHidden() and who(window)["C-0"] in ("A2", "A3")


def test_what_was_done_is_no_longer_told_once_it_is_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    page.table.go_to("C-0")
    page.giving.who.setCurrentIndex(page.giving.who.findData("A1"))
    page.giving.give.click()
    settled(window, qtbot)
    assert "is allocated" in window.notice.text and window.notice.tone == "good"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    settled(window, qtbot)
    assert who(window)["C-0"] == "" and window.notice.text == ""


def test_an_allocation_that_something_else_followed_on_is_not_undone_over_it(window: MainWindow, qtbot: QtBot) -> None:
    to(window, "allocate", qtbot)
    work = work_of(window)
    work.team.allocate.table.choose(("C-0", "C-1"))
    work.team.allocate.giving.who.setCurrentIndex(work.team.allocate.giving.who.findData("A2"))
    work.team.allocate.giving.give.click()
    settled(window, qtbot)
    work.bridge.handle(SetFields("C-1", {"ldu": "Truro"}))
    settled(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    settled(window, qtbot)
    assert "Something else was done to" in window.notice.text
    assert work.session.case("C-1").fields["ldu"] == "Truro" and who(window)["C-0"] == "A2"


def test_who_does_not_lead_is_told_and_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    work_of(window).work_as("A1")
    to(window, "allocate", qtbot)
    page = work_of(window).team.allocate
    assert page.summary.text() == "The lead inspector or the deputy allocates cases."
    page.table.selectAll()
    assert not page.giving.give.isEnabled() and not page.propose_button.isEnabled()
    to(window, "hand_out", qtbot)
    assert not work_of(window).team.hand_out.hand_out.isVisible()


# Out and back


def give_out(window: MainWindow, folder: Path, qtbot: QtBot, second: str = "3 cases") -> dict[str, Path]:
    """Allocates everything and hands out to A1 and A2."""
    work = work_of(window)
    work.bridge.handle(Allocate({"C-0": "A1", "C-1": "A1", "C-2": "A2", "C-3": "A2", "C-4": "A2"}))
    settled(window, qtbot)
    to(window, "hand_out", qtbot)
    page = work.team.hand_out
    assert not page.assessors.boxes["LEAD"].isEnabled()
    for code in ("A1", "A2"):
        qtbot.keyClick(page.assessors.boxes[code], Qt.Key.Key_Space)
    assert page.hand_out.text() == "Hand out 2 files…"
    page.hand_out_to(folder)
    qtbot.waitUntil(lambda: len(page.lines()) == 3)
    assert page.lines()[1:] == ["Small Trust A1.inspection – 3 cases", f"Small Trust A2.inspection – {second}"]
    assert page.show_folder.isVisible()
    return {code: folder / f"Small Trust {code}.inspection" for code in ("A1", "A2")}


def answer(desk: SmallDesk, path: Path, device: str, value: str, note: str, question: str = "court_report") -> None:
    there = Inspections(desk.instruments).open(path, Person("A1", device))
    there.do(SetAnswer("case", "C-0", question, value, note))
    there.close()


def test_out_and_back_with_a_refused_file_and_a_conflict_settled_undone_and_settled_anew(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    path = give_out(window, out, qtbot)["A1"]
    copy = out / "A1 at home.inspection"
    copy.write_bytes(path.read_bytes())
    answer(desk, path, "d-office", "yes", "On file")
    answer(desk, copy, "d-home", "no", "Not there")
    damaged = out / "damaged.inspection"
    damaged.write_bytes(path.read_bytes()[:-3000])
    to(window, "take_back", qtbot)
    page = work_of(window).team.take_back
    page.preview([out])
    qtbot.waitUntil(lambda: page.take_in.isVisible())
    files = {row.cells[0].text: [cell.text for cell in row.cells[1:5]] for row in page.table.rows.rows}
    assert files["damaged.inspection"] == ["–", "–", "–", "–"]
    assert files["Small Trust A2.inspection"][1] == "–"
    assert {files[copy.name][0], files[path.name][0]} == {"A1"}
    page.table.go_to(next(row.key for row in page.table.rows.rows if row.cells[0].text == "damaged.inspection"))
    assert "damaged.inspection is damaged" in page._refused.text()
    assert work_of(window).session.case("C-0").answers == {}
    assert page.take_in.text() == "Take in 2 files" and page.take_in.hasFocus()
    assert len(saved(page.take_away, path.with_name("came.csv"), qtbot)) == 1 + len(page.table.rows.rows)
    qtbot.keyClick(page.take_in, Qt.Key.Key_Space)
    settled(window, qtbot)
    assert "2 files are taken in" in page._summary.text() and "1 conflict is" in page._summary.text()
    assert work_of(window).team.tabs.buttons["conflicts"].text() == "Conflicts (1)"

    page.to_conflicts.click()
    conflicts, session = work_of(window).team.conflicts, work_of(window).session
    assert conflicts.table.hasFocus()
    assert conflicts.cards.texts() == ["1  Yes", "2  No"]
    assert saved(conflicts.take_away, path.with_name("conflicts.csv"), qtbot)[1][0] == "C-0"
    qtbot.keyClick(conflicts.table, Qt.Key.Key_2)
    settled(window, qtbot)
    assert session.case("C-0").answers["court_report"].value == "no"
    assert session.ledger.conflicts() == ()
    assert work_of(window).team.tabs.buttons["conflicts"].text() == "Conflicts"
    assert "No stands. Ctrl+Z takes it back." in window.notice.text and window.notice.text.startswith("C-0, ")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    settled(window, qtbot)
    assert window.notice.text == "" and conflicts.cards.texts() == ["1  Yes", "2  No"]
    # Cards of before go when the window comes to it; those that are seen count.
    seen = lambda: " ".join(part.text() for part in conflicts.cards.findChildren(QLabel) if part.isVisible())  # noqa: E731
    qtbot.waitUntil(lambda: seen().count("A1, ") == 2)
    told = seen()
    assert "LEAD" not in told and "d-office" in told and "d-home" in told
    qtbot.keyClick(conflicts.table, Qt.Key.Key_K)
    qtbot.keyClick(conflicts.table, Qt.Key.Key_1)
    settled(window, qtbot)
    stands = session.case("C-0").answers["court_report"]
    assert stands.value == "yes" and stands.note.startswith("On file") and "Not there" in stands.note
    page.preview([out])
    qtbot.waitUntil(lambda: page.take_in.text() == "Nothing new to take in")


def test_going_on_leaves_a_conflict_open_and_only_the_lead_settles(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = give_out(window, tmp_path, qtbot)["A1"]
    (tmp_path / "home").mkdir()
    copy = tmp_path / "home" / path.name
    copy.write_bytes(path.read_bytes())
    for question in ("court_report", "screening"):
        answer(desk, path, "d-office", "yes", "", question)
        answer(desk, copy, "d-home", "no", "", question)
    work = work_of(window)
    work.take_back([path, copy])
    qtbot.waitUntil(lambda: work.team.take_back.take_in.isVisible())
    work.team.take_back.take_in.click()
    settled(window, qtbot)
    to(window, "conflicts", qtbot)
    page = work.team.conflicts
    first = page.table.key()
    qtbot.keyClick(page.table, Qt.Key.Key_L)
    assert page.table.key() != first
    assert len(work.session.ledger.conflicts()) == 2
    work.work_as("A2")
    page.show_now()
    assert [b.isEnabled() for b in page.cards.buttons] == [False, False]
    assert page._said.text() == "The lead inspector or the deputy settles conflicts."


def test_handing_out_over_a_file_that_is_there_is_refused_in_the_line_of_the_window(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    give_out(window, tmp_path, qtbot)
    page = work_of(window).team.hand_out
    before = dict(work_of(window).session.copy.local)
    page.hand_out_to(tmp_path)
    qtbot.waitUntil(lambda: "left as it is" in window.notice.text)
    assert work_of(window).session.copy.local == before
    assert {name for name in before if name.startswith("handed_out/")} == {"handed_out/A1", "handed_out/A2"}
    (tmp_path / "elsewhere").mkdir()
    page.hand_out_to(tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: len(list((tmp_path / "elsewhere").glob("*.inspection"))) == 2)
    settled(window, qtbot)
    assert "left as it is" not in window.notice.text


def test_when_it_was_handed_out_is_remembered_in_the_leads_file(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    give_out(window, tmp_path, qtbot)
    work = open_file(window, path, qtbot)
    to(window, "hand_out", qtbot)
    name = work.team.hand_out.assessors.boxes["A1"].accessibleName()
    assert "Cases 3" in name and "Last handed out –" not in name


# At the assessor's desk, and what is dropped


def test_a_hand_out_knows_who_works_there_and_says_for_whom_it_is(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = give_out(window, tmp_path, qtbot)["A2"]
    desk.me = ""
    work = open_file(window, path, qtbot)
    assert window.header.who.text() == "Handed out to A2"
    assert window.header.who.accessibleName() == "Handed out to A2. You are A2"
    assert not work.cases.who.isVisible()
    assert desk.me == ""
    assert list(work.team.tabs.buttons) == ["progress", "conflicts"]
    work.bridge.handle(SetAnswer("case", "C-2", "screening", "yes"))
    settled(window, qtbot)
    assert work.session.case("C-2").answers["screening"].slot.assessor == "A2"
    assert work.session.person == Person("A2", "device")
    work.work_as("LEAD")
    assert window.header.who.text() == "Handed out to A2. You are LEAD"


def test_a_second_reader_finds_their_own_reading_in_the_list_of_their_hand_out(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    work_of(window).bridge.handle(AssignSecondReads((("C-9", "A2"),), "seed 7"))
    path = give_out(window, tmp_path, qtbot, "3 cases, 1 second read")["A2"]
    there = Inspections(desk.instruments).open(path, Person("A2", "d-office"))
    there.do(SetAnswer("case", "C-9", "screening", "no"))
    there.close()
    listed = open_file(window, path, qtbot).cases.model.case("C-9")
    assert (listed.second, listed.status, listed.answers["screening"].value) == ("A2", "in_progress", "no")


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_an_inspection_dropped_on_an_open_one_is_taken_back_or_opened_as_the_person_says(
    window: MainWindow, desk: SmallDesk, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    out = give_out(window, tmp_path, qtbot)["A1"]
    answer(desk, out, "d-office", "yes", "")
    drop(window, out)
    assert [b.text() for b in window.notice.offers()] == ["Take back", "Open it"]
    window.notice.offers()[0].click()
    qtbot.waitUntil(lambda: work_of(window).team.take_back.take_in.isVisible())
    assert window.page == "team" and work_of(window).path == path
    drop(window, out)
    with qtbot.waitSignal(window.opening.opened):
        window.notice.offers()[1].click()
    assert work_of(window).path == out
    drop(window, path, out)
    assert "Open that first" in window.notice.text


def test_several_files_dropped_are_taken_back_at_once(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    drop(window, *give_out(window, tmp_path, qtbot).values())
    page = work_of(window).team.take_back
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2)
    assert page.take_in.text() == "Nothing new to take in"
    page.cancel.click()
    assert page.union is None


def test_a_folder_gives_its_inspections_and_never_the_open_one(tmp_path: Path) -> None:
    for name in ("b.inspection", "a.inspection", "own.inspection", "cases.csv"):
        (tmp_path / name).touch()
    found = inspections_in([tmp_path, tmp_path / "a.inspection"], tmp_path / "own.inspection")
    assert [path.name for path in found] == ["a.inspection", "b.inspection"]


def test_a_file_that_changes_a_signed_off_case_says_so_before_and_after(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = give_out(window, tmp_path, qtbot)["A1"]
    session = work_of(window).session
    pending = session.take_in([Draft(Slot("case", "C-0", "status", ""), "signed_off")])
    assert pending is not None
    session.settle(pending)
    answer(desk, path, "d-late", "yes", "")
    work_of(window).take_back([path])
    page = work_of(window).team.take_back
    qtbot.waitUntil(lambda: page.take_in.isVisible())
    assert page._refused.isVisible() and page._refused.text() == "It changes a signed-off case: C-0"
    page.take_in.click()
    settled(window, qtbot)
    assert "1 signed-off case has changed: look at C-0 again." in page._summary.text()
