"""Opening an encrypted inspection: from everywhere, with the passphrase or the recovery key, and never without."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetAnswer
from inspector_app.services.passphrases import FileKey, key_of
from inspector_app.ui.main_window import MainWindow
from tests.locked_fixtures import PASSPHRASE, encrypted_file, key, unlock
from tests.test_ui_window import drop, leave, open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "encrypted_file", "key", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    return show(desk, qtbot)


def asked(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)


def test_an_encrypted_file_opens_with_its_passphrase_typed_in_the_window(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    assert window.unlock.heading.text() == "sealed.inspection"
    line = window.unlock.passphrase.line
    assert line.hasFocus() and line.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClicks(line, PASSPHRASE)
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.page == "cases" and window.header.name.text() == "Small Trust"
    assert line.text() == ""


def test_a_wrong_passphrase_is_told_beside_the_field_as_often_as_it_is_typed(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    line = window.unlock.passphrase.line
    for wrong in ("not this one at all", "nor this one either"):
        qtbot.keyClicks(line, wrong)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "does not open sealed.inspection" in window.unlock.passphrase.error)
        assert line.hasFocus() and line.selectedText() == wrong
        assert not window.notice.isVisible()
    # What is selected is typed over, and the sentence goes with the first letter.
    qtbot.keyClicks(line, PASSPHRASE)
    assert window.unlock.passphrase.error == ""
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_damage_under_the_right_passphrase_is_told_as_damage(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    content = bytearray(encrypted_file.read_bytes())
    content[300] ^= 1
    encrypted_file.write_bytes(content)
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    qtbot.keyClicks(window.unlock.passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(window.errands.failed) as failed:
        window.unlock.unlock.click()
    assert "is damaged" in failed.args[0]
    assert window.unlock.passphrase.error == "" and window.work is None


def test_the_recovery_key_opens_it_as_well_and_a_mistyped_one_is_told(
    window: MainWindow, encrypted_file: Path, key: FileKey, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    qtbot.mouseClick(window.unlock.other_way, Qt.MouseButton.LeftButton)
    line = window.unlock.recovery.line
    assert line.hasFocus() and not window.unlock.passphrase.isVisible()
    written = key.written()
    qtbot.keyClicks(line, written[:-1])
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mistyped" in window.unlock.recovery.error)
    line.selectAll()
    qtbot.keyClicks(line, written.lower().replace("-", " "))
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_escape_leads_back_and_what_was_open_stays_open(
    window: MainWindow, encrypted_file: Path, small_file: Path, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    qtbot.keyClicks(window.unlock.passphrase.line, "half")
    qtbot.keyClick(window.unlock.passphrase.line, Qt.Key.Key_Escape)
    assert window.page == "start"
    open_file(window, small_file, qtbot)
    work = window.work
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    assert window.unlock.passphrase.text == ""
    qtbot.keyClick(window.unlock.passphrase.line, Qt.Key.Key_Escape)
    assert window.page == "cases" and window.work is work
    unlock(window, encrypted_file, qtbot)
    assert window.work is not work


def test_it_is_asked_for_a_file_from_the_list_and_one_that_is_dropped(
    window: MainWindow, desk: SmallDesk, encrypted_file: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    # Beside the file there is only where it lies: the list names the file, not the Trust.
    assert desk.opened == {encrypted_file: ""}
    entry = next(b for b in window.start.findChildren(QPushButton) if b.text() == "sealed")
    assert "Small Trust" not in "".join(one.text() for one in window.start.findChildren(QLabel))
    entry.click()
    asked(window, qtbot)
    window.unlock.back.click()
    assert window.page == "start"
    drop(window, encrypted_file)
    asked(window, qtbot)


def test_where_one_was_is_kept_in_the_file_and_not_beside_it(
    window: MainWindow, desk: SmallDesk, encrypted_file: Path, key: FileKey, qtbot: QtBot
) -> None:
    # While the file was plain, its last case stood in the settings.
    desk.kept = {f"case/{encrypted_file}": "102", f"place/{encrypted_file}": "[]", f"page/{encrypted_file}": "cases"}
    window = show(desk, qtbot)
    unlock(window, encrypted_file, qtbot)
    assert window.work is not None
    window.work.cases.go_to("9")
    window.work.open_case("101", "screening")
    leave(window, qtbot)
    assert [name for name in desk.kept if str(encrypted_file) in name] == []
    assert "screening" not in str(desk.kept) and "101" not in str(desk.kept)
    again = show(desk, qtbot)
    unlock(again, encrypted_file, qtbot)
    assert again.work is not None
    assert again.page == "assessment" and again.work.assessment.place == ("case", "101", "", "screening")
    assert again.work.cases.table.key() == "9"


def test_an_inspection_that_is_open_is_opened_anew_without_asking(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    assert window.work is not None
    window.work.bridge.handle(SetAnswer("case", "101", "screening", "no"))
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(encrypted_file)
    assert window.work.session.case("101").answers["screening"].value == "no"


def test_what_is_typed_can_be_seen_and_caps_lock_is_told(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    asked(window, qtbot)
    field = window.unlock.passphrase
    qtbot.keyClick(field.line, "T")
    assert field.caps.isVisible()
    qtbot.keyClick(field.line, "T", Qt.KeyboardModifier.ShiftModifier)
    assert not field.caps.isVisible()
    qtbot.keyClick(field.line, "t", Qt.KeyboardModifier.ShiftModifier)
    assert field.caps.isVisible()
    qtbot.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal and field.show_button.text() == "Hide"
    qtbot.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password


# A new inspection


def begin(window: MainWindow, place: Path, qtbot: QtBot) -> None:
    window.start.new_button.click()
    qtbot.keyClicks(window.details.inputs["trust"].control, "Made Trust")
    window.details.inputs["path"].value = str(place)


def test_a_new_inspection_is_encrypted_and_shows_its_recovery_key_once(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(window, tmp_path / "made.inspection", qtbot)
    asks = window.details.passphrase
    window.details.save.click()
    assert asks.first.error == "A passphrase is needed." and asks.first.line.hasFocus()
    qtbot.keyClicks(asks.first.line, "short")
    window.details.save.click()
    assert "at least 12" in asks.first.error
    asks.first.line.selectAll()
    qtbot.keyClicks(asks.first.line, PASSPHRASE)
    qtbot.keyClicks(asks.again.line, "tram bishop lantern oar")
    window.details.save.click()
    assert asks.again.error == "This is not the passphrase above." and asks.again.line.hasFocus()
    asks.again.line.selectAll()
    qtbot.keyClicks(asks.again.line, PASSPHRASE)
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClick(asks.again.line, Qt.Key.Key_Return)
        window.details.save.click()
    qtbot.waitUntil(lambda: window.page == "recovery")
    assert window.work is not None and window.work.session.key is not None
    assert window.recovery.key.text().replace("\n", "-") == window.work.session.key.written()
    assert asks.first.text == asks.again.text == ""
    window.recovery.done.click()
    assert window.page == "cases" and window.recovery.key.text() == ""
    assert key_of(tmp_path / "made.inspection", PASSPHRASE).same_as(window.work.session.key)


def test_a_suggested_passphrase_can_be_read_and_need_not_be_typed_twice(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(window, tmp_path / "made.inspection", qtbot)
    asks = window.details.passphrase
    asks.suggest.click()
    first = asks.first.text
    assert asks.first.line.echoMode() == QLineEdit.EchoMode.Normal and not asks.again.isVisible()
    asks.suggest.click()
    assert asks.first.text != first and asks.check()
    asks.first.show_button.click()
    assert asks.again.isVisible() and not asks.check()
    asks.first.show_button.click()
    with qtbot.waitSignal(window.opening.opened):
        window.details.save.click()
    assert window.work is not None and window.work.session.key is not None


def test_going_without_is_a_choice_that_names_what_it_costs(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    begin(window, tmp_path / "made.inspection", qtbot)
    without = window.details.passphrase.without
    assert without is not None and not without.isChecked()
    assert "can read every case" in without.accessibleDescription()
    qtbot.keyClick(without, Qt.Key.Key_Space)
    assert not window.details.passphrase.first.line.isEnabled()
    with qtbot.waitSignal(window.opening.opened):
        window.details.save.click()
    assert window.work is not None and window.work.session.key is None and window.page == "cases"
    assert (tmp_path / "made.inspection").read_bytes().startswith(b"SQLite format 3")


def test_where_a_new_file_cannot_be_the_page_says_so_and_keeps_what_was_typed(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    begin(window, small_file, qtbot)
    window.details.passphrase.suggest.click()
    typed = window.details.passphrase.first.text
    before = small_file.read_bytes()
    window.details.save.click()
    qtbot.waitUntil(lambda: any("is there already" in one.text() for one in window.details.findChildren(QLabel)))
    assert window.page == "details" and window.details.passphrase.first.text == typed
    assert small_file.read_bytes() == before
