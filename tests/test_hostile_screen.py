"""Hostile words on every page of the window: they stand there word for word, and nobody reads what they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import shiboken6
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hostile_words import hostile_words
from inspector_app.domain.errors import KnownError
from inspector_app.services.commands import (
    AddCase,
    AddComments,
    Allocate,
    Ask,
    ChangeName,
    NewComment,
    SetAnswer,
    SetDetails,
    SetReport,
    TagNote,
    WriteSection,
)
from inspector_app.services.session import Session
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.tips import PlainTips, tip
from inspector_app.ui.workspace import PAGES
from ui_fixtures import SmallDesk, desk
from watched import Trap, trap, watching

__all__ = ["desk", "trap"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FACTS = {"ldu": "Plymouth", "officer": "P1", "case_type": "licence", "rosh": "high"}


@pytest.fixture
def tips(qapp: QApplication) -> Iterator[None]:
    made = PlainTips(qapp)
    yield
    qapp.removeEventFilter(made)
    QToolTip.hideText()


def fill(session: Session, words: tuple[str, ...]) -> None:
    """Puts each of the words into every place in which a person can type."""
    for number, said in enumerate(words):
        ref = f"{number} {said[:60]}".strip()
        session.do(AddCase(ref, "A1", FACTS | {"ldu": said[:200], "officer": said[:80]}))
        session.do(SetAnswer("case", ref, "court_report", "no", note=said, evidence="on_file"))
        session.do(Ask(ref, "court_report", said or "?"))
        session.do(TagNote("case", ref, "court_report", "A1", (said[:40].replace(";", ","),)))
        session.do(SetAnswer("officer", said[:80] or "P1", "supervised", "yes", note=said))
        for command in (ChangeName(f"Real {said[:50]}", f"Anna{number}", said), ChangeName(said[:90], "Bella", said)):
            with suppress(KnownError):
                session.do(command)
    session.do(SetDetails({"trust": words[0], "title": words[1]}, {"A2": "inspector", words[2][:60]: "inspector"}))
    session.do(Allocate({ref: words[2][:60] for ref in session.refs()[:3]}))
    session.do(WriteSection("foreword", "\n\n".join(words)))
    session.do(WriteSection("findings-1.1", "\n\n".join(f"- {said}" for said in words)))
    key = "aaaaaaaa"
    session.do(AddComments([NewComment(key, said, said, f"id-{n}") for n, said in enumerate(words) if said.strip()]))
    session.do(SetReport({"version": words[0][:60]}))


@pytest.fixture
def window(desk: SmallDesk, trap: Trap, tips: None, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    path = tmp_path / "hostile.inspection"
    details = {"trust": "T", "interviews": "yes"}
    session = desk.create(path, "small", details, {"A1": "lead", "A2": "inspector"}, "A1")
    fill(session, hostile_words(trap.url))
    session.close()
    desk.opened = {path: hostile_words(trap.url)[0], tmp_path / "gone.inspection": "<b>gone</b>"}
    made = MainWindow(desk)
    qtbot.addWidget(made, before_close_func=lambda _: made.close())
    with qtbot.waitActive(made):
        made.show()
    with qtbot.waitSignal(made.opening.opened):
        made.opening.open_path(path)
    return made


def test_no_page_takes_words_for_markup_and_nobody_reads_what_they_name(
    window: MainWindow, trap: Trap, qtbot: QtBot, tmp_path: Path
) -> None:
    work = window.work
    assert work is not None
    with watching(tmp_path) as seen:
        for name in PAGES:
            if name == "assessment":
                continue
            window.show_page(name)
            tabs = getattr(work.page(name), "tabs", None)
            for tab in tabs.buttons if tabs is not None else [""]:
                if tab:
                    tabs.show_page(tab)
                qtbot.waitUntil(lambda: not window.jobs.busy)
                look_at(window)
        for ref in work.session.refs()[:6]:
            work.ways.open_case(ref)
            look_at(window)
    assert seen.reached == []
    assert not trap.touched()


def look_at(window: MainWindow) -> None:
    """Every label, tip and cell of the window as it is."""
    window.grab()
    for widget in (window, *window.findChildren(QWidget)):
        if not shiboken6.isValid(widget) or widget.inherits("QTipLabel"):
            continue  # a tip that was shown a moment ago
        if isinstance(widget, QLabel) and QtGui.Qt.mightBeRichText(widget.text()):
            assert widget.textFormat() != Qt.TextFormat.AutoText, widget.text()[:200]
            if widget.textFormat() != Qt.TextFormat.PlainText:
                assert not is_harmful(widget.text()), widget.text()[:300]
        if isinstance(widget, QTextEdit | QPlainTextEdit):
            assert "<img" not in (widget.toHtml() if isinstance(widget, QTextEdit) else "")
        if QtGui.Qt.mightBeRichText(widget.toolTip()):
            assert shown_tip(widget, QPoint(1, 1)) == tip(widget.toolTip())
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.isVisible():
            look_at_cells(widget)


def look_at_cells(view: QAbstractItemView) -> None:
    model = view.model()
    for index in cells(model):
        said = index.data(Qt.ItemDataRole.ToolTipRole)
        rect = view.visualRect(index)
        if said and QtGui.Qt.mightBeRichText(said) and view.viewport().rect().contains(rect.center()):
            assert shown_tip(view.viewport(), rect.center()) == tip(said)
            return


def cells(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    for row in range(min(60, model.rowCount(QModelIndex()))):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            yield model.index(row, column)


def shown_tip(widget: QWidget, at: QPoint) -> str:
    QToolTip.hideText()
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    return QToolTip.text()


def is_harmful(markup: str) -> bool:
    """Whether markup that we made ourselves holds a picture, a link or a style that somebody typed."""
    return any(f"<{tag}" in markup for tag in ("img", "a ", "object", "link", "style", "html", "table", "b>"))


def test_a_tip_with_a_picture_in_it_would_be_noticed(trap: Trap, qapp: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setToolTip(f'<img src="{trap.path}">')
    widget.show()
    shown_tip(widget, QPoint(1, 1))
    assert trap.touched()
    filtered = PlainTips(qapp)
    shown_tip(widget, QPoint(2, 2))
    qapp.removeEventFilter(filtered)
    QToolTip.hideText()
    assert not trap.touched()


def test_a_label_that_guesses_would_be_noticed(trap: Trap, qtbot: QtBot) -> None:
    widget = QLabel(f'<img src="{trap.path}">')
    qtbot.addWidget(widget)
    widget.grab()
    assert trap.touched()
