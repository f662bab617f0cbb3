"""Word forms on screen: written from the list of cases, read back row by row, conflicts settled by the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector_app.domain.paper_form import Said
from inspector_app.services.commands import SetAnswer
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.safe_forms import SafeForms
from tests.paper_fixtures import fill_text, fill_word, open_word, rows_of, tick, word_row
from tests.test_ui_window import open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> MainWindow:
    made = show(desk, qtbot)
    open_file(made, small_file, qtbot)
    return made


@pytest.fixture
def forms(window: MainWindow, qtbot: QtBot) -> SafeForms:
    """The section, reached from the list of cases with case 101 chosen."""
    assert window.work is not None
    window.work.cases.go_to("101")
    window.menus.actions["word_form"].trigger()
    assert window.page == "safekeeping"
    found = window.stack.currentWidget().findChild(SafeForms)
    assert isinstance(found, SafeForms) and found.isVisible()
    return found


def saved_as(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))


def written(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: window.notice.tone == "good" and "not encrypted" in window.notice.text)
    return window.notice.text


def test_the_form_of_the_chosen_case_is_written_and_said_to_be_open_to_all(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forms.cases.chosen() == ("101",)
    saved_as(tmp_path / "out" / "mine", monkeypatch)
    qtbot.keyClick(forms.write_button, Qt.Key.Key_Space)
    assert "mine.docx" in written(window, qtbot)
    assert word_row(open_word(tmp_path / "out" / "mine.docx"), "A1")


def test_forms_of_all_cases_go_into_a_folder_as_text(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms.cases.setFocus()
    qtbot.keyClick(forms.cases, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    forms.as_text.setFocus()
    qtbot.keyClick(forms.as_text, Qt.Key.Key_Space)
    folder = tmp_path / "out"
    saved_as(folder, monkeypatch)
    qtbot.keyClick(forms.write_button, Qt.Key.Key_Space)
    assert "3 forms are in" in written(window, qtbot)
    assert sorted(p.name for p in folder.iterdir()) == ["Case 101.md", "Case 102.md", "Case 9.md"]


def write_and_fill(
    window: MainWindow, forms: SafeForms, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(path, monkeypatch)
    qtbot.keyClick(forms.write_button, Qt.Key.Key_Space)
    written(window, qtbot)
    rows = rows_of(forms._bridge.session, "101")
    entered = {"A1": Said("no", "Seen on paper.", "on_file"), "B1": Said("yes"), "5": Said("41")}
    (fill_word if path.suffix == ".docx" else fill_text)(path, rows, entered)


def read_in(forms: SafeForms, qtbot: QtBot) -> None:
    qtbot.keyClick(forms.read_button, Qt.Key.Key_Space)
    qtbot.waitUntil(forms.panel.isVisible)


@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_a_filled_form_is_shown_taken_in_and_undone_as_one_act(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    write_and_fill(window, forms, tmp_path / f"mine{ending}", qtbot, monkeypatch)
    session = forms._bridge.session
    before = rows_of(session, "101")
    read_in(forms, qtbot)
    shown = [[cell.text for cell in row.cells] for row in forms.panel.changes.rows.rows]
    assert [row[1] for row in shown] == ["5", "A1", "B1"]
    assert shown[1][3:] == ["Yes", "No · On file · “Seen on paper.”", "Will be taken in"]
    assert rows_of(session, "101") == before, "nothing is taken in before the person says so"
    assert forms.panel.take_in.hasFocus()
    assert forms.panel.take_in.text() == "Take in 3 changes"
    with qtbot.waitSignal(forms._bridge.changed):
        qtbot.keyClick(forms.panel.take_in, Qt.Key.Key_Space)
    case = session.case("101")
    assert case.answers["court_report"].content == ("no", "Seen on paper.", "on_file")
    assert case.fields["age"] == "41"
    assert window.work is not None
    window.work.open_case("101")
    with qtbot.waitSignal(forms._bridge.changed):
        window.menus.actions["undo"].trigger()
    after = rows_of(session, "101")
    assert {key: row.said for key, row in after.items()} == {key: row.said for key, row in before.items()}


def test_a_conflict_stays_as_it_stands_until_the_person_lets_the_form_stand(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_and_fill(window, forms, tmp_path / "mine.docx", qtbot, monkeypatch)
    session = forms._bridge.session
    with qtbot.waitSignal(forms._bridge.changed):
        forms._bridge.handle(SetAnswer("case", "101", "court_report", "na"))
    read_in(forms, qtbot)
    panel = forms.panel
    assert panel.changes.rows.rows[1].cells[-1].text == "Conflict: stays as it stands"
    assert panel.take_in.text() == "Take in 2 changes"
    panel.changes.go_to(panel.changes.rows.rows[1].key)
    panel.form_stands.setFocus()
    qtbot.keyClick(panel.form_stands, Qt.Key.Key_Space)
    assert panel.changes.rows.rows[1].cells[-1].text == "Conflict: the form will stand"
    with qtbot.waitSignal(forms._bridge.changed):
        qtbot.keyClick(panel.take_in, Qt.Key.Key_Space)
    assert session.case("101").answers["court_report"].value == "no"


def test_what_is_changed_while_the_preview_stands_is_shown_again_first(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_and_fill(window, forms, tmp_path / "mine.docx", qtbot, monkeypatch)
    read_in(forms, qtbot)
    with qtbot.waitSignal(forms._bridge.changed):
        forms._bridge.handle(SetAnswer("case", "101", "court_report", "na"))
    qtbot.keyClick(forms.panel.take_in, Qt.Key.Key_Space)
    assert "Look at the changes again" in window.notice.text
    assert forms.panel.take_in.text() == "Take in 2 changes"
    assert forms._bridge.session.case("101").answers["court_report"].value == "na"


def test_what_cannot_be_read_is_listed_with_its_place(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.docx"
    write_and_fill(window, forms, path, qtbot, monkeypatch)
    made = open_word(path)
    tick(word_row(made, "A1").cells[2], {1, 2})
    made.save(str(path))
    read_in(forms, qtbot)
    (row,) = forms.panel._troubles.rows.rows
    assert [cell.text for cell in row.cells] == [
        "mine.docx", "row A1", "“Yes” and “No” are both ticked, where one answer is wanted.",
    ]  # fmt: skip
    assert "1 place could not be read" in forms.panel.summary.text()
    assert not forms.panel._troubles.isVisible()
    qtbot.keyClick(forms.panel.tabs.buttons["unread"], Qt.Key.Key_Space)
    assert forms.panel._troubles.isVisible()


def test_a_letter_is_refused_in_a_sentence(
    window: MainWindow, forms: SafeForms, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docx

    docx.Document().save(str(tmp_path / "letter.docx"))
    saved_as(tmp_path / "letter.docx", monkeypatch)
    read_in(forms, qtbot)
    assert not forms.panel.take_in.isEnabled() and forms.panel.cancel.hasFocus()
    assert "no form of a case" in forms.panel._troubles.rows.rows[0].cells[2].text
    qtbot.keyClick(forms.panel.cancel, Qt.Key.Key_Space)
    assert forms.cases.isVisible() and forms.cases.hasFocus()
