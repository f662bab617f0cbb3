"""Two inspections side by side: like with like, what is left out and why, and other files that stay as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.comparison import Comparison, Pair, Side, compare
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Choice, FieldIs, Instrument, Question
from inspector_app.domain.scoring import Standing, score
from inspector_app.services.comparing import read_inspections
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.pages.scores import ScoresPage
from report_inspection import inspection
from tests.small import small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Tallied = dict[str, Standing]


def side(name: str, *tallies: Tallied, instrument: Instrument | None = None) -> Side:
    return Side(name, instrument or small(), tallies)


def changed(question_id: str, **more: object) -> Instrument:
    """The small set with one question otherwise."""
    whole = small()
    questions = tuple(replace(q, **more) if q.id == question_id else q for q in whole.questions)  # type: ignore[arg-type]
    return replace(whole, questions=questions)


def without(question_id: str) -> Instrument:
    whole = small()
    return replace(whole, questions=tuple(q for q in whole.questions if q.id != question_id))


def pair(found: Comparison, question: str) -> Pair:
    return next(p for p in found.questions if p.id == question)


ABOVE: Tallied = {"plan": "above", "review": "above", "progress": "above"}
BELOW: Tallied = {"plan": "below", "review": "above", "progress": "na"}


def test_each_question_has_both_scores_their_bases_and_the_difference() -> None:
    found = compare(side("here", ABOVE, BELOW), [side("there", ABOVE, ABOVE, BELOW)])
    assert (found.counted_here, found.counted_there) == (2, 3)
    assert pair(found, "plan") == Pair("plan", Fraction(1, 2), 2, Fraction(2, 3), 3)
    assert pair(found, "plan").difference == Fraction(-1, 6)
    assert pair(found, "progress") == Pair("progress", Fraction(1), 1, Fraction(1), 2)
    assert pair(found, "contact").difference is None
    assert found.unlike == ()


def test_several_others_are_added_up_case_by_case() -> None:
    one = compare(side("here", ABOVE), [side("a", ABOVE, BELOW), side("b", BELOW)])
    other = compare(side("here", ABOVE), [side("ab", ABOVE, BELOW, BELOW)])
    assert (one.outcomes, one.questions) == (other.outcomes, other.questions)
    assert pair(one, "plan").there == Fraction(1, 3)


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        (without("plan"), "not_there"),
        (changed("plan", scored=False), "not_scored"),
        (changed("plan", choices=(*small().questions_by_id["plan"].choices, Choice("part", "In part"))), "choices"),
        (
            changed(
                "plan",
                choices=tuple(
                    replace(c, line="above") if c.code == "insufficient" else c
                    for c in small().questions_by_id["plan"].choices
                ),
            ),
            "line",
        ),
    ],
)
def test_a_question_that_is_not_the_same_is_not_compared_and_counts_on_neither_side(
    there: Instrument, reason: str
) -> None:
    found = compare(side("here", ABOVE, BELOW), [side("same", ABOVE), side("there", ABOVE, instrument=there)])
    assert [(u.question.id, u.reason, u.sides) for u in found.unlike] == [("plan", reason, ("there",))]
    assert "plan" not in [p.id for p in found.questions]
    first = found.criteria[0]
    assert (first.id, first.alike, first.asked) == ("1.1", 1, 2)
    assert first.here is None  # of its two questions the one is apart, and the other nobody answered
    assert found.outcomes[0].here == Fraction(1)  # of review alone


def test_a_question_that_only_the_others_ask_is_named() -> None:
    extra = Question("extra", "A9x", "A", "a", ("1.1",), "Extra?", "Extra", "single", scored=True)
    there = replace(small(), questions=(*small().questions, extra))
    found = compare(side("here", ABOVE), [side("there", ABOVE, instrument=there)])
    assert [(u.question.id, u.reason, u.sides) for u in found.unlike] == [("extra", "not_here", ("there",))]


def test_other_words_for_the_same_question_do_not_matter_and_another_rule_is_told() -> None:
    words = changed("plan", text="Another text", short="Other words")
    assert compare(side("here", ABOVE), [side("there", ABOVE, instrument=words)]).unlike == ()
    rule = changed("contact", open_when=FieldIs("type", ("licence", "order")))
    found = compare(side("here", ABOVE), [side("there", ABOVE, instrument=rule)])
    assert not pair(found, "contact").same_rule
    assert pair(found, "plan").same_rule


standings = st.sampled_from(["above", "below", "na", "blank", "closed"])
tallies = st.lists(st.fixed_dictionaries({q.id: standings for q in small().scored_questions}), max_size=5)


@given(tallies, tallies, st.sampled_from(["question-mean", "criterion-mean"]))
def test_with_the_same_set_both_sides_are_the_scores_and_turning_round_turns_the_sign(
    mine: list[Tallied], theirs: list[Tallied], method: str
) -> None:
    one, other = side("one", *mine), side("other", *theirs)
    found, turned = compare(one, [other], method), compare(other, [one], method)  # type: ignore[arg-type]
    here, there = (score(small(), t, method) for t in (mine, theirs))  # type: ignore[arg-type]
    assert [p.here for p in found.outcomes] == [g.score for g in here.outcomes]
    assert [p.there for p in found.criteria] == [g.score for g in there.criteria]
    for pairs, back in ((found.outcomes, turned.outcomes), (found.questions, turned.questions)):
        for p, q in zip(pairs, back, strict=True):
            assert (p.difference is None) == (q.difference is None)
            assert p.difference is None or (q.difference is not None and p.difference == -q.difference)


# Files and the page


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "here").mkdir()
    made = inspection(tmp_path / "here", cases=12, seed=1, unfinished=2)
    yield made
    made.close()


def other_file(tmp_path: Path, name: str, seed: int, **details: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    made = inspection(
        folder, cases=9, seed=seed, unfinished=1, details={"trust": f"{name} Trust", "id": name, **details}
    )
    made.close()
    path = folder / f"{name}.inspection"
    (folder / "test.inspection").rename(path)
    return path


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[ScoresPage]:
    bridge = Bridge(session)
    made = ScoresPage(bridge)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    with qtbot.waitActive(made):
        made.show()
    made.tabs.show_page("compare")
    yield made
    qtbot.waitUntil(lambda: not bridge.saving and not made.compare.jobs.busy)


def test_another_inspection_is_read_and_left_as_it_is(session: Session, tmp_path: Path) -> None:
    path = other_file(tmp_path, "Moor", 2)
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    read = read_inspections([path], (), session.shelf)
    assert read is not None
    assert (read[0].name, len(read[0].signed_off), len(read[0].unfinished)) == ("Moor Trust", 8, 1)
    assert len(read[0].side(True).tallies) == 9
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "There is no x.inspection"),
        (b"", "x.inspection"),
        (b"name,value\r\n", "x.inspection"),
        (b"SQLite format 3\0" + b"\0" * 500, "x.inspection"),
    ],
)
def test_a_missing_foreign_or_broken_file_gets_one_sentence(
    session: Session, tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "x.inspection"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnownError, match=told) as caught:
        read_inspections([path], (), session.shelf)
    assert "\n" not in str(caught.value)


def test_a_damaged_and_a_newer_file_get_one_sentence(session: Session, tmp_path: Path) -> None:
    path = other_file(tmp_path, "Moor", 2)
    meddled = sqlite3.connect(path)
    meddled.executescript("DROP TRIGGER revision_update; UPDATE revision SET author = 'somebody else'")
    meddled.close()
    with pytest.raises(KnownError, match="Moor.inspection is damaged, so nothing was compared with it"):
        read_inspections([path], (), session.shelf)
    newer = other_file(tmp_path, "Vale", 3)
    meddled = sqlite3.connect(newer)
    version = meddled.execute("PRAGMA user_version").fetchone()[0]
    meddled.execute(f"PRAGMA user_version = {version + 1_000_000}")
    meddled.close()
    with pytest.raises(KnownError, match="newer"):
        read_inspections([newer], (), session.shelf)


def test_a_second_copy_is_refused_and_a_stopped_reading_leaves_nothing(session: Session, tmp_path: Path) -> None:
    path = other_file(tmp_path, "Moor", 2)
    copy = tmp_path / "copy.inspection"
    copy.write_bytes(path.read_bytes())
    with pytest.raises(KnownError, match=r"its cases would count twice"):
        read_inspections([path, copy], (), session.shelf)
    beside = read_inspections([path], (), session.shelf)
    assert beside is not None
    with pytest.raises(KnownError, match=r"copy of the inspection in Moor\.inspection"):
        read_inspections([copy], beside, session.shelf)
    assert read_inspections([path], (), session.shelf, cancelled=lambda: True) is None


def cells(page: ScoresPage, column: int) -> list[str]:
    model = page.compare.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_two_inspections_side_by_side_by_keys(
    page: ScoresPage, session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = page.compare
    paths = [str(other_file(tmp_path, "Moor", 2)), str(other_file(tmp_path, "Vale", 3))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (paths[:1], ""))
    compared.first.setFocus()
    qtbot.keyClick(compared.first, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: compared.found is not None)
    assert compared.levels.hasFocus()
    assert cells(page, 0) == ["1", "2", "3", "4", "5"]
    shown = [f"{(o.score or 0) * 100 // 1}%" for o in session.scores().outcomes]
    assert [int(text[:-1]) for text in cells(page, 2)] == pytest.approx([int(text[:-1]) for text in shown], abs=1)
    assert cells(page, 5) == ["† 8"] * 5
    assert "Moor Trust (2 September 2013 to 20 September 2013), 8 cases" in compared.line()
    qtbot.waitUntil(lambda: compared.chart.drawn)
    assert [bar.figures for bar in compared.chart_taken().bars[:2]] == ["10 cases", "† 8 cases"]
    qtbot.keyClick(compared.levels, Qt.Key.Key_Down)
    assert "1.4" not in cells(page, 0)
    qtbot.keyClick(compared.levels, Qt.Key.Key_Down)
    qtbot.keyClicks(compared.search, "screening")
    assert all("screening" in text.lower() for text in cells(page, 1))
    compared.take_away.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[2:7] == ["Here: %", "Here: base", "There: %", "There: base", "Difference in points"]
    assert lines[-1].startswith("Here: 10 cases counted, signed off; 2 are not signed off and left out. There: Moor")

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (paths[1:], ""))
    compared.more.click()
    qtbot.waitUntil(lambda: compared.found is not None and compared.found.counted_there == 16)
    page.unfinished.click()
    qtbot.waitUntil(lambda: compared.found is not None and compared.found.counted_there == 18)
    remove = [b for b in compared.listed.findChildren(QPushButton) if "Moor" in b.accessibleName()]
    remove[-1].click()
    qtbot.waitUntil(lambda: compared.found is not None and compared.found.counted_there == 9)
    assert [o.name for o in compared.others] == ["Vale Trust"]


def test_what_cannot_be_read_is_told_and_what_stood_stays(page: ScoresPage, tmp_path: Path, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    page.notice.connect(lambda text, tone: told.append((text, tone)))
    page.compare.add([other_file(tmp_path, "Moor", 2)])
    qtbot.waitUntil(lambda: page.compare.found is not None)
    page.compare.add([tmp_path / "gone.inspection"])
    qtbot.waitUntil(lambda: not page.compare.jobs.busy)
    assert told[-1] == ("There is no gone.inspection; nothing was changed. Check the place and try again.", "stop")
    assert [o.name for o in page.compare.others] == ["Moor Trust"]
