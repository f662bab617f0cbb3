"""The editor of a section: text in is text out; a bound figure is one character to the hand and words to the eye."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.models.report_looks import Looks
from inspector_app.ui.models.report_marks import ChipLook, TextMark
from inspector_app.ui.widgets.form_text import KEPT_MS
from inspector_app.ui.widgets.report_editor import ReportEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PLAN = "{{fig: question=plan}}"
AGE = '{{fig: field=age, where="age=20..29; gender=female", as=counts}}'
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PARTS = (
    "{{", "}}", "{", "}", "{{fig:", "{{fig: a}", PLAN, AGE, "{{para: 3fa94b11}}", "{{chart: criterion=3.1}}",
    "{{plain: sixteen}}", "\n", "\n\n", "\r", "\r\n", "\u2028", "\u2029", "\ufeff", "\ufffc", "\ufdd0", "\ufdd1",
    "\ufffe", "\x00", "\xa0", "\t", "\U0001d11e", "# ", "> ",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=6)), max_size=14).map("".join)


@pytest.fixture
def editor(qtbot: QtBot) -> ReportEditor:
    made = ReportEditor()
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


@pytest.fixture(scope="module")
def bench(qapp: QApplication) -> Iterator[ReportEditor]:
    """One editor for all examples of a property; it goes before the program ends."""
    made = ReportEditor()
    yield made
    made.deleteLater()
    QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)


def caret_to(editor: ReportEditor, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def keys(editor: ReportEditor, *pressed: str | Qt.Key) -> None:
    for one in pressed:
        if isinstance(one, str):
            QTest.keyClicks(editor, one)
        else:
            QTest.keyClick(editor, one)


# Text in is text out


@settings(max_examples=400)
@given(TEXTS)
def test_any_text_comes_back_sign_for_sign(bench: ReportEditor, text: str) -> None:
    bench.open_text(text)
    assert bench.typed() == text
    assert not bench.dirty


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_another_state_of_the_text_takes_the_place_of_the_first_and_undo_brings_it_back(
    bench: ReportEditor, first: str, then: str
) -> None:
    bench.open_text(first)
    bench.put(then)
    assert bench.typed() == then
    while bench.document().isUndoAvailable():
        bench.undo()
    assert bench.typed() == first


@settings(max_examples=200)
@given(TEXTS, st.data())
def test_places_in_the_text_and_on_screen_lead_to_each_other(
    bench: ReportEditor, text: str, data: st.DataObject
) -> None:
    bench.open_text(text)
    source = bench.source()
    offset = data.draw(st.integers(0, len(text)))
    position = source.position(offset)
    assert 0 <= position < bench.document().characterCount()
    back = source.offset(position)
    assert back <= offset
    assert source.position(back) == position


@settings(max_examples=100)
@given(TEXTS, st.data())
def test_what_is_cut_and_pasted_again_leaves_the_text_as_it_was(
    bench: ReportEditor, text: str, data: st.DataObject
) -> None:
    # The clipboard knows line ends of any system as one, and no byte order marks.
    text = text.translate(dict.fromkeys(map(ord, "\r\ufeff\ufffe")))
    bench.open_text(text)
    first, behind = sorted(bench.source().position(data.draw(st.integers(0, len(text)))) for _ in range(2))
    cursor = bench.textCursor()
    cursor.setPosition(first)
    cursor.setPosition(behind, QTextCursor.MoveMode.KeepAnchor)
    bench.setTextCursor(cursor)
    taken = bench.createMimeDataFromSelection()
    bench.textCursor().removeSelectedText()
    bench.insertFromMimeData(taken)
    assert bench.typed() == text


# To the hand


def test_a_bound_figure_is_one_character_to_the_keys(editor: ReportEditor, qtbot: QtBot) -> None:
    editor.open_text(f"In {PLAN} of cases.")
    caret_to(editor, 3)
    keys(editor, Qt.Key.Key_Right)
    assert editor.textCursor().position() == 4
    keys(editor, Qt.Key.Key_Backspace)
    assert editor.typed() == "In  of cases."
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.typed() == f"In {PLAN} of cases."


def test_what_is_typed_behind_a_figure_is_plain_text(editor: ReportEditor) -> None:
    editor.open_text(PLAN)
    caret_to(editor, 1)
    keys(editor, " of ", Qt.Key.Key_Return, "x")
    assert editor.typed() == f"{PLAN} of \nx"


def test_a_figure_is_copied_cut_and_pasted_as_its_source(editor: ReportEditor) -> None:
    editor.open_text(f"a {PLAN}{PLAN} b")
    caret_to(editor, 2)
    QTest.keyClick(editor, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(editor, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == PLAN
    assert editor.typed() == f"a {PLAN} b"
    QTest.keyClick(editor, Qt.Key.Key_End)
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert editor.typed() == f"a {PLAN} b{PLAN}"
    assert editor.chip_beside()[1] == PLAN


COPIES = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from inspector_app.ui.widgets.report_editor import ReportEditor
app = QApplication([])
editor = ReportEditor()
editor.open_text("In {{fig: cases}} cases.")
editor.show()
editor.selectAll()
QTest.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
QTest.qWait(10)
assert app.clipboard().text() == "In {{fig: cases}} cases."
editor.close()
editor.deleteLater()
QTest.qWait(10)
"""


def test_the_program_ends_well_with_a_figure_on_the_clipboard() -> None:
    ended = subprocess.run([sys.executable, "-c", COPIES], capture_output=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr


def test_a_figure_dropped_on_the_text_stands_where_it_fell(editor: ReportEditor) -> None:
    editor.open_text("first\nlast")
    data = QMimeData()
    data.setText(AGE)
    place = editor.cursorRect(QTextCursor(editor.document().lastBlock())).center()
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(editor.viewport(), QDragEnterEvent(place, *how))
    QApplication.sendEvent(editor.viewport(), QDropEvent(QPointF(place), *how))
    assert editor.typed() == f"first\n{AGE}last"


def test_a_figure_typed_by_hand_becomes_a_chip_at_its_last_brace(editor: ReportEditor) -> None:
    editor.open_text("")
    keys(editor, "In {{fig: question=plan}")
    assert "\ufffc" not in editor.document().toPlainText()
    keys(editor, "}")
    assert editor.document().toPlainText() == "In \ufffc"
    assert editor.typed() == f"In {PLAN}"
    keys(editor, " of them, and {{ is no figure }}")
    assert editor.typed() == f"In {PLAN} of them, and {{{{ is no figure }}}}"


def test_return_on_a_chosen_chip_opens_it_and_beside_it_breaks_the_line(editor: ReportEditor) -> None:
    opened: list[str] = []
    editor.chip_opened.connect(opened.append)
    editor.open_text(f"{PLAN} of cases")
    QTest.keyClick(editor, Qt.Key.Key_Right, SHIFT)
    keys(editor, Qt.Key.Key_Return)
    assert (opened, editor.typed()) == ([PLAN], f"{PLAN} of cases")
    keys(editor, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert (opened, editor.typed()) == ([PLAN], f"{PLAN}\n of cases")


def test_a_double_click_opens_the_chip_that_was_hit_and_else_takes_the_word(editor: ReportEditor) -> None:
    opened: list[str] = []
    editor.chip_opened.connect(opened.append)
    editor.open_text(f"word {PLAN} other")
    editor.chips.show_looks({PLAN: ChipLook("just over three-quarters")})
    before, behind = QTextCursor(editor.document()), QTextCursor(editor.document())
    before.setPosition(5)
    behind.setPosition(6)
    wide = editor.cursorRect(behind).left() - editor.cursorRect(before).left()
    assert wide > editor.fontMetrics().horizontalAdvance("just over three-quarters")
    middle = editor.cursorRect(before).center() + QPoint(wide // 3, 0)
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert (opened, editor.chip_beside()) == ([PLAN], (5, PLAN))
    QTest.mouseDClick(
        editor.viewport(),
        Qt.MouseButton.LeftButton,
        pos=editor.cursorRect(QTextCursor(editor.document())).center() + QPoint(8, 0),
    )
    assert (opened, editor.textCursor().selectedText()) == ([PLAN], "word")


def test_a_chip_shown_as_it_is_written_can_be_typed_over(editor: ReportEditor) -> None:
    editor.open_text(f"a {PLAN} b")
    editor.unbind(2)
    assert editor.document().toPlainText() == f"a {PLAN} b"
    keys(editor, Qt.Key.Key_Left, Qt.Key.Key_Left, "s", Qt.Key.Key_Right, Qt.Key.Key_Backspace, "}")
    assert editor.typed() == "a {{fig: question=plans}} b"
    assert editor.document().toPlainText() == "a \ufffc b"


def test_emphasis_is_put_around_what_is_chosen_and_taken_away_again(editor: ReportEditor) -> None:
    editor.open_text(f"one {PLAN} two")
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClick(editor, Qt.Key.Key_B, CTRL)
    assert editor.typed() == f"**one {PLAN} two**"
    QTest.keyClick(editor, Qt.Key.Key_B, CTRL)
    assert editor.typed() == f"one {PLAN} two"
    QTest.keyClick(editor, Qt.Key.Key_End)
    QTest.keyClick(editor, Qt.Key.Key_I, CTRL)
    keys(editor, "x")
    assert editor.typed() == f"one {PLAN} two*x*"


def test_the_keys_of_the_editor_are_not_the_windows_while_it_has_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    editor, fired = ReportEditor(window), []
    QVBoxLayout(window).addWidget(editor)
    for key in ("Ctrl+I", "Ctrl+B", "Ctrl+Z", "Return", "F"):
        QShortcut(QKeySequence(key), window).activated.connect(lambda k=key: fired.append(k))
    with qtbot.waitActive(window):
        window.show()
    editor.setFocus()
    keys(editor, "F", Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_I, CTRL)
    assert (editor.typed(), fired) == ("F\n**", [])
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert (editor.typed(), fired) == ("F\n", [])


def test_a_text_that_may_not_be_changed_is_not(editor: ReportEditor) -> None:
    editor.open_text(f"a {PLAN}")
    editor.setReadOnly(True)
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClick(editor, Qt.Key.Key_B, CTRL)
    keys(editor, "}", Qt.Key.Key_Return, Qt.Key.Key_Delete)
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert editor.typed() == f"a {PLAN}"


# Saving


def test_a_draft_follows_a_pause_and_a_commit_the_leaving(editor: ReportEditor, qtbot: QtBot) -> None:
    said: list[tuple[str, str]] = []
    editor.drafted.connect(lambda text: said.append(("draft", text)))
    editor.committed.connect(lambda text: said.append(("commit", text)))
    editor.open_text("")
    with qtbot.waitSignal(editor.drafted, timeout=KEPT_MS * 10):
        keys(editor, "ab")
    keys(editor, "c")
    keys(editor, Qt.Key.Key_Escape)
    assert said == [("draft", "ab"), ("commit", "abc")]
    editor.set_text("abc")
    editor.clearFocus()
    assert said == [("draft", "ab"), ("commit", "abc")]


def test_what_comes_from_elsewhere_does_not_take_the_caret_or_what_is_being_typed(editor: ReportEditor) -> None:
    editor.open_text(f"one {PLAN} two")
    caret_to(editor, 6)
    editor.set_text(f"zero one {PLAN} two")
    assert (editor.typed(), editor.textCursor().position()) == (f"zero one {PLAN} two", 11)
    keys(editor, "!")
    editor.set_text("else")
    assert editor.typed() == f"zero one {PLAN} !two"


# To the eye


def test_marks_are_walked_by_key_round_the_text_and_move_with_it(editor: ReportEditor) -> None:
    text = f"In 57% of cases {PLAN} were late.\n\nNone was."
    editor.open_text(text)
    first, last = text.index("57%"), text.index("None")
    marks = [TextMark("unbound", last, last + 4, "None"), TextMark("unbound", first, first + 3, "57%")]
    editor.show_read(Looks({}, (), tuple(marks)), editor.source())
    found = []
    for _ in range(3):
        assert editor.next_mark()
        found.append(editor.textCursor().selectedText())
    assert editor.next_mark(back=True)
    assert [*found, editor.textCursor().selectedText()] == ["57%", "None", "57%", "None"]
    caret_to(editor, 0)
    keys(editor, "Now: ")
    assert [p.cursor.selectedText() for p in editor.marks.placed] == ["57%", "None"]
    underlined = [s.cursor.selectedText() for s in editor.extraSelections()]
    assert underlined == ["57%", "None"]


def test_what_is_to_be_looked_at_is_told_in_words_in_the_margin_too(editor: ReportEditor) -> None:
    text = f"First.\n{PLAN} were late."
    editor.open_text(text)
    mark = TextMark("changed", 7, len(text), "It was three-quarters when you read it.")
    editor.show_read(Looks({PLAN: ChipLook("half", "", "changed")}, (), (mark,)), editor.source())
    places = list(editor.gutter._places())
    assert [(number, sign) for number, sign, _ in places] == [(1, "≠")]
    second = QTextCursor(editor.document().lastBlock())
    assert abs(places[0][2].top() - editor.cursorRect(second).top()) <= 8
    assert editor.chips.words(PLAN) == "≠ half"


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (ChipLook("five of eight", "", "plain", True), "five of eight †"),
        (ChipLook("no such question", "", "wrong"), "! no such question"),
        (None, "question=plan"),
    ],
)
def test_a_chip_says_what_it_prints_with_its_caution_or_why_it_cannot(
    editor: ReportEditor, look: ChipLook | None, words: str
) -> None:
    editor.open_text(PLAN)
    editor.chips.show_looks({PLAN: look} if look else {})
    assert editor.chips.words(PLAN) == words


def test_a_chip_with_which_a_sentence_begins_shows_its_capital_also_when_the_text_moves(editor: ReportEditor) -> None:
    text = f"{PLAN} were late. It was {PLAN}."
    editor.open_text(text)
    look = ChipLook("half", begun="Half")
    editor.show_read(Looks({PLAN: look}, (0,), ()), editor.source())
    begins = editor.chips._begins_at
    document, last = editor.document(), editor.document().toPlainText().rindex("\ufffc")
    assert (begins(document, 0), begins(document, last)) == (True, False)
    assert (editor.chips.words(PLAN, True), editor.chips.words(PLAN)) == ("Half", "half")
    caret_to(editor, 0)
    keys(editor, "Now. ")
    assert (begins(document, 0), begins(document, 5), begins(document, last + 5)) == (False, True, False)


def test_a_picture_of_a_text_with_chips_shows_them(editor: ReportEditor) -> None:
    """Drawn on white, a chip leaves ink where an empty line leaves none."""
    editor.open_text("\n")
    empty = editor.viewport().grab().toImage()
    editor.open_text(f"\n{PLAN}")
    caret_to(editor, 0)
    drawn = editor.viewport().grab().toImage()
    assert empty.size() == drawn.size()
    assert empty != drawn


def test_a_box_put_in_behind_a_box_stays_one_of_its_own(editor: ReportEditor) -> None:
    editor.open_text("> [!illustration] One\n> He came.\n")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insert_block("> [!illustration] {note: 101/a/A1}\n> She went.")
    assert editor.typed() == "> [!illustration] One\n> He came.\n\n> [!illustration] {note: 101/a/A1}\n> She went."
