"""A copy elsewhere holds all that stands in the window, though the file itself takes nothing any more, or is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector_app.domain.answers import verify_chains
from inspector_app.domain.errors import KnownError
from inspector_app.services.checking import check
from inspector_app.services.commands import AddCase, SetAnswer, SetDetails
from inspector_app.services.elsewhere import Memory, freeze, save_elsewhere
from inspector_app.services.handing_out import HANDED_TO, prepare, write
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.passphrases import FileKey, key_of, new_key
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Store
from inspector_app.ui.main_window import MainWindow
from small import small
from tests.ui_fixtures import SmallDesk, desk, small_file

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEAD = Person("LEAD", "device-1")
AWAY = Path("a drive that is gone", "visit.inspection")


@pytest.fixture
def inspections() -> Inspections:
    return Inspections({"small": small()})


@pytest.fixture(params=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> FileKey | None:
    return new_key("correct horse battery") if request.param == "encrypted" else None


@pytest.fixture
def stuck(inspections: Inspections, tmp_path: Path, key: FileKey | None) -> Iterator[Session]:
    """An inspection whose folder is gone, with an answer and half a note that never reached it."""
    home = tmp_path / "stick"
    home.mkdir()
    path = home / "visit.inspection"
    made = inspections.create(path, "small", LEAD, {"trust": "Kent"}, {"LEAD": "lead", "A1": "inspector"}, key)
    made.do(AddCase("101", "LEAD", {"type": "licence", "officer": "O-1"}))
    made.do(SetAnswer("case", "101", "plan", "sufficient", note="page 3"))
    made.close()
    told: list[KnownError] = []
    session = inspections.open(path, LEAD, told.append, key)
    shutil.rmtree(home)
    session.handle(SetAnswer("case", "101", "plan", "insufficient"))
    session.handle(SetAnswer("case", "101", "review", "sufficient", note="ünsaved, “all” of it"))
    session.keep_draft("case", "101", "comment", "value", "half a sen")
    yield session
    session.close()


def compare(first: Session, copy: Session) -> None:
    """Every answer, fact, status, draft: all that can be read of either is read and compared."""
    assert tuple(copy.ledger) == tuple(first.ledger)
    assert copy.refs() == first.refs() and copy.details() == first.details()
    for ref in first.refs():
        assert copy.case(ref) == first.case(ref)
    assert copy.copy.drafts == first.typed.held()
    assert copy.copy.local == first.copy.local and copy.copy.anchors == first.copy.anchors
    assert copy.instrument == first.instrument and copy.shelf.carried == first.shelf.to_carry(first.instrument)
    assert copy.flaws == ()


def test_the_copy_holds_each_answer_that_stands_in_the_window(
    stuck: Session, inspections: Inspections, tmp_path: Path, key: FileKey | None
) -> None:
    path = tmp_path / "copy.inspection"
    assert save_elsewhere(freeze(stuck, AWAY), path) == path
    assert [p.name for p in tmp_path.iterdir()] == [path.name], "nothing else was left there"
    opens_it = key and key_of(path, "correct horse battery")
    copy = inspections.open(path, LEAD, key=opens_it)
    compare(stuck, copy)
    case = copy.case("101")
    assert case.answers["plan"].value == "insufficient" and case.answers["plan"].note == "page 3"
    assert case.answers["review"].note == "ünsaved, “all” of it"
    assert [d.text for d in copy.copy.drafts] == ["half a sen"]
    copy.do(SetAnswer("case", "101", "plan", "not_done"))
    copy.close()
    assert [f for f in check(path, {"small": small()}, opens_it) if not f.sound] == []
    if key is not None:
        store = Store.open(path, opens_it)
        assert {one.revision for one in store.signatures()} == {r.id for r in copy.ledger}, "all of it is vouched for"
        store.close()


def test_work_goes_on_in_the_copy_and_the_first_file_takes_it_when_it_comes_back(
    inspections: Inspections, tmp_path: Path
) -> None:
    path, away = tmp_path / "visit.inspection", tmp_path / "away.inspection"
    made = inspections.create(path, "small", LEAD, {"trust": "Kent"})
    made.do(AddCase("101", "LEAD", {"type": "licence"}))
    path.rename(away)
    made.writer.on_stall = lambda error: None
    made.handle(SetAnswer("case", "101", "plan", "sufficient"))
    copy_path = tmp_path / "copy.inspection"
    save_elsewhere(freeze(made, path), copy_path)
    copy = inspections.open(copy_path, LEAD)
    copy.do(SetAnswer("case", "101", "review", "sufficient"))
    copy.close()
    assert made.close() == 1
    first = inspections.open(away, LEAD)
    union = read_others(first, [copy_path])
    assert union is not None and union.refused == () and union.conflicts == ()
    pending = merge(first, union)
    assert pending is not None
    first.settle(pending)
    assert {q: r.value for q, r in first.case("101").answers.items()} == {"plan": "sufficient", "review": "sufficient"}
    assert verify_chains(first.revisions()) == ()
    first.close()


def test_signatures_that_can_still_be_read_are_kept(inspections: Inspections, tmp_path: Path) -> None:
    key, path = new_key("correct horse battery"), tmp_path / "visit.inspection"
    inspections.create(path, "small", LEAD, {"trust": "Kent"}, {"LEAD": "lead"}, key).close()
    other = inspections.open(path, Person("LEAD", "device-2"), key=key)
    other.do(AddCase("102", "LEAD", {"type": "licence"}))
    store = Store.open(path, key)
    signed = set(store.signatures())
    store.close()
    assert len({one.key for one in signed}) == 2
    save_elsewhere(freeze(other, path), tmp_path / "copy.inspection")
    other.close()
    copy = Store.open(tmp_path / "copy.inspection", key)
    assert set(copy.signatures()) == signed
    copy.close()


def test_a_hand_out_stays_a_hand_out(inspections: Inspections, tmp_path: Path) -> None:
    made = inspections.create(
        tmp_path / "visit.inspection", "small", LEAD, {"trust": "Kent"}, {"LEAD": "lead", "A1": "inspector"}
    )
    made.do(AddCase("101", "A1", {"type": "licence"}))
    made.do(AddCase("102", "LEAD", {"type": "licence"}))
    made.do(SetDetails({"report_due": "2013-12-01"}, {}))
    (tmp_path / "out").mkdir()
    written = write(prepare(made, ["A1"]), tmp_path / "out", "visit", made.now())
    assert written is not None
    made.close()
    handed = next((tmp_path / "out").iterdir())
    part = inspections.open(handed, Person("A1", "device-2"))
    assert part.copy.anchors and part.copy.local[HANDED_TO] == "A1"
    part.do(SetAnswer("case", "101", "plan", "sufficient"))
    path = tmp_path / "copy.inspection"
    save_elsewhere(freeze(part, handed), path)
    copy = inspections.open(path, Person("A1", "device-2"))
    compare(part, copy)
    copy.close()
    part.close()


def test_where_something_lies_already_it_is_left_and_told(stuck: Session, tmp_path: Path) -> None:
    path = tmp_path / "copy.inspection"
    path.write_text("mine")
    with pytest.raises(KnownError, match="is there already and was left as it is"):
        save_elsewhere(freeze(stuck, AWAY), path)
    assert path.read_text() == "mine"
    with pytest.raises(KnownError, match="could not be opened"):
        save_elsewhere(freeze(stuck, AWAY), tmp_path / "nowhere" / "copy.inspection")


def test_a_copy_that_is_stopped_or_does_not_read_back_is_not_there(
    stuck: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, memory = tmp_path / "copy.inspection", freeze(stuck, AWAY)
    assert save_elsewhere(memory, path, cancelled=lambda: True) is None

    def without_drafts(of: Memory, part: Path) -> None:
        monkeypatch.undo()
        from inspector_app.services import elsewhere

        elsewhere._write(replace(of, drafts=()), part)

    monkeypatch.setattr("inspector_app.services.elsewhere._write", without_drafts)
    with pytest.raises(KnownError, match="did not read back"):
        save_elsewhere(memory, path)
    assert list(tmp_path.iterdir()) == []


# In the window


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


@pytest.fixture
def window(desk: SmallDesk, small_file: Path, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: leave(made, qtbot))
    with qtbot.waitActive(made):
        made.show()
    with qtbot.waitSignal(made.opening.opened):
        made.opening.open_path(small_file)
    return made


def leave(window: MainWindow, qtbot: QtBot) -> None:
    if window.work is not None and window.work.stuck:
        window.opening._let_go(window._quit)
    else:
        window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def press(window: MainWindow, words: str) -> None:
    next(b for b in window.notice.offers() if b.text() == words).click()


def lose_the_file(window: MainWindow, qtbot: QtBot) -> None:
    assert window.work is not None
    window.work.path.rename(window.work.path.with_suffix(".taken"))
    window.work.open_case("101")
    with qtbot.waitSignal(window.work.bridge.stalled):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1)


def test_the_window_goes_on_working_in_the_copy(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_file(window, qtbot)
    assert "no longer where it was opened" in window.notice.text
    assert window.work is not None
    before = window.work.session
    choose(monkeypatch, tmp_path / "elsewhere")
    press(window, "Save a copy elsewhere…")
    qtbot.waitUntil(lambda: "elsewhere.inspection" in window.notice.text)
    assert str(tmp_path) in window.notice.text and "what is not saved here included" in window.notice.text
    with qtbot.waitSignal(window.opening.opened):
        press(window, "Go on working there")
    assert window.work is not None and window.work.path == tmp_path / "elsewhere.inspection"
    assert tuple(window.work.session.ledger) == tuple(before.ledger)
    assert window.header.saved.text() == "Everything is saved"
    assert before.writer.closed


def test_closing_offers_the_copy_and_then_loses_nothing(
    window: MainWindow, desk: SmallDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_file(window, qtbot)
    assert window.work is not None
    stands = tuple(window.work.session.ledger)
    window.close()
    assert window.isVisible() and "Not closed" in window.notice.text
    choose(monkeypatch, tmp_path / "saved.inspection")
    press(window, "Save a copy elsewhere…")
    qtbot.waitUntil(lambda: "saved.inspection" in window.notice.text)
    press(window, "Close")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert tuple(desk.open(tmp_path / "saved.inspection").ledger) == stands


def test_a_place_that_cannot_take_the_copy_is_told_and_another_can_be_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_file(window, qtbot)
    choose(monkeypatch, tmp_path / "nowhere" / "copy.inspection")
    press(window, "Save a copy elsewhere…")
    qtbot.waitUntil(lambda: "could not be opened" in window.notice.text)
    choose(monkeypatch, tmp_path / "copy.inspection")
    press(window, "Save a copy elsewhere…")
    qtbot.waitUntil(lambda: (tmp_path / "copy.inspection").is_file())


def test_a_copy_can_be_asked_for_at_any_time_from_the_menu(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "copy.inspection")
    window.menus.actions["save_elsewhere"].trigger()
    qtbot.waitUntil(lambda: "copy.inspection" in window.notice.text)
    assert [b.text() for b in window.notice.offers()] == ["Go on working there"]
