"""A key goes to the control that needs it, and to the shortcut otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.ui.keys import ShortcutGuard

# The platform without a screen says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Bench(QMainWindow):
    """A window with shortcuts of one key and one control of each sort."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []
        for key in ("N", "?", "Delete", "Return"):
            action = QAction(key, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, k=key: self.fired.append(k))
            self.addAction(action)
        self.line, self.acting, self.area = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.combo, self.list, self.push, self.choice = QComboBox(), QListView(), QPushButton("Do"), QPushButton("Yes")
        self.plain = QWidget()
        self.plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.addItems(["Alpha", "November"])
        self.list.setModel(QStringListModel(["one", "two"], self))
        self.choice.setCheckable(True)
        self.acting.returnPressed.connect(lambda: self.fired.append("field"))
        self.push.clicked.connect(lambda: self.fired.append("pressed"))
        self.list.activated.connect(lambda _: self.fired.append("opened"))
        holder = QWidget()
        layout = QVBoxLayout(holder)
        for widget in (self.line, self.acting, self.area, self.combo, self.list, self.push, self.choice, self.plain):
            layout.addWidget(widget)
        self.setCentralWidget(holder)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Iterator[Bench]:
    guard = ShortcutGuard(qapp)
    made = Bench()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    yield made
    qapp.removeEventFilter(guard)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key | str) -> None:
    widget.setFocus()
    if isinstance(key, str):
        qtbot.keyClicks(widget, key)
    else:
        qtbot.keyClick(widget, key)


@pytest.mark.parametrize(("key", "name"), [("n", "N"), ("?", "?"), (Qt.Key.Key_Return, "Return")])
def test_a_shortcut_of_one_key_fires_where_nothing_needs_the_key(
    bench: Bench, qtbot: QtBot, key: Qt.Key | str, name: str
) -> None:
    press(qtbot, bench.plain, key)
    assert bench.fired == [name]


@pytest.mark.parametrize("field", ["line", "acting", "area"])
def test_letters_typed_into_a_field_are_text(bench: Bench, qtbot: QtBot, field: str) -> None:
    widget = getattr(bench, field)
    press(qtbot, widget, "N?n")
    assert (widget.toPlainText() if field == "area" else widget.text()) == "N?n"
    assert bench.fired == []


def test_delete_in_a_field_deletes_text(bench: Bench, qtbot: QtBot) -> None:
    bench.line.setText("ab")
    bench.line.setCursorPosition(0)
    bench.line.setFocus()
    bench.line.setCursorPosition(0)
    qtbot.keyClick(bench.line, Qt.Key.Key_Delete)
    assert (bench.line.text(), bench.fired) == ("b", [])


def test_return_in_a_text_writes_a_line(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench.area, Qt.Key.Key_Return)
    assert (bench.area.toPlainText(), bench.fired) == ("\n", [])


def test_return_belongs_to_a_field_that_acts_on_it_and_to_the_shortcut_in_another(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench.acting, Qt.Key.Key_Return)
    press(qtbot, bench.line, Qt.Key.Key_Return)
    assert bench.fired == ["field", "Return"]


def test_return_presses_a_button_once_and_does_not_fire(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench.push, Qt.Key.Key_Return)
    assert bench.fired == ["pressed"]


def test_return_on_a_choice_is_the_shortcut_and_leaves_the_choice(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench.choice, Qt.Key.Key_Return)
    assert (bench.fired, bench.choice.isChecked()) == (["Return"], False)


def test_return_opens_the_current_row_of_a_list(bench: Bench, qtbot: QtBot) -> None:
    bench.list.setCurrentIndex(bench.list.model().index(1, 0))
    press(qtbot, bench.list, Qt.Key.Key_Return)
    assert bench.fired == ["opened"]


def test_letters_pick_from_a_closed_list_of_choices(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench.combo, "n")
    assert (bench.combo.currentText(), bench.fired) == ("November", [])


def test_return_in_an_open_list_of_choices_takes_the_choice(bench: Bench, qtbot: QtBot) -> None:
    bench.combo.setFocus()
    bench.combo.showPopup()
    taken: list[int] = []
    bench.combo.activated.connect(taken.append)
    qtbot.keyClick(bench.combo.view(), Qt.Key.Key_Down)
    qtbot.keyClick(bench.combo.view(), Qt.Key.Key_Return)
    assert taken == [1]
    assert bench.combo.currentText() == "November"
    assert not bench.combo.view().isVisible()
    assert bench.fired == []
