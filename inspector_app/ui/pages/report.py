"""The report: where it is written, looked through and given out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.pages.report_checks import ReportChecksPage
from inspector_app.ui.pages.report_comments import ReportCommentsPage
from inspector_app.ui.pages.report_export import ReportExportPage
from inspector_app.ui.pages.report_proposals import ReportProposalsPage
from inspector_app.ui.pages.report_write import ReportWritePage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class ReportPage(QWidget):
    """The pages of the report; a further page is one line in `_pages`.

    A further page is given `state`, reads through `state.desk`, connects `state.moved` to its `refresh` (see
    `LivePage`), and may emit `notice` and `section_asked`, which is a section that is to be shown where it is written.

    Signals:
        notice: a sentence and its tone, for the line of the window.
        moved: another page or section is on; what can be asked for may be different.
        write_asked: the report is to be written to a file: as a PDF, or (True) for Word.
        errand_asked: long work, as an `Errand`.
        question_asked: a question, and one of its criteria, whose cases are to be shown.
    """

    notice = Signal(str, str)
    moved = Signal()
    write_asked = Signal(bool)
    errand_asked = Signal(object)
    question_asked = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Report")
        self.state = ReportState(bridge, self)
        self.write = ReportWritePage(self.state)
        self.checks, self.export = ReportChecksPage(self.state), ReportExportPage(self.state)
        self.proposals, self.comments = ReportProposalsPage(self.state), ReportCommentsPage(self.state)
        self.tabs = SubTabs(self._pages(), "report_tabs")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.tabs.turned.connect(lambda _: self.moved.emit())
        self.write.moved.connect(self.moved)
        for page in (self.proposals, self.checks, self.comments, self.export):
            page.notice.connect(self.notice)
        for asking in (self.proposals, self.comments):
            asking.question_asked.connect(self.question_asked)
        self.comments.section_asked.connect(self.open_section)
        self.comments.errand_asked.connect(self.errand_asked)
        self.comments.word_asked.connect(lambda: self.write_asked.emit(True))
        self.proposals.section_asked.connect(self.open_section)
        self.checks.section_asked.connect(self.open_section)
        self.export.checks_asked.connect(self.open_checks)
        self.export.write_asked.connect(lambda: self.write_asked.emit(False))

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()

    def action_words(self) -> dict[str, str]:
        """What some of it is called here."""
        words: dict[str, str] = getattr(self.tabs.stack.currentWidget(), "action_words", dict)()
        return words

    def open_section(self, section: str, first: int = -1, behind: int = -1) -> None:
        """Shows a section where it is written, and selects a place in its text where one is given."""
        self.tabs.show_page("write")
        if self.write.open_section(section):
            self.write.take_keyboard()
            if first >= 0:
                self.write.middle.editor.select(first, behind)

    def open_checks(self) -> None:
        """Shows what stands between the report and its states."""
        self.tabs.show_page("checks")
        self.checks.take_keyboard()

    def look_again(self) -> None:
        """Begins anew for somebody else, who may have read other figures and may not write."""
        self.write.flush()
        self.state.moved.emit()

    def flush(self) -> None:
        """Writes what was typed, at once."""
        self.write.flush()
        self.export.flush()
        self.comments.flush()

    def take_comments(self, paths: Sequence[Path]) -> None:
        """Shows what files of the Trust bring."""
        self.tabs.show_page("comments")
        self.comments.preview(paths)

    def abandon(self) -> None:
        """Stops what still runs, before the page goes."""
        self.write.abandon()

    def _pages(self) -> list[tuple[str, str, QWidget]]:
        return [
            ("write", self.tr("Write"), self.write),
            ("proposals", self.tr("Proposals"), self.proposals),
            ("checks", self.tr("Checks"), self.checks),
            ("comments", self.tr("Comments"), self.comments),
            ("export", self.tr("Export"), self.export),
        ]
