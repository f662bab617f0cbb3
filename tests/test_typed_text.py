"""Text on its way: kept every moment while it is typed, and never in the way of an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from form_fixtures import FormHost, Keys, form, form_path, inspections, keys, open_form
from inspector_app.services.inspections import Inspections
from inspector_app.services.recovery import recover
from inspector_app.services.session import Person, Session
from inspector_app.ui.widgets.form_text import KEPT_MS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
__all__ = ["form", "form_path", "inspections", "keys", "open_form"]


def drafts(session: Session) -> list[tuple[str, str]]:
    return [(d.question, d.text) for d in session.left_by_a_crash()]


def type_on(keys: Keys, until: Callable[[], bool]) -> int:
    """Types without ever pausing; returns how many keys it took, and fails where it takes far too long."""
    began, typed = time.monotonic(), 0
    while not until():
        assert time.monotonic() - began < KEPT_MS * 0.05, "typed for long, and nothing was kept"
        keys.press("a")
        QApplication.processEvents()
        typed += 1
    return typed


def test_what_is_typed_without_a_pause_is_kept_while_it_is_typed(form: FormHost, keys: Keys) -> None:
    keys.press("n")
    assert type_on(keys, lambda: bool(drafts(form.session))) > 0
    first = drafts(form.session)[0]
    assert first[0] == "plan" and set(first[1]) == {"a"}
    assert form.answer("plan").note == "", "it is still being typed"
    type_on(keys, lambda: drafts(form.session) != [first])
    assert len(drafts(form.session)[0][1]) > len(first[1])


def test_what_was_typed_and_taken_away_again_does_not_come_back_after_a_crash(
    form: FormHost, keys: Keys, qtbot: QtBot
) -> None:
    keys.press("n")
    keys.press("wrong")
    qtbot.waitUntil(lambda: drafts(form.session) == [("plan", "wrong")])
    for _ in "wrong":
        keys.press(Qt.Key.Key_Backspace)
    keys.press(Qt.Key.Key_Tab)
    assert recover(form.session) == ()
    assert drafts(form.session) == [] and form.answer("plan").note == ""


@pytest.fixture
def held(form_path: Path, inspections: Inspections) -> Iterator[tuple[Session, threading.Event]]:
    """A session whose writer is held up until the event is set."""
    session, go = inspections.open(form_path, Person("AB", "device")), threading.Event()
    session.writer.submit(lambda _: go.wait())
    yield session, go
    go.set()
    session.close()


def test_no_line_of_drafts_forms_before_a_slow_disk(held: tuple[Session, threading.Event]) -> None:
    session, go = held
    kept = [session.keep_draft("case", "4107", "plan", "note", "page 3"[:length]) for length in range(1, 7)]
    other = session.keep_draft("case", "4107", "comment", "value", "Looked twice")
    assert len(set(map(id, kept))) == 1, "all wait for one write"
    go.set()
    kept[0].result()
    other.result()
    assert drafts(session) == [("plan", "page 3"), ("comment", "Looked twice")]


def test_what_is_typed_after_a_draft_was_dropped_is_kept(held: tuple[Session, threading.Event]) -> None:
    session, go = held
    session.keep_draft("case", "4107", "plan", "note", "page 3")
    session.drop_draft("case", "4107", "plan", "note")
    session.keep_draft("case", "4107", "plan", "note", "page 4")
    go.set()
    assert drafts(session) == [("plan", "page 4")]


def test_a_draft_that_was_dropped_on_its_way_is_not_written(held: tuple[Session, threading.Event]) -> None:
    session, go = held
    session.keep_draft("case", "4107", "plan", "note", "page 3")
    session.drop_draft("case", "4107", "plan", "note")
    go.set()
    assert drafts(session) == []
