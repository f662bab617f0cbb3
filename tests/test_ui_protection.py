"""Safekeeping, Protection: the passphrase is set, changed and taken off, the recovery key shown, the lock set."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import WrongPassphrase
from inspector_app.services.commands import SetAnswer
from inspector_app.services.passphrases import FileKey, is_encrypted, key_for, key_of
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.safe_protection import SafeProtection
from tests.locked_fixtures import PASSPHRASE, encrypted_file, key, unlock
from tests.test_ui_window import leave, open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "encrypted_file", "key", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OTHER = "quiet otters under bridges"


@pytest.fixture
def window(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    return show(desk, qtbot)


def protection(window: MainWindow) -> SafeProtection:
    assert window.work is not None
    window.show_page("safekeeping")
    window.work.safekeeping.show_section("protection")
    section = window.work.safekeeping.sections["protection"]
    assert isinstance(section, SafeProtection)
    return section


def test_the_passphrase_is_changed_with_the_old_one_and_the_former_key_is_kept(
    window: MainWindow, encrypted_file: Path, key: FileKey, tmp_path: Path, qtbot: QtBot
) -> None:
    backup = shutil.copyfile(encrypted_file, tmp_path / "backup.inspection")
    unlock(window, encrypted_file, qtbot)
    assert window.work is not None
    # What is on its way when the change begins is in the file afterwards.
    window.work.bridge.handle(SetAnswer("case", "101", "screening", "no"))
    section = protection(window)
    section.ways["change"].click()
    form = section.form
    assert form.old.line.hasFocus()
    qtbot.keyClicks(form.old.line, "not the one")
    qtbot.keyClick(form.old.line, Qt.Key.Key_Return)
    qtbot.keyClicks(form.new.first.line, OTHER)
    qtbot.keyClicks(form.new.again.line, OTHER)
    form.act.click()
    qtbot.waitUntil(lambda: form.old.error == "This is not the passphrase of this inspection.")
    assert form.new.first.text == OTHER
    form.old.line.selectAll()
    qtbot.keyClicks(form.old.line, PASSPHRASE)
    with qtbot.waitSignal(window.opening.opened):
        form.act.click()
    qtbot.waitUntil(lambda: window.page == "recovery")
    session = window.work.session
    assert session.case("101").answers["screening"].value == "no"
    assert session.key is not None and not session.key.same_as(key)
    assert window.recovery.key.text().replace("\n", "-") == session.key.written()
    former = key_for(session, backup)
    assert former is not None and former.same_as(key)
    with pytest.raises(WrongPassphrase):
        key_of(encrypted_file, PASSPHRASE)
    assert key_of(encrypted_file, OTHER).same_as(session.key)
    window.recovery.done.click()
    assert window.page == "safekeeping"
    assert sorted(one.name for one in tmp_path.glob("*.inspection*")) == ["backup.inspection", "sealed.inspection"]


def test_a_change_that_the_disk_refuses_leaves_the_inspection_open_as_it_was(
    window: MainWindow, encrypted_file: Path, key: FileKey, tmp_path: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    section = protection(window)
    section.ways["change"].click()
    qtbot.keyClicks(section.form.old.line, PASSPHRASE)
    qtbot.keyClicks(section.form.new.first.line, OTHER)
    qtbot.keyClicks(section.form.new.again.line, OTHER)
    # A folder stands where the new file is to be written.
    import os

    (tmp_path / f"{encrypted_file.name}.{os.getpid()}.part").mkdir()
    with qtbot.waitSignal(window.opening.opened):
        section.form.act.click()
    qtbot.waitUntil(lambda: window.notice.tone == "stop" and bool(window.notice.text))
    assert window.page == "safekeeping" and window.work is not None
    assert window.work.session.key is not None and window.work.session.key.same_as(key)
    assert key_of(encrypted_file, PASSPHRASE).same_as(key)


def test_a_plain_inspection_gets_a_passphrase_and_loses_it_again(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    section = protection(window)
    assert list(section.ways) == ["set"] and not section.lock_now.isVisible()
    section.ways["set"].click()
    assert not section.form.old.isVisible()
    section.form.new.suggest.click()
    passphrase = section.form.new.first.text
    with qtbot.waitSignal(window.opening.opened):
        section.form.act.click()
    qtbot.waitUntil(lambda: window.page == "recovery")
    assert is_encrypted(small_file) and desk.opened[small_file] == ""
    window.recovery.done.click()

    section = protection(window)
    assert section.lock_now.isVisible()
    section.ways["drop"].click()
    assert any("can then read every case" in one.text() for one in section.form.findChildren(QLabel))
    qtbot.keyClicks(section.form.old.line, passphrase)
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClick(section.form.old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.notice.text == "The file is no longer encrypted.")
    assert not is_encrypted(small_file) and window.page == "safekeeping"


def test_the_recovery_key_is_shown_to_whoever_knows_the_passphrase(
    window: MainWindow, encrypted_file: Path, key: FileKey, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    section = protection(window)
    section.ways["show"].click()
    qtbot.keyClick(section.form.old.line, Qt.Key.Key_Return)
    assert section.form.old.error == "Type the passphrase in use."
    qtbot.keyClicks(section.form.old.line, PASSPHRASE)
    qtbot.keyClick(section.form.old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page == "recovery")
    window.recovery.copy_button.click()
    assert QGuiApplication.clipboard().text() == key.written()
    window.recovery.done.click()
    assert window.page == "safekeeping" and QGuiApplication.clipboard().text() == ""
    assert key.written() not in window.recovery.key.text() + window.recovery.key.accessibleName()


def test_the_sheet_is_a_pdf_with_the_key_and_the_name_of_the_file(
    window: MainWindow, encrypted_file: Path, key: FileKey, tmp_path: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    assert window.work is not None
    window.protecting.show_key(window.work, "cases")
    window.recovery.save_sheet(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: "sheet.pdf" in window.recovery.notice.text)
    text = PdfReader(tmp_path / "sheet.pdf").pages[0].extract_text()
    assert "".join(text.split()).count("".join(key.written().split())[:20]) == 1
    assert "sealed.inspection" in text and "Small Trust" not in text
    # The sheet never takes the place of an inspection.
    window.recovery.save_sheet(encrypted_file)
    qtbot.waitUntil(lambda: window.recovery.notice.tone == "stop")
    assert is_encrypted(encrypted_file)


def test_whoever_forgot_the_passphrase_sets_a_new_one_with_the_recovery_key(
    window: MainWindow, encrypted_file: Path, key: FileKey, qtbot: QtBot
) -> None:
    window.opening.open_path(encrypted_file)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    window.unlock.other_way.click()
    qtbot.keyClicks(window.unlock.recovery.line, key.written())
    qtbot.keyClick(window.unlock.recovery.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Set a new passphrase" in window.notice.text)
    section = protection(window)
    section.ways["change"].click()
    qtbot.keyClicks(section.form.old.line, key.written())
    qtbot.keyClicks(section.form.new.first.line, OTHER)
    qtbot.keyClicks(section.form.new.again.line, OTHER)
    with qtbot.waitSignal(window.opening.opened):
        section.form.act.click()
    assert window.work is not None and window.work.session.key is not None
    assert key_of(encrypted_file, OTHER).same_as(window.work.session.key)


def test_escape_puts_the_form_away_and_forgets_what_was_typed(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    section = protection(window)
    section.ways["change"].click()
    qtbot.keyClicks(section.form.old.line, PASSPHRASE)
    qtbot.keyClick(section.form.old.line, Qt.Key.Key_Escape)
    assert not section.form.isVisible() and section.form.old.text == ""
    assert section.ways["change"].hasFocus()


def test_when_it_locks_is_set_and_never_names_what_it_costs(
    window: MainWindow, desk: SmallDesk, encrypted_file: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    section = protection(window)
    assert section.minutes.currentText() == "after 10 minutes" and not section.never.isVisible()
    section.minutes.setFocus()
    qtbot.keyClick(section.minutes, Qt.Key.Key_End)
    assert section.minutes.currentText() == "never" and section.never.isVisible()
    assert window.locking.minutes == 0
    leave(window, qtbot)
    again = show(desk, qtbot)
    assert again.locking.minutes == 0
    unlock(again, encrypted_file, qtbot)
    section = protection(again)
    assert section.minutes.currentText() == "never"
    qtbot.keyClick(section.minutes, Qt.Key.Key_Up)
    assert again.locking.minutes == 60
    section.lock_now.click()
    assert again.locking.locked


def test_a_hand_out_keeps_the_passphrase_that_the_lead_gave_it(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    unlock(window, encrypted_file, qtbot)
    assert window.work is not None
    window.work.session.writer.submit(lambda store: store.set_local({"handed_to": "A1"})).result()
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(encrypted_file)
    section = protection(window)
    assert section.ways == {} and section.lock_now.isVisible()
