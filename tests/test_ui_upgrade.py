"""The whole way in the window: answer, look at another version, put it in force, confirm with a key, go back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.scoring import percent
from inspector_app.services.commands import AddCase, SetAnswer, SetDetails, SignOff, UpgradeInstrument
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person
from inspector_app.ui.keys import ShortcutGuard
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.upgrade_model import UpgradeModel
from inspector_app.ui.question_words import rule_words
from inspector_app.ui.widgets.form_line import QuietLine
from inspector_app.ui.workspace import Workspace
from set_files import changed, with_files, write_set
from small import SCALE, SUFFICIENT, small
from tests.test_ui_window import leave, open_file, show
from tests.ui_fixtures import SmallDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FIRST = with_files(small())
ASKED = FIRST.questions_by_id
SECOND = changed(
    FIRST, "1.1.0",
    plan=replace(ASKED["plan"], text="Was there a plan from the start?"),
    progress=replace(ASKED["progress"], choices=(SCALE[0], SCALE[2])),
    contact=None,
    safe=replace(ASKED["review"], id="safe", criteria=("2.1",), text="Was it safe?", choices=SUFFICIENT),
)  # fmt: skip
"""One reworded, one with a choice gone, one retired, one new."""

SAID = {"plan": "sufficient", "review": "not_done", "contact": "insufficient", "progress": "some", "late": "na",
        "either": "sufficient"}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = SmallDesk(tmp_path, {"small": FIRST})
    yield made
    for session in made.sessions:
        session.close()


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return write_set(SECOND, tmp_path / "small-1.1")


@pytest.fixture
def visit(desk: SmallDesk, tmp_path: Path) -> Path:
    """Two cases with the same answers, case 1 signed off; nobody has the file open."""
    path = tmp_path / "visit.inspection"
    session = desk.create(
        path, "small", {"trust": "Trust", "interviews": "no"}, {"A1": "lead", "A2": "inspector"}, "A1"
    )
    for ref in "12":
        session.do(AddCase(ref, "A1", {"type": "licence", "officer": "P1"}))
        for question, value in SAID.items():
            session.do(SetAnswer("case", ref, question, value))
    session.do(SignOff("1"))
    session.close()
    return path


@pytest.fixture
def window(desk: SmallDesk, visit: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    guard = ShortcutGuard(qapp)
    made = show(desk, qtbot)
    open_file(made, visit, qtbot)
    yield made
    qapp.removeEventFilter(guard)
    guard.deleteLater()


def work(window: MainWindow) -> Workspace:
    assert window.work is not None
    return window.work


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.focusWidget() or window, key, held)


def look_at(qtbot: QtBot, window: MainWindow, source: Path) -> None:
    window.menus.actions["newer_set"].trigger()
    assert window.page == "upgrade"
    window.upgrade.chosen.emit(source)
    qtbot.waitUntil(lambda: window.upgrade.put.isVisible() or bool(window.upgrade.choice.wrong.text()))


def put_in_force(qtbot: QtBot, window: MainWindow, version: str) -> None:
    window.upgrade.put.setFocus()
    with qtbot.waitSignal(window.opening.opened):
        press(qtbot, window, Qt.Key.Key_Return)
    assert work(window).session.instrument.version == version
    qtbot.waitUntil(lambda: f"Version {version} is in force." in window.notice.text)


def texts(widget: QWidget) -> list[str]:
    return [w.text() for w in widget.findChildren(QLabel) if not w.isHidden()]


def shown(window: MainWindow) -> list[list[str]]:
    model = window.upgrade.table.model()
    return [[str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())]


def percents(window: MainWindow) -> list[int | None]:
    return [percent(g.score) for g in work(window).session.scores().outcomes]


def test_from_one_version_to_the_next_and_back(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    assert percents(window) == [67, 0]
    look_at(qtbot, window, newer)
    page = window.upgrade
    assert page.counts.text() == (
        "4 answers were given to questions that change; they stand and count. 2 of them are in cases that are not "
        "signed off, and are to be confirmed again. 2 answers say what can no longer be said and count as blanks as "
        "far as they do. 2 answers to retired questions stay in the history and count nowhere. Signed-off cases stay "
        "signed off."
    )
    assert [b.text() for b in page.classes.values() if b.isVisible()] == [
        "All  19", "Confirm again  2", "Retired  1", "New  1", "Kept  15",
    ]  # fmt: skip
    assert shown(window) == [
        ["Confirm again", "A1", "Was there a plan from the start?", "wording", "2", "1", "1", "–"],
        ["Confirm again", "A3", "Was progress done?", "choices", "2", "1", "1", "2"],
    ]
    assert page.scores.said == ["1: 67% (3 questions) → 67% (3 questions)", "2: 0% (2 questions) → 0% (1 question)"]
    assert window.focusWidget() is page.table
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Good (above the line)\nPoor (below the line)" in texts(page.detail))
    assert "Case 1, A1, signed off: “Some”" in page.detail.lost.text()
    put_in_force(qtbot, window, "1.1.0")
    assert window.page == "cases"
    assert percents(window) == [67, 0]

    work(window).open_case("2")
    form = work(window).assessment
    press(qtbot, window, Qt.Key.Key_F7)
    lines = [line.accessibleName() for line in form.middle.remains.findChildren(QuietLine)]
    assert lines == ["A1   Was there a plan from the start?", "A3   Was progress done?", "A9   Was it safe?"]
    heads = ["Confirm again  ·  1", "Unanswered  ·  2"]
    qtbot.waitUntil(lambda: [t for t in texts(form.middle.remains) if "·" in t] == heads)
    form.middle.remains.findChildren(QuietLine)[0].click()
    band = form.middle.view.again
    assert band.isVisible()
    assert band.title.text() == "A1 changed in version 1.1.0 (wording). Confirm the answer, or change it."
    assert band.words.text() == "Wording in version 1.0.0: “Was plan done?”"
    press(qtbot, window, Qt.Key.Key_Y)
    assert not band.isVisible()
    qtbot.waitUntil(lambda: not work(window).bridge.saving)
    answer = work(window).session.case("2").answers["plan"]
    assert (answer.value, answer.instrument) == ("sufficient", "1.1.0")
    assert "confirmed" in form.side.lines.accessibleName()
    press(qtbot, window, Qt.Key.Key_Down, ctrl=True)
    assert band.title.text() == "A3 changed in version 1.1.0 (choices). The answer can no longer be said; give another."
    assert "“Some” can no longer be said" in band.words.text()
    assert not band.confirm.isVisible()
    press(qtbot, window, Qt.Key.Key_Y)
    assert band.isVisible(), "what can no longer be said cannot be confirmed"
    press(qtbot, window, Qt.Key.Key_1)
    assert not band.isVisible()
    press(qtbot, window, Qt.Key.Key_Down, ctrl=True)
    press(qtbot, window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not work(window).bridge.saving)
    assert work(window).session.remaining("2").may_sign_off
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_S, both)
    qtbot.waitUntil(lambda: not work(window).bridge.saving)
    assert work(window).session.case("2").signed_off
    # Review: nothing of two; plan, either: all of two; progress: the one of case 2; safe: the one of case 2.
    assert percents(window) == [67, 67]

    window.menus.actions["newer_set"].trigger()
    assert [b.text() for b in window.upgrade.choice.offers] == ["Look at version 1.0.0"]  # type: ignore[attr-defined]
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(window.upgrade.put.isVisible)
    put_in_force(qtbot, window, "1.0.0")
    session = work(window).session
    assert {q.id: (q.above, q.below) for q in session.scores().questions} == {
        "plan": (2, 0), "review": (0, 2), "contact": (0, 2), "progress": (1, 0), "late": (0, 0), "either": (2, 0),
    }  # fmt: skip
    assert [s.version for s in session.shelf.carried] == ["1.0.0", "1.1.0"]


def test_an_undone_confirmation_is_asked_for_again(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    look_at(qtbot, window, newer)
    put_in_force(qtbot, window, "1.1.0")
    work(window).open_case("2", "plan")
    band = work(window).assessment.middle.view.again
    press(qtbot, window, Qt.Key.Key_Y)
    assert not band.isVisible()
    press(qtbot, window, Qt.Key.Key_Z, ctrl=True)
    assert band.isVisible()


def test_a_signed_off_case_says_what_changed_and_offers_nothing(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    look_at(qtbot, window, newer)
    put_in_force(qtbot, window, "1.1.0")
    work(window).open_case("1", "plan")
    band = work(window).assessment.middle.view.again
    assert band.title.text().endswith("The case is signed off and counts as it is.")
    assert not band.confirm.isVisible()
    press(qtbot, window, Qt.Key.Key_Y)
    assert work(window).session.case("1").answers["plan"].instrument == "1.0.0"


def test_the_table_is_found_in_and_narrowed_down(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    look_at(qtbot, window, newer)
    page = window.upgrade
    page.classes[None].click()
    assert len(shown(window)) == 19
    qtbot.keyClicks(page.search, "safe new")
    assert shown(window) == [["New", "A9", "Was it safe?", "", "–", "–", "–", "–"]]
    page.search.clear()
    page.classes["retired"].click()
    assert [line[:3] for line in shown(window)] == [["Retired", "A3", "Was contact done?"]]
    qtbot.keyClicks(page.search, "nothing like it")
    assert shown(window) == []
    assert page.detail.title.text() == "Choose a row to see it under both versions."


def test_mistakes_are_told_by_file_question_and_reason(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    page = newer / "page-a.toml"
    page.write_text(page.read_text().replace('["1.1"]', '["9.9"]', 1))
    look_at(qtbot, window, newer)
    choice = window.upgrade.choice
    assert choice.wrong.text() == "The question set in small-1.1 has 1 mistake and was not used; mend these first."
    assert choice.mistakes.text() == "page-a.toml: plan: there is no criterion 9.9"
    assert not window.upgrade.put.isVisible()


def test_what_cannot_take_the_place_is_told_and_cancel_leads_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    look_at(qtbot, window, write_set(FIRST, tmp_path / "same"))
    assert "in force already (1.0.0)" in window.upgrade.choice.wrong.text()
    window.upgrade.left.emit()
    assert window.page == "cases"


def test_who_does_not_lead_is_told(window: MainWindow, qtbot: QtBot) -> None:
    work(window).work_as("A2")
    window.menus.actions["newer_set"].trigger()
    assert window.page == "cases"
    assert "The lead inspector or the deputy puts another version" in window.notice.text


def test_without_signed_off_cases_there_are_no_scores_to_compare(
    desk: SmallDesk, window: MainWindow, tmp_path: Path, newer: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "empty.inspection"
    made = desk.create(path, "small", {"trust": "Empty"}, {}, "A1")
    made.do(SetDetails({"title": "Nothing yet"}))
    made.close()
    open_file(window, path, qtbot)
    look_at(qtbot, window, newer)
    assert "No case is signed off yet" in window.upgrade.scores.lead.text()
    assert window.upgrade.counts.text().startswith("0 answers were given to questions that change")


def test_rules_read_as_words() -> None:
    found = {q.id: rule_words(q.open_when, FIRST) for q in FIRST.questions}
    assert found["plan"] == "always"
    assert found["plan_reasons"] == "A1 is “Insufficient”"
    assert found["contact"] == "Type is “Licence”"
    assert found["late"] == "not (A1 is “Not applicable”) and A2 is “Not done”"
    assert found["either"] == "A1 is “Sufficient” or A1a is “Thin”"


def test_the_models_stand_up_to_qt(qtmodeltester: object) -> None:
    model = UpgradeModel()
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_closing_while_the_page_is_open_keeps_everything(window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    look_at(qtbot, window, newer)
    leave(window, qtbot)
    assert not window.isVisible()


def test_a_merge_that_brings_a_newer_version_opens_the_inspection_anew(
    window: MainWindow, visit: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = Path(shutil.copy(visit, tmp_path / "other.inspection"))
    theirs = Inspections({"small": FIRST}).open(other, Person("A1", "other device"))
    theirs.do(UpgradeInstrument(with_files(SECOND)))
    theirs.do(SetAnswer("case", "2", "plan", note="Under the version before."))
    theirs.close()
    page = work(window).session
    found = read_others(page, [other])
    assert found is not None and not found.refused
    with qtbot.waitSignal(window.opening.opened):
        work(window).bridge.follow(merge(page, found))
    assert work(window).session.instrument.version == "1.1.0"
    assert work(window).session.case("2").answers["plan"].note == "Under the version before."
    qtbot.waitUntil(lambda: "Version 1.1.0 is in force." in window.notice.text)
