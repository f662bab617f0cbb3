"""The window: opening, closing without loss, navigation, notices, jobs, and what comes back at the next start."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import AddCase, SetAnswer, SetFlag
from inspector_app.services.session import Session
from inspector_app.ui.actions import ACTIONS
from inspector_app.ui.desk import ImportSummary
from inspector_app.ui.errors import BugHook, BugNotice
from inspector_app.ui.jobs import Job
from inspector_app.ui.main_window import MainWindow
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    return show(desk, qtbot)


def show(desk: SmallDesk, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: leave(made, qtbot))
    with qtbot.waitActive(made):
        made.show()
    return made


def leave(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def open_file(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.opening.open_path(path)


def test_a_history_changed_outside_is_told_when_the_file_is_opened(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    meddled = sqlite3.connect(small_file)
    meddled.executescript("DROP TRIGGER revision_update; UPDATE revision SET author = 'somebody else'")
    meddled.close()
    open_file(window, small_file, qtbot)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.tone == "stop"
    assert "was changed outside Inspector" in window.notice.text


def test_without_an_inspection_only_beginning_is_offered(window: MainWindow) -> None:
    enabled = {name for name, action in window.menus.actions.items() if action.isEnabled()}
    assert enabled == {"new_inspection", "open_inspection", "open_example", "quit", "key_sheet", "about"}
    assert not window.header.isVisible()


def test_every_action_has_its_menu_entry_and_its_keys(window: MainWindow) -> None:
    assert set(window.menus.actions) == {spec.id for spec in ACTIONS}
    shown = {a for menu in window.menuBar().actions() for a in menu.menu().actions()}
    assert {window.menus.actions[spec.id] for spec in ACTIONS if spec.menu} <= shown
    for spec in ACTIONS:
        assert len(window.menus.actions[spec.id].shortcuts()) == len(spec.keys)


def test_an_opened_inspection_shows_its_cases_and_is_remembered(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    assert window.page == "cases"
    assert window.header.name.text() == "Small Trust"
    assert not window.header.example.isVisible()
    assert desk.opened == {small_file: "Small Trust"}
    assert window.menus.actions["add_case"].isEnabled()
    assert not window.menus.actions["flag"].isEnabled()


def test_keys_go_between_cases_and_scores(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    open_file(window, small_file, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "scores"
    assert not window.menus.actions["add_case"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "cases"


def test_return_on_a_case_opens_its_form(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    window.work.cases.go_to("101")
    qtbot.keyClick(window.work.cases.table, Qt.Key.Key_Return)
    assert window.page == "assessment"
    window.work.assessment.leave.emit()
    assert window.page == "cases"


def test_the_form_leads_back_to_the_page_it_was_opened_from(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    open_file(window, small_file, qtbot)
    work = window.work
    assert work is not None
    leave = work.assessment.facts.leave
    work.review.queue.opened.emit("101", "screening")
    assert (window.page, leave.text()) == ("assessment", "\u2039 Review")
    work.assessment.officer_asked.emit("P1")
    assert leave.text() == "\u2039 Review"
    leave.click()
    assert window.page == "review"
    work.cases.opened.emit("101")
    assert leave.text() == "\u2039 Cases"
    leave.click()
    assert window.page == "cases"


def test_a_file_that_is_missing_is_told_in_the_window_and_can_leave_the_list(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = tmp_path / "gone.inspection"
    desk.opened = {gone: "Gone Trust"}
    window.start.show_recent(desk.recent())
    names = [b.accessibleName() for b in window.start.findChildren(QAbstractButton) if b.isVisible()]
    assert "Gone Trust, missing" in names
    window.opening.open_path(gone)
    qtbot.waitUntil(lambda: "no file gone.inspection" in window.notice.text)

    def remove() -> list[QAbstractButton]:
        wanted = "Remove Gone Trust from the list"
        buttons = window.start.findChildren(QAbstractButton)
        return [b for b in buttons if b.isVisible() and b.accessibleName() == wanted]

    qtbot.waitUntil(lambda: bool(remove()))
    remove()[0].click()
    assert desk.opened == {}
    assert window.work is None


def test_the_example_says_that_its_cases_are_made_up(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.start.example_button.click()
    assert window.header.example.isVisible()
    assert "made up" in window.header.example.text()


def test_on_a_narrow_screen_the_name_of_the_inspection_goes_before_the_words_about_the_example(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.opening.opened):
        window.start.example_button.click()
    name, example = window.header.name, window.header.example
    assert name.shown == name.text()
    window.resize(1000, 512)
    qtbot.waitUntil(lambda: example.text() == "Example")
    assert example.shown == "Example" and "made up" in example.accessibleName() and "made up" in example.toolTip()
    qtbot.waitUntil(lambda: len(name.shown) > 8)
    window.resize(1366, 728)
    qtbot.waitUntil(lambda: "made up" in example.text())


def test_saving_is_told_only_after_the_commit(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    assert window.header.saved.text() == "Everything is saved"
    window.work.bridge.handle(SetAnswer("case", "101", "screening", "yes"))
    assert window.header.saved.text() == "Saving…"
    qtbot.waitUntil(lambda: window.header.saved.text().startswith("Saved "))


def test_what_the_disk_refuses_is_marked_and_closing_asks_before_losing_it(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    full = threading.Event()
    full.set()
    refuse_while(window, full)
    window.work.bridge.handle(SetFlag("case", "101", "screening", True))
    qtbot.waitUntil(lambda: window.header.saved.text() == "Not saved")
    assert window.header.retry.isVisible()
    assert "disk is full" in window.notice.text
    window.close()
    assert window.isVisible()
    assert [b.text() for b in window.notice.offers()] == ["Try again", "Save a copy elsewhere…", "Close and lose it"]
    full.clear()
    window.header.retry.click()
    qtbot.waitUntil(lambda: window.header.saved.text().startswith("Saved "))
    assert window.notice.text == ""


def refuse_while(window: MainWindow, full: threading.Event) -> None:
    """Has the file refuse appends, as a full disk does, for as long as the event is set."""
    assert window.work is not None

    def put_in_the_way(store: object) -> None:
        append: Callable[..., None] = store.append  # type: ignore[attr-defined]

        def refusing(*written: object, **more: object) -> None:
            if full.is_set():
                raise KnownError("The disk is full; what was saved is safe.")
            append(*written, **more)

        store.append = refusing  # type: ignore[attr-defined]

    window.work.session.writer.submit(put_in_the_way).result()


def test_closing_the_window_waits_for_the_disk_and_keeps_the_answer(
    desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    window = show(desk, qtbot)
    open_file(window, small_file, qtbot)
    assert window.work is not None
    window.work.bridge.handle(SetAnswer("case", "101", "screening", "yes"))
    leave(window, qtbot)
    assert desk.open(small_file).case("101").answers["screening"].value == "yes"


def test_last_page_and_case_come_back(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> None:
    first = show(desk, qtbot)
    open_file(first, small_file, qtbot)
    assert first.work is not None
    first.work.cases.go_to("102")
    first.show_page("scores")
    leave(first, qtbot)
    second = show(desk, qtbot)
    open_file(second, small_file, qtbot)
    assert second.work is not None
    assert (second.page, second.work.cases.table.key()) == ("scores", "102")
    leave(second, qtbot)


def test_a_new_inspection_is_made_from_the_page(
    window: MainWindow, desk: SmallDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    window.start.new_button.click()
    details = window.details
    assert details.inputs["trust"].control.hasFocus()
    details.save.click()
    assert details.inputs["trust"].error == "This is needed."
    qtbot.keyClicks(details.inputs["trust"].control, "Made Trust")
    details.inputs["path"].control.selectAll()
    qtbot.keyClicks(details.inputs["path"].control, str(tmp_path / "made"))
    qtbot.keyClicks(details.inputs["fieldwork_start"].control, "2 September 2013")
    qtbot.keyClicks(details.team.add(), "B7")
    details.interviews.setChecked(False)
    qtbot.keyClicks(details.passphrase.first.line, "four words that differ")
    qtbot.keyClicks(details.passphrase.again.line, "four words that differ")
    with qtbot.waitSignal(window.opening.opened):
        details.save.click()
    assert window.work is not None
    said = window.work.session.details()
    assert (said.trust, said.details["fieldwork_start"], said.interviews_held) == ("Made Trust", "2013-09-02", False)
    assert said.team == {"B7": "inspector", "A1": "inspector"}
    assert (tmp_path / "made.inspection").is_file()


def test_the_tab_key_walks_the_team_in_the_order_it_stands(window: MainWindow, qtbot: QtBot) -> None:
    window.start.new_button.click()
    team = window.details.team
    for _ in range(2):
        team.add_button.click()
    walked = [team.lines[0][1]]
    for _ in range(6):
        here = walked[-1].nextInFocusChain()
        while not here.focusPolicy() & Qt.FocusPolicy.TabFocus or here.isHidden():
            here = here.nextInFocusChain()
        walked.append(here)
    wanted = [w for line, code, role in team.lines for w in (code, role, *line.findChildren(QPushButton))]
    assert walked == [*wanted, team.add_button]


def test_where_the_file_is_kept_is_suggested_from_the_trust_until_a_place_is_typed(
    window: MainWindow, desk: SmallDesk, qtbot: QtBot
) -> None:
    window.start.new_button.click()
    trust, place = window.details.inputs["trust"], window.details.inputs["path"]
    qtbot.keyClicks(trust.control, "Avon/Somerset: A & B.")
    assert place.value == str(desk.documents / "Avon Somerset A & B.inspection")
    qtbot.keyClicks(place.control, "x")
    own = place.value
    qtbot.keyClicks(trust.control, " Trust")
    assert place.value == own
    window.details.left.emit()
    window.start.new_button.click()
    assert place.value == ""
    qtbot.keyClicks(trust.control, "Kent")
    assert place.value == str(desk.documents / "Kent.inspection")


def test_details_are_changed_and_the_name_in_the_window_follows(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    window.header.who.click()
    assert window.page == "details"
    assert not window.details.inputs["path"].isVisible()
    window.details.inputs["trust"].value = "Other Trust"
    window.details.inputs["me"].value = "A2"
    window.details.team.lines[0][1].setText("A9")
    window.details.save.click()
    qtbot.waitUntil(lambda: window.header.name.text() == "Other Trust")
    assert window.header.who.text() == "You are A2"
    assert window.work is not None
    assert window.work.session.person.author == "A2"
    assert set(window.work.session.details().team) == {"A9", "A2"}


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    nothing = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing))


def test_a_file_dropped_on_the_window_opens_and_a_table_is_previewed(
    window: MainWindow, small_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.opening.opened):
        drop(window, small_file)
    table = tmp_path / "cases.csv"
    table.write_text("case_ref,ldu\n301,Plymouth\n", "utf-8")
    drop(window, table)
    assert window.work is not None
    assert window.work.cases.panels.importer.isVisible()


def test_the_report_and_the_tables_are_written_and_told_in_the_line(
    window: MainWindow, small_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    window.errands.write_report(window.work.session, tmp_path / "draft.pdf")
    qtbot.waitUntil(lambda: "draft.pdf" in window.notice.text)
    assert str(tmp_path) in window.notice.text
    assert (tmp_path / "draft.pdf").read_text("utf-8") == "Small Trust"
    window.errands.write_tables(window.work.session, tmp_path)
    qtbot.waitUntil(lambda: window.notice.text == f"The tables are in {tmp_path}.")


def test_the_key_sheet_comes_and_goes_by_key_and_gives_the_keyboard_back(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    before = window.focusWidget()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.keys.isVisible()
    assert any("[^1] in a sentence is a footnote" in told.text() for told in window.keys.findChildren(QLabel))
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.keys.isVisible()
    assert window.focusWidget() is before


def test_every_control_on_every_page_has_a_name(window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    window.work.cases.panels.add_case()
    window.work.cases.panels.importer.preview(small_file, ImportSummary(1, ("1",)))
    window.details.begin("A1")
    window.details.team.add("B1")
    work = window.work
    window.show_page("report")
    work.report.write.side.pick("{{fig: question=court_report, where=rosh=high}}")
    pages = (window.start, window.details, work.cases, work.scores, work.report, window.header, window.keys)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = [
        widget
        for page in pages
        for kind in kinds
        for widget in page.findChildren(kind)
        if not named(widget) and not inside(widget, (QComboBox, QLineEdit, QAbstractItemView))
    ]
    assert nameless == []


def named(widget: QWidget) -> bool:
    """Whether a screen reader has something to say of it."""
    return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))


def inside(widget: QWidget, kinds: tuple[type, ...]) -> bool:
    """Whether it is a part that Qt makes for another control."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, kinds):
            return True
        above = above.parentWidget()
    return False


def test_pages_that_an_assessor_may_never_look_at_are_made_when_they_are_shown(
    window: MainWindow, small_file: Path, qtbot: QtBot
) -> None:
    open_file(window, small_file, qtbot)
    assert window.work is not None
    assert set(window.work.pages) == {"cases", "assessment"}
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "scores" and set(window.work.pages) == {"cases", "assessment", "scores"}
    assert window.stack.currentWidget() is window.work.scores


# Jobs and bugs


def test_a_job_tells_its_progress_and_its_result_on_the_main_thread(qtbot: QtBot) -> None:
    told: list[tuple[object, int]] = []
    job = Job("work", lambda progress, _: progress(0.5, "half") or threading.get_ident())
    job.progressed.connect(lambda done, what: told.append(((done, what), threading.get_ident())))
    with qtbot.waitSignals([job.done, job.ended]) as signals:
        job.done.connect(lambda result: told.append((result, threading.get_ident())))
        job.start()
    assert signals is not None
    assert told[0] == ((0.5, "half"), threading.get_ident())
    assert told[1][0] != told[1][1] == threading.get_ident()


def test_a_job_can_be_stopped_between_its_steps(qtbot: QtBot) -> None:
    began = threading.Event()

    def act(_: object, cancelled: Callable[[], bool]) -> bool:
        began.set()
        while not cancelled():
            pass
        return False

    job = Job("work", act)
    job.start()
    qtbot.waitUntil(began.is_set)
    with qtbot.waitSignal(job.done) as done:
        job.stop()
    assert done.args == [False]


def test_a_job_whose_page_is_gone_comes_to_its_end_without_a_word(
    qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    began, ended = threading.Event(), threading.Event()

    def act(progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> bool:
        began.set()
        while not cancelled():
            progress(0.5, "half")
        ended.set()
        return True

    job = Job("work", act)
    job.start()
    qtbot.waitUntil(began.is_set)
    thread = next(t for t in threading.enumerate() if t.name == "job")
    shiboken6.delete(job)
    qtbot.waitUntil(ended.is_set)
    thread.join()
    assert capfd.readouterr().err == ""


def test_a_known_problem_of_a_job_is_told_as_its_sentence(qtbot: QtBot) -> None:
    def act(*_: object) -> bool:
        raise KnownError("The disk is full.")

    job = Job("work", act)
    with qtbot.waitSignals([job.failed, job.ended]):
        job.failed.connect(lambda text: setattr(job, "told", text))
        job.start()
    assert job.told == "The disk is full."  # type: ignore[attr-defined]


def test_a_bug_in_a_job_reaches_the_place_where_bugs_are_told(qtbot: QtBot) -> None:
    def act(*_: object) -> bool:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as caught:
        job = Job("work", act)
        with qtbot.waitSignal(job.ended):
            job.start()
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_bug_is_shown_once_with_text_to_copy_and_the_log_still_hears_of_it(qtbot: QtBot) -> None:
    heard: list[type[BaseException]] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, *_: heard.append(kind)
    hook = BugHook()
    notice = BugNotice()
    qtbot.addWidget(notice)
    hook.caught.connect(notice.tell)
    try:
        error = ValueError("what went wrong")
        sys.excepthook(ValueError, error, None)
        assert notice.isVisibleTo(notice.parentWidget())
        assert notice.details.endswith("\nValueError"), "what may be sent holds nothing of a case"
        assert "It said (not copied): what went wrong" in [one.text() for one in notice.findChildren(QLabel)]
        notice.hide()
        sys.excepthook(ValueError, error, None)
        assert notice.isHidden()
    finally:
        hook.remove()
        sys.excepthook = before
    assert heard == [ValueError, ValueError]


def test_whoever_worked_here_last_goes_on_though_the_machine_knows_another_code(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot
) -> None:
    desk.me = "HMI-09"
    open_file(window, small_file, qtbot)
    assert window.header.who.text() == "You are A1"
    assert window.work is not None and window.work.session.person.author == "A1"


def test_a_stranger_changes_nothing_in_a_led_team_before_they_say_who_they_are(
    window: MainWindow, desk: SmallDesk, small_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.me = "HMI-09"
    opened = SmallDesk.open
    monkeypatch.setattr(SmallDesk, "open", lambda *given, **more: _at_another_laptop(opened(*given, **more)))
    open_file(window, small_file, qtbot)
    work = window.work
    assert work is not None
    before = len(work.session.ledger)
    assert not work.bridge.handle(AddCase("X-1", "HMI-09", {}))
    assert len(work.session.ledger) == before and "it is not said yet who works here" in window.notice.text
    work.work_as("A2")
    assert not work.bridge.barred


def _at_another_laptop(session: Session) -> Session:
    session.person = replace(session.person, device="another")
    return session
