"""What is typed and chosen is safe: drafts, revisions, undo across restarts, crashes and full disks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2

from form_fixtures import FormHost, Keys, close_form, form, form_path, inspections, keys, open_form
from inspector_app.services.commands import SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.recovery import recover
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Store
from inspector_app.ui.widgets.form_typed import TypedAnswer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
__all__ = ["form", "form_path", "inspections", "keys", "open_form"]

Open = Callable[[Path], FormHost]
ENTER = Qt.Key.Key_Return
ME = Person("AB", "device")


def drafts(form: FormHost) -> list[tuple[str, str, str]]:
    return [(d.question, d.part, d.text) for d in form.session.left_by_a_crash()]


def committed(form: FormHost, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not form.bridge.saving)


def note_field(form: FormHost) -> QPlainTextEdit:
    body = form.page.middle.view.body
    assert body is not None
    return body.evidence.note


def test_an_answer_stands_at_once_and_is_on_disk_once_it_is_told_so(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.bridge.saved):
        keys.press("1")
        assert form.answer("plan").value == "sufficient"
    assert form.session.assessed("4107")[0].sheet.answers == {"plan": "sufficient"}


def test_a_note_is_kept_as_a_draft_while_it_is_typed_and_saved_when_it_is_left(
    form: FormHost, keys: Keys, qtbot: QtBot
) -> None:
    keys.press("n")
    keys.press("Seen on page 3")
    qtbot.waitUntil(lambda: drafts(form) == [("plan", "note", "Seen on page 3")])
    assert form.answer("plan").note == ""
    keys.press(Qt.Key.Key_Tab)
    assert form.answer("plan").note == "Seen on page 3"
    committed(form, qtbot)
    qtbot.waitUntil(lambda: drafts(form) == [])
    assert len(form.page.desk.history("plan")) == 1


def test_text_typed_and_left_with_the_page_is_saved(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    keys.press("n")
    keys.press("half a sentence")
    form.page.hide()
    assert form.answer("plan").note == "half a sentence"


@pytest.mark.parametrize("key", [Qt.Key.Key_Right, Qt.Key.Key_Left])
def test_text_typed_and_left_for_another_question_is_saved(form: FormHost, keys: Keys, key: Qt.Key) -> None:
    form.page.middle.go_to("review")
    keys.press("n")
    keys.press("half a sentence")
    keys.press(key, alt=True)
    assert form.asked in ("A1", "A3")
    assert form.answer("review").note == "half a sentence"


def test_text_typed_and_left_for_another_case_is_saved_in_its_own(form: FormHost, keys: Keys) -> None:
    keys.press("n")
    keys.press("of 4107")
    form.page.open_case("4108")
    assert form.session.case("4107").answers["plan"].note == "of 4107"
    assert "plan" not in form.session.case("4108").answers
    assert note_field(form).toPlainText() == ""


def test_text_typed_and_left_with_the_window_is_saved(form: FormHost, keys: Keys, qtbot: QtBot) -> None:
    keys.press("n")
    keys.press("then the telephone rang")
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert form.answer("plan").note == "then the telephone rang"


def test_undo_and_redo_come_back_after_the_file_was_closed_and_show_where(
    form: FormHost, keys: Keys, qtbot: QtBot, open_form: Open, form_path: Path
) -> None:
    keys.enter("1", "2")
    committed(form, qtbot)
    close_form(form, qtbot)
    again = open_form(form_path)
    more = Keys(qtbot, again)
    assert again.asked == "A3"
    more.press(Qt.Key.Key_Escape)
    more.press(Qt.Key.Key_Z, ctrl=True)
    assert again.asked == "A2" and again.sheet().answers == {"plan": "sufficient"}
    more.press(Qt.Key.Key_Z, ctrl=True)
    assert again.asked == "A1" and again.sheet().answers == {}
    more.press(Qt.Key.Key_Z, ctrl=True, shift=True)
    more.press(Qt.Key.Key_Y, ctrl=True)
    assert again.asked == "A2" and again.sheet().answers == {"plan": "sufficient", "review": "no"}
    assert [r.kind for r in again.page.desk.history("review")] == ["edit", "undo", "redo"]


def test_undo_of_a_note_shows_in_its_field(form: FormHost, keys: Keys) -> None:
    keys.press("n")
    keys.press("wrong", Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_Z, ctrl=True)
    assert note_field(form).toPlainText() == ""


def test_a_number_that_is_none_keeps_the_screen_and_says_how_to_write_it(form: FormHost, keys: Keys) -> None:
    form.page.middle.go_to("visits")
    keys.enter("a dozen")
    typed = form.page.middle.view.body.findChild(TypedAnswer)  # type: ignore[union-attr]
    assert form.asked == "A3" and "in figures" in typed.error.text() and typed.error.isVisible()
    assert typed.field.accessibleDescription() == typed.error.text()
    assert typed.field.typed() == "a dozen" and form.answer("visits").value == ""
    typed.field.selectAll()
    keys.enter("12")
    assert form.asked == "A4" and form.answer("visits").value == "12"


def test_a_date_is_taken_as_people_write_it_and_shown_in_words(form: FormHost, keys: Keys) -> None:
    form.page.middle.go_to("first_seen")
    keys.enter("2/9/2013")
    form.page.middle.go_to("first_seen")
    typed = form.page.middle.view.body.findChild(TypedAnswer)  # type: ignore[union-attr]
    assert form.answer("first_seen").value == "2013-09-02"
    assert typed.field.typed() == "2 September 2013"


def test_what_the_disk_does_not_take_is_marked_in_words_until_it_does(
    form: FormHost, keys: Keys, qtbot: QtBot, form_path: Path
) -> None:
    # Another program holds the file, and the wait for it is set to nothing.
    def wait_for_nobody(store: Store) -> None:
        store._connection.exec_driver_sql("PRAGMA busy_timeout=0").close()
        store._connection.rollback()

    form.session.writer.submit(wait_for_nobody).result()
    other = dbapi2.connect(str(form_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with qtbot.waitSignal(form.bridge.stalled):
        keys.press("1")
    body = form.page.middle.view.body
    assert body is not None
    marks = [w for w in body.findChildren(QLabel) if "Not saved yet" in w.text() and w.isVisible()]
    assert len(marks) == 1 and form.answer("plan").unsaved
    keys.enter("", "2")
    assert form.answer("plan").value == "sufficient" and form.answer("review").unsaved
    other.execute("ROLLBACK")
    other.close()
    form.page.middle.go_to("plan")
    again = next(b for b in form.page.findChildren(QPushButton) if b.text() == "Try again" and b.isVisible())
    with qtbot.waitSignal(form.bridge.saved):
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert not form.answer("plan").unsaved and not again.isVisible()
    assert form.session.assessed("4107")[0].sheet.answers == {"plan": "sufficient", "review": "no"}


KILLED = """
import os, signal, sys
from pathlib import Path
from form_fixtures import form_instrument
from inspector_app.services.commands import SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
session = Inspections({"form": form_instrument()}).open(Path(sys.argv[1]), Person("AB", "device"))
session.do(SetAnswer("case", "4107", "plan", value="insufficient"))
session.keep_draft("case", "4107", "plan", "note", "half a sen").result()
session.keep_draft("case", "4107", "comment", "value", "Looked twice").result()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_text_that_a_killed_process_left_behind_becomes_revisions(form_path: Path, inspections: Inspections) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(form_path)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        check=False,
    )
    assert killed.returncode < 0, "it was killed, it did not end"
    session = inspections.open(form_path, ME)
    found = recover(session)
    for one in found:
        assert one.pending is not None
        session.settle(one.pending)
    assert [(one.ref, one.question, one.part) for one in found] == [
        ("4107", "plan", "note"),
        ("4107", "comment", "value"),
    ]
    case = session.case("4107")
    assert case.answers["plan"].note == "half a sen" and case.answers["plan"].value == "insufficient"
    assert case.answers["comment"].value == "Looked twice"
    assert recover(session) == () and session.left_by_a_crash() == []
    session.close()


@pytest.fixture
def session(form_path: Path, inspections: Inspections) -> Iterator[Session]:
    made = inspections.open(form_path, ME)
    yield made
    made.close()


def test_a_draft_whose_text_was_saved_before_the_crash_is_not_saved_twice(session: Session) -> None:
    session.keep_draft("case", "4107", "plan", "note", "page 3").result()
    session.do(SetAnswer("case", "4107", "plan", note="page 3, and shorter now"))
    session.do(SetAnswer("case", "4107", "plan", value="sufficient"))
    assert recover(session) == ()
    assert session.case("4107").answers["plan"].note == "page 3, and shorter now"
    assert session.left_by_a_crash() == []


def test_a_draft_typed_after_the_last_revision_wins_over_it(session: Session) -> None:
    session.do(SetAnswer("case", "4107", "plan", value="sufficient", note="page 3"))
    session.keep_draft("case", "4107", "plan", "note", "page 3, line 7").result()
    assert len(recover(session)) == 1
    answer = session.case("4107").answers["plan"]
    assert (answer.value, answer.note) == ("sufficient", "page 3, line 7")


def test_a_draft_that_cannot_become_a_revision_is_kept_and_told(session: Session) -> None:
    session.keep_draft("case", "4107", "visits", "value", "a dozen").result()
    session.keep_draft("case", "4107", "no_such_question", "note", "text").result()
    for _ in range(2):
        found = recover(session)
        assert [(one.question, one.pending) for one in found] == [("visits", None), ("no_such_question", None)]
        assert "takes a number" in found[0].problem and "no question" in found[1].problem
    assert len(session.left_by_a_crash()) == 2


def test_a_draft_of_an_interview_becomes_a_revision_too(session: Session) -> None:
    session.keep_draft("officer", "OM1", "views", "value", "Too many forms").result()
    assert len(recover(session)) == 1
    assert session.officer("OM1").answers["views"].value == "Too many forms"
