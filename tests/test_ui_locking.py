"""The lock: a window that shows nothing, lets nothing be lost, and leads back to the same place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QClipboard, QDragEnterEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QMenu,
    QMessageBox,
    QScrollBar,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.domain.idling import MINUTES
from inspector_app.services.passphrases import FileKey
from inspector_app.ui.main_window import MainWindow
from tests.locked_fixtures import PASSPHRASE, encrypted_file, key, spoken, spoken_everywhere, unlock
from tests.test_ui_window import leave, open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "encrypted_file", "key", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SECRETS = ("Small Trust", "101", "Plymouth", "screening", "Was ", "A1", "sealed", "Typed just now")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: SmallDesk, encrypted_file: Path, qtbot: QtBot) -> MainWindow:
    made = show(desk, qtbot)
    unlock(made, encrypted_file, qtbot)
    return made


def in_a_note(window: MainWindow, qtbot: QtBot, text: str = "Typed just now") -> QWidget:
    """Opens a question of a case and types into its note; what has the keyboard."""
    assert window.work is not None
    window.work.open_case("101", "screening")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_N)
    note = window.focusWidget()
    qtbot.keyClicks(note, text)
    return note


def lock(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_L, CTRL)
    assert window.locking.locked


def unlock_again(window: MainWindow, qtbot: QtBot, text: str = PASSPHRASE) -> None:
    line = window.locking.page.field.line
    assert line.hasFocus()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.locking.locked)


def test_a_locked_window_says_nothing_of_the_case_to_eyes_or_to_a_screen_reader(
    window: MainWindow, qtbot: QtBot
) -> None:
    in_a_note(window, qtbot)
    assert all(secret in spoken(window) + window.windowTitle() for secret in ("Small Trust", "101", "Typed just now"))
    lock(window, qtbot)
    assert window.windowTitle() == "Locked – Inspector"
    told = spoken(window) + spoken_everywhere() + window.windowTitle()
    assert [secret for secret in SECRETS if secret in told] == []
    cover, menus = window.locking.page, window.menuBar()
    seen = {one for one in QApplication.allWidgets() if one.isVisible()}
    assert cover in seen
    known = {window, window.centralWidget(), cover, menus, *cover.findChildren(QWidget), *menus.findChildren(QWidget)}
    assert seen <= known
    enabled = {name for name, action in window.menus.actions.items() if action.isEnabled()}
    assert enabled == {"lock", "quit"}
    assert window.menus.actions["lock"].text() == "Unlock"


def test_unlocking_leads_back_to_the_same_caret_and_nothing_is_lost(window: MainWindow, qtbot: QtBot) -> None:
    note = in_a_note(window, qtbot)
    for _ in range(3):
        qtbot.keyClick(note, Qt.Key.Key_Left)
    caret = note.textCursor().position()  # type: ignore[attr-defined]
    lock(window, qtbot)
    work = window.work
    assert work is not None
    # It was on its way to the disk before the window was covered, and goes on.
    qtbot.waitUntil(lambda: not work.bridge.saving)
    assert work.session.case("101").answers["screening"].note == "Typed just now"
    unlock_again(window, qtbot)
    assert window.page == "assessment" and work.assessment.place == ("case", "101", "", "screening")
    assert window.focusWidget() is note and note.textCursor().position() == caret  # type: ignore[attr-defined]
    qtbot.keyClicks(note, "XYZ")
    assert note.toPlainText() == "Typed just XYZnow"  # type: ignore[attr-defined]
    assert "Small Trust" in window.windowTitle() and window.header.isVisible()
    assert window.menus.actions["lock"].text() == "Lock now" and window.menus.actions["flag"].isEnabled()


def settled(page: QWidget, qtbot: QtBot) -> list[QScrollBar]:
    """The bars that scroll a page downwards, once the layout has come to rest."""
    heights: list[list[int]] = []

    def bars() -> list[QScrollBar]:
        areas = [one for one in page.findChildren(QAbstractScrollArea) if one.isVisible()]
        return [one.verticalScrollBar() for one in areas if one.verticalScrollBar().maximum() > 10]

    def rests() -> bool:
        heights.append([bar.maximum() for bar in bars()])
        return bool(heights[-1]) and len(heights) > 4 and all(one == heights[-1] for one in heights[-4:])

    qtbot.waitUntil(rests)
    return bars()


def test_where_a_page_was_scrolled_to_is_where_it_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    assert window.work is not None
    window.resize(900, 460)
    window.work.open_case("101", "screening")
    bars = settled(window.work.assessment, qtbot)
    for bar in bars:
        bar.setValue(bar.maximum() - 7)
    before = [bar.value() for bar in bars]
    lock(window, qtbot)
    unlock_again(window, qtbot)
    QApplication.processEvents()
    assert [bar.value() for bar in bars] == before


def test_a_form_that_was_scrolled_away_from_its_field_comes_back_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 460)
    window.opening.edit_details()
    field = window.details.inputs["trust"].control
    assert field.hasFocus()
    bar = settled(window.details, qtbot)[0]
    bar.setValue(bar.maximum())
    before = bar.value()
    lock(window, qtbot)
    unlock_again(window, qtbot)
    QApplication.processEvents()
    assert bar.value() == before and field.hasFocus()


def test_what_is_no_passphrase_of_it_is_told_and_locks_nobody_out(
    window: MainWindow, key: FileKey, qtbot: QtBot
) -> None:
    lock(window, qtbot)
    page = window.locking.page
    for wrong in ("wrong once", "wrong twice", "wrong a third time"):
        page.passphrase.line.selectAll()
        qtbot.keyClicks(page.passphrase.line, wrong)
        qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.passphrase.error == "This is not the passphrase of this inspection.")
    assert window.locking.locked
    qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Escape)
    assert window.locking.locked
    page.other_way.click()
    unlock_again(window, qtbot, key.written())


def test_what_was_typed_to_unlock_cannot_be_brought_back(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, qtbot)
    field = window.locking.page.passphrase
    field.show_button.click()
    field.line.setFocus()
    unlock_again(window, qtbot)
    lock(window, qtbot)
    field.show_button.click()
    field.line.setFocus()
    qtbot.keyClick(field.line, Qt.Key.Key_Z, CTRL)
    assert field.text == ""


def test_it_locks_when_nobody_touched_it_for_so_long_and_a_key_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    locking = window.locking
    before = time.monotonic()
    locking.look(before + MINUTES * 60 - 2, time.time())
    assert not locking.locked
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    touched = time.monotonic()
    # The key was pressed this long before; without it the time would be up.
    locking.look(before + MINUTES * 60 - 0.001, time.time())
    assert not locking.locked
    locking.look(touched + MINUTES * 60, time.time())
    assert locking.locked


def test_the_mouse_is_somebody_too(window: MainWindow, qtbot: QtBot) -> None:
    before = time.monotonic()
    qtbot.mouseMove(window, QPoint(30, 30))
    qtbot.mouseMove(window, QPoint(60, 60))
    window.locking.look(before + MINUTES * 60, time.time())
    assert not window.locking.locked


def test_it_locks_when_the_machine_slept_whatever_is_set(window: MainWindow, qtbot: QtBot) -> None:
    window.locking.lock_after(0)
    now, wall = time.monotonic(), time.time()
    window.locking.look(now + 7200, wall + 1)
    assert not window.locking.locked
    window.locking.look(now + 7201, wall + 600)
    assert window.locking.locked
    unlock_again(window, qtbot)
    assert window.locking._sleep is not None
    window.locking._sleep._on_word(True)
    assert window.locking.locked


def test_what_floats_above_the_window_goes_and_so_does_what_we_put_on_the_clipboard(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.work is not None
    menu = QMenu(window.work.cases)
    menu.addAction("Case 101")
    menu.popup(window.pos())
    QGuiApplication.clipboard().setText("101 Plymouth")
    QToolTip.showText(window.pos(), "Case 101", window)
    assert menu.isVisible() and QToolTip.isVisible()
    # The platform of the tests does not say whose the clipboard is.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    window.locking.lock()
    assert window.locking.locked and not menu.isVisible() and not QToolTip.isVisible()
    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_put_on_the_clipboard_stays(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("from elsewhere")
    assert not QGuiApplication.clipboard().ownsClipboard()
    window.locking.lock()
    assert QGuiApplication.clipboard().text() == "from elsewhere"


@pytest.mark.parametrize("kind", [QFileDialog, QMessageBox])
def test_a_dialogue_that_waits_is_closed_as_with_cancel(window: MainWindow, kind: type, qtbot: QtBot) -> None:
    assert window.work is not None
    dialogue = kind(window.work.cases)
    if isinstance(dialogue, QFileDialog):
        dialogue.setOption(QFileDialog.Option.DontUseNativeDialog)
    QTimer.singleShot(0, window.locking.lock)
    # Comes back, because the lock closes it.
    assert dialogue.exec() == QFileDialog.DialogCode.Rejected or isinstance(dialogue, QMessageBox)
    assert window.locking.locked and not dialogue.isVisible()
    assert "Small Trust" not in spoken_everywhere()


def test_what_comes_back_from_the_disk_does_not_uncover_anything(window: MainWindow, qtbot: QtBot) -> None:
    work = window.work
    assert work is not None
    lock(window, qtbot)
    work.bridge.handle(_other_trust(window))
    qtbot.waitUntil(lambda: not work.bridge.saving)
    work.notice.emit("Case 101 is signed off", "good")
    window.show_page("scores")
    assert window.windowTitle() == "Locked – Inspector"
    assert {name for name, action in window.menus.actions.items() if action.isEnabled()} == {"lock", "quit"}
    assert "101" not in spoken(window) and "Other" not in spoken_everywhere()
    unlock_again(window, qtbot)
    assert window.page == "scores" and "Other Trust" in window.windowTitle()


def test_what_is_opened_anew_under_the_lock_comes_back_locked(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    lock(window, qtbot)
    # As a newer question set does that came in with a take-back, or a backup that is restored.
    with qtbot.waitSignal(window.opening.opened):
        window.upgrading.reopen_asked.emit(encrypted_file)
    assert window.locking.locked and window.windowTitle() == "Locked – Inspector"
    assert "Small Trust" not in spoken_everywhere()
    unlock_again(window, qtbot)
    assert window.page == "cases" and "Small Trust" in window.windowTitle()
    # Whoever types the passphrase of a file to open it is not asked again.
    lock(window, qtbot)
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    unlock(window, encrypted_file, qtbot)
    assert not window.locking.locked


def test_what_is_told_of_a_damaged_file_is_locked_too(window: MainWindow, encrypted_file: Path, qtbot: QtBot) -> None:
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    assert not window.menus.actions["lock"].isEnabled()
    content = bytearray(encrypted_file.read_bytes())
    content[300] ^= 1
    encrypted_file.write_bytes(content)
    window.opening.open_path(encrypted_file)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    qtbot.keyClicks(window.unlock.passphrase.line, PASSPHRASE)
    window.unlock.unlock.click()
    qtbot.waitUntil(lambda: window.page == "damaged", timeout=20_000)
    window.damaged.show_saved("saved.inspection", ["Case 101: 3 answers"], False)
    lock(window, qtbot)
    assert "101" not in spoken_everywhere() and "sealed" not in spoken_everywhere()
    unlock_again(window, qtbot)
    assert window.page == "damaged" and "101" in window.damaged.list.toPlainText()
    window.damaged.done.click()
    assert window.page == "start" and not window.locking.can_lock


def test_nothing_can_be_dropped_on_a_locked_window(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    lock(window, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(small_file))])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_locked_window_closes_and_loses_nothing(
    window: MainWindow, desk: SmallDesk, encrypted_file: Path, qtbot: QtBot
) -> None:
    in_a_note(window, qtbot)
    lock(window, qtbot)
    qtbot.keyClick(window.locking.page.passphrase.line, Qt.Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not window.isVisible())
    again = show(desk, qtbot)
    unlock(again, encrypted_file, qtbot)
    assert again.work is not None
    assert again.work.session.case("101").answers["screening"].note == "Typed just now"
    assert again.page == "assessment" and again.work.assessment.place[1] == "101"


def test_with_a_disk_that_refuses_a_locked_window_stays_open_and_says_why(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    work = window.work
    assert work is not None
    gone = encrypted_file.rename(encrypted_file.with_suffix(".gone"))
    in_a_note(window, qtbot)
    lock(window, qtbot)
    page = window.locking.page
    qtbot.waitUntil(lambda: "not saved yet" in page.notice.text)
    window.close()
    assert window.isVisible() and "stays open" in page.notice.text
    assert [offer.text() for offer in page.notice.offers()] == ["Try again"]
    assert "sealed" not in spoken_everywhere()
    gone.rename(encrypted_file)
    page.notice.offers()[0].click()
    qtbot.waitUntil(lambda: not work.bridge.saving)
    assert page.notice.text == ""
    unlock_again(window, qtbot)
    assert work.session.case("101").answers["screening"].note == "Typed just now"


def test_a_plain_inspection_is_never_locked(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    window = show(desk, qtbot)
    open_file(window, small_file, qtbot)
    assert not window.menus.actions["lock"].isEnabled()
    window.locking.look(time.monotonic() + 1e6, time.time() + 1e6)
    window.locking.lock()
    assert not window.locking.locked


def test_after_closing_there_is_nothing_to_lock_and_the_next_one_can_be(
    window: MainWindow, encrypted_file: Path, qtbot: QtBot
) -> None:
    window.opening.close()
    qtbot.waitUntil(lambda: window.work is None)
    window.locking.look(time.monotonic() + 1e6, time.time() + 1e6)
    assert not window.locking.locked and not window.menus.actions["lock"].isEnabled()
    unlock(window, encrypted_file, qtbot)
    lock(window, qtbot)
    leave(window, qtbot)


def _other_trust(window: MainWindow):  # type: ignore[no-untyped-def]
    from inspector_app.services.commands import SetDetails

    assert window.work is not None
    return SetDetails({"trust": "Other Trust"}, {})
