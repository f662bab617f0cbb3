"""A damaged file on screen: what happened, what can be read is saved, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import SetAnswer
from inspector_app.services.handing_out import SUFFIX
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import change_key, new_key
from inspector_app.services.session import Person
from inspector_app.storage.file_key import Cost
from inspector_app.storage.raw_pages import RawPages
from inspector_app.storage.raw_rows import RawRows
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.widgets.safe_check import SafeCheck
from tests.test_ui_window import open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGE = 4096


@pytest.fixture
def damaged(small_file: Path) -> Path:
    """The pages with answers are wiped, and so is the first page, without which nothing opens."""
    pages = RawPages(small_file, None)
    reader = RawRows(pages)
    held = []
    for number in range(2, pages.count + 1):
        page = pages.page(number)
        assert page is not None
        rows = (reader.tree_page(page) or ([], []))[0]
        if any(len(row.values) == 19 and row.values[3] == "answer" for row in rows):
            held.append(number)
    pages.close()
    content = bytearray(small_file.read_bytes())
    for number in (1, held[-1]):
        content[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    small_file.write_bytes(content)
    return small_file


def shown(desk: SmallDesk, qtbot: QtBot, path: Path) -> MainWindow:
    window = show(desk, qtbot)
    window.opening.open_path(path)
    qtbot.waitUntil(lambda: window.page == "damaged", timeout=20_000)
    return window


def save(window: MainWindow, new: Path, qtbot: QtBot) -> None:
    window.rescuing.save_to(new)
    qtbot.waitUntil(lambda: window.damaged.stack.currentIndex() == 1)


def test_a_damaged_file_shows_what_happened_and_three_ways(desk: SmallDesk, damaged: Path, qtbot: QtBot) -> None:
    window = shown(desk, qtbot, damaged)
    page = window.damaged
    assert page.heading.text() == "kept.inspection does not open"
    assert "nothing was changed" in page.told.text()
    assert window.notice.isHidden(), "the page says it, once"
    assert [page.save.text(), page.backups.text(), page.keep.text()] == [
        "Save what can be read…", "Go back to a backup…", "Keep as it is",
    ]  # fmt: skip
    assert page.save.hasFocus()
    qtbot.keyClick(page.save, Qt.Key.Key_Tab)
    assert page.backups.hasFocus()
    qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    assert window.page == "start"


def test_what_can_be_read_is_saved_listed_and_opened(desk: SmallDesk, damaged: Path, qtbot: QtBot) -> None:
    window, content = shown(desk, qtbot, damaged), damaged.read_bytes()
    new = damaged.with_name("saved" + SUFFIX)
    save(window, new, qtbot)
    page = window.damaged
    assert page.saved.text() == f"What could be read is in saved{SUFFIX}"
    assert "known to be missing" in page.list.toPlainText() and "Case 9 lost something" in page.list.toPlainText()
    assert page.open_new.hasFocus()
    window.rescuing.save_list(damaged.with_name("list.txt"))
    assert damaged.with_name("list.txt").read_text(encoding="utf-8").splitlines() == page.list.toPlainText().split("\n")
    assert "The list is in" in window.notice.text
    qtbot.keyClick(page.open_new, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.work is not None)
    assert window.work is not None
    assert window.work.path == new and damaged.read_bytes() == content
    assert "saved from a damaged one and still lacks changes" in window.notice.text
    check = section(window)
    assert "still missing" in check.says() and check.lacking.isVisible()
    assert any("of the installation device" in one.text() for one in check.findChildren(QLabel))


def test_an_encrypted_one_is_unlocked_first_and_saved_under_the_same_passphrase(
    desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    key = new_key("seven words and a comma", Cost(memory=6, passes=1, lanes=1))
    change_key(small_file, None, key)
    content = small_file.read_bytes()
    small_file.write_bytes(content[:16] + bytes(PAGE - 16) + content[PAGE:])
    window = show(desk, qtbot)
    window.opening.open_path(small_file)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    window.unlock.passphrase.line.setText("seven words and a comma")
    qtbot.keyClick(window.unlock.unlock, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page == "damaged", timeout=20_000)
    new = small_file.with_name("saved" + SUFFIX)
    save(window, new, qtbot)
    assert "Nothing is known to be missing." in window.damaged.list.toPlainText()
    assert new.read_bytes()[:16] == content[:16]
    qtbot.keyClick(window.damaged.open_new, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.work is not None)
    assert window.work is not None and window.work.session.key == key


def test_a_place_that_is_taken_is_told_and_nothing_lost(desk: SmallDesk, damaged: Path, qtbot: QtBot) -> None:
    window = shown(desk, qtbot, damaged)
    window.rescuing.save_to(damaged)
    qtbot.waitUntil(lambda: "was left as it is" in window.notice.text)
    assert window.page == "damaged" and window.damaged.stack.currentIndex() == 0


def test_backups_of_it_are_a_key_away(desk: SmallDesk, damaged: Path, qtbot: QtBot) -> None:
    window = shown(desk, qtbot, damaged)
    qtbot.keyClick(window.damaged.backups, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page == "backups", timeout=20_000)
    assert window.backups.heading.text() == "Backups of kept.inspection"


def test_another_kind_of_file_is_told_in_a_line(desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 " * 999)
    window = show(desk, qtbot)
    window.opening.open_path(tmp_path / "letter.pdf")
    qtbot.waitUntil(lambda: "is not an inspection file" in window.notice.text)
    assert window.page == "start"


def test_an_empty_file_of_ours_leads_to_the_page(desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "empty.inspection"
    path.write_bytes(b"")
    window = shown(desk, qtbot, path)
    window.rescuing.save_to(tmp_path / "new.inspection")
    qtbot.waitUntil(lambda: "Nothing of empty.inspection could be read" in window.notice.text)
    assert not (tmp_path / "new.inspection").exists()


# Safekeeping, Check


def section(window: MainWindow) -> SafeCheck:
    window.show_page("safekeeping")
    assert window.work is not None
    page = window.work.safekeeping
    page.show_section("check")
    found = page.sections["check"]
    assert isinstance(found, SafeCheck)
    return found


def look(window: MainWindow, qtbot: QtBot) -> SafeCheck:
    check = section(window)
    check.take_keyboard()
    assert check.now.hasFocus()
    qtbot.keyClick(check.now, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not check.summary.isHidden())
    return check


def test_a_sound_file_is_said_to_be_sound_part_by_part(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    window = show(desk, qtbot)
    open_file(window, small_file, qtbot)
    check = look(window, qtbot)
    assert check.summary.text().startswith("Everything was sound at ")
    told = [one.text() for one in check.findChildren(QLabel)]
    assert told.count("Sound") >= 4 and "Problem" not in told
    assert check.says() == "" and not check.lacking.isVisible()


def test_what_was_altered_is_named(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    content = small_file.read_bytes()
    place = content.index(b"Small Trust")
    small_file.write_bytes(content[:place] + b"Other Trust" + content[place + 11 :])
    window = show(desk, qtbot)
    open_file(window, small_file, qtbot)
    assert "see under Safekeeping, Check, what was changed" in window.notice.text
    check = look(window, qtbot)
    assert check.summary.text().startswith("1 problem was found")
    told = [one.text() for one in check.findChildren(QLabel)]
    assert any("inspection detail trust) was altered after it was written" in text for text in told)
    assert check.says() == "The history was changed outside Inspector."


def test_work_may_go_on_while_it_is_checked(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    window = show(desk, qtbot)
    open_file(window, small_file, qtbot)
    check = section(window)
    qtbot.keyClick(check.now, Qt.Key.Key_Space)
    assert window.work is not None
    for value in ("no", "yes", "no"):
        window.work.bridge.handle(SetAnswer("case", "101", "court_report", value), "test")
    qtbot.waitUntil(lambda: not check.summary.isHidden() and not window.work.bridge.saving)
    assert check.summary.text().startswith("Everything was sound at ")
    again = Inspections(desk.instruments).open(small_file, Person("A1", "other"))
    assert again.flaws == () and again.case("101").answers["court_report"].value == "no"
    again.close()
