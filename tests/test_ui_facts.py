"""The facts of a case: mended where they are wrong, come to from the form, read where the case is signed off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetDetails, SetFields, SignOff
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.workspace import Workspace
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> MainWindow:
    """The window with the small inspection open."""
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: leave(made, qtbot))
    with qtbot.waitActive(made):
        made.show()
    with qtbot.waitSignal(made.opening.opened):
        made.opening.open_path(small_file)
    return made


@pytest.fixture
def work(window: MainWindow) -> Workspace:
    """The inspection that is open in the window."""
    assert window.work is not None
    return window.work


def leave(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def in_sight(widget: QWidget) -> bool:
    """Whether the whole height of a widget is within the page that scrolls around it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    assert isinstance(above, QScrollArea)
    top = widget.mapTo(above.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + widget.height() <= above.viewport().height()


def test_a_new_code_typed_at_the_question_who_you_are_is_taken_as_typed(
    window: MainWindow, work: Workspace, desk: SmallDesk, qtbot: QtBot
) -> None:
    work.session.person = replace(work.session.person, author="", device="another")
    work.begin()
    assert work.cases.who.code.hasFocus()
    qtbot.keyClicks(work.cases.who.code, "B7")
    qtbot.keyClick(work.cases.who.code, Qt.Key.Key_Return)
    assert (desk.me, work.session.person.author) == ("B7", "B7")
    assert not work.cases.who.isVisible()
    qtbot.waitUntil(lambda: set(work.session.details().team) == {"A1", "A2", "B7"})


def test_where_nobody_is_chosen_down_begins_with_the_first_of_the_team(
    window: MainWindow, work: Workspace, desk: SmallDesk, qtbot: QtBot
) -> None:
    work.session.person = replace(work.session.person, author="", device="another")
    work.begin()
    assert work.cases.who.code.currentText() == ""
    qtbot.keyClick(work.cases.who.code, Qt.Key.Key_Down)
    qtbot.keyClick(work.cases.who.code, Qt.Key.Key_Return)
    assert work.session.person.author == next(iter(work.session.details().team))


def test_who_is_at_work_is_said_where_the_header_leads(window: MainWindow, work: Workspace, qtbot: QtBot) -> None:
    trust = work.session.details().trust
    window.header.who.click()
    qtbot.keyClicks(window.focusWidget(), "A2")
    window.details.save.click()
    assert (work.session.details().trust, work.session.person.author) == (trust, "A2")


def test_a_wrong_value_out_of_sight_comes_into_view_on_saving_and_takes_the_keyboard(
    window: MainWindow, work: Workspace, qtbot: QtBot
) -> None:
    window.resize(900, 440)
    work.cases.go_to("101")
    work.cases.edit_case()
    editor = work.cases.panels.editor
    wrong = editor.inputs["start_date"]
    wrong.value = "soon"
    qtbot.waitUntil(editor.inputs["assessor"].control.hasFocus)
    assert not in_sight(wrong.control)
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(wrong.control.hasFocus)
    qtbot.waitUntil(lambda: in_sight(wrong.control))


def test_who_came_from_the_form_to_the_facts_is_back_in_the_form_once_they_are_saved(
    window: MainWindow, work: Workspace, qtbot: QtBot
) -> None:
    work.open_case("101", "screening")
    work.assessment.facts.facts.click()
    assert window.page == "cases"
    work.cases.panels.editor.inputs["ldu"].value = "Cornwall"
    work.cases.panels.editor.save.click()
    assert window.page == "assessment"
    assert work.assessment.place == ("case", "101", "", "screening")
    qtbot.waitUntil(lambda: work.session.case("101").fields["ldu"] == "Cornwall")
    window.show_page("cases")
    work.cases.edit_case("101")
    work.cases.panels.editor.save.click()
    assert window.page == "cases", "who came from the list stays there"


def test_the_facts_of_a_signed_off_case_can_be_read_and_not_changed(work: Workspace, qtbot: QtBot) -> None:
    work.bridge.handle(SignOff("9"))
    qtbot.waitUntil(lambda: work.cases.model.case("9").signed_off)
    work.cases.edit_case("9")
    editor = work.cases.panels.editor
    assert editor.isVisible() and editor.inputs["ldu"].value == "Plymouth"
    assert not any(made.control.isEnabled() for made in editor.inputs.values())
    assert not editor.save.isVisible()
    work.cases.edit_case("101")
    assert all(made.control.isEnabled() for made in editor.inputs.values())
    assert editor.save.isVisible()


def test_what_remains_leads_to_the_fact_in_which_a_check_is_mended(
    window: MainWindow, work: Workspace, qtbot: QtBot
) -> None:
    work.session.do(SetFields("9", {"rosh": "low"}))
    work.open_case("9")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    remains = work.assessment.middle.remains
    links = {b.text(): b for b in remains.findChildren(QPushButton) if b.text().startswith("Go to")}
    assert list(links) == ["Go to the fact “RoSH class”", "Go to B2"]
    links["Go to B2"].click()
    assert work.assessment.place == ("case", "9", "", "risk_plan")
    work.assessment.middle.to_remains()
    links["Go to the fact “RoSH class”"].click()
    assert window.page == "cases"
    qtbot.waitUntil(work.cases.panels.editor.inputs["rosh"].control.hasFocus)


def test_signing_off_is_offered_in_the_menu_only_where_the_case_is_not_signed_off(
    window: MainWindow, work: Workspace, qtbot: QtBot
) -> None:
    action = window.menus.actions["sign_off"]
    work.cases.go_to("9")
    assert action.isEnabled()
    action.trigger()
    qtbot.waitUntil(lambda: not action.isEnabled())
    work.cases.go_to("101")
    assert action.isEnabled()
    work.open_case("9")
    assert not action.isEnabled()
    work.open_case("101")
    assert action.isEnabled()


def test_to_whom_a_case_is_allocated_is_the_leads_to_choose(work: Workspace) -> None:
    session, editor = work.session, work.cases.panels.editor
    session.do(SetDetails({}, {"L1": "lead", "A1": "inspector"}))
    session.person = replace(session.person, author="A1")
    editor.begin({})
    assert editor.inputs["assessor"].value == "A1" and not editor.inputs["assessor"].control.isEnabled()
    session.person = replace(session.person, author="L1")
    work.cases.edit_case("101")
    assert editor.inputs["assessor"].control.isEnabled()
