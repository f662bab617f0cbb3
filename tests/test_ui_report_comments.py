"""The Trust's comments on screen: out as Word, in again, decided and replied to, printed; by keys and by dropping."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector_app.domain.report_text import comments
from inspector_app.services.commands import WriteSection
from inspector_app.services.session import Session
from inspector_app.services.word_export import write_word
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.models.place import Place
from inspector_app.ui.pages.report_comments import ReportCommentsPage
from inspector_app.ui.phrases import day_of
from tests.test_ui_report import desk, path, press, window

__all__ = ["desk", "path", "window"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = "Reports were good in {{fig: question=court_report, as=counts}}.\n\nThe second paragraph.\n"


def session_of(window: MainWindow) -> Session:
    assert window.work is not None
    return window.work.session


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> Iterator[ReportCommentsPage]:
    """The page of a report with two paragraphs in findings 1.1, before any comment came."""
    assert window.work is not None
    session_of(window).do(WriteSection("findings-1.1", TEXT, {}))
    made = window.work.report.comments
    while not made.isVisible():
        qtbot.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    yield made


def word_back(page: ReportCommentsPage, folder: Path) -> Path:
    """The report as it comes back: a comment on the first paragraph, and one on what is not ours."""
    written = write_word(page.state.desk.freeze(), folder / "sent.docx")
    assert written is not None
    word = docx.Document(str(written.path))
    paragraph = next(p for p in word.paragraphs if p.text.startswith("1.1.1"))
    word.add_comment(paragraph.runs, "It was three of three.", author="A. Manager")
    word.add_comment(word.add_paragraph("Ours.").runs, "A new one.", author="B. Director")
    word.save(str(folder / "back.docx"))
    return folder / "back.docx"


def take_in(page: ReportCommentsPage, folder: Path, qtbot: QtBot) -> None:
    page.preview([word_back(page, folder)])
    qtbot.waitUntil(page.incoming.isVisible)
    page.incoming.take_in.click()
    qtbot.waitUntil(lambda: len(page.list.views) == 1)


def rows(table: object) -> list[list[str]]:
    model = table.shown  # type: ignore[attr-defined]
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_an_empty_page_says_what_belongs_there(page: ReportCommentsPage) -> None:
    assert page.choose.hasFocus() and page.stack.currentIndex() == 0 and not page.pdf.isVisible()


def test_comments_are_looked_at_placed_and_taken_in_once(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    back = word_back(page, tmp_path)
    page.preview([back])
    qtbot.waitUntil(page.incoming.isVisible)
    incoming = page.incoming
    assert incoming.told.text() == "1 new comment, 1 without a paragraph."
    assert [row[0] for row in rows(incoming.table)] == ["? Not placed", "+ New"]
    assert comments(session_of(window).ledger) == ()
    assert incoming.table.hasFocus() and "“Ours.”" in incoming.why.text()
    press(qtbot, window, Qt.Key.Key_Return)
    assert incoming.places.hasFocus() and not incoming.put.isEnabled()
    incoming.places.setCurrentIndex(incoming.places.findText("1.1.2", Qt.MatchFlag.MatchStartsWith))
    assert incoming.put.isEnabled()
    press(qtbot, window, Qt.Key.Key_Tab)
    press(qtbot, window, Qt.Key.Key_Space)
    assert incoming.take_in.hasFocus() and incoming.take_in.text() == "Take in 2 comments"
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "2 comments are taken in." in window.notice.text)
    qtbot.waitUntil(lambda: [row[:2] for row in rows(page.list.table)] == [
        ["1.1.1", "It was three of three."], ["1.1.2", "A new one."],
    ])  # fmt: skip
    assert page.list.table.hasFocus()
    page.preview([back])
    qtbot.waitUntil(page.incoming.isVisible)
    assert incoming.told.text() == "1 that is here already, 1 without a paragraph."
    assert not incoming.take_in.isEnabled()
    incoming.cancel.click()
    assert page.list.isVisible()
    page.undo()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0)
    page.redo()
    qtbot.waitUntil(lambda: len(page.list.views) == 2)


def test_the_day_of_a_comment_is_told_in_words_and_files_are_looked_for_among_the_documents(
    page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(page, tmp_path, qtbot)
    when = page.list.views[0].comment.about.when
    assert rows(page.list.table)[0][2].endswith(day_of(when[:10]))
    assert when[:10] not in rows(page.list.table)[0][2]
    begun: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *given: (begun.append(given[2]), ([], ""))[1])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (begun.append(given[2]), ("", ""))[1])
    page.choose.click()
    page.pdf.click()
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert begun == [documents, f"{documents}/Comments and replies.pdf"]


def test_a_comment_is_decided_and_replied_to_by_keys(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    take_in(page, tmp_path, qtbot)
    panel = page.list.panel
    page.list.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert panel.choices[""].hasFocus()
    assert panel.paragraph.text() == "Reports were good in two of three." and panel.words.text().startswith("It was")
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: comments(session_of(window).ledger)[0].decision == "partly")
    press(qtbot, window, Qt.Key.Key_Tab)
    assert panel.reply.hasFocus()
    press(qtbot, window, "We looked again.")
    press(qtbot, window, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: comments(session_of(window).ledger)[0].reply == "We looked again.")
    qtbot.waitUntil(lambda: rows(page.list.table)[0][3] == "Partly accepted")
    choices = page.list.filter
    choices.setCurrentIndex(choices.findData(""))
    choices.activated.emit(0)
    assert rows(page.list.table) == [] and choices.currentText() == "Open (0)"
    page.undo()
    qtbot.waitUntil(lambda: comments(session_of(window).ledger)[0].reply == "")
    assert comments(session_of(window).ledger)[0].decision == "partly"


def test_a_reply_is_kept_when_the_window_asks(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    take_in(page, tmp_path, qtbot)
    page.list.panel.reply.setFocus()
    press(qtbot, window, "Half a reply")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: comments(session_of(window).ledger)[0].reply == "Half a reply")


def test_the_data_behind_a_paragraph_and_its_text_are_a_step_away(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.work is not None
    take_in(page, tmp_path, qtbot)
    lines = page.list.behind_lines()
    assert [question for _, question in lines] == ["court_report"]
    assert "A1" in lines[0][0] and "2 of 3" in lines[0][0]
    page.list.panel.section_asked.emit()
    editor = window.work.report.write.middle.editor
    assert window.work.report.tabs.page == "write" and editor.selected() == TEXT.split("\n")[0]
    page.list.panel.question_asked.emit("court_report")
    assert window.page == "scores" and window.work.scores.walk.place == Place("1", "1.1", "court_report")


def test_a_paragraph_that_is_gone_is_told(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    take_in(page, tmp_path, qtbot)
    session_of(window).do(WriteSection("findings-1.1", "Something else altogether, at length.\n", {}))
    page.refresh()
    assert rows(page.list.table)[0][0] == "1.1.1 (gone)" and "no such paragraph" in page.list.panel.note.text()


def test_a_word_file_and_a_table_are_dropped(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "comments.csv"
    table.write_text("paragraph,comment,who\n1.1.2,Not so.,C. Chief\n", encoding="utf-8")
    drop(page, table)
    qtbot.waitUntil(page.incoming.isVisible)
    assert page.incoming.told.text() == "1 new comment."
    page.incoming.cancel.click()
    window.drops.take([word_back(page, tmp_path)])
    qtbot.waitUntil(page.incoming.isVisible)
    assert "back.docx" in page.incoming.heading.text()


def drop(page: ReportCommentsPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys, action = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), action, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), action, data, buttons, keys))


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_taken_in(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no Word file")
    page.preview([broken])
    qtbot.waitUntil(lambda: "broken.docx" in window.notice.text)
    assert window.notice.tone == "stop" and not page.incoming.isVisible()


def test_replies_are_saved_as_pdf_and_as_a_table(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    take_in(page, tmp_path, qtbot)
    page.save_pdf(tmp_path / "replies.pdf")
    qtbot.waitUntil(lambda: "replies.pdf" in window.notice.text, timeout=20_000)
    assert (tmp_path / "replies.pdf").read_bytes().startswith(b"%PDF")
    page.list.take_away.save_table(tmp_path / "replies.csv")
    qtbot.waitUntil(lambda: "replies.csv" in window.notice.text)
    first = next(csv.reader((tmp_path / "replies.csv").read_text("utf-8-sig").splitlines()))
    assert len(first) == 5


def test_the_report_is_saved_for_word(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / "for the trust"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    page.word.click()
    qtbot.waitUntil(lambda: "for the trust.docx" in window.notice.text)
    assert asked == ["Small Trust draft.docx"] and (tmp_path / "for the trust.docx").exists()


def test_who_does_not_lead_reads_them(
    window: MainWindow, page: ReportCommentsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.work is not None
    take_in(page, tmp_path, qtbot)
    window.work.work_as("A2")
    panel = page.list.panel
    assert not panel.reply.isEnabled() and not panel.choices["accepted"].isEnabled() and not page.choose.isVisible()
    page.preview([tmp_path / "back.docx"])
    assert "writes the report" in window.notice.text and not page.incoming.isVisible()
