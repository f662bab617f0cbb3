"""Backups on screen: told, listed, compared, taken in, restored; also of a file that is damaged or gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.passphrases import change_key, new_key
from inspector_app.storage.store import Store
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.backup_words import state_words
from inspector_app.ui.widgets.safe_backups import SafeBackups
from inspector_app.ui.widgets.safe_reading import SafeReading
from tests.test_file_key import CHEAP
from tests.test_ui_window import open_file, show
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> MainWindow:
    made = show(desk, qtbot)
    open_file(made, small_file, qtbot)
    return made


def section(window: MainWindow) -> SafeBackups:
    window.show_page("safekeeping")
    assert window.work is not None
    window.work.safekeeping.show_section("backups")
    found = window.work.safekeeping.sections["backups"]
    assert isinstance(found, SafeBackups)
    return found


def answered(window: MainWindow, question: str, value: str, note: str = "") -> None:
    assert window.work is not None
    window.work.session.do(SetAnswer("case", "101", question, value, note))


def close(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.opening.closed):
        window.opening.close()
    qtbot.waitUntil(lambda: not window.jobs.busy)


def back_up(window: MainWindow, qtbot: QtBot) -> None:
    before = len(section(window).list.rows.rows)
    press(section(window).now, qtbot)
    qtbot.waitUntil(lambda: len(section(window).list.rows.rows) == before + 1)


def press(button: QWidget, qtbot: QtBot) -> None:
    assert button.isVisible() and button.isEnabled()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def compare(window: MainWindow, qtbot: QtBot) -> SafeBackups:
    shown = section(window)
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.stack.currentWidget() is shown.compared)
    return shown


def rows(shown: SafeBackups) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in shown.compared.table.rows.rows]


def test_the_page_says_when_the_last_one_was_made_and_lists_them(window: MainWindow, qtbot: QtBot) -> None:
    shown = section(window)
    assert shown.state.text().startswith("No backup yet") and shown.empty.isVisible()
    back_up(window, qtbot)
    assert shown.state.text().startswith("Last backup ") and shown.state.text().endswith(", on this computer.")
    assert not shown.empty.isVisible()
    (only,) = shown.list.rows.rows
    assert [cell.text for cell in only.cells][1:3] == ["By hand", "6"]
    assert "Last backup" in window.work.safekeeping._state.text()  # type: ignore[union-attr]


def test_what_would_change_is_shown_by_case_before_anything_is_done(window: MainWindow, qtbot: QtBot) -> None:
    back_up(window, qtbot)
    answered(window, "court_report", "no", "The report came late.")
    answered(window, "screening", "yes")
    shown = compare(window, qtbot)
    assert rows(shown) == [
        ("101", "A1 Court report done well (A1)", "Changed", "No – “The report came late.”", "Yes"),
        ("101", "B1 Screening done well (A1)", "Taken away", "Yes", "nothing"),
    ]
    assert "1 thing that was said since is taken away, 1 is changed to what it was" in shown.compared.told.text()
    assert "Restore it only to go back" in shown.compared.advice.text()
    assert not shown.compared.take_in.isVisible() and shown.compared.back.hasFocus()
    press(shown.compared.back, qtbot)
    assert shown.stack.currentIndex() == 0 and shown.list.hasFocus()


def test_a_backup_of_the_same_offers_nothing_to_do(window: MainWindow, qtbot: QtBot) -> None:
    back_up(window, qtbot)
    shown = compare(window, qtbot)
    assert not shown.compared.restore.isVisible() and not shown.compared.take_in.isVisible()
    assert "holds just what the file holds now" in shown.compared.told.text()


@pytest.mark.parametrize("encrypted", [False, True])
def test_restoring_sets_the_file_of_now_aside_and_opens_the_restored_one(
    desk: SmallDesk, tmp_path: Path, qtbot: QtBot, encrypted: bool
) -> None:
    key = new_key("a passphrase of some length", CHEAP) if encrypted else None
    path = tmp_path / "mine.inspection"
    desk.create(path, "small", {"trust": "A Trust"}, {"A1": "lead"}, "A1", key).close()
    window = show(desk, qtbot)
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_with(path, key)
    assert window.work is not None
    window.work.session.do(AddCase("101", "A1", {}))
    answered(window, "court_report", "yes")
    back_up(window, qtbot)
    answered(window, "court_report", "no")
    shown = compare(window, qtbot)
    with qtbot.waitSignal(window.opening.opened):
        press(shown.compared.restore, qtbot)
    assert window.work is not None and window.work.path == path
    assert window.work.session.case("101").answers["court_report"].value == "yes"
    qtbot.waitUntil(lambda: "is restored. The file of before is kept beside it as mine set aside" in window.notice.text)
    (aside,) = tmp_path.glob("mine set aside *.inspection")
    store = Store.open(aside, key)
    assert [r.value for r in store.load() if r.slot.name == "court_report"] == ["yes", "no"]
    store.close()
    back_up_list = section(window).list
    qtbot.waitUntil(lambda: len(back_up_list.rows.rows) == 2)
    assert [row.cells[1].text for row in back_up_list.rows.rows] == ["Before a restore", "By hand"]


def test_what_a_backup_has_and_the_file_lacks_is_taken_in(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    answered(window, "screening", "yes", "Seen on file.")
    back_up(window, qtbot)
    shown = section(window)
    kept = shown.list.current
    assert kept is not None
    close(window, qtbot)
    # A file that lost what was said last, as one that came back from an older copy.
    older = Store.open(small_file)
    older._connection.exec_driver_sql("DROP TRIGGER revision_delete")
    older._connection.exec_driver_sql("DELETE FROM revision WHERE rowid = (SELECT max(rowid) FROM revision)")
    older._connection.commit()
    older.close()
    open_file(window, small_file, qtbot)
    shown = section(window)
    shown.list.go_to(kept.path.name)
    shown = compare(window, qtbot)
    assert rows(shown) == [("101", "B1 Screening done well (A1)", "Brought back", "nothing", "Yes – “Seen on file.”")]
    assert shown.compared.take_in.hasFocus() and "usually better than restoring" in shown.compared.advice.text()
    assert "The backup holds" in (text := shown.compared.advice.text()) and "that this file does not have, by" in text
    press(shown.compared.take_in, qtbot)
    qtbot.waitUntil(lambda: "1 change of the backup is taken in" in window.notice.text)
    assert window.work is not None
    assert window.work.session.case("101").answers["screening"].note == "Seen on file."


def test_a_damaged_file_offers_its_backups(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    back_up(window, qtbot)
    close(window, qtbot)
    small_file.write_bytes(b"SQLite format 3\0 and nothing more")
    window.opening.open_path(small_file)
    qtbot.waitUntil(lambda: window.page == "damaged", timeout=20_000)
    press(window.damaged.backups, qtbot)
    qtbot.waitUntil(lambda: window.page == "backups", timeout=20_000)
    page = window.backups
    assert "is set aside" in page.told.text() and page.list.hasFocus()
    with qtbot.waitSignal(window.opening.opened):
        press(page.restore, qtbot)
    assert window.work is not None and "101" in window.work.session.refs()
    assert len(list(small_file.parent.glob("kept set aside *.inspection"))) == 1


def test_a_backup_of_an_earlier_passphrase_says_with_what_it_opens(
    desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    old, new = new_key("the passphrase of its time", CHEAP), new_key("another passphrase of now", CHEAP)
    path = tmp_path / "mine.inspection"
    made = desk.create(path, "small", {"trust": "A Trust"}, {"A1": "lead"}, "A1", old)
    assert made.keeper is not None
    made.keeper.make("asked")
    made.close()
    assert made.keeper.behind.wait(30)
    change_key(path, old, new)
    path.write_bytes(path.read_bytes()[:5000])
    window = show(desk, qtbot)
    window.restoring.show_backups(path)
    qtbot.waitUntil(lambda: window.page == "backups", timeout=20_000)
    assert "the passphrase that the inspection had when it was made" in window.backups.told.text()
    press(window.backups.restore, qtbot)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    assert "It opens with the passphrase that the inspection had then." in window.notice.text
    qtbot.keyClicks(window.unlock.passphrase.line, "the passphrase of its time")
    with qtbot.waitSignal(window.opening.opened, timeout=20_000):
        qtbot.keyClick(window.unlock.passphrase.line, Qt.Key.Key_Return)


def test_a_missing_file_offers_its_backups_on_the_start_page(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    back_up(window, qtbot)
    close(window, qtbot)
    small_file.unlink()
    window.start.show_recent(window.desk.recent())

    def named() -> list[QPushButton]:
        made = window.start.findChildren(QPushButton)
        return [one for one in made if one.text() == "Show its backups" and one.isVisible()]

    qtbot.waitUntil(lambda: len(named()) == 1)
    press(named()[0], qtbot)
    qtbot.waitUntil(lambda: window.page == "backups", timeout=20_000)
    assert "Nothing lies at its place now" in window.backups.told.text()
    with qtbot.waitSignal(window.opening.opened):
        press(window.backups.restore, qtbot)
    assert small_file.exists() and window.work is not None


def test_a_file_without_backups_says_so(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    close(window, qtbot)
    window.restoring.show_backups(small_file.with_name("other.inspection"))
    qtbot.waitUntil(lambda: window.page == "backups", timeout=20_000)
    assert "There is no backup" in window.backups.told.text() and window.backups.back.hasFocus()
    press(window.backups.back, qtbot)
    assert window.page == "start"


def test_a_backup_that_cannot_be_restored_leaves_the_inspection_open_anew(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    back_up(window, qtbot)
    answered(window, "screening", "yes")
    shown = compare(window, qtbot)
    kept = shown.list.current
    assert kept is not None
    kept.path.unlink()
    with qtbot.waitSignal(window.opening.opened):
        press(shown.compared.restore, qtbot)
    qtbot.waitUntil(lambda: window.notice.tone == "stop")
    assert window.work is not None and "screening" in window.work.session.case("101").answers
    assert list(small_file.parent.glob("*set aside*")) == []


def test_the_second_place_is_told_also_where_its_drive_is_missing(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = section(window)
    drive = tmp_path / "stick"
    drive.mkdir()
    shown.settings.take(drive)
    assert "is on the same drive as the backups here" in window.notice.text
    back_up(window, qtbot)
    qtbot.waitUntil(lambda: shown.state.text().endswith(", on this computer and on stick."))
    drive.rename(tmp_path / "pulled")
    back_up(window, qtbot)
    qtbot.waitUntil(lambda: "stick is not there; it has the one of" in shown.state.text())
    assert "on this computer." in shown.state.text() and shown.state.property("role") == "attention"
    (tmp_path / "pulled").rename(drive)
    back_up(window, qtbot)
    qtbot.waitUntil(lambda: shown.state.text().endswith(", on this computer and on stick."))
    press(shown.settings.stop, qtbot)
    assert desk.keeping.second is None and shown.state.text().endswith(", on this computer.")
    qtbot.keyClick(shown.settings.minutes, Qt.Key.Key_Up)
    assert desk.keeping.minutes == 5


def test_a_folder_that_takes_nothing_is_refused(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("no folder")
    section(window).settings.take(tmp_path / "file")
    assert window.notice.tone == "stop" and window.desk.keeping.second is None


def test_a_backup_that_cannot_be_made_is_told_once(window: MainWindow, desk: SmallDesk, qtbot: QtBot) -> None:
    desk.keeping.place.parent.mkdir(exist_ok=True)
    desk.keeping.place.write_text("no folder can be made here")
    answered(window, "screening", "yes")
    window.backing_up.look()
    assert window.work is not None
    keeper = window.work.session.keeper
    assert keeper is not None
    qtbot.waitUntil(lambda: bool(keeper.state.problem))
    window.backing_up.look()
    assert "No backup could be made; what is saved in the file itself is safe" in window.notice.text
    window.notice.clear()
    window.backing_up.look()
    assert window.notice.text == ""
    desk.keeping.place.unlink()
    back_up(window, qtbot)
    assert section(window).state.text().startswith("Last backup")


def test_the_last_one_is_made_at_closing_with_a_copy_to_read(window: MainWindow, desk: SmallDesk, qtbot: QtBot) -> None:
    answered(window, "screening", "yes", "NOTE-MARKER")
    assert window.work is not None
    keeper = window.work.session.keeper
    close(window, qtbot)
    assert keeper is not None and keeper.behind.wait(30)
    assert [kept.backup.why for kept in keeper.backups()] == ["closing"]
    (copy,) = desk.keeping.place.rglob("recovery-plain-*.html")
    assert "NOTE-MARKER" in copy.read_text("utf-8")


def test_the_passphrase_that_opened_it_locks_the_copy_to_read(desk: SmallDesk, tmp_path: Path, qtbot: QtBot) -> None:
    key = new_key("a passphrase of some length", CHEAP)
    path = tmp_path / "mine.inspection"
    desk.create(path, "small", {"trust": "A Trust"}, {"A1": "lead"}, "A1", key).close()
    window = show(desk, qtbot)
    window.opening.open_path(path)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    qtbot.keyClicks(window.unlock.passphrase.line, "a passphrase of some length")
    with qtbot.waitSignal(window.opening.opened, timeout=20_000):
        qtbot.keyClick(window.unlock.passphrase.line, Qt.Key.Key_Return)
    assert desk.keeping.locks.of(key) is not None
    reading = SafeReading(window.work.bridge, desk)  # type: ignore[union-attr]
    qtbot.addWidget(reading)
    reading.errand_asked.connect(window.errands.carry_out)
    reading.write_to(tmp_path / "copy.html")
    qtbot.waitUntil((tmp_path / "copy.html").exists)
    assert '"passphrase": {' in (tmp_path / "copy.html").read_text("utf-8")


def test_the_state_has_words_for_every_case(window: MainWindow) -> None:
    from inspector_app.services.backups import State

    assert state_words(State()).startswith("No backup yet")
    assert state_words(State(second=Path("/media/D"), second_problem="The disk is full.")).endswith("The disk is full.")
